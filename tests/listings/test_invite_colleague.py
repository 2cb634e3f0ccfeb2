import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from listings.models import Invitation, Membership
from tests.accounts.conftest import code_in
from tests.factories import OrganisationFactory, UserFactory, VacancyFactory

pytestmark = pytest.mark.django_db

COLLEAGUE = "kollega@example.com"


@pytest.fixture(autouse=True)
def finnish():
    cache.clear()
    with translation.override("fi"):
        yield


@pytest.fixture(params=["fi", "sv"])
def language(request):
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def manager():
    return UserFactory(email="esihenkilo@example.com", first_name="Maija", last_name="Matikainen")


@pytest.fixture
def organisation(manager):
    return OrganisationFactory(member=manager, name="Kuuma <b>tarjous</b> evil.example")


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def invite(client, organisation, email=COLLEAGUE, language="fi"):
    url = reverse("invite_member", args=[organisation.public_id])
    return client.post(url, {"email": email, "language": language})


def invitation_of(organisation, **fields):
    expires_at = timezone.now() + timedelta(days=14)
    values = {"email": COLLEAGUE, "language": "fi", "expires_at": expires_at} | fields
    inviter = organisation.memberships.first().user
    return Invitation.objects.create(organisation=organisation, invited_by=inviter, **values)


def page_of(invitation):
    return reverse("invitation", args=[invitation.token])


def members(organisation):
    return set(organisation.memberships.values_list("user__email", flat=True))


@pytest.mark.parametrize("email", ["", "no address", "a@b.fi\nBcc: c@d.fi"])
def test_an_impossible_address_is_refused(manager, organisation, mailoutbox, email, language):
    response = invite(signed_in(manager), organisation, email)

    assert response.status_code == 422
    assert response.context["form"].errors["email"]
    assert not mailoutbox


def test_reading_never_invites(manager, organisation):
    url = reverse("invite_member", args=[organisation.public_id])

    assert signed_in(manager).get(url).status_code == 405


def test_a_colleague_who_is_there_already_is_not_invited(manager, organisation, mailoutbox):
    response = invite(signed_in(manager), organisation, manager.email.upper())

    assert response.status_code == 422
    assert not mailoutbox


def test_the_eleventh_open_invitation_is_refused(manager, organisation, mailoutbox, language):
    for number in range(10):
        invitation_of(organisation, email=f"a{number}@example.com")

    response = invite(signed_in(manager), organisation)

    assert response.status_code == 422
    assert COLLEAGUE in response.content.decode()
    assert not mailoutbox


def test_one_person_invites_at_most_twenty_a_day(manager, organisation, mailoutbox):
    other = OrganisationFactory(member=manager)
    for number in range(20):
        invitation_of(other, email=f"a{number}@example.com", answered_at=timezone.now())

    assert invite(signed_in(manager), organisation).status_code == 422
    with time_machine.travel(timezone.now() + timedelta(days=1, seconds=1)):
        assert invite(signed_in(manager), organisation).status_code == 302
    assert len(mailoutbox) == 1


def test_one_address_gets_at_most_three_a_day_whoever_invites(manager, organisation, mailoutbox):
    for _ in range(3):
        invitation_of(OrganisationFactory(member=UserFactory()))

    assert invite(signed_in(manager), organisation).status_code == 422
    assert not mailoutbox


def test_sent_twice_it_is_one_letter(manager, organisation, mailoutbox):
    client = signed_in(manager)

    responses = [invite(client, organisation) for _ in range(2)]

    assert [response.status_code for response in responses] == [302, 302]
    assert len(mailoutbox) == 1
    assert organisation.invitations.count() == 1


@pytest.mark.parametrize("letter_language", ["fi", "sv"])
def test_the_letter_speaks_the_chosen_language_and_holds_no_word_of_a_user(
    manager, organisation, mailoutbox, settings, letter_language
):
    invite(signed_in(manager), organisation, language=letter_language)

    (letter,) = mailoutbox
    html = letter.alternatives[0][0]
    assert letter.to == [COLLEAGUE]
    assert f'<html lang="{letter_language}">' in html
    with translation.override(letter_language):
        url = settings.SITE_URL + page_of(organisation.invitations.get())
    assert url in letter.body
    assert f'href="{url}"' in html
    for word in ("tarjous", "evil", "Maija", "Matikainen", manager.email):
        assert word not in letter.subject + letter.body + html


