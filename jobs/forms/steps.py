"""What every page of writing a vacancy has in common."""

from django.utils.translation import gettext_lazy

from listings.steps import StepForm

from ..models import Vacancy

LINES = gettext_lazy("An empty line begins a new paragraph, “- ” at the start of a line makes a list.")


class VacancyStep(StepForm):
    class Meta:
        model = Vacancy
        fields = []
