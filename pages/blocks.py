"""What editors build pages from. Each block has the template blocks/<its name>.html and stands in the
gallery at /design/; templates ask, the value classes here answer."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageBlock

from .chooser_blocks import AddressBlock, BankBlock, PageLinkBlock
from .latest_blocks import LatestEventsBlock, LatestJobsBlock, LatestNewsBlock

TEXT_FEATURES = [
    "bold", "italic", "ol", "ul", "link", "document-link",
    *(f"lang-{code}" for code in settings.LANGUAGE_MARKS),
]  # fmt: skip


class TextBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs):
        super().__init__(features=TEXT_FEATURES, **kwargs)


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Heading"), max_length=120)
    level = blocks.ChoiceBlock(
        label=_("Level"), choices=[("h2", _("Heading")), ("h3", _("Subheading"))], default="h2"
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "blocks/heading.html"


class RichTextBlock(TextBlock):
    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blocks/rich_text.html"


class PictureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blocks/picture.html"


class PicturePairBlock(blocks.StructBlock):
    left = PictureBlock(label=_("Kolari's bank"))
    right = PictureBlock(label=_("Pajala's bank"))

    class Meta:
        icon = "image"
        label = _("Picture pair (two banks)")
        template = "blocks/picture_pair.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quotation"), max_length=600)
    source = blocks.CharBlock(label=_("Who says it"), required=False, max_length=160)
    language = blocks.ChoiceBlock(
        label=_("Language, if another than the page's"),
        choices=list(settings.LANGUAGE_MARKS.items()),
        required=False,
    )

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "blocks/quote.html"


class FactBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("What"), max_length=80)
    value = blocks.CharBlock(label=_("How much, which"), max_length=120)
    note = blocks.CharBlock(label=_("Source and year"), required=False, max_length=200)

    class Meta:
        icon = "info-circle"
        label = _("Fact")


class FactsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Heading"), required=False, max_length=120)
    items = blocks.ListBlock(FactBlock(), label=_("Facts"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("Facts")
        template = "blocks/facts.html"


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Heading"), max_length=120)
    text = TextBlock(label=_("Text"))

    class Meta:
        icon = "order"
        label = _("Step")


class StepsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Heading"), required=False, max_length=120)
    items = blocks.ListBlock(StepBlock(), label=_("Steps"), min_num=2)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "blocks/steps.html"


class LinkValue(blocks.StructValue):
    @cached_property
    def href(self):
        page = self.get("page")
        return page.url if page else self.get("url", "")

    @cached_property
    def host(self):
        """The other site's name, shown to the reader; empty for our own pages."""
        return "" if self.get("page") else urlsplit(self.get("url") or "").netloc


class LinkBlock(blocks.StructBlock):
    """Leads to exactly one place: a page of ours or an address elsewhere."""

    page = PageLinkBlock(label=_("Page of this site"), required=False)
    url = AddressBlock(
        label=_("Address elsewhere"),
        help_text=_("Or a part of this site that is no page, such as a search for jobs: /fi/…"),
        required=False,
    )

    class Meta:
        value_class = LinkValue

    def clean(self, value):
        value = super().clean(value)
        if bool(value["page"]) == bool(value["url"]):
            error = ValidationError(_("Choose a page or give an address: one of them."))
            raise blocks.StructBlockValidationError({"page": error, "url": error})
        return value


class LinkCardBlock(LinkBlock):
    title = blocks.CharBlock(label=_("Heading"), max_length=120)
    text = blocks.CharBlock(label=_("Text"), required=False, max_length=240)

    class Meta:
        icon = "link"
        label = _("Card")


class LinkCardsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Heading"), required=False, max_length=120)
    items = blocks.ListBlock(LinkCardBlock(), label=_("Cards"), min_num=1)

    class Meta:
        icon = "grip"
        label = _("Link cards")
        template = "blocks/link_cards.html"


class ContactBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Heading"), max_length=120)
    municipality = BankBlock("places.Municipality", label=_("Municipality"))
    text = blocks.TextBlock(label=_("Text"), required=False, max_length=400)

    class Meta:
        icon = "mail"
        label = _("Contact")
        template = "blocks/contact.html"


class AccordionBlock(blocks.StructBlock):
    items = blocks.ListBlock(StepBlock(label=_("Question and answer")), label=_("Items"), min_num=1)

    class Meta:
        icon = "collapse-down"
        label = _("Questions and answers")
        template = "blocks/accordion.html"


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(label=_("What the table tells"), max_length=160)
    table = TypedTableBlock(
        [
            ("text", blocks.CharBlock(label=_("Text"), required=False)),
            ("rich_text", TextBlock(label=_("Rich text"), required=False)),
        ],
        label=_("Table"),
    )

    class Meta:
        icon = "table"
        label = _("Table")
        template = "blocks/table.html"


