import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from jobs.models import Vacancy

from .employers import colleague, employer, stranger  # noqa: F401

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
def address():
    """An address in a language: address("vacancies", language="sv")."""

    def reversed_in(name, *args, language="fi"):
        with translation.override(language):
            return reverse(name, args=args)

    return reversed_in


@pytest.fixture
def page_of():
    """The address of an ad's page in a language."""

    def of(vacancy, language="fi"):
        with translation.override(language):
            return vacancy.get_absolute_url()

    return of


@pytest.fixture
def board(db):
    """A board without the seed's ads."""
    Vacancy.objects.all().delete()


@pytest.fixture
def read(visitor, db):
    """The parsed page at an address: read("/fi/")."""

    def parsed(url, status=200, **options):
        response = visitor.get(url, **options)
        assert response.status_code == status, url
        return BeautifulSoup(response.content, "html.parser")

    return parsed
