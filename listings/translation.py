from modeltranslation.translator import TranslationOptions, register

from .models import Organisation


@register(Organisation)
class OrganisationTranslation(TranslationOptions):
    fields = ("description",)


class ListingTranslation(TranslationOptions):
    """What every kind of listing has in each language; kinds add their own."""

    fields = ("title", "summary", "description")
