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
# What a reader types, and the bank that answers: its ads are in its own language only.
ACROSS = {
    "fi": {"word": "puusepäksi", "bank": "pajala", "language": "sv", "titles": ["Snickare", "Timmerman"]},
    "sv": {"word": "snickarna", "bank": "kolari", "language": "fi", "titles": ["Puuseppä", "Kirvesmies"]},
}


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
def across(language):
    return ACROSS.get(language, ACROSS["fi"])


@pytest.fixture
def ads(rows, across):
    """Two carpenters' jobs on the other bank: one in public, one that waits for its moderator."""
    own, other = across["language"], "fi" if across["language"] == "sv" else "sv"
    occupation = OccupationFactory(slug="carpenter", name_fi="puuseppä", name_sv="snickare")
    common = {"occupation": occupation, f"description_{own}": "Bo i Pajala. Asu Kolarissa.", "summary_sv": ""}
    common |= {f"title_{other}": "", f"description_{other}": "", "pajala": across["bank"] == "pajala"}
    made = [
        VacancyFactory(**common, **{f"title_{own}": title}, live=not number, submitted=bool(number))
        for number, title in enumerate(across["titles"])
    ]
    yield made
    for vacancy in made:
        vacancy.delete()
        vacancy.organisation.delete()
        vacancy.posted_by.delete()


def approve(vacancy, bank):
    moderator = User.objects.get(email=f"moderator.{bank}@example.org")
    moderation.approve(vacancy, by=moderator, revision=vacancy.latest_revision_id)


def link(letter, name, language):
    start = reverse_in(language, name, "x").removesuffix("x/")
    return re.search(rf"\S+{re.escape(start)}\S+", text_of(letter)).group()


def text_of(letter):
    return letter.get_body(("plain",)).get_content()


def reverse_in(language, name, *args):
    with translation.override(language):
        return reverse(name, args=args)


def morning_after(language):
    zone = zone_of(language)
    day = timezone.localdate(timezone=zone) + timedelta(days=1)
    return datetime.combine(day, time(6, 5), tzinfo=zone)


def test_a_search_across_the_river_comes_by_mail(reader, mailbox, ads, across, language, said):
    public, waiting = ads
    reader.goto(reverse_in(language, "vacancies"))
    reader.locator("#listing-words").fill(across["word"])
    reader.locator("#listing-words").press("Enter")
    reader.locator(f".chips a:has-text('{across['word']}')").wait_for()
    choose(reader, across["bank"])
    card = reader.locator(f".listing-cards a[href='{path_of(public, language)}']")
    assert card.inner_text() == across["titles"][0]

    order_alert(reader, language)
    assert said("Look at your e-mail") in reader.locator("main [role=status]").inner_text()

    (letter,) = mailbox()
    reader.goto(link(letter, "confirm_alert", language))
    assert Alert.objects.get().confirmed_at is None
    reader.locator("main form button").click()
    assert reader.locator("main [role=status]").is_visible()
    assert Alert.objects.get().confirmed_at

    approve(waiting, across["bank"])
    with time_machine.travel(morning_after(language)):
        call_command("send_alerts")
        _first, letter = mailbox()
    assert across["titles"][1] in text_of(letter)
    assert across["titles"][0] not in text_of(letter)
    reader.goto(re.search(rf"\S+/{waiting.pk}-\S+", text_of(letter)).group())
    assert across["titles"][1] in reader.locator("h1").inner_text()
    assert reader.locator(f"article [lang={across['language']}]").first.is_visible()

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


def choose(reader, bank):
    """With script the choice is enough, without it takes the button."""
    reader.locator(f"input[name=place][value={bank}]").check()
    if not reader.runs_scripts:
        reader.locator("#listing-search button[type=submit]").click()
    reader.locator(f".chips a:has-text('{bank.capitalize()}')").wait_for()


def order_alert(reader, language):
    reader.locator(f"a[href*='{reverse_in(language, 'make_alert', 'vacancy')}']").first.click()
    form = reader.locator("main form.form")
    form.locator("[name=email]").fill(READER)
    form.locator("[name=consent]").check()
    form.locator("button[type=submit]").click()


def path_of(vacancy, language):
    with translation.override(language):
        return vacancy.get_absolute_url()


def test_everything_by_keyboard_alone(reader, mailbox, ads, across, language, said):
    """A search, a filter, an ad, and an alert on the search: no mouse."""
    reader.goto(reverse_in(language, "vacancies"))
    tab_to(reader, "#listing-words")
    reader.keyboard.type(across["word"])
    reader.keyboard.press("Enter")
    reader.locator(f".chips a:has-text('{across['word']}')").wait_for()
    tab_to(reader, f"input[name=place][value={across['bank']}]")
    reader.keyboard.press("Space")
    tab_to(reader, "#listing-search button[type=submit]")
    reader.keyboard.press("Enter")
    reader.locator(f".chips a:has-text('{across['bank'].capitalize()}')").wait_for()
    tab_to(reader, f".listing-cards a[href='{path_of(ads[0], language)}']")
    reader.keyboard.press("Enter")
    reader.locator("h1", has_text=across["titles"][0]).wait_for()

    reader.go_back(wait_until="load")
    tab_to(reader, f"a[href*='{reverse_in(language, 'make_alert', 'vacancy')}']")
    reader.keyboard.press("Enter")
    reader.locator("main form.form [name=email]").wait_for()
    tab_to(reader, "[name=email]")
    reader.keyboard.type(READER)
    tab_to(reader, "[name=consent]")
    reader.keyboard.press("Space")
    tab_to(reader, "main form.form button")
    reader.keyboard.press("Enter")
    reader.locator("main [role=status]").wait_for()
    assert len(mailbox()) == 1


def tab_to(reader, selector, most=150):
    for _ in range(most):
        reader.keyboard.press("Tab")
        if reader.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"Tab does not come to {selector} on {reader.url}")
