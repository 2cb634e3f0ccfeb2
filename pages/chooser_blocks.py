"""Blocks that choose or point at something: other blocks are made with them."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.forms.choosers import URLOrAbsolutePathField
from wagtail.snippets.blocks import SnippetChooserBlock

from places.banks import banks

from .links import KnownPage, page_urls

# A path that browsers take for another site's address.
NO_OTHER_HOST = RegexValidator(
    r"^/[/\\]", inverse_match=True, message=_("Give the whole address, with https://.")
)


class AddressBlock(blocks.FieldBlock):
    """Elsewhere, or a part of this site that is no page: /fi/tyopaikat/?place=kolari."""

    def __init__(self, required=True, help_text=None, **kwargs):
        self.field = URLOrAbsolutePathField(
            required=required, help_text=help_text, validators=[NO_OTHER_HOST]
        )
        super().__init__(**kwargs)

    class Meta:
        icon = "link-external"


class PageLinkBlock(blocks.PageChooserBlock):
    """Wagtail's fetches every chosen page in full; readers need only the published ones' addresses."""

    def bulk_to_python(self, values):
        urls = page_urls([pk for pk in values if pk])
        others = iter(super().bulk_to_python([pk for pk in values if pk not in urls]))
        return [KnownPage(pk, urls[pk]) if pk in urls else next(others) for pk in values]


class BankBlock(SnippetChooserBlock):
    """The municipalities are few and remembered: no page asks for them again."""

    def bulk_to_python(self, values):
        known = {bank.pk: bank for bank in banks()} | {None: None}
        return [known[pk] for pk in values] if known.keys() >= set(values) else super().bulk_to_python(values)
