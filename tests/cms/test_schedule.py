from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from pages.models import NewsIndexPage, NewsPage

from .editing import newest, open_form, send


@pytest.fixture(params=["fi", "sv"])
def news(request, site):
    index = NewsIndexPage.objects.get(locale__language_code=request.param)
    page = NewsPage(title="Scheduled", slug="scheduled", locale=index.locale, live=False)
    index.add_child(instance=page)
    page.save_revision()
    return page


def schedule(client, page, **times):
    """In the clock of whoever schedules: the CMS shows and reads the person's own time zone."""
    local = {name: timezone.localtime(when).strftime("%Y-%m-%d %H:%M") for name, when in times.items()}
    return send(client, page, open_form(client, page), **local, **{"action-publish": "1"})


def status(visitor, page):
    return visitor.get(page.get_url()).status_code


def test_editor_can_not_schedule_without_approval(news, editor_kolari, time_machine, visitor):
    now = timezone.now()
    schedule(editor_kolari, news, go_live_at=now + timedelta(hours=2))
    time_machine.move_to(now + timedelta(hours=3))
    call_command("publish_scheduled")
    assert status(visitor, news) == 404


def test_end_in_the_past_is_refused(news, moderator_kolari):
    response = schedule(moderator_kolari, news, expire_at=timezone.now() - timedelta(hours=2))
    assert "expire_at" in response.context["form"].errors


def test_page_appears_and_disappears_at_its_times(news, moderator_kolari, visitor, time_machine):
    now = timezone.now()
    response = schedule(
        moderator_kolari,
        news,
        go_live_at=now + timedelta(days=1),
        expire_at=now + timedelta(days=3),
    )
    assert response.status_code == 302
    assert newest(news).go_live_at

    for hours, expected in ((0, 404), (23, 404), (25, 200), (71, 200), (73, 404)):
        time_machine.move_to(now + timedelta(hours=hours))
        call_command("publish_scheduled")
        assert status(visitor, news) == expected, f"after {hours} hours"


def test_new_text_of_a_published_page_waits_for_its_time(news, moderator_kolari, visitor, time_machine):
    now = timezone.now()
    news.save_revision().publish()
    form = open_form(moderator_kolari, news)
    later = timezone.localtime(now + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    send(moderator_kolari, news, form, title="Tomorrow's title", go_live_at=later, **{"action-publish": "1"})

    call_command("publish_scheduled")
    assert b"Tomorrow" not in visitor.get(news.get_url()).content

    time_machine.move_to(now + timedelta(days=2))
    call_command("publish_scheduled")
    assert b"Tomorrow" in visitor.get(news.get_url()).content
