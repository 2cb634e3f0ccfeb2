import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname

from images.models import CustomImage
from places.models import Municipality


class OrganisationQuerySet(models.QuerySet):
    def by(self, user):
        """The organisations this person posts for."""
        return self.filter(memberships__user=user)

    def managed_by(self, user):
        """Those whose people and details this person looks after."""
        return self.filter(memberships__user=user, memberships__is_manager=True)

    def checked(self):
        return self.filter(verified_at__isnull=False)


class Organisation(models.Model):
    """An employer or landlord. Its municipality checks once that it is what it says it is."""

    class Kind(models.TextChoices):
        COMPANY = "company", _("company")
        PUBLIC = "public", _("public body")
        ASSOCIATION = "association", _("association or foundation")
        HOUSEHOLD = "household", _("household or a firm of one person")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.COMPANY)
    country = models.CharField(_("country"), max_length=2, choices=Municipality.Country)
    registration_number = models.CharField(
        _("Y-tunnus or organisationsnummer"),
        max_length=20,
        blank=True,
        help_text=_("Finland: 1234567-8. Sweden: 123456-7890. A household has none."),
    )
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        related_name="organisations",
        verbose_name=_("municipality"),
        help_text=_("Whose staff check the organisation."),
    )
    website = models.URLField(_("website"), blank=True)
    description = models.TextField(_("about the employer"), blank=True, max_length=2000)
    logo = models.ForeignKey(
        CustomImage, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("logo")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    verified_at = models.DateTimeField(_("checked"), null=True, blank=True, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    refused_at = models.DateTimeField(_("refused"), null=True, blank=True, editable=False)
    staff_note = models.TextField(_("note by staff"), blank=True)
    is_example = models.BooleanField(_("example"), default=False, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name", "pk"]
        constraints = [
            # Only what has been checked: whoever comes first with a number must not lock out its owner.
            models.UniqueConstraint(
                fields=["country", "registration_number"],
                condition=Q(verified_at__isnull=False) & ~Q(registration_number=""),
                name="organisation_checked_once",
                violation_error_message=_("A checked organisation with this number is here already."),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def is_verified(self):
        return self.verified_at is not None

    def text_in(self, name, language):
        return getattr(self, build_localized_fieldname(name, language)) or ""

    @property
    def is_household(self):
        return self.kind == self.Kind.HOUSEHOLD


class Membership(models.Model):
    """A person who posts for an organisation. Managers also invite and remove people."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    is_manager = models.BooleanField(_("manages people"), default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="member_once_per_organisation")
        ]

    def __str__(self):
        return f"{self.user} · {self.organisation}"


class InvitationQuerySet(models.QuerySet):
    def open(self):
        return self.filter(answered_at=None, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """Asks somebody by e-mail to post for the organisation too; good until `expires_at` or answered."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language of the letter"), max_length=8)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"{self.email} · {self.organisation}"

    @property
    def is_open(self):
        return self.answered_at is None and self.expires_at > timezone.now()
