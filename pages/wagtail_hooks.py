from django.conf import settings
from wagtail import hooks
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineStyleElementHandler
from wagtail.admin.rich_text.editors.draftail.features import InlineStyleFeature

from .admin_api import register_endpoints
from .caching import say_how_long
from .links import PageLinkHandler
from .separation import filter_file_chooser, filter_page_chooser, hide_reports


@hooks.register("register_rich_text_features", order=100)
def link_by_address(features):
    features.register_link_type(PageLinkHandler)


@hooks.register("register_rich_text_features")
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
                "to_database_format": {
                    "style_map": {style: {"element": "span", "props": {"lang": code}}}
                },
            },
        )


# Later than Wagtail's own, which register the same names without regard to whose a file is.
hooks.register("construct_admin_api", register_endpoints, order=100)
hooks.register("construct_page_chooser_queryset", filter_page_chooser)
hooks.register("construct_image_chooser_queryset", filter_file_chooser)
hooks.register("construct_document_chooser_queryset", filter_file_chooser)
hooks.register("construct_reports_menu", hide_reports)
hooks.register("on_serve_page", say_how_long)
