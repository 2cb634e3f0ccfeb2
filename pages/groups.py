"""Who may do what in the CMS: groups, collections and workflows of the two municipalities.

Every municipality's staff work in their own section of every language's tree and in the shared
sections; administrators work everywhere. No group may make people or change permissions: whoever can
do that can make themselves anything. The seed calls `make_groups()`, and so does the site itself when
a section appears or is moved.
"""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from places.models import Municipality

from .models import HomePage, MunicipalityPage
from .permissions import SECTION_DEPTH

ADMINISTRATORS = "Administrators"
SHARED = "Shared"

EDIT = ("add_page", "change_page")
MODERATE = (*EDIT, "publish_page", "lock_page", "unlock_page")
# Deleting a page together with everything under it: in one's own section only, never in a shared one.
MODERATE_OWN = (*MODERATE, "bulk_delete_page")

COLLECTION_USE = {
    "wagtailimages": ("add_image", "change_image", "choose_image"),
    "wagtaildocs": ("add_document", "change_document", "choose_document"),
}
# Whoever adds a file may also change and delete it. The other files of the shared collection stand on the
# other side's pages too, so only administrators change and delete them.
COLLECTION_SHARE = {
    "wagtailimages": ("add_image", "choose_image"),
    "wagtaildocs": ("add_document", "choose_document"),
}
COLLECTION_RULE = {"wagtailcore": ("add_collection", "change_collection", "delete_collection")}

ENTER = {"wagtailadmin": ("access_admin",)}
STAFF = ENTER | {
    "simple_translation": ("submit_translation",),
    "places": ("change_municipality", "add_village", "change_village", "delete_village", "change_crossing"),
    "pages": tuple(
        f"{action}_{model}"
        for action in ("view", "change")
        for model in ("contactmessage", "accessibilityfeedback")
    ),
}
# What only moderators may do with what is posted to their municipality. Nobody's alerts are anybody's
# business: the CMS tells numbers only.
MODERATE_LISTINGS = {
    "jobs": ("view_vacancy", "change_vacancy", "publish_vacancy", "lock_vacancy", "unlock_vacancy"),
    "listings": ("view_organisation", "change_organisation", "view_report", "change_report"),
}
SEE_LISTINGS = {"jobs": ("view_vacancy", "change_vacancy")}
# Apps whose every permission administrators have, and what they have of Wagtail's own. Never `auth`
# and never `accounts`.
ADMINISTRATORS_APPS = (
    *("places", "pages", "images", "listings", "jobs"),
    *("wagtailredirects", "simple_translation"),
)
ADMINISTRATORS_MODELS = ("site", "locale", "workflow", "task", "groupapprovaltask")


@transaction.atomic
def make_groups():
    """Safe to repeat: it also takes away what a section that was moved or made shared left behind."""
    drop_wagtails_own()
    administrators = make_administrators()
    make_collection(SHARED)
    for municipality in Municipality.objects.all():
        name = staff_name(municipality)
        make_collection(name)
        editors = make_group(f"{name} editors", STAFF | SEE_LISTINGS)
        moderators = make_group(f"{name} moderators", STAFF | MODERATE_LISTINGS)
        municipality.staff_groups.add(editors, moderators, administrators)
        for group in (editors, moderators):
            allow_in_collections(group, {name: COLLECTION_USE, SHARED: COLLECTION_SHARE})
    open_sections()
    make_workflows()


@transaction.atomic
def open_sections():
    """Gives each municipality's staff exactly its own sections and the shared ones."""
    sections = {page.pk: page.municipality_id for page in MunicipalityPage.objects.all()}
    shared = Page.objects.filter(depth=SECTION_DEPTH).exclude(pk__in=sections).values_list("pk", flat=True)
    for municipality in Municipality.objects.all():
        own = [pk for pk, owner in sections.items() if owner == municipality.pk]
        for role, in_own, in_shared in (("editors", EDIT, EDIT), ("moderators", MODERATE_OWN, MODERATE)):
            group = Group.objects.filter(name=f"{staff_name(municipality)} {role}").first()
            if group:
                allow_on_pages(group, dict.fromkeys(own, in_own) | dict.fromkeys(shared, in_shared))


def staff_name(municipality):
    return municipality.key.capitalize()


