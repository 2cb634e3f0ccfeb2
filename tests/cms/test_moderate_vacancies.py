"""A municipality's moderators check what is sent to them, in the CMS."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page, Revision, TaskState

from jobs.checklist import POINTS
from jobs.models import Vacancy
from listings import moderation, queue
from listings.states import state_of
from tests.factories import OrganisationFactory, UserFactory, VacancyFactory

from .editing import texts

NAMESPACE = "wagtailsnippets_jobs_vacancy"


def check_url(vacancy):
    return reverse("check_vacancy", args=[vacancy.pk])


def address(view, *args):
    return reverse(f"{NAMESPACE}:{view}", args=args)


def decide(client, vacancy, decision, **data):
    seen = {"revision": vacancy.latest_revision_id, "decision": decision}
    return client.post(check_url(vacancy), seen | data)


def fresh(vacancy):
    return Vacancy.objects.get(pk=vacancy.pk)


def listed(client, **filters):
    return [row.pk for row in client.get(address("queue"), filters).context["object_list"]]


@pytest.fixture(autouse=True)
def empty_board(site):
    """Without the seed's examples, some of which wait too."""
    Vacancy.objects.all().delete()


@pytest.fixture
def submitted(site):
    poster = UserFactory(preferred_language="sv", first_name="Britta")
    return VacancyFactory(submitted=True, posted_by=poster)


@pytest.fixture
def moderator(moderator_kolari):
    return moderator_kolari


# --- Who comes in -----------------------------------------------------------------------------------


@pytest.mark.parametrize("persona", ["visitor", "moderator_pajala", "editor_pajala"])
def test_others_see_nothing_of_what_waits(request, submitted, persona):
    client = request.getfixturevalue(persona)
    for url in (
        check_url(submitted),
        address("edit", submitted.pk),
        address("history", submitted.pk),
        address("preview", submitted.pk, "fi"),
    ):
        for method in ("get", "post"):
            response = getattr(client, method)(url)
            assert response.status_code in (302, 403, 405), url
            assert submitted.title_fi not in response.content.decode()
    if persona != "visitor":
        assert listed(client) == []


def test_an_employer_has_no_queue(client, submitted):
    client.force_login(submitted.posted_by)
    for url in (check_url(submitted), address("queue"), address("list")):
        assert client.get(url).status_code in (302, 403)


def test_an_editor_reads_but_does_not_decide(editor_kolari, submitted):
    html = editor_kolari.get(check_url(submitted)).content.decode()
    assert submitted.description_fi in html
    assert 'name="decision"' not in html

    response = decide(editor_kolari, submitted, "approve")

    assert response.status_code == 302
    assert state_of(fresh(submitted)) == "in_review"


def test_a_missing_vacancy_is_refused_like_a_foreign_one(moderator_pajala, submitted):
    foreign = moderator_pajala.get(check_url(submitted))
    missing = moderator_pajala.get(reverse("check_vacancy", args=[999_999]))
    assert (foreign.status_code, foreign.url) == (missing.status_code, missing.url)


# --- The queue --------------------------------------------------------------------------------------


def test_the_queue_holds_what_waits_oldest_first(moderator, submitted):
    newer = VacancyFactory(submitted=True)
    VacancyFactory()
    VacancyFactory(live=True)
    VacancyFactory(submitted=True, pajala=True)
    TaskState.objects.filter(pk=submitted.current_workflow_task_state.pk).update(
        started_at=timezone.now() - timedelta(days=5)
    )

    assert listed(moderator) == [submitted.pk, newer.pk]
    html = moderator.get(address("queue")).content.decode()
    assert check_url(submitted) in html
    assert "Britta" in html
    assert submitted.organisation.name in html


@pytest.mark.parametrize(
    ("came", "now", "is_late"),
    [
        ("2026-11-23 08:00", "2026-11-25 23:00", False),
        ("2026-11-23 08:00", "2026-11-26 08:00", True),
        # Over a week-end the days do not count.
        ("2026-11-27 15:00", "2026-12-01 15:00", False),
        ("2026-11-27 15:00", "2026-12-02 01:00", True),
        ("2026-11-28 12:00", "2026-12-02 12:00", False),
    ],
)
def test_two_working_days_are_in_time(site, time_machine, came, now, is_late):
    zone = site.kolari.zone

    def at(text):
        return timezone.datetime.fromisoformat(text).replace(tzinfo=zone)

    time_machine.move_to(at(now), tick=False)
    assert queue.is_overdue(at(came), zone) is is_late


