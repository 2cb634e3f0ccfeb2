import base64
import hmac
import re
import struct
import time

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User

PASSWORD = "kaksi rantaa, yksi joki"


@pytest.fixture(autouse=True)
def fresh_limits(db):
    cache.clear()


@pytest.fixture
def anna(db):
    """Signs in with a password or a code; reads Swedish."""
    return User.objects.create_user("anna@example.com", PASSWORD, first_name="Anna", preferred_language="sv")


@pytest.fixture
def staff(db):
    """May enter the CMS; has no password and no second factor yet."""
    from django.contrib.auth.models import Group

    person = User.objects.create_user("staff@example.com", is_staff=True)
    person.groups.add(Group.objects.get(name="Kolari editors"))
    return person


@pytest.fixture(params=["fi", "sv"])
def language(request):
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def finnish():
    with translation.override("fi"):
        yield


@pytest.fixture
def browser_of():
    """A client that is signed in through the site's own pages."""

    def sign_in(user, password=PASSWORD, **options):
        client = Client(**options)
        response = client.post(reverse("account_login"), {"login": user.email, "password": password})
        assert response.status_code == 302, response.content
        return client

    return sign_in


def code_in(letter):
    """The code that stands alone on a line of a letter."""
    return re.search(r"^[0-9A-Z]{3,}(-[0-9A-Z]{3,})*$", letter.body, re.MULTILINE)[0]


def totp(secret, at=None):
    """What an authenticator app shows (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(at or time.time()) // 30), "sha1").digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"
