import io
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from jobs.models import Vacancy
from listings.models import DailyCount, Invitation, Report
from listings.moderation import end, save_draft
from listings.retention import KEPT, WARNING, purge
from tests.factories import OrganisationFactory, UserFactory, VacancyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("finnish")]

SECOND = timedelta(seconds=1)
CONTACT = {
    "contact_name": "Keijo Niemi",
    "contact_role": "pomo",
    "contact_phone": "040 1234567",
    "contact_email": "keijo@example.com",
    "contact_hours": "aamuisin",
}
SIDES = [(-SECOND, False), (SECOND, True)]


@pytest.fixture
def poster():
    return UserFactory(email="ilmoittaja@example.com", preferred_language="sv")


@pytest.fixture(autouse=True)
def no_examples():
    Vacancy.objects.all().delete()


def night(instant):
    with time_machine.travel(instant, tick=False):
        return purge()


@pytest.fixture
def ended(poster):
    """An ad that has ended just now, with a contact in two versions of it."""
    vacancy = VacancyFactory(posted_by=poster, live=True, **CONTACT)
    save_draft(vacancy.draft(), by=poster)
    end(vacancy, by=poster)
    return Vacancy.objects.get(pk=vacancy.pk)


def contacts(vacancy):
    vacancy.refresh_from_db()
    texts = [getattr(vacancy, name) for name in CONTACT]
    for revision in vacancy.revisions.all():
        texts += [revision.content[name] for name in CONTACT]
    return {text for text in texts if text}


@pytest.mark.parametrize(("moment", "is_due"), SIDES)
def test_contacts_of_an_ended_ad_go_from_every_version(ended, moment, is_due):
    changed_at = ended.changed_at

    night(ended.closes_at + KEPT["contacts"] + moment)

    assert contacts(ended) == (set() if is_due else set(CONTACT.values()))
    assert ended.changed_at == changed_at
    assert ended.title_fi
    assert ended.posted_by


@pytest.mark.parametrize(("moment", "is_due"), SIDES)
def test_contacts_of_an_ad_whose_last_day_has_passed_go(poster, moment, is_due):
    vacancy = VacancyFactory(posted_by=poster, live=True, **CONTACT)

    night(vacancy.closes_at + KEPT["contacts"] + moment)

    assert bool(contacts(vacancy)) == (not is_due)


def test_contacts_of_an_ad_that_is_worked_on_again_stay(ended, poster):
    with time_machine.travel(ended.closes_at + KEPT["contacts"] - SECOND):
        save_draft(ended.draft(), by=poster)

    night(ended.closes_at + KEPT["contacts"] + SECOND)

    assert contacts(ended) == set(CONTACT.values())


def test_contacts_of_an_open_ad_stay_for_ever(poster):
    vacancy = VacancyFactory(posted_by=poster, live=True, apply_by=None, **CONTACT)

    night(timezone.now() + timedelta(days=3000))

    assert contacts(vacancy) == set(CONTACT.values())


@pytest.mark.parametrize(("moment", "is_due"), SIDES)
def test_an_ended_ad_goes_with_its_figures(ended, moment, is_due):
    DailyCount.objects.create(listing=ended, day=timezone.localdate(), views=3)

    night(ended.closes_at + KEPT["ended ads"] + moment)

    assert Vacancy.objects.filter(pk=ended.pk).exists() == (not is_due)
    assert DailyCount.objects.filter(object_id=ended.pk).exists() == (not is_due)


def test_what_pajala_has_published_stays_without_its_contact(poster):
    vacancy = VacancyFactory(posted_by=poster, live=True, pajala=True, **CONTACT)

    night(vacancy.closes_at + KEPT["ended ads"] + SECOND)

    assert not contacts(vacancy)


@pytest.fixture
def draft(poster):
    return VacancyFactory(posted_by=poster)


def touched(draft):
    """Its newest text is stored a moment after the row."""
    return draft.latest_revision.created_at


