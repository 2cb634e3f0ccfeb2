"""RSS and Atom of a search: the newest ads in the language of the address. No contacts in them."""

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from places.caching import let_keep

from .texts import title_of, without_controls
from .views import with_query

NEWEST = 50


class ListingFeed(Feed):
    search_class = None
    list_name = ""
    feed_type = Rss201rev2Feed

    def __call__(self, request, *args, **kwargs):
        response = super().__call__(request, *args, **kwargs)
        let_keep(response, request, stale=0)
        return response

    def get_object(self, request):
        search = self.search_class(request.GET, language=get_language())
        if not search.is_valid():
            raise Http404
        return search

    def title(self, search):
        return f"{self.list_title()} – {_('Tornedalen')}"

    def list_title(self):
        raise NotImplementedError

    def description(self, search):
        return without_controls(search.describe()) or self.title(search)

    subtitle = description

    def link(self, search):
        return settings.SITE_URL + with_query(reverse(self.list_name), search.query_string())

    def feed_url(self, search):
        kind = "atom" if self.feed_type is Atom1Feed else "rss"
        return settings.SITE_URL + with_query(reverse(f"{self.list_name}_{kind}"), search.query_string())

    def items(self, search):
        return search.queryset().order_by("-first_published_at", "-pk")[:NEWEST]

    def item_title(self, listing):
        return without_controls(title_of(listing).text)

    def item_description(self, listing):
        """In short: place, facts, time left, as the HTML that readers' programs expect here."""
        raise NotImplementedError

    def item_link(self, listing):
        return settings.SITE_URL + listing.get_absolute_url()

    def item_guid(self, listing):
        """The same in every language: an ad that is corrected or renamed is no new ad."""
        return f"{settings.SITE_URL}/{listing._meta.model_name}/{listing.pk}"

    item_guid_is_permalink = False

    def item_pubdate(self, listing):
        return listing.first_published_at

    def item_updateddate(self, listing):
        return listing.last_published_at

    def item_author_name(self, listing):
        return without_controls(listing.organisation.name) if listing.organisation else None


class AtomMixin:
    feed_type = Atom1Feed
