"""The same page in the other languages: for the switch, hreflang and the 404 page."""

from django.conf import settings
from django.urls import translate_url
from django.utils import translation
from wagtail.models import Locale, Page

from places.caching import remember

NATIVE_NAMES = dict(settings.LANGUAGES)


def routed_page(request):
    """The Wagtail page this request was led to, or None."""
    route = getattr(request, "_wagtail_route_for_request", None)
    return route[0] if route else None


def language_links(request, page=None):
    """One entry a site language: {code, name, url, is_current, exists}.

    `exists` is False when the page has no published version in that language; `url` then leads to
    the nearest page above it that has one. Sub-routes and the query string are kept. A record whose
    address has a word of each language's own says them itself: `request.language_urls`.
    """
    page = page or routed_page(request)
    urls = page_urls(request, page) if page else {}
    own = getattr(request, "language_urls", {})
    current = translation.get_language()
    links = []
    for code, name in settings.LANGUAGES:
        if page:
            url, exists = urls.get(code) or (f"/{code}/", False)
        else:
            url, exists = own.get(code) or translate_url(request.get_full_path(), code), True
        links.append(
            {"code": code, "name": name, "url": url, "is_current": code == current, "exists": exists}
        )
    return links


def page_urls(request, page):
    """{language: (address, is it the page itself)} for the page and its nearest translated ancestor."""
    rest = rest_of_address(request, page)
    known = remember(f"languages-{page.pk}", lambda: same_page(request, page))
    return {code: (url + rest if exact else url, exact) for code, (url, exact) in known.items()}


def same_page(request, page):
    languages = language_codes()
    others = Page.objects.filter(translation_key=page.translation_key, live=True).exclude(pk=page.pk)
    found = {
        languages[same.locale_id]: (url, True) for same in [page, *others] if (url := same.get_url(request))
    }
    if len(found) < len(settings.LANGUAGES):
        found = nearest_urls(request, page) | found
    return found


def language_codes():
    return remember("locales", lambda: dict(Locale.objects.values_list("pk", "language_code")))


def nearest_urls(request, page):
    """{language: (address, False)} of the closest page above that is published in the language."""
    lineage = [page.path[:end] for end in range(page.steplen, len(page.path), page.steplen)]
    depths = {
        above.translation_key: above.depth for above in Page.objects.filter(path__in=lineage, depth__gt=1)
    }
    candidates = Page.objects.filter(translation_key__in=depths, live=True)
    languages, found = language_codes(), {}
    for candidate in sorted(candidates, key=lambda above: depths[above.translation_key]):
        if url := candidate.get_url(request):
            found[languages[candidate.locale_id]] = (url, False)
    return found


def rest_of_address(request, page):
    """What follows the page's own address: a sub-route such as ical/, and the query."""
    own = page.get_url(request) or request.path
    subroute = request.path[len(own) :] if request.path.startswith(own) else ""
    query = request.META.get("QUERY_STRING", "")
    return subroute + (f"?{query}" if query else "")


def elsewhere(request):
    """Published pages in other languages that a reader of a missing address may have meant:
    [(language code, its own name, page)]."""
    code, _, rest = request.path.strip("/").partition("/")
    if code not in NATIVE_NAMES or not rest:
        return []
    paths = [f"/{other}/{rest}/" for other in NATIVE_NAMES if other != code]
    missing = Page.objects.filter(url_path=f"/{code}/{rest}/").first()
    meant = Page.objects.filter(url_path__in=paths)
    if missing:
        meant = meant | Page.objects.filter(translation_key=missing.translation_key).exclude(pk=missing.pk)
    pages = meant.filter(live=True).select_related("locale").distinct()
    return [(page.locale.language_code, NATIVE_NAMES[page.locale.language_code], page) for page in pages]
