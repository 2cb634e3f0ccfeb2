import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from accounts.personal_data import collect


class Command(BaseCommand):
    help = "Print as JSON what is kept about the person behind an address, with or without an account."

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, *, email, **options):
        with translation.override("en"):
            found = collect(email)
        if not found:
            raise CommandError(f"Nothing is kept about {email}.")
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
