from django.urls import include, path
from django.views.generic import TemplateView

urlpatterns = [
    path("", TemplateView.as_view(template_name="account/home.html"), name="account_home"),
    path("", include("allauth.urls")),
]
