from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# A worker that dies while it sends lets go of the letter after this long. Longer than one letter's
# whole dialogue with a server that uses up sending.TIMEOUT at every step.
LEASE = timedelta(seconds=90)
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
# As long as mail servers themselves keep trying (RFC 5321, 4.5.4.1).
PATIENCE = timedelta(days=5)


class OutboxMailQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(sent_at=None, next_try_at__isnull=False)

    def given_up(self):
        return self.filter(sent_at=None, next_try_at=None)

    def due(self):
        now = timezone.now()
        return self.waiting().filter(Q(leased_until=None) | Q(leased_until__lt=now), next_try_at__lte=now)


class OutboxMail(models.Model):
    """A letter to one address. It is a row before any mail server hears of it, and it stays one until a
    server has taken it; nothing but `prune_outbox` deletes it. A letter to several people is several
    rows with one Message-ID, so that one refused address holds up nobody else."""

    message_id = models.CharField(max_length=255)
    sender = models.CharField(max_length=320)
    recipient = models.CharField(max_length=320)
    subject = models.CharField(max_length=998)
    message = models.BinaryField(help_text=_("The whole letter as it goes out (RFC 5322)."))
    created_at = models.DateTimeField(auto_now_add=True)
    next_try_at = models.DateTimeField(
        default=timezone.now, null=True, blank=True, db_index=True, help_text=_("Empty: given up.")
    )
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True, db_index=True)

    objects = OutboxMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("outbox")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["message_id", "recipient"], name="one_letter_to_each_address")
        ]

    def __str__(self):
        return self.subject

    def lease(self):
        """Take the letter for this worker; False when another one was faster."""
        self.leased_until = timezone.now() + LEASE
        taken = OutboxMail.objects.due().filter(pk=self.pk).update(leased_until=self.leased_until)
        return bool(taken)

    def mark_sent(self):
        OutboxMail.objects.filter(pk=self.pk).update(
            sent_at=timezone.now(), leased_until=None, last_error="", attempts=self.attempts + 1
        )

    def mark_failed(self, error, *, for_good=False):
        """Plan the next try, or give up. A worker whose lease ran out no longer has a say."""
        pause = min(FIRST_PAUSE * 2 ** min(self.attempts, 16), LONGEST_PAUSE)
        next_try_at = timezone.now() + pause
        if for_good or next_try_at - self.created_at > PATIENCE:
            next_try_at = None
        OutboxMail.objects.filter(pk=self.pk, sent_at=None, leased_until=self.leased_until).update(
            attempts=self.attempts + 1,
            last_error=f"{type(error).__name__}: {error}"[:2000],
            leased_until=None,
            next_try_at=next_try_at,
        )
        return next_try_at
