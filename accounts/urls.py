from django.urls import include, path

from .views import AccountHomeView

urlpatterns = [
    path("", AccountHomeView.as_view(), name="account_home"),
    path("", include("allauth.urls")),
]
