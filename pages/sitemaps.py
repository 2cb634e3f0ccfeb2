from collections import defaultdict

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from wagtail.models import Page


class PageSitemap(Sitemap):
    """Every published page of every language, each with its other languages beside it."""

    limit = 5000

    def items(self):
        return (
            Page.objects.live()
            .public()
            .filter(depth__gt=1)
            .select_related("locale")
            .only(
                "url_path", "translation_key", "last_published_at", "locale__language_code", "path", "depth"
            )
            .order_by("path")
        )

    def get_urls(self, page=1, site=None, protocol=None):
        pages = list(self.paginator.page(page).object_list)
        by_key = defaultdict(list)
        for item in self.items().filter(translation_key__in={item.translation_key for item in pages}):
            by_key[item.translation_key].append(item)
        return [self.entry(item, by_key[item.translation_key]) for item in pages]

    def entry(self, item, languages):
        alternates = [
            {"location": settings.SITE_URL + other.url, "lang_code": other.locale.language_code}
            for other in languages
        ]
        return {
            "item": item,
            "location": settings.SITE_URL + item.url,
            "lastmod": item.last_published_at,
            "alternates": alternates if len(alternates) > 1 else [],
        }
