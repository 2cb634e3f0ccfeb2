"""The verbs of a listing's life: who may use them when, and what they leave behind."""

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.log_actions import registry as log_registry

from jobs.models import Vacancy
from listings import moderation
from listings.states import state_of
from tests.cms.editing import texts
from tests.factories import OrganisationFactory, UserFactory, VacancyFactory


def fresh(vacancy):
    return Vacancy.objects.get(pk=vacancy.pk)


def write(vacancy, **fields):
    """Its poster saves a new text."""
    draft = vacancy.draft()
    for name, value in fields.items():
        setattr(draft, name, value)
    moderation.save_draft(draft, by=vacancy.posted_by)
    return fresh(vacancy)


def submit(vacancy):
    moderation.submit(vacancy, by=vacancy.posted_by)
    return fresh(vacancy)


def actions(vacancy):
    entries = log_registry.get_logs_for_instance(vacancy).order_by("timestamp", "pk")
    return [entry.action for entry in entries if entry.action.startswith("listings.")]


@pytest.fixture
def vacancy(site):
    return VacancyFactory(posted_by=UserFactory(preferred_language="sv"))


@pytest.fixture
def submitted(vacancy, mailoutbox):
    vacancy = submit(vacancy)
    mailoutbox.clear()
    return vacancy


@pytest.fixture
def moderator(moderator_kolari):
    return moderator_kolari.user


@pytest.mark.parametrize("wrong", ["editor_kolari", "moderator_pajala", "editor_pajala", "administrator"])
@pytest.mark.parametrize("verb", ["approve", "ask_changes", "refuse"])
def test_only_the_municipalitys_moderators_decide(request, submitted, verb, wrong):
    person = request.getfixturevalue(wrong).user
    if person.is_superuser:
        pytest.skip("a superuser may do anything")
    reason = {} if verb == "approve" else {"reason": "No"}

    with pytest.raises(PermissionDenied):
        getattr(moderation, verb)(submitted, by=person, revision=submitted.latest_revision_id, **reason)

    assert state_of(fresh(submitted)) == "in_review"


def test_its_poster_does_not_approve_it(submitted):
    with pytest.raises(PermissionDenied):
        moderation.approve(submitted, by=submitted.posted_by, revision=submitted.latest_revision_id)


def test_what_was_not_sent_is_not_approved(vacancy, moderator):
    with pytest.raises(moderation.Outdated):
        moderation.approve(vacancy, by=moderator, revision=vacancy.latest_revision_id)
    assert not fresh(vacancy).live


@pytest.mark.parametrize("verb", ["approve", "ask_changes", "refuse"])
def test_a_text_that_changed_meanwhile_is_not_decided_on(submitted, moderator, verb):
    seen = submitted.latest_revision_id
    write(submitted, title_fi="Jotain muuta")
    reason = {} if verb == "approve" else {"reason": "No"}

    with pytest.raises(moderation.Outdated):
        getattr(moderation, verb)(submitted, by=moderator, revision=seen, **reason)

    assert state_of(fresh(submitted)) == "in_review"


def test_a_decision_is_made_once(submitted, moderator):
    seen = submitted.latest_revision_id
    moderation.approve(submitted, by=moderator, revision=seen)

    for verb, reason in (("approve", {}), ("ask_changes", {"reason": "x"}), ("refuse", {"reason": "x"})):
        with pytest.raises(moderation.Outdated):
            getattr(moderation, verb)(submitted, by=moderator, revision=seen, **reason)

    assert state_of(fresh(submitted)) == "live"


def test_sent_to_be_checked_the_moderators_and_its_poster_hear(vacancy, mailoutbox):
    submit(vacancy)

    by_receiver = {letter.to[0]: texts([letter]) for letter in mailoutbox}
    assert by_receiver.keys() == {vacancy.posted_by.email, "moderator.kolari@example.org"}
    assert "/cms/" in by_receiver["moderator.kolari@example.org"]
    assert '<html lang="fi">' in by_receiver["moderator.kolari@example.org"]
    assert '<html lang="sv">' in by_receiver[vacancy.posted_by.email]
    assert vacancy.posted_by.email not in by_receiver["moderator.kolari@example.org"]


def test_approved_it_is_public_with_the_text_that_was_read(submitted, moderator, mailoutbox):
    moderation.approve(submitted, by=moderator, revision=submitted.latest_revision_id)

    vacancy = fresh(submitted)
    assert state_of(vacancy) == "live"
    assert vacancy.first_published_at
    assert vacancy.submitted_at
    assert Vacancy.objects.open().filter(pk=vacancy.pk).exists()
    assert [letter.to for letter in mailoutbox] == [[vacancy.posted_by.email]]
    assert vacancy.get_absolute_url() in mailoutbox[0].body or f"/{vacancy.pk}-" in mailoutbox[0].body
    assert actions(vacancy) == ["listings.submit", "listings.approve"]


