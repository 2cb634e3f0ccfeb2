import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User

from .conftest import code_in

pytestmark = pytest.mark.usefixtures("finnish")


def invite(email="new.editor@example.com", *, group=("Kolari editors",), **options):
    call_command("invite_staff", email, group=list(group), **options)


@pytest.mark.parametrize("email", ["not an address", "a@b\nBcc: c@example.com"])
def test_an_impossible_address_is_refused(db, mailoutbox, email):
    with pytest.raises(CommandError):
        invite(email)

    assert not mailoutbox


def test_an_unknown_group_is_refused_and_the_known_ones_named(db, mailoutbox):
    with pytest.raises(CommandError, match="Pajala moderators"):
        invite(group=["Helsinki editors"])

    assert not User.objects.filter(email="new.editor@example.com").exists()
    assert not mailoutbox


@pytest.mark.parametrize("page_language", ["fi", "sv"])
def test_the_letter_leads_to_a_first_sign_in_that_needs_one_code(
    visitor, mailoutbox, settings, page_language, db
):
    invite("New.Editor@example.com", language=page_language, first_name="Nils")

    user = User.objects.get(email="new.editor@example.com")
    assert not user.has_usable_password()
    assert [group.name for group in user.groups.all()] == ["Kolari editors"]
    assert (user.is_staff, user.is_superuser, user.first_name) == (True, False, "Nils")
    (letter,) = mailoutbox
    with translation.override(page_language):
        url = reverse("account_request_login_code")
    assert f"{settings.SITE_URL}{url}?next=/cms/" in letter.body
    assert f'<html lang="{page_language}">' in letter.alternatives[0][0]

    response = visitor.post(f"{url}?next=/cms/", {"email": user.email})
    response = visitor.post(response.url, {"code": code_in(mailoutbox[1])})

    assert response.url == "/cms/"
    assert visitor.get("/cms/").status_code == 200
    assert len(mailoutbox) == 2


def test_somebody_who_has_an_account_keeps_it_and_joins_the_group(anna, mailoutbox):
    invite(anna.email, group=["Pajala moderators"])

    anna.refresh_from_db()
    assert anna.has_usable_password()
    assert anna.preferred_language == "sv"
    assert anna.groups.get().name == "Pajala moderators"
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("address", ["/cms/users/", "/cms/users/new/", "/cms/groups/", "/cms/groups/new/"])
def test_staff_neither_see_people_nor_permissions(editor_kolari, moderator_pajala, address):
    for client in (editor_kolari, moderator_pajala):
        assert client.get(address).status_code in (302, 403)
        assert client.post(address, {"email": "x@example.com"}).status_code in (302, 403)


def test_staff_cannot_change_anybody(editor_kolari, moderator_kolari, anna):
    for client in (editor_kolari, moderator_kolari):
        data = {
            "email": anna.email,
            "first_name": "A",
            "last_name": "B",
            "is_superuser": "on",
            "is_active": "on",
        }
        assert client.post(f"/cms/users/edit/{anna.pk}/", data).status_code in (302, 403)
        assert client.post(f"/cms/users/delete/{anna.pk}/").status_code in (302, 403)
        assert client.post(f"/cms/groups/edit/{Group.objects.first().pk}/").status_code in (302, 403)
    anna.refresh_from_db()
    assert not anna.is_superuser


def test_an_administrator_makes_people_in_the_cms_and_they_get_the_same_letter(administrator, mailoutbox):
    data = {"email": "Made@example.com", "first_name": "Made", "last_name": "Here"}
    data |= {"groups": [Group.objects.get(name="Pajala editors").pk]}

    response = administrator.post("/cms/users/new/", data)

    assert response.status_code == 302
    made = User.objects.get(email="made@example.com")
    assert not made.has_usable_password()
    assert made.emailaddress_set.get().verified
    assert [letter.to for letter in mailoutbox] == [["made@example.com"]]


def test_an_address_changed_by_an_administrator_closes_the_old_one(administrator, anna, mailoutbox):
    data = {"email": "anna@example.net", "first_name": "Anna", "last_name": "Niemi", "is_active": "on"}

    assert administrator.post(f"/cms/users/edit/{anna.pk}/", data).status_code == 302

    for email in ("anna@example.com", "anna@example.net"):
        Client().post(reverse("account_login"), {"login": email, "by_code": "1"})
    assert [letter.to for letter in mailoutbox] == [["anna@example.net"]]


def test_the_name_can_be_changed_in_the_cms(editor_kolari):
    data = {
        "name_email-first_name": "Eeva",
        "name_email-last_name": "Kolari",
        "locale-preferred_language": "sv",
        "locale-current_time_zone": "",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
    }

    assert editor_kolari.post("/cms/account/", data).status_code == 302

    user = User.objects.get(pk=editor_kolari.user.pk)
    assert (str(user), user.preferred_language) == ("Eeva Kolari", "sv")


def test_the_cms_leads_to_the_page_where_signing_in_is_managed(editor_kolari):
    assert reverse("account_home") in editor_kolari.get("/cms/account/").content.decode()


def test_an_administrator_made_on_the_command_line_can_sign_in_with_one_code(db, visitor, mailoutbox):
    call_command("createsuperuser", "--noinput", email="Root@example.com")
    root = User.objects.get(email="root@example.com")

    response = visitor.post(reverse("account_login"), {"login": root.email, "by_code": "1"})
    visitor.post(response.url, {"code": code_in(mailoutbox[0])})

    assert visitor.get("/cms/users/").status_code == 200
    assert User.objects.get_by_natural_key("ROOT@example.com") == root
