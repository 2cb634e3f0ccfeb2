import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AlertQuerySet(models.QuerySet):
    def confirmed(self):
        return self.filter(confirmed_at__isnull=False, expires_at__gt=timezone.now())

    def awake(self):
        """Those whose readers want letters now."""
        return self.confirmed().filter(paused_at=None)


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
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    paused_at = models.DateTimeField(_("paused"), null=True, blank=True)
    # Until it is confirmed, the end of the time for that.
    expires_at = models.DateTimeField(_("ends"))
    renewal_asked_at = models.DateTimeField(null=True, blank=True)
    # Listings first published until then have had their turn. By first publication, since that never
    # changes again: an ad that is edited, taken down and published again is no news.
    high_water = models.DateTimeField()
    # By the reader's own calendar.
    last_sent_on = models.DateField(null=True, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["email", "asked_at"], name="alert_by_email")]

    def __str__(self):
        return f"{self.kind} {self.public_id}"


class AlertRequest(models.Model):
    """An alert that was asked for and not confirmed yet: what the limits against mail bombing count.

    It outlives its alert, which is deleted after a few days, and so holds keyed hashes only.
    """

    alert = models.OneToOneField(
        Alert, models.SET_NULL, null=True, blank=True, related_name="request", verbose_name=_("alert")
    )
    address_key = models.CharField(max_length=64)
    network_key = models.CharField(max_length=64)
    asked_at = models.DateTimeField(_("asked for"), auto_now_add=True, db_index=True)
    # Too many at once: its letter waits for the operator.
    is_held = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("alert asked for")
        verbose_name_plural = _("alerts asked for")
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["address_key", "asked_at"], name="alert_request_by_address"),
            models.Index(fields=["network_key", "asked_at"], name="alert_request_by_network"),
        ]

    def __str__(self):
        return f"{self.asked_at:%Y-%m-%d %H:%M}"


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
