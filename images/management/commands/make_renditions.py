from django.core.management.base import BaseCommand
from wagtail.images import get_image_model

from images.renditions import make_renditions


class Command(BaseCommand):
    help = "Makes the sizes that the templates show, for every picture that lacks some of them."

    def handle(self, *args, **options):
        images = get_image_model().objects.order_by("pk")
        total = images.count()
        for number, image in enumerate(images.iterator(), 1):
            made = make_renditions(image)
            if made:
                self.stdout.write(f"{number}/{total} {image.title}: {made} made")
        self.stdout.write(f"{total} pictures have their sizes.")
