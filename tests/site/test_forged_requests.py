"""Nothing changes by looking, and nothing by a form that is not ours."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.demo import PASSWORD
from pages.models import AccessibilityFeedback, AccessibilityStatementPage, ContactMessage, ContactPage

from .conftest import LANGUAGES

# Made again from what is stored elsewhere: pictures in other sizes, and what the cache remembers.
DERIVED = {"images_customrendition", "django_cache"}
FORMS_OF_VISITORS = [
    "account_login",
    "account_request_login_code",
    "account_reset_password",
    "account_signup",
]
FORMS_OF_MEMBERS = ["account_home", "account_email", "account_change_password", "account_logout"]


@pytest.fixture
def forger(db):
    return Client(enforce_csrf_checks=True)


def contents():
    """{table: its rows as the database holds them}."""
    found = {}
    with connection.cursor() as cursor:
        for table in set(connection.introspection.table_names(cursor)) - DERIVED:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found


def assert_refused_in_our_look(response):
    html = response.content.decode()
    assert response.status_code == 403
    assert 'class="site-header"' in html
    assert "CSRF" not in html


def test_looking_changes_nothing(every_page, visitor):
    before = contents()
    for page in every_page:
        visitor.get(page.url)
        visitor.head(page.url)
    for name in FORMS_OF_VISITORS:
        visitor.get(reverse(name))
    for address in (
        "/",
        "/sitemap.xml",
        "/robots.txt",
        "/healthz",
        "/cms/",
        "/fi/nothing/",
        "/fi/haku/?q=koti",
    ):
        visitor.get(address)

    assert contents() == before


@pytest.mark.parametrize("model", [ContactPage, AccessibilityStatementPage])
def test_a_message_without_a_token_is_refused(model, forger, db):
    for page in model.objects.live():
        assert_refused_in_our_look(forger.post(page.url, {"message": "x"}))
    assert not ContactMessage.objects.exists()
    assert not AccessibilityFeedback.objects.exists()


@pytest.mark.parametrize("name", FORMS_OF_VISITORS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_signing_in_without_a_token_is_refused(name, code, forger):
    with translation.override(code):
        address = reverse(name)
    response = forger.post(address, {"login": "admin@example.org", "password": PASSWORD})

    assert_refused_in_our_look(response)
    assert f'lang="{code}"' in response.content.decode()
    assert "sessionid" not in response.cookies


@pytest.mark.parametrize("name", FORMS_OF_MEMBERS)
def test_changing_an_account_without_a_token_is_refused(name, forger, editor_kolari):
    forger.force_login(editor_kolari.user)

    assert_refused_in_our_look(forger.post(reverse(name), {"first_name": "x"}))
    editor_kolari.user.refresh_from_db()
    assert editor_kolari.user.first_name != "x"


def test_the_cms_refuses_too(forger, editor_kolari, site):
    forger.force_login(editor_kolari.user)
    page = site.section("kolari", "fi")

    for address in (
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailadmin_pages:delete", args=[page.pk]),
        reverse("wagtailadmin_pages:unpublish", args=[page.pk]),
    ):
        assert forger.post(address, {"title": "x"}).status_code == 403
    page.refresh_from_db()
    assert page.live
    assert page.title != "x"


def test_a_token_of_another_visitor_is_refused(forger, seeded):
    page = seeded("contact", "fi")
    forger.get(page.url)

    assert_refused_in_our_look(forger.post(page.url, {"csrfmiddlewaretoken": "a" * 64}))


def test_another_site_is_refused(forger, seeded):
    page = seeded("contact", "fi")
    token = forger.get(page.url).cookies["csrftoken"].value
    response = forger.post(
        page.url, {"csrfmiddlewaretoken": token}, headers={"origin": "https://evil.example"}
    )

    assert_refused_in_our_look(response)
