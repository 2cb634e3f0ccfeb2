import re
from email import message_from_bytes
from email.policy import default as policy

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from accounts.personal_data import erase
from images.models import CustomImage
from listings.models import Organisation
from outbox.models import OutboxMail
from tests.files import pictures

from . import axe

pytestmark = pytest.mark.browser

EMPLOYER, COLLEAGUE = "tyonantaja@example.com", "kollega@example.com"
NAME = "Jokirannan Leipomo Oy"


@pytest.fixture(autouse=True)
def nobody_left_behind(rows, letters):
    cache.clear()
    yield
    for email in (EMPLOYER, COLLEAGUE):
        erase(email)
    Organisation.objects.filter(name=NAME).delete()
    CustomImage.objects.filter(title=NAME).delete()


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def tab(request, browser, base_url):
    """A browser of its own: somebody who has never been here."""
    context = browser.new_context(base_url=base_url, java_script_enabled=request.param)
    tab = context.new_page()
    complaints = []
    tab.on("console", lambda said: "Security Policy" in said.text and complaints.append(said.text))
    yield tab
    context.close()
    assert complaints == []


def newest_letter(email):
    letter = OutboxMail.objects.filter(recipient=email).latest("pk")
    message = message_from_bytes(bytes(letter.message), policy=policy)
    return message.get_body(("plain",)).get_content()


def make_account(tab, email, name):
    tab.fill("#id_first_name", name)
    tab.fill("#id_email", email)
    tab.press("#id_email", "Enter")
    code = re.search(r"^[0-9A-Z]{3,}(-[0-9A-Z]{3,})*\s*$", newest_letter(email), re.MULTILINE)[0].strip()
    tab.fill("#id_code", code)
    tab.press("#id_code", "Enter")


def test_an_employer_signs_up_adds_an_organisation_and_invites_a_colleague(
    tab, browser, base_url, language, account_url, tmp_path
):
    logo = tmp_path / "logo.png"
    logo.write_bytes(pictures.saved(pictures.scene((200, 120)), "PNG"))

    # A visitor who wants to add an organisation is led to sign in, from there to sign up, and back.
    tab.goto(account_url("add_organisation"))
    tab.click(f"main a[href^='{account_url('account_signup')}']")
    make_account(tab, EMPLOYER, "Elli")
    tab.wait_for_url(f"**{account_url('add_organisation')}")

    # Nothing filled in: every problem is named, and leads to its field.
    tab.click("main form.form button[type=submit]")
    assert tab.locator(".error-summary li").count() == 5
    tab.fill("#id_name", NAME)
    tab.check("[name=kind][value=company]")
    tab.check("[name=country][value=FI]")
    tab.fill("#id_registration_number", "2077474-1")
    tab.locator("[name=municipality]").first.check()
    tab.fill("#id_home_page", "https://www.leipomo.fi")
    tab.set_input_files("#id_logo", logo)
    tab.click("main form.form button[type=submit]")
    assert tab.locator(".error-summary li").count() == 1
    tab.fill("#id_registration_number", "20774740")
    tab.set_input_files("#id_logo", logo)
    tab.click("main form.form button[type=submit]")

    organisation = Organisation.objects.get(name=NAME)
    tab.wait_for_url(f"**{account_url('organisation', organisation.public_id)}")
    assert organisation.registration_number == "2077474-0"
    assert tab.locator(".organisation-logo img").evaluate("image => image.naturalWidth > 0")
    assert tab.locator("h1").inner_text() == NAME

    tab.fill("#id_email", COLLEAGUE)
    tab.press("#id_email", "Enter")
    assert COLLEAGUE in tab.locator("main").inner_text()

    # The colleague opens the link, makes an account and is back at the invitation.
    link = re.search(r"https?://\S+", newest_letter(COLLEAGUE))[0]
    context = browser.new_context(base_url=base_url)
    theirs = context.new_page()
    theirs.goto(re.sub(r"^https?://[^/]+", "", link))
    theirs.click(f"main a[href^='{account_url('account_signup')}']")
    make_account(theirs, COLLEAGUE, "Kalle")
    theirs.click("main form button[type=submit]")
    assert theirs.locator("h1").inner_text() == NAME
    context.close()

    tab.reload()
    assert "Kalle" in tab.locator(".people").first.inner_text()
    letter = newest_letter(EMPLOYER)
    assert COLLEAGUE in letter


def test_an_account_is_erased_from_its_own_page(browser, base_url, language, sign_in, account_url):
    context = browser.new_context(base_url=base_url)
    sign_in(context, User.objects.create_user(EMPLOYER, "kaksi rantaa, yksi joki"))
    tab = context.new_page()
    tab.goto(account_url("account_home"))
    tab.click(f"main a[href='{account_url('erase_account')}']")

    tab.click("main .button--danger")

    assert axe.look(tab) == []
    assert not User.objects.filter(email=EMPLOYER).exists()
    with translation.override(language):
        tab.goto(reverse("account_home"))
    assert account_url("account_login") in tab.url
    context.close()
