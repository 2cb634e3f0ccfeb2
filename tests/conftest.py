import io
import os
from types import SimpleNamespace

import pytest
from django.core.cache import caches
from django.test import Client

from tests.services import CI, find_chromium

# The browser's test driver keeps an event loop in this thread; our code is synchronous all the same.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items):
    """Browser tests commit for real and transactional ones empty the database: they come last."""

    def rank(item):
        marker = item.get_closest_marker("django_db")
        if (marker and marker.kwargs.get("transaction")) or "transactional_db" in item.fixturenames:
            return 2
        return 1 if item.get_closest_marker("browser") else 0

    items.sort(key=rank)


def pytest_runtest_setup(item):
    if item.get_closest_marker("browser") and not find_chromium():
        (pytest.fail if CI else pytest.skip)("Chromium is missing: apt-get install chromium")


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment, django_db_modify_db_settings, django_db_blocker, django_db_keepdb
):
    """Every test starts from the seeded site; what a test changes is rolled back.

    pytest-django's own makes no test database when only browser tests are picked, and these would then
    write into the developer's.
    """
    from django.core.management import call_command
    from django.test.utils import override_settings, setup_databases, teardown_databases

    with django_db_blocker.unblock():
        databases = setup_databases(
            verbosity=0, interactive=False, keepdb=django_db_keepdb, serialized_aliases=[]
        )
        # Examples and demo people too; they exist on development sites only.
        with override_settings(DEBUG=True):
            call_command("seed_site", demo=True, stdout=io.StringIO())
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            teardown_databases(databases, verbosity=0)


@pytest.fixture(autouse=True)
def fresh_caches():
    """What one test computed must not answer another one's question."""
    caches["pages"].clear()
    caches["renditions"].clear()


@pytest.fixture
def site(db):
    """The seeded site's rows by the names people use."""
    from pages.models import ContentPage, HomePage, MunicipalityPage
    from places.models import Municipality

    def home(code):
        return HomePage.objects.get(locale__language_code=code)

    def section(key, code):
        return MunicipalityPage.objects.get(municipality__key=key, locale__language_code=code)

    def shared(slug):
        return ContentPage.objects.get(slug=slug)

    return SimpleNamespace(
        home=home,
        section=section,
        shared=shared,
        kolari=Municipality.objects.get(key="kolari"),
        pajala=Municipality.objects.get(key="pajala"),
    )


@pytest.fixture
def visitor():
    return Client()


def persona(name):
    @pytest.fixture(name=name.replace(".", "_") if "." in name else "administrator")
    def signed_in(db):
        from accounts.models import User

        client = Client()
        client.user = User.objects.get(email=f"{name}@example.org")
        client.force_login(client.user)
        return client

    return signed_in


administrator = persona("admin")
editor_kolari = persona("editor.kolari")
moderator_kolari = persona("moderator.kolari")
editor_pajala = persona("editor.pajala")
moderator_pajala = persona("moderator.pajala")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return browser_type_launch_args | {
        "executable_path": find_chromium(),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture(scope="session")
def static_folders(tmp_path_factory):
    """The static files with the stylesheet in one piece, as production sends it."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    from tornedalen.stylesheet import SHEET, joined

    paths = {path: (storage, path) for finder in get_finders() for path, storage in finder.list([])}
    sheet = tmp_path_factory.mktemp("static") / SHEET
    sheet.parent.mkdir()
    sheet.write_text(joined(paths, SHEET))
    return [sheet.parent.parent, *settings.STATICFILES_DIRS]


@pytest.fixture(scope="session")
def site_server(django_db_setup, django_db_blocker, static_folders):
    """The seeded site as a browser meets it. What a journey sends is committed for the later ones."""
    from django.test.utils import override_settings
    from pytest_django.live_server_helper import LiveServer

    changed = override_settings(ALLOWED_HOSTS=["*"], STATICFILES_DIRS=static_folders)
    with django_db_blocker.unblock(), changed:
        server = LiveServer("localhost")
        yield server
        server.stop()


@pytest.fixture(scope="session")
def base_url(site_server):
    return site_server.url
