"""Search over the site's pages: one mechanism on SQLite and PostgreSQL."""

from functools import lru_cache, reduce
from operator import and_, or_

from django.apps import apps
from django.core.cache import caches
from django.db.models import CharField, F, Value
from django.db.models.functions import Coalesce
from wagtail.models import Page
from wagtail.search.query import PlainText

from listings.words import asked_words, stored_words
from places.caching import SECONDS

from .models import BasePage
from .models.base import is_any_restricted

# Nobody reads further, and a site of two municipalities has no more to say on anything.
MOST = 200


def find_pages(text, locale_id, language):
    """The published pages of the language that hold every word of the text in some form, as a list:
    those with a word in their title first, otherwise in the database's own order of fitness."""
    words = asked_words(text, language)
    if not words:
        return []
    query = reduce(and_, (reduce(or_, map(PlainText, sorted(forms))) for forms in words))
    pages = Page.objects.live().filter(locale_id=locale_id).only("title", "url_path", "locale_id")
    if is_any_restricted():
        pages = pages.public()
    asked = set().union(*words)
    return sorted(
        pages.search(query)[:MOST], key=lambda page: asked.isdisjoint(title_words(page.title, language))
    )


@lru_cache(maxsize=5_000)
def title_words(title, language):
    return stored_words(title, language)


def with_summaries(pages):
    """The pages, each with its type's summary as an attribute: one query for all that are not remembered."""
    cache = caches["pages"]
    known = cache.get_many([f"summary-{page.pk}" for page in pages])
    missing = [page.pk for page in pages if f"summary-{page.pk}" not in known]
    if missing:
        fresh = {f"summary-{pk}": summary for pk, summary in read_summaries(missing)}
        cache.set_many(fresh, SECONDS)
        known |= fresh
    for page in pages:
        page.summary = known.get(f"summary-{page.pk}", "")
    return pages


def read_summaries(ids):
    """Pairs of id and summary; the column stands in each page type's own table."""
    columns = [
        F(f"{model._meta.model_name}__summary") for model in apps.get_models() if issubclass(model, BasePage)
    ]
    summary = Coalesce(*columns, Value(""), output_field=CharField())
    return Page.objects.filter(pk__in=ids).values_list("pk", summary)
