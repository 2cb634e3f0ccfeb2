from django.db import models

from listings.facets import bits
from listings.models import SearchEntry

from .choices import EmploymentForm, Extent, Hours, Remote
from .occupations import FieldOfWork, Occupation
from .vacancies import Vacancy

# The order is that of the bits in stored entries: new ones come last, or `rebuild_search` is needed.
FORMS = EmploymentForm.values
EXTENTS = [Extent.FULL.value, Extent.PART.value]
HOURS = Hours.values
OFFERS = ["home", "moving_help", "partner_help", "visit"]
ENOUGH = ["fi", "sv", "en"]
REMOTE = [Remote.PARTLY.value, Remote.FULLY.value]


class VacancyEntry(SearchEntry):
    """What a public vacancy is found by. Filters with several values are stored as the bits of a number."""

    listing = models.OneToOneField(Vacancy, models.CASCADE, primary_key=True, related_name="entry")
    field = models.ForeignKey(FieldOfWork, models.SET_NULL, null=True, related_name="+", db_index=False)
    occupation = models.ForeignKey(Occupation, models.SET_NULL, null=True, related_name="+", db_index=False)
    form = models.SmallIntegerField()
    extent = models.SmallIntegerField()
    hours = models.SmallIntegerField()
    can_apply = models.SmallIntegerField()
    offers = models.SmallIntegerField()
    remote = models.SmallIntegerField()
    pay = models.SmallIntegerField()
    no_experience = models.SmallIntegerField()
    positions = models.SmallIntegerField()

    TEXTS = (*SearchEntry.TEXTS, "requirements", "workplace_name")
    OTHERS = {
        **SearchEntry.OTHERS,
        "occupation": ("name", "other_names", ("name_in_english", "en")),
    }
    COPIED = {"occupation": ("field_id",)}

    class Meta(SearchEntry.Meta):
        verbose_name = "search entry"
        verbose_name_plural = "search entries"

    @classmethod
    def columns_of(cls, vacancy):
        return {
            "occupation_id": vacancy.occupation_id,
            "field_id": vacancy.occupation and vacancy.occupation.field_id,
            "form": bits(FORMS, [vacancy.employment_form]),
            "extent": bits(EXTENTS, EXTENTS if vacancy.extent == Extent.EITHER else [vacancy.extent]),
            "hours": bits(HOURS, vacancy.hours),
            "can_apply": bits(ENOUGH, [code for code in ENOUGH if can_apply_with(vacancy, code)]),
            "offers": bits(OFFERS, [offer for offer in OFFERS if getattr(vacancy, f"offers_{offer}")]),
            "remote": bits(REMOTE, [vacancy.remote]),
            "pay": int(vacancy.has_pay),
            "no_experience": int(vacancy.no_experience_needed),
            "positions": vacancy.positions,
        }


def can_apply_with(vacancy, language):
    """Whether somebody who speaks only this language can apply and do the work. Of an advertisement that
    says nothing about languages only its own readers can tell."""
    if vacancy.apply_in and language not in vacancy.apply_in:
        return False
    if not vacancy.work_languages:
        return language in vacancy.ad_languages
    return vacancy.enough_with(language)
