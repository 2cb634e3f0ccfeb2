"""The public pages of every kind of listing. A kind says which model, search and addresses are its own
and what stands in its tables of facts; all else is here and in `ad_views`."""

from django.conf import settings
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views import View

from places.caching import let_keep

from .filter_panel import filter_groups
from .models.listing import languages

ROBOTS_OUT = "noindex"


class ListingPages(View):
    """What the pages of one kind share: its model and the names of its addresses."""

    http_method_names = ["get", "head", "options"]
    model = None
    # Name of the list's address; those of one ad are made of the model's name.
    list_name = ""
    illustration = "workday"

    @property
    def kind(self):
        return self.model._meta.model_name

    @property
    def list_url(self):
        return reverse(self.list_name)

    def list_title(self):
        """What the list is called in menus and breadcrumbs."""
        raise NotImplementedError

    def cards(self, listings):
        raise NotImplementedError

    def public(self):
        """With everything the pages show of it, in one question."""
        return self.model.objects.select_related("municipality", "village", "organisation")

    def answer(self, template, context, status=200):
        return TemplateResponse(self.request, self.template(template), context, status=status)

    def template(self, name):
        """A kind's own template wins over the shared one."""
        return [f"{self.model._meta.app_label}/{self.kind}_{name}.html", f"listings/listing_{name}.html"]

    def crumbs(self, *more):
        return [(_("Front page"), f"/{get_language()}/"), *more]


class ListingListView(ListingPages):
    search_class = None

    def get(self, request):
        search = self.search_class(request.GET, language=get_language())
        is_valid = search.is_valid()
        # A search that cannot be understood says so and shows everything there is.
        asked = search if is_valid else self.search_class(language=get_language())
        page = asked.results(page_number(request))
        response = self.answer("list", self.context(search, asked, page), status=200 if is_valid else 422)
        let_keep(response, request, stale=0)
        return response

    def context(self, search, asked, page):
        query = asked.query_string()
        counts = asked.counts()
        return {
            "search": search,
            "results": page,
            "cards": self.cards(page.items),
            "groups": filter_groups(asked, counts),
            "chips": asked.chips(),
            "relaxations": [] if page.total else asked.relaxations(),
            "sorts": self.sorts(asked),
            "count_words": self.count_words(page),
            "button_words": self.button_words(page),
            "head": {"title": self.list_title(), "crumbs": self.crumbs()},
            "meta": self.meta(search, page, query),
            "urls": {
                "list": self.list_url,
                "alert": with_query(reverse("make_alert", args=[self.kind]), query),
                "rss": with_query(reverse(f"{self.list_name}_rss"), query),
                "atom": with_query(reverse(f"{self.list_name}_atom"), query),
                "previous": page.previous
                and with_query(self.list_url, asked.query_string(page=str(page.previous))),
                "next": page.next and with_query(self.list_url, asked.query_string(page=str(page.next))),
            },
            "is_panel_open": "filters" in self.request.GET,
        }

    def sorts(self, search):
        has_words = bool(search.chosen.get("q"))
        return [
            {
                "label": label,
                "value": value,
                "url": with_query(self.list_url, search.query_string(sort=value)),
                "is_current": value == search.order,
            }
            for value, label in search.fields["sort"].choices
            if value != "best" or has_words
        ]

    def meta(self, search, page, query):
        """Only the plain list and its pages are for search engines: searches are without number."""
        number = f"?page={page.page}" if page.page > 1 else ""
        return {
            "title": self.list_title(),
            "description": self.count_words(page),
            "url": settings.SITE_URL + self.list_url + number,
            "illustration": self.illustration,
            "robots": ROBOTS_OUT if query or not search.is_valid() else "",
        }

    def count_words(self, page):
        raise NotImplementedError

    def button_words(self, page):
        raise NotImplementedError


def page_number(request):
    """What stands in an address may be anything."""
    text = request.GET.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def with_query(url, query):
    return f"{url}?{query}" if query else url


def addresses(listing):
    """{language: its address}: the slug is that language's own."""
    found = {}
    for code in languages():
        with override(code):
            found[code] = listing.get_absolute_url()
    return found
