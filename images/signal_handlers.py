"""Listens for pictures that are new or have another file or focal point: their sizes are made before
anybody visits the page they are for."""

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from .models import CustomImage
from .tasks import make_renditions_soon


@receiver(post_save, sender=CustomImage)
def make_sizes(sender, instance, raw=False, update_fields=None, **kwargs):
    if not raw and update_fields is None:
        transaction.on_commit(lambda: make_renditions_soon(instance.pk))
