from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache

# Wagtail asks for this on every page; it changes when a site or a front page is moved.
SITE_ROOTS = "wagtail_site_root_paths"
SECONDS = 60


class SharedCache(DatabaseCache):
    """The database's cache, with the one entry that every page reads also kept in the process."""

    def get(self, key, default=None, version=None):
        if key != SITE_ROOTS:
            return super().get(key, default, version)
        near = caches["pages"].get(key, version=version)
        if near is None:
            near = super().get(key, default, version)
            if near is not None:
                caches["pages"].set(key, near, SECONDS, version=version)
        return near

    def delete(self, key, version=None):
        if key == SITE_ROOTS:
            caches["pages"].delete(key, version=version)
        return super().delete(key, version)
