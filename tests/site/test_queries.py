"""How many questions a page asks of the database once what all pages share is remembered: few, and as
many on a site of a thousand pages more."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from pages.models import ContentPage, EventPage, HomePage, NewsPage, SearchPage

from .test_page_types import PAGE_TYPES

MOST = {HomePage: 12}
MOST_OF_OTHERS = 10


def measure(visitor, model, language, query=""):
    page = model.objects.live().filter(locale__language_code=language).order_by("path").first()
    visitor.get(page.url + query)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert visitor.get(page.url + query).status_code == 200
    return [question["sql"] for question in asked]


@pytest.fixture
def measured(db, visitor):
    def of_every_type():
        return {
            (model.__name__, language): len(measure(visitor, model, language))
            for model in PAGE_TYPES
            for language in ("fi", "sv")
        }

    return of_every_type


@pytest.fixture
def thousand_more(db, settings):
    """Copies of a news item, an event and a content page: no search entries, no history."""
    settings.WAGTAILSEARCH_BACKENDS = {
        name: backend | {"AUTO_UPDATE": False} for name, backend in settings.WAGTAILSEARCH_BACKENDS.items()
    }

    def made():
        for model, count in ((NewsPage, 400), (EventPage, 200), (ContentPage, 400)):
            for language in ("fi", "sv"):
                copy_often(model, language, count // 2)

    return made


def copy_often(model, language, count):
    """Straight into the tables: saved one by one, a thousand pages take a minute."""
    original = model.objects.live().filter(locale__language_code=language, numchild=0).last()
    parent = original.get_parent()
    last = int(parent.get_last_child().path[-Page.steplen :], len(Page.alphabet))
    copies = []
    for number in range(1, count + 1):
        copy = model.objects.get(pk=original.pk)
        copy.pk = copy.id = None
        copy.path = Page._get_path(parent.path, parent.depth + 1, last + number)
        copy.slug = f"copy-{number}"
        copy.url_path = f"{parent.url_path}{copy.slug}/"
        copy.translation_key = uuid.uuid4()
        copies.append(copy)
    names = [field.attname for field in Page._meta.concrete_fields if field.attname != "id"]
    rows = Page.objects.bulk_create(Page(**{name: getattr(copy, name) for name in names}) for copy in copies)
    for copy, row in zip(copies, rows, strict=True):
        copy.page_ptr = row
        copy.save_base(raw=True, force_insert=True)
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + count)


def test_few_questions_and_no_more_on_a_larger_site(measured, thousand_more):
    small = measured()
    too_many = {
        name: number
        for name, number in small.items()
        if number > (MOST[HomePage] if name[0] == "HomePage" else MOST_OF_OTHERS)
    }
    assert too_many == {}

    before = Page.objects.count()
    thousand_more()
    assert Page.objects.count() == before + 1000
    large = measured()

    assert {name: number for name, number in large.items() if number > small[name]} == {}
    print(f"queries: {small}")  # noqa: T201


def test_a_search_asks_little(db, visitor):
    for language in ("fi", "sv"):
        assert len(measure(visitor, SearchPage, language, "?q=Kolari")) <= MOST_OF_OTHERS


def test_a_page_that_was_just_changed_is_new_at_once(seeded, visitor):
    page = seeded("news", "fi")
    visitor.get(page.url)
    page.title = "Aivan uusi otsikko"
    page.save_revision().publish()

    assert "Aivan uusi otsikko" in visitor.get("/fi/").content.decode()
