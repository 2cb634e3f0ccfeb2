"""An employer on a phone: writes an ad page by page, loses the session, sends it, looks after it."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from accounts.demo import PASSWORD
from jobs.models import Vacancy
from listings import moderation
from listings.models import Membership, Organisation
from listings.states import State, state_of
from places.models import Municipality

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def employer(person, rows):
    kolari = Municipality.objects.get(key="kolari")
    organisation = Organisation.objects.create(
        name="Väylän hoiva", country="FI", municipality=kolari, verified_at=timezone.now()
    )
    Membership.objects.create(organisation=organisation, user=person, is_manager=True)
    yield person
    for vacancy in Vacancy.objects.filter(organisation=organisation):
        vacancy.delete()
    organisation.delete()


@pytest.fixture
def desk(reader, sign_in, employer, account_url):
    reader.set_viewport_size(PHONE)
    sign_in(reader.context, employer)
    reader.goto(account_url("post_vacancy"))
    return reader


def go_on(tab):
    tab.locator("form.desk-form .button").first.click()
    tab.wait_for_load_state("load")


def write(tab):
    """Every page with the least that is enough."""
    tab.locator("[name=title_fi]").fill("Lähihoitaja")
    go_on(tab)
    go_on(tab)
    tab.locator("[name=pay_told]").last.check()
    go_on(tab)
    tab.locator("[name=apply_in]").first.check()
    go_on(tab)
    tab.locator("[name=description_fi]").fill("Hoidat koko kylää.\n\n- aamuin\n- illoin")
    tab.locator("[name=summary_sv]").fill("Undersköterska till Kolari.")
    go_on(tab)
    tab.locator("[name=apply_by]").fill((timezone.localdate() + timedelta(days=30)).isoformat())
    tab.locator("[name=apply_email]").fill("rekry@example.org")
    go_on(tab)
    return Vacancy.objects.get(organisation__name="Väylän hoiva")


def test_an_ad_is_written_seen_as_the_public_will_and_sent(desk, language, account_url, said):
    started = timezone.now()
    vacancy = write(desk)
    assert (timezone.now() - started).seconds < 300
    assert desk.locator("article.listing").inner_text().count("Hoidat koko kylää.") == 1
    assert desk.locator("article.listing li", has_text="aamuin").count() == 1

    desk.locator("form.buttons button").click()
    desk.wait_for_url(f"**{account_url('own_vacancy', vacancy.pk)}*")

    assert state_of(Vacancy.objects.get(pk=vacancy.pk)) == State.IN_REVIEW
    assert said("What next?") in desk.locator("main").inner_text()


def test_going_back_and_sending_again_is_still_one_ad(desk):
    desk.locator("[name=title_fi]").fill("Lähihoitaja")
    go_on(desk)
    desk.go_back()
    desk.locator("[name=title_fi]").fill("Lähihoitaja yöhön")
    go_on(desk)

    assert Vacancy.objects.get(organisation__name="Väylän hoiva").title_fi == "Lähihoitaja yöhön"


def test_a_double_click_is_one_ad(desk):
    desk.locator("[name=title_fi]").fill("Lähihoitaja")
    desk.locator("form.desk-form .button").first.dblclick()
    desk.wait_for_url("**/where/")

    assert Vacancy.objects.filter(organisation__name="Väylän hoiva").count() == 1


def test_text_typed_before_the_session_ended_is_there_after_signing_in(desk, sign_in, employer):
    cache.clear()
    address = desk.url
    desk.locator("[name=title_fi]").fill("Tunnin työ")
    session = settings.SESSION_COOKIE_NAME
    desk.context.clear_cookies(name=session)
    go_on(desk)
    assert "next=" in desk.url

    desk.locator("[name=login]").fill(employer.email)
    desk.locator("[name=password]").fill(PASSWORD)
    desk.locator("main form button[type=submit]").first.click()
    desk.wait_for_url(address)

    assert desk.locator("[name=title_fi]").input_value() == "Tunnin työ"
    go_on(desk)
    assert Vacancy.objects.get(organisation__name="Väylän hoiva").title_fi == "Tunnin työ"


def test_a_published_ad_gets_more_time_and_is_ended(desk, account_url, employer):
    vacancy = write(desk)
    moderation.submit(vacancy, by=employer)
    vacancy.refresh_from_db()
    vacancy.get_latest_revision().publish()

    desk.goto(account_url("extend_vacancy", vacancy.pk))
    desk.locator("main form .button").first.click()
    desk.wait_for_url(f"**{account_url('own_vacancy', vacancy.pk)}")
    assert Vacancy.objects.get(pk=vacancy.pk).apply_by > vacancy.apply_by

    desk.goto(account_url("end_vacancy", vacancy.pk))
    desk.locator("[name=filled][value=yes]").check()
    desk.locator("[name=found_through][value=here]").check()
    desk.locator("main form .button").first.click()
    desk.wait_for_url(f"**{account_url('own_vacancy', vacancy.pk)}")

    ended = Vacancy.objects.get(pk=vacancy.pk)
    assert (ended.filled, ended.found_through, ended.is_open) == ("yes", "here", False)
