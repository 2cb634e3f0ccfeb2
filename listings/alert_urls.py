from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from wagtail.utils.urlpatterns import decorate_urlpatterns

from . import alert_views

urlpatterns = decorate_urlpatterns(
    [
        path(_("confirm/<str:token>/"), alert_views.confirm, name="confirm_alert"),
        path(_("manage/<str:token>/"), alert_views.manage, name="manage_alert"),
        path(_("unsubscribe/<str:token>/"), alert_views.unsubscribe, name="unsubscribe_alert"),
        path(_("renew/<str:token>/"), alert_views.renew, name="renew_alert"),
        path("<slug:kind>/", alert_views.make, name="make_alert"),
    ],
    never_cache,
)
