from wagtail.admin.ui.components import Component

SHOWN = 6


class DeskPanel(Component):
    """Subclasses say what in `entries`; the template shows the first few and where the rest is."""

    template_name = "cms/desk_panel.html"
    order = 100
    more_url = None

    def __init__(self, user):
        self.user = user

    def get_context_data(self, parent_context):
        return {
            "panel": self,
            "entries": self.entries[:SHOWN],
            "count": len(self.entries),
            "hidden_count": max(len(self.entries) - SHOWN, 0),
        }
