"""From a search across the river to a letter about a new ad, over a real mail server."""

import re
from datetime import datetime, time, timedelta
from email import message_from_bytes, policy

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from listings import moderation
from listings.alert_letters import zone_of
from listings.models import Alert, AlertFarewell, AlertRequest
from outbox.models import OutboxMail
from tests.factories import OccupationFactory, VacancyFactory
from tests.outbox.conftest import MailServer

pytestmark = pytest.mark.browser

READER = "seeker@example.com"
TITLE = {"fi": "Puuseppä Pajalaan", "sv": "Snickare till Pajala"}


@pytest.fixture
def mailbox(rows, settings, base_url):
    """What a mail server on loopback has taken for the seeker."""
    server = MailServer().start()
    settings.SITE_URL = base_url
    settings.EMAIL_BACKEND = "outbox.backends.OutboxBackend"
    settings.OUTBOX_TRANSPORT = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": server.port,
        "EMAIL_HOST_USER": "",
        "EMAIL_HOST_PASSWORD": "",
    }

    def received():
        call_command("send_outbox")
        taken = [letter for letter in server.taken if letter.rcpt_tos == [READER]]
        return [message_from_bytes(letter.content, policy=policy.default) for letter in taken]

    yield received
    server.stop()
    for model in (OutboxMail, AlertRequest, Alert, AlertFarewell):
        model.objects.all().delete()


@pytest.fixture
def submitted(rows):
    """A carpenter's job in Pajala that waits for its moderator."""
    texts = {f"title_{code}": title for code, title in TITLE.items()}
    occupation = OccupationFactory(slug="carpenter", name_fi="puuseppä", name_sv="snickare")
    vacancy = VacancyFactory(submitted=True, pajala=True, occupation=occupation, **texts)
    yield vacancy
    vacancy.delete()
    vacancy.organisation.delete()
    vacancy.posted_by.delete()


def approve(vacancy):
    moderator = User.objects.get(email="moderator.pajala@example.org")
    moderation.approve(vacancy, by=moderator, revision=vacancy.latest_revision_id)


def link(letter, name, language):
    with translation.override(language):
        start = reverse(name, args=["x"]).removesuffix("x/")
    text = letter.get_body(("plain",)).get_content()
    return re.search(rf"\S+{re.escape(start)}\S+", text).group()


def morning_after(language):
    zone = zone_of(language)
    day = timezone.localdate(timezone=zone) + timedelta(days=1)
    return datetime.combine(day, time(6, 5), tzinfo=zone)


def test_a_search_across_the_river_comes_by_mail(reader, mailbox, submitted, language, said):
    with translation.override(language):
        reader.goto(f"{reverse('vacancies')}?place=pajala")
    reader.locator(f"a[href*='{reverse_in(language, 'make_alert', 'vacancy')}']").first.click()
    assert "Pajala" in reader.locator("main").inner_text()

    form = reader.locator("main form.form")
    form.locator("[name=email]").fill(READER)
    form.locator("[name=consent]").check()
    form.locator("button[type=submit]").click()
    assert said("Look at your e-mail") in reader.locator("main [role=status]").inner_text()

    (letter,) = mailbox()
    reader.goto(link(letter, "confirm_alert", language))
    assert Alert.objects.get().confirmed_at is None
    reader.locator("main form button").click()
    assert reader.locator("main [role=status]").is_visible()
    assert Alert.objects.get().confirmed_at

    approve(submitted)
    with time_machine.travel(morning_after(language)):
        call_command("send_alerts")
        _first, letter = mailbox()
    text = letter.get_body(("plain",)).get_content()
    assert TITLE[language] in text
    reader.goto(re.search(rf"\S+/{submitted.pk}-\S+", text).group())
    assert TITLE[language] in reader.locator("h1").inner_text()

    one_click = letter["List-Unsubscribe"].strip(" <>")
    answer = reader.request.post(one_click, form={"List-Unsubscribe": "One-Click"}, max_redirects=0)
    assert answer.status == 200
    assert not Alert.objects.exists()
    with time_machine.travel(morning_after(language) + timedelta(days=1)):
        call_command("send_alerts")
        assert len(mailbox()) == 2

    reader.goto(one_click)
    reader.locator("[name=reason][value=found]").check()
    reader.locator("main form button").click()
    assert said("Thank you, that helps us.") in reader.locator("main [role=status]").inner_text()
    assert AlertFarewell.objects.get().reason == "found"


def reverse_in(language, name, *args):
    with translation.override(language):
        return reverse(name, args=args)
