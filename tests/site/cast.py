"""Everybody who may come to an address of the site, and what some of them may not see or touch."""

import uuid
from datetime import timedelta
from types import SimpleNamespace

from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.documents import get_document_model

from accounts.models import User
from jobs.models import Vacancy
from listings import alert_tokens as tokens
from listings.models import Alert, Invitation, Report
from pages.models import ContentPage, HomePage
from places.models import Municipality
from tests.factories import OrganisationFactory, UserFactory, VacancyFactory

# Stands in everything of one employer, its seekers and its readers that is not for everybody.
CANARY = "zzcanary"
STATES = ("draft", "submitted", "open", "ended")
# People of the organisation that everything below belongs to.
OURS = ("owner", "manager", "member")
# `former` wrote its ads and then left it; `stranger` posts for another one.
OTHERS = ("former", "stranger", "editor_kolari", "moderator_kolari", "moderator_pajala", "administrator")
PERSONAS = ("visitor", *OURS, *OTHERS)
# Made again from what is stored elsewhere, or kept for whoever asks: no content.
KEPT_FOR_THE_READER = ("django_cache", "django_session", "images_customrendition")
OF_AN_AD = (
    *("vacancy_ics", "count_vacancy", "report_vacancy", "own_vacancy", "preview_vacancy", "submit_vacancy"),
    *("withdraw_vacancy", "discard_vacancy", "extend_vacancy", "end_vacancy", "copy_vacancy"),
    *("delete_vacancy", "open_api:vacancy"),
)
OF_AN_ORGANISATION = ("organisation", "edit_organisation", "invite_member", "leave_organisation")


def planted(*names):
    return {name: f"{CANARY} {name}" for name in names}


def make_world():
    """The rows that addresses name, and the people who come to them."""
    kolari = Municipality.objects.get(key="kolari")
    world = SimpleNamespace(kolari=kolari)
    people = world.people = {name: UserFactory() for name in (*OURS, "former", "stranger")}
    for name in OTHERS[2:]:
        email = {"administrator": "admin"}.get(name, name.replace("_", "."))
        people[name] = User.objects.get(email=f"{email}@example.org")
    people["visitor"] = AnonymousUser()

    world.organisation = OrganisationFactory(
        municipality=kolari, member=people["owner"], name="Tunturityö", **planted("staff_note")
    )
    for name in ("manager", "member"):
        world.organisation.memberships.create(user=people[name], is_manager=name == "manager")
    world.theirs = OrganisationFactory(municipality=kolari, member=people["stranger"])
    world.membership = world.organisation.memberships.get(user=people["member"])
    world.invitation = Invitation.objects.create(
        organisation=world.organisation,
        email=f"{CANARY}@example.org",
        language="fi",
        invited_by=people["owner"],
        expires_at=timezone.now() + timedelta(days=7),
    )
    world.vacancies = make_vacancies(world)
    Report.objects.create(
        listing=world.vacancies["open"],
        municipality=kolari,
        reason=Report.Reason.FRAUD,
        language="fi",
        email=f"{CANARY}@example.org",
        **planted("message", "answer"),
    )
    world.alert = Alert.objects.create(
        kind="vacancy",
        email=f"{CANARY}@example.org",
        language="fi",
        criteria={"place": ["kolari"]},
        confirmed_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=90),
        high_water=timezone.now(),
    )
    home = HomePage.objects.get(locale__language_code="fi")
    world.page = ContentPage(title=f"{CANARY} page", slug="draft-of-a-page", live=False)
    home.add_child(instance=world.page)
    world.document = get_document_model().objects.create(
        title="Open to all", file=ContentFile(b"%PDF-1.4", "open.pdf")
    )
    world.document.file.close()
    world.cookies = {name: session_of(person) for name, person in people.items()}
    return world


def make_vacancies(world):
    """One in each state; what the public does not see of it holds the canary."""
    former = world.people["former"]
    words = planted(
        "title_fi", "summary_sv", "description_fi", "workplace_name", "street_address", "contact_name"
    )
    common = {"municipality": world.kolari, "organisation": world.organisation, "posted_by": former}
    common |= {"steps_done": ["what", "where", "terms", "languages", "text", "apply"], "apply_in": ["fi"]}
    found = {
        "draft": VacancyFactory(**common, **words),
        "submitted": VacancyFactory(submitted=True, **common, **words),
        "open": VacancyFactory(live=True, **common),
        "ended": VacancyFactory(live=True, **common),
    }
    # A change to what is public, not sent yet.
    change = found["open"].draft()
    for name, text in words.items():
        setattr(change, name, text)
    change.save_revision(user=former, clean=False)
    past = timezone.now() - timedelta(days=3)
    # Of what is over the title is public, and no more.
    ended = words | {"title_fi": "Sairaanhoitaja"}
    Vacancy.objects.filter(pk=found["ended"].pk).update(live=False, ended_at=past, closes_at=past, **ended)
    # Leaves it, after writing all of these.
    world.organisation.memberships.filter(user=former).delete()
    return {state: Vacancy.objects.get(pk=vacancy.pk) for state, vacancy in found.items()}


