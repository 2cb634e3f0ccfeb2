from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class DailyCount(models.Model):
    """How often a listing was opened and its apply link used in a day. Nothing about by whom."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    listing = GenericForeignKey()
    day = models.DateField(_("day"))
    views = models.PositiveIntegerField(_("views"), default=0)
    applies = models.PositiveIntegerField(_("apply clicks"), default=0)

    class Meta:
        verbose_name = _("daily count")
        verbose_name_plural = _("daily counts")
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "day"], name="count_once_per_listing_and_day"
            )
        ]

    def __str__(self):
        return f"{self.day}: {self.views}/{self.applies}"
