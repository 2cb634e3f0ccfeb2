"""Staff make no people and give no rights; whoever is not staff has no CMS."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from accounts.models import User

from .conftest import CANARY
from .test_separation import addresses, forged, rows, text_of

STAFF = ["editor_kolari", "moderator_kolari", "editor_pajala", "moderator_pajala"]
PEOPLE_AND_RIGHTS = (
    "wagtailusers_",
    "wagtailsites",
    "wagtaillocales",
    "wagtailredirects",
    "wagtailadmin_collections",
)
# The CMS's icons and words, the same for everybody and open to all.
HARMLESS = {"wagtailadmin_sprite", "wagtailadmin_javascript_catalog"}


@pytest.mark.parametrize("persona", STAFF)
def test_staff_make_no_people_and_give_no_rights(request, persona, make_other_side):
    staff = request.getfixturevalue(persona)
    things = make_other_side("pajala")
    targets = [url for name, url in addresses(things) if name.startswith(PEOPLE_AND_RIGHTS)]
    people, groups = User.objects.count(), Group.objects.count()

    for url in targets:
        for method in ("get", "post"):
            response = getattr(staff, method)(url, {"email": "new@example.org", "is_superuser": "on"})
            if response.status_code != 404:
                assert response.headers["Location"] == "/cms/", url

    assert len(targets) > 30
    assert (User.objects.count(), Group.objects.count()) == (people, groups)


@pytest.mark.parametrize("group", ["Administrators", "Kolari editors", "Pajala moderators"])
def test_no_group_has_a_right_over_people(site, group):
    rights = Permission.objects.filter(group__name=group)

    assert rights.filter(content_type__app_label="wagtailadmin").exists()
    assert not rights.filter(content_type__app_label__in=("auth", "accounts")).exists()


def nobody(things):
    return Client()


def somebody(things):
    """With an account and nothing else."""
    return signed_in(User.objects.create_user("plain@example.org"))


def poster(things):
    """Whose ads, organisation and reports these are: at their own desk they reach them, here they do not."""
    return signed_in(things.poster)


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("comes", [nobody, somebody, poster])
def test_whoever_is_not_staff_has_no_cms(comes, make_other_side):
    things = make_other_side("pajala")
    person = comes(things)
    before, asked = rows(things), 0

    for name, url in addresses(things):
        for method in ("get", "post"):
            asked += 1
            response = getattr(person, method)(url, forged(things) if method == "post" else None)
            assert CANARY not in text_of(response).replace(url, ""), (method, name, url)
            if name not in HARMLESS:
                assert response.status_code in (302, 403, 404, 405), (method, name, url)
                assert not re.match("/cms/(?!login/)", response.headers.get("Location", "")), url

    assert rows(things) == before
    assert asked >= 300
