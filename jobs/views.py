"""The public pages about vacancies; what they share with those about homes is in listings.views."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from listings import ad_views, views
from listings.texts import title_of

from .facts import about, cards
from .filters import VacancySearch
from .job_posting import job_posting
from .models import Vacancy

CANDIDATES = 60


class VacancyPages:
    model = Vacancy
    list_name = "vacancies"

    def list_title(self):
        return _("Jobs")

    def cards(self, listings):
        return cards(listings)

    def public(self):
        return super().public().select_related("occupation__field")

    def candidates(self, vacancy):
        """Of the same occupation, then of the same field of work; the newest of each."""
        vacancies = self.public().open().exclude(pk=vacancy.pk).order_by("-first_published_at", "-pk")
        if not vacancy.occupation:
            return vacancies.filter(occupation=None)[:CANDIDATES]
        return vacancies.filter(occupation__field=vacancy.occupation.field)[:CANDIDATES]

    ALIKE = ("municipality", "occupation")

    def rank(self, vacancy, other):
        return other.occupation_id != vacancy.occupation_id


class VacancyListView(VacancyPages, views.ListingListView):
    search_class = VacancySearch

    def count_words(self, page):
        """12 jobs, 17 positions: an ad may look for several people."""
        jobs = self.button_words(page)
        if page.positions == page.total:
            return jobs
        positions = ngettext("%(number)s position", "%(number)s positions", page.positions)
        return ", ".join([jobs, positions % {"number": page.positions}])

    def button_words(self, page):
        return ngettext("%(number)s job", "%(number)s jobs", page.total) % {"number": page.total}


class VacancyView(VacancyPages, ad_views.ListingDetailView):
    def about(self, vacancy):
        return about(vacancy)

    def structured_data(self, vacancy):
        return job_posting(vacancy)


class VacancyCalendarView(VacancyPages, ad_views.ListingCalendarView):
    def calendar_title(self, vacancy):
        return _("Apply for: %(title)s") % {"title": title_of(vacancy).text}


class ReportVacancyView(VacancyPages, ad_views.ReportListingView):
    pass


class CountVacancyView(VacancyPages, ad_views.CountListingView):
    pass
