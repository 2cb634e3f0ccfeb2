from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from jobs.models import Vacancy
from listings.models import Organisation, Report
from pages.models import (
    AccessibilityFeedback,
    ContactMessage,
    ContentPage,
    EventIndexPage,
    NewsIndexPage,
    NewsPage,
)
from tests.factories import OrganisationFactory, VacancyFactory

from .editing import edit_address, write

DESK = "/cms/"


@pytest.fixture
def page(site):
    return ContentPage.objects.child_of(site.section("kolari", "fi")).first()


def panel(client, name):
    panels = client.get(DESK).context["panels"]
    return next(found for found in panels if found.name == name).entries


def urls(entries):
    return [entry["url"] for entry in entries]


def received(municipality, model=ContactMessage, days_ago=0, **fields):
    message = model.objects.create(
        municipality=municipality,
        name="Aino",
        email="aino@example.org",
        message="Hei",
        language="fi",
        **fields,
    )
    model.objects.filter(pk=message.pk).update(received_at=timezone.now() - timedelta(days=days_ago))
    return message


def test_visitor_has_no_desk(visitor):
    assert visitor.get(DESK).status_code == 302


def test_desk_of_the_other_side_shows_nothing_of_ours(site, page, editor_kolari, moderator_pajala):
    write(editor_kolari, page, action="action-submit", title="Kolari's own")
    ContentPage.objects.filter(pk=page.pk).update(review_by=timezone.localdate() - timedelta(days=1))
    received(site.kolari, subject="To Kolari")
    page.get_translations().first().unpublish()

    html = moderator_pajala.get(DESK).content.decode()

    for words in ("Kolari's own", "Kolari&#x27;s own", "To Kolari", edit_address(page)):
        assert words not in html
    assert panel(moderator_pajala, "waiting") == []
    assert panel(moderator_pajala, "messages") == []


def test_wagtails_own_panels_are_gone(administrator):
    html = administrator.get(DESK).content.decode()
    assert {found.name for found in administrator.get(DESK).context["panels"]} == {
        "waiting",
        "listings",
        "messages",
        "translations",
        "outdated",
    }
    for leftover in (
        "w-summary",
        "account-summary",
        "upgrade-notification",
        "releases.wagtail.org",
        "gravatar",
    ):
        assert leftover not in html


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_desk_speaks_the_persons_language(administrator, language):
    administrator.user.wagtail_userprofile.preferred_language = language
    administrator.user.wagtail_userprofile.save()

    html = administrator.get(DESK).content.decode()

    assert f'<html lang="{language}"' in html
    with override(language):
        for words in ("Waits for me", "Lacks a translation", "Out of date", "Messages to answer"):
            assert gettext(words) in html


def test_page_sent_to_me_waits_for_me(page, editor_kolari, moderator_kolari):
    write(editor_kolari, page, action="action-submit", title="Sent for review")

    assert [entry["title"] for entry in panel(moderator_kolari, "waiting")] == ["Sent for review"]
    assert urls(panel(moderator_kolari, "waiting")) == [edit_address(page)]
    assert panel(editor_kolari, "waiting") == []


def test_ads_organisations_and_reports_wait_for_their_moderators(
    site, moderator_kolari, moderator_pajala, editor_kolari
):
    Vacancy.objects.all().delete()
    Organisation.objects.update(verified_at=timezone.now())
    vacancy = VacancyFactory(submitted=True, title_fi="Hoitaja")
    VacancyFactory(submitted=True, title_fi="Toisten", pajala=True)
    organisation = OrganisationFactory(is_new=True, name="Uusi Oy")
    Organisation.objects.filter(pk=organisation.pk).update(created_at=timezone.now() - timedelta(days=9))
    report = Report.objects.create(
        listing=vacancy, municipality=site.kolari, reason=Report.Reason.FRAUD, language="fi"
    )

    entries = panel(moderator_kolari, "listings")

    assert urls(entries) == [
        reverse("wagtailsnippets_listings_organisation:check", args=[organisation.pk]),
        reverse("wagtailsnippets_jobs_vacancy:check", args=[vacancy.pk]),
        reverse("report:edit", args=[report.pk]),
    ]
    assert [entry["tone"] for entry in entries] == ["warning", "action", "action"]
    assert panel(editor_kolari, "listings") == []
    assert "Hoitaja" not in str(panel(moderator_pajala, "listings"))


