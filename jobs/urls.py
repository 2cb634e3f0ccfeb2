from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import feeds, views

urlpatterns = [
    path("", views.VacancyListView.as_view(), name="vacancies"),
    path("rss/", feeds.VacancyRss(), name="vacancies_rss"),
    path("atom/", feeds.VacancyAtom(), name="vacancies_atom"),
    path("<int:pk>/ics/", views.VacancyCalendarView.as_view(), name="vacancy_ics"),
    path("<int:pk>/count/", views.CountVacancyView.as_view(), name="count_vacancy"),
    path(_("<int:pk>/report/"), views.ReportVacancyView.as_view(), name="report_vacancy"),
    path("<int:pk>-<str:slug>/", views.VacancyView.as_view(), name="vacancy"),
    path("<int:pk>/", views.VacancyView.as_view(), {"slug": ""}),
]
