"""A moderator's day in a real browser: the queue, an approval, a report, the end of a season."""

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from accounts.models import User
from jobs.models import Vacancy
from listings import moderation
from listings.models import Organisation, Report
from listings.states import state_of
from outbox.models import OutboxMail
from tests.factories import OrganisationFactory, UserFactory, VacancyFactory

pytestmark = pytest.mark.browser

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
SIDES = {"fi": "kolari", "sv": "pajala"}


@pytest.fixture
def letters(rows, settings):
    settings.EMAIL_BACKEND = "outbox.backends.OutboxBackend"  # Django's test runner puts its own there
    OutboxMail.objects.all().delete()
    yield OutboxMail.objects.order_by("pk")
    OutboxMail.objects.all().delete()


@pytest.fixture
def moderator(rows, language):
    return User.objects.get(email=f"moderator.{SIDES[language]}@example.org")


@pytest.fixture
def boss(rows, language):
    """An employer with one ad that waits and three in public."""
    person = UserFactory(email="boss@example.com", preferred_language=language)
    side = {"pajala": SIDES[language] == "pajala"}
    organisation = OrganisationFactory(
        member=person, name="Tunturi AB", municipality=VacancyFactory.build(**side).municipality
    )
    common = side | {"organisation": organisation, "posted_by": person}
    person.waiting = VacancyFactory(**common, submitted=True, title_fi="Kokki", title_sv="Kock")
    person.seasonal = [
        VacancyFactory(**common, live=True, title_fi=f"Kausi {n}", title_sv=f"Säsong {n}") for n in range(3)
    ]
    yield person
    Report.objects.all().delete()
    for vacancy in Vacancy.objects.filter(organisation=organisation):
        vacancy.delete()
    Organisation.objects.filter(pk=organisation.pk).delete()
    person.delete()


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def cms(request, browser, base_url, sign_in, moderator):
    context = browser.new_context(base_url=base_url, viewport=request.param)
    sign_in(context, moderator)
    yield context.new_page()
    context.close()


def fresh(vacancy):
    return Vacancy.objects.get(pk=vacancy.pk)


def public_status(vacancy, language):
    with translation.override(language):
        return Client(HTTP_HOST="localhost").get(vacancy.get_absolute_url(), follow=True).status_code


def test_a_day(cms, boss, letters, language, said):
    title = {"fi": "Kokki", "sv": "Kock"}[language]

    # The desk leads to what waits.
    cms.goto("/cms/")
    cms.locator(".desk-panel--listings").get_by_role("link", name=title).click()
    cms.locator("iframe").nth(1).wait_for()
    assert cms.evaluate("document.documentElement.scrollWidth <= innerWidth")

    # A change is asked for, with a ready reason and own words.
    cms.get_by_label(said("Does it ask for a photograph?")).check()
    cms.locator("textarea[name=text]").fill("Omat sanat – egna ord")
    cms.locator("button[value=ask_changes]").click()
    cms.wait_for_url("**/queue/")
    assert state_of(fresh(boss.waiting)) == "changes_asked"
    assert cms.get_by_role("link", name=title).count() == 0
    with translation.override(language):
        asked = gettext("Please do not ask applicants for a photograph.")
    assert letters.filter(recipient="boss@example.com").count() == 1

    # Its poster changes it and sends it again.
    draft = fresh(boss.waiting).draft()
    draft.description_fi = draft.description_sv = "Ilman kuvaa. Utan foto."
    moderation.save_draft(draft, by=boss)
    moderation.submit(boss.waiting, by=boss)
    assert public_status(boss.waiting, language) == 404

    # It is read again and approved.
    cms.goto("/cms/snippets/jobs/vacancy/queue/")
    cms.get_by_role("link", name=title).first.click()
    assert asked in cms.locator(".check__history").inner_text()
    assert "Utan foto" in " ".join(cms.locator(".check__side").all_inner_texts())
    cms.locator("button[value=approve]").click()
    cms.wait_for_url("**/queue/")
    assert state_of(fresh(boss.waiting)) == "live"
    assert public_status(boss.waiting, language) == 200

    # A reader has found something; the answer goes out.
    report = Report.objects.create(
        listing=boss.seasonal[0],
        municipality=boss.seasonal[0].municipality,
        reason=Report.Reason.GONE,
        message="Täytetty jo?",
        email="reader@example.com",
        language=language,
    )
    cms.goto("/cms/")
    cms.locator(f".desk-panel--listings a[href='/cms/snippets/listings/report/edit/{report.pk}/']").click()
    cms.locator("input[name=result][value=kept]").check()
    cms.locator("textarea[name=answer]").fill("Paikka on yhä auki. Platsen är öppen.")
    cms.locator("button[type=submit].action-save, footer button[type=submit]").first.click()
    cms.wait_for_url("**/report/")
    report.refresh_from_db()
    assert report.answered_at
    assert letters.filter(recipient="reader@example.com").count() == 1

    # The season is over: three ads are closed at once.
    before = letters.filter(recipient="boss@example.com").count()
    ids = "&".join(f"id={vacancy.pk}" for vacancy in boss.seasonal)
    cms.goto(f"/cms/bulk/jobs/vacancy/close/?{ids}")
    cms.locator("textarea[name=reason]").fill("Kausi on ohi. Säsongen är slut.")
    cms.locator("form button[type=submit].no").click()
    cms.wait_for_load_state("load")
    assert {state_of(fresh(vacancy)) for vacancy in boss.seasonal} == {"ended"}
    assert letters.filter(recipient="boss@example.com").count() == before + 3
    assert {public_status(vacancy, language) for vacancy in boss.seasonal} == {410}
