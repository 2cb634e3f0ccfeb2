import threading
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from listings import alert_letters, alerts
from listings.alert_limits import address_key, network_key
from listings.models import Alert, AlertRequest

pytestmark = pytest.mark.django_db


def ask(email="victim@example.com", ip="192.0.2.1", **fields):
    values = {"frequency": "daily", "language": "fi", "public_id": uuid.uuid4(), "ip": ip}
    alerts.ask("vacancy", {"place": ["kolari"]}, email=email, **values | fields)


@pytest.fixture
def nothing_pretended(monkeypatch):
    """Thousands of letters that are written and thrown away would take minutes."""
    monkeypatch.setattr(alert_letters, "pretend_confirmation", lambda alert: None)


@pytest.mark.usefixtures("nothing_pretended")
def test_a_thousand_orders_for_one_address_are_one_letter(letters):
    for number in range(1000):
        ask(ip=f"198.51.{number // 250}.{number % 250}", email=f"victim+{number % 3}@example.com")

    assert len(letters()) == 1
    assert Alert.objects.count() == 1


@pytest.mark.usefixtures("nothing_pretended")
def test_a_thousand_addresses_from_one_network_are_ten_letters(letters):
    for number in range(1000):
        ask(f"reader{number}@example.com", ip=f"2001:db8:1:2::{number:x}")

    assert len(letters()) == 10


def test_more_than_three_hundred_an_hour_wait_for_the_operator(letters, caplog):
    for number in range(310):
        ask(f"reader{number}@example.com", ip=f"203.0.{number // 250}.{number % 250}")

    assert len(letters()) == 300
    assert AlertRequest.objects.filter(is_held=True).count() == 10
    alarms = [record for record in caplog.records if record.name == "listings.alert_limits"]
    assert {record.levelname for record in alarms} == {"ERROR"}
    assert "reader" not in caplog.text

    call_command("send_alerts", "--release-held")

    assert len(letters()) == 310
    assert not AlertRequest.objects.filter(is_held=True).exists()


def test_an_address_that_never_answers_gets_one_a_day_and_three_a_month(letters):
    start = timezone.now()
    for day in range(29):
        with time_machine.travel(start + timedelta(days=day, minutes=day), tick=False):
            ask()
            call_command("send_alerts")
    assert len(letters()) == 3

    with time_machine.travel(start + timedelta(days=31), tick=False):
        ask()
    assert len(letters()) == 4


def test_an_address_that_answers_may_order_more(letters, visitor):
    ask(public_id=uuid.uuid4())
    visitor.post(letters()[0].link("confirm_alert"))

    ask()

    assert len(letters()) == 2


def test_what_is_counted_names_nobody():
    ask("Anna@Example.com", ip="192.0.2.77")

    row = str(AlertRequest.objects.values())
    assert "nna" not in row
    assert "192.0.2.77" not in row
    assert address_key("anna@example.com") in row


def test_networks_are_households():
    assert network_key("2001:db8::1") == network_key("2001:db8::ffff:1")
    assert network_key("2001:db8::1") != network_key("2001:db8:0:1::1")
    assert network_key("::ffff:192.0.2.1") == network_key("192.0.2.1")
    assert network_key("192.0.2.1") != network_key("192.0.2.2")


@pytest.mark.parametrize(("proxies", "letters_sent"), [(0, 10), (1, 10), (2, 12)])
def test_a_made_up_forwarded_address_is_no_new_network(settings, letters, proxies, letters_sent):
    """The proxy appends whom it saw: with one of ours the last entry counts, with two the one before."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    with override("fi"):
        url = reverse("make_alert", args=["vacancy"])
    for number in range(12):
        Client().post(
            url,
            {
                "submission_key": str(uuid.uuid4()),
                "email": f"reader{number}@example.com",
                "frequency": "daily",
                "consent": "on",
            },
            headers={"X-Forwarded-For": f"203.0.113.{number}, 192.0.2.9"},
        )

    assert len(letters()) == letters_sent


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite writes one at a time")
def test_orders_at_the_same_instant_are_counted_one_after_the_other(letters):
    start = threading.Barrier(8)

    def run():
        start.wait()
        try:
            ask()
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(letters()) == 1


def test_an_order_nobody_confirms_is_deleted_after_five_days():
    ask()
    start = timezone.now()

    with time_machine.travel(start + timedelta(days=4, hours=23)):
        call_command("send_alerts")
    assert Alert.objects.count() == 1
    with time_machine.travel(start + timedelta(days=5, hours=1)):
        call_command("send_alerts")
    assert not Alert.objects.exists()
    assert AlertRequest.objects.count() == 1
    with time_machine.travel(start + timedelta(days=30, hours=1)):
        call_command("send_alerts")
    assert not AlertRequest.objects.exists()
