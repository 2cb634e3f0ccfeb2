"""The rate of the day comes from outside; an odd file must not change what readers see."""

import contextlib
import threading
import time
from datetime import date, timedelta
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest
import time_machine
from django.core.cache import caches
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from places.models import ExchangeRate
from places.money import approximately, latest_rate, say_money, say_range, say_range_elsewhere

FILE = """<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
  <gesmes:subject>Reference rates</gesmes:subject>
  <gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>
  <Cube><Cube time='{day}'>
    <Cube currency='USD' rate='1.0772'/><Cube currency='SEK' rate='{rate}'/>
  </Cube></Cube>
</gesmes:Envelope>
"""
TODAY = date(2026, 11, 24)
GOOD = FILE.format(day=TODAY, rate="11.2043")
ENTITY = "<!DOCTYPE e [<!ENTITY sek SYSTEM 'file:///etc/passwd'>]>"
LAUGHS = (
    "<!DOCTYPE l [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    + "]>"
)


def with_head(head, inside):
    start, rest = GOOD.split("\n", 1)
    return f"{start}\n{head}\n{rest.replace('Reference rates', inside)}"


BAD_FILES = {
    "entities": with_head(ENTITY, "&sek;"),
    "billion laughs": with_head(LAUGHS, "&a9;"),
    "truncated": GOOD[: len(GOOD) // 2],
    "wrong currency": GOOD.replace("SEK", "NOK"),
    "krona twice": GOOD.replace("USD", "SEK"),
    "rate of nought": FILE.format(day=TODAY, rate="0"),
    "not a number": FILE.format(day=TODAY, rate="NaN"),
    "in other words": FILE.format(day=TODAY, rate="1e1"),
    "sky-high": FILE.format(day=TODAY, rate="99999"),
    "leap of a fourth": FILE.format(day=TODAY, rate="13.7000"),
    "older than known": FILE.format(day=TODAY - timedelta(days=5), rate="11.2043"),
    "of tomorrow": FILE.format(day=TODAY + timedelta(days=1), rate="11.2043"),
    "no day": FILE.format(day="2026-02-30", rate="11.2043"),
    "5 MB": GOOD + " " * 5 * 2**20,
    "100,000 levels": "<a>" * 100_000,
    "page": "<!doctype html><title>Down for maintenance</title>",
    "other envelope": GOOD.replace("2002-08-01", "2031-01-01"),
    "unknown encoding": GOOD.replace("UTF-8", "klingon"),
    "wrong encoding": GOOD.replace("European", "Européen").encode("latin-1"),
    "empty": "",
}


@pytest.fixture
def bank(settings):
    """A server on loopback that answers with `bank.body`; `bank.asked` counts."""
    state = SimpleNamespace(body=GOOD, status=200, headers={"Content-Type": "text/xml"}, asked=0)

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            state.asked += 1
            body = state.body if isinstance(state.body, bytes) else state.body.encode()
            self.send_response(state.status)
            for name, value in state.headers.items():
                self.send_header(name, value)
            self.end_headers()
            with contextlib.suppress(OSError):  # hung up on: the file was too large
                self.wfile.write(body)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    state.url = settings.EXCHANGE_RATE_URL = f"http://127.0.0.1:{server.server_port}/daily.xml"
    yield state
    server.shutdown()
    server.server_close()


@pytest.fixture
def afternoon(db):
    """Half past four on the day of the file, and yesterday's rate is known."""
    ExchangeRate.objects.all().delete()
    with time_machine.travel(f"{TODAY}T15:30:00Z", tick=False):
        yield ExchangeRate.objects.create(
            currency="SEK", day=TODAY - timedelta(days=1), rate=Decimal("10.9000")
        )


def fetch():
    caches["pages"].clear()
    started = time.process_time()
    try:
        call_command("fetch_exchange_rate")
    finally:
        fetch.seconds = time.process_time() - started


def known():
    return list(ExchangeRate.objects.values_list("day", "rate"))


@pytest.mark.parametrize("name", BAD_FILES)
def test_an_odd_file_leaves_the_last_good_rate(bank, afternoon, name, caplog):
    bank.body = BAD_FILES[name]

    with pytest.raises(CommandError) as failure:
        fetch()

    assert failure.value.returncode == 1
    assert known() == [(TODAY - timedelta(days=1), Decimal("10.9000"))]
    assert [record.levelname for record in caplog.records if "no exchange rate" in record.message] == [
        "ERROR"
    ]
    assert fetch.seconds < 1


@pytest.mark.parametrize(
    ("status", "headers"),
    [(500, {"Content-Type": "text/xml"}), (200, {"Content-Type": "text/html"}), (204, {})],
)
def test_an_odd_answer_leaves_the_last_good_rate(bank, afternoon, status, headers):
    bank.status, bank.headers = status, headers

    with pytest.raises(CommandError):
        fetch()

    assert known() == [(afternoon.day, afternoon.rate)]


def test_a_redirect_is_not_followed(bank, afternoon, settings):
    trap = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    trap.timeout = 0.3
    bank.status, bank.headers = 302, {"Location": f"http://127.0.0.1:{trap.server_port}/"}

    with pytest.raises(CommandError, match="302"):
        fetch()

    caught = []
    trap.process_request = lambda request, address: caught.append(address)
    trap.handle_request()
    trap.server_close()
    assert bank.asked == 1
    assert caught == []


def test_a_proxy_of_the_environment_is_not_asked(bank, afternoon, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")

    fetch()

    assert bank.asked == 1


@pytest.mark.parametrize(
    "address", ["http://www.ecb.europa.eu/daily.xml", "file:///etc/passwd", "http://127.0.0.1:0/", "nonsense"]
)
def test_an_address_in_the_clear_or_of_nothing_is_not_asked(afternoon, settings, address):
    settings.EXCHANGE_RATE_URL = address

    with pytest.raises(CommandError):
        fetch()

    assert known() == [(afternoon.day, afternoon.rate)]


def test_the_rate_of_the_day_is_stored_once(bank, afternoon):
    fetch()
    fetch()

    assert known() == [(TODAY, Decimal("11.20430")), (afternoon.day, afternoon.rate)]
    assert latest_rate().day == TODAY


def test_amounts_are_not_converted_after_seven_days(afternoon):
    with time_machine.travel(f"{TODAY + timedelta(days=6)}T12:00:00Z", tick=False):
        caches["pages"].clear()
        assert approximately(14500, "SEK") == (Decimal("1330.00"), "EUR", afternoon.day)
    with time_machine.travel(f"{TODAY + timedelta(days=7)}T12:00:00Z", tick=False):
        assert approximately(14500, "SEK") is None
        assert say_range_elsewhere(14500, None, "SEK", "month") is None


def test_nothing_is_converted_where_no_rate_is_known(db, django_assert_num_queries):
    ExchangeRate.objects.all().delete()

    with django_assert_num_queries(1):  # that there is none is remembered too
        assert [approximately(amount, "EUR") for amount in (1, 2, 3)] == [None, None, None]
    assert approximately(100, "NOK") is None


@pytest.mark.parametrize(
    ("amount", "currency", "other"),
    [
        ("14500", "SEK", "1330"),
        ("2900", "EUR", "31600"),
        ("16.50", "EUR", "180"),
        ("145", "SEK", "13.30"),
        ("0", "EUR", "0"),
        ("0.10", "SEK", "0.01"),
        ("1250000", "SEK", "115000"),
    ],
)
def test_a_converted_amount_has_three_figures(afternoon, amount, currency, other):
    assert approximately(Decimal(amount), currency).amount == Decimal(other)


@pytest.mark.parametrize(
    ("language", "low", "high", "currency", "unit", "text"),
    [
        ("fi", "2900", "3400", "EUR", "month", "2 900–3 400 €/kk"),
        ("sv", "14500", None, "SEK", "month", "från 14 500 kr/mån"),
        ("fi", None, "16.50", "EUR", "hour", "enintään 16,50 €/t"),
        ("sv", "16.5", "18", "EUR", "hour", "16,50–18,00 €/tim"),
        ("fi", "145", "145.00", "SEK", "hour", "145 kr/t"),
        ("fi", "3400", "2900", "EUR", "", "2 900–3 400 €"),
        ("fi", None, None, "EUR", "month", ""),
    ],
)
def test_pay_reads_as_the_language_writes_it(language, low, high, currency, unit, text):
    ends = [end and Decimal(end) for end in (low, high)]
    with translation.override(language):
        said = say_range(*ends, currency, unit)

    assert said.replace("\xa0", " ") == text
    assert "  " not in said
    assert not any(f"{digit} " in said for digit in "0123456789"), "an amount must not be torn apart"


def test_money_is_said_without_needless_decimals():
    with translation.override("fi"):
        assert say_money(Decimal("1290.00"), "EUR") == "1\xa0290\xa0€"
        assert say_money(Decimal("1290.5"), "EUR") == "1\xa0290,50\xa0€"
        assert say_money(None, "EUR") == ""


def test_the_examples_have_a_rate_of_yesterday(db):
    assert ExchangeRate.objects.get().day >= timezone.localdate() - timedelta(days=2)
