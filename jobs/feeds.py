from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from listings.facts import deadline, place
from listings.feeds import AtomMixin, ListingFeed
from listings.texts import teaser_of, without_controls

from .facts import card_facts
from .filters import VacancySearch


class VacancyRss(ListingFeed):
    search_class = VacancySearch
    list_name = "vacancies"

    def list_title(self):
        return _("Jobs")

    def item_description(self, vacancy):
        until = deadline(vacancy, _("Apply by"))
        lines = [
            teaser_of(vacancy).text,
            " · ".join([place(vacancy), *card_facts(vacancy)]),
            f"{until.label}: {until.value} ({until.note})" if until else "",
            _("This ad is a made-up example.") if vacancy.is_example else "",
        ]
        return format_html_join("", "<p>{}</p>", ((without_controls(line),) for line in lines if line))

    def item_categories(self, vacancy):
        return [vacancy.occupation.name] if vacancy.occupation else []


class VacancyAtom(AtomMixin, VacancyRss):
    pass
