"""Staff of one municipality meet nothing of the other's unpublished work, at any address of the CMS.

Every address under /cms/ is walked with the ids of the other side's rows. A word that stands in all of those
rows must never come back, and none of them may change.
"""

import hashlib
import io
import itertools
import re
import zipfile

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.core import serializers
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation
from wagtail.admin.models import EditingSession
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    Comment,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    PageViewRestriction,
    Revision,
    Site,
    Task,
    TaskState,
    UploadedFile,
    Workflow,
    WorkflowState,
)
from wagtail.snippets.models import get_snippet_models

from jobs.models import FieldOfWork, Occupation, Vacancy
from listings.models import Alert, AlertFarewell, Membership, Organisation, Report
from pages.models import AccessibilityFeedback, ContactMessage, ContentPage, MunicipalityPage
from places.models import Crossing, Municipality, Village

from .conftest import CANARY

# Addresses that say the same to everybody, or fail on purpose.
SAME_FOR_ALL = {"wagtailadmin_error_test", "wagtailadmin_logout"}
SIDES = [("kolari", "pajala"), ("pajala", "kolari")]
# Questions put to lists; what is sent to them is sent without.
ONLY_READ = ("&q=zzcan", "&q=", "id=all")
ROLES = ["editor", "moderator"]
# Wagtail leaves the file that it scales a picture in to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.Spooled:ResourceWarning")


@translation.override("fi")
def rows(things):
    """Everything that must be as it was, by model and key; read in one language, since a translated
    field answers in the active one."""
    pages = [page.pk for page in things.pages] + [things.section.pk]
    querysets = [
        Page.objects.filter(pk__in=pages),
        ContentPage.objects.filter(pk__in=pages),
        MunicipalityPage.objects.filter(pk__in=pages),
        Revision.objects.filter(object_id__in=[str(pk) for pk in pages]),
        PageViewRestriction.objects.all(),
        Comment.objects.filter(page__in=pages),
        Redirect.objects.all(),
        WorkflowState.objects.filter(pk=things.workflow_state.pk),
        TaskState.objects.filter(workflow_state=things.workflow_state),
        get_image_model().objects.filter(collection=things.collection),
        get_document_model().objects.filter(collection=things.collection),
        UploadedFile.objects.filter(pk=things.upload.pk),
        Village.objects.filter(municipality=things.municipality),
        Municipality.objects.filter(pk=things.municipality.pk),
        Crossing.objects.filter(municipality=things.municipality),
        ContactMessage.objects.filter(municipality=things.municipality),
        AccessibilityFeedback.objects.filter(municipality=things.municipality),
        Vacancy.objects.filter(municipality=things.municipality),
        Revision.objects.for_instance(things.vacancy),
        WorkflowState.objects.for_instance(things.vacancy),
        TaskState.objects.for_instance(things.vacancy),
        Organisation.objects.filter(municipality=things.municipality),
        Membership.objects.filter(organisation=things.organisation),
        Report.objects.filter(municipality=things.municipality),
        Alert.objects.all(),
        AlertFarewell.objects.all(),
        Occupation.objects.all(),
        FieldOfWork.objects.all(),
        EditingSession.objects.filter(pk=things.session.pk),
        Group.objects.all(),
        Group.permissions.through.objects.all(),
        Municipality.staff_groups.through.objects.all(),
        GroupPagePermission.objects.all(),
        GroupCollectionPermission.objects.all(),
        Collection.objects.all(),
        Site.objects.all(),
        Locale.objects.all(),
        Workflow.objects.all(),
        Task.objects.all(),
        type(things.editor).objects.all(),
        type(things.editor).groups.through.objects.all(),
    ]
    return {
        (row["model"], row["pk"]): hashlib.md5(
            repr([item for item in row["fields"].items() if item[0] != "last_login"]).encode()
        ).hexdigest()
        for queryset in querysets
        for row in serializers.serialize("python", queryset)
    }


def cms_patterns(resolver=None, prefix="", namespaces=()):
    """(path of the pattern, full name) of everything under /cms/."""
    for pattern in (resolver or get_resolver()).url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            namespace = (pattern.namespace,) if pattern.namespace else ()
            if not "cms/".startswith(path) and not path.startswith("cms/"):
                continue
            yield from cms_patterns(pattern, path, namespaces + namespace)
        elif isinstance(pattern, URLPattern) and path.startswith("cms/"):
            yield path, ":".join((*namespaces, pattern.name or ""))


