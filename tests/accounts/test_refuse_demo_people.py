import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import OperationalError

from accounts import checks, demo
from accounts.models import User

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def without_demo_people(db):
    User.objects.filter(email__endswith="@example.org").delete()


def test_production_makes_no_demo_people(db):
    with pytest.raises(ImproperlyConfigured):
        demo.make_demo_people()


def test_every_command_that_checks_stops_while_there_are_any(db):
    with pytest.raises(SystemCheckError, match=r"admin@example\.org"):
        call_command("check")


def test_the_server_does_not_start_while_there_are_any(db):
    with pytest.raises(ImproperlyConfigured, match=r"admin@example\.org"):
        checks.refuse_demo_people()


def test_without_them_production_starts(without_demo_people):
    User.objects.create_user("admin@example.com")

    assert checks.no_demo_people_in_production(None) == []
    checks.refuse_demo_people()


def test_a_development_site_starts_with_them(db, settings):
    settings.DEBUG = True

    assert checks.no_demo_people_in_production(None) == []


def test_a_database_that_is_away_is_somebody_elses_worry(db, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr(User.objects.none().__class__, "__iter__", away)

    assert checks.demo_people() == []


def run(tmp_path, *command, **environment):
    environment |= {"PATH": os.environ["PATH"], "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3"}
    command = [sys.executable, *command]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


PRODUCTION = {
    "SECRET_KEY": "a-key-of-its-own-" * 4,
    "ALLOWED_HOSTS": "www.example.com",
    "SITE_URL": "https://www.example.com",
    "EMAIL_URL": "smtp://127.0.0.1:2525",
    "DEFAULT_FROM_EMAIL": "site@example.com",
}


@pytest.mark.slow
def test_a_real_production_site_with_demo_people_does_not_start(tmp_path):
    # Only the tables of people: the check must stop the rest of `migrate`, too.
    assert run(tmp_path, "manage.py", "migrate", "accounts", DJANGO_DEBUG="on").returncode == 0
    make = "from accounts.models import *; User(email='admin@example.org', password='!').save_base(raw=True)"
    assert run(tmp_path, "manage.py", "shell", "-c", make, DJANGO_DEBUG="on").returncode == 0
    commands = {
        "check": ("manage.py", "check"),
        "migrate": ("manage.py", "migrate", "--plan"),
        "runserver": ("manage.py", "runserver", "--noreload", "127.0.0.1:0"),
        "gunicorn": ("-c", "import tornedalen.wsgi"),
    }

    for name, command in commands.items():
        refused = run(tmp_path, *command, **PRODUCTION)
        assert refused.returncode != 0, name
        assert "admin@example.org" in refused.stderr, name

    delete = "from accounts.models import *; User.objects.all()._raw_delete('default')"
    run(tmp_path, "manage.py", "shell", "-c", delete, DJANGO_DEBUG="on")
    for name in ("check", "gunicorn"):
        assert run(tmp_path, *commands[name], **PRODUCTION).returncode == 0, name
