from listings.sitemaps import ListingSitemap

from .models import Vacancy


class VacancySitemap(ListingSitemap):
    model = Vacancy
