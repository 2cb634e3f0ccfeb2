"""What is typed into one line of a form never becomes a header of a letter, or another receiver of it."""

import uuid
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from jobs.models import Vacancy
from listings.models import AlertRequest, Invitation, Report
from outbox.models import OutboxMail
from pages.models import AccessibilityStatementPage, ContactPage
from places.models import Municipality
from tests.factories import OrganisationFactory, UserFactory, VacancyFactory
from tests.jobs.writing import save, send, write

INJECTIONS = [
    "a\nBcc: victim@evil.example",
    "a\r\nBcc: victim@evil.example",
    "a\rBcc: victim@evil.example",
    "a\n\nBcc: victim@evil.example",
    "a\r\n\r\n<script>alert(1)</script>",
    "a%0ABcc: victim@evil.example",
    "a\u2028Bcc: victim@evil.example",
    "a\u0085Bcc: victim@evil.example",
    "a\x0bBcc: victim@evil.example",
    "a\x0cBcc: victim@evil.example",
    "a\x00Bcc: victim@evil.example",
    "a\nTo: victim@evil.example\nX-Injected: 1",
    "a\nContent-Type: text/html\n\nx",
    "=?utf-8?q?a=0ABcc=3A_victim=40evil.example?=",
    "a@example.org\nBcc: victim@evil.example",
    "a@example.org,victim@evil.example",
    "a@example.org;victim@evil.example",
    '"a\nBcc: victim"@evil.example',
    "a@example.org>\nBcc: <victim@evil.example",
]
HEADERS = {
    *("From", "To", "Subject", "Date", "Message-ID", "Reply-To", "Auto-Submitted"),
    *("MIME-Version", "Content-Type", "Content-Transfer-Encoding"),
    *("List-Unsubscribe", "List-Unsubscribe-Post"),
}
OWN = "typer@example.org"


@pytest.fixture(autouse=True)
def outbox(db, settings):
    settings.EMAIL_BACKEND = "outbox.backends.OutboxBackend"
    for municipality in Municipality.objects.all():
        mailbox = f"registry@{municipality.key}.example.org"
        Municipality.objects.filter(pk=municipality.pk).update(contact_email=mailbox)
    with translation.override("fi"):
        yield


@pytest.fixture
def employer():
    client = Client(raise_request_exception=False)
    client.user = UserFactory(email=OWN)
    client.organisation = OrganisationFactory(member=client.user)
    client.force_login(client.user)
    return client


def assert_only_expected(expected):
    """No header of a stranger's and nobody else's address in any letter; which letters there are."""
    letters = [
        message_from_bytes(bytes(row.message), policy=policy.default) for row in OutboxMail.objects.all()
    ]
    for letter in letters:
        assert set(letter.keys()) <= HEADERS
        assert len(letter.keys()) == len(set(letter.keys()))
        assert "evil.example" not in f"{letter['To']} {letter['From']} {letter['Reply-To']}"
        assert "\n" not in letter["Subject"]
    assert set(OutboxMail.objects.values_list("recipient", flat=True)) <= {"", *expected}
    return letters


def a_year_passes():
    """So that no limit on letters keeps the next one back."""
    cache.clear()
    long_ago = timezone.now() - timedelta(days=365)
    Report.objects.update(received_at=long_ago)
    AlertRequest.objects.update(asked_at=long_ago)
    Invitation.objects.update(created_at=long_ago, answered_at=long_ago)


def staff_addresses():
    found = [f"registry@{bank.key}.example.org" for bank in Municipality.objects.all()]
    return {*found, "moderator.kolari@example.org"}


def try_all(client, url, data, fields, expected, statuses=(200, 302, 422)):
    for field in fields:
        for injection in INJECTIONS:
            fresh = {"submission_key": str(uuid.uuid4()), "key": str(uuid.uuid4())}
            a_year_passes()
            response = client.post(url, data | fresh | {field: injection})
            assert response.status_code in statuses, (field, injection)
    return assert_only_expected(expected)