def address(path, values):
    """The pattern's text with its parameters filled in."""
    for name, value in values.items():
        path = re.sub(rf"<(\w+:)?{name}>|\(\?P<{name}>[^)]*\)", str(value), path)
    return "/" + path.replace("\\.", ".").replace("^", "").replace("$", "").replace(".*", "nothing-here")


def own_rows(model, things):
    """What the other side has of a model: the rows made above, or whatever hangs on its municipality."""
    for row in vars(things).values():
        if type(row) is model:
            return [row.pk]
    found = model.objects.filter(municipality=things.municipality).values_list("pk", flat=True)
    assert found, f"give the other side a row of {model._meta.label}"
    return [found[0]]


def choices(name, things):
    """What each parameter of an address may name. A new address of Wagtail's or ours with a parameter that is
    not known here fails the test until somebody has thought about it."""
    namespace = name.rpartition(":")[0]
    pages = [page.pk for page in (things.draft, things.waiting, things.published)]
    image, document = [things.image.pk], [things.document.pk]
    by_namespace = {
        "wagtailadmin_api:pages": pages,
        "wagtailadmin_pages": pages,
        "wagtailadmin_api:images": image,
        "wagtailimages_chooser": image,
        "wagtailadmin_api:documents": document,
        "wagtaildocs_chooser": document,
        "wagtailadmin_collections": [things.collection.pk],
        "wagtailadmin_workflows": [things.workflow_state.workflow_id],
        "wagtailsites": [Site.objects.first().pk],
        "wagtailusers_users": [things.editor.pk],
        "wagtailusers_groups": [things.editor.groups.get().pk],
        "wagtaillocales": [Locale.objects.first().pk],
        "wagtailsettings": [1],
        "simple_translation": [things.village.pk],
    }
    for model in get_snippet_models():
        viewset = model.snippet_viewset
        if namespace in (viewset.url_namespace, viewset.get_chooser_admin_url_namespace()):
            by_namespace[namespace] = own_rows(model, things)
    vacancy, about = things.vacancy, {}
    if namespace == Vacancy.snippet_viewset.url_namespace:
        state = vacancy.current_workflow_state
        about = {
            "revision_id": [vacancy.latest_revision_id],
            "workflow_state_id": [state.pk],
            "task_state_id": [state.current_task_state_id],
            "task_id": [state.current_task_state.task_id],
        }
    if name == "check_vacancy":
        by_namespace[namespace] = [vacancy.pk]
    return {
        "language": [code for code, _name in settings.LANGUAGES],
        "action_name": ["approve", "publish"],
        "filter_spec": ["width-100"],
        "revision_id_a": ["earliest"],
        "revision_id_b": ["latest"],
        "pk": by_namespace.get(namespace),
        "page_id": pages,
        "page_pk": pages,
        "parent_page_id": [*pages, things.section.pk],
        "page_to_move_id": pages,
        "destination_id": [things.section.pk],
        "image_id": image,
        "document_id": document,
        "doc_id": document,
        "redirect_id": [things.redirect.pk],
        "collection_id": [things.collection.pk],
        "uploaded_file_id": [things.upload.pk],
        "workflow_pk": [things.workflow_state.workflow_id],
        "workflow_state_id": [things.workflow_state.pk],
        "task_state_id": [things.task_state.pk],
        "task_id": [things.task_state.task_id],
        "revision_id": [things.revision.pk],
        "object_id": [things.pages[0].pk, vacancy.pk],
        "session_id": [things.session.pk],
        "content_type_app_name": ["pages"],
        "content_type_model_name": ["contentpage"],
        "app_name": ["taggit"],
        "app_label": ["places"] if namespace == "simple_translation" else ["pages", "jobs"],
        "model_name": {"simple_translation": ["village"]}.get(namespace, ["contentpage", "vacancy", "tag"]),
        "uidb64": ["MQ"],
        "token": ["set-password"],
    } | about


