"""What the frame of every page needs: menu, footer, languages. Nothing is asked of the database until a
template uses it, and what it answered is kept for a minute, since every page asks the same."""

from functools import partial

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from places.banks import banks
from places.caching import remember

from .languages import language_links, routed_page
from .models import AccessibilityStatementPage, ContactPage, HomePage, PrivacyPage, SearchPage

LEGAL_TYPES = (AccessibilityStatementPage, PrivacyPage, ContactPage)


def site(request):
    if request.path.startswith(settings.CMS_PREFIX):
        return {}  # Wagtail's templates have a `search_url` of their own
    navigation = SimpleLazyObject(partial(site_navigation, request))
    return {
        "site_name": _("Tornedalen"),
        "site_url": settings.SITE_URL,
        "default_language": settings.LANGUAGE_CODE,
        "funder": settings.FUNDER,
        "home_url": SimpleLazyObject(lambda: navigation["home_url"]),
        "search_url": SimpleLazyObject(lambda: navigation["search_url"]),
        "main_menu": SimpleLazyObject(lambda: mark_current(navigation["menu"], request.path)),
        "footer_pages": SimpleLazyObject(lambda: navigation["more"]),
        "privacy_url": SimpleLazyObject(lambda: navigation["privacy_url"]),
        "legal_pages": SimpleLazyObject(lambda: navigation["legal"]),
        "banks": SimpleLazyObject(banks),
        "language_links": SimpleLazyObject(partial(language_links, request)),
        # Only people who have signed in have one; for others no template may touch the session.
        "has_session": settings.SESSION_COOKIE_NAME in request.COOKIES,
        "edit_url": SimpleLazyObject(partial(edit_url, request)),
    }


def site_navigation(request):
    """Addresses and titles of the pages right under this language's front page, one query."""
    language = get_language()
    return remember(f"navigation-{language}", lambda: read_navigation(request, language))


def read_navigation(request, language):
    home = HomePage.objects.live().filter(locale__language_code=language).first()
    found = {
        "home_url": f"/{language}/",
        "search_url": "",
        "privacy_url": "",
        "menu": [],
        "more": [],
        "legal": [],
    }
    for page in home.get_children().live().select_related("content_type") if home else ():
        kind, entry = page.content_type.model_class(), {"title": page.title, "url": page.get_url(request)}
        if kind is PrivacyPage:
            found["privacy_url"] = entry["url"]
        if kind is SearchPage:
            found["search_url"] = entry["url"]
        elif page.show_in_menus:
            found["menu"].append(entry)
        else:
            found["legal" if kind in LEGAL_TYPES else "more"].append(entry)
    found["menu"] = [*boards(), *found["menu"]]
    return found


def boards():
    """What is no page and stands first in the menu all the same."""
    return [{"title": gettext("Jobs"), "url": reverse("vacancies")}]


def mark_current(menu, path):
    return [entry | {"is_current": path.startswith(entry["url"])} for entry in menu]


def edit_url(request):
    page = routed_page(request)
    if page and request.user.is_authenticated and page.permissions_for_user(request.user).can_edit():
        return reverse("wagtailadmin_pages:edit", args=[page.pk])
    return ""
