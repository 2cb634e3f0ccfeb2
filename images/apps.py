from django.apps import AppConfig


class ImagesConfig(AppConfig):
    name = "images"

    def ready(self):
        from django import forms
        from wagtail.admin.forms.account import AvatarPreferencesForm

        from . import signal_handlers  # noqa: F401
        from .uploads import PictureField

        # The one upload of Wagtail's that knows no setting for its form: small files went in as they came.
        AvatarPreferencesForm.base_fields["avatar"] = PictureField(
            label=AvatarPreferencesForm.base_fields["avatar"].label,
            required=False,
            widget=forms.ClearableFileInput,
        )
