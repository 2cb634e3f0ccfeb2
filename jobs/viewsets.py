from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from places.viewsets import MunicipalityViewSet, translated_panel

from .models import Vacancy


class VacancyViewSet(MunicipalityViewSet):
    model = Vacancy
    icon = "user"
    menu_label = _("Vacancies")
    add_to_admin_menu = True
    list_display = ["__str__", "municipality"]
    panels = [translated_panel("title"), FieldPanel("apply_by")]
