"""No page asks another host for anything, breaks a rule of its content policy or leaves an error in the
browser's console."""

import pytest
from django.urls import reverse
from wagtail.images import get_image_model

from accounts.models import User
from pages.models import ContactPage

from .showcase import PAGE_TYPES

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_public_page(model, showcase, tab, troubles):
    for address in showcase.addresses(model).values():
        tab.goto(address)
    tab.wait_for_load_state("networkidle")

    assert troubles == []


def test_account_screens(account_url, tab, troubles):
    for name in ("account_login", "account_request_login_code", "account_reset_password", "account_signup"):
        tab.goto(account_url(name))
    tab.wait_for_load_state("networkidle")

    assert troubles == []


def test_page_with_the_editors_bar(tab, troubles, sign_in, seeded):
    sign_in(tab.context, User.objects.get(email="admin@example.org"))
    tab.goto(seeded("kolari").url, wait_until="networkidle")
    tab.goto(reverse("design"), wait_until="networkidle")

    assert troubles == []


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_cms_editor(model, rows, tab, troubles, sign_in):
    sign_in(tab.context, User.objects.get(email="admin@example.org"))
    page = model.objects.live().first()
    tab.goto(reverse("wagtailadmin_pages:edit", args=[page.pk]), wait_until="networkidle")

    assert tab.locator("#page-edit-form").count() == 1
    assert troubles == []


def test_cms_screens(rows, tab, troubles, sign_in):
    sign_in(tab.context, User.objects.get(email="admin@example.org"))
    image = get_image_model().objects.first()
    for address in (
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_explore", args=[ContactPage.objects.first().get_parent().pk]),
        reverse("wagtailimages:index"),
        reverse("wagtailimages:add_multiple"),
        reverse("wagtailimages:edit", args=[image.pk]),
        reverse("wagtaildocs:index"),
        reverse("wagtailsnippets:index"),
        reverse("wagtailadmin_account"),
        reverse("wagtailadmin_reports:site_history"),
        reverse("wagtailusers_users:index"),
    ):
        tab.goto(address, wait_until="networkidle")

    assert troubles == []
