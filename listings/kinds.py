"""The kinds of listing by the names they have in addresses and in stored alerts: vacancy, home."""

from django.apps import apps
from django.utils.module_loading import import_string

from .models import Listing


def every_kind():
    return [model for model in apps.get_models() if issubclass(model, Listing)]


def kinds():
    """{name: model} of every kind that can be searched."""
    return {model._meta.model_name: model for model in every_kind() if model.SEARCH}


def search_of(kind):
    """The form that searches this kind. Named by its model, since it stands in an app above this one."""
    return import_string(kinds()[kind].SEARCH)
