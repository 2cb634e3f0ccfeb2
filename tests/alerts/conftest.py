import re
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from urllib.parse import urlsplit

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from listings.models import Alert
from outbox.models import OutboxMail
from tests.factories import OccupationFactory, VacancyFactory

LINK = re.compile(r"https?://\S+")


@pytest.fixture(autouse=True)
def outbox(settings):
    settings.EMAIL_BACKEND = "outbox.backends.OutboxBackend"


class Letter:
    """A stored letter as its reader meets it."""

    def __init__(self, row):
        self.to = row.recipient
        self.message = message_from_bytes(bytes(row.message), policy=policy.default)
        self.subject = self.message["Subject"]
        self.text = self.message.get_body(("plain",)).get_content()
        self.html = self.message.get_body(("html",)).get_content()

    def link(self, name, language="fi"):
        """The path of its one link to the page of that name."""
        with override(language):
            start = reverse(name, args=["x"]).removesuffix("x/")
        (path,) = (path for path in map(path_of, LINK.findall(self.text)) if path.startswith(start))
        return path


def path_of(link):
    return urlsplit(link).path


@pytest.fixture
def letters(outbox):
    """The letters that will reach somebody, oldest first."""
    return lambda: [Letter(row) for row in OutboxMail.objects.waiting().order_by("pk")]


@pytest.fixture
def herder():
    """An occupation that no other ad of the site is about."""
    return OccupationFactory(slug="reindeer-herder", name_fi="poronhoitaja", name_sv="renskötare")


@pytest.fixture
def publish(herder):
    """Publishes an ad now, or at a given time."""

    def make(title="Poronhoitaja", **fields):
        return VacancyFactory(live=True, occupation=herder, title_fi=title, **fields)

    return make


@pytest.fixture
def follow(herder):
    """A confirmed alert on the ads of `publish`."""

    def make(email="anna@example.com", **fields):
        now = timezone.now()
        values = {
            "kind": "vacancy",
            "criteria": {"occupation": [herder.slug]},
            "language": "fi",
            "confirmed_at": now,
            "expires_at": now + timedelta(days=180),
            "high_water": now,
        }
        return Alert.objects.create(email=email, **values | fields)

    return make


@pytest.fixture
def clock():
    """Stands still in Helsinki's time: clock.at("2026-09-01 10:00")."""
    with time_machine.travel(helsinki("2026-09-01 10:00"), tick=False) as machine:
        machine.at = lambda moment: machine.move_to(helsinki(moment))
        yield machine


def helsinki(moment):
    return datetime.fromisoformat(moment).replace(tzinfo=timezone.get_default_timezone())
