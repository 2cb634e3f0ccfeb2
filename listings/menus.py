"""Items of the CMS's menu that say how much waits behind them."""

from wagtail.admin.menu import MenuItem
from wagtail.permissions import policy_registry

from places.viewsets import rows_in_reach

from .queue import waiting_rows


class ModelMenuItem(MenuItem):
    """Shown to whoever may open the list."""

    def __init__(self, model, *args, **kwargs):
        self.model = model
        super().__init__(*args, **kwargs)

    def is_shown(self, request):
        policy = policy_registry.get_by_type(self.model)
        return policy.user_has_any_permission(request.user, {"add", "change", "delete", "view"})


class CountedMenuItem(ModelMenuItem):
    def render_component(self, request):
        component = super().render_component(request)
        if count := waiting_rows(rows_in_reach(self.model, request.user)).count():
            component.label = f"{self.label} ({count})"
        return component