def permissions(wanted):
    """The rows for {"app label": (codenames)}."""
    found = Permission.objects.none()
    for app_label, codenames in wanted.items():
        found |= Permission.objects.filter(content_type__app_label=app_label, codename__in=codenames)
    return found


def make_group(name, wanted):
    group, _made = Group.objects.get_or_create(name=name)
    group.permissions.set(permissions(wanted))
    return group


def make_administrators():
    group, _made = Group.objects.get_or_create(name=ADMINISTRATORS)
    group.permissions.set(
        permissions(ENTER)
        | Permission.objects.filter(content_type__app_label__in=ADMINISTRATORS_APPS)
        | Permission.objects.filter(
            content_type__app_label="wagtailcore", content_type__model__in=ADMINISTRATORS_MODELS
        )
    )
    allow_on_pages(group, {Page.get_first_root_node().pk: MODERATE_OWN})
    root = Collection.get_first_root_node()
    allow(
        GroupCollectionPermission,
        group,
        "collection",
        {root.pk: permissions(COLLECTION_USE | COLLECTION_RULE)},
    )
    return group


def make_collection(name):
    root = Collection.get_first_root_node()
    return root.get_children().filter(name=name).first() or root.add_child(name=name)


def allow_in_collections(group, wanted):
    wanted = {make_collection(name).pk: permissions(rights) for name, rights in wanted.items()}
    allow(GroupCollectionPermission, group, "collection", wanted)


def allow_on_pages(group, wanted):
    page_permissions = Permission.objects.filter(content_type=ContentType.objects.get_for_model(Page))
    rows = {row.codename: row for row in page_permissions}
    allow(
        GroupPagePermission,
        group,
        "page",
        {page: [rows[codename] for codename in codenames] for page, codenames in wanted.items()},
    )


def allow(through, group, target, wanted):
    """Makes the group's rows exactly {id of the page or collection: permissions}."""
    pairs = {(pk, permission.pk) for pk, rows in wanted.items() for permission in rows}
    existing = through.objects.filter(group=group)
    stale = [row.pk for row in existing if (getattr(row, f"{target}_id"), row.permission_id) not in pairs]
    existing.filter(pk__in=stale).delete()
    present = set(existing.values_list(f"{target}_id", "permission_id"))
    through.objects.bulk_create(
        [
            through(**{"group": group, f"{target}_id": pk, "permission_id": permission})
            for pk, permission in sorted(pairs - present)
        ]
    )


def make_workflows():
    """One step each: own moderators approve their section, either side's the shared pages. A page
    follows the nearest workflow above it."""
    everyone = Group.objects.filter(
        name__in=[f"{staff_name(m)} moderators" for m in Municipality.objects.all()]
    )
    if not everyone.exists():
        return
    for home in HomePage.objects.all():
        assign(make_workflow(SHARED, everyone), home)
    own = {
        municipality: make_workflow(name, everyone.filter(name=f"{name} moderators"))
        for municipality in Municipality.objects.all()
        if (name := staff_name(municipality))
    }
    for municipality, workflow in own.items():
        Municipality.objects.filter(pk=municipality.pk).update(workflow=workflow)
    for section in MunicipalityPage.objects.select_related("municipality"):
        assign(own[section.municipality], section)


def make_workflow(name, moderators):
    workflow = Workflow.objects.filter(name=name).first()
    if not workflow:
        workflow = Workflow.objects.create(name=name)
        task = GroupApprovalTask.objects.create(name=name)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        task.groups.set(moderators)
    return workflow


def assign(workflow, page):
    WorkflowPage.objects.update_or_create(page=page.page_ptr, defaults={"workflow": workflow})


def drop_wagtails_own():
    """A new Wagtail brings groups that may edit the whole tree and a workflow for it; nobody of ours
    is to be put in them by mistake."""
    root = Page.get_first_root_node()
    names = ("Editors", "Moderators")
    Group.objects.filter(name__in=names, page_permissions__page=root, user=None).delete()
    WorkflowPage.objects.filter(page=root, workflow__name="Moderators approval").delete()
    Workflow.objects.filter(name="Moderators approval", workflow_states=None).delete()
    Task.objects.filter(name="Moderators approval", task_states=None).delete()
