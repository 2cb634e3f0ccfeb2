import uuid

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Page

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def said(language):
    """The site's own words in the test's language."""

    def translated(text):
        with translation.override(language):
            return gettext(text)

    return translated


@pytest.fixture
def seeded(db):
    """The page of the seed with that key: seeded("move/fi-se", "sv")."""

    def find(key, code):
        translation_key = uuid.uuid5(uuid.NAMESPACE_URL, f"tornedalen:{key}")
        return Page.objects.get(translation_key=translation_key, locale__language_code=code).specific

    return find


@pytest.fixture
def read(visitor, db):
    """The parsed page at an address: read("/fi/")."""

    def parsed(address, status=200, **options):
        response = visitor.get(address, **options)
        assert response.status_code == status, address
        return BeautifulSoup(response.content, "html.parser")

    return parsed


@pytest.fixture
def every_page(db):
    """All published pages, front pages first."""
    return list(Page.objects.live().filter(depth__gt=1).select_related("locale").order_by("path"))


@pytest.fixture(scope="session")
def answers():
    return {}


@pytest.fixture
def crawled(every_page, answers, visitor):
    """[(page, answer to a visitor, parsed)] of the seeded site, asked for once in a run."""
    if not answers:
        for page in every_page:
            response = visitor.get(page.url)
            assert response.status_code == 200, page.url
            answers[page.pk] = response, BeautifulSoup(response.content, "html.parser")
    return [(page, *answers[page.pk]) for page in every_page]
