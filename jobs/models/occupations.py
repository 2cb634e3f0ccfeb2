from django.db import models
from django.utils.translation import gettext_lazy as _


class FieldOfWork(models.Model):
    """A group of occupations, as seekers look for them."""

    slug = models.SlugField(_("key in addresses"), unique=True)
    name = models.CharField(_("name"), max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("field of work")
        verbose_name_plural = _("fields of work")
        ordering = ["position", "slug"]

    def __str__(self):
        return self.name or self.slug


class Occupation(models.Model):
    """An occupation both countries know. Its three codes are of three classifications that differ: a nurse
    is 2221 in ISCO-08 and SSYK 2012, but 3221 in Finland's AML 2010. None is ever copied into another."""

    slug = models.SlugField(_("key in addresses"), max_length=80, unique=True)
    field = models.ForeignKey(
        FieldOfWork, models.PROTECT, related_name="occupations", verbose_name=_("field of work")
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    name_in_english = models.CharField(_("name in English"), max_length=120, blank=True)
    # Words people also use for it; found by search, never shown.
    other_names = models.CharField(_("other names"), max_length=300, blank=True)
    isco08 = models.CharField(_("ISCO-08"), max_length=4, blank=True)
    isco08_title = models.CharField(_("title of the ISCO-08 group"), max_length=120, blank=True)
    aml2010 = models.CharField(_("Ammattiluokitus 2010"), max_length=12, blank=True)
    ssyk2012 = models.CharField(_("SSYK 2012"), max_length=12, blank=True)
    editors_note = models.CharField(_("note for editors"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("occupation")
        verbose_name_plural = _("occupations")
        ordering = ["slug"]

    def __str__(self):
        return self.name or self.name_in_english
