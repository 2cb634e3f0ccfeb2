from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse
from django.utils.translation import override

from accounts.demo import PASSWORD, PEOPLE, make_demo_people
from jobs.demo import seed_vacancies
from jobs.seeding import seed_occupations
from pages.groups import make_groups
from pages.seeding import seed_pages
from places.seeding import seed_demo_rate, seed_places


class Command(BaseCommand):
    help = "Fill the site with its places, pages and groups; run again, it changes nothing."

    def add_arguments(self, parser):
        parser.add_argument(
            "--demo", action="store_true", help="also example news, events, stories, vacancies and people"
        )
        parser.add_argument(
            "--examples", action="store_true", help="the examples, but no people: for measuring"
        )

    def handle(self, *, demo, examples, **options):
        self.step("places", seed_places)
        self.step("occupations", seed_occupations)
        self.step("pages", lambda: seed_pages(demo=demo or examples))
        self.step("groups and permissions", make_groups)
        if demo:
            self.step("an exchange rate", seed_demo_rate)
            self.step("demo people", make_demo_people)
        if demo or examples:
            self.step("vacancies", seed_vacancies)
        if demo:
            self.print_logins()

    def step(self, what, work):
        self.stdout.write(f"  {what} … ", ending="")
        self.stdout.flush()
        made = work()
        self.stdout.write("ready" if made is None else f"{made} made")

    def print_logins(self):
        self.stdout.write(f"\nThe password of all is {PASSWORD}")
        for name, (group, language) in PEOPLE.items():
            with override(language):
                address = "/cms/" if group else reverse("own_listings")
            self.stdout.write(f"  {name}@example.org at {settings.SITE_URL}{address}")
