"""Search over the site's pages: one mechanism on SQLite and PostgreSQL."""

from functools import reduce
from operator import and_, or_

from django.apps import apps
from django.db.models import CharField, F, Value
from django.db.models.functions import Coalesce
from listings.words import asked_words, stored_words
from wagtail.models import Page
from wagtail.search.query import PlainText

from .models import BasePage

# Nobody reads further, and a site of two municipalities has no more to say on anything.
MOST = 200


def find_pages(text, locale_id, language):
    """The published pages of the language that hold every word of the text in some form, as a list:
    those with a word in their title first, otherwise in the database's own order of fitness."""
    words = asked_words(text, language)
    if not words:
        return []
    query = reduce(and_, (reduce(or_, map(PlainText, sorted(forms))) for forms in words))
    pages = Page.objects.live().public().filter(locale_id=locale_id).search(query)[:MOST]
    asked = set().union(*words)
    return sorted(pages, key=lambda page: asked.isdisjoint(stored_words(page.title, language)))


def with_summaries(pages):
    """The pages as a list in their order, each with its type's summary: one query for all types."""
    summaries = [
        F(f"{model._meta.model_name}__summary")
        for model in apps.get_models()
        if issubclass(model, BasePage)
    ]
    found = Page.objects.annotate(
        summary=Coalesce(*summaries, Value(""), output_field=CharField())
    ).in_bulk([page.pk for page in pages])
    return [found[page.pk] for page in pages if page.pk in found]
