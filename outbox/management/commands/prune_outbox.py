from datetime import timedelta

from django.core.management.base import BaseCommand
from django.db.models import Q
from django.utils import timezone

from outbox.models import PATIENCE, OutboxMail


class Command(BaseCommand):
    help = "Delete letters that were sent or given up long ago; waiting ones stay."

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=7)

    def handle(self, *, days, **options):
        long_ago = timezone.now() - timedelta(days=days)
        sent = Q(sent_at__lt=long_ago)
        given_up = Q(sent_at=None, next_try_at=None, created_at__lt=long_ago - PATIENCE)
        count, _ = OutboxMail.objects.filter(sent | given_up).delete()
        self.stdout.write(f"{count} deleted")
