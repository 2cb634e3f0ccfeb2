"""Vacancies, occupations and fields of work in the CMS."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet

from listings.forms import ListingForm
from listings.viewsets import ListingViewSet
from places.viewsets import SheetIndexView, localized, translated_panel

from .checklist import POINTS
from .models import FieldOfWork, Occupation, Vacancy
from .models.choices import WORK_LANGUAGES, LanguageNeed

NEED_FIELDS = {f"need_{code}": code for code in WORK_LANGUAGES}
NOT_NEEDED = ("", _("not asked for"))


def need_field(code):
    return forms.ChoiceField(
        label=settings.LANGUAGE_MARKS[code], choices=[NOT_NEEDED, *LanguageNeed.choices], required=False
    )


LanguageNeedsForm = type(ListingForm)(
    "LanguageNeedsForm",
    (ListingForm,),
    {"__module__": __name__} | {name: need_field(code) for name, code in NEED_FIELDS.items()},
)


class VacancyForm(LanguageNeedsForm):
    """The languages at work are one stored field and five questions."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, code in NEED_FIELDS.items():
            self.initial[name] = self.instance.work_languages.get(code, "")

    def _post_clean(self):
        super()._post_clean()
        needs = {code: self.cleaned_data.get(name) for name, code in NEED_FIELDS.items()}
        self.instance.work_languages = {code: need for code, need in needs.items() if need}


def batched(names, size):
    names = list(names)
    return [names[start : start + size] for start in range(0, len(names), size)]


def rows(*groups):
    """Fields of one row beside each other."""
    return [FieldRowPanel([FieldPanel(name) for name in names]) for names in groups]


class VacancyViewSet(ListingViewSet):
    model = Vacancy
    icon = "user"
    menu_name = "vacancies"
    menu_label = _("Vacancies")
    base_form_class = VacancyForm
    own_points = POINTS
    search_fields = [*localized("title"), "organisation__name", "workplace_name", "reference"]
    list_export = [
        *("pk", "title", "state", "municipality", "village", "organisation", "occupation", "positions"),
        *("get_employment_form_display", "get_extent_display", "languages", "posted_by", "submitted_at"),
        *("first_published_at", "apply_by", "closes_at", "ended_at", "get_filled_display"),
        *("get_found_through_display", "source", "source_id"),
    ]
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("municipality"),
                *map(translated_panel, ("title", "summary", "description")),
            ],
            _("Text"),
        ),
        MultiFieldPanel(
            [
                # A chooser would ask for rights that only administrators have.
                FieldPanel("occupation", widget=forms.Select),
                *rows(
                    ("positions", "workplace_name"),
                    ("village", "street_address", "postcode"),
                    ("employment_form", "extent"),
                    ("extent_min", "extent_max", "hours_per_week"),
                    ("start", "fixed_term_reason"),
                    ("starts_on", "ends_on"),
                    ("trial_period",),
                ),
                translated_panel("duration"),
                FieldPanel("hours"),
                *rows(("remote", "travel")),
                FieldPanel("remote_countries"),
            ],
            _("The work"),
        ),
        MultiFieldPanel(
            [
                *rows(
                    ("pay_told", "pay_basis"),
                    ("pay_min", "pay_max"),
                    ("pay_unit", "currency"),
                    ("collective_agreement",),
                ),
                *map(translated_panel, ("pay_text", "benefits")),
                *rows(("offers_home", "offers_moving_help"), ("offers_partner_help", "offers_visit")),
            ],
            _("Pay and benefits"),
        ),
        MultiFieldPanel(
            [
                *rows(*batched(NEED_FIELDS, 3)),
                FieldPanel("learn_on_the_job"),
                *map(translated_panel, ("requirements", "merits")),
                *rows(("education", "permits")),
                FieldPanel("driving_licence"),
                *rows(
                    ("own_car", "no_experience_needed", "licence_needed"), ("criminal_record", "anonymous")
                ),
            ],
            _("What is asked for"),
        ),
        MultiFieldPanel(
            [
                *rows(
                    ("apply_by", "apply_by_time"),
                    ("answer_by",),
                    ("apply_url", "apply_email"),
                    ("link_url", "reference"),
                ),
                FieldPanel("apply_in"),
                *map(translated_panel, ("apply_text", "process")),
            ],
            _("Applying"),
        ),
        MultiFieldPanel(
            rows(("contact_name", "contact_role"), ("contact_phone", "contact_email"), ("contact_hours",)),
            _("Contact"),
        ),
    ]


class SharedViewSet(SnippetViewSet):
    """Records of both municipalities, with a right that only administrators have."""

    index_view_class = SheetIndexView
    copy_view_enabled = False

    def get_edit_handler(self):
        return ObjectList(self.panels).bind_to_model(self.model)


class FieldOfWorkViewSet(SharedViewSet):
    model = FieldOfWork
    icon = "folder-open-inverse"
    menu_name = "fields-of-work"
    list_display = ["__str__", "slug", "position"]
    list_export = ["slug", *localized("name"), "position"]
    panels = [translated_panel("name"), *rows(("slug", "position"))]


class OccupationViewSet(SharedViewSet):
    model = Occupation
    icon = "tag"
    menu_name = "occupations"
    list_filter = ["field"]
    list_per_page = 100
    search_fields = [*localized("name"), *localized("other_names"), "name_in_english"]
    list_display = ["__str__", "field", "isco08", "aml2010", "ssyk2012"]
    list_export = [
        *("slug", *localized("name"), "name_in_english", *localized("other_names"), "field"),
        *("isco08", "isco08_title", "aml2010", "ssyk2012", "editors_note"),
    ]
    panels = [
        MultiFieldPanel(
            [
                translated_panel("name"),
                FieldPanel("name_in_english"),
                translated_panel("other_names"),
                FieldPanel("slug"),
                FieldPanel("field", widget=forms.Select),
            ],
            _("Name"),
        ),
        MultiFieldPanel(
            [
                *rows(("isco08", "isco08_title"), ("aml2010", "ssyk2012")),
                FieldPanel("editors_note"),
            ],
            _("Classifications"),
        ),
    ]
