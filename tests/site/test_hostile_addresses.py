"""Whatever is typed, pasted or forged into an address, a header or a query: never a broken page."""

import random

import pytest
from django.test import Client

from pages.models import EventIndexPage, NewsIndexPage, SearchPage, StoryIndexPage

NUL, SURROGATE, LONG = "%00", "%ED%A0%80", "x" * 5000
PATHS = [
    "/fi/%00/",
    "/%00",
    "/fi/kolari%00/",
    "/fi/%FF%FE/",
    f"/fi/{SURROGATE}/",
    "/fi/%2e%2e/%2e%2e/etc/passwd",
    "/fi/../../etc/passwd",
    "//evil.example/",
    "//evil.example/fi/",
    "/fi//evil.example/",
    "/fi/%2F%2Fevil.example/",
    "/\\evil.example",
    "/fi/;jsessionid=1",
    "/fi/kolari;x=y/",
    "/fi/%F0%9F%92%A9/",
    "/fi/%0d%0aSet-Cookie:x=y/",
    "/fi/<script>alert(1)</script>/",
    "/fi/'%20OR%201=1--/",
    f"/fi/{LONG}/",
    "/fi/" + "a/" * 500,
    "/" + "%25" * 300,
    "/fi/kolari/" * 20,
    "/sitemap.xml?p=abc",
    "/sitemap.xml?p=99999999999999999999",
    "/sitemap.xml?p=-1",
    "/documents/99999999999999999999/x.pdf",
    "/documents/1/%00.pdf",
    "/media/../manage.py",
    "/media/%2e%2e/manage.py",
    "/media/%00",
    "/static/../manage.py",
    "/static/%2e%2e/%2e%2e/manage.py",
    "/static/%00",
    "/.env",
    "/.git/config",
    "/wp-login.php",
    "/cms/%00/",
    "/cms/pages/99999999999999999999/edit/",
    "/fi/account/password/reset/key/%00-x/",
    "/fi/account/confirm-email/%00/",
    "/healthz/",
    "/favicon.ico?%00",
]
QUERIES = [
    f"q={NUL}",
    f"q=a{NUL}b",
    "q=%FF%FE",
    f"q={SURROGATE}",
    "q=" + "+".join(["word"] * 10_000),
    f"q={LONG}",
    "q=(",
    "q=%5B",
    "q=%22",
    "q=%22unclosed",
    "q=*",
    "q=%25",
    "q=a:b",
    "q=a%26b%7Cc!d",
    "q=%27%3B--",
    "q=a%5C",
    "q=%E2%80%AE",
    "q=" + "%CC%81" * 90,
    "q=NEAR(a,b)",
    "q=AND+OR+NOT",
    "q=koti&page=abc",
    "q=koti&page=-1",
    "q=koti&page=0",
    "q=koti&page=999999999999999999999999",
    "q=koti&page=1e9",
    f"q=koti&page={NUL}",
    "q=koti&page=%D9%A3",
    "q[]=1&q[x]=2",
    "&".join(f"a{number}=1" for number in range(900)),
    "page=1&page=2&page=",
    "sent=%00",
    "%00=%00",
    "=&=&&&;;;",
    "next=//evil.example",
    "next=javascript:alert(1)",
]


@pytest.fixture
def patient(db):
    return Client(raise_request_exception=False)


@pytest.fixture
def lists(db):
    """Addresses of the pages that read their query."""
    return [
        page.url
        for model in (SearchPage, NewsIndexPage, EventIndexPage, StoryIndexPage)
        for page in model.objects.live()
    ]


def assert_calm(response):
    assert response.status_code < 500, response.request["PATH_INFO"][:80]
    assert "evil.example" not in response.get("Location", "").split("?")[0]
    assert "Set-Cookie" not in response.headers or "x=y" not in response["Set-Cookie"]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path[:40])
def test_path(path, patient):
    assert_calm(patient.get(path))
    assert_calm(patient.get(path, follow=True))


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query[:40])
def test_query(query, patient, lists):
    for address in lists:
        response = patient.get(f"{address}?{query}")
        assert_calm(response)
        assert response.status_code in (200, 400)


