from django.core.management.base import BaseCommand
from django.utils import translation

from accounts.personal_data import erase


class Command(BaseCommand):
    help = "Erase what is kept about the person behind an address, with or without an account. For good."

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, *, email, **options):
        with translation.override("en"):
            kept = erase(email)
        self.stdout.write("erased")
        for sentence in kept:
            self.stdout.write(f"stays: {sentence}")
