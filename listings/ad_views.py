"""The public pages of one ad of any kind: reading it, its last day for a calendar, counting, reporting."""

from urllib.parse import quote, urlsplit

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from places.caching import let_keep

from .calendars import deadline_calendar
from .counts import count_apply, count_view
from .limits import AN_HOUR
from .models.listing import languages
from .nearby import nearest
from .reports import ReportForm, TooManyReports
from .texts import teaser_of, title_of
from .views import ROBOTS_OUT, ListingPages, addresses, with_query

SIMILAR = 4


class OneListing(ListingPages):
    """One ad in public: a missing one is 404, one that is over is told apart by `closed`."""

    def public(self):
        return super().public().select_related("organisation__municipality", "organisation__logo")

    @cached_property
    def listing(self):
        return self.public().open().filter(pk=self.kwargs["pk"]).first()

    def dispatch(self, request, *args, **kwargs):
        if self.listing is None:
            return self.closed(request)
        return super().dispatch(request, *args, **kwargs)

    def closed(self, request):
        listing = self.public().was_public().filter(pk=self.kwargs["pk"]).first()
        if listing is None:
            raise Http404
        response = self.answer("closed", self.closed_context(listing), status=410)
        let_keep(response, request, stale=0)
        return response

    def closed_context(self, listing):
        return {
            "listing": listing,
            "cards": self.cards(self.similar(listing)),
            "head": self.heading(listing),
            "urls": {"list": self.list_url},
        }

    def heading(self, listing):
        title = title_of(listing)
        return {
            "title": title.text,
            "title_language": title.foreign_language,
            "crumbs": self.crumbs((self.list_title(), self.list_url)),
        }

    def candidates(self, listing):
        """Open ads of the same kind of thing, newest first."""
        raise NotImplementedError

    # The columns that say how alike another one is.
    ALIKE = ("municipality",)

    def rank(self, listing, other):
        """What counts before the distance: smaller is more alike."""
        return 0

    def similar(self, listing):
        """Whole rows of the few that are shown only: a row has hundreds of columns."""
        places = ("village__latitude", "village__longitude")
        few = self.candidates(listing).select_related(None).select_related("village")
        keys = [near.pk for near in nearest(listing, few.only(*self.ALIKE, *places), SIMILAR, self.rank)]
        found = self.public().in_bulk(keys)
        return [found[key] for key in keys if key in found]

    def urls(self, listing):
        return {
            "self": listing.get_absolute_url(),
            "list": self.list_url,
            "report": reverse(f"report_{self.kind}", args=[listing.pk]),
            "count": reverse(f"count_{self.kind}", args=[listing.pk]),
            "calendar": reverse(f"{self.kind}_ics", args=[listing.pk]) if listing.closes_at else "",
            "send": send_by_mail(listing),
        }


class ListingDetailView(OneListing):
    def get(self, request, pk, slug):
        own_url = self.listing.get_absolute_url()
        if request.path != own_url:
            query = request.META.get("QUERY_STRING", "")
            return redirect(with_query(own_url, query), permanent=True)
        request.language_urls = addresses(self.listing)
        response = self.answer("detail", self.context(self.listing))
        let_keep(response, request, stale=0, until=self.listing.closes_at)
        return response

    def context(self, listing):
        return self.about(listing) | {
            "listing": listing,
            "cards": self.cards(self.similar(listing)),
            "head": self.heading(listing),
            "meta": self.meta(listing),
            "urls": self.urls(listing),
            "structured_data": self.structured_data(listing),
        }

    def about(self, listing):
        """What the kind's own parts of the page show; a preview shows the same."""
        raise NotImplementedError

    def structured_data(self, listing):
        return None

    def meta(self, listing):
        return {
            "title": title_of(listing).text,
            "description": teaser_of(listing).text,
            "url": settings.SITE_URL + listing.get_absolute_url(),
            "illustration": self.illustration,
            "kind": "article",
            # Made-up ads must not reach search engines.
            "robots": ROBOTS_OUT if listing.is_example else "",
        }


class ListingCalendarView(OneListing):
    def get(self, request, pk):
        if not self.listing.closes_at:
            raise Http404
        title = self.calendar_title(self.listing)
        response = HttpResponse(
            deadline_calendar(self.listing, title), content_type="text/calendar; charset=utf-8"
        )
        response["Content-Disposition"] = f'attachment; filename="{self.listing.slug}.ics"'
        let_keep(response, request, stale=0)
        return response

    def calendar_title(self, listing):
        raise NotImplementedError


@method_decorator(csrf_exempt, name="dispatch")
class CountListingView(OneListing):
    """Readers' pages come from shared caches, so a page's script says that it was opened or that the way
    to apply was taken. Nothing else is told or kept. Without script nothing is counted; people who have
    signed in are mostly those who posted, and are left out. A stranger's site cannot count: it says so."""

    http_method_names = ["post"]
    verbs = {"view": count_view, "apply": count_apply}

    def post(self, request, pk):
        verb = self.verbs.get(request.GET.get("what", ""))
        if verb is None:
            return HttpResponse(status=422)
        if is_own(request) and settings.SESSION_COOKIE_NAME not in request.COOKIES:
            verb(self.listing)
        response = HttpResponse(status=204)
        patch_cache_control(response, private=True, no_store=True)
        return response


@method_decorator(never_cache, name="dispatch")
class ReportListingView(OneListing):
    http_method_names = ["get", "head", "post"]

    def get(self, request, pk):
        return self.page({"form": ReportForm(), "is_sent": "sent" in request.GET})

    def post(self, request, pk):
        form = ReportForm(request.POST)
        if not form.is_valid():
            return self.page({"form": form}, status=422)
        try:
            if not form.is_robot:
                form.store(self.listing, ip=get_adapter(request).get_client_ip(request))
        except TooManyReports:
            answer = self.page({"form": form, "is_too_many": True}, status=429)
            answer["Retry-After"] = str(int(AN_HOUR.total_seconds()))
            return answer
        return redirect(f"{request.path}?sent=1")

    def page(self, context, status=200):
        title = title_of(self.listing)
        head = self.heading(self.listing) | {"title": _("Report this ad"), "title_language": ""}
        head["crumbs"].append((title.text, self.listing.get_absolute_url()))
        self.request.language_urls = {
            code: reverse_in(code, f"report_{self.kind}", [self.listing.pk]) for code in languages()
        }
        context |= {"listing": self.listing, "title": title, "head": head}
        return self.answer("report", context, status=status)


def reverse_in(language, name, args):
    with override(language):
        return reverse(name, args=args)


def send_by_mail(listing):
    """Opens the reader's own mail program: to send the ad to themselves or to a friend."""
    address = settings.SITE_URL + listing.get_absolute_url()
    return f"mailto:?subject={quote(title_of(listing).text)}&body={quote(address)}"


def is_own(request):
    """Whether a page of this site asks: browsers say so, and a page cannot say it of itself."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()
