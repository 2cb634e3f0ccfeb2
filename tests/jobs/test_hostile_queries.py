"""Whatever stands in the query of a search: an answer within a second, never a broken page."""

import random
import time
import uuid
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from django.urls import reverse

from jobs.filters import VacancySearch
from listings.models import Alert
from listings.words import load_dictionaries
from tests.factories import VacancyFactory

SECOND = 1
NUL, SURROGATE = "%00", "%ED%A0%80"
BIDI, JOINER, MARKS = "%E2%80%AE", "%E2%80%8D", "%CC%81"
NAMES = list(VacancySearch.base_fields)
QUERIES = [
    # Characters that databases, indexes or clocks break on.
    *(f"{name}={NUL}" for name in NAMES),
    f"q=hoitaja{NUL}",
    "q=%FF%FE",
    f"q={SURROGATE}",
    f"q={BIDI}ajatioh",
    f"q={JOINER * 40}",
    "q=s" + MARKS * 80,
    "q=%F0%9D%95%8F%F0%9F%92%A9",
    "q=%EF%B7%BA" * 3,
    "q=%C4%B0%C4%B1%E1%BA%9E%CE%B0",
    "q=%EF%BC%A8%EF%BD%8F",
    f"{NUL}={NUL}",
    "q=%0D%0ASet-Cookie:x=y",
    # Length, depth and number.
    "q=" + "a" * 20_000,
    "q=" + "+".join(["hoitaja"] * 800),
    "q=" + "+".join(["a"] * 11),
    "q=" + "%28" * 100,
    "q=" + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!" * 2,
    "&".join(f"p{number}=1" for number in range(1500)),
    "&".join(f"place=kolari{number}" for number in range(900)),
    "&".join(["place=kolari"] * 900),
    "page=1000000000000000000000000",
    f"page={10**300}",
    "page=-1",
    "page=0",
    "page=1e9",
    "page=0x10",
    "page=%D9%A3",
    "page=%E2%91%A0",
    "page=NaN",
    "page=1.5",
    "page=%20%201",
    "since=99999999999999999999",
    "since=-1",
    "since=NaN",
    "since=%D9%A7",
    # Patterns and the languages of searching.
    "q=(",
    "q=%5B",
    "q=%5C",
    "q=*",
    "q=%25",
    "q=_",
    "q=.*",
    "q=(a%2B)%2B%24",
    "q=%5E(%5Cw%2B%5Cs%3F)*%24",
    "q=%22unclosed",
    "q=NEAR(a,b)",
    "q=AND+OR+NOT",
    "q=a:*%26!b%7Cc",
    "q=-hoitaja",
    "q=a:b:c",
    "q=%3C-%3E",
    # Statements.
    "q=%27",
    "q=%27%3BDROP+TABLE+jobs_vacancy%3B--",
    "q=%27+OR+%271%27=%271",
    "q=x%27)+UNION+SELECT+1,2,3--",
    "place=kolari%27+OR+1=1--",
    "sort=title;DROP+TABLE+x",
    "sort=-pk",
    "sort=organisation__memberships__user__password",
    "occupation=1+OR+1",
    # Another kind of value than asked for.
    "q[]=1&q[x]=2",
    "q=1&q=2&q=",
    "sort=newest&sort=best",
    "place[$ne]=x",
    "place=&place=kolari&place=",
    "pay=2&pay=on&pay=",
    "no_experience=%7B%7D",
    "form=__class__",
    "form=permanent&form=permanent",
    "village=kolari-%2e%2e",
    "language=xx",
    "=&=&&&;;;",
    "%",
    "q=%",
    "q=%u0041",
    "live=0&live__in=1&posted_by=1&pk=1",
    "filters=%00&sent=%00&next=//evil.example",
]
# A search that cannot be understood, or 900 parameters and more, are refused.
CALM = {200, 302, 400, 404, 422}


@pytest.fixture
def endpoints(db):
    VacancyFactory(live=True)
    names = ("vacancies", "vacancies_rss", "vacancies_atom", "open_api:vacancies")
    return [*map(reverse, names), reverse("make_alert", args=["vacancy"])]


@pytest.fixture(autouse=True, scope="module")
def dictionaries():
    """As a server has them before it answers."""
    load_dictionaries()


@pytest.fixture
def patient():
    return Client(raise_request_exception=False)


def ask(client, url, method="get", data=None):
    began = time.process_time()
    response = getattr(client, method)(url, data)
    took = time.process_time() - began
    assert response.status_code in CALM, url[:200]
    assert took < SECOND, (round(took, 2), url[:200])
    assert "evil.example" not in response.headers.get("Location", "").partition("?")[0]
    assert "x" not in response.cookies
    return response


def test_there_are_enough_of_them():
    assert len(set(QUERIES)) >= 60


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
def test_a_hostile_query(query, endpoints, patient):
    for url in endpoints:
        ask(patient, f"{url}?{query}")


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
def test_an_alert_on_a_hostile_query(query, endpoints, patient):
    """What is stored can be searched for again."""
    form = {"submission_key": str(uuid.uuid4()), "frequency": "daily", "consent": "on"}
    ask(patient, f"{endpoints[-1]}?{query}", "post", form | {"email": "anna@example.org"})

    for alert in Alert.objects.all():
        search = VacancySearch.from_criteria(alert.criteria, "fi")
        assert search.is_valid()
        assert list(search.queryset()[:1]) is not None


def test_three_hundred_queries_by_chance(endpoints, patient):
    chance = random.Random(640391)
    signs = [
        *"aåäöÅß/.?&=%+#;:'\"<>\\()[]{}|*-_~^$!, 019",
        "\0",
        "\n",
        "\u202e",
        "\u0301",
        "𝕏",
        "🦌",
        "\ufffd",
    ]
    words = [
        "kolari",
        "pajala",
        "newest",
        "hoitaja",
        "sjuksköterska",
        "1",
        "2",
        "permanent",
        "fi",
        "",
        "9" * 30,
    ]
    for number in range(300):
        pairs = []
        for _ in range(chance.randint(1, 6)):
            name = chance.choice([*NAMES, "page", "language", "".join(chance.choices(signs, k=4))])
            text = "".join(chance.choices(signs, k=chance.randint(0, 40)))
            pairs.append((name, chance.choice([text, chance.choice(words)])))
        ask(patient, f"{endpoints[number % len(endpoints)]}?{urlencode(pairs, quote_via=quote)}")


@pytest.mark.parametrize("pk", ["0", "9" * 18, "9" * 30, "1" * 400])
def test_a_number_that_no_ad_has(pk, endpoints, patient):
    board, _rss, _atom, api, alert = endpoints
    tails = [
        f"{pk}-ad/",
        f"{pk}/",
        f"{pk}/ics/",
        f"{pk}/count/?what=view",
        reverse("report_vacancy", args=[1]),
    ]
    for url in [*(board + tail for tail in tails[:4]), f"{api}/{pk}", alert.replace("vacancy", pk)]:
        ask(patient, url)
        response = patient.post(url)
        assert response.status_code in {*CALM, 405}
