"""The search that an alert follows."""

from django.urls import reverse
from django.utils.translation import override

from .kinds import kinds, search_of

# What people wrote themselves: it may hold anything, so it goes into no letter before its reader has
# confirmed, and into no statistics.
OWN_WORDS = "q"


def search_in(alert, language=None):
    return search_of(alert.kind).from_criteria(alert.criteria, language or alert.language)


def words_of(alert, language=None, *, with_own_words=True):
    """The search in words: of which kind and what was chosen, or that it is everything."""
    language = language or alert.language
    criteria = alert.criteria if with_own_words else without_own_words(alert.criteria)
    with override(language):
        model = kinds()[alert.kind]
        said = search_of(alert.kind).from_criteria(criteria, language).describe(language)
        return f"{model._meta.verbose_name_plural}: {said}" if said else str(model.EVERYTHING)


def without_own_words(criteria):
    return {name: value for name, value in criteria.items() if name != OWN_WORDS}


def list_url(alert, language=None, *, suffix=""):
    """The results as a page that begins with the newest, or with the suffix `_rss` as a feed."""
    language = language or alert.language
    search = search_in(alert, language)
    search.is_valid()
    with override(language):
        query = search.query_string() if suffix else search.query_string(sort="newest")
        return reverse(kinds()[alert.kind].LIST + suffix) + (f"?{query}" if query else "")
