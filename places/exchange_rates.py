"""Fetches the European Central Bank's reference rate of the day. What comes from outside is not trusted:
whatever is odd about it leaves the last good rate as it is."""

import re
import time
from contextlib import closing
from datetime import date
from decimal import Decimal
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.conf import settings
from django.utils import timezone

from .models import ExchangeRate
from .money import KRONA

CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 3, 10, 20
LARGEST = 2**20
XML = ("text/xml", "application/xml")
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
SANE = (Decimal(8), Decimal(16))
LARGEST_CHANGE = Decimal("0.2")
RATE = re.compile(r"[0-9]{1,3}(\.[0-9]{1,5})?")
ENVELOPE = "{http://www.gesmes.org/xml/2002-08-01}Envelope"
CUBE = "{http://www.ecb.int/vocabulary/2002-08-01/eurofxref}Cube"


class BadRate(Exception):
    """Why today's rate was not taken."""


def update_rate():
    """Stores the newest rate; the same day's again changes nothing."""
    try:
        day, rate = read(fetch(settings.EXCHANGE_RATE_URL))
    except (OSError, HTTPException, ParseError, DefusedXmlException, LookupError, ValueError) as error:
        raise BadRate(f"{type(error).__name__}: {error}") from error
    check(day, rate, ExchangeRate.objects.filter(currency=KRONA).first())
    return ExchangeRate.objects.update_or_create(currency=KRONA, day=day, defaults={"rate": rate})[0]


def fetch(address):
    """The body. http.client follows no redirects and asks no proxy of the environment."""
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise BadRate("The address must begin with https://")
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname, parts.port, timeout=CONNECT_SECONDS)
    with closing(connection):
        connection.connect()
        connection.sock.settimeout(READ_SECONDS)
        connection.request("GET", parts.path or "/", headers={"Accept": ", ".join(XML)})
        with connection.getresponse() as answer:
            kind_of_answer = answer.headers.get_content_type()
            if answer.status != 200 or kind_of_answer not in XML:
                raise BadRate(f"The answer was {answer.status}, {kind_of_answer}")
            return b"".join(pieces(answer))


def pieces(answer):
    """In pieces, so that a large or dripping answer is left at once."""
    until, size = time.monotonic() + WHOLE_SECONDS, 0
    while piece := answer.read1(65536):
        size += len(piece)
        if size > LARGEST:
            raise BadRate("The answer is larger than 1 MB")
        if time.monotonic() > until:
            raise BadRate("The answer takes too long")
        yield piece


def read(body):
    """The day and the krona's rate of the daily file."""
    root = fromstring(body, forbid_dtd=True)
    days = [cube for cube in root.iter(CUBE) if cube.get("time")]
    if root.tag != ENVELOPE or len(days) != 1:
        raise BadRate("This is not the daily file")
    rates = [cube.get("rate", "") for cube in days[0].findall(CUBE) if cube.get("currency") == KRONA]
    if len(rates) != 1 or not RATE.fullmatch(rates[0]):
        raise BadRate(f"The krona's rate is not one number: {rates}")
    return date.fromisoformat(days[0].get("time")), Decimal(rates[0])


def check(day, rate, last):
    if not SANE[0] <= rate <= SANE[1]:
        raise BadRate(f"{rate} kronor for a euro is out of bounds")
    if day > timezone.localdate():
        raise BadRate(f"{day} is in the future")
    if last and day < last.day:
        raise BadRate(f"{day} is older than {last.day}, which is known")
    if last and abs(rate / last.rate - 1) > LARGEST_CHANGE:
        raise BadRate(f"{rate} is too far from {last.rate} of {last.day}")
