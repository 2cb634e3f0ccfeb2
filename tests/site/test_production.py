"""A production site starts only with everything it needs, and then it is strict."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

PRODUCTION = {
    "SECRET_KEY": "b5c6f0e2a9d84713b5c6f0e2a9d84713b5c6f0e2a9d84713b5c6f0e2a9d84713",
    "ALLOWED_HOSTS": "tornedalen.example",
    "SITE_URL": "https://tornedalen.example",
    "EMAIL_URL": "smtp+tls://user:word@mail.example:587",
    "DEFAULT_FROM_EMAIL": "Tornedalen <noreply@tornedalen.example>",
}
# What the file .env of a developer may hold, too: an empty value here wins over it.
OURS = {"DJANGO_DEBUG", "DJANGO_ALLOW_ASYNC_UNSAFE", "SITE_LANGUAGES"}


@pytest.fixture
def run(tmp_path):
    """Runs Python in the project as a production server's environment would, with some of it changed."""

    def started(*command, **changed):
        inherited = {name: value for name, value in os.environ.items() if name not in OURS}
        environment = (
            inherited
            | PRODUCTION
            | {
                "DJANGO_DEBUG": "off",
                "DJANGO_SETTINGS_MODULE": "tornedalen.settings",
                "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
                "MEDIA_ROOT": str(tmp_path / "media"),
                "STATIC_ROOT": str(tmp_path / "static"),
            }
        )
        return subprocess.run(
            [sys.executable, *command],
            cwd=settings.BASE_DIR,
            env=environment | changed,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return started


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "development-only-key-that-production-refuses"}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"SITE_URL": ""}, "SITE_URL"),
        ({"EMAIL_URL": ""}, "EMAIL_URL"),
        ({"EMAIL_URL": "consolemail://"}, "EMAIL_URL"),
        ({"EMAIL_URL": "filemail:///tmp/letters"}, "EMAIL_URL"),
        ({"EMAIL_URL": "dummymail://"}, "EMAIL_URL"),
        ({"DEFAULT_FROM_EMAIL": ""}, "DEFAULT_FROM_EMAIL"),
    ],
    ids=str,
)
def test_the_site_refuses_to_start(changed, complaint, run):
    result = run("-c", "import tornedalen.settings", **changed)

    assert result.returncode == 1
    assert "ImproperlyConfigured" in result.stderr
    assert complaint in result.stderr.splitlines()[-1]


def test_with_everything_given_djangos_own_check_finds_nothing(run):
    result = run("manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert result.returncode == 0, result.stderr
    assert "0 silenced" in result.stdout
    assert result.stderr == ""


def test_a_database_with_demo_people_is_refused(run):
    assert run("manage.py", "migrate", "accounts", "-v0").returncode == 0
    assert run("-c", MAKE_DEMO_PERSON).returncode == 0

    assert "accounts.E001" in run("manage.py", "check").stderr
    started = run("-c", "import tornedalen.wsgi")
    assert started.returncode == 1
    assert "demo people" in started.stderr


def test_production_makes_no_demo_people(run):
    make = "import django; django.setup(); from accounts.demo import make_demo_people; make_demo_people()"

    assert "ImproperlyConfigured" in run("-c", make).stderr


MAKE_DEMO_PERSON = """
import django; django.setup()
from accounts.models import User
User.objects.bulk_create([User(email="admin@example.org")])
"""
ASK = """
import django; django.setup()
from django.test import Client
for secure, address in [(False, "/robots.txt"), (True, "/robots.txt"), (False, "/healthz")]:
    headers = {"host": "tornedalen.example"} | ({"x-forwarded-proto": "https"} if secure else {})
    answer = Client(raise_request_exception=False).get(address, headers=headers)
    print(answer.status_code, answer.get("Location"), answer.get("Strict-Transport-Security"), sep="|")
"""


def test_production_is_reached_by_https_only(run):
    plain, secure, health = run("-c", ASK).stdout.splitlines()

    assert plain.startswith("301|https://tornedalen.example/robots.txt|")
    status, _location, transport = secure.split("|")
    assert status == "200"
    assert transport == "max-age=63072000; includeSubDomains; preload"
    assert health.startswith("200|")


def test_cookies_of_production_are_bound_to_the_host(run):
    names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")
    show = f"from tornedalen import settings; print(*(getattr(settings, name) for name in {names}))"

    assert run("-c", show).stdout.split() == ["__Host-sessionid", "__Host-csrftoken", "True", "True"]
