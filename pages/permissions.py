"""What staff may do with a page, beyond the rights their groups have on its section.

Two things Wagtail's tree of rights cannot say. A right on the front page would hand over both
municipalities' sections under it, so the right to that single page is decided here. And the pages right
under the front page hold the site together: they are edited by staff, but moved and deleted by
administrators only.
"""

from django.db.models import Exists, F, OuterRef, Q
from places.models import Municipality
from wagtail.models import Page, PagePermissionTester

HOME_DEPTH = 2
SECTION_DEPTH = 3


def is_administrator(user):
    """Works for every municipality, so nothing is hidden from this person."""
    if user.is_superuser:
        return user.is_active
    own = Municipality.objects.of_staff(user).values("pk")
    return user.is_active and own.exists() and not Municipality.objects.exclude(pk__in=own).exists()


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
