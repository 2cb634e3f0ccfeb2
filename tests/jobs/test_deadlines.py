"""What an ad's pages say around the end of its last day, by the clock of its own bank: both nights on which
the clocks change, a leap day, the end of a year, and hours that come twice or never."""

import json
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.utils import translation
from django.utils.translation import gettext

from tests.factories import VacancyFactory


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


# Whose ad, its last day, its time, and the instant at which it is over.
ENDS = [
    ("kolari", date(2026, 10, 24), None, utc(2026, 10, 24, 21)),
    ("kolari", date(2026, 10, 25), None, utc(2026, 10, 25, 22)),
    ("kolari", date(2027, 3, 27), None, utc(2027, 3, 27, 22)),
    ("kolari", date(2027, 3, 28), None, utc(2027, 3, 28, 21)),
    ("kolari", date(2028, 2, 29), None, utc(2028, 2, 29, 22)),
    ("kolari", date(2026, 12, 31), None, utc(2026, 12, 31, 22)),
    ("pajala", date(2026, 10, 24), None, utc(2026, 10, 24, 22)),
    ("pajala", date(2026, 10, 25), None, utc(2026, 10, 25, 23)),
    ("pajala", date(2027, 3, 27), None, utc(2027, 3, 27, 23)),
    ("pajala", date(2027, 3, 28), None, utc(2027, 3, 28, 22)),
    ("pajala", date(2028, 2, 29), None, utc(2028, 2, 29, 23)),
    ("pajala", date(2026, 12, 31), None, utc(2026, 12, 31, 23)),
    # 03:30 comes twice that night and counts the second time.
    ("kolari", date(2026, 10, 25), time(3, 30), utc(2026, 10, 25, 1, 30)),
    # 03:30 does not come at all.
    ("kolari", date(2027, 3, 28), time(3, 30), utc(2027, 3, 28, 1, 30)),
    ("pajala", date(2026, 10, 25), time(2, 30), utc(2026, 10, 25, 1, 30)),
]
STEPS = [timedelta(seconds=-1), timedelta(0), timedelta(seconds=1)]
INSTANTS = [(*end, end[-1] + step) for end in ENDS for step in STEPS]


def test_there_are_enough_instants():
    assert len(INSTANTS) >= 40


@pytest.mark.parametrize(
    ("bank", "day", "at", "end", "now"),
    INSTANTS,
    ids=[f"{bank} {now:%Y-%m-%d %H.%M.%S}" for bank, *_rest, now in INSTANTS],
)
def test_an_ad_is_open_until_its_end_and_no_longer(board, visitor, address, page_of, bank, day, at, end, now):
    with time_machine.travel(end - timedelta(days=3), tick=False):
        vacancy = VacancyFactory(
            live=True, pajala=bank == "pajala", title_fi="Viimeinen päivä", apply_by=day, apply_by_time=at
        )
    is_open = now < end
    with time_machine.travel(now, tick=False):
        listed = visitor.get(address("vacancies")).content.decode()
        assert ("Viimeinen päivä" in listed) is is_open
        assert ("Viimeinen päivä" in visitor.get(address("vacancies_rss")).content.decode()) is is_open
        answer = visitor.get(page_of(vacancy))
        assert answer.status_code == (200 if is_open else 410)
        html = BeautifulSoup(answer.content, "html.parser")
        blocks = html.select("script[type='application/ld+json']")
        with translation.override("fi"):
            today = gettext("closes today")
        assert (today in listed) is is_open
        assert (today in html.get_text()) is is_open
        assert len(blocks) == is_open
        if is_open:
            through = datetime.fromisoformat(json.loads(blocks[0].string)["validThrough"])
            assert through == end
            assert through.utcoffset() == end.astimezone(vacancy.municipality.zone).utcoffset()
            assert answer["Cache-Control"].split("max-age=")[1].split(",")[0] == "1"
