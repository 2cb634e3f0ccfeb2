from django.urls import include, path
from django.views.decorators.cache import never_cache
from wagtail.utils.urlpatterns import decorate_urlpatterns

from .views import AccountHomeView

urlpatterns = decorate_urlpatterns(
    [
        path("", AccountHomeView.as_view(), name="account_home"),
        path("", include("allauth.urls")),
    ],
    never_cache,
)
