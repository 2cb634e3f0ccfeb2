import threading
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone, translation

from listings.models import Report
from listings.retention import purge
from places.models import Municipality
from tests.factories import VacancyFactory


@pytest.fixture
def vacancy(board):
    Municipality.objects.filter(key="kolari").update(contact_email="kunta@example.org")
    return VacancyFactory(live=True, title_fi="Kokki")


@pytest.fixture
def filled_in():
    return {
        "submission_key": str(uuid.uuid4()),
        "reason": "fraud",
        "message": "Pyytää rahaa etukäteen.",
        "email": "lukija@example.org",
    }


def test_a_report_without_a_reason_comes_back_with_its_text(
    vacancy, visitor, address, said, language, filled_in
):
    answer = visitor.post(
        address("report_vacancy", vacancy.pk, language=language), filled_in | {"reason": ""}
    )

    assert answer.status_code == 422
    assert "Pyytää rahaa etukäteen." in answer.content.decode()
    assert said("Choose what is wrong.") in answer.content.decode()
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    "bad",
    [
        {"reason": "x"},
        {"reason": "other", "message": ""},
        {"message": "a" * 2001},
        {"message": "a\0b"},
        {"email": "nobody"},
        {"submission_key": "x"},
    ],
    ids=["reason", "other without words", "long", "nul", "email", "key"],
)
def test_what_cannot_be_right_is_refused(vacancy, visitor, address, language, filled_in, bad):
    answer = visitor.post(address("report_vacancy", vacancy.pk, language=language), filled_in | bad)

    assert answer.status_code == 422
    assert not Report.objects.exists()


def test_a_form_that_is_not_ours_is_refused(vacancy, address, filled_in):
    answer = Client(enforce_csrf_checks=True).post(address("report_vacancy", vacancy.pk), filled_in)

    assert answer.status_code == 403
    assert not Report.objects.exists()


def test_an_ad_that_is_not_public_cannot_be_reported(board, visitor, address, filled_in):
    for ad in (VacancyFactory(), VacancyFactory(submitted=True)):
        assert visitor.get(address("report_vacancy", ad.pk)).status_code == 404
        assert visitor.post(address("report_vacancy", ad.pk), filled_in).status_code == 404
    assert not Report.objects.exists()


def test_a_robot_is_thanked_and_forgotten(vacancy, visitor, address, filled_in):
    answer = visitor.post(
        address("report_vacancy", vacancy.pk), filled_in | {"website": "https://spam.example"}
    )

    assert answer.status_code == 302
    assert not Report.objects.exists()


def test_a_report_is_kept_and_goes_to_the_municipality(
    vacancy, visitor, address, said, language, filled_in, mailoutbox
):
    answer = visitor.post(address("report_vacancy", vacancy.pk, language=language), filled_in, follow=True)
    report = Report.objects.get()

    assert answer.status_code == 200
    assert said("Thank you. Your report has arrived.") in answer.content.decode()
    assert (report.listing, report.municipality, report.language) == (vacancy, vacancy.municipality, language)
    assert (report.reason, report.message, report.email) == (
        "fraud",
        "Pyytää rahaa etukäteen.",
        "lukija@example.org",
    )
    assert [letter.to for letter in mailoutbox] == [["kunta@example.org"]]


def test_the_letter_speaks_the_offices_language(vacancy, visitor, address, filled_in, mailoutbox):
    visitor.post(address("report_vacancy", vacancy.pk, language="sv"), filled_in)
    with translation.override("fi"):
        reason = Report.objects.get().get_reason_display()
    letter = mailoutbox[0]

    assert reason in letter.body
    assert "Pyytää rahaa etukäteen." in letter.body
    assert letter.reply_to == ["lukija@example.org"]


def test_sent_twice_it_is_one(vacancy, visitor, address, filled_in, mailoutbox):
    for _time in range(2):
        assert visitor.post(address("report_vacancy", vacancy.pk), filled_in).status_code == 302

    assert Report.objects.count() == 1
    assert len(mailoutbox) == 1


