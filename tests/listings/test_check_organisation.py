import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import ModelLogEntry

from listings import organisations
from listings.models import Organisation
from listings.moderation import Outdated
from tests.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db

NUMBER = "2077474-0"


@pytest.fixture(params=["fi", "sv"])
def manager(request):
    return UserFactory(preferred_language=request.param)


@pytest.fixture
def organisation(manager):
    return OrganisationFactory(is_new=True, member=manager, registration_number=NUMBER)


def actions(organisation):
    entries = ModelLogEntry.objects.for_instance(organisation).order_by("timestamp")
    return [(entry.action, entry.user) for entry in entries]


@pytest.mark.parametrize("persona", ["editor_kolari", "editor_pajala", "moderator_pajala"])
def test_only_its_own_municipalitys_moderators_answer(request, organisation, mailoutbox, persona):
    person = request.getfixturevalue(persona).user

    with pytest.raises(PermissionDenied):
        organisations.verify(organisation, by=person)
    with pytest.raises(PermissionDenied):
        organisations.refuse(organisation, by=person, reason="Ei")

    organisation.refresh_from_db()
    assert not organisation.is_verified
    assert organisation.refused_at is None
    assert not mailoutbox
    assert actions(organisation) == []


def test_its_own_people_do_not_check_it(organisation, manager):
    with pytest.raises(PermissionDenied):
        organisations.verify(organisation, by=manager)


def test_a_second_answer_comes_too_late(organisation, moderator_kolari, mailoutbox):
    organisations.verify(organisation, by=moderator_kolari.user)
    with pytest.raises(Outdated):
        organisations.verify(organisation, by=moderator_kolari.user)
    organisations.refuse(organisation, by=moderator_kolari.user, reason="Ei")
    with pytest.raises(Outdated):
        organisations.refuse(organisation, by=moderator_kolari.user, reason="Ei")

    assert len(mailoutbox) == 2


def test_a_number_is_checked_for_one_organisation_only(organisation, moderator_kolari, mailoutbox):
    OrganisationFactory(registration_number=NUMBER)

    with pytest.raises(organisations.NumberTaken):
        organisations.verify(organisation, by=moderator_kolari.user)

    organisation.refresh_from_db()
    assert not organisation.is_verified
    assert not mailoutbox


def test_numbers_of_two_countries_do_not_meet(organisation, moderator_kolari):
    OrganisationFactory(registration_number=NUMBER, country="SE")

    organisations.verify(organisation, by=moderator_kolari.user)


def test_households_have_no_number_to_share(moderator_kolari):
    first, second = (
        OrganisationFactory(is_new=True, kind="household", registration_number="") for _ in range(2)
    )

    organisations.verify(first, by=moderator_kolari.user)
    organisations.verify(second, by=moderator_kolari.user)

    assert Organisation.objects.checked().filter(pk__in=[first.pk, second.pk]).count() == 2


def test_a_checked_one_is_marked_and_its_managers_are_told(
    organisation, manager, moderator_kolari, mailoutbox, settings
):
    organisations.verify(organisation, by=moderator_kolari.user)

    organisation.refresh_from_db()
    assert organisation.is_verified
    assert organisation.verified_by == moderator_kolari.user
    assert actions(organisation) == [("listings.verify_organisation", moderator_kolari.user)]
    (letter,) = mailoutbox
    assert letter.to == [manager.email]
    assert organisation.name in letter.subject
    html = letter.alternatives[0][0]
    assert f'<html lang="{manager.preferred_language}">' in html
    assert f"{settings.SITE_URL}/{manager.preferred_language}/" in letter.body


def test_a_refused_one_reads_why_and_waits_again_once_it_is_corrected(
    organisation, manager, moderator_kolari, mailoutbox, client
):
    organisations.refuse(organisation, by=moderator_kolari.user, reason="Numero kuuluu <toiselle>.")

    organisation.refresh_from_db()
    assert organisation.refused_at
    assert not organisation.is_verified
    (letter,) = mailoutbox
    assert letter.to == [manager.email]
    assert "Numero kuuluu <toiselle>." in letter.body
    assert "&lt;toiselle&gt;" in letter.alternatives[0][0]
    assert actions(organisation) == [("listings.refuse_organisation", moderator_kolari.user)]

    mailoutbox.clear()
    organisation.website = "https://uusi.fi"
    organisations.change(organisation, by=manager, must_be_checked=True)

    organisation.refresh_from_db()
    assert organisation.refused_at is None
    assert moderator_kolari.user.email in {address for letter in mailoutbox for address in letter.to}


def test_a_letter_to_staff_leads_to_the_organisation_in_the_cms(
    organisation, moderator_kolari, mailoutbox, settings
):
    from listings.organisation_letters import send_to_check

    send_to_check(organisation)

    letter = next(letter for letter in mailoutbox if letter.to == [moderator_kolari.user.email])
    line = next(line for line in letter.body.splitlines() if line.startswith(settings.SITE_URL + "/cms/"))
    assert moderator_kolari.get(line.removeprefix(settings.SITE_URL)).status_code == 200
    assert NUMBER in letter.body
