from django.core.management.base import BaseCommand, CommandError

from listings import alert_letters, alerts


class Command(BaseCommand):
    help = "Write the letters of alerts that are due, and end those whose time is over. Hourly."

    def add_arguments(self, parser):
        parser.add_argument(
            "--release-held",
            action="store_true",
            help="first send the confirmation letters that were held because too many were asked for",
        )

    def handle(self, *, release_held, **options):
        if release_held:
            self.stdout.write(f"{alerts.release_held()} released")
        ended = alerts.end_expired()
        sent, failed = alert_letters.send_all()
        self.stdout.write(f"{sent} letters, {ended} alerts ended")
        if failed:
            raise CommandError(f"{failed} addresses could not be written to; the log says why.")
