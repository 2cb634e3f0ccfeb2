from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path, re_path
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from jobs.api import router as vacancies
from listings.api import api, docs
from pages.routing import serve as serve_page
from pages.separation import refuse_other_side

api.add_router("/vacancies", vacancies)
to_login = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns = [
    # Wagtail's own sign-in has no limit on tries: everybody comes in through allauth.
    path("cms/login/", to_login, name="wagtailadmin_login"),
    re_path("^cms/password_reset/", to_login),
    path("cms/", include(decorate_urlpatterns(wagtailadmin_urls.urlpatterns, refuse_other_side))),
    path("documents/", include(wagtaildocs_urls)),
    path("api/", RedirectView.as_view(pattern_name="api")),
    path("api/", api.urls),
    path("", include("pages.urls")),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    *i18n_patterns(
        path(_("jobs/"), include("jobs.urls")),
        path(_("alerts/"), include("listings.alert_urls")),
        path(_("account/jobs/"), include("jobs.desk_urls")),
        path(_("account/organisations/"), include("listings.organisation_urls")),
        path(_("account/"), include("accounts.urls")),
        path("api/", docs, name="api"),
        path("_util/login/", to_login, name="wagtailcore_login"),
        re_path(wagtail_urls.serve_pattern, serve_page, name="wagtail_serve"),
        path("", include(wagtail_urls)),
    ),
]

handler403 = "pages.views.permission_denied"
handler404 = "pages.views.page_not_found"
handler500 = "pages.views.server_error"
