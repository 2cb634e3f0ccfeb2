import uuid
from datetime import timedelta

from django.db import models, transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField

from ..blocks import TEXT_FEATURES, AccessibilityIssueBlock
from .base import BasePage, BodyPage, OfBank

# Days in which a public body answers accessibility feedback: Finland 306/2019, Sweden 2018:1937.
ANSWER_DAYS = 14


class ReceivedMessage(models.Model):
    """Something a visitor wrote to a municipality. Stored before any mail is tried, in the language
    it was sent in; what it becomes (a public document, deleted when) follows the receiver's rules."""

    municipality = models.ForeignKey(
        "places.Municipality", models.PROTECT, related_name="+", verbose_name=_("receiver")
    )
    # The form's own number: the same form sent twice (double click, back button) is one message.
    submission_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    message = models.TextField(_("message"), max_length=5000)
    language = models.CharField(_("language"), max_length=8)
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    staff_note = models.TextField(_("note by staff"), blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True
        ordering = ["-received_at", "-pk"]

    def __str__(self):
        return f"{self.name or self.email or '–'}, {self.received_at:%Y-%m-%d}"

    @property
    def is_public_document(self):
        """What a Swedish authority receives is (tryckfrihetsförordningen, chapter 2)."""
        return self.municipality.country == self.municipality.Country.SWEDEN


class ContactMessage(ReceivedMessage):
    subject = models.CharField(_("subject"), max_length=120)

    class Meta(ReceivedMessage.Meta):
        verbose_name = _("message")
        verbose_name_plural = _("messages")


class AccessibilityFeedback(ReceivedMessage):
    address = models.CharField(_("page it is about"), max_length=500, blank=True)

    class Meta(ReceivedMessage.Meta):
        verbose_name = _("accessibility feedback")
        verbose_name_plural = _("accessibility feedback")

    @property
    def answer_by(self):
        return timezone.localdate(self.received_at) + timedelta(days=ANSWER_DAYS)

    @property
    def days_left(self):
        return (self.answer_by - timezone.localdate()).days

    @property
    def is_overdue(self):
        return self.answered_at is None and self.days_left < 0

    @property
    def clock(self):
        """The days left in words."""
        days = self.days_left
        if days == 0:
            return gettext("answer today")
        if days > 0:
            return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}
        return ngettext("overdue by %(days)s day", "overdue by %(days)s days", -days) % {"days": -days}


class FormPageMixin:
    """A page with one form: refused input comes back with what was typed (422), accepted input is a
    row before any letter is tried, and the sender is led to a page that can be reloaded safely."""

    holds_form = True

    def make_form(self, data=None):
        raise NotImplementedError

    def accept(self, form):
        raise NotImplementedError

    def serve(self, request, *args, **kwargs):
        if request.method != "POST":
            return super().serve(request, *args, **kwargs)
        form = self.make_form(request.POST)
        if form.is_valid():
            if not form.is_robot:
                with transaction.atomic():
                    self.accept(form)
            return redirect(f"{self.get_url(request)}?sent=1#sent")
        context = self.get_context(request) | {"form": form}
        return TemplateResponse(
            request,
            self.get_template(request),
            context,
            status=422,
            headers={"Cache-Control": "private, no-store"},
        )

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["form"] = self.make_form()
        context["is_sent"] = "sent" in request.GET
        return context


class ContactPage(FormPageMixin, BodyPage):
    intro = RichTextField(_("introduction"), features=TEXT_FEATURES, blank=True)
    thanks = RichTextField(_("what the sender reads afterwards"), features=TEXT_FEATURES, blank=True)

    content_panels = [
        *BodyPage.content_panels[:-1],
        FieldPanel("intro"),
        FieldPanel("thanks"),
        FieldPanel("body"),
    ]
    parent_page_types = ["pages.HomePage"]

    class Meta:
        verbose_name = _("contact page")
        verbose_name_plural = _("contact pages")

    def make_form(self, data=None):
        from ..forms import ContactForm

        return ContactForm(data)

    def accept(self, form):
        from ..emails import send_contact_message

        message, is_new = form.store()
        if is_new:
            send_contact_message(message)


class AccessibilityStatementPage(OfBank, FormPageMixin, BasePage):
    """A statement in the form its country's law asks for; each stands in both languages."""

    class Law(models.TextChoices):
        FINLAND = "fi", _("Finland: act 306/2019")
        SWEDEN = "sv", _("Sweden: act 2018:1937")

    class Status(models.TextChoices):
        FULL = "full", _("fully compliant")
        PARTIAL = "partial", _("partially compliant")
        NONE = "none", _("not compliant")

    class Method(models.TextChoices):
        SELF = "self", _("own assessment")
        OUTSIDE = "outside", _("assessed by an outside expert")

    municipality = models.ForeignKey(
        "places.Municipality", models.PROTECT, related_name="+", verbose_name=_("municipality")
    )
    law = models.CharField(_("law"), max_length=2, choices=Law)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PARTIAL)
    intro = RichTextField(_("the service and its provider"), features=TEXT_FEATURES, blank=True)
    issues = StreamField([("issue", AccessibilityIssueBlock())], verbose_name=_("known problems"), blank=True)
    method = models.CharField(_("assessed how"), max_length=10, choices=Method, default=Method.SELF)
    method_text = RichTextField(_("how it was assessed"), features=TEXT_FEATURES, blank=True)
    assessed_on = models.DateField(_("assessed on"))
    updated_on = models.DateField(_("statement updated on"))
    supervisor_name = models.CharField(_("supervising authority"), max_length=120)
    supervisor_url = models.URLField(_("where to complain"))
    supervisor_email = models.EmailField(_("authority's e-mail"), blank=True)
    supervisor_phone = models.CharField(_("authority's telephone"), max_length=40, blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("law"),
        FieldPanel("municipality", permission="places.add_municipality"),
        FieldPanel("status"),
        FieldPanel("intro"),
        FieldPanel("issues"),
        MultiFieldPanel(
            [
                FieldPanel("method"),
                FieldPanel("method_text"),
                FieldPanel("assessed_on"),
                FieldPanel("updated_on"),
            ],
            _("Assessment"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("supervisor_name"),
                FieldPanel("supervisor_url"),
                FieldPanel("supervisor_email"),
                FieldPanel("supervisor_phone"),
            ],
            _("Supervision"),
        ),
    ]
    parent_page_types = ["pages.HomePage"]

    class Meta:
        verbose_name = _("accessibility statement")
        verbose_name_plural = _("accessibility statements")

    def make_form(self, data=None):
        from ..forms import AccessibilityFeedbackForm

        return AccessibilityFeedbackForm(data)

    def accept(self, form):
        from ..emails import send_accessibility_feedback

        feedback, is_new = form.store(municipality=self.municipality)
        if is_new:
            send_accessibility_feedback(feedback)
