import uuid

import pytest
from django.test import Client
from django.utils import translation

from listings.models import Report
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
