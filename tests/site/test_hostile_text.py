"""Nothing that an employer, a seeker or a reader writes runs in anybody's browser.

What the site answers is put into Chromium without the content policy that would keep a script from running:
the words must be harmless by themselves. The pages are then opened as they are, to see that nothing is
refused by the policy either.
"""

import json
from datetime import timedelta
from email import message_from_bytes, policy
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import escape

from jobs.models import Vacancy
from listings import emails, organisation_letters
from listings.alert_letters import Hit, Section, send_news, urls_of
from listings.alert_searches import words_of
from listings.answers import send_answered
from listings.counts import rows_of
from listings.models import Alert, Report
from listings.reports import send_report
from outbox.models import OutboxMail
from pages.models import SearchPage
from places.models import Municipality
from tests.factories import UserFactory

from .conftest import LANGUAGES
from .payloads import NUMBERS, PAYLOADS, make_ad, text_fields, words

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LISTEN = (
    "window.__xss = 0; for (const name of ['alert', 'confirm', 'prompt']) window[name] = () => { __xss = 1 }"
)
# What a page's first reader sets off, time for pictures to fail, and what would run on a click.
PROVOKE = """async () => {
  for (const element of document.querySelectorAll('*'))
    for (const name of ['focus', 'mouseover', 'toggle']) element.dispatchEvent(new Event(name));
  await new Promise(done => setTimeout(done, 20));
  const leads = /^(href|src|action|formaction|data|xlink:href)$/;
  const runs = /^\\s*(javascript|data:text|vbscript)/i;
  const isTrap = ({name, value}) =>
    name.startsWith('on') || name === 'srcdoc' || leads.test(name) && runs.test(value);
  const traps = [...document.querySelectorAll('*')].filter(element => [...element.attributes].some(isTrap));
  return [window.__xss, traps.map(element => element.outerHTML.slice(0, 200))];
}"""
AT_ONCE = 20


@pytest.fixture(scope="module")
def bare_tab(browser):
    """It has no site: what is put into it runs with nothing to stop it."""
    context = browser.new_context()
    context.add_init_script(LISTEN)
    tab = context.new_page()
    tab.route("**/*", lambda route: route.abort())
    yield tab
    context.close()


@pytest.fixture
def look_harmless(bare_tab):
    """look_harmless({where: html}): fails if a script runs in one of them or would run on a click."""

    def look(pages):
        pages = list(pages.items())
        for first in range(0, len(pages), AT_ONCE):
            batch = pages[first : first + AT_ONCE]
            frames = "".join(f'<iframe srcdoc="{escape(html)}"></iframe>' for _where, html in batch)
            bare_tab.set_content(frames, wait_until="load")
            shown = bare_tab.main_frame.child_frames
            assert len(shown) == len(batch)
            for (where, _html), frame in zip(batch, shown, strict=True):
                assert frame.evaluate(PROVOKE) == [0, []], where

    return look


