"""A municipality answers what readers say about ads."""

import io
import json

import openpyxl
import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.translation import gettext, override
from wagtail.log_actions import registry as log_registry

from jobs.models import Vacancy
from listings import answers
from listings.models import Report
from listings.moderation import Outdated
from tests.factories import VacancyFactory

from .editing import texts


def address(view, *args):
    return reverse(f"report:{view}", args=args)


def answer(client, report, **data):
    sent = {"version": report.version, "result": "kept", "answer": "Kiitos, tarkistimme.", "to_poster": ""}
    return client.post(address("edit", report.pk), sent | data)


def fresh(report):
    return Report.objects.get(pk=report.pk)


@pytest.fixture
def make_report(site):
    def make(key="kolari", **fields):
        vacancy = VacancyFactory(live=True, municipality=getattr(site, key), title_fi="Väärä ilmoitus")
        fields = {"reason": "wrong", "message": "Puhelinnumero on väärä", "language": "sv"} | fields
        return Report.objects.create(
            content_type=ContentType.objects.get_for_model(vacancy),
            object_id=vacancy.pk,
            municipality=vacancy.municipality,
            **{"email": "reader@example.org"} | fields,
        )

    return make


@pytest.mark.parametrize("persona", ["visitor", "moderator_pajala", "editor_pajala", "editor_kolari"])
@pytest.mark.parametrize("view", ["edit", "record", "record_json", "delete", "history", "usage"])
def test_reports_are_closed_to_others(request, make_report, persona, view):
    report = make_report()
    client = request.getfixturevalue(persona)

    response = client.get(address(view, report.pk))

    assert response.status_code == 302
    assert "reader@example.org" not in response.content.decode()
    answer(client, report)
    assert fresh(report).answered_at is None


def test_nobody_adds_a_report(administrator):
    assert administrator.get(f"{address('list')}add/").status_code == 404


def test_a_public_document_is_not_deleted(make_report, moderator_pajala, administrator):
    report = make_report("pajala")
    for client in (moderator_pajala, administrator):
        client.post(address("delete", report.pk))
        bulk = reverse("wagtail_bulk_action", args=["listings", "report", "delete"])
        client.post(f"{bulk}?id={report.pk}")
        assert Report.objects.filter(pk=report.pk).exists()

    html = moderator_pajala.get(address("edit", report.pk)).content.decode()
    with override("sv"):
        assert gettext("A public document of %(receiver)s.").partition("%")[0].strip() in html


def test_what_was_received_is_never_changed(make_report, moderator_kolari):
    report = make_report()
    answer(moderator_kolari, report, message="Changed", email="other@example.org", municipality="2")
    assert (fresh(report).message, fresh(report).email) == ("Puhelinnumero on väärä", "reader@example.org")
    assert fresh(report).municipality.key == "kolari"


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"result": ""}, "result"),
        ({"result": "nonsense"}, "result"),
        ({"answer": ""}, "answer"),
        ({"answer": "x" * 2001}, "answer"),
        ({"result": "removed"}, "to_poster"),
    ],
)
def test_an_answer_says_what_is_missing(make_report, moderator_kolari, mailoutbox, data, field):
    report = make_report()
    response = answer(moderator_kolari, report, **data)
    assert field in response.context["form"].errors
    assert fresh(report).answered_at is None
    assert mailoutbox == []


def test_the_reader_gets_the_answer_in_their_language(make_report, moderator_kolari, mailoutbox):
    report = make_report()

    assert answer(moderator_kolari, report, result="changed").status_code == 302

    report = fresh(report)
    assert (report.result, report.answer) == ("changed", "Kiitos, tarkistimme.")
    assert report.answered_at
    assert [letter.to for letter in mailoutbox] == [["reader@example.org"]]
    assert '<html lang="sv">' in texts(mailoutbox)
    assert texts(mailoutbox).count("Kiitos, tarkistimme.") == 2
    assert moderator_kolari.user.email not in texts(mailoutbox)
    actions = [entry.action for entry in log_registry.get_logs_for_instance(report.listing)]
    assert "listings.answer_report" in actions