def test_without_a_mailbox_it_waits_in_the_cms(vacancy, visitor, address, filled_in, mailoutbox):
    Municipality.objects.update(contact_email="")
    visitor.post(address("report_vacancy", vacancy.pk), filled_in)

    assert Report.objects.count() == 1
    assert not mailoutbox


def test_the_page_is_nobody_elses(vacancy, visitor, address, language):
    answer = visitor.get(address("report_vacancy", vacancy.pk, language=language))

    assert "no-store" in answer["Cache-Control"]
    assert 'name="robots" content="noindex"' in answer.content.decode()


def report(url, form, number, ip="192.0.2.1", **fields):
    data = form | {"submission_key": str(uuid.UUID(int=number)), "message": f"Kirjoitus {number}"} | fields
    return Client(REMOTE_ADDR=ip).post(url, data)


def test_one_network_sends_ten_reports_an_hour(vacancy, address, said, language, filled_in, mailoutbox):
    url = address("report_vacancy", vacancy.pk, language=language)
    for number in range(10):
        assert report(url, filled_in, number, f"2001:db8:1:2::{number:x}").status_code == 302

    answer = report(url, filled_in, 10, "2001:db8:1:2:ffff::1")

    assert answer.status_code == 429
    assert answer["Retry-After"] == "3600"
    assert said("Not sent") in answer.content.decode()
    assert "Kirjoitus 10" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert Report.objects.count() == len(mailoutbox) == 10


def test_other_networks_and_the_next_hour_have_their_turn(vacancy, address, filled_in):
    url = address("report_vacancy", vacancy.pk)
    for number in range(10):
        report(url, filled_in, number)

    assert report(url, filled_in, 10, "192.0.2.2").status_code == 302
    with time_machine.travel(timezone.now() + timedelta(minutes=59)):
        assert report(url, filled_in, 11).status_code == 429
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert report(url, filled_in, 11).status_code == 302


def test_twenty_reports_of_an_ad_a_day_are_enough(vacancy, address, filled_in):
    url = address("report_vacancy", vacancy.pk)
    for number in range(20):
        assert report(url, filled_in, number, f"192.0.2.{number}").status_code == 302

    assert report(url, filled_in, 20, "198.51.100.1").status_code == 429
    other = VacancyFactory(live=True)
    assert report(address("report_vacancy", other.pk), filled_in, 21, "198.51.100.1").status_code == 302
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert report(url, filled_in, 22, "198.51.100.1").status_code == 302


def test_a_report_that_has_arrived_is_thanked_for_whatever_the_limit(vacancy, address, filled_in):
    url = address("report_vacancy", vacancy.pk)
    for number in range(10):
        report(url, filled_in, number)

    assert report(url, filled_in, 0).status_code == 302
    assert Report.objects.count() == 10


def test_a_mistake_is_told_before_the_limit_and_counts_for_nothing(vacancy, address, filled_in):
    url = address("report_vacancy", vacancy.pk)
    for number in range(30):
        assert report(url, filled_in, number, reason="").status_code == 422

    assert report(url, filled_in, 31).status_code == 302


def test_where_a_report_came_from_is_not_readable_and_soon_forgotten(vacancy, address, filled_in):
    report(address("report_vacancy", vacancy.pk), filled_in, 1, "192.0.2.77")
    assert "192.0.2.77" not in str(Report.objects.values())
    assert Report.objects.get().network_key

    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        purge()

    assert Report.objects.get().network_key == ""


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """Outside a transaction, as the threads of a server see it."""
    with django_db_blocker.unblock():
        vacancy = VacancyFactory(live=True)
        yield vacancy
        organisation, poster = vacancy.organisation, vacancy.posted_by
        Report.objects.all().delete()
        vacancy.delete()
        organisation.delete()
        poster.delete()


@pytest.mark.postgres
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite writes one at a time")
def test_reports_at_the_same_instant_are_counted_one_after_the_other(committed, address, filled_in):
    url = address("report_vacancy", committed.pk)
    start = threading.Barrier(12)

    def run(number):
        start.wait()
        try:
            report(url, filled_in, number)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Report.objects.count() == 10
