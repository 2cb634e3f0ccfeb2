"""Pages as bare and as full as an editor can make them. Both are made from the fields and blocks that
a page type declares, so that a new type or block is looked at by the browser tests without being told."""

import datetime

from django.apps import apps
from django.db import models
from django.utils import timezone
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Locale, Page
from wagtail.snippets.blocks import SnippetChooserBlock

from pages.models import BasePage, ContentPage, HomePage
from pages.models.news import PER_PAGE, IndexPage
from pages.seeding import demo_image
from places.models import Municipality

LONG_WORDS = {
    "fi": "Saavutettavuusvaatimustenmukaisuusseloste tai lentokonesuihkuturbiinimoottoriapumekaanikko ",
    "sv": "Äldreomsorgsverksamhetssamordnare eller flygspaningssimulatoranläggningsmaterielunderhåll ",
}
LONG_ADDRESS = "https://www.example.org/" + "saavutettavuusvaatimustenmukaisuusseloste-" * 4
PAGE_TYPES = sorted(
    (model for model in apps.get_models() if issubclass(model, BasePage)), key=lambda model: model.__name__
)


class Showcase:
    """One language's pages: `addresses(model)` is {state: address}."""

    def __init__(self, language):
        self.language = language
        self.locale = Locale.objects.get(language_code=language)
        self.home = HomePage.objects.get(locale=self.locale, depth=2)
        shelf = ContentPage(title=f"Showcase {language}", slug=f"showcase-{language}", locale=self.locale)
        self.shelf = self.home.add_child(instance=shelf)
        self.made = {
            (model, state): self.make(model, state) for model in PAGE_TYPES for state in ("bare", "full")
        }

    def remove(self):
        Page.objects.filter(pk=self.shelf.pk).delete()

    def addresses(self, model):
        seeded = model.objects.live().filter(locale=self.locale).exclude(path__startswith=self.shelf.path)
        return {
            "seeded": seeded.order_by("path").first().url,
            "bare": self.made[model, "bare"].url,
            "full": self.made[model, "full"].url,
        }

    def make(self, model, state):
        page = self.page(model, state, slug=f"{model.__name__.lower()}-{state}")
        self.shelf.add_child(instance=page)
        if issubclass(model, IndexPage) and state == "full":
            for number in range(PER_PAGE + 1):
                for kind in model.allowed_subpage_models():
                    page.add_child(instance=self.page(kind, state, slug=f"item-{number}"))
        return page

    def page(self, model, state, *, slug):
        words = self.words(200) if state == "full" else "Showcase"
        page = model(title=words, slug=slug, locale=self.locale)
        for field in own_fields(model):
            if state == "full" or not (field.blank or field.has_default()):
                setattr(page, field.name, self.field_value(field))
        return page

    def words(self, length=None):
        text = LONG_WORDS.get(self.language, LONG_WORDS["fi"])
        return (text * 12)[: length or 400].strip()

    def rich_text(self):
        other = next(code for code in LONG_WORDS if code != self.language)
        return (
            f'<p>{self.words()} <b>{self.words(60)}</b> <span lang="{other}">{LONG_WORDS[other]}</span></p>'
            f'<ul><li><a href="{LONG_ADDRESS}">{self.words(90)}</a></li></ul>'
            f"<ol><li>{self.words(90)}</li></ol>"
        )

    def field_value(self, field):
        if field.choices:
            return field.flatchoices[0][0]
        if isinstance(field, StreamField):
            blocks_by_name = field.stream_block.child_blocks
            return [(name, self.block_value(block)) for name, block in blocks_by_name.items()]
        if isinstance(field, RichTextField):
            return self.rich_text()
        if isinstance(field, models.ForeignKey):
            is_place = field.related_model is Municipality
            return Municipality.objects.first() if is_place else demo_image("river")
        if isinstance(field, models.DateTimeField):
            return timezone.now() + datetime.timedelta(days=7)
        if isinstance(field, models.DateField):
            return timezone.localdate()
        if isinstance(field, models.BooleanField):
            return True
        if isinstance(field, models.URLField):
            return LONG_ADDRESS[: field.max_length]
        if isinstance(field, models.EmailField):
            return "saavutettavuusvaatimukset@saavutettavuusvaatimukset.example.org"
        return self.words(field.max_length)

    def block_value(self, block):
        make = next(make for kind, make in BLOCK_VALUES.items() if isinstance(block, kind))
        return make(self, block)

    def struct(self, block):
        return {name: self.block_value(child) for name, child in block.child_blocks.items()}

    def table(self, block):
        kinds = block.child_blocks
        row = [kind.get_prep_value(self.block_value(kind)) for kind in kinds.values()]
        return block.to_python(
            {
                "caption": self.words(100),
                "columns": [{"type": kind, "heading": self.words(60)} for kind in kinds],
                "rows": [{"values": row}] * 2,
            }
        )


def own_fields(model):
    """What the type adds to Wagtail's own page."""
    inherited = {field.name for field in Page._meta.get_fields()} | {"page_ptr"}
    return [field for field in model._meta.concrete_fields if field.name not in inherited]


# The first kind that fits wins: special kinds before the ones they are made from.
BLOCK_VALUES = {
    TypedTableBlock: Showcase.table,
    ImageBlock: lambda case, block: block.to_python(
        {"image": demo_image("river").pk, "alt_text": case.words(120), "decorative": False}
    ),
    blocks.StructBlock: Showcase.struct,
    blocks.ListBlock: lambda case, block: [case.block_value(block.child_block) for _ in range(2)],
    blocks.StreamBlock: lambda case, block: [
        (name, case.block_value(child)) for name, child in block.child_blocks.items()
    ],
    SnippetChooserBlock: lambda case, block: Municipality.objects.first(),
    blocks.PageChooserBlock: lambda case, block: None,
    blocks.URLBlock: lambda case, block: LONG_ADDRESS,
    blocks.ChoiceBlock: lambda case, block: next(value for value, _label in block.field.choices if value),
    blocks.RichTextBlock: lambda case, block: block.to_python(case.rich_text()),
    blocks.DateBlock: lambda case, block: timezone.localdate(),
    blocks.BooleanBlock: lambda case, block: True,
    blocks.IntegerBlock: lambda case, block: 3,
    blocks.FieldBlock: lambda case, block: case.words(getattr(block.field, "max_length", None)),
}
