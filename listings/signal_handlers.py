from django.apps import apps
from django.core.cache import caches
from django.db.models.signals import post_migrate, post_save, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext

from accounts.personal_data import rows
from accounts.signals import collect_person, erase_person

from . import alerts
from .models import Alert, SearchEntry
from .word_index import ensure_index


@receiver(collect_person)
def collect_alerts(sender, emails, **kwargs):
    return {gettext("E-mail alerts"): rows(Alert.objects.filter(email__in=emails))}


@receiver(erase_person)
def erase_alerts(sender, emails, **kwargs):
    for email in emails:
        alerts.erase(email)
    return []


@receiver(post_migrate)
def keep_word_indexes(sender, using, **kwargs):
    for model in sender.get_models():
        if issubclass(model, SearchEntry):
            ensure_index(model, using)


def relations_to(model):
    """Pairs of an entry model and the name by which its listings point at this model."""
    return [
        (entry, name)
        for entry in apps.get_models()
        if issubclass(entry, SearchEntry)
        for name in entry.relations()
        if entry.listing_model()._meta.get_field(name).related_model is model
    ]


@receiver(pre_save)
def see_new_names(sender, instance, raw=False, **kwargs):
    """What search entries hold of a place, an employer or an occupation is rewritten when it changes."""
    instance.outdated_entries = []
    relations = [] if raw or instance.pk is None else relations_to(sender)
    if not relations or not (old := sender._base_manager.filter(pk=instance.pk).first()):
        return
    instance.outdated_entries = [
        (entry, name)
        for entry, name in relations
        if entry.copied_from(name, old) != entry.copied_from(name, instance)
    ]


@receiver(post_save)
def write_new_names(sender, instance, **kwargs):
    for entry, name in getattr(instance, "outdated_entries", []):
        entry.write(entry.listing_model().objects.filter(**{name: instance}, live=True))
        caches["pages"].clear()
