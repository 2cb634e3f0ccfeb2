import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from jobs.models import Vacancy
from listings.models import Alert, AlertRequest
from outbox.models import OutboxMail
from pages.models import PrivacyPage

pytestmark = pytest.mark.django_db


def form(**fields):
    return {
        "submission_key": str(uuid.uuid4()),
        "email": "anna@example.com",
        "frequency": "weekly",
        "consent": "on",
    } | fields


def url(language="fi", query="?place=pajala"):
    with override(language):
        return reverse("make_alert", args=["vacancy"]) + query


def test_a_kind_that_does_not_exist_is_not_found(visitor):
    assert visitor.get(reverse_in("fi", "make_alert", "castle")).status_code == 404


def test_a_search_that_cannot_be_understood_goes_back_to_the_list(visitor):
    answer = visitor.post(url(query="?place=atlantis"), form())

    assert answer.status_code == 302
    assert answer["Location"] == reverse_in("fi", "vacancies") + "?place=atlantis"
    assert not Alert.objects.exists()


def reverse_in(language, name, *args):
    with override(language):
        return reverse(name, args=args)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"email": ""}, "email"),
        ({"email": "not an address"}, "email"),
        ({"email": "a@example.com\nBcc: b@example.com"}, "email"),
        ({"email": "a\0@example.com"}, "email"),
        ({"email": "a" * 250 + "@example.com"}, "email"),
        ({"frequency": "hourly"}, "frequency"),
        ({"frequency": ""}, "frequency"),
        ({"consent": ""}, "consent"),
        ({"submission_key": "1"}, "submission_key"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_sent(visitor, letters, fields, field):
    answer = visitor.post(url(), form(**fields))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Alert.objects.exists()
    assert letters() == []


def test_what_was_typed_stays(visitor):
    page = visitor.post(url(), form(email="anna@", consent="")).content.decode()

    assert 'value="anna@"' in page
    (weekly,) = re.findall(r"<input[^>]*value=.weekly.[^>]*>", page)
    assert "checked" in weekly


def test_a_form_without_its_token_is_refused():
    client = Client(enforce_csrf_checks=True)

    assert client.post(url(), form()).status_code == 403
    assert not Alert.objects.exists()


def test_a_robot_sees_what_people_see_and_gets_nothing(visitor, letters):
    answer = visitor.post(url(), form(website="https://example.com"))

    assert answer.status_code == 302
    assert not Alert.objects.exists()
    assert letters() == []


def test_the_search_is_said_in_words_before_anything_is_asked(visitor):
    page = visitor.get(url("sv", "?place=pajala&no_experience=1")).content.decode()

    assert "Pajala" in page
    assert 'name="consent"' in page
    assert PrivacyPage.objects.get(locale__language_code="sv").url in page


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_everything_can_be_followed_and_is_named(visitor, language):
    answer = visitor.get(url(language, ""))

    with override(language):
        assert answer.context["words"] == str(Vacancy.EVERYTHING)


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_an_alert_is_stored_by_what_was_chosen_and_waits_for_its_reader(visitor, letters, language):
    answer = visitor.post(url(language, "?place=pajala&sort=closing&page=3&utm_source=x"), form())

    alert = Alert.objects.get()
    assert (alert.kind, alert.criteria) == ("vacancy", {"place": ["pajala"]})
    assert (alert.email, alert.frequency, alert.language) == ("anna@example.com", "weekly", language)
    assert alert.confirmed_at is None
    (letter,) = letters()
    assert letter.to == "anna@example.com"
    assert "Pajala" in letter.text
    assert "Pajala" in letter.html
    page = visitor.get(answer["Location"])
    assert page.status_code == 200
    assert 'role="status"' in page.content.decode()


def test_the_letter_holds_nothing_that_the_asker_wrote(visitor, letters):
    visitor.post(url(query="?q=Voitit%20rahaa%20evil.example&place=kolari"), form())

    (letter,) = letters()
    assert Alert.objects.get().criteria["q"] == "Voitit rahaa evil.example"
    whole = letter.message.as_string() + letter.text + letter.html
    assert "rahaa" not in whole
    assert "evil" not in whole
    assert "Kolari" in letter.text


def test_the_same_form_sent_twice_is_one_alert(visitor, letters):
    sent = form()
    first, second = visitor.post(url(), sent), visitor.post(url(), sent)

    assert first["Location"] == second["Location"]
    assert Alert.objects.count() == 1
    assert len(letters()) == 1


def test_pages_are_kept_by_no_cache(visitor, letters):
    visitor.post(url(), form())
    link = letters()[0].link("confirm_alert")

    for page in (url(), link):
        assert "no-store" in visitor.get(page)["Cache-Control"]


def test_opening_the_link_changes_nothing(visitor, letters):
    visitor.post(url(), form())
    before = list(Alert.objects.values())
    link = letters()[0].link("confirm_alert")

    for _ in range(3):
        page = visitor.get(link)
        assert page.status_code == 200
        visitor.head(link)

    assert list(Alert.objects.values()) == before
    # Nothing on the page may press the button by itself.
    assert page.content.decode().count("<script") == page.content.decode().count("js/site.js")


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_button_confirms_and_leads_to_the_alert(visitor, letters, language):
    visitor.post(url(language), form())
    link = letters()[0].link("confirm_alert", language)

    answer = visitor.post(link)

    alert = Alert.objects.get()
    assert alert.confirmed_at
    assert timedelta(days=179) < alert.expires_at - timezone.now() < timedelta(days=181)
    assert not AlertRequest.objects.exists()
    assert visitor.get(answer["Location"]).status_code == 200
    # A second press, or the link opened again, leads to the same page.
    manage = reverse_in(language, "manage_alert", "x").removesuffix("x/")
    for again in (visitor.post(link), visitor.get(link)):
        assert again["Location"].startswith(manage)


def test_the_button_needs_the_pages_token(visitor, letters):
    visitor.post(url(), form())

    answer = Client(enforce_csrf_checks=True).post(letters()[0].link("confirm_alert"))

    assert answer.status_code == 403
    assert Alert.objects.get().confirmed_at is None


def test_after_five_days_the_link_is_worth_nothing(visitor, letters):
    visitor.post(url(), form())
    link = letters()[0].link("confirm_alert")

    with time_machine.travel(timezone.now() + timedelta(days=5, seconds=2)):
        assert visitor.get(link).status_code == 410
        assert visitor.post(link).status_code == 410
    assert Alert.objects.get().confirmed_at is None


def test_a_link_is_good_for_its_own_purpose_only(visitor, letters):
    visitor.post(url(), form())
    token = letters()[0].link("confirm_alert").rstrip("/").rpartition("/")[2]

    for name in ("manage_alert", "renew_alert", "unsubscribe_alert"):
        assert visitor.post(reverse_in("fi", name, token), {"do": "pause"}).status_code == 410
    for altered in (token[:-1] + ("A" if token[-1] != "A" else "B"), "x", f"{token}x"):
        assert visitor.post(reverse_in("fi", "confirm_alert", altered)).status_code == 410
    assert Alert.objects.get().confirmed_at is None


def test_a_search_that_is_followed_already_goes_on_as_one(visitor, letters, follow):
    known = follow(criteria={"place": ["pajala"]}, frequency="daily", paused_at=timezone.now())
    visitor.post(url(), form(frequency="weekly"))

    visitor.post(letters()[0].link("confirm_alert"))

    alert = Alert.objects.get()
    assert (alert.pk, alert.frequency, alert.paused_at) == (known.pk, "weekly", None)


def test_an_address_follows_twenty_searches_at_most(visitor, letters, follow):
    visitor.post(url(), form())
    for number in range(20):
        follow(criteria={"q": f"word{number}"})

    assert visitor.post(letters()[0].link("confirm_alert")).status_code == 200
    assert Alert.objects.confirmed().count() == 20
    visitor.post(url(query="?place=kolari"), form(email="other@example.com"))
    Alert.objects.filter(email="other@example.com").delete()
    AlertRequest.objects.all().delete()
    visitor.post(url(), form())
    assert [letter.to for letter in letters()] == ["anna@example.com", "other@example.com"]


def test_known_and_unknown_addresses_get_the_same_answer(visitor, follow):
    follow("known@example.com", criteria={"place": ["pajala"]})
    follow("asked@example.com", confirmed_at=None)
    answers = []
    for address in ("known@example.com", "asked@example.com", "new@example.com", "new@example.com"):
        answer = visitor.post(url(), form(email=address))
        page = visitor.get(answer["Location"])
        answers.append((answer.status_code, answer["Location"], page.content))

    assert len(set(answers)) == 1
    # Each stored something of the same kind, so that time tells nothing either.
    assert OutboxMail.objects.count() == 4
