from zoneinfo import ZoneInfo

from django.contrib.auth.models import Group
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MunicipalityQuerySet(models.QuerySet):
    def of_staff(self, user):
        """The municipalities whose things this person may see and change in the CMS."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(staff_groups__user=user).distinct()


class Municipality(models.Model):
    """One of the two banks. Everything that belongs to one side only points here."""

    class Country(models.TextChoices):
        FINLAND = "FI", _("Finland")
        SWEDEN = "SE", _("Sweden")

    class Currency(models.TextChoices):
        EURO = "EUR", _("euro")
        KRONA = "SEK", _("Swedish krona")

    key = models.SlugField(_("key"), unique=True, help_text=_("kolari or pajala; never changes"))
    code = models.CharField(_("official code"), max_length=8, unique=True)
    country = models.CharField(_("country"), max_length=2, choices=Country)
    currency = models.CharField(_("currency"), max_length=3, choices=Currency)
    time_zone = models.CharField(
        _("time zone"), max_length=40, choices=[(z, z) for z in ("Europe/Helsinki", "Europe/Stockholm")]
    )
    name = models.CharField(_("name"), max_length=80, blank=True)
    name_in = models.CharField(
        _("“in …” form"),
        max_length=80,
        blank=True,
        help_text=_("“in Kolari” as the language says it: Kolarissa, i Kolari. Rules fail, so it is stored."),
    )
    office_name = models.CharField(
        _("name of the municipality as an authority"),
        max_length=120,
        blank=True,
        help_text=_("Kolarin kunta, Kolari kommun"),
    )
    region = models.CharField(_("region"), max_length=80, blank=True)
    sentence = models.TextField(_("one sentence about life here"), blank=True)
    daily_languages = models.CharField(_("languages of daily life"), max_length=120, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_source = models.CharField(
        _("source and day of the population figure"), max_length=160, blank=True
    )
    minutes_across = models.PositiveSmallIntegerField(
        _("minutes by car from the centre to the other bank"), null=True, blank=True
    )
    facts_checked_on = models.DateField(
        _("facts checked on"),
        null=True,
        blank=True,
        help_text=_("Empty: readers are told that the figures await a check."),
    )
    website = models.URLField(_("official website"))
    email = models.EmailField(_("e-mail of the registry"), blank=True)
    contact_email = models.EmailField(
        _("mailbox that gets the site's messages"), blank=True, help_text=_("Never shown in public.")
    )
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    street_address = models.CharField(_("street address"), max_length=160, blank=True)
    contact_role = models.CharField(
        _("who answers people who think of moving"),
        max_length=120,
        blank=True,
        help_text=_("A role, not a person."),
    )
    accessibility_officer = models.CharField(_("accessibility contact (role)"), max_length=120, blank=True)
    accessibility_email = models.EmailField(_("e-mail for accessibility feedback"), blank=True)
    privacy_officer = models.CharField(_("data protection officer (role)"), max_length=120, blank=True)
    privacy_email = models.EmailField(_("e-mail of the data protection officer"), blank=True)
    public_records_notice = models.TextField(
        _("public records notice"),
        blank=True,
        help_text=_("Shown beside forms whose message becomes this municipality's document."),
    )
    staff_groups = models.ManyToManyField(
        Group, verbose_name=_("groups of its staff"), blank=True, related_name="municipalities"
    )
    # Set with the groups: whose moderators approve what is posted to this municipality.
    workflow = models.ForeignKey(
        "wagtailcore.Workflow", models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["key"]

    def __str__(self):
        return self.name

    @property
    def zone(self):
        return ZoneInfo(self.time_zone)

    @property
    def office_language(self):
        """What is read in the municipality's office; not the language of whoever writes to it."""
        return {self.Country.FINLAND: "fi", self.Country.SWEDEN: "sv"}[self.country]

    def local_time(self):
        return timezone.localtime(timezone=self.zone)

    @property
    def population_rounded(self):
        """To the nearest hundred: the exact figure is wrong the day after it was counted."""
        return self.population and round(self.population, -2)


class Village(models.Model):
    """A place people live in. Two places are called Kolari and Kihlanki faces Kihlangi, so a village
    is known by its municipality and slug, never by its name."""

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="villages", verbose_name=_("municipality")
    )
    slug = models.SlugField(_("key in addresses"), max_length=80)
    name = models.CharField(_("name"), max_length=80, blank=True)
    name_in = models.CharField(_("“in …” form"), max_length=80, blank=True)
    name_fit = models.CharField(_("name in Meänkieli"), max_length=80, blank=True)
    description = models.TextField(_("description"), blank=True)
    latitude = models.DecimalField(
        _("latitude"), max_digits=7, decimal_places=4, null=True, blank=True,
        validators=[MinValueValidator(66), MaxValueValidator(69)],
    )  # fmt: skip
    longitude = models.DecimalField(
        _("longitude"), max_digits=7, decimal_places=4, null=True, blank=True,
        validators=[MinValueValidator(21), MaxValueValidator(26)],
    )  # fmt: skip
    position_source = models.CharField(_("source of the position"), max_length=80, blank=True)
    position_checked = models.BooleanField(
        _("position checked"),
        default=False,
        help_text=_("Unchecked positions are marked for readers and listed for editors."),
    )
    editors_note = models.TextField(_("note for editors"), blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("village")
        verbose_name_plural = _("villages")
        ordering = ["municipality", "slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "slug"],
                name="village_key_once_per_municipality",
                violation_error_message=_("This municipality has a village with this key already."),
            )
        ]

    def __str__(self):
        return self.name


class Crossing(models.Model):
    """A bridge over the border river. Ice roads come and go and are not crossings."""

    municipality = models.ForeignKey(
        Municipality,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="crossings",
        verbose_name=_("kept up by"),
        help_text=_("Empty: shared, kept up by administrators."),
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    roads = models.CharField(_("roads"), max_length=120, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=7, decimal_places=4)
    longitude = models.DecimalField(_("longitude"), max_digits=7, decimal_places=4)
    position_checked = models.BooleanField(_("position checked"), default=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("crossing")
        verbose_name_plural = _("crossings")
        ordering = ["-latitude"]

    def __str__(self):
        return self.name


class ExchangeRate(models.Model):
    """The European Central Bank's reference rate of a day: units of the currency for one euro."""

    currency = models.CharField(_("currency"), max_length=3, choices=Municipality.Currency)
    day = models.DateField(_("day"))
    rate = models.DecimalField(_("rate"), max_digits=12, decimal_places=5)
    fetched_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["currency", "day"], name="rate_once_per_currency_and_day")
        ]

    def __str__(self):
        return f"1 EUR = {self.rate} {self.currency} ({self.day})"
