import re
import uuid

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from images.models import CustomImage
from listings.models import Membership, Organisation
from tests.factories import OrganisationFactory, UserFactory
from tests.files import pictures

pytestmark = pytest.mark.django_db

FINNISH, SWEDISH = "2077474-0", "556703-7485"


@pytest.fixture(params=["fi", "sv"])
def language(request):
    with translation.override(request.param):
        yield request.param


@pytest.fixture(autouse=True)
def finnish():
    cache.clear()
    with translation.override("fi"):
        yield


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def person():
    return UserFactory()


@pytest.fixture
def client(person):
    return signed_in(person)


@pytest.fixture
def stranger():
    return signed_in(UserFactory())


@pytest.fixture
def organisation(person, site):
    return OrganisationFactory(member=person, registration_number=FINNISH)


def details(site, **changes):
    data = {
        "key": str(uuid.uuid4()),
        "name": "Tunturihotelli Oy",
        "kind": "company",
        "country": "FI",
        "registration_number": FINNISH,
        "municipality": site.kolari.pk,
        "home_page": "https://www.tunturi.fi",
        "description_fi": "Hotelli tunturin juurella.",
    }
    return data | changes


def changed(organisation, **changes):
    data = {
        "key": str(uuid.uuid4()),
        "version": organisation.version,
        "name": organisation.name,
        "kind": organisation.kind,
        "country": organisation.country,
        "registration_number": organisation.registration_number,
        "municipality": organisation.municipality_id,
    }
    return data | changes


def edit(client, organisation, **changes):
    return client.post(
        reverse("edit_organisation", args=[organisation.public_id]), changed(organisation, **changes)
    )


def masked(response):
    return re.sub(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", b"", response.content)


VERBS = {
    "organisation": "get",
    "edit_organisation": "post",
    "invite_member": "post",
    "leave_organisation": "post",
}


@pytest.mark.parametrize("name", ["organisations", "add_organisation"])
def test_strangers_are_asked_to_sign_in(visitor, name, language):
    assert visitor.get(reverse(name)).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", VERBS)
def test_somebody_elses_organisation_does_not_exist(stranger, visitor, organisation, name):
    url, missing = reverse(name, args=[organisation.public_id]), reverse(name, args=[uuid.uuid4()])

    def ask(url):
        return getattr(stranger, VERBS[name])(
            url, {"email": "x@example.com", "language": "fi", "name": "Taken"}
        )

    answer, nothing = ask(url), ask(missing)
    assert answer.status_code == nothing.status_code == 404
    assert masked(answer) == masked(nothing)
    assert getattr(visitor, VERBS[name])(url).url.startswith(reverse("account_login"))
    organisation.refresh_from_db()
    assert organisation.name != "Taken"
    assert organisation.memberships.count() == 1
    assert not organisation.invitations.exists()


@pytest.mark.parametrize("name", ["change_member", "remove_member"])
def test_members_of_another_organisation_are_out_of_reach(client, organisation, name):
    other = OrganisationFactory(member=UserFactory())
    foreign = other.memberships.get()

    for of in (organisation, other):
        url = reverse(name, args=[of.public_id, foreign.pk])
        assert client.post(url, {"is_manager": "1"}).status_code == 404

    assert other.memberships.count() == 1


@pytest.mark.parametrize("name", ["edit_organisation", "invite_member", "remove_member", "change_member"])
def test_a_colleague_who_does_not_manage_sees_it_and_changes_nothing(organisation, name):
    colleague = Membership.objects.create(organisation=organisation, user=UserFactory())
    client = signed_in(colleague.user)
    extra = [organisation.memberships.first().pk] if name.endswith("_member") and "invite" not in name else []

    response = client.post(
        reverse(name, args=[organisation.public_id, *extra]), {"email": "x@example.com", "language": "fi"}
    )

    assert response.status_code == 403
    page = client.get(reverse("organisation", args=[organisation.public_id])).content.decode()
    assert organisation.name in page
    assert reverse("edit_organisation", args=[organisation.public_id]) not in page
    assert reverse("invite_member", args=[organisation.public_id]) not in page
    assert organisation.memberships.count() == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("name", "Kaksi\nriviä"),
        ("kind", "bank"),
        ("country", "NO"),
        ("municipality", "999"),
        ("registration_number", ""),
        ("registration_number", "2077474-1"),
        ("registration_number", "556703-7485"),
        ("registration_number", "FI; DROP"),
        ("home_page", "javascript:alert(1)"),
        ("home_page", "http://localhost/"),
        ("home_page", "https://user:pw@example.com/"),
        ("description_fi", "x" * 2001),
        ("description_sv", "a\0b"),
    ],
)
def test_impossible_details_are_refused_and_what_was_typed_stays(client, site, field, value, language):
    response = client.post(reverse("add_organisation"), details(site, **{field: value}))

    assert response.status_code == 422
    assert field in response.context["form"].errors
    if field != "description_fi":
        assert "Hotelli tunturin juurella." in response.content.decode()
    assert not Organisation.objects.filter(memberships__user=client_user(client)).exists()