def test_an_unknown_invitation_is_not_found(visitor):
    assert visitor.get(reverse("invitation", args=[uuid.uuid4()])).status_code == 404


def test_opening_the_link_changes_nothing(organisation):
    invitation = invitation_of(organisation)
    client = signed_in(UserFactory(email=COLLEAGUE))

    for _ in range(2):
        assert client.get(page_of(invitation)).status_code == 200

    invitation.refresh_from_db()
    assert invitation.answered_at is None
    assert COLLEAGUE not in members(organisation)


def test_without_the_token_of_the_form_nothing_is_accepted(organisation):
    invitation = invitation_of(organisation)
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory(email=COLLEAGUE))

    assert client.post(page_of(invitation)).status_code == 403
    assert COLLEAGUE not in members(organisation)


def test_another_address_than_the_invited_one_does_not_get_in(organisation, language):
    invitation = invitation_of(organisation)
    other = UserFactory(email="joku@example.com")
    client = signed_in(other)

    page = client.get(page_of(invitation))
    response = client.post(page_of(invitation))

    assert (page.status_code, response.status_code) == (200, 403)
    assert other.email in page.content.decode()
    assert COLLEAGUE not in page.content.decode()
    assert other.email not in members(organisation)


def test_a_visitor_is_led_to_sign_in_or_sign_up_and_back(visitor, organisation, language):
    invitation = invitation_of(organisation)

    page = visitor.get(page_of(invitation)).content.decode()

    for name in ("account_signup", "account_login"):
        assert f"{reverse(name)}?next={page_of(invitation)}" in page
    assert visitor.post(page_of(invitation)).status_code == 403
    assert "<b>tarjous" not in page


@pytest.mark.parametrize(("seconds", "status"), [(-1, 302), (1, 410)])
def test_after_fourteen_days_it_no_longer_works(manager, organisation, seconds, status):
    invite(signed_in(manager), organisation)
    invitation = organisation.invitations.get()
    client = signed_in(UserFactory(email=COLLEAGUE))

    with time_machine.travel(invitation.created_at + timedelta(days=14, seconds=seconds)):
        assert client.post(page_of(invitation)).status_code == status

    assert (COLLEAGUE in members(organisation)) == (status == 302)


def test_it_works_once(organisation):
    colleague = UserFactory(email=COLLEAGUE)
    invitation = invitation_of(organisation)
    client = signed_in(colleague)
    client.post(page_of(invitation))
    assert COLLEAGUE in members(organisation)
    # A second click finds the work done.
    assert client.post(page_of(invitation)).url == reverse("organisation", args=[organisation.public_id])

    organisation.memberships.get(user=colleague).delete()

    assert client.post(page_of(invitation)).status_code == 410
    assert COLLEAGUE not in members(organisation)


def test_a_withdrawn_one_is_gone(manager, organisation, language):
    invitation = invitation_of(organisation)
    url = reverse("withdraw_invitation", args=[organisation.public_id, invitation.pk])
    stranger = signed_in(OrganisationFactory(member=UserFactory()).memberships.get().user)
    assert stranger.post(url).status_code == 404

    assert signed_in(manager).post(url).status_code == 302

    assert signed_in(UserFactory(email=COLLEAGUE)).get(page_of(invitation)).status_code == 404


def test_somebody_elses_invitation_is_not_withdrawn_through_ones_own_organisation(manager, organisation):
    foreign = invitation_of(OrganisationFactory(member=UserFactory()))

    signed_in(manager).post(reverse("withdraw_invitation", args=[organisation.public_id, foreign.pk]))

    assert Invitation.objects.filter(pk=foreign.pk).exists()


def test_a_colleague_joins_and_the_managers_are_told(manager, organisation, mailoutbox, language):
    User.objects.filter(pk=manager.pk).update(preferred_language="sv")
    invitation = invitation_of(organisation)

    client = signed_in(UserFactory(email=COLLEAGUE))
    page = client.get(page_of(invitation)).content.decode()
    response = client.post(page_of(invitation))

    assert f'<html lang="{language}">' in page
    assert "Maija Matikainen" in page
    assert response.url == reverse("organisation", args=[organisation.public_id])
    member = organisation.memberships.get(user__email=COLLEAGUE)
    assert not member.is_manager
    (letter,) = mailoutbox
    assert letter.to == [manager.email]
    assert COLLEAGUE in letter.body
    assert '<html lang="sv">' in letter.alternatives[0][0]
    assert "<b>tarjous" not in letter.alternatives[0][0]


