"""The form in which staff edit a page."""

from wagtail.models import Page
from wagtail.permissions import policy_registry

from .permissions import HOME_DEPTH
from .references import OwnReferencesForm


class StaffPageForm(OwnReferencesForm):
    """The owner is one of those who may edit the page, and holds at once: reminders go to that person.
    Wagtail takes the owner for a fact of the page, not of its versions, and would not store it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "owner" in self.fields:
            self.fields["owner"].queryset = self.possible_owners()

    def possible_owners(self):
        policy = policy_registry.get_by_type(Page)
        page = self.instance if self.instance.pk else self.parent_page
        if page is None or page.depth <= HOME_DEPTH:
            people = policy.users_with_permission("change")
        else:
            people = policy.users_with_permission_for_instance("change", page)
        owner = people.model.objects.filter(pk=self.instance.owner_id)
        return (people.distinct() | owner.distinct()).order_by("first_name", "last_name", "email")

    def save(self, commit=True):
        page = super().save(commit)
        if page.pk and "owner" in self.changed_data:
            type(page).objects.filter(pk=page.pk).update(owner=page.owner)
        return page
