from django.apps import apps
from django.core.management.base import BaseCommand

from listings.models import SearchEntry
from listings.word_index import ensure_index


class Command(BaseCommand):
    help = (
        "Writes anew what listings are found by: after restoring a backup or changing how words are reduced."
    )

    def handle(self, **options):
        for entry in (model for model in apps.get_models() if issubclass(model, SearchEntry)):
            ensure_index(entry, "default")
            listings = entry.listing_model().objects
            entry.write(listings.filter(live=True))
            entry.objects.exclude(pk__in=listings.filter(live=True).values("pk")).delete()
            self.stdout.write(f"{entry.listing_model()._meta.label}: {entry.objects.count()}")