def test_asked_for_changes_it_comes_back_changed(submitted, moderator, mailoutbox):
    moderation.ask_changes(
        submitted, by=moderator, revision=submitted.latest_revision_id, reason="Vad är lönen?"
    )
    vacancy = fresh(submitted)
    assert state_of(vacancy) == "changes_asked"
    assert [letter.to for letter in mailoutbox] == [[vacancy.posted_by.email]]
    assert texts(mailoutbox).count("Vad är lönen?") == 2

    vacancy = submit(write(vacancy, title_fi="Uusi"))
    assert state_of(vacancy) == "in_review"
    moderation.approve(vacancy, by=moderator, revision=vacancy.latest_revision_id)

    assert fresh(vacancy).title_fi == "Uusi"
    assert actions(vacancy) == [f"listings.{verb}" for verb in ("submit", "ask_changes", "submit", "approve")]


def test_refused_it_is_never_public_and_its_poster_reads_why(submitted, moderator, mailoutbox):
    moderation.refuse(submitted, by=moderator, revision=submitted.latest_revision_id, reason="Inget arbete.")

    vacancy = fresh(submitted)
    assert state_of(vacancy) == "refused"
    assert not Vacancy.objects.open().filter(pk=vacancy.pk).exists()
    assert texts(mailoutbox).count("Inget arbete.") == 2


def test_a_change_to_a_live_one_waits_while_the_old_text_stays(site, moderator, mailoutbox):
    vacancy = VacancyFactory(live=True)
    vacancy = submit(write(vacancy, title_fi="Toinen"))
    assert state_of(vacancy) == "change_in_review"
    assert vacancy.title_fi == "Sairaanhoitaja"
    assert vacancy.has_unpublished_changes

    moderation.refuse(vacancy, by=moderator, revision=vacancy.latest_revision_id, reason="Ei")
    vacancy = fresh(vacancy)
    assert (state_of(vacancy), vacancy.title_fi) == ("live", "Sairaanhoitaja")

    vacancy = submit(vacancy)
    moderation.approve(vacancy, by=moderator, revision=vacancy.latest_revision_id)
    assert fresh(vacancy).title_fi == "Toinen"


def test_a_text_saved_late_does_not_take_down_what_was_approved(submitted, moderator):
    """Its poster had the form open when the moderator approved."""
    late = submitted.draft()
    late.title_fi = "Liian myöhään"
    moderation.approve(submitted, by=moderator, revision=submitted.latest_revision_id)

    moderation.save_draft(late, by=submitted.posted_by)

    vacancy = fresh(submitted)
    assert (state_of(vacancy), vacancy.title_fi) == ("live", "Sairaanhoitaja")
    assert vacancy.draft().title_fi == "Liian myöhään"
    assert vacancy.first_published_at


def test_taken_back_it_is_a_draft_again(submitted, moderator):
    moderation.withdraw(submitted, by=submitted.posted_by)

    assert state_of(fresh(submitted)) == "draft"
    with pytest.raises(moderation.Outdated):
        moderation.approve(submitted, by=moderator, revision=submitted.latest_revision_id)


def test_closed_by_staff_its_poster_reads_why_by_its_poster_nobody_is_written_to(site, moderator, mailoutbox):
    for by, reason, letters in ((moderator, "Filled elsewhere", 1), (None, "", 0)):
        vacancy = VacancyFactory(live=True)
        mailoutbox.clear()
        moderation.end(vacancy, by=by or vacancy.posted_by, reason=reason)

        assert state_of(fresh(vacancy)) == "ended"
        assert len(mailoutbox) == letters
        assert reason in texts(mailoutbox)
        with pytest.raises(moderation.Outdated):
            moderation.end(fresh(vacancy), by=vacancy.posted_by)


def test_what_staff_wrote_is_published_only_as_it_was_read(site, moderator, mailoutbox):
    vacancy = write(VacancyFactory(live=True), title_fi="Korjattu")
    with pytest.raises(moderation.Outdated):
        moderation.publish(vacancy, by=moderator, revision=vacancy.latest_revision_id - 1)

    moderation.publish(vacancy, by=moderator, revision=vacancy.latest_revision_id)

    assert fresh(vacancy).title_fi == "Korjattu"
    assert actions(vacancy)[-1] == "listings.publish"
    assert [letter.to for letter in mailoutbox] == [[vacancy.posted_by.email]]


def test_what_is_being_checked_is_approved_not_published(submitted, moderator):
    with pytest.raises(moderation.Outdated):
        moderation.publish(submitted, by=moderator, revision=submitted.latest_revision_id)


def test_letters_reach_the_managers_when_the_poster_has_left(site, moderator, mailoutbox):
    manager = UserFactory()
    vacancy = VacancyFactory(submitted=True, organisation=OrganisationFactory(member=manager))
    vacancy.posted_by.is_active = False
    vacancy.posted_by.save()

    moderation.approve(vacancy, by=moderator, revision=vacancy.latest_revision_id)

    assert [letter.to for letter in mailoutbox] == [[manager.email]]
