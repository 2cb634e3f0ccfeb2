from django.core.management.base import BaseCommand

from pages.reminders import remind


class Command(BaseCommand):
    help = (
        "Writes to the owners of pages whose review date has passed, at most once a week for each page. "
        "Run it every morning."
    )

    def handle(self, **options):
        self.stdout.write(f"{remind()} letters")