@pytest.mark.parametrize("model", [ContactPage, AccessibilityStatementPage])
def test_a_message_to_the_municipality(model, visitor):
    bank = Municipality.objects.first().pk
    data = {"municipality": bank, "subject": "Koti", "message": "Hei", "name": "Liisa", "email": OWN}
    data |= {"address": "/fi/", "page": "/fi/"}
    fields = ("subject", "name", "email", "message", "municipality", "address")

    assert try_all(visitor, model.objects.live().first().url, data, fields, staff_addresses())


def test_a_report(visitor):
    url = reverse("report_vacancy", args=[VacancyFactory(live=True).pk])
    data = {"reason": "fraud", "message": "Hei", "email": OWN}

    assert try_all(visitor, url, data, ("email", "message", "reason"), staff_addresses())


def test_an_alert(visitor):
    data = {"email": OWN, "frequency": "daily", "consent": "on"}
    url = reverse("make_alert", args=["vacancy"])

    try_all(visitor, url, data, ("email", "frequency", "submission_key"), {OWN})
    for injection in INJECTIONS:
        a_year_passes()
        asked = {"q": injection[:100]}
        fresh = {"submission_key": str(uuid.uuid4())}
        response = visitor.post(url, data | fresh, query_params=asked)
        assert response.status_code in (302, 422)

    assert len(assert_only_expected({OWN})) > 1


def test_an_invitation(employer):
    url = reverse("invite_member", args=[employer.organisation.public_id])

    assert try_all(employer, url, {"email": OWN, "language": "fi"}, ("email", "language"), set()) == []


def test_an_organisation(employer):
    data = {
        **{"kind": "household", "country": "FI", "municipality": Municipality.objects.get(key="kolari").pk},
        **{"name": "Firma", "registration_number": "", "home_page": ""},
    }
    fields = ("name", "registration_number", "home_page")

    try_all(employer, reverse("add_organisation"), data, fields, staff_addresses())


def test_ones_own_name(employer):
    """It stands in letters to colleagues."""
    data = {"first_name": "Liisa", "last_name": "L", "preferred_language": "fi", "phone": ""}
    try_all(employer, reverse("account_home"), data, ("first_name", "last_name", "phone"), set())
    employer.user.refresh_from_db()

    assert not set("\r\n\0") & set(f"{employer.user.first_name}{employer.user.last_name}")


@pytest.mark.parametrize(
    "name", ["account_login", "account_signup", "account_reset_password", "account_email"]
)
def test_an_account(name, visitor, employer):
    client = employer if name == "account_email" else visitor
    client.raise_request_exception = False
    data = {"email": OWN, "login": OWN, "password": "x", "first_name": "L", "action_add": "1"}

    letters = try_all(
        client, reverse(name), data, ("email", "login", "first_name"), {OWN}, (200, 302, 422, 429)
    )
    assert not [letter for letter in letters if "victim" in str(letter["To"])]


def test_an_ad(employer):
    """Each of its lines, and the letters when it is sent."""
    vacancy = write(employer)
    lines = {
        "what": ("title_fi", "title_sv", "positions", "occupation"),
        "where": ("workplace_name", "street_address", "postcode", "village"),
        "apply": (
            *("apply_email", "contact_email", "contact_name", "contact_role", "contact_phone", "reference"),
            *("contact_hours", "apply_url"),
        ),
    }
    for step, fields in lines.items():
        for injection in INJECTIONS:
            response = save(employer, vacancy, step, **dict.fromkeys(fields, injection))
            assert response.status_code == 422, injection
            form = response.context["form"]
            passed = [form.cleaned_data[name] for name in fields if name not in form.errors]
            assert not [text for text in passed if set("\r\n\0") & set(str(text))], injection
    for injection in INJECTIONS:
        save(employer, vacancy, "what", title_fi=injection)
    assert "evil.example" in Vacancy.objects.get(pk=vacancy.pk).title_fi
    send(employer, vacancy)

    assert assert_only_expected({*staff_addresses(), OWN})