def addresses(things):
    bulk_action_registry._scan_for_bulk_actions()
    for path, name in cms_patterns():
        if name in SAME_FOR_ALL:
            continue
        if name == "wagtail_bulk_action":
            for app_label, models in bulk_action_registry.actions.items():
                for model_name, actions in models.items():
                    for action in actions:
                        yield name, f"/cms/bulk/{app_label}/{model_name}/{action}/"
            continue
        parameters = re.findall(r"<(?:\w+:)?(\w+)>", path)
        known = choices(name, things)
        unknown = [parameter for parameter in parameters if not known.get(parameter)]
        assert not unknown, f"{name}: say in choices() what {unknown} may name"
        for values in itertools.product(*(known[parameter] for parameter in parameters)):
            yield name, address(path, dict(zip(parameters, values, strict=True)))


def queries(name, url, things):
    """Ways of asking a list for more. The search word is a part of the canary: pages repeat it."""
    yield ""
    if name == "wagtail_bulk_action":
        app_label, model_name = url.split("/")[3:5]
        model = apps.get_model(app_label, model_name)
        if model is Page:
            pks = [page.pk for page in things.pages]
        else:
            pks = [things.editor.pk] if model is type(things.editor) else own_rows(model, things)
        yield "?" + "&".join(f"id={pk}" for pk in pks)
        yield f"?childOf={things.section.pk}&id=all" if model is Page else "?id=all"
    elif not re.search(r"/\d+/", url):
        pages = "&".join(f"id={page.pk}" for page in things.pages)
        files = f"&id={things.image.pk}&id={things.document.pk}"
        yield f"?search=zzcan&term=zzcan&multiple=1&{pages}{files}&q=zzcan"
        if re.search("report|list|index", name):
            yield "?export=xlsx&q="


def text_of(response):
    """The whole body, also of a spreadsheet."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as sheet:
            body = b"".join(sheet.read(name) for name in sheet.namelist())
    return body.decode(errors="replace") + response.headers.get("Location", "")


def forged(things):
    """What a person could put into any form to reach over."""
    return {
        **{"title": "forged", "slug": "forged", "name_fi": "forged", "text": "forged", "version": 0},
        **{"action-publish": "1", "action-unpublish": "1", "is_editing": "1", "next": "/cms/"},
        **{"collection": things.collection.pk, "municipality": things.municipality.pk},
        **{"new_parent_page": things.section.pk, "new_title": "forged", "new_slug": "forged"},
        **{
            "copy_subpages": "1",
            "restriction_type": "none",
            "locales": Locale.objects.last().pk,
            "chooser": things.section.pk,
        },
        **{"revision_id": things.revision.pk, "contents": "[]", "email": "forged@example.org", "groups": "1"},
        **{"revision": things.vacancy.latest_revision_id, "decision": "approve", "reason": "forged"},
        **{"loaded_revision_id": things.vacancy.latest_revision_id, "result": "removed", "answer": "forged"},
        **{"external-link-chooser-url": f"http://localhost{things.pages[-1].url}", "link_text": "forged"},
    }


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("ours", "theirs"), SIDES)
def test_nothing_of_the_other_side_is_seen_or_changed(request, make_other_side, ours, theirs, role):
    things = make_other_side(theirs)
    staff = request.getfixturevalue(f"{role}_{ours}")
    staff.raise_request_exception = False
    before = rows(things)
    seen, broken, asked = [], [], 0

    for name, url in addresses(things):
        for query in queries(name, url, things):
            for method in ("get",) if query.endswith(ONLY_READ) else ("get", "post"):
                asked += 1
                data = forged(things) if method == "post" else None
                response = getattr(staff, method)(url + query, data)
                if CANARY in text_of(response):
                    seen.append((method, name, url + query))
                if response.status_code >= 500:
                    broken.append((method, name, url + query))
    for message_page in ("/cms/", "/cms/account/"):
        if CANARY in text_of(staff.get(message_page)):
            seen.append(("messages", message_page, ""))

    after = rows(things)
    changed = [key for key in before.keys() | after.keys() if before.get(key) != after.get(key)]
    figure = f"{asked} requests, {len(seen)} canaries, {len(changed)} changed rows"
    print(f"{role} of {ours} at {theirs}: {figure}")  # noqa: T201
    assert not seen
    assert not changed
    assert not broken
    assert asked >= 150
