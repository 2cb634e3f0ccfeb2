"""What staff may do with a page, beyond the rights their groups have on its section, and what they may see.

Two things Wagtail's tree of rights cannot say. A right on the front page would hand over both
municipalities' sections under it, so the right to that single page is decided here. And the pages right
under the front page hold the site together: they are edited by staff, but moved and deleted by
administrators only.
"""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from wagtail.models import Page, PagePermissionTester, PageViewRestriction
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry

from places.models import Municipality

HOME_DEPTH = 2
SECTION_DEPTH = 3
EXPLORE = {"add", "change", "publish", "lock", "unlock", "bulk_delete"}
ANY_ACTION = {"add", "change", "delete", "choose", "view", "publish", "lock", "unlock"}


def is_administrator(user):
    """Works for every municipality, so nothing is hidden from this person."""
    if user.is_superuser:
        return user.is_active
    own = Municipality.objects.of_staff(user).values("pk")
    return user.is_active and own.exists() and not Municipality.objects.exclude(pk__in=own).exists()


def in_reach(model, user):
    """The rows of a model that this person may see in the CMS."""
    policy = policy_registry.get_by_type(model)
    if issubclass(model, Page):
        return policy.explorable_instances(user)
    return policy.instances_user_has_any_permission_for(user, ANY_ACTION)


def is_in_reach(instance, user):
    model = Page if isinstance(instance, Page) else type(instance)
    return in_reach(model, user).filter(pk=instance.pk).exists()


def linkable_pages(user):
    """Pages in reach, and everybody's published ones. A published page with a new title on the way, or
    one under an unpublished page, waits: choosers show the title of the draft."""
    unpublished = Page.objects.filter(depth__gt=1).filter(
        Q(live=False) | ~Q(draft_title=F("title")) | Q(pk__in=PageViewRestriction.objects.values("page_id"))
    )
    below = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    at_or_above = unpublished.alias(below=below).filter(below__startswith=F("path"))
    return Page.objects.filter(Q(pk__in=in_reach(Page, user).values("pk")) | ~Exists(at_or_above))


class StaffPagePermissionPolicy(PagePermissionPolicy):
    """Wagtail's answers in one condition for each section.

    Wagtail joins a condition for every single right; the rights on two languages' sections make hundreds of
    them, which takes a second and more than SQLite accepts.
    """

    def instances_user_has_any_permission_for(self, user, actions):
        if (everything := self._base_queryset_for_user(user)) is not None:
            return everything
        own_pages = "change" in actions and "add" not in actions
        wanted = below(self.paths(user, actions))
        if own_pages:
            wanted |= below(self.paths(user, {"add"})) & Q(owner=user)
        return self.model._default_manager.filter(wanted)

    def explorable_instances(self, user):
        if (everything := self._base_queryset_for_user(user)) is not None:
            return everything
        paths = self.paths(user, EXPLORE)
        above = {path[:end] for path in paths for end in range(Page.steplen, len(path), Page.steplen)}
        return self.model._default_manager.filter(below(paths) | Q(path__in=above))

    def paths(self, user, actions):
        codenames = self._get_permission_codenames(actions)
        rows = self.get_cached_permissions_for_user(user)
        return {row.page.path for row in rows if row.permission.codename in codenames}


def below(paths):
    """Pages at or under any of the paths; none when there is no path."""
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(path__startswith=path)
    return condition


class StaffPagePermissionTester(PagePermissionTester):
    def __init__(self, user, page):
        super().__init__(user, page)
        self.only_edits = False
        if user.is_active and not user.is_superuser:
            if page.depth == HOME_DEPTH and not self.permissions:
                self.permissions = self.rights_anywhere() & {"change", "publish", "lock", "unlock"}
                self.only_edits = True
            elif page.depth == SECTION_DEPTH:
                self.only_edits = not self.has_rights_at_root()

    def rights_anywhere(self):
        rows = self.permission_policy.get_cached_permissions_for_user(self.user)
        return {row.permission.codename.rsplit("_", maxsplit=1)[0] for row in rows}

    def has_rights_at_root(self):
        rows = self.permission_policy.get_cached_permissions_for_user(self.user)
        return any(row.page.depth == 1 for row in rows)

    @property
    def is_front_page_of_both(self):
        return self.only_edits and self.page.depth == HOME_DEPTH

    def can_delete(self, ignore_bulk=False):
        return not self.only_edits and super().can_delete(ignore_bulk)

    def can_unpublish(self):
        return not self.is_front_page_of_both and super().can_unpublish()

    def can_copy(self):
        return not self.is_front_page_of_both and super().can_copy()

    def can_set_view_restrictions(self):
        """A restriction on the front page would close both sections under it."""
        return not self.is_front_page_of_both and super().can_set_view_restrictions()

    def can_add_subpage(self):
        return not self.is_front_page_of_both and super().can_add_subpage()

    def can_publish_subpage(self):
        return not self.is_front_page_of_both and super().can_publish_subpage()

    def can_reorder_children(self):
        return not self.is_front_page_of_both and super().can_reorder_children()
