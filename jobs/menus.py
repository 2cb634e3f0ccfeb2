"""What the CMS's menu holds about work."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, SubmenuMenuItem

from listings.menus import CountedMenuItem, ModelMenuItem
from listings.models import Organisation, Report

from .models import FieldOfWork, Occupation, Vacancy


def jobs_menu_item():
    return SubmenuMenuItem(_("Jobs"), Menu(items=items()), name="jobs", icon_name="user", order=200)


def items():
    def url(model, view="list"):
        return reverse(model.snippet_viewset.get_url_name(view))

    listed = [
        (CountedMenuItem, Vacancy, _("Queue"), url(Vacancy, "queue"), "tasks"),
        (ModelMenuItem, Vacancy, _("Vacancies"), url(Vacancy), "list-ul"),
        (CountedMenuItem, Organisation, _("Organisations"), url(Organisation), "group"),
        (CountedMenuItem, Report, _("Reports"), url(Report), "warning"),
        (ModelMenuItem, Vacancy, _("Alerts"), reverse("alert_statistics"), "mail"),
        (ModelMenuItem, Vacancy, _("Statistics"), reverse("vacancy_statistics"), "table"),
        (ModelMenuItem, Occupation, _("Occupations"), url(Occupation), "tag"),
        (ModelMenuItem, FieldOfWork, _("Fields of work"), url(FieldOfWork), "folder-open-inverse"),
    ]
    return [
        kind(model, label, address, name=f"jobs-{order}", icon_name=icon, order=order)
        for order, (kind, model, label, address, icon) in enumerate(listed)
    ]
