"""Keeps each municipality's unpublished work out of the other's sight, at every address of the CMS.

Wagtail decides what staff may change; this module sees to it that they come across nothing else.
`refuse_other_side` wraps every CMS view: whatever page, picture, document or record an address names must be
in the person's reach (permissions.py). Lists and choosers are filtered by the same query sets.
"""

from functools import wraps

from django.apps import apps
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from taggit.models import Tag, TaggedItem
from wagtail.admin import filters
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.views import chooser as image_chooser
from wagtail.models import Page, Revision, TaskState, WorkflowState

from .permissions import in_reach, is_administrator, is_in_reach, linkable_pages

# What an address names with each of its parameters.
PAGE_PARAMETERS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk")
FILE_PARAMETERS = {
    "image_id": get_image_model(),
    "document_id": get_document_model(),
    "doc_id": get_document_model(),
}
PK_BY_NAMESPACE = {
    "wagtailadmin_pages": Page,
    "wagtailadmin_api:pages": Page,
    "wagtailadmin_api:images": get_image_model(),
    "wagtailadmin_api:documents": get_document_model(),
    "wagtailimages_chooser": get_image_model(),
    "wagtaildocs_chooser": get_document_model(),
}
# Rows that stand for the object they are about.
ABOUT_AN_OBJECT = {
    "revision_id": (Revision, lambda row: row.content_object),
    "workflow_state_id": (WorkflowState, lambda row: row.content_object),
    "task_state_id": (TaskState, lambda row: row.workflow_state.content_object),
}
# Reports that name whatever was last touched, wherever; staff have the history of each page instead.
ADMINISTRATORS_REPORTS = ("site_history", "page_types_usage")


def filter_page_chooser(pages, request):
    if request.user.is_superuser:
        return pages
    return pages.filter(pk__in=linkable_pages(request.user).values("pk"))


def filter_file_chooser(files, request):
    return files.filter(pk__in=in_reach(files.model, request.user).values("pk"))


def hide_reports(request, items):
    if not is_administrator(request.user):
        items[:] = [item for item in items if item.name.replace("-", "_") not in ADMINISTRATORS_REPORTS]


def hide_popular_tags():
    """Wagtail offers the words most used on all files, whosever they are, and knows no setting for it."""
    filters.popular_tags_for_model = image_chooser.popular_tags_for_model = lambda model, count=0: []


def refuse_other_side(view):
    @wraps(view)
    def guarded_view(request, *args, **kwargs):
        user = request.user
        if user.has_perm("wagtailadmin.access_admin") and not user.is_superuser:
            guard = Guard(request, kwargs)
            if not guard.allows():
                return permission_denied(request)
            if guard.answer:
                return guard.answer
        return view(request, *args, **kwargs)

    return guarded_view


class Guard:
    """One request of a member of staff, looked at before Wagtail sees it."""

    def __init__(self, request, parameters):
        self.request = request
        self.user = request.user
        self.parameters = parameters
        self.match = request.resolver_match
        self.answer = None

    def allows(self):
        own_check = getattr(self, f"check_{self.match.url_name}", None)
        if own_check and not own_check():
            return False
        return all(self.allows_parameter(name, value) for name, value in self.parameters.items())

    def allows_parameter(self, name, value):
        if name == "parent_page_id" and self.match.url_name.startswith("wagtailadmin_choose_page"):
            return linkable_pages(self.user).filter(pk=value).exists()
        if name in PAGE_PARAMETERS:
            return self.reaches(Page, [value])
        if name in FILE_PARAMETERS:
            return self.reaches(FILE_PARAMETERS[name], [value])
        if name == "pk" and self.match.namespace in PK_BY_NAMESPACE:
            return self.reaches(PK_BY_NAMESPACE[self.match.namespace], [value])
        if name in ABOUT_AN_OBJECT:
            model, owner = ABOUT_AN_OBJECT[name]
            row = model.objects.filter(pk=value).first()
            return row is None or (bool(owner(row)) and is_in_reach(owner(row), self.user))
        return True

    def reaches(self, model, pks):
        """Also true of rows that do not exist: Wagtail says so itself."""
        try:
            pks = {model._meta.pk.to_python(unquote(str(pk))) for pk in pks}
        except (ValueError, ValidationError):
            return False
        existing = set(model._base_manager.filter(pk__in=pks).values_list("pk", flat=True))
        return existing <= set(in_reach(model, self.user).filter(pk__in=pks).values_list("pk", flat=True))

    def check_site_history(self):
        return is_administrator(self.user)

    # They list the workflows of every record whose kind the person may change, whosever it is.
    check_workflow = check_workflow_results = check_site_history
    check_workflow_tasks = check_workflow_tasks_results = check_site_history
    check_site_history_results = check_page_types_usage = check_page_types_usage_results = check_site_history

    def check_wagtailadmin_choose_page(self):
        """Wagtail opens the chooser at the page above all pages of the wanted type, whose title may be
        a draft's."""
        self.parameters.setdefault("parent_page_id", Page.get_first_root_node().pk)
        return True

    def check_wagtailadmin_choose_page_chosen_multiple(self):
        pks = [pk for pk in self.request.GET.getlist("id") if pk.isdigit()]
        return linkable_pages(self.user).filter(pk__in=pks).count() == Page.objects.filter(pk__in=pks).count()

    def check_chosen_multiple(self):
        model = PK_BY_NAMESPACE.get(self.match.namespace)
        return not model or self.reaches(model, self.request.GET.getlist("id"))

    def check_ping(self):
        model = self.named_model()
        return not model or self.reaches(model, [self.parameters["object_id"]])

    def check_wagtail_bulk_action(self):
        """To choose all means all of one's own: the confirmation would name what it leaves out."""
        model = self.named_model()
        action = model and bulk_action_registry.get_bulk_action_class(
            model._meta.app_label, model._meta.model_name, self.parameters["action"]
        )
        if not action:
            return True
        pks = self.request.GET.getlist("id")
        if "all" not in pks:
            return self.reaches(model, pks)
        listed = action(self.request, model).get_all_objects_in_listing_query(self.request.GET.get("childOf"))
        own = in_reach(model, self.user).filter(pk__in=list(listed)).values_list("pk", flat=True)
        self.request.GET = self.request.GET.copy()
        self.request.GET.setlist("id", [str(pk) for pk in own])
        return True

    def named_model(self):
        try:
            return apps.get_model(self.parameters["app_label"], self.parameters["model_name"])
        except LookupError:
            return None

    def check_wagtailadmin_tag_autocomplete(self):
        """Only words that stand on something in reach."""
        words = Tag.objects.none()
        for model in (get_image_model(), get_document_model()):
            words |= Tag.objects.filter(
                pk__in=TaggedItem.objects.filter(
                    content_type=ContentType.objects.get_for_model(model),
                    object_id__in=in_reach(model, self.user).values("pk"),
                ).values("tag_id")
            )
        term = self.request.GET.get("term", "")
        words = words.filter(name__istartswith=term) if term else words.none()
        self.answer = JsonResponse(
            list(words.order_by("name").values_list("name", flat=True)[:10]), safe=False
        )
        return True

    check_wagtailadmin_tag_model_autocomplete = check_wagtailadmin_tag_autocomplete