def test_what_waits_too_long_is_marked(moderator, submitted):
    with translation.override("fi"):
        mark = translation.gettext("overdue")
    assert mark not in moderator.get(address("queue")).content.decode()
    TaskState.objects.filter(pk=submitted.current_workflow_task_state.pk).update(
        started_at=timezone.now() - timedelta(days=7)
    )
    assert mark in moderator.get(address("queue")).content.decode()


def test_the_queue_is_filtered(moderator, submitted):
    unchecked = VacancyFactory(submitted=True, organisation=OrganisationFactory(is_new=True))
    changed = VacancyFactory(live=True)
    draft = changed.draft()
    draft.title_fi = "Muutettu"
    moderation.save_draft(draft, by=changed.posted_by)
    moderation.submit(changed, by=changed.posted_by)

    assert listed(moderator, kind="change") == [changed.pk]
    assert set(listed(moderator, kind="new")) == {submitted.pk, unchecked.pk}
    assert listed(moderator, checked="no") == [unchecked.pk]
    assert "Muutettu" in moderator.get(address("queue")).content.decode()


@pytest.mark.parametrize(("language", "title"), [("fi", "Kokki"), ("sv", "Kock"), ("en", "Kokki")])
def test_the_queue_speaks_the_moderators_language(moderator, site, language, title):
    VacancyFactory(submitted=True, title_fi="Kokki", title_sv="Kock")
    moderator.user.wagtail_userprofile.preferred_language = language
    moderator.user.wagtail_userprofile.save()

    for url in (address("queue"), address("list"), "/cms/"):
        assert title in moderator.get(url).content.decode()


def test_the_menu_counts_what_waits(moderator, moderator_pajala, submitted):
    with translation.override("fi"):
        label = translation.gettext("Queue")
    assert f"{label} (1)" in moderator.get("/cms/").content.decode()
    assert f"{label} (1)" not in moderator_pajala.get("/cms/").content.decode()


def test_the_queue_costs_no_more_when_more_waits(moderator, submitted):
    def ask():
        with CaptureQueriesContext(connection) as queries:
            moderator.get(address("queue"))
        return len(queries)

    ask()
    before = ask()
    for _number in range(8):
        VacancyFactory(submitted=True)
    assert ask() <= before


# --- The screen -------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_screen_tells_everything_in_the_moderators_language(moderator, submitted, language):
    moderator.user.wagtail_userprofile.preferred_language = language
    moderator.user.wagtail_userprofile.save()

    html = moderator.get(check_url(submitted)).content.decode()

    assert f'<html lang="{language}"' in html
    for words in (submitted.description_fi, submitted.summary_sv, submitted.apply_url):
        assert words in html
    assert submitted.posted_by.email in html
    with translation.override(language):
        assert str(POINTS[0].question) in html
    with translation.override("sv"):
        assert translation.gettext(POINTS[0].words) in html, "the poster's language"


def test_every_checklist_point_of_the_law_is_there():
    keys = {point.key for point in Vacancy.snippet_viewset.points}
    assert keys >= {"age", "sex", "origin", "languages", "photo", "unpaid", "fee", "chain", "poster"}
    assert len(keys) == len(Vacancy.snippet_viewset.points)


def test_remarks_are_shown(moderator, site):
    vacancy = VacancyFactory(submitted=True, title_fi="NUORI MIES TÖIHIN!!!")
    assert moderator.get(check_url(vacancy)).context["warnings"]


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_the_preview_is_the_public_page_in_each_language(moderator, submitted, language):
    response = moderator.get(address("preview", submitted.pk, language))

    html = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}"' in html
    assert submitted.description_fi in html
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
    assert "private" in response.headers["Cache-Control"]


def test_a_preview_in_no_language_is_missing(moderator, submitted):
    assert moderator.get(address("preview", submitted.pk, "xx")).status_code == 404


