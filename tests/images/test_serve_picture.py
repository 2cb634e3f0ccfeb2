import pytest
from django.conf import settings
from django.http import HttpResponse, HttpResponseNotFound
from django.test import RequestFactory
from django.views.static import serve as static_serve

from tornedalen.middleware import SecurityHeadersMiddleware

POLICY = "default-src 'none'; sandbox"


def answer(path, response):
    return SecurityHeadersMiddleware(lambda request: response)(RequestFactory().get(path))


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.php", "a", "a.pdf"])
def test_what_is_no_picture_is_never_shown(db, name, tmp_path):
    (tmp_path / name).write_bytes(b"<script>alert(1)</script>")

    response = answer(f"{settings.MEDIA_URL}{name}", static_serve(RequestFactory().get("/"), name, tmp_path))

    response.close()
    assert response["Content-Disposition"] == "attachment"
    assert response["Content-Security-Policy"] == POLICY
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("kind", ["image/jpeg", "image/png", "image/webp", "image/avif"])
def test_pictures_are_shown_in_a_sandbox(kind):
    response = answer(f"{settings.MEDIA_URL}images/a", HttpResponse(b"", content_type=kind))

    assert "Content-Disposition" not in response
    assert response["Content-Security-Policy"] == POLICY
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_missing_picture_has_an_ordinary_error_page():
    response = answer(f"{settings.MEDIA_URL}images/a.jpg", HttpResponseNotFound(b"no"))

    assert "Content-Disposition" not in response
