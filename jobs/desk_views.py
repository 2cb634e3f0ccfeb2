"""Vacancies at their employers' desk; how it works is in listings.desk."""

from django.utils.translation import gettext_lazy as _

from listings.desk import Desk

from .forms import STEPS, OutcomeForm
from .models import Vacancy
from .views import VacancyView

WORDS = {
    "list": _("My job ads"),
    "new": _("Post a job"),
    "begin": _("Tell first whose vacancy it is: a company, another organisation or a household."),
    "none": _("You have no job ads yet."),
    "untitled": _("Job ad without a title"),
    "outcome": _("Did you fill it?"),
}


vacancy_desk = Desk(
    model=Vacancy,
    steps=STEPS,
    outcome_form=OutcomeForm,
    public_page=VacancyView,
    words=WORDS,
)