def test_a_change_is_shown_field_by_field(moderator, site):
    vacancy = VacancyFactory(live=True)
    draft = vacancy.draft()
    draft.title_fi, draft.positions, draft.own_car = "Uusi nimike", 4, True
    draft.work_languages = {"fi": "good", "sv": "plus"}
    moderation.save_draft(draft, by=vacancy.posted_by)
    moderation.submit(vacancy, by=vacancy.posted_by)

    changes = moderator.get(check_url(vacancy)).context["changes"]

    assert [(change["old"], change["new"]) for change in changes if change["language"] == "fi"] == [
        ("Sairaanhoitaja", "Uusi nimike")
    ]
    plain = {(change["old"], change["new"]) for change in changes if not change["language"]}
    assert ("1", "4") in plain
    assert len(changes) == 4


def test_words_of_a_stranger_are_never_markup(moderator, site):
    hostile = "<script>alert(1)</script>"
    vacancy = VacancyFactory(
        submitted=True,
        title_fi=hostile,
        description_fi=hostile,
        apply_url="https://example.org/?<script>alert(1)",
        organisation=OrganisationFactory(name=hostile),
        posted_by=UserFactory(first_name=hostile),
    )
    for url in (
        check_url(vacancy),
        address("queue"),
        address("list"),
        address("preview", vacancy.pk, "fi"),
        "/cms/",
    ):
        assert "<script>alert(1)" not in moderator.get(url).content.decode(), url


# --- Deciding ---------------------------------------------------------------------------------------


def test_approved_with_one_click(moderator, submitted, mailoutbox):
    response = decide(moderator, submitted, "approve")

    assert response.url == address("queue")
    assert state_of(fresh(submitted)) == "live"
    assert [letter.to for letter in mailoutbox] == [[submitted.posted_by.email]]


@pytest.mark.parametrize(("decision", "state"), [("ask_changes", "changes_asked"), ("refuse", "refused")])
def test_the_reason_goes_out_in_the_posters_language(moderator, submitted, mailoutbox, decision, state):
    response = decide(moderator, submitted, decision, points=["age", "fee"], text="Skriv gärna om.")

    assert response.status_code == 302
    assert state_of(fresh(submitted)) == state
    letter = texts(mailoutbox)
    with translation.override("sv"):
        for point in POINTS:
            assert (str(point.words) in letter) is (point.key in ("age", "fee"))
    assert "Skriv gärna om." in letter
    assert moderator.user.get_full_name() not in letter


@pytest.mark.parametrize("decision", ["ask_changes", "refuse"])
def test_without_a_reason_nothing_is_given_back(moderator, submitted, mailoutbox, decision):
    for data in ({}, {"text": "   "}):
        assert decide(moderator, submitted, decision, **data).status_code == 422
    assert state_of(fresh(submitted)) == "in_review"
    assert mailoutbox == []


def test_what_was_ticked_is_not_published_by_a_slip(moderator, submitted):
    response = decide(moderator, submitted, "approve", points=["age"], text="Vänta")

    assert response.status_code == 422
    assert "Vänta" in response.content.decode()
    assert 'value="age" id="point-age" aria-describedby="words-age" checked' in response.content.decode()
    assert state_of(fresh(submitted)) == "in_review"


@pytest.mark.parametrize(
    "data",
    [
        {"decision": "delete"},
        {"decision": "approve", "revision": "x"},
        {"decision": "ask_changes", "points": ["nonsense"]},
        {"decision": "ask_changes", "text": "x" * 2001},
        {"decision": "ask_changes", "text": "\0"},
        {},
    ],
)
def test_a_forged_form_is_refused(moderator, submitted, data):
    data = {"revision": submitted.latest_revision_id} | data
    assert moderator.post(check_url(submitted), data).status_code == 422
    assert state_of(fresh(submitted)) == "in_review"


def test_a_text_that_changed_meanwhile_is_shown_again(moderator, submitted, mailoutbox):
    draft = submitted.draft()
    draft.title_fi = "Bait and switch"
    moderation.save_draft(draft, by=submitted.posted_by)

    response = decide(moderator, submitted, "approve")

    assert response.status_code == 409
    html = response.content.decode()
    assert "Bait and switch" in html
    assert f'name="revision" value="{fresh(submitted).latest_revision_id}"' in html
    assert not fresh(submitted).live
    assert mailoutbox == []


def test_the_second_moderator_is_told_who_was_faster(moderator, submitted, administrator):
    moderation.ask_changes(submitted, by=moderator.user, revision=submitted.latest_revision_id, reason="Pay?")
    response = decide(moderator, submitted, "approve")

    assert response.status_code == 409
    assert moderator.user.get_full_name() in response.content.decode()
    assert state_of(fresh(submitted)) == "changes_asked"


