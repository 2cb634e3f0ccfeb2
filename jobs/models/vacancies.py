"""Fields: what the two national job banks, Google's JobPosting and the best public boards ask for."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from listings.fields import ChoiceListField
from listings.models import Listing
from places.clocks import end_of
from places.models import Municipality

from ..checks import CHECKS
from .choices import (
    NEEDED,
    WORK_LANGUAGES,
    Education,
    EmploymentForm,
    Extent,
    Filled,
    FoundThrough,
    Hours,
    LanguageNeed,
    Licence,
    PayBasis,
    PayTold,
    PayUnit,
    Remote,
    Start,
)
from .occupations import Occupation

percent = [MinValueValidator(1), MaxValueValidator(100)]


class Vacancy(Listing):
    occupation = models.ForeignKey(
        Occupation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("occupation")
    )
    positions = models.PositiveSmallIntegerField(
        _("number of positions"), default=1, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    workplace_name = models.CharField(_("workplace"), max_length=120, blank=True)

    employment_form = models.CharField(
        _("form of employment"), max_length=12, choices=EmploymentForm, default=EmploymentForm.PERMANENT
    )
    fixed_term_reason = models.CharField(_("reason for the fixed term"), max_length=200, blank=True)
    duration = models.CharField(
        _("duration"), max_length=120, blank=True, help_text=_("For example: December to April.")
    )
    ends_on = models.DateField(_("employment ends"), null=True, blank=True)
    trial_period = models.CharField(_("trial period"), max_length=120, blank=True)
    start = models.CharField(_("start"), max_length=12, choices=Start, default=Start.BY_AGREEMENT)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    extent = models.CharField(_("full-time or part-time"), max_length=8, choices=Extent, default=Extent.FULL)
    extent_min = models.PositiveSmallIntegerField(
        _("per cent, at least"), null=True, blank=True, validators=percent
    )
    extent_max = models.PositiveSmallIntegerField(
        _("per cent, at most"), null=True, blank=True, validators=percent
    )
    hours_per_week = models.CharField(_("hours a week"), max_length=40, blank=True)
    hours = ChoiceListField(_("working hours"), choices=Hours)
    travel = models.BooleanField(_("the work includes travel"), default=False)
    remote = models.CharField(_("remote work"), max_length=8, choices=Remote, default=Remote.NONE, blank=True)
    remote_countries = ChoiceListField(_("remote work from"), choices=Municipality.Country)

    pay_told = models.CharField(_("pay is told"), max_length=16, choices=PayTold, default=PayTold.IN_AD)
    pay_min = models.DecimalField(
        _("pay, from"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    pay_max = models.DecimalField(
        _("pay, to"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    pay_unit = models.CharField(_("pay per"), max_length=8, choices=PayUnit, default=PayUnit.MONTH)
    currency = models.CharField(_("currency"), max_length=3, choices=Municipality.Currency, blank=True)
    pay_basis = models.CharField(_("basis of pay"), max_length=12, choices=PayBasis, default=PayBasis.FIXED)
    pay_text = models.CharField(_("more about the pay"), max_length=300, blank=True)
    collective_agreement = models.CharField(_("collective agreement"), max_length=120, blank=True)
    benefits = models.TextField(_("benefits"), max_length=2000, blank=True)
    offers_home = models.BooleanField(_("a home can be arranged"), default=False)
    offers_moving_help = models.BooleanField(_("help with moving"), default=False)
    offers_partner_help = models.BooleanField(_("help for a partner to find work"), default=False)
    offers_visit = models.BooleanField(_("a visit to look around"), default=False)

    work_languages = models.JSONField(_("languages at work"), default=dict, blank=True)
    learn_on_the_job = models.BooleanField(_("the language can be learned on the job"), default=False)
    apply_in = ChoiceListField(
        _("you can apply in"), choices=[("fi", _("Finnish")), ("sv", _("Swedish")), ("en", _("English"))]
    )
    requirements = models.TextField(_("required"), max_length=4000, blank=True)
    merits = models.TextField(_("an advantage"), max_length=4000, blank=True)
    no_experience_needed = models.BooleanField(_("no experience needed"), default=False)
    education = models.CharField(_("education"), max_length=16, choices=Education, blank=True)
    driving_licence = ChoiceListField(_("driving licence"), choices=Licence)
    own_car = models.BooleanField(_("own car needed"), default=False)
    permits = models.CharField(
        _("cards and permits"),
        max_length=200,
        blank=True,
        help_text=_("Say which country's cards are accepted."),
    )
    licence_needed = models.BooleanField(_("a licensed profession"), default=False)
    criminal_record = models.BooleanField(_("criminal-record extract asked for"), default=False)
    anonymous = models.BooleanField(_("anonymous recruitment"), default=False)

    apply_by = models.DateField(_("apply by"), null=True, blank=True)
    apply_by_time = models.TimeField(
        _("at"), null=True, blank=True, help_text=_("Empty: to the end of the day. The workplace's time.")
    )
    apply_url = models.URLField(_("address of the application form"), max_length=500, blank=True)
    apply_email = models.EmailField(_("e-mail for applications"), blank=True)
    apply_text = models.TextField(_("how to apply"), max_length=2000, blank=True)
    reference = models.CharField(_("reference"), max_length=80, blank=True)
    answer_by = models.DateField(_("applicants are answered by"), null=True, blank=True)
    process = models.TextField(_("how the recruitment goes"), max_length=2000, blank=True)
    link_url = models.URLField(_("more about the work"), max_length=500, blank=True)

    filled = models.CharField(_("was it filled?"), max_length=10, choices=Filled, blank=True, editable=False)
    found_through = models.CharField(
        _("found through"), max_length=10, choices=FoundThrough, blank=True, editable=False
    )

    ROW_FIELDS = (*Listing.ROW_FIELDS, "filled", "found_through")
    END_FIELD, OUTCOME_FIELD = "apply_by", "filled"
    SEARCH, LIST, EVERYTHING = "jobs.filters.VacancySearch", "vacancies", _("all new jobs")
    PUBLIC_VIEW = "jobs.views.VacancyView"
    checks = CHECKS

    class Meta(Listing.Meta):
        verbose_name = _("vacancy")
        verbose_name_plural = _("vacancies")
        ordering = ["-first_published_at", "-pk"]
        indexes = [
            models.Index(fields=["live", "-first_published_at"], name="vacancy_newest"),
            models.Index(fields=["live", "closes_at"], name="vacancy_closing"),
        ]

    def save(self, *args, **kwargs):
        self.currency = self.currency or self.municipality.currency
        self.closes_at = self.end_of_applying()
        super().save(*args, **kwargs)

    def end_of_applying(self):
        """The instant after which nobody can apply: when its poster ended it, else its time
        or the end of its day in the workplace's own zone."""
        if self.ended_at:
            return self.ended_at
        if not self.apply_by:
            return None
        return end_of(self.apply_by, self.apply_by_time, self.municipality.zone)

    def get_absolute_url(self):
        return reverse("vacancy", args=[self.pk, self.slug])

    @property
    def own_url(self):
        """Its poster's page about it."""
        return reverse("own_vacancy", args=[self.pk])

    @property
    def check_url(self):
        """Its moderators' page about it."""
        return reverse("check_vacancy", args=[self.pk])

    @property
    def needed_languages(self):
        return [code for code in WORK_LANGUAGES if self.work_languages.get(code) in NEEDED]

    def enough_with(self, language):
        """Whether somebody who speaks only this language can do the work."""
        return set(self.needed_languages) <= {language}

    def say_work_languages(self):
        """Suomi: hyvä, ruotsi: eduksi"""
        return ", ".join(
            f"{settings.LANGUAGE_MARKS[code]}: {LanguageNeed(need).label}"
            for code in WORK_LANGUAGES
            if (need := self.work_languages.get(code)) in LanguageNeed.values
        )

    @property
    def has_pay(self):
        return self.pay_min is not None or self.pay_max is not None
