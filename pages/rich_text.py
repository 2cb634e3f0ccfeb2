"""What the text editor offers beyond Wagtail's own."""

from django.conf import settings
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineStyleElementHandler
from wagtail.admin.rich_text.editors.draftail.features import InlineStyleFeature

from .links import PageLinkHandler


def link_by_address(features):
    features.register_link_type(PageLinkHandler)


def mark_language_of_words(features):
    """Buttons that mark words as being in another language than the page, for screen readers."""
    for code, name in settings.LANGUAGE_MARKS.items():
        style = f"LANG-{code.upper()}"
        features.register_editor_plugin(
            "draftail",
            f"lang-{code}",
            InlineStyleFeature({"type": style, "label": code, "description": name}),
        )
        features.register_converter_rule(
            "contentstate",
            f"lang-{code}",
            {
                "from_database_format": {f'span[lang="{code}"]': InlineStyleElementHandler(style)},
                "to_database_format": {"style_map": {style: {"element": "span", "props": {"lang": code}}}},
            },
        )
