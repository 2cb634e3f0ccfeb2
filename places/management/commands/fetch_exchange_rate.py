import logging

from django.core.management.base import BaseCommand, CommandError

from places.exchange_rates import BadRate, update_rate

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Fetch the European Central Bank's rate of the day, shown beside amounts in the other currency. "
        "When that fails the last good one stays; after seven days nothing is converted."
    )

    def handle(self, **options):
        try:
            rate = update_rate()
        except BadRate as error:
            logger.error("no exchange rate: %s", error)
            raise CommandError(f"No exchange rate: {error}") from error
        self.stdout.write(str(rate))
