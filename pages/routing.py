"""Leads an address to its page with one query.

Wagtail asks for the site, the language, the front page, its translation, the page and the page's own table,
each time; nearly always the answer is that of a minute ago. What is remembered is only which row an address
led to. The row is read each time, and unless it is still published at that address, Wagtail looks again."""

from django.apps import apps
from django.core.cache import caches
from django.utils.translation import get_language
from wagtail import views
from wagtail.models import Page, Site

from places.caching import SECONDS, remember

# No page of ours has a longer address; the rest of the world's is not worth a look.
LONGEST = 200


def serve(request, path):
    if len(path) > LONGEST:
        return views.serve(request, path)
    request._wagtail_site = site_of(request)
    key = f"row-{request._wagtail_site and request._wagtail_site.pk}-{get_language()}-{path}"
    page = known_page(key)
    if page:
        request._wagtail_route_for_request = page.route(request, [])
    elif (route := Page.route_for_request(request, path)) and is_whole_address(route, path):
        learn_page(key, route[0])
    return views.serve(request, path)


def site_of(request):
    """Wagtail's choice for this host."""
    return remember(f"site-{request.get_host()}-{request.get_port()}", lambda: Site.find_for_request(request))


def is_whole_address(route, path):
    """Not a part of a page, such as the calendar file of an event."""
    return route[0].url_path.endswith(f"/{path}")


def learn_page(key, page):
    caches["pages"].set(key, (page._meta.label, page.pk, page.url_path), SECONDS)


def known_page(key):
    known = caches["pages"].get(key)
    if not known:
        return None
    label, pk, url_path = known
    return apps.get_model(label).objects.filter(pk=pk, url_path=url_path, live=True).order_by().first()
