"""Every address of an ad leads people to a public web page or is refused."""

import pytest
from django.core.exceptions import ValidationError

from jobs.models import Vacancy
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
