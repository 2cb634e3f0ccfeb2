"""Staff take lists and numbers along as sheets."""

import io
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState

from jobs.models import Vacancy
from listings.counts import count
from listings.models import Alert
from listings.statistics import Table, as_sheets
from tests.factories import OccupationFactory, OrganisationFactory, UserFactory, VacancyFactory

FORMULAS = [
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "+358 40 123", "=DDE(1;2)"),
    *('=HYPERLINK("http://evil")', '=WEBSERVICE("http://evil")', "{=1+1}", "＝1+1"),
]
LIST = "wagtailsnippets_jobs_vacancy:list"
QUEUE = "wagtailsnippets_jobs_vacancy:queue"


@pytest.fixture(autouse=True)
def empty_board(site):
    Vacancy.objects.all().delete()


def sheet(response):
    assert response.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))


def export(client, name, **filters):
    return sheet(client.get(reverse(name), {"export": "xlsx"} | filters)).active


def values(worksheet):
    return [cell.value for row in worksheet.rows for cell in row]


@pytest.mark.parametrize("name", [LIST, QUEUE])
def test_formulas_stay_words(moderator_kolari, name):
    for text in FORMULAS:
        VacancyFactory(
            submitted=True,
            title_fi=text,
            organisation=OrganisationFactory(name=text),
            posted_by=UserFactory(first_name=text),
        )
    worksheet = export(moderator_kolari, name)
    found = [cell for row in worksheet.rows for cell in row if str(cell.value).strip() in FORMULAS]
    assert len(found) >= len(FORMULAS)
    assert {cell.data_type for cell in found} == {"s"}


def test_no_sheet_in_csv(moderator_kolari):
    VacancyFactory(submitted=True)
    response = moderator_kolari.get(reverse(QUEUE), {"export": "csv"})
    assert "text/html" in response.headers["Content-Type"]


@pytest.mark.parametrize(("key", "hour"), [("kolari", 12), ("pajala", 11)])
def test_times_stand_in_the_banks_own_clock(request, site, key, hour):
    vacancy = VacancyFactory(submitted=True, municipality=getattr(site, key))
    came = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
    TaskState.objects.filter(pk=vacancy.current_workflow_task_state.pk).update(started_at=came)

    found = values(export(request.getfixturevalue(f"moderator_{key}"), QUEUE))

    assert datetime(2026, 11, 20, hour, 0) in found  # noqa: DTZ001


@pytest.mark.parametrize("name", [LIST, QUEUE])
def test_a_sheet_holds_ones_own_only(moderator_kolari, administrator, name):
    VacancyFactory(submitted=True, title_fi="Omamme")
    VacancyFactory(submitted=True, title_fi="Toisten", pajala=True)

    assert "Toisten" not in values(export(moderator_kolari, name))
    assert {"Omamme", "Toisten"} <= set(values(export(administrator, name)))


def test_a_sheet_follows_the_filters(moderator_kolari):
    VacancyFactory(live=True, title_fi="Auki")
    VacancyFactory(title_fi="Luonnos")
    assert "Luonnos" not in values(export(moderator_kolari, LIST, state="open"))
    assert "Auki" in values(export(moderator_kolari, LIST, state="open"))


def test_columns_have_names_people_read(moderator_kolari):
    VacancyFactory(submitted=True)
    for name in (LIST, QUEUE):
        head = [cell.value for cell in next(export(moderator_kolari, name).rows)]
        assert not [words for words in head if "_" in words or words.startswith("get")]


# --- Numbers ----------------------------------------------------------------------------------------


def table(client, number=0, **filters):
    return client.get(reverse("vacancy_statistics"), filters).context["tables"][number]


@pytest.fixture
def filled(site):
    vacancy = VacancyFactory(live=True, positions=3, occupation=OccupationFactory())
    began = timezone.now() - timedelta(days=10)
    Vacancy.objects.filter(pk=vacancy.pk).update(
        first_published_at=began,
        ended_at=began + timedelta(days=6),
        closes_at=began + timedelta(days=6),
        live=False,
        filled="yes",
        found_through="here",
    )
    for name in ("views", "views", "applies"):
        count(vacancy, name)
    return vacancy


@pytest.mark.parametrize("persona", ["visitor", "employer"])
def test_numbers_are_for_staff(request, client, site, persona):
    if persona == "employer":
        client.force_login(UserFactory())
    for name in ("vacancy_statistics", "alert_statistics"):
        assert client.get(reverse(name)).status_code in (302, 403)


def test_numbers_say_how_ads_fared(moderator_kolari, filled):
    VacancyFactory(live=True, occupation=filled.occupation)

    total, by_field = table(moderator_kolari).rows

    assert total[0] == "Kolari"
    assert total[2:] == by_field[2:] == [2, 4, 1, 1, 1, 0, 6, 2, 1]
    assert [row[2] for row in table(moderator_kolari, 1).rows] == [1]


def test_numbers_are_ones_own(moderator_pajala, administrator, filled):
    assert table(moderator_pajala).rows == []
    assert table(administrator).rows


def test_numbers_are_of_the_period(moderator_kolari, filled):
    Vacancy.objects.update(first_published_at=timezone.now() - timedelta(days=100))
    assert table(moderator_kolari, period="90").rows == []
    assert table(moderator_kolari, period="365").rows
    assert table(moderator_kolari, period="all").rows
    assert table(moderator_kolari, period="nonsense").rows == table(moderator_kolari, period="365").rows


def test_numbers_as_a_sheet(moderator_kolari, filled):
    response = moderator_kolari.get(reverse("vacancy_statistics"), {"export": "xlsx"})
    workbook = sheet(response)
    assert len(workbook.worksheets) == 2
    assert "Kolari" in values(workbook.worksheets[0])


def test_words_that_look_like_formulas_stay_words():
    response = as_sheets([Table("a/b:c?" + "x" * 40, ["=1+1"], [[text] for text in FORMULAS])], "x")
    cells = [cell for row in sheet(response).active.rows for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}


# --- Alerts -----------------------------------------------------------------------------------------


def alert(number, **fields):
    now = timezone.now()
    return Alert.objects.create(
        **{
            "kind": "vacancy",
            "email": f"seeker{number}@example.org",
            "language": "fi",
            "criteria": {"form": ["summer"]},
            "confirmed_at": now,
            "expires_at": now + timedelta(days=90),
            "high_water": now,
        }
        | fields
    )


def test_alerts_are_told_in_numbers_that_can_be_nobody(moderator_kolari):
    for number in range(4):
        alert(number)
    html = moderator_kolari.get(reverse("alert_statistics")).content.decode()
    assert "&lt; 5" in html
    assert "seeker" not in html

    alert(4)
    tables = moderator_kolari.get(reverse("alert_statistics")).context["tables"]
    assert tables[0].rows[0][-1] == 5
    assert tables[2].rows[0][-1] == 5

    sheets = sheet(moderator_kolari.get(reverse("alert_statistics"), {"export": "xlsx"}))
    assert not [value for tab in sheets.worksheets for value in values(tab) if "seeker" in str(value)]


def test_alerts_have_no_list_in_the_cms(administrator):
    from wagtail.snippets.models import get_snippet_models

    assert Alert not in get_snippet_models()
