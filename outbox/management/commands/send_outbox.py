import logging
import time

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from django.utils import timezone

from outbox.models import OutboxMail
from outbox.sending import ServerAway, send_due

logger = logging.getLogger(__name__)

LONGEST_PAUSE = 60


class Command(BaseCommand):
    help = "Send the letters that wait in the outbox."

    def add_arguments(self, parser):
        parser.add_argument(
            "--loop",
            type=float,
            metavar="SECONDS",
            help="keep running and look again after so many seconds (production: a service)",
        )
        parser.add_argument(
            "--again", action="store_true", help="first take up the letters that were given up"
        )

    def handle(self, *, loop, again, **options):
        if again:
            count = OutboxMail.objects.given_up().update(
                next_try_at=timezone.now(), created_at=timezone.now()
            )
            self.stdout.write(f"{count} taken up again")
        pause = loop
        while True:
            try:
                sent = send_due()
            except ServerAway as error:
                if not loop:
                    raise CommandError(f"No mail server: {error}") from error
                pause = min(pause * 2, LONGEST_PAUSE)
                logger.warning("no mail server, next try in %.0f s: %s", pause, error)
            else:
                pause = loop
                if sent:
                    self.stdout.write(f"{sent} sent")
            if not loop:
                return
            close_old_connections()
            time.sleep(pause)
