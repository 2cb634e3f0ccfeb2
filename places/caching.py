from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.utils import timezone
from django.utils.cache import patch_cache_control

# Wagtail asks for this on every page; it changes when a site or a front page is moved.
SITE_ROOTS = "wagtail_site_root_paths"
# What is remembered about pages, and how long a browser and a shared cache may keep an answer:
# whatever is published is seen within a minute.
SECONDS = 60
STALE_SECONDS = 600


class SharedCache(DatabaseCache):
    """The database's cache, with the one entry that every page reads also kept in the process."""

    def get(self, key, default=None, version=None):
        if key != SITE_ROOTS:
            return super().get(key, default, version)
        return remember(SITE_ROOTS, lambda: super(SharedCache, self).get(key, default, version))

    def delete(self, key, version=None):
        caches["pages"].clear()
        return super().delete(key, version)


def remember(key, make):
    """What `make` answers, kept in this process for a minute."""
    found = caches["pages"].get(key)
    if found is None:
        found = make()
        if found is not None:
            caches["pages"].set(key, found, SECONDS)
    return found


def say_how_long(serve):
    """Tells shared caches how long they may keep a page: never one with a form, nor one for somebody
    who has signed in. Reading cookies by name does not open the session."""

    def serve_and_say(page, request, args, kwargs):
        response = serve(page, request, args, kwargs)
        let_keep(response, request, holds_form=page.holds_form)
        return response

    return serve_and_say


def let_keep(response, request, *, holds_form=False, stale=STALE_SECONDS, until=None):
    """The same for an answer that is no page. `until`: the instant at which it stops being true."""
    if holds_form or settings.SESSION_COOKIE_NAME in request.COOKIES:
        patch_cache_control(response, private=True, no_cache=True)
        return
    left = SECONDS if until is None else int((until - timezone.now()).total_seconds())
    seconds = max(0, min(SECONDS, left))
    kept = {"public": True, "max_age": seconds, "s_maxage": seconds}
    patch_cache_control(response, **kept, **({"stale_while_revalidate": stale} if stale else {}))
