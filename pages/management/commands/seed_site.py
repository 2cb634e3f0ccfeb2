from django.conf import settings
from django.core.management.base import BaseCommand

from accounts.demo import PASSWORD, PEOPLE, make_demo_people
from pages.groups import make_groups
from pages.seeding import seed_pages
from places.seeding import seed_places


class Command(BaseCommand):
    help = "Fill the site with its places, pages and groups; run again, it changes nothing."

    def add_arguments(self, parser):
        parser.add_argument(
            "--demo", action="store_true", help="also example news, events, stories and people"
        )
        parser.add_argument(
            "--examples", action="store_true", help="the examples, but no people: for measuring"
        )

    def handle(self, *, demo, examples, **options):
        self.step("places", seed_places)
        self.step("pages", lambda: seed_pages(demo=demo or examples))
        self.step("groups and permissions", make_groups)
        if demo:
            self.step("demo people", make_demo_people)
            self.print_logins()

    def step(self, what, work):
        self.stdout.write(f"  {what} … ", ending="")
        self.stdout.flush()
        made = work()
        self.stdout.write("ready" if made is None else f"{made} made")

    def print_logins(self):
        self.stdout.write(f"\nSign in at {settings.SITE_URL}/cms/ with the password {PASSWORD}")
        for name in PEOPLE:
            self.stdout.write(f"  {name}@example.org")
