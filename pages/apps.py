from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "pages"

    def ready(self):
        from . import personal_data, signal_handlers  # noqa: F401
