from django.core.management.base import BaseCommand

from listings.reminders import remind_posters


class Command(BaseCommand):
    help = "Writes to posters a week before their listing ends, and two weeks after it to ask how it went."

    def handle(self, **options):
        before, after = remind_posters()
        self.stdout.write(f"{before} reminded of the end, {after} asked how it went.")
