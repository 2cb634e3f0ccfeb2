from functools import partial

from django.core.cache import caches
from django.utils.functional import SimpleLazyObject
from django.utils.html import escape
from wagtail.models import Page
from wagtail.rich_text import LinkHandler

from places.caching import SECONDS


def page_urls(ids):
    """{id: address} of the published pages among these ids; one query for those not remembered."""
    cache = caches["pages"]
    known = cache.get_many([f"url-{pk}" for pk in ids])
    missing = [pk for pk in ids if f"url-{pk}" not in known]
    if missing:
        fresh = {f"url-{page.pk}": page.url for page in Page.objects.filter(pk__in=missing, live=True)}
        cache.set_many(fresh, SECONDS)
        known |= fresh
    return {pk: known[f"url-{pk}"] for pk in ids if known.get(f"url-{pk}")}


class KnownPage(SimpleLazyObject):
    """A page whose address is known; the rest is fetched when something asks for it."""

    def __init__(self, pk, url):
        super().__init__(partial(Page.objects.get, pk=pk))
        self.__dict__.update(pk=pk, url=url)

    def __bool__(self):
        return True


class PageLinkHandler(LinkHandler):
    """Wagtail's asks for every linked page in full; readers need only its address."""

    identifier = "page"

    @staticmethod
    def get_model():
        return Page

    @classmethod
    def expand_db_attributes(cls, attrs):
        return cls.expand_db_attributes_many([attrs])[0]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list):
        ids = [attrs.get("id") for attrs in attrs_list]
        urls = page_urls([pk for pk in ids if pk])
        return [f'<a href="{escape(urls[pk])}">' if pk in urls else "<a>" for pk in ids]

    @classmethod
    def extract_references(cls, attrs):
        yield Page, attrs["id"], "", ""
