"""A municipality's moderators find out whether an organisation is what it says."""

import pytest
from django.urls import reverse
from django.utils import timezone

from listings.models import Membership, Organisation
from tests.factories import OrganisationFactory, UserFactory, VacancyFactory

from .editing import texts
from .test_edit_places import form_of

NAMESPACE = "wagtailsnippets_listings_organisation"


def address(view, *args):
    return reverse(f"{NAMESPACE}:{view}", args=args)


def decide(client, organisation, decision, **data):
    return client.post(address("check", organisation.pk), {"decision": decision} | data)


def fresh(organisation):
    return Organisation.objects.get(pk=organisation.pk)


@pytest.fixture
def boss(db):
    return UserFactory(preferred_language="sv", email="boss@example.org")


@pytest.fixture
def new(site, boss):
    return OrganisationFactory(is_new=True, member=boss, name="Uusi Oy", registration_number="2345678-9")


@pytest.mark.parametrize("persona", ["visitor", "moderator_pajala", "editor_pajala", "editor_kolari"])
def test_others_neither_see_nor_decide(request, new, persona):
    client = request.getfixturevalue(persona)
    for view in ("check", "edit", "history"):
        response = client.get(address(view, new.pk))
        assert response.status_code == 302
        assert "boss@example.org" not in response.content.decode()
    for decision in ("verify", "refuse"):
        decide(client, new, decision, reason="No")
    assert (fresh(new).verified_at, fresh(new).refused_at) == (None, None)


def test_an_employer_does_not_check_itself(client, new, boss):
    client.force_login(boss)
    decide(client, new, "verify")
    assert not fresh(new).is_verified


def test_everything_known_is_on_the_screen(moderator_kolari, new):
    VacancyFactory(organisation=new, title_fi="Sen ilmoitus")
    html = moderator_kolari.get(address("check", new.pk)).content.decode()

    for words in ("Uusi Oy", "2345678-9", "boss@example.org", "Sen ilmoitus", "https://tietopalvelu.ytj.fi/"):
        assert words in html
    assert "2345678-9" not in html.split('href="https://tietopalvelu', 1)[1].split('"')[1]


def test_ads_of_an_organisation_on_the_other_side_stay_there(moderator_kolari, new, site):
    VacancyFactory(organisation=new, municipality=site.pajala, title_fi="Toisella rannalla")
    html = moderator_kolari.get(address("check", new.pk)).content.decode()
    assert "Toisella rannalla" not in html


def test_swedish_numbers_lead_to_the_swedish_register(moderator_pajala, site):
    organisation = OrganisationFactory(
        is_new=True, municipality=site.pajala, registration_number="556016-0680"
    )
    html = moderator_pajala.get(address("check", organisation.pk)).content.decode()
    assert 'href="https://www.bolagsverket.se/"' in html


def test_checked_with_one_click(moderator_kolari, new, mailoutbox):
    assert decide(moderator_kolari, new, "verify").status_code == 302
    assert fresh(new).verified_by == moderator_kolari.user
    assert [letter.to for letter in mailoutbox] == [["boss@example.org"]]


def test_not_accepted_its_managers_read_why(moderator_kolari, new, mailoutbox):
    assert decide(moderator_kolari, new, "refuse").status_code == 422
    assert mailoutbox == []

    assert decide(moderator_kolari, new, "refuse", reason="Numret är fel").status_code == 302

    assert fresh(new).refused_at
    assert "Numret är fel" in texts(mailoutbox)


def test_the_second_moderator_is_told_who_was_faster(moderator_kolari, new):
    decide(moderator_kolari, new, "verify")
    response = decide(moderator_kolari, new, "verify")
    assert response.status_code == 409
    assert moderator_kolari.user.get_full_name() in response.content.decode()


def test_a_number_is_checked_for_one_organisation_only(moderator_kolari, new):
    other = OrganisationFactory(registration_number="2345678-9")
    html = moderator_kolari.get(address("check", new.pk)).content.decode()
    assert other.name in html

    assert decide(moderator_kolari, new, "verify").status_code == 409

    assert not fresh(new).is_verified


def test_a_number_taken_is_an_error_of_the_form(moderator_kolari, new):
    checked = OrganisationFactory(registration_number="1234567-1")
    data = form_of(moderator_kolari, checked) | {"registration_number": "2345678-9", "logo": ""}
    Organisation.objects.filter(pk=new.pk).update(verified_at=timezone.now())

    response = moderator_kolari.post(address("edit", checked.pk), data)

    assert response.status_code == 200
    assert response.context["form"].errors
    assert fresh(checked).registration_number == "1234567-1"


def test_it_stays_in_its_municipality(moderator_kolari, new, site):
    data = form_of(moderator_kolari, new) | {
        "municipality": site.pajala.pk,
        "staff_note": "Soitettu",
        "logo": "",
    }
    assert moderator_kolari.post(address("edit", new.pk), data).status_code == 302
    assert (fresh(new).municipality, fresh(new).staff_note) == (site.kolari, "Soitettu")


def test_a_stale_form_is_refused(moderator_kolari, new):
    data = form_of(moderator_kolari, new) | {"logo": ""}
    moderator_kolari.post(address("edit", new.pk), data | {"staff_note": "First"})
    response = moderator_kolari.post(address("edit", new.pk), data | {"staff_note": "Second"})
    assert response.status_code == 409
    assert fresh(new).staff_note == "First"


def test_nobody_adds_an_organisation_here(administrator):
    assert administrator.get(f"{address('list')}add/").status_code == 404


def test_the_list_shows_ones_own_by_state(moderator_kolari, new, site):
    checked = OrganisationFactory()
    OrganisationFactory(municipality=site.pajala, name="Pajalas egen")

    def listed(**filters):
        return {row.pk for row in moderator_kolari.get(address("list"), filters).context["object_list"]}

    assert {new.pk, checked.pk} <= listed()
    assert new.pk in listed(state="waits")
    assert checked.pk not in listed(state="waits")
    assert checked.pk in listed(state="checked")
    assert "Pajalas egen" not in moderator_kolari.get(address("list")).content.decode()


def test_letters_to_moderators_lead_to_the_check(new, moderator_kolari):
    from wagtail.admin.admin_url_finder import AdminURLFinder

    assert AdminURLFinder(moderator_kolari.user).get_edit_url(new) == address("check", new.pk)


def test_words_of_a_stranger_are_never_markup(moderator_kolari, site):
    hostile = "<script>alert(1)</script>"
    organisation = OrganisationFactory(is_new=True, name=hostile, staff_note=hostile, description_fi=hostile)
    Membership.objects.create(organisation=organisation, user=UserFactory(first_name=hostile))
    for url in (address("list"), address("check", organisation.pk), "/cms/"):
        assert "<script>alert(1)" not in moderator_kolari.get(url).content.decode()