def client_user(client):
    return client.session["_auth_user_id"]


@pytest.mark.parametrize("number", ["811228-9874", "8112289874"])
def test_a_personal_identity_number_is_not_kept(client, site, number):
    response = client.post(
        reverse("add_organisation"), details(site, country="SE", registration_number=number)
    )

    assert response.status_code == 422
    assert "registration_number" in response.context["form"].errors


@pytest.mark.parametrize(
    ("country", "written", "kept"),
    [
        ("FI", "20774740", FINNISH),
        ("FI", " FI20774740 ", FINNISH),
        ("FI", "２０７７４７４-０", FINNISH),
        ("SE", "5567037485", SWEDISH),
        ("SE", "556703 7485", SWEDISH),
    ],
)
def test_a_number_is_kept_in_one_spelling(client, site, country, written, kept):
    response = client.post(
        reverse("add_organisation"), details(site, country=country, registration_number=written)
    )

    assert response.status_code == 302
    assert Organisation.objects.get(name="Tunturihotelli Oy").registration_number == kept


def test_a_household_needs_no_number_and_none_is_kept(client, site):
    client.post(reverse("add_organisation"), details(site, kind="household"))

    assert Organisation.objects.get(name="Tunturihotelli Oy").registration_number == ""


def test_a_number_that_a_checked_organisation_has_is_refused_without_naming_anybody(
    client, site, organisation, language
):
    person = UserFactory(first_name="Salainen", last_name="Kollega")
    organisation.memberships.update(user=person)

    response = client.post(reverse("add_organisation"), details(site))

    page = response.content.decode()
    assert response.status_code == 422
    assert len(response.context["form"].errors["registration_number"]) == 1
    assert organisation.name not in page
    assert "Salainen" not in page
    assert person.email not in page


def test_a_number_that_nobody_has_checked_locks_nobody_out(client, site):
    OrganisationFactory(is_new=True, registration_number=FINNISH, member=UserFactory())

    assert client.post(reverse("add_organisation"), details(site)).status_code == 302


def test_nobody_fills_the_staffs_list(client, site):
    for number in range(5):
        OrganisationFactory(is_new=True, name=f"Turha {number}", member=None)
    Membership.objects.bulk_create(
        Membership(organisation=each, user_id=client_user(client), is_manager=True)
        for each in Organisation.objects.filter(name__startswith="Turha")
    )

    response = client.post(reverse("add_organisation"), details(site))

    assert response.status_code == 422
    assert response.context["form"].non_field_errors()


def test_a_new_one_waits_to_be_checked_and_its_maker_manages_it(
    client, person, site, moderator_kolari, moderator_pajala, mailoutbox, language
):
    response = client.post(reverse("add_organisation"), details(site))

    made = Organisation.objects.get(name="Tunturihotelli Oy")
    assert response.url == reverse("organisation", args=[made.public_id])
    assert not made.is_verified
    assert made.memberships.get().is_manager
    assert made.memberships.get().user == person
    page = client.get(response.url).content.decode()
    assert f'<html lang="{language}">' in page
    assert "Tunturihotelli Oy" in page
    assert person.email in page
    to = {address for letter in mailoutbox for address in letter.to}
    assert moderator_kolari.user.email in to
    assert moderator_pajala.user.email not in to


def test_the_same_form_sent_twice_makes_one(client, site):
    data = details(site)

    responses = [client.post(reverse("add_organisation"), data) for _ in range(2)]

    assert responses[0].url == responses[1].url
    assert Organisation.objects.filter(name=data["name"]).count() == 1


def test_the_number_of_somebody_elses_form_gains_nothing(client, site, organisation):
    organisation.memberships.all().delete()

    response = client.post(
        reverse("add_organisation"),
        details(site, key=str(organisation.public_id), registration_number="", kind="household"),
    )

    assert client.get(response.url).status_code == 404
    assert not organisation.memberships.exists()


@pytest.mark.parametrize(
    "name",
    ["Kolarin kunta", "PAJALA KOMMUN", "Lansstyrelsen i Norrbotten", "Länsstyrelsen", "Region Norrbotten"],
)
def test_a_public_bodys_name_stays_pending_with_a_note_to_staff(client, site, mailoutbox, name):
    client.post(reverse("add_organisation"), details(site, name=name))

    made = Organisation.objects.get(name=name)
    assert not made.is_verified
    assert made.staff_note
    assert made.staff_note not in client.get(reverse("organisation", args=[made.public_id])).content.decode()
    with translation.override("fi"):
        assert made.staff_note in mailoutbox[0].body


