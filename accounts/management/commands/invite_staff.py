from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from accounts.staff import invite


class Command(BaseCommand):
    help = "Give somebody of the staff an account and send them a letter about it."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--group", action="append", required=True, help='for example "Kolari editors"')
        parser.add_argument("--first-name", default="")
        parser.add_argument("--last-name", default="")
        parser.add_argument("--language", choices=dict(settings.LANGUAGES), default=settings.LANGUAGE_CODE)

    def handle(self, *, email, group, first_name, last_name, language, **options):
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email}: {error.messages[0]}") from error
        groups = Group.objects.filter(name__in=group)
        unknown = set(group) - {known.name for known in groups}
        if unknown:
            names = ", ".join(Group.objects.order_by("name").values_list("name", flat=True))
            raise CommandError(f"No group {', '.join(sorted(unknown))}. There are: {names}")
        user = invite(
            email, groups=groups, first_name=first_name, last_name=last_name, preferred_language=language
        )
        self.stdout.write(f"{user.email} is in {', '.join(sorted(group))}; the letter is in the outbox")
