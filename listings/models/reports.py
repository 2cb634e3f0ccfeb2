import uuid

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from places.models import Municipality


class Report(models.Model):
    """What a reader says is wrong with a listing. Its municipality answers."""

    class Reason(models.TextChoices):
        DISCRIMINATION = "discrimination", _("It discriminates")
        FRAUD = "fraud", _("It looks like fraud, or asks for money")
        WRONG = "wrong", _("Something in it is wrong")
        GONE = "gone", _("It is no longer open")
        PRIVACY = "privacy", _("It shows something private")
        OTHER = "other", _("Something else")

    class Result(models.TextChoices):
        KEPT = "kept", _("The listing stays as it is")
        CHANGED = "changed", _("The listing was corrected")
        REMOVED = "removed", _("The listing was removed")

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    listing = GenericForeignKey()
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("municipality")
    )
    submission_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reason = models.CharField(_("reason"), max_length=16, choices=Reason)
    message = models.TextField(_("what is wrong"), max_length=2000, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=8)
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    result = models.CharField(_("result"), max_length=8, choices=Result, blank=True)
    answer = models.TextField(_("answer to the reader"), max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    # A keyed hash of where it came from, for the limit; forgotten when that no longer counts.
    network_key = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="report_by_listing"),
            models.Index(fields=["network_key", "received_at"], name="report_by_network"),
        ]

    def __str__(self):
        return f"{self.get_reason_display()}, {self.received_at:%Y-%m-%d}"

    @property
    def is_public_document(self):
        """What a Swedish authority receives is (tryckfrihetsförordningen, chapter 2)."""
        return self.municipality.country == Municipality.Country.SWEDEN
