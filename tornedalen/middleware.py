"""What every response carries, and which addresses get a language in front."""

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404
from django.middleware.locale import LocaleMiddleware

from pages.views import page_not_found

from .security import CMS_POLICY, FILE_POLICY

FILES = (settings.MEDIA_URL, "/documents/")
SHOWN_TYPES = ("image/avif", "image/jpeg", "image/png", "image/webp")
WITHOUT_LANGUAGE = (
    settings.CMS_PREFIX,
    settings.MEDIA_URL,
    settings.STATIC_URL,
    "/documents/",
    "/api/",
    "/design/",
    "/.well-known/",
)


class SecurityHeadersMiddleware:
    """Outermost, so that static files and redirects carry the headers too."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"
        )
        if request.path.startswith(settings.CMS_PREFIX):
            response.headers.setdefault("Content-Security-Policy", CMS_POLICY)
        if request.path.startswith(FILES) and response.status_code in (200, 206):
            self.seal(response)
        return response

    def seal(self, response):
        response.headers["Content-Security-Policy"] = FILE_POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        is_shown = response.headers.get("Content-Type") in SHOWN_TYPES
        if not is_shown and not response.headers.get("Content-Disposition", "").startswith("attachment"):
            response.headers["Content-Disposition"] = "attachment"


class NoNullMiddleware:
    """PostgreSQL breaks on a look-up with a NUL character in it; no address of ours holds one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\0" in request.path_info:
            raise BadRequest("A NUL character in the address.")
        return self.get_response(request)


class PublicLocaleMiddleware(LocaleMiddleware):
    """Django's, except that a missing CMS page or file is a plain 404 and not a walk to /fi/cms/…, and
    that development sites show our own 404 too, which offers the page in its other language."""

    def process_exception(self, request, exception):
        if isinstance(exception, Http404) and not request.path.startswith(WITHOUT_LANGUAGE):
            return page_not_found(request, exception)
        return None

    def process_response(self, request, response):
        if response.status_code == 404 and request.path.startswith(WITHOUT_LANGUAGE):
            return response
        return super().process_response(request, response)
