from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from listings.words import stored_words
from places.banks import banks
from places.caching import remember

from ..blocks import BodyBlock
from ..page_forms import StaffPageForm
from ..permissions import StaffPagePermissionTester


class Illustration(models.TextChoices):
    """Drawn for the site; a photo that an editor uploads wins over it."""

    RIVER = "river", _("River and bridge")
    FELLS = "fells", _("Fells in autumn colours")
    VILLAGE = "village", _("Village in winter")
    HOUSE = "house", _("House with smoke")
    WORKDAY = "workday", _("Workday")
    CAFE = "cafe", _("Café table")


class BasePage(Page):
    summary = models.CharField(
        _("summary"),
        max_length=200,
        blank=True,
        help_text=_("One or two sentences: under the title, in lists, in search engines."),
    )
    hero_image = models.ForeignKey(
        "images.CustomImage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("photo"),
    )
    illustration = models.CharField(
        _("illustration"), max_length=20, choices=Illustration, default=Illustration.RIVER
    )
    social_image = models.ForeignKey(
        "images.CustomImage", models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("picture for social media"),
    )  # fmt: skip
    review_by = models.DateField(
        _("review by"),
        null=True,
        blank=True,
        help_text=_("After this day the page's owner gets a reminder by e-mail."),
    )
    facts_unchecked = models.BooleanField(
        _("facts await a check"),
        default=False,
        help_text=_("Readers are told so. Untick when an editor has checked the page's facts."),
    )

    # Sign of a page whose answer depends on the visitor (forms): no shared cache may keep it.
    holds_form = False

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("hero_image"), FieldPanel("illustration")], _("Picture")),
    ]
    promote_panels = [*Page.promote_panels, FieldPanel("social_image")]
    settings_panels = [
        *Page.settings_panels,
        MultiFieldPanel(
            [FieldPanel("owner"), FieldPanel("review_by"), FieldPanel("facts_unchecked")],
            _("Upkeep"),
        ),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("search_words")]
    subpage_types = []
    show_in_menus_default = False
    base_form_class = StaffPageForm

    class Meta:
        abstract = True

    def permissions_for_user(self, user):
        return StaffPagePermissionTester(user, self)

    def search_words(self):
        """Every form that the page's texts may be asked for in its language (pages.search)."""
        texts = [
            field.get_value(self) or ""
            for field in self.get_search_fields()
            if isinstance(field, index.SearchField) and field.field_name != "search_words"
        ]
        return " ".join(sorted(stored_words(" ".join(map(str, texts)), self.locale.language_code)))

    def get_view_restrictions(self):
        """Wagtail looks at every page above this one each time."""
        return super().get_view_restrictions() if is_any_restricted() else PageViewRestriction.objects.none()

    @property
    def crumbs(self):
        """[(title, address)] of the pages above this one, front page first."""
        return remember(
            f"crumbs-{self.pk}",
            lambda: [(page.title, page.url) for page in self.get_ancestors().filter(depth__gt=1)],
        )

    @property
    def is_review_due(self):
        return bool(self.review_by) and self.review_by < timezone.localdate()


def is_any_restricted():
    """Nearly always nothing is."""
    return (
        remember("restrictions", lambda: "some" if PageViewRestriction.objects.exists() else "none") == "some"
    )


class OfBank:
    """For pages that belong to one municipality. Both are remembered, so none is asked for again."""

    @cached_property
    def bank(self):
        known = (bank for bank in banks() if bank.pk == self.municipality_id)
        return next(known, None) or self.municipality


class BodyPage(BasePage):
    body = StreamField(BodyBlock(), verbose_name=_("content"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        abstract = True
