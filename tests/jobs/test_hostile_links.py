"""Every address of an ad leads people to a public web page or is refused."""

from urllib.parse import urlencode, urlsplit

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from jobs.models import Vacancy
from listings.models import Organisation
from listings.validators import host_of, validate_link

from .writing import save, write

HOSTILE = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "ftp://kolari.fi/x",
    "mailto:a@kolari.fi",
    "//evil.com",
    "///evil.com",
    "/\\evil.com",
    "\\\\evil.com\\x",
    "http:evil.com",
    "https:///evil.com",
    "https://evil@kolari.fi/",
    "https://kolari.fi:pass@evil.com/",
    "https://kolari.fi%40evil.com/",
    "https://kolari.fi\\@evil.com/",
    "http://127.0.0.1/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://[::1]/",
    "http://[::ffff:10.0.0.1]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://127。0。0。1/",
    "http://localhost/",
    "http://localhost.:80/",
    "http://printer.local/",
    "http://db.internal/",
    "http://intranet/",
    "https://kolari.fi:8080/",
    "https://kolari.fi:22/",
    "https://kоlari.fi/",
    "https://ｋolari.fi/",
    "https://kol\u200bari.fi/",
    "https://kolari.fi/\u202etxt.exe",
    "https://kolari.fi/\r\nSet-Cookie: a=b",
    "https://kolari.fi/\x00",
    "https://-kolari.fi/",
    "https://kolari..fi/",
    "https://",
    "https://?x.fi",
    "kolari",
]
GOOD = {
    "https://www.kolari.fi/tyopaikat?id=1#haku": "https://www.kolari.fi/tyopaikat?id=1#haku",
    "http://kommun.pajala.se/": "http://kommun.pajala.se/",
    "www.pajala.se/jobb": "https://www.pajala.se/jobb",
    "https://kolari.fi:443/": "https://kolari.fi:443/",
    "https://jyväskylä.fi/työ": "https://jyväskylä.fi/työ",
    "https://xn--jyvskyl-7wae.fi/": "https://xn--jyvskyl-7wae.fi/",
}


@pytest.fixture
def vacancy(employer):
    return write(employer)


@pytest.mark.parametrize("field", ["apply_url", "link_url"])
def test_none_of_the_hostile_is_stored(vacancy, employer, field):
    assert len(HOSTILE) >= 30
    for link in HOSTILE:
        response = save(employer, vacancy, "apply", **{field: link})
        assert response.status_code == 422, link
        assert field in response.context["form"].errors, link
    stored = Vacancy.objects.get(pk=vacancy.pk)
    assert getattr(stored, field) == getattr(stored.draft(), field) == ""


def test_no_hostile_home_page_of_an_organisation_is_stored(employer):
    url = reverse("edit_organisation", args=[employer.organisation.public_id])
    for link in HOSTILE:
        response = employer.post(url, {"home_page": link, "version": "0"})
        assert response.status_code == 422, link
        assert "home_page" in response.context["form"].errors, link
    assert Organisation.objects.get(pk=employer.organisation.pk).website == ""


def test_nobody_is_led_away_from_the_site(employer, visitor, vacancy, settings):
    """By the address, or by the form, of whichever page leads on to another one."""
    settings.ALLOWED_HOSTS = ["testserver"]
    password = "a long one 4711"
    employer.user.set_password(password)
    employer.user.save()
    words = {"login": employer.user.email, "password": password, "email": employer.user.email}
    for link in HOSTILE:
        back = dict.fromkeys(("next", "return_url", "url"), link)
        asked = urlencode(back)
        for url in ("account_login", "account_request_login_code", "account_signup", "sign_in_again"):
            cache.clear()
            stay_here(Client().post(f"{reverse(url)}?{asked}", words | back), link)
        for url in ("account_login", "account_logout", "account_reauthenticate", "post_vacancy"):
            client = Client()
            client.force_login(employer.user)
            stay_here(client.get(f"{reverse(url)}?{asked}"), link)
            stay_here(client.post(f"{reverse(url)}?{asked}", back | {"password": password}), link)
        for url in (vacancy.get_absolute_url(), reverse("vacancies"), "/", "/cms/login/", "/fi/_util/login/"):
            stay_here(visitor.get(f"{url}?{asked}"), link)


def stay_here(response, link):
    where = urlsplit(response.headers.get("Location", "/"))
    assert response.status_code < 500, link
    assert (where.scheme, where.netloc) in {("", ""), ("http", "testserver")}, link
    assert not where.path.startswith(("//", "/\\", "\\")), link


@pytest.mark.parametrize("link", HOSTILE)
def test_the_validator_refuses_by_itself(link):
    with pytest.raises(ValidationError):
        validate_link(link)


@pytest.mark.parametrize(("typed", "kept"), GOOD.items())
def test_ordinary_addresses_are_kept(vacancy, employer, typed, kept):
    response = save(employer, vacancy, "apply", apply_url=typed)

    assert response.status_code == 302, response.context["form"].errors
    assert Vacancy.objects.get(pk=vacancy.pk).apply_url == kept


def test_the_host_is_shown_as_people_read_it():
    assert host_of("https://xn--jyvskyl-7wae.fi/x") == host_of("https://jyväskylä.fi/")