def test_somebody_new_signs_up_and_lands_on_the_invitation(visitor, organisation, mailoutbox):
    url = page_of(invitation_of(organisation))
    data = {"email": COLLEAGUE, "first_name": "Kalle", "last_name": "", "next": url}
    response = visitor.post(reverse("account_signup"), data)
    response = visitor.post(response.url, {"code": code_in(mailoutbox[0])})

    assert response.url == url
    assert visitor.post(url).status_code == 302
    assert COLLEAGUE in members(organisation)


def test_one_is_removed_and_told_so_and_sees_nothing_any_more(manager, organisation, mailoutbox, language):
    colleague = UserFactory(email=COLLEAGUE, preferred_language="sv")
    vacancy = VacancyFactory(organisation=organisation, posted_by=colleague)
    member = organisation.memberships.get(user=colleague)
    url = reverse("remove_member", args=[organisation.public_id, member.pk])
    assert signed_in(manager).get(url).status_code == 405

    assert signed_in(manager).post(url).status_code == 302

    assert COLLEAGUE not in members(organisation)
    (letter,) = mailoutbox
    assert letter.to == [COLLEAGUE]
    assert '<html lang="sv">' in letter.alternatives[0][0]
    client = signed_in(colleague)
    assert client.get(reverse("organisation", args=[organisation.public_id])).status_code == 404
    assert not type(vacancy).objects.by(colleague).exists()
    # Letters about what they wrote go to those who stayed.
    from listings.emails import posters_of

    assert posters_of(vacancy) == [manager]


def test_the_last_manager_neither_leaves_nor_gives_up_managing(manager, organisation, language):
    Membership.objects.create(organisation=organisation, user=UserFactory())
    own = organisation.memberships.get(user=manager)
    client = signed_in(manager)

    for name, extra in (("leave_organisation", []), ("remove_member", [own.pk]), ("change_member", [own.pk])):
        response = client.post(reverse(name, args=[organisation.public_id, *extra]))
        assert response.status_code == 422
        assert 'class="notice notice--error"' in response.content.decode()

    own.refresh_from_db()
    assert own.is_manager


def test_whoever_hands_over_may_leave(manager, organisation):
    heir = Membership.objects.create(organisation=organisation, user=UserFactory())
    client = signed_in(manager)

    client.post(reverse("change_member", args=[organisation.public_id, heir.pk]), {"is_manager": "1"})
    response = client.post(reverse("leave_organisation", args=[organisation.public_id]))

    assert response.url == reverse("organisations")
    heir.refresh_from_db()
    assert heir.is_manager
    assert members(organisation) == {heir.user.email}
    # No letter to oneself.
    assert client.get(reverse("organisation", args=[organisation.public_id])).status_code == 404


def test_a_colleague_who_does_not_manage_may_leave(organisation):
    member = Membership.objects.create(organisation=organisation, user=UserFactory())

    signed_in(member.user).post(reverse("leave_organisation", args=[organisation.public_id]))

    assert member.user.email not in members(organisation)


def test_every_text_of_the_letters_is_in_both_languages(manager, organisation, mailoutbox):
    from listings import organisation_letters as letters

    member = Membership.objects.create(organisation=organisation, user=UserFactory())
    bodies = {}
    for code in ("fi", "sv"):
        User.objects.update(preferred_language=code)
        fresh = Membership.objects.select_related("user", "organisation").get(pk=member.pk)
        mailoutbox.clear()
        letters.send_joined(fresh)
        letters.send_removed(fresh.user, fresh.organisation)
        letters.send_manages(fresh.user, fresh.organisation)
        letters.send_checked(fresh.organisation)
        letters.send_refused(fresh.organisation, reason="Syy & <i>")
        bodies[code] = [re.sub(r"https?://\S+", "", letter.subject + letter.body) for letter in mailoutbox]
        assert all(
            "&amp;" not in body and "<i>" not in letter.alternatives[0][0]
            for body, letter in zip(bodies[code], mailoutbox, strict=True)
        )
    assert len(bodies["fi"]) == 5
    assert all(finnish != swedish for finnish, swedish in zip(bodies["fi"], bodies["sv"], strict=True))
