from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks

from .staff import follow_change_in_cms, welcome_from_cms

hooks.register("after_create_user", welcome_from_cms)
hooks.register("after_edit_user", follow_change_in_cms)


@hooks.register("register_account_menu_item")
def link_to_account(request):
    return {
        "url": reverse("account_home"),
        "label": _("Signing in"),
        "help_text": _("E-mail address, password, second factor and sessions."),
    }
