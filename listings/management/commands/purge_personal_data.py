from django.core.management.base import BaseCommand

from listings.retention import purge


class Command(BaseCommand):
    help = "Delete what has been kept as long as it may be (listings/retention.py). Nightly."

    def handle(self, **options):
        for what, count in purge().items():
            self.stdout.write(f"{what}: {count}")