class VideoValue(LinkValue):
    @property
    def language_name(self):
        return settings.LANGUAGE_MARKS.get(self.get("language"), "")


class VideoLinkBlock(blocks.StructBlock):
    """A link to a video elsewhere: nothing is loaded from the other site before a click."""

    title = blocks.CharBlock(label=_("What the video shows"), max_length=120)
    url = blocks.URLBlock(label=_("Address of the video"))
    minutes = blocks.IntegerBlock(label=_("Length in minutes"), required=False, min_value=1)
    language = blocks.ChoiceBlock(
        label=_("Language of the video"), choices=list(settings.LANGUAGE_MARKS.items()), required=False
    )
    subtitles = blocks.BooleanBlock(label=_("Has subtitles"), required=False)

    class Meta:
        icon = "media"
        label = _("Video link")
        template = "blocks/video_link.html"
        value_class = VideoValue


class CallToActionBlock(LinkBlock):
    title = blocks.CharBlock(label=_("Heading"), max_length=120)
    text = blocks.CharBlock(label=_("Text"), required=False, max_length=240)
    label = blocks.CharBlock(label=_("Words on the button"), max_length=60)

    class Meta:
        icon = "arrow-right-full"
        label = _("Call to action")
        template = "blocks/call_to_action.html"


class BodyBlock(blocks.StreamBlock):
    """The kit of every page body."""

    heading = HeadingBlock()
    rich_text = RichTextBlock()
    picture = PictureBlock()
    picture_pair = PicturePairBlock()
    quote = QuoteBlock()
    facts = FactsBlock()
    steps = StepsBlock()
    link_cards = LinkCardsBlock()
    contact = ContactBlock()
    accordion = AccordionBlock()
    table = TableBlock()
    video_link = VideoLinkBlock()
    call_to_action = CallToActionBlock()
    latest_news = LatestNewsBlock()
    latest_events = LatestEventsBlock()
    latest_jobs = LatestJobsBlock()


class OfficialLinkBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Authority and subject"), max_length=160)
    url = blocks.URLBlock(label=_("Address"))
    country = blocks.ChoiceBlock(
        label=_("Whose"),
        choices=[("FI", _("Finland")), ("SE", _("Sweden")), ("Nordic", _("Nordic countries"))],
    )

    class Meta:
        icon = "link"
        label = _("Official link")
        value_class = LinkValue


class GuideStepValue(blocks.StructValue):
    @property
    def review_state(self):
        """never, due or checked; asked when the page is shown, never stored."""
        from django.utils import timezone

        if not self.get("reviewed_on"):
            return "never"
        review_by = self.get("review_by")
        return "due" if review_by and review_by < timezone.localdate() else "checked"


class GuideStepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Heading"), max_length=120)
    text = TextBlock(label=_("Text"))
    links = blocks.ListBlock(OfficialLinkBlock(), label=_("Official links"), min_num=0)
    reviewed_on = blocks.DateBlock(label=_("Reviewed on"), required=False)
    review_by = blocks.DateBlock(label=_("Review by"), required=False)
    reviewed_by = blocks.CharBlock(label=_("Reviewed by (role)"), required=False, max_length=120)

    class Meta:
        icon = "list-ol"
        label = _("Step")
        template = "blocks/guide_step.html"
        value_class = GuideStepValue

    def clean(self, value):
        value = super().clean(value)
        reviewed_on, review_by = value["reviewed_on"], value["review_by"]
        if review_by and not reviewed_on:
            raise blocks.StructBlockValidationError(
                {"reviewed_on": ValidationError(_("Say when the step was reviewed."))}
            )
        if review_by and review_by <= reviewed_on:
            raise blocks.StructBlockValidationError(
                {"review_by": ValidationError(_("The next review comes after the last one."))}
            )
        return value


class AccessibilityIssueBlock(blocks.StructBlock):
    """One thing that is not accessible, as both countries' statements must tell it."""

    what = blocks.TextBlock(label=_("What is not accessible"))
    criterion = blocks.CharBlock(label=_("Criterion"), max_length=160)
    reason = blocks.ChoiceBlock(
        label=_("Why"),
        choices=[
            ("not_fixed", _("not mended yet")),
            ("burden", _("disproportionate burden")),
            ("outside_law", _("outside the law")),
        ],
    )
    grounds = blocks.TextBlock(label=_("Grounds (for a disproportionate burden)"), required=False)
    alternative = blocks.TextBlock(label=_("How to get the same otherwise"), required=False)

    class Meta:
        icon = "warning"
        label = _("Known problem")