def test_page_whose_review_date_passed_is_out_of_date(page, editor_kolari, moderator_kolari):
    today = timezone.localdate()
    for review_by, is_listed in ((today, False), (today - timedelta(days=1), True)):
        ContentPage.objects.filter(pk=page.pk).update(review_by=review_by, owner=editor_kolari.user)
        assert (edit_address(page) in urls(panel(editor_kolari, "outdated"))) is is_listed

    assert urls(panel(editor_kolari, "outdated"))[0] == edit_address(page), "one's own pages come first"
    assert edit_address(page) in urls(panel(moderator_kolari, "outdated"))


def test_draft_is_never_out_of_date(page, editor_kolari):
    page.unpublish()
    ContentPage.objects.filter(pk=page.pk).update(review_by=timezone.localdate() - timedelta(days=1))
    assert edit_address(page) not in urls(panel(editor_kolari, "outdated"))


def test_guide_with_unreviewed_steps_is_out_of_date(editor_kolari):
    entries = panel(editor_kolari, "outdated")
    assert entries
    assert all(entry["note"] for entry in entries)


def test_page_without_translation_leads_to_translating_it(editor_kolari):
    index = NewsIndexPage.objects.get(locale__language_code="fi")
    page = index.add_child(instance=NewsPage(title="Only here", locale=index.locale))

    assert urls(panel(editor_kolari, "translations")) == [
        reverse("simple_translation:submit_page_translation", args=[page.pk])
    ]


def test_messages_wait_with_their_days_left(site, editor_kolari):
    late = received(site.kolari, AccessibilityFeedback, days_ago=20)
    soon = received(site.kolari, AccessibilityFeedback, days_ago=4)
    plain = received(site.kolari, subject="Asunnoista")
    received(site.kolari, subject="Answered", answered_at=timezone.now())
    received(site.pajala, subject="Till Pajala")

    entries = panel(editor_kolari, "messages")

    assert urls(entries) == [
        reverse("accessibilityfeedback:edit", args=[late.pk]),
        reverse("accessibilityfeedback:edit", args=[soon.pk]),
        reverse("contactmessage:edit", args=[plain.pk]),
    ]
    with override("fi"):
        assert AccessibilityFeedback.objects.get(pk=soon.pk).days_left == 10
        assert AccessibilityFeedback.objects.get(pk=soon.pk).clock in entries[1]["note"]
    assert entries[0]["tone"] == "warning"


@pytest.mark.parametrize(("persona", "language"), [("editor_kolari", "fi"), ("editor_pajala", "sv")])
def test_shortcuts_begin_news_and_events_in_ones_own_language(request, persona, language):
    client = request.getfixturevalue(persona)
    html = client.get(DESK).content.decode()
    for model, kind in ((NewsIndexPage, "newspage"), (EventIndexPage, "eventpage")):
        index = model.objects.get(locale__language_code=language)
        address = reverse("wagtailadmin_pages:add", args=["pages", kind, index.pk])
        assert f'href="{address}"' in html
        assert client.get(address).status_code == 200


def test_desk_takes_no_more_queries_when_there_is_more_to_do(site, editor_kolari):
    def count():
        editor_kolari.get(DESK)
        with CaptureQueriesContext(connection) as queries:
            editor_kolari.get(DESK)
        return len(queries)

    before = count()
    index = NewsIndexPage.objects.get(locale__language_code="fi")
    for number in range(30):
        index.add_child(instance=NewsPage(title=f"News {number}", slug=f"news-{number}", locale=index.locale))
        received(site.kolari, subject=f"Message {number}")

    assert count() <= before
