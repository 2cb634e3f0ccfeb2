from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from wagtail.utils.urlpatterns import decorate_urlpatterns

from . import organisation_views as views

urlpatterns = decorate_urlpatterns(
    [
        path("", views.organisations, name="organisations"),
        path(_("add/"), views.add, name="add_organisation"),
        path(_("invitation/<uuid:token>/"), views.invitation, name="invitation"),
        path("<uuid:uuid>/", views.organisation, name="organisation"),
        path(_("<uuid:uuid>/edit/"), views.edit, name="edit_organisation"),
        path(_("<uuid:uuid>/invite/"), views.invite_member, name="invite_member"),
        path(_("<uuid:uuid>/leave/"), views.leave, name="leave_organisation"),
        path(_("<uuid:uuid>/members/<int:member>/"), views.change_member, name="change_member"),
        path(_("<uuid:uuid>/members/<int:member>/remove/"), views.remove_member, name="remove_member"),
        path(
            _("<uuid:uuid>/invitations/<int:invitation>/withdraw/"),
            views.withdraw_invitation,
            name="withdraw_invitation",
        ),
    ],
    never_cache,
)
