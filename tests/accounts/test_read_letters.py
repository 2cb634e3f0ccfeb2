import re
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.admin.mail import send_notification

from accounts.models import User

from .conftest import PASSWORD, code_in

pytestmark = pytest.mark.usefixtures("finnish")


def html_of(letter):
    ((content, kind),) = letter.alternatives
    assert kind == "text/html"
    return content


def is_well_formed(html):
    """Every element that opens closes again, in order."""
    open_elements, void = [], {"meta", "br", "img", "link", "!doctype"}

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            if tag not in void:
                open_elements.append(tag)

        def handle_endtag(self, tag):
            assert open_elements.pop() == tag

    Reader().feed(html)
    return not open_elements


@pytest.fixture(params=["fi", "sv"])
def reader(request, db):
    return User.objects.create_user("reader@example.com", PASSWORD, preferred_language=request.param)


@pytest.mark.parametrize("page_language", ["fi", "sv"])
def test_a_code_comes_in_the_readers_language_whatever_the_page_spoke(reader, mailoutbox, page_language):
    with translation.override(page_language):
        Client().post(reverse("account_login"), {"login": reader.email, "by_code": "1"})

    (letter,) = mailoutbox
    assert f'<html lang="{reader.preferred_language}">' in html_of(letter)
    assert code_in(letter) in html_of(letter)
    assert "&" not in letter.body
    assert is_well_formed(html_of(letter))


@pytest.mark.parametrize("page_language", ["fi", "sv"])
def test_a_link_for_a_new_password_leads_to_the_readers_language_and_the_sites_own_address(
    reader, mailoutbox, page_language, settings
):
    settings.ALLOWED_HOSTS = ["*"]
    settings.SITE_URL = "https://www.tornedalen.example"
    with translation.override(page_language):
        Client().post(reverse("account_reset_password"), {"email": reader.email}, HTTP_HOST="evil.example")

    (letter,) = mailoutbox
    with translation.override(reader.preferred_language):
        start = f"https://www.tornedalen.example{reverse('account_reset_password')}key/"
    assert start in letter.body
    assert f'href="{start}' in html_of(letter)
    assert "evil" not in letter.body + html_of(letter)


def test_a_change_of_the_password_is_told_with_time_and_place(reader, mailoutbox):
    client = Client(headers={"User-Agent": "<script>Netscape</script>"})
    client.post(reverse("account_login"), {"login": reader.email, "password": PASSWORD})
    new = "Kolmas ranta puuttuu vielä"

    client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )

    (letter,) = mailoutbox
    assert "127.0.0.1" in letter.body
    assert "<script>" in letter.body
    assert "<script>" not in html_of(letter)
    assert f'<html lang="{reader.preferred_language}">' in html_of(letter)


@pytest.mark.parametrize(
    "address", ["a@example.com\nBcc: b@example.com", "a@example.com\r\nX: 1", "a\x00@example.com"]
)
def test_no_header_can_be_smuggled_in_through_an_address(reader, mailoutbox, address):
    for name, field in (
        ("account_login", "login"),
        ("account_request_login_code", "email"),
        ("account_reset_password", "email"),
    ):
        cache.clear()
        response = Client().post(reverse(name), {field: address, "by_code": "1"})
        assert response.status_code == 422

    assert not mailoutbox


def test_wagtails_own_letters_have_our_look_and_the_readers_language(site, editor_pajala, mailoutbox):
    readers = [
        User.objects.create_user(f"{code}@example.com", preferred_language=code) for code in ("fi", "sv")
    ]
    comment = SimpleNamespace(text="<b>Kolme rantaa</b>")
    context = {"page": site.section("pajala", "sv"), "editor": editor_pajala.user, "new_comments": [comment]}

    with translation.override("fi"):
        assert send_notification(readers, "updated_comments", context)

    for person, letter in zip(readers, mailoutbox, strict=True):
        html = html_of(letter)
        assert f'<html lang="{person.preferred_language}">' in html
        assert "email-header.jpg" not in html
        assert "&lt;b&gt;" in html
        assert is_well_formed(html)
    finnish, swedish = map(html_of, mailoutbox)
    assert {"Hei", "Uudet kommentit"} & set(re.findall(r"\w+(?: \w+)?", finnish))
    assert finnish != swedish
    assert mailoutbox[0].body != mailoutbox[1].body