@pytest.mark.parametrize(("moment", "is_due"), SIDES)
def test_the_poster_of_an_old_draft_is_warned_in_time_and_once(draft, mailoutbox, moment, is_due):
    warning = touched(draft) + KEPT["drafts"] - WARNING + moment

    for _ in range(2):
        night(warning)

    assert [letter.to for letter in mailoutbox] == [[draft.posted_by.email]] * is_due
    assert Vacancy.objects.filter(pk=draft.pk).exists()
    if is_due:
        assert '<html lang="sv">' in mailoutbox[0].alternatives[0][0]
        assert f"{settings.SITE_URL}/sv/" in mailoutbox[0].body
        assert draft.title_fi in mailoutbox[0].subject


@pytest.mark.parametrize(("moment", "is_due"), SIDES)
def test_a_warned_draft_goes_after_its_time(draft, moment, is_due):
    due = touched(draft) + KEPT["drafts"]
    night(due - WARNING)

    night(due + moment)

    assert Vacancy.objects.filter(pk=draft.pk).exists() == (not is_due)


def test_no_draft_goes_without_a_warning(draft):
    late = touched(draft) + 2 * KEPT["drafts"]

    night(late)
    assert Vacancy.objects.filter(pk=draft.pk).exists()
    night(late + WARNING - SECOND)
    assert Vacancy.objects.filter(pk=draft.pk).exists()
    night(late + WARNING)

    assert not Vacancy.objects.filter(pk=draft.pk).exists()


def test_a_draft_that_was_touched_after_the_warning_stays(draft, poster, mailoutbox):
    due = touched(draft) + KEPT["drafts"]
    night(due - WARNING)
    with time_machine.travel(due - SECOND):
        save_draft(draft.draft(), by=poster)

    night(due + SECOND)
    assert Vacancy.objects.filter(pk=draft.pk).exists()

    night(due + KEPT["drafts"] - WARNING)
    assert len(mailoutbox) == 2


def test_what_the_moderators_have_not_answered_stays(poster):
    vacancy = VacancyFactory(posted_by=poster, submitted=True)

    night(timezone.now() + 3 * KEPT["drafts"])
    night(timezone.now() + 4 * KEPT["drafts"])

    assert Vacancy.objects.filter(pk=vacancy.pk).exists()


@pytest.mark.parametrize(("moment", "is_due"), SIDES)
@pytest.mark.parametrize("municipality", ["kolari", "pajala"])
def test_an_answered_report_goes_in_kolari_and_stays_in_pajala(site, ended, municipality, moment, is_due):
    now = timezone.now()
    report = Report.objects.create(
        listing=ended,
        municipality=getattr(site, municipality),
        reason="other",
        language="fi",
        answered_at=now,
    )

    night(now + KEPT["reports"] + moment)

    is_gone = is_due and municipality == "kolari"
    assert Report.objects.filter(pk=report.pk).exists() == (not is_gone)


def test_an_unanswered_report_stays(site, ended):
    Report.objects.create(listing=ended, municipality=site.kolari, reason="other", language="fi")

    night(timezone.now() + timedelta(days=600))

    assert Report.objects.exists()


@pytest.mark.parametrize(("moment", "is_due"), SIDES)
def test_an_invitation_goes(poster, moment, is_due):
    expires_at = timezone.now()
    Invitation.objects.create(
        organisation=OrganisationFactory(),
        email="x@example.com",
        language="fi",
        invited_by=poster,
        expires_at=expires_at,
    )

    night(expires_at + KEPT["invitations"] + moment)

    assert Invitation.objects.exists() == (not is_due)


def test_a_second_run_finds_nothing_left_to_do(ended):
    due = ended.closes_at + KEPT["contacts"] + SECOND

    assert night(due)["contacts"] == 1
    assert night(due)["contacts"] == 0


def test_the_command_says_what_it_did(ended):
    output = io.StringIO()
    with time_machine.travel(ended.closes_at + KEPT["contacts"] + SECOND):
        call_command("purge_personal_data", stdout=output)

    assert "contacts: 1" in output.getvalue()


def test_the_document_names_the_same_periods():
    document = (settings.BASE_DIR / "docs" / "data-protection.md").read_text()

    for what, period in KEPT.items():
        line = next(line for line in document.splitlines() if line.startswith(f"| {what} |"))
        assert f"{period.days} days" in line
