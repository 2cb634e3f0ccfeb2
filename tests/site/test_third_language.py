"""A third language is a setting, a migration and content: done here on a copy of the project."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.slow

CONTENT = """
import django; django.setup()
from django.test import Client
from django.test.utils import setup_test_environment
from pages.models import ContentPage, HomePage
from wagtail.models import Locale, Page

setup_test_environment()
finnish = HomePage.objects.get(locale__language_code="fi")
about = ContentPage.objects.child_of(finnish).order_by("path").first()
english = Locale.objects.get_or_create(language_code="en")[0]
home = Page.get_first_root_node().add_child(
    instance=HomePage(
        title="Torne Valley", slug="en", summary="Two banks.",
        locale=english, translation_key=finnish.translation_key,
    )
)
page = home.add_child(
    instance=ContentPage(
        title="About us", slug="about-us", summary="Who we are.",
        locale=english, translation_key=about.translation_key,
    )
)

def ask(address, status=200, **headers):
    answer = Client(headers=headers).get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()

html = ask("/en/")
assert '<html lang="en">' in html
assert 'hreflang="en"' in html and 'hreflang="fi"' in html and 'hreflang="sv"' in html
assert 'href="/fi/"' in html and 'href="/sv/"' in html

html = ask("/en/about-us/")
assert '<html lang="en">' in html and "About us" in html
assert f'href="{about.url}"' in html

for code in ("fi", "sv"):
    html = ask(f"/{code}/")
    assert f'<html lang="{code}">' in html
    assert 'href="/en/"' in html and 'lang="en"' in html
    assert html.count('rel="alternate"') == 4

html = ask(about.url)
assert f'hreflang="en" href="http://localhost:8000/en/about-us/"' in html
assert 'href="/en/about-us/"' in html

html = ask("/en/uutiset/", 404)
assert '<html lang="en">' in html and 'href="/fi/uutiset/"' in html

assert Client(headers={"accept-language": "en"}).get("/").url == "/en/"
assert Client(headers={"accept-language": "sv"}).get("/").url == "/sv/"
sitemap = ask("/sitemap.xml")
assert "http://localhost:8000/en/about-us/" in sitemap
from places.models import Municipality
kolari = Municipality.objects.get(key="kolari")
assert kolari.name_en is None or isinstance(kolari.name_en, str)
print("three languages")
"""


@pytest.fixture
def copy(tmp_path):
    """The project as git sees it, with what is not committed yet."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        source, target = Path(settings.BASE_DIR) / name, tmp_path / "site" / name
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    return tmp_path / "site"


@pytest.fixture
def run(copy):
    def started(*command):
        environment = os.environ | {
            "DJANGO_DEBUG": "on",
            "DJANGO_SETTINGS_MODULE": "tornedalen.settings",
            "SITE_LANGUAGES": "fi,sv,en",
            "SITE_URL": "http://localhost:8000",
            "DATABASE_URL": f"sqlite:///{copy / 'db.sqlite3'}",
            "MEDIA_ROOT": str(copy / "media"),
        }
        result = subprocess.run(
            [sys.executable, *command], cwd=copy, env=environment, capture_output=True, text=True, check=False
        )
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    return started


def test_a_setting_a_migration_and_content_make_a_third_language(run):
    made = run("manage.py", "makemigrations")
    assert "name_en" in made
    assert "Remove" not in made
    run("manage.py", "migrate", "-v0")
    run("manage.py", "createcachetable")
    run("manage.py", "seed_site")

    assert "three languages" in run("-c", CONTENT)
