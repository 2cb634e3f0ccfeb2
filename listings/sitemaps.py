from django.conf import settings
from django.contrib.sitemaps import Sitemap
from modeltranslation.utils import build_localized_fieldname

from .models.listing import languages
from .views import addresses


class ListingSitemap(Sitemap):
    """Open ads in every language, each with its other languages beside it. No made-up ones."""

    model = None
    limit = 5000

    def items(self):
        titles = [build_localized_fieldname("title", code) for code in languages()]
        return (
            self.model.objects.open()
            .filter(is_example=False)
            .only("last_published_at", *titles)
            .order_by("pk")
        )

    def get_urls(self, page=1, site=None, protocol=None):
        return [entry for item in self.paginator.page(page).object_list for entry in self.entries(item)]

    def entries(self, item):
        urls = {code: settings.SITE_URL + url for code, url in addresses(item).items()}
        alternates = [{"location": url, "lang_code": code} for code, url in urls.items()]
        return [
            {
                "item": item,
                "location": url,
                "lastmod": item.last_published_at,
                "alternates": alternates if len(alternates) > 1 else [],
            }
            for url in urls.values()
        ]
