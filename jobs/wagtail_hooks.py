from django.urls import path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from places.viewsets import register_municipality_viewset

from .menus import jobs_menu_item
from .models import Vacancy
from .statistics import VacancyStatisticsView
from .viewsets import FieldOfWorkViewSet, OccupationViewSet, VacancyViewSet

register_municipality_viewset(VacancyViewSet)
register_snippet(FieldOfWorkViewSet)
register_snippet(OccupationViewSet)


@hooks.register("register_admin_urls")
def cms_urls():
    return [
        # Known by its own name to letters and to the posters' desk.
        path("jobs/check/<int:pk>/", Vacancy.snippet_viewset.check_view, name="check_vacancy"),
        path("jobs/statistics/", VacancyStatisticsView.as_view(), name="vacancy_statistics"),
    ]


hooks.register("register_admin_menu_item", jobs_menu_item)
