"""What stands in the CMS's menus: what municipal staff need, nothing else."""

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from .permissions import is_administrator
from .translating import ParityBoardView, TranslatePageView, show_source_changes

# Wagtail's own pages about Wagtail, in English and elsewhere.
NEEDLESS = {"help"}
# The desk and the board say the same of one's own pages only.
ADMINISTRATORS_ONLY = {"reports"}


def cms_urls():
    return [
        path("languages/", ParityBoardView.as_view(), name="parity_board"),
        path("languages/<int:page_id>/changes/", show_source_changes, name="source_changes"),
        # Wagtail's address of the same view: the first to be found answers.
        path("translation/submit/page/<int:page_id>/", TranslatePageView.as_view(), name="translate_page"),
    ]


def board_menu_item():
    return MenuItem(_("Languages"), reverse("parity_board"), name="languages", icon_name="globe", order=150)


def trim_main_menu(request, items):
    hidden = NEEDLESS if is_administrator(request.user) else NEEDLESS | ADMINISTRATORS_ONLY
    items[:] = [item for item in items if item.name not in hidden]
    for item in items:
        if item.name == "snippets":
            # All there is under this word of Wagtail's: municipalities, villages, bridges.
            item.label, item.icon_name = _("Places"), "site"


def cms_style():
    """Wagtail's colours are not layered, so our tokens give names and change nothing of its own."""
    sheets = [(static(f"css/{name}.css"),) for name in ("tokens", "cms")]
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', sheets)
