from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone
from wagtail.models import UploadedFile

KEEP = timedelta(days=2)


class Command(BaseCommand):
    help = "Deletes pictures that were uploaded but never described, two days after the upload."

    def handle(self, *args, **options):
        deleted = 0
        for upload in UploadedFile.objects.all():
            if self.is_old(upload.file):
                upload.file.delete(save=False)
                upload.delete()
                deleted += 1
        self.stdout.write(f"{deleted} unfinished uploads deleted.")

    def is_old(self, file):
        try:
            return file.storage.get_modified_time(file.name) < timezone.now() - KEEP
        except FileNotFoundError:
            return True
