from django.contrib.sitemaps.views import sitemap
from django.urls import path
from django.views.generic import RedirectView

from jobs.sitemaps import VacancySitemap

from . import views
from .gallery import design
from .sitemaps import PageSitemap

urlpatterns = [
    path("design/", design, name="design"),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots_txt, name="robots_txt"),
    path(
        "sitemap.xml",
        sitemap,
        {"sitemaps": {"pages": PageSitemap, "vacancies": VacancySitemap}},
        name="sitemap",
    ),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("favicon.ico", RedirectView.as_view(url="/static/brand/favicon.ico"), name="favicon"),
]
