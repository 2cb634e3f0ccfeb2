import pytest
from django.urls import reverse

from pages.models import AccessibilityStatementPage, ContactPage


def parts(response):
    return {part.strip() for part in response.get("Cache-Control", "").split(",")}


def test_every_page_without_a_form_may_be_kept_for_a_minute(crawled):
    open_pages = [
        (page, answer)
        for page, answer, _html in crawled
        if not issubclass(page.specific_class, ContactPage | AccessibilityStatementPage)
    ]
    assert len(open_pages) > 50
    for page, answer in open_pages:
        assert {"public", "max-age=60", "s-maxage=60"} <= parts(answer), page.url
        assert "Cookie" not in answer.get("Vary", ""), page.url
        assert not answer.cookies


@pytest.mark.parametrize("key", ["contact", "accessibility-fi", "accessibility-sv"])
def test_a_page_with_a_form_is_nobody_elses(key, visitor, seeded, language):
    response = visitor.get(seeded(key, language).url)

    assert "private" in parts(response)
    assert not {"public"} & parts(response)


def test_a_refused_form_is_never_kept(visitor, seeded, language):
    response = visitor.post(seeded("contact", language).url)

    assert response.status_code == 422
    assert {"private", "no-store"} <= parts(response)


def test_a_page_for_somebody_signed_in_is_nobody_elses(editor_kolari, seeded, language):
    response = editor_kolari.get(seeded("news", language).url)

    assert "private" in parts(response)


@pytest.mark.parametrize("name", ["account_login", "account_request_login_code", "account_reset_password"])
def test_sign_in_is_never_kept(name, visitor, db):
    assert "no-store" in parts(visitor.get(reverse(name)))


def test_account_pages_are_never_kept(editor_kolari):
    assert "no-store" in parts(editor_kolari.get(reverse("account_home")))
    assert "private" in parts(editor_kolari.get(reverse("wagtailadmin_home")))


def test_the_root_is_not_kept_without_the_browsers_language(visitor, db):
    response = visitor.get("/")

    assert "public" not in parts(response) or "Accept-Language" in response["Vary"]


def test_a_missing_page_is_not_kept_for_long(visitor, db):
    response = visitor.get("/fi/does-not-exist/")

    assert not {part for part in parts(response) if part.startswith(("max-age=", "s-maxage="))} - {
        "max-age=60",
        "s-maxage=60",
    }