def test_the_trap_springs(bare_tab, look_harmless):
    """What is not escaped would be found."""
    for payload in ("<script>__xss=1</script>", "<img src=x onerror=__xss=1>", "<svg onload=__xss=1>"):
        with pytest.raises(AssertionError):
            look_harmless({payload: f"<main>{payload}</main>"})
    for trap in ('<a href="javascript:__xss=1">x</a>', "<script>alert(1)</script>"):
        with pytest.raises(AssertionError):
            look_harmless({trap: trap})


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def body(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status, url
    return response.content.decode()


@pytest.fixture
def board(db):
    Vacancy.objects.all().delete()


@pytest.fixture
def ads(board):
    return [make_ad(number, live=True) for number in NUMBERS]


def test_there_are_enough_of_them():
    assert len(set(PAYLOADS)) >= 60
    assert len(text_fields(Vacancy)) >= 20


def test_pages_of_an_ad(ads, visitor, look_harmless):
    pages = {}
    for number, ad in enumerate(ads):
        with translation.override(LANGUAGES[number % 2]):
            url = ad.get_absolute_url()
            pages |= {
                f"{number} {at}": body(visitor, at) for at in (url, reverse("report_vacancy", args=[ad.pk]))
            }
        blocks = BeautifulSoup(pages[f"{number} {url}"], "html.parser").select("script[type*='ld+json']")
        assert len(blocks) == 1
        assert json.loads(blocks[0].string)["@type"] == "JobPosting"
    look_harmless(pages)


def test_an_ad_that_is_over(ads, visitor, look_harmless):
    Vacancy.objects.update(live=False)

    look_harmless({ad.pk: body(visitor, ad.get_absolute_url(), 410) for ad in ads})


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_and_feeds(ads, visitor, look_harmless, language):
    with translation.override(language):
        addresses = [*(f"{reverse('vacancies')}?page={page}" for page in range(1, 3)), f"/{language}/"]
        pages = {url: body(visitor, url) for url in addresses}
        for name, part in (("vacancies_rss", "item"), ("vacancies_atom", "{*}entry")):
            entries = ElementTree.fromstring(body(visitor, reverse(name))).findall(f".//{part}")
            told = [entry.findtext(kind) for entry in entries for kind in ("description", "{*}summary")]
            pages |= {f"{name} {number}": html for number, html in enumerate(filter(None, told))}
    look_harmless(pages)
    assert len(pages) == 3 + 2 * len(ads)


def test_the_api_answers_in_json(ads, visitor):
    for url in (reverse("open_api:vacancies"), reverse("open_api:vacancy", args=[ads[0].pk])):
        answer = visitor.get(url)
        assert answer.json()
        assert answer.headers["Content-Type"].startswith("application/json")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_words_that_are_searched_for(board, visitor, look_harmless):
    pages = {}
    search = {code: SearchPage.objects.get(locale__language_code=code).url for code in LANGUAGES}
    for number, payload in enumerate(PAYLOADS):
        code = LANGUAGES[number % 2]
        with translation.override(code):
            addresses = reverse("vacancies"), reverse("make_alert", args=["vacancy"]), search[code]
        for url in addresses:
            response = visitor.get(f"{url}?q={quote(payload[:100])}", follow=True)
            assert response.status_code in (200, 422)
            pages[f"{number} {url}"] = response.content.decode()
    look_harmless(pages)


def test_the_posters_own_pages(ads, look_harmless):
    steps = ["what", "where", "terms", "languages", "text", "apply"]
    pages = {}
    for number, ad in enumerate(ads):
        poster = signed_in(ad.posted_by)
        with translation.override(LANGUAGES[number % 2]):
            verbs = ("own", "preview", ("extend", "end")[number % 2])
            addresses = [
                *(reverse(f"{verb}_vacancy", args=[ad.pk]) for verb in verbs),
                *(reverse("edit_vacancy", args=[ad.pk, step]) for step in steps[number % 3 :: 3]),
                reverse("organisation", args=[ad.organisation.public_id]),
                (reverse("own_listings"), reverse("account_home"))[number % 2],
            ]
        pages |= {f"{number} {url}": body(poster, url) for url in addresses}
    look_harmless(pages)


def test_the_moderators_screens(board, look_harmless, moderator_kolari):
    pages = {}
    for number in NUMBERS:
        payload = words(number)
        ad = make_ad(number, submitted=True)
        report = report_on(ad, payload)
        for url in (
            reverse("check_vacancy", args=[ad.pk]),
            reverse("wagtailsnippets_jobs_vacancy:edit", args=[ad.pk]),
            reverse("wagtailsnippets_listings_organisation:check", args=[ad.organisation_id]),
            reverse("report:edit", args=[report.pk]),
        ):
            pages[f"{number} {url}"] = body(moderator_kolari, url)
    for name in (
        *("wagtailsnippets_jobs_vacancy:queue", "wagtailsnippets_jobs_vacancy:list", "report:list"),
        *("wagtailsnippets_listings_organisation:list", "wagtailadmin_home"),
    ):
        pages |= {f"{name} {page}": body(moderator_kolari, f"{reverse(name)}?p={page}") for page in (1, 2, 3)}
    look_harmless(pages)


def report_on(ad, words):
    return Report.objects.create(
        listing=ad,
        municipality=ad.municipality,
        reason=Report.Reason.OTHER,
        message=words,
        answer=words,
        language="fi",
        email="reader@example.org",
    )


def test_letters(board, settings, look_harmless):
    settings.EMAIL_BACKEND = "outbox.backends.OutboxBackend"
    Municipality.objects.update(contact_email="registry@example.org")
    for number in NUMBERS:
        payload = words(number)
        ad = make_ad(number, live=True)
        organisation, poster = ad.organisation, ad.posted_by
        organisation.memberships.create(user=UserFactory(), is_manager=True)
        emails.send_submitted(ad, by=poster)
        for send in (
            emails.send_approved,
            emails.send_ending,
            emails.send_outcome_question,
            emails.send_to_moderators,
        ):
            send(ad)
        for send in (emails.send_changes_asked, emails.send_refused, emails.send_ended):
            send(ad, reason=payload)
        organisation_letters.send_to_check(organisation)
        organisation_letters.send_checked(organisation)
        organisation_letters.send_refused(organisation, reason=payload)
        organisation_letters.send_joined(organisation.memberships.get(user=poster))
        organisation_letters.send_removed(poster, organisation)
        organisation_letters.send_manages(poster, organisation)
        report = report_on(ad, payload)
        send_report(report, ad)
        send_answered(report)
        send_alert(ad, payload)
    stored = OutboxMail.objects.values_list("message", flat=True)
    letters = [message_from_bytes(bytes(message), policy=policy.default) for message in stored]

    assert len(letters) >= 15 * len(NUMBERS)
    assert not [letter["Subject"] for letter in letters if "\n" in letter["Subject"]]
    look_harmless(
        {
            f"{number} {letter['Subject']}": letter.get_body(("html",)).get_content()
            for number, letter in enumerate(letters)
        }
    )


def send_alert(ad, words):
    until = {"expires_at": timezone.now() + timedelta(days=9), "high_water": timezone.now()}
    criteria = {"q": words[:100]}
    alert = Alert.objects.create(
        kind="vacancy", email="anna@example.org", language="fi", criteria=criteria, **until
    )
    with translation.override("fi"):
        section = Section(alert, words_of(alert, "fi"), 1, [Hit(ad, [])], urls_of(alert, "fi"))
    send_news(alert.email, "fi", [section], [alert])


@pytest.fixture
def served(site_server, django_db_blocker):
    """Ads that a browser's server shows: it works outside any transaction."""
    with django_db_blocker.unblock():
        made = [make_ad(number, live=True) for number in NUMBERS[::4]]
        caches["pages"].clear()
        yield made
        for ad in made:
            organisation, poster = ad.organisation, ad.posted_by
            rows_of(ad).delete()
            ad.delete()
            organisation.delete()
            poster.delete()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_content_policy_has_nothing_to_refuse(served, browser, base_url, language):
    """As the pages really come, with the site's own scripts."""
    context = browser.new_context(base_url=base_url)
    context.add_init_script(LISTEN)
    tab, complaints = context.new_page(), []
    tab.on(
        "console", lambda message: message.type in ("error", "warning") and complaints.append(message.text)
    )
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    with translation.override(language):
        board = reverse("vacancies")
        addresses = [ad.get_absolute_url() for ad in served] + [
            f"{board}?q={quote(payload)}" for payload in PAYLOADS[::7]
        ]
        addresses += [board, *(reverse("report_vacancy", args=[ad.pk]) for ad in served)]
    for url in addresses:
        tab.goto(url)
        tab.emulate_media(media="print")
        assert tab.evaluate("window.__xss") == 0, url
        tab.emulate_media(media="screen")
    context.close()

    assert complaints == []
