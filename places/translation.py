from modeltranslation.translator import TranslationOptions, register

from .models import Crossing, Municipality, Village


@register(Municipality)
class MunicipalityTranslation(TranslationOptions):
    fields = (
        "name",
        "name_in",
        "office_name",
        "region",
        "sentence",
        "daily_languages",
        "population_source",
        "contact_role",
        "accessibility_officer",
        "privacy_officer",
        "public_records_notice",
    )


@register(Village)
class VillageTranslation(TranslationOptions):
    fields = ("name", "name_in", "description")


@register(Crossing)
class CrossingTranslation(TranslationOptions):
    fields = ("name", "roads")