def test_what_a_colleague_has_locked_is_not_decided_on(moderator, submitted, administrator):
    Vacancy.objects.filter(pk=submitted.pk).update(
        locked=True, locked_by=administrator.user, locked_at=timezone.now()
    )
    html = moderator.get(check_url(submitted)).content.decode()
    assert 'name="decision"' not in html
    assert administrator.user.get_full_name() in html

    assert decide(moderator, submitted, "approve").status_code == 409
    assert state_of(fresh(submitted)) == "in_review"

    moderator.post(address("unlock", submitted.pk))
    assert decide(moderator, submitted, "approve").status_code == 302


def test_locked_by_oneself_it_is_decided_on(moderator, submitted):
    moderator.post(address("lock", submitted.pk), {"next": check_url(submitted)})
    assert fresh(submitted).locked_by == moderator.user
    assert decide(moderator, submitted, "approve").status_code == 302


def test_a_live_ad_is_closed_with_a_reason(moderator, site, mailoutbox):
    vacancy = VacancyFactory(live=True)
    assert decide(moderator, vacancy, "end").status_code == 422
    assert decide(moderator, vacancy, "end", text="Ei enää auki").status_code == 302
    assert state_of(fresh(vacancy)) == "ended"
    assert texts(mailoutbox).count("Ei enää auki") == 2
    assert decide(moderator, vacancy, "end", text="Uudelleen").status_code == 409


def test_an_editor_does_not_close(editor_kolari, site):
    vacancy = VacancyFactory(live=True)
    decide(editor_kolari, vacancy, "end", text="x")
    assert fresh(vacancy).live


# --- Several at once --------------------------------------------------------------------------------


def bulk_url(*vacancies):
    ids = "&".join(f"id={vacancy.pk}" for vacancy in vacancies)
    return reverse("wagtail_bulk_action", args=["jobs", "vacancy", "close"]) + f"?{ids}"


def test_several_are_closed_with_one_reason(moderator, site, mailoutbox):
    vacancies = [VacancyFactory(live=True) for _number in range(3)]
    draft = VacancyFactory()
    html = moderator.get(bulk_url(*vacancies, draft)).content.decode()
    assert all(vacancy.check_url in html for vacancy in vacancies)

    assert moderator.post(bulk_url(*vacancies), {"reason": ""}).status_code == 422
    assert mailoutbox == []
    response = moderator.post(bulk_url(*vacancies, draft), {"reason": "Kausi on ohi"})

    assert response.status_code == 302
    assert {state_of(fresh(vacancy)) for vacancy in vacancies} == {"ended"}
    assert {letter.to[0] for letter in mailoutbox} == {vacancy.posted_by.email for vacancy in vacancies}
    assert all("Kausi on ohi" in letter.body for letter in mailoutbox)


@pytest.mark.parametrize("persona", ["editor_kolari", "moderator_pajala", "editor_pajala"])
def test_others_close_nothing(request, site, persona):
    vacancy = VacancyFactory(live=True)
    request.getfixturevalue(persona).post(bulk_url(vacancy), {"reason": "x"})
    assert fresh(vacancy).live


# --- Wagtail's own ways round -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        *("add", "unpublish", "workflow_action", "collect_workflow_action_data", "copy"),
        *("confirm_workflow_cancellation", "revisions_unschedule", "workflow_preview"),
    ],
)
def test_wagtails_own_verbs_have_no_address(name):
    patterns = {pattern.name for pattern in Vacancy.snippet_viewset.get_urlpatterns()}
    assert name not in patterns


def test_nobody_but_its_moderators_see_it_in_wagtails_reports(request, submitted):
    for persona in ("moderator_pajala", "editor_kolari"):
        client = request.getfixturevalue(persona)
        for name in ("workflow", "workflow_tasks"):
            assert client.get(reverse(f"wagtailadmin_reports:{name}")).status_code == 302


def test_a_vacancy_is_not_taken_for_the_page_with_its_number(moderator, submitted):
    page = Page.objects.filter(depth=4).first()
    Revision.objects.filter(pk=submitted.latest_revision_id).update(object_id=page.pk)

    panels = {panel.name: panel for panel in moderator.get("/cms/").context["panels"]}

    assert panels["waiting"].entries == []
