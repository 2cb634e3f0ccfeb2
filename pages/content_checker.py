"""Wagtail's accessibility checker, with the rules that the law asks for."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.userbar import ContentCheckerItem

MEANINGLESS_ALT = (
    r"\.(avif|gif|jpe?g|png|svg|webp)$|_"
    r"|^(image|picture|photo|kuva|valokuva|bild|foto|img|dsc)[\s\d-]*$"
    r"|^(image|picture|photo) of |^(kuva|valokuva), jossa |^(en )?(bild|foto) (på|av) "
)


class StaffContentChecker(ContentCheckerItem):
    """WCAG 2.2 AA and axe's best practice; alternative texts that say nothing are errors too."""

    axe_run_only = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    axe_custom_checks = [
        {"id": "check-image-alt-text", "options": {"pattern": MEANINGLESS_ALT}},
        {"id": "check-empty-meta-description"},
    ]
    # axe's own sentences are English; these are the rules that editors' texts and pictures can break.
    axe_messages = ContentCheckerItem.axe_messages | {
        "image-alt": {
            "error_name": _("Picture without an alternative text"),
            "help_text": _("Say what the picture shows, or mark it as decorative"),
        },
        "color-contrast": {
            "error_name": _("Too little contrast between text and ground"),
            "help_text": _("Tell the site's administrator: editors can't choose colours"),
        },
        "empty-heading": {
            "error_name": _("Empty heading"),
            "help_text": _("Write the heading or remove the block"),
        },
        "identical-links-same-purpose": {
            "error_name": _("Links with the same words lead to different places"),
            "help_text": _("Say in the link where it leads"),
        },
        "link-in-text-block": {
            "error_name": _("A link that can't be told from the text around it"),
            "help_text": _("Tell the site's administrator: editors can't choose colours"),
        },
        "valid-lang": {
            "error_name": _("Unknown language mark"),
            "help_text": _("Mark the words again with one of the language buttons"),
        },
        "page-has-heading-one": {
            "error_name": _("The page has no title"),
            "help_text": _("Give the page a title"),
        },
        "table-duplicate-name": {
            "error_name": _("The table's caption repeats its summary"),
            "help_text": _("Say in the caption what the table tells"),
        },
    }


def use_staff_checker(request, items, page):
    items[:] = [
        StaffContentChecker(in_editor=item.in_editor) if isinstance(item, ContentCheckerItem) else item
        for item in items
    ]