def test_what_was_searched_for_is_shown_as_text(patient, lists):
    html = patient.get(f"{lists[0]}?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").content.decode()

    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_a_request_that_makes_no_sense_is_refused_in_our_look(patient):
    for response in (patient.get("/fi/%00/"), patient.get("/fi/", headers={"host": "evil.example"})):
        html = response.content.decode()
        assert response.status_code == 400
        assert '<html lang="fi">' in html
        assert '<section lang="sv">' in html


def test_three_hundred_random_addresses(patient, lists):
    chance = random.Random(238271)
    letters = [*"aåäö/.?&=%+#;:'\"<>\\()[]{}|*-_~ ", "%00", "%FF", "%0A", "€", "𝕏", "\u202e", "../", "//"]
    for _ in range(300):
        text = "".join(chance.choices(letters, k=chance.randint(1, 60)))
        start = chance.choice(
            ["/", "/fi/", "/sv/", "/cms/", "/documents/", *lists, f"{lists[0]}?q=", "/fi/?page="]
        )
        try:
            response = patient.get(start + text)
        except ValueError:
            # No address at all: urlsplit refuses it before the site is asked.
            continue
        assert_calm(response)


@pytest.mark.parametrize(
    "headers",
    [
        {"accept-language": "x" * 9000},
        {"accept-language": "\xff\xfe"},
        {"cookie": "sessionid=%00; csrftoken=\xff"},
        {"cookie": "sessionid=" + "a" * 4000},
        {"cookie": "=;;;=="},
        {"referer": "javascript:alert(1)"},
        {"user-agent": "\x00"},
        {"range": "bytes=0-0,1-1,-1"},
        {"if-modified-since": "not a date"},
        {"if-none-match": '"' * 500},
        {"x-forwarded-for": "a,b,c\x00"},
        {"x-forwarded-host": "evil.example"},
        {"x-forwarded-proto": "gopher"},
        {"content-type": "multipart/form-data; boundary="},
    ],
    ids=lambda headers: f"{headers}"[:50],
)
def test_header(headers, patient):
    for address in ("/", "/fi/", "/sv/nothing/"):
        response = patient.get(address, headers=headers)
        assert_calm(response)
        assert b"evil.example" not in response.content


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "testserver.evil.example",
        "testserver@evil.example",
        "testserver:80@evil.example",
        "testserver, evil.example",
        "testserver\tevil",
        "evil.example#testserver",
        "testserver:port",
        "[::1",
        "testserver\\.evil.example",
        "",
    ],
)
def test_a_foreign_host_is_refused(host, patient):
    for address in ("/", "/fi/", "/cms/", "/sitemap.xml"):
        response = patient.get(address, headers={"host": host})
        assert response.status_code == 400, address


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_a_strange_method_breaks_nothing(method, patient, lists):
    for address in ("/", "/fi/", *lists):
        assert_calm(getattr(patient, method)(address))


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", "application/x-www-form-urlencoded"),
        (b"\xff\xfe=%00", "application/x-www-form-urlencoded"),
        (b"message=" + b"%00" * 100, "application/x-www-form-urlencoded"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"x", "multipart/form-data; boundary=" + "b" * 500),
        (b"{", "application/json"),
        (b"&".join(b"a%d=1" % number for number in range(20_000)), "application/x-www-form-urlencoded"),
        (b"message=" + b"a" * 3_000_000, "application/x-www-form-urlencoded"),
        (b"submission_key=not-a-uuid&municipality=99999999999999999999", "application/x-www-form-urlencoded"),
        (b"municipality=%00&email=%00&subject=%00", "application/x-www-form-urlencoded"),
    ],
    ids=range(10),
)
def test_a_forged_form_breaks_nothing(body, content_type, patient, seeded):
    for key in ("contact", "accessibility-fi"):
        response = patient.post(seeded(key, "fi").url, body, content_type=content_type)
        assert response.status_code in (400, 413, 422)
