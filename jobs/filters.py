"""What vacancies can be searched by."""

from django.utils.translation import gettext_lazy as _

from listings.facets import BitsField, FlagField, RowsField
from listings.search import ListingSearch, options_of

from .models import FieldOfWork, Occupation, Vacancy, VacancyEntry
from .models.choices import EmploymentForm, Extent, Hours, Remote
from .models.entries import ENOUGH, EXTENTS, FORMS, HOURS, OFFERS, REMOTE


def labelled(choices, values):
    return [(value, choices(value).label) for value in values]


class VacancySearch(ListingSearch):
    entry_model = VacancyEntry
    SUMMED = "positions"
    field_order = [
        *("q", "place", "village", "field", "occupation", "form", "extent", "hours", "can_apply", "pay"),
        *("offers", "no_experience", "remote", "since", "sort"),
    ]

    field = RowsField(
        label=_("Field of work"),
        options=options_of("field", FieldOfWork.objects.all, lambda field: field.slug),
    )
    occupation = RowsField(
        label=_("Occupation"),
        within="field",
        options=options_of(
            "occupation",
            Occupation.objects.all,
            lambda occupation: occupation.slug,
            parent="field",
            is_alphabetical=True,
        ),
    )
    form = BitsField(label=_("Form of employment"), choices=labelled(EmploymentForm, FORMS))
    extent = BitsField(label=_("Full-time or part-time"), choices=labelled(Extent, EXTENTS))
    hours = BitsField(label=_("Working hours"), choices=labelled(Hours, HOURS))
    can_apply = BitsField(
        label=_("Language that is enough"),
        choices=list(
            zip(ENOUGH, [_("Finnish is enough"), _("Swedish is enough"), _("English is enough")], strict=True)
        ),
    )
    pay = FlagField(label=_("Pay is told in the ad"))
    offers = BitsField(
        label=_("The employer offers"),
        choices=[(offer, Vacancy._meta.get_field(f"offers_{offer}").verbose_name) for offer in OFFERS],
    )
    no_experience = FlagField(label=_("No experience needed"))
    remote = BitsField(label=_("Remote work"), choices=labelled(Remote, REMOTE))
