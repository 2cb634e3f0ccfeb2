"""Every address of the site as everybody who may come to it: nobody reads or changes what is not theirs."""

import uuid

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import URLPattern, get_resolver, reverse
from django.utils import translation

from jobs.models import Vacancy

from .cast import CANARY, KEPT_FOR_THE_READER, OURS, PERSONAS, Writes, come_as, make_world, places, sent
from .rights import ALLAUTH, ALLAUTH_ANSWERS, RIGHTS, SIGN_IN
from .test_forged_requests import contents

# Some come in Swedish, the others in Finnish.
SWEDISH = ("manager", "stranger", "moderator_pajala")
# A mail program's own button (RFC 8058) has the token of its link. Readers' pages stand in shared caches and
# hold no token: what they count is anonymous, and only a page of this site can do it.
WITHOUT_TOKEN = {"unsubscribe_alert", "count_vacancy"}
METHODS = ("get", "post")
NAMES = [*RIGHTS, *ALLAUTH]
REFUSALS = (SIGN_IN, 403, 404, 405, 410)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Made once; what a request changes is taken back before the next one."""
    with django_db_blocker.unblock(), translation.override("fi"), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


def patterns(resolver=None, prefix="/", namespaces=()):
    """Names of the addresses of the site; of those without, the address. The CMS has its own tests."""
    for pattern in (resolver or get_resolver()).url_patterns:
        path = prefix + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLPattern):
            yield ":".join((*namespaces, pattern.name)) if pattern.name else path
        elif path != "/cms/":
            namespace = (pattern.namespace,) if pattern.namespace else ()
            yield from patterns(pattern, path, namespaces + namespace)


def names():
    """Of all addresses but those of uploaded files, which development sites alone serve themselves."""
    with translation.override("fi"):
        return {name for name in patterns() if not name.startswith(settings.MEDIA_URL)}


def addresses(world, name, language="fi"):
    """[(which row, its address)] of a name in the table, or of all of allauth's that begin with it."""
    if name in ALLAUTH:
        own = sorted(other for other in names() if other.startswith(name) and other not in RIGHTS)
        return [pair for other in own for pair in addresses(world, other, language)]
    if name == "/fi/tyopaikat/<int:pk>/":
        return [(state, name.replace("<int:pk>", str(ad.pk))) for state, ad in world.vacancies.items()]
    if name.startswith("/"):
        return [("", name)]
    with translation.override(language):
        rows = places(world).get(name, {"": []})
        return [(row, reverse(name, args=args)) for row, args in rows.items()]


def ask(client, method, url, data=None):
    """(status or SIGN_IN, everything that is answered)"""
    response = getattr(client, method)(url, data)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    location = response.headers.get("Location", "")
    if "public" in response.headers.get("Cache-Control", ""):
        # What a shared cache hands to the next reader.
        assert not response.cookies, url
        assert settings.SESSION_COOKIE_NAME not in client.cookies or not response.context, url
    to_sign_in = any(location.startswith(start) for start in ways_in())
    return SIGN_IN if to_sign_in else response.status_code, body.decode(errors="replace") + location


def ways_in():
    for language in ("fi", "sv"):
        with translation.override(language):
            for name in ("account_login", "account_reauthenticate", "sign_in_again"):
                yield reverse(name)
            yield reverse("account_confirm_login_code")


@pytest.fixture
def undone(world):
    """Takes back what was changed in the meantime."""
    before = transaction.savepoint()
    yield
    transaction.savepoint_rollback(before)


def test_every_address_is_in_the_table():
    own = {name for name in names() if name in RIGHTS or not name.startswith(ALLAUTH)}

    assert own == set(RIGHTS)


@pytest.mark.parametrize("persona", PERSONAS)
@pytest.mark.parametrize("name", NAMES)
def test_everybody_gets_what_the_table_says(world, name, persona):
    rights = RIGHTS.get(name)
    for row, url in addresses(world, name, "sv" if persona in SWEDISH else "fi"):
        for number, method in enumerate(METHODS):
            expected = [rights[row][number][persona]] if rights else [*ALLAUTH_ANSWERS, SIGN_IN]
            data = sent(world, row) if method == "post" else None
            before = transaction.savepoint()
            with Writes() as writes:
                status, text = ask(come_as(world, persona), method, url, data)
            transaction.savepoint_rollback(before)

            assert status in expected, (method, url)
            assert CANARY not in text or persona in OURS, (method, url)
            if method == "get" or (rights and status in REFUSALS):
                assert writes.found == [], (method, url)


def stored():
    return {table: rows for table, rows in contents().items() if table not in KEPT_FOR_THE_READER}


@pytest.mark.parametrize("persona", PERSONAS)
def test_what_is_refused_leaves_every_row_as_it_was(world, undone, persona):
    before, tried = stored(), 0
    for name, rights in RIGHTS.items():
        for row, url in addresses(world, name):
            if rights[row][1][persona] in REFUSALS:
                come_as(world, persona).post(url, sent(world, row))
                tried += 1

    assert stored() == before
    assert tried >= 25


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_sent_without_the_pages_token(world, undone, name):
    """As somebody to whom most of it belongs."""
    rights, taken = RIGHTS.get(name), []
    for row, url in addresses(world, name):
        if rights and rights[row][1]["owner"] in (404, 405, 410):
            continue
        client = come_as(world, "owner", enforce_csrf_checks=True)
        with Writes() as writes:
            status, _text = ask(client, "post", url, sent(world, row))
        if status != 403 or writes.found:
            taken.append(url)

    assert taken == [] or name in WITHOUT_TOKEN


@pytest.mark.parametrize(
    "headers", [{}, {"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}]
)
def test_another_site_counts_no_readers(world, undone, headers):
    url = reverse("count_vacancy", args=[world.vacancies["open"].pk])
    with Writes() as writes:
        for what in ("view", "apply"):
            come_as(world, "visitor").post(f"{url}?what={what}", headers=headers)

    assert writes.found == []


def test_a_stranger_reaches_nothing_through_their_own_organisation(world, undone):
    """The address names theirs, the row behind it is ours."""
    before, stranger = stored(), come_as(world, "stranger")
    for name, row in (
        ("change_member", world.membership.pk),
        ("remove_member", world.membership.pk),
        ("withdraw_invitation", world.invitation.pk),
    ):
        url = reverse(name, args=[world.theirs.public_id, row])
        status, text = ask(stranger, "post", url, sent(world))
        assert status in (302, 404)
        assert CANARY not in text

    assert stored() == before


def test_an_ad_is_not_put_into_somebody_elses_organisation(world, undone):
    """Nor is it made public, or another's, by fields that no form has."""
    stranger, key = come_as(world, "stranger"), uuid.uuid4()
    data = sent(world) | {"organisation": str(world.organisation.pk), "posted_by": "1", "live": "on"}
    stranger.post(reverse("start_vacancy", args=[key]), data)
    made = Vacancy.objects.get(creation_key=key)
    data["seen"] = str(made.latest_revision_id)

    status, text = ask(stranger, "post", reverse("edit_vacancy", args=[made.pk, "where"]), data)

    made.refresh_from_db()
    assert status == 422
    assert CANARY not in text
    assert made.organisation == made.draft().organisation == world.theirs
    assert made.posted_by == world.people["stranger"]
    assert not made.live