def test_a_reader_without_address_gets_nothing(make_report, moderator_kolari, mailoutbox):
    report = make_report(email="")
    assert answer(moderator_kolari, report, answer="").status_code == 302
    assert fresh(report).answered_at
    assert mailoutbox == []


def test_the_ad_is_removed_and_its_poster_reads_another_reason(make_report, moderator_kolari, mailoutbox):
    report = make_report()

    answer(moderator_kolari, report, result="removed", to_poster="Ilmoitus oli huijaus.")

    vacancy = Vacancy.objects.get(pk=report.object_id)
    assert not vacancy.is_open
    letters = {letter.to[0]: texts([letter]) for letter in mailoutbox}
    assert "Ilmoitus oli huijaus." in letters[vacancy.posted_by.email]
    assert "Ilmoitus oli huijaus." not in letters["reader@example.org"]
    assert "reader@example.org" not in letters[vacancy.posted_by.email]


def test_answered_once(make_report, moderator_kolari, mailoutbox):
    report = make_report()
    answer(moderator_kolari, report)
    mailoutbox.clear()

    response = answer(moderator_kolari, fresh(report), result="removed", to_poster="x", answer="Toinen")

    assert response.context["form"].errors
    assert fresh(report).answer == "Kiitos, tarkistimme."
    assert Vacancy.objects.get(pk=report.object_id).is_open
    assert mailoutbox == []
    with pytest.raises(Outdated):
        answers.answer(report, by=moderator_kolari.user, result="kept", text="")


def test_two_people_do_not_both_answer(make_report, moderator_kolari, administrator):
    report = make_report()
    Report.objects.filter(pk=report.pk).update(version=1)
    assert answer(moderator_kolari, report).status_code == 409
    assert fresh(report).answered_at is None


def test_a_report_on_a_deleted_ad_is_answered(make_report, moderator_kolari, mailoutbox):
    report = make_report()
    Vacancy.objects.get(pk=report.object_id).delete()
    assert moderator_kolari.get(address("edit", report.pk)).status_code == 200
    assert moderator_kolari.get(address("list")).status_code == 200
    assert answer(moderator_kolari, report).status_code == 302
    assert len(mailoutbox) == 1


def test_the_list_holds_ones_own_and_what_waits(make_report, moderator_kolari):
    waits, done = make_report(), make_report()
    make_report("pajala")
    answer(moderator_kolari, done)

    def listed(**filters):
        return {row.pk for row in moderator_kolari.get(address("list"), filters).context["object_list"]}

    assert listed() == {waits.pk, done.pk}
    assert listed(state="waits") == {waits.pk}
    assert "Väärä ilmoitus" in moderator_kolari.get(address("list")).content.decode()


def test_the_registrar_gets_everything(make_report, moderator_pajala):
    report = make_report("pajala")
    answer(moderator_pajala, report)

    record = json.loads(moderator_pajala.get(address("record_json", report.pk)).content)
    html = moderator_pajala.get(address("record", report.pk)).content.decode()

    assert record["id"] == str(report.submission_key)
    assert (record["message"], record["answer"]) == ("Puhelinnumero on väärä", "Kiitos, tarkistimme.")
    assert record["received_at"].endswith(("+01:00", "+02:00"))
    assert "Kiitos, tarkistimme." in html


def test_the_sheet_holds_ones_own(make_report, moderator_pajala):
    make_report("pajala", message="=1+1")
    make_report("kolari", message="Kolarin oma")

    response = moderator_pajala.get(address("list"), {"export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    cells = [cell for row in sheet.rows for cell in row]

    assert {cell.data_type for cell in cells if cell.value == "=1+1"} == {"s"}
    assert "Kolarin oma" not in [cell.value for cell in cells]


def test_words_of_a_stranger_are_never_markup(make_report, moderator_kolari):
    report = make_report(message="<script>alert(1)</script>")
    for url in (address("list"), address("edit", report.pk), address("record", report.pk), "/cms/"):
        assert "<script>alert(1)" not in moderator_kolari.get(url).content.decode()
