"""Staff of one municipality meet nothing of the other's unpublished work, at any address of the CMS.

Every address under /cms/ is walked with the ids of the other side's rows. A word that stands in all of those
rows must never come back, and none of them may change.
"""

import hashlib
import io
import itertools
import re
import zipfile
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from pages.models import AccessibilityFeedback, ContactMessage, ContentPage, MunicipalityPage
from PIL import Image as Picture
from places.models import Crossing, Municipality, Village
from wagtail.admin.models import EditingSession
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.log_actions import log
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

CANARY = "zzcanary"
# Addresses that say the same to everybody, or fail on purpose.
SAME_FOR_ALL = {"wagtailadmin_error_test", "wagtailadmin_logout"}
SIDES = [("kolari", "pajala"), ("pajala", "kolari")]
ROLES = ["editor", "moderator"]


def picture_file():
    file = io.BytesIO()
    Picture.new("RGB", (40, 30), "teal").save(file, "JPEG")
    return ContentFile(file.getvalue(), f"{CANARY}.jpg")


@pytest.fixture
def make_other_side(site, client):
    """Rows of one municipality that the other one may not meet, each holding the canary."""

    def make(key):
        municipality = Municipality.objects.get(key=key)
        editor = Group.objects.get(name=f"{key.capitalize()} editors").user_set.get()
        section = MunicipalityPage.objects.filter(municipality=municipality).first()
        things = SimpleNamespace(municipality=municipality, section=section, editor=editor)

        def add_page(name, **fields):
            page = ContentPage(title=f"{CANARY} {name}", slug=f"secret-{name}", owner=editor, **fields)
            section.add_child(instance=page)
            page.save_revision(user=editor, log_action=True)
            return page

        draft = add_page("draft", live=False)
        waiting = add_page("waiting", live=False)
        waiting.get_workflow().start(waiting, editor)
        locked = add_page("locked", live=False, locked=True, locked_by=editor, locked_at=timezone.now())
        private = add_page("private")
        PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
        published = add_page("published")
        ContentPage.objects.filter(pk=published.pk).update(title="Known to all")
        published.refresh_from_db()
        published.summary = f"{CANARY} to come"
        published.save_revision(user=editor, log_action=True)
        Page.objects.filter(pk=published.pk).update(draft_title=f"{CANARY} to come")
        under_draft = ContentPage(title=f"{CANARY} under", slug="secret-under")
        draft.add_child(instance=under_draft)
        things.pages = [draft, waiting, locked, private, published, under_draft]
        things.comment = Comment.objects.create(
            page=draft, user=editor, text=f"{CANARY} comment", contentpath="title"
        )
        things.redirect = Redirect.objects.create(
            old_path=f"/{CANARY}", redirect_page=draft, site=Site.objects.first()
        )

        collection = Collection.objects.get(name=key.capitalize())
        things.image = get_image_model().objects.create(
            title=f"{CANARY} picture", file=picture_file(), collection=collection, uploaded_by_user=editor
        )
        things.image.tags.add(f"{CANARY}-tag")
        things.document = get_document_model().objects.create(
            title=f"{CANARY} document",
            file=ContentFile(b"%PDF-1.4", f"{CANARY}.pdf"),
            collection=collection,
            uploaded_by_user=editor,
        )
        things.document.tags.add(f"{CANARY}-paper")
        things.upload = UploadedFile.objects.create(
            for_content_type=ContentType.objects.get_for_model(get_image_model()),
            file=picture_file(),
            uploaded_by_user=editor,
        )

        things.village = Village.objects.filter(municipality=municipality).first()
        Village.objects.filter(pk=things.village.pk).update(
            **{f"name_{code}": f"{CANARY} village" for code in ("fi", "sv")}, editors_note=CANARY
        )
        Municipality.objects.filter(pk=municipality.pk).update(
            contact_email=f"{CANARY}@example.org", public_records_notice_fi=CANARY, sentence_sv=CANARY
        )
        things.crossing = Crossing.objects.create(
            municipality=municipality, name_fi=CANARY, name_sv=CANARY, latitude="67.1", longitude="23.6"
        )
        words = {"name": CANARY, "email": "a@example.org", "message": CANARY, "language": "fi"}
        things.message = ContactMessage.objects.create(municipality=municipality, subject=CANARY, **words)
        things.feedback = AccessibilityFeedback.objects.create(municipality=municipality, **words)
        for row in (things.image, things.document, things.village, things.crossing, things.message):
            row.refresh_from_db()
            log(row, "wagtail.edit", user=editor)

        things.session = EditingSession.objects.create(
            user=editor,
            content_type=ContentType.objects.get_for_model(ContentPage),
            object_id=draft.pk,
            last_seen_at=timezone.now(),
        )
        things.workflow_state = waiting.current_workflow_state
        things.task_state = waiting.current_workflow_task_state
        things.revision = draft.latest_revision
        things.collection = collection
        return things

    return make


