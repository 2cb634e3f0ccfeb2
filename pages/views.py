import errno
import sys
from datetime import timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from .languages import elsewhere

ONE_DAY = 86_400
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


@never_cache
@require_safe
def healthz(request):
    """200 while the database answers; an exception becomes the 500 that a monitor waits for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@require_safe
@cache_control(public=True, max_age=ONE_DAY)
def robots_txt(request):
    lines = [
        "User-agent: *",
        "Disallow: /cms/",
        "Disallow: /documents/",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=ONE_DAY)
def security_txt(request):
    """RFC 9116; `Expires` moves along so that the file never runs out unseen."""
    expires = timezone.now() + timedelta(days=180)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: fi, sv, en",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def page_not_found(request, exception=None):
    """Offers the page in the language that has it before anything else."""
    context = {"elsewhere": elsewhere(request)}
    return render(request, "404.html", context, status=404)


def permission_denied(request, exception=None):
    return render(request, "403.html", status=403)


def server_error(request):
    """Needs no database, session or context processor: whatever broke may be one of them."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        return HttpResponse(error_page("503.html"), status=503, headers={"Retry-After": "30"})
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return HttpResponse(error_page("507.html"), status=507)
    return HttpResponse(error_page("500.html"), status=500)


def error_page(name):
    with translation.override(settings.LANGUAGE_CODE):
        return render_to_string(name)
