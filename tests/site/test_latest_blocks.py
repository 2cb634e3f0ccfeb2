from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from pages.models import ContentPage, EventIndexPage, EventPage, NewsIndexPage, NewsPage
from places.models import Municipality


@pytest.fixture
def front(db, language):
    """A page with both blocks, and nothing yet to show in them."""
    NewsPage.objects.all().delete()
    EventPage.objects.all().delete()
    index = NewsIndexPage.objects.get(locale__language_code=language)
    page = ContentPage(title="Front", slug="front", locale=index.locale)
    page.body = [
        ("latest_news", {"title": "News here", "count": 2}),
        ("latest_events", {"title": "Events here", "count": 2}),
    ]
    return index.get_parent().add_child(instance=page)


@pytest.fixture
def add_news(front):
    index = NewsIndexPage.objects.get(locale=front.locale)

    def add(slug, days_ago, **fields):
        date = timezone.localdate() - timedelta(days=days_ago)
        return index.add_child(
            instance=NewsPage(title=slug, slug=slug, date=date, **{"locale": index.locale} | fields)
        )

    return add


@pytest.fixture
def add_event(front):
    index = EventIndexPage.objects.get(locale=front.locale)

    def add(slug, hours, **fields):
        page = EventPage(
            title=slug,
            slug=slug,
            place="Here",
            municipality=Municipality.objects.first(),
            start=timezone.now() + timedelta(hours=hours),
            **{"locale": index.locale} | fields,
        )
        return index.add_child(instance=page)

    return add


@pytest.fixture
def shown(front, read):
    def titles():
        caches["pages"].clear()
        return [link.text for link in read(front.url).select("main .card a, main .card h3")]

    return titles


def test_nothing_to_show_breaks_nothing(shown):
    assert shown() == []


def test_the_newest_news_come_first_and_no_more_than_asked_for(add_news, shown):
    for slug, days_ago in (("old", 9), ("newest", 0), ("middle", 3)):
        add_news(slug, days_ago)

    assert list(dict.fromkeys(shown())) == ["newest", "middle"]


def test_drafts_are_not_shown(add_news, add_event, shown):
    add_news("draft", 0, live=False)
    add_event("draft-event", 1, live=False)

    assert shown() == []


def test_the_next_events_come_first_and_past_ones_not_at_all(add_event, shown):
    for slug, hours in (("past", -1), ("later", 30), ("next", 2), ("last", 99)):
        add_event(slug, hours)

    assert list(dict.fromkeys(shown())) == ["next", "later"]


def test_the_other_languages_news_stay_there(front, add_news, shown, db):
    other = NewsIndexPage.objects.exclude(locale=front.locale).first()
    other.add_child(instance=NewsPage(title="elsewhere", slug="elsewhere", locale=other.locale))

    assert shown() == []
