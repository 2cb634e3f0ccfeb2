"""An employer who has never been here, from the first click to "we found somebody", with the municipality's
moderator in the CMS on the other side. The employer's part works without script; Wagtail needs it."""

import re
from datetime import timedelta
from email import message_from_bytes
from email.policy import default as policy

import pytest
from django.core.cache import cache
from django.utils import timezone

from accounts.models import User
from accounts.personal_data import erase
from jobs.models import Vacancy
from listings.models import Organisation
from outbox.models import OutboxMail
from places.models import Municipality

pytestmark = pytest.mark.browser

EMPLOYER = "uusi-tyonantaja@example.com"
SIDES = {
    "fi": {"key": "kolari", "name": "Lapinvuokko Oy", "number": "2077474-0"},
    "sv": {"key": "pajala", "name": "Älvstranden AB", "number": "556036-0793"},
}
TITLE, CHANGED = "Kahvilatyöntekijä", "Ilman valokuvaa. Utan foto."


@pytest.fixture
def side(language):
    return SIDES.get(language, SIDES["fi"])


@pytest.fixture(autouse=True)
def nobody_left_behind(letters, side):
    cache.clear()
    yield
    for vacancy in Vacancy.objects.filter(organisation__name=side["name"]):
        vacancy.delete()
    Organisation.objects.filter(name=side["name"]).delete()
    erase(EMPLOYER)


@pytest.fixture
def moderator(browser, base_url, sign_in, side):
    context = browser.new_context(base_url=base_url)
    sign_in(context, User.objects.get(email=f"moderator.{side['key']}@example.org"))
    yield context.new_page()
    context.close()


def test_from_the_first_click_to_somebody_found(reader, moderator, account_url, side, language):
    sign_up(reader, account_url)
    add_organisation(reader, account_url, side)
    vacancy = post(reader, account_url, side)

    moderator.goto("/cms/")
    moderator.locator(".desk-panel--listings").get_by_role("link", name=TITLE).click()
    moderator.locator("textarea[name=text]").fill("Miksi valokuva? Varför foto?")
    moderator.locator("button[value=ask_changes]").click()
    moderator.wait_for_url("**/queue/")

    assert account_url("own_vacancy", vacancy.pk) in newest_letter()
    reader.goto(account_url("own_vacancy", vacancy.pk))
    assert "Miksi valokuva? Varför foto?" in reader.locator("main").inner_text()
    reader.goto(account_url("edit_vacancy", vacancy.pk, "text"))
    reader.locator(f"[name=description_{language}]").fill(CHANGED)
    go_on(reader)
    send(reader, account_url, vacancy)

    check_organisation(moderator, side)
    moderator.goto("/cms/snippets/jobs/vacancy/queue/")
    moderator.get_by_role("link", name=TITLE).first.click()
    moderator.locator("button[value=approve]").click()
    moderator.wait_for_url("**/queue/")

    visitor = reader.context.browser.new_page(base_url=str(moderator.url).split("/cms")[0])
    visitor.goto(f"{account_url('vacancies')}?q={TITLE}")
    visitor.locator(".listing-cards").get_by_role("link", name=TITLE).click()
    assert CHANGED in visitor.locator("article.listing").inner_text()

    reader.goto(account_url("own_vacancy", vacancy.pk))
    reader.locator(f"main a[href='{account_url('end_vacancy', vacancy.pk)}']").click()
    reader.locator("[name=filled][value=yes]").check()
    reader.locator("[name=found_through][value=here]").check()
    reader.locator("main form.form button[type=submit]").click()
    reader.wait_for_url(f"**{account_url('own_vacancy', vacancy.pk)}")

    assert visitor.reload().status == 410
    visitor.close()
    ended = Vacancy.objects.get(pk=vacancy.pk)
    assert (ended.filled, ended.found_through, ended.is_open) == ("yes", "here", False)


def sign_up(tab, account_url):
    tab.goto(account_url("post_vacancy"))
    tab.locator(f"main a[href^='{account_url('account_signup')}']").click()
    tab.locator("#id_first_name").fill("Elli")
    tab.locator("#id_email").fill(EMPLOYER)
    tab.locator("#id_email").press("Enter")
    code = re.search(r"^[0-9A-Z]{3,}(-[0-9A-Z]{3,})*\s*$", newest_letter(), re.MULTILINE)[0].strip()
    tab.locator("#id_code").fill(code)
    tab.locator("#id_code").press("Enter")
    tab.wait_for_url(f"**{account_url('post_vacancy')}")


def add_organisation(tab, account_url, side):
    tab.locator(f"main a[href^='{account_url('add_organisation')}']").click()
    municipality = Municipality.objects.get(key=side["key"])
    tab.locator("#id_name").fill(side["name"])
    tab.locator("[name=kind][value=company]").check()
    tab.locator(f"[name=country][value={municipality.country}]").check()
    tab.locator("#id_registration_number").fill(side["number"])
    tab.locator(f"[name=municipality][value='{municipality.pk}']").check()
    tab.locator("main form.form button[type=submit]").click()
    organisation = Organisation.objects.get(name=side["name"])
    tab.wait_for_url(f"**{account_url('organisation', organisation.public_id)}")
    assert not organisation.is_verified


def post(tab, account_url, side):
    """In the reader's language, with the least that is enough."""
    tab.locator(f"main a[href='{account_url('post_vacancy')}']").click()
    language = tab.locator("html").get_attribute("lang")
    other = next(code for code in SIDES if code != language)
    tab.locator(f"[name=title_{language}]").fill(TITLE)
    go_on(tab)
    go_on(tab)
    tab.locator("[name=pay_told]").last.check()
    go_on(tab)
    tab.locator("[name=apply_in]").first.check()
    go_on(tab)
    tab.locator(f"[name=description_{language}]").fill("Liitä valokuva. Bifoga ett foto.")
    tab.locator(f"[name=summary_{other}]").fill("Café")
    go_on(tab)
    tab.locator("[name=apply_by]").fill((timezone.localdate() + timedelta(days=20)).isoformat())
    tab.locator("[name=apply_email]").fill("rekry@example.org")
    go_on(tab)
    vacancy = Vacancy.objects.get(organisation__name=side["name"])
    send(tab, account_url, vacancy)
    return vacancy


def go_on(tab):
    tab.locator("form.desk-form .button").first.click()
    tab.wait_for_load_state("load")


def send(tab, account_url, vacancy):
    """What has been sent once needs no page filled in again: saving leads to the preview."""
    tab.wait_for_url(f"**{account_url('preview_vacancy', vacancy.pk)}")
    tab.locator("form.buttons button").click()
    tab.wait_for_url(f"**{account_url('own_vacancy', vacancy.pk)}*")


def check_organisation(moderator, side):
    moderator.goto("/cms/")
    moderator.locator(".desk-panel--listings").get_by_role("link", name=side["name"]).click()
    moderator.locator("button[value=verify]").click()
    moderator.wait_for_url("**/organisation/")
    assert Organisation.objects.get(name=side["name"]).is_verified


def newest_letter():
    letter = OutboxMail.objects.filter(recipient=EMPLOYER).latest("pk")
    message = message_from_bytes(bytes(letter.message), policy=policy)
    return message.get_body(("plain",)).get_content()
