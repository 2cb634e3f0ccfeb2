import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Alert(models.Model):
    """A search that is e-mailed, without an account. It counts once its reader has confirmed it."""

    class Frequency(models.TextChoices):
        DAILY = "daily", _("every day")
        WEEKLY = "weekly", _("once a week")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20, help_text="model name: vacancy, home")
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=8)
    # What was chosen, by the names of the search form's fields; never a database query.
    criteria = models.JSONField(_("criteria"), default=dict)
    frequency = models.CharField(_("how often"), max_length=8, choices=Frequency, default=Frequency.DAILY)
    asked_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    # A keyed hash of the asker's network; emptied on confirmation.
    asked_from = models.CharField(max_length=64, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    paused_at = models.DateTimeField(_("paused"), null=True, blank=True)
    expires_at = models.DateTimeField(_("ends"))
    renewal_asked_at = models.DateTimeField(null=True, blank=True)
    # First publication of the newest listing that has been mailed or was there already.
    high_water = models.DateTimeField()
    last_sent_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["email", "asked_at"], name="alert_by_email"),
            models.Index(fields=["asked_from", "asked_at"], name="alert_by_network"),
        ]

    def __str__(self):
        return f"{self.kind} {self.public_id}"


class AlertFarewell(models.Model):
    """Why an alert ended. Tells nothing about whose it was."""

    class Reason(models.TextChoices):
        FOUND = "found", _("I found what I was looking for")
        NOT_RELEVANT = "not_relevant", _("What came did not fit")
        TOO_MANY = "too_many", _("Too many letters")
        CHANGED = "changed", _("My situation changed")
        OTHER = "other", _("Another reason")
        EXPIRED = "expired", _("It ended by itself")
        UNSAID = "unsaid", _("Not said")

    # The alert's own number until its reader has said why; then it belongs to nobody.
    alert_id = models.UUIDField(null=True, unique=True)
    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=8)
    criteria = models.JSONField(default=dict)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason, default=Reason.UNSAID)
    days_active = models.PositiveIntegerField()
    ended_on = models.DateField(auto_now_add=True)

    class Meta:
        verbose_name = _("ended alert")
        verbose_name_plural = _("ended alerts")
        ordering = ["-ended_on", "-pk"]

    def __str__(self):
        return f"{self.kind} {self.reason} {self.ended_on}"