def session_of(person):
    client = Client()
    if person.is_authenticated:
        client.force_login(person)
    return client.cookies


def come_as(world, persona, **options):
    """A client of its own: signing out or in touches no later one."""
    client = Client(raise_request_exception=False, **options)
    for name, morsel in world.cookies[persona].items():
        client.cookies[name] = morsel.value
    return client


def sent(world, state=""):
    """What any form of the site takes: whoever may do it does it, all others try to."""
    vacancy = world.vacancies.get(state, world.vacancies["draft"])
    until = (timezone.localdate() + timedelta(days=40)).isoformat()
    return {
        **{"title_fi": "Forged", "positions": "1", "seen": str(vacancy.latest_revision_id)},
        **{"until": until, "filled": "yes", "found_through": "here", "key": str(uuid.uuid4())},
        **{"email": "forged@example.org", "language": "fi", "is_manager": "on", "version": "0"},
        **{"name": "Forged", "kind": "household", "country": "FI", "municipality": str(world.kolari.pk)},
        **{"frequency": "daily", "consent": "on", "submission_key": str(uuid.uuid4()), "do": "pause"},
        **{"reason": "fraud", "message": "Forged", "first_name": "Forged", "preferred_language": "fi"},
    }


class Writes:
    """Whatever is written to the database while it is open, but for what is kept for the reader."""

    def __enter__(self):
        self.found = []
        self.recorder = connection.execute_wrapper(self.record)
        self.recorder.__enter__()
        return self

    def __exit__(self, *error):
        self.recorder.__exit__(*error)

    def record(self, execute, sql, params, many, context):
        verb = sql.lstrip("( ").split(None, 1)[0].upper()
        if verb in ("INSERT", "UPDATE", "DELETE", "REPLACE", "WITH") and writes(sql):
            self.found.append(sql[:200])
        return execute(sql, params, many, context)


def writes(sql):
    words = sql.replace('"', "").split()
    if words[0].upper() == "WITH":
        return any(verb in map(str.upper, words) for verb in ("INSERT", "UPDATE", "DELETE"))
    table = words[1] if words[0].upper() == "UPDATE" else words[2]
    return table not in KEPT_FOR_THE_READER


def places(world):
    """{name of an address: {which of its rows: the values in the address}}; the others take no value."""
    ads = {state: [vacancy.pk] for state, vacancy in world.vacancies.items()}
    uuid_of_ours = [world.organisation.public_id]
    member = {"": [*uuid_of_ours, world.membership.pk]}
    found = dict.fromkeys(OF_AN_AD, ads) | alerts_of(world)
    found |= {name: {"": uuid_of_ours} for name in OF_AN_ORGANISATION}
    found |= dict.fromkeys(("change_member", "remove_member"), member)
    return found | {
        "vacancy": {state: [pk, "ad"] for state, (pk,) in ads.items()},
        "edit_vacancy": {state: [pk, "what"] for state, (pk,) in ads.items()},
        "start_vacancy": {"new": [uuid.uuid4()], "draft": [world.vacancies["draft"].creation_key]},
        "make_alert": {"": ["vacancy"]},
        "withdraw_invitation": {"": [*uuid_of_ours, world.invitation.pk]},
        "invitation": {"": [world.invitation.token]},
        "wagtaildocs_serve": {"": [world.document.pk, world.document.filename]},
        "wagtail_serve": {"front page": [""], "draft": ["draft-of-a-page/"]},
        "wagtailcore_authenticate_with_password": {"": [1, world.page.pk]},
        "wagtaildocs_authenticate_with_password": {"": [1]},
        "account_reset_password_from_key": {"": ["a", "x"]},
        "mfa_remove_webauthn": {"": [1]},
        "mfa_edit_webauthn": {"": [1]},
    }


def alerts_of(world):
    """Each page of an alert with its own link, and with one that was made for another page."""
    names = (tokens.CONFIRM, tokens.MANAGE, tokens.RENEW, tokens.UNSUBSCRIBE)
    links = {name: tokens.token_for(name, [world.alert]) for name in names}
    return {
        name: {"own link": [links[name]], "another link": [links[names[number - 1]]]}
        for number, name in enumerate(names)
    }
