from modeltranslation.translator import TranslationOptions, register

from listings.translation import ListingTranslation

from .models import FieldOfWork, Occupation, Vacancy


@register(FieldOfWork)
class FieldOfWorkTranslation(TranslationOptions):
    fields = ("name",)


@register(Occupation)
class OccupationTranslation(TranslationOptions):
    fields = ("name", "other_names")


@register(Vacancy)
class VacancyTranslation(ListingTranslation):
    fields = (
        "pay_text",
        "benefits",
        "requirements",
        "merits",
        "apply_text",
        "process",
        "duration",
    )