def rows(things):
    """Everything that must be as it was, by model and key."""
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
        type(things.editor).objects.values("pk", "email", "is_superuser", "is_active", "is_staff", "password"),
        type(things.editor).groups.through.objects.all(),
    ]
    return {
        (queryset.model._meta.label, row.get("pk", row.get("id", row.get("page_ptr_id")))): hashlib.md5(
            repr(sorted(row.items(), key=str)).encode()
        ).hexdigest()
        for queryset in querysets
        for row in queryset.values()
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
    pages = [page.pk for page in things.pages]
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
    snippet = re.match(r"wagtailsnippet(?:chooser)?s_([a-z]+)_([a-z]+)", namespace)
    if snippet:
        by_namespace[namespace] = own_rows(apps.get_model(*snippet.groups()), things)
    compared = {"revision_id_a": ["earliest"], "revision_id_b": ["latest"]}
    words = {"action_name": ["approve", "reject", "publish", "copy"], "filter_spec": ["width-100"]}
    return compared | words | {
        "pk": by_namespace.get(namespace),
        "page_id": [*pages, things.section.pk],
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
        "object_id": [things.pages[0].pk],
        "session_id": [things.session.pk],
        "content_type_app_name": ["pages"],
        "content_type_model_name": ["contentpage"],
        "app_name": ["taggit"],
        "app_label": ["places"] if namespace == "simple_translation" else ["pages"],
        "model_name": {"simple_translation": ["village"]}.get(namespace, ["contentpage", "tag"]),
        "uidb64": ["MQ"],
        "token": ["set-password"],
    }


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
    """Ways of asking an address for more. The search word is a part of the canary: pages repeat it."""
    yield ""
    if name == "wagtail_bulk_action":
        app_label, model_name = url.split("/")[3:5]
        model = apps.get_model(app_label, model_name)
        if model is Page:
            pks = [page.pk for page in things.pages]
        elif hasattr(model, "municipality") or model in (
            get_image_model(), get_document_model(), Municipality,
        ):
            pks = own_rows(model, things)
        else:
            pks = [things.editor.pk]
        yield "?" + "&".join(f"id={pk}" for pk in pks)
        yield f"?id=all&childOf={things.section.pk}"
        yield "?id=all"
    elif "<" not in url:
        pages = "&".join(f"id={page.pk}" for page in things.pages)
        files = f"&id={things.image.pk}&id={things.document.pk}"
        yield f"?q=zzcan&term=zzcan&multiple=1&{pages}{files}"
        yield "?export=xlsx"
        yield "?page_type=pages.ContentPage&q=zzcan"


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
        **{"new_parent_page": things.section.pk, "new_title": "forged", "new_slug": "forged", "copy_subpages": "1"},
        **{"restriction_type": "none", "locales": Locale.objects.last().pk, "chooser": things.section.pk},
        **{"revision_id": things.revision.pk, "contents": "[]", "email": "forged@example.org", "groups": "1"},
    }


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
            for method in ("get", "post"):
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
    print(f"{ours} {role}: {asked} requests, {len(seen)} canaries, {len(changed)} changed rows")
    assert not seen
    assert not changed
    assert not broken
    assert asked >= 150
