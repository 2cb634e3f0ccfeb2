import pytest
from django.apps import apps
from wagtail.models import Page

from pages.models import BasePage

PAGE_TYPES = [model for model in apps.get_models() if issubclass(model, BasePage)]


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_no_field_hides_what_wagtail_asks_of_a_page(model):
    """A field called `url` would send the CMS, and every list of pages, to another site."""
    own = {field.name for field in model._meta.get_fields()} - {
        field.name for field in Page._meta.get_fields()
    }

    assert [name for name in own if hasattr(Page, name)] == []


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_every_type_is_seeded_in_every_language(model, db):
    languages = model.objects.live().values_list("locale__language_code", flat=True).distinct()

    assert set(languages) == {"fi", "sv"}