def test_an_ordinary_name_needs_no_note(client, site):
    client.post(reverse("add_organisation"), details(site))

    assert not Organisation.objects.get(name="Tunturihotelli Oy").staff_note


@pytest.mark.parametrize(
    ("field", "value"), [("name", "Toinen Oy"), ("registration_number", "0112038-9"), ("kind", "association")]
)
def test_what_was_checked_is_checked_again_when_it_changes(client, organisation, mailoutbox, field, value):
    response = edit(client, organisation, **{field: value})

    assert response.status_code == 302
    organisation.refresh_from_db()
    assert getattr(organisation, field) == value
    assert not organisation.is_verified
    assert mailoutbox

    # One letter: the next change finds it waiting already.
    mailoutbox.clear()
    edit(client, organisation, name="Kolmas Oy")
    assert not mailoutbox


def test_other_changes_leave_the_check_as_it_is(client, organisation, mailoutbox):
    response = edit(client, organisation, home_page="https://uusi.fi", description_sv="Hotell vid fjället.")

    assert response.status_code == 302
    organisation.refresh_from_db()
    assert organisation.is_verified
    assert (organisation.website, organisation.description_sv) == ("https://uusi.fi", "Hotell vid fjället.")
    assert not mailoutbox


def test_nobody_checks_their_own_organisation(client, organisation):
    Organisation.objects.update(verified_at=None)

    edit(client, organisation, verified_at="2026-01-01", staff_note="ok", is_example="on")

    organisation.refresh_from_db()
    assert not organisation.is_verified
    assert (organisation.staff_note, organisation.is_example) == ("", False)


def test_of_two_colleagues_who_save_at_once_the_second_is_asked(client, organisation):
    opened = changed(organisation)
    edit(client, organisation, home_page="https://ensimmainen.fi")
    url = reverse("edit_organisation", args=[organisation.public_id])

    response = client.post(url, opened | {"home_page": "https://toinen.fi"})

    assert response.status_code == 409
    assert "https://toinen.fi" in response.content.decode()
    organisation.refresh_from_db()
    assert organisation.website == "https://ensimmainen.fi"
    again = opened | {
        "home_page": "https://toinen.fi",
        "version": response.context["form"]["version"].value(),
    }
    assert client.post(url, again).status_code == 302
    organisation.refresh_from_db()
    assert organisation.website == "https://toinen.fi"


def picture(name="logo.png", content=None):
    return SimpleUploadedFile(
        name, content if content is not None else pictures.saved(pictures.scene((64, 48)), "PNG"), "image/png"
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [("logo.png", b"no picture"), ("logo.svg", b"<svg/>"), ("logo.png", b"x" * (2 * 2**20 + 1))],
)
def test_a_logo_that_is_no_picture_or_too_large_is_refused(client, organisation, name, content):
    response = edit(client, organisation, logo=picture(name, content))

    assert response.status_code == 422
    assert "logo" in response.context["form"].errors
    assert not CustomImage.objects.filter(title=organisation.name).exists()


def test_a_logo_says_the_organisations_name_and_the_old_one_goes(client, organisation):
    edit(client, organisation, logo=picture())
    organisation.refresh_from_db()
    first = organisation.logo
    assert first.description_fi == first.description_sv == organisation.name
    page = client.get(reverse("edit_organisation", args=[organisation.public_id])).content.decode()
    assert f'alt="{organisation.name}"' in page

    edit(client, organisation, logo=picture())
    organisation.refresh_from_db()
    assert organisation.logo != first
    assert not CustomImage.objects.filter(pk=first.pk).exists()

    edit(client, organisation, without_logo="on")
    organisation.refresh_from_db()
    assert organisation.logo is None
    assert not CustomImage.objects.filter(title=organisation.name).exists()


def test_logos_are_not_among_the_pictures_staff_put_on_pages(client, organisation, editor_kolari):
    edit(client, organisation, logo=picture())

    assert organisation.name not in editor_kolari.get("/cms/images/").content.decode()


@pytest.mark.parametrize("name", ["organisations", "add_organisation"])
def test_every_page_is_in_both_languages(client, organisation, name, language):
    for url in (
        reverse(name),
        reverse("organisation", args=[organisation.public_id]),
        reverse("edit_organisation", args=[organisation.public_id]),
    ):
        response = client.get(url)
        page = response.content.decode()
        assert f'<html lang="{language}">' in page
        assert page.count("<h1") == 1
        assert " style=" not in page
        assert "no-store" in response["Cache-Control"]
