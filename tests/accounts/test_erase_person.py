import io
import json
import os
from datetime import timedelta
from email import message_from_bytes
from email.policy import default as policy

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from accounts.models import User
from accounts.personal_data import collect, erase
from jobs.models import Vacancy
from listings import organisations as verbs
from listings.models import Alert, Invitation, Membership, Organisation, Report
from listings.moderation import save_draft
from outbox.letters import send_letter
from outbox.models import OutboxMail
from pages.models import AccessibilityFeedback, ContactMessage
from tests.factories import OrganisationFactory, UserFactory, VacancyFactory
from tests.files import pictures

from .conftest import PASSWORD, code_in

pytestmark = pytest.mark.usefixtures("finnish")

CANARY = "Kanarialintu"
EMAIL = "kanarialintu@example.com"


@pytest.fixture
def person(db):
    return User.objects.create_user(EMAIL, PASSWORD, first_name="Keijo", last_name=CANARY)


@pytest.fixture
def as_in_production(settings):
    settings.EMAIL_BACKEND = "outbox.backends.OutboxBackend"


@pytest.fixture
def planted(person, site, as_in_production, browser_of, settings, tmp_path):
    """The person in every table and folder that can hold somebody."""
    settings.MEDIA_ROOT = str(tmp_path)
    browser_of(person, headers={"User-Agent": f"Netscape {CANARY}"})
    Client().post(reverse("account_login"), {"login": EMAIL, "by_code": "1"})
    person.refresh_from_db()
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    avatar = SimpleUploadedFile(f"{CANARY}.png", pictures.saved(pictures.scene((64, 48)), "PNG"), "image/png")
    profile = UserProfile.get_for_user(person)
    profile.avatar = avatar
    profile.save()
    log(instance=person, action="wagtail.edit", user=person)

    organisation = OrganisationFactory(member=person, name="Tunturi Oy")
    colleague = Membership.objects.create(organisation=organisation, user=UserFactory())
    household = OrganisationFactory(
        member=person, kind="household", name=f"Perhe {CANARY}", description_fi=EMAIL
    )
    contact = {
        "contact_name": f"Keijo {CANARY}",
        "contact_phone": f"040 {CANARY}",
        "contact_email": EMAIL,
        "description_fi": f"Kysy: Keijo {CANARY}, {EMAIL.upper()}.",
        "apply_email": EMAIL,
    }
    live = VacancyFactory(organisation=organisation, posted_by=person, live=True, **contact)
    changed = live.draft()
    changed.summary_fi = f"Kirjoita: {EMAIL}"
    save_draft(changed, by=person)
    VacancyFactory(organisation=organisation, posted_by=person, title_fi=f"Luonnos {CANARY}", **contact)
    VacancyFactory(organisation=household, posted_by=person, live=True, **contact)
    VacancyFactory(
        organisation=organisation,
        posted_by=colleague.user,
        live=True,
        title_fi="Kollegan",
        contact_email=EMAIL,
    )
    log(instance=live, action="listings.submit", user=person)

    soon = timezone.now() + timedelta(days=9)
    Alert.objects.create(
        kind="vacancy", email=EMAIL, language="fi", expires_at=soon, high_water=timezone.now()
    )
    Report.objects.create(
        listing=live,
        municipality=site.kolari,
        reason="other",
        message=f"T. {CANARY}",
        email=EMAIL,
        language="fi",
    )
    Invitation.objects.create(
        organisation=OrganisationFactory(),
        email=EMAIL,
        language="fi",
        invited_by=UserFactory(),
        expires_at=soon,
    )
    verbs.invite(organisation, email="somebody@example.com", language="fi", by=person)
    for model in (ContactMessage, AccessibilityFeedback):
        model.objects.create(
            municipality=site.kolari, name=CANARY, email=EMAIL.title(), message=CANARY, language="fi"
        )
    send_letter(
        "organisation-removed",
        to=EMAIL,
        language="fi",
        context={"person": person, "organisation": household, "own_url": ""},
    )
    verbs.letters.send_joined(Membership.objects.get(organisation=organisation, user=person))
    return person


def text_of(value):
    if isinstance(value, bytes | memoryview):
        content = bytes(value)
        message = message_from_bytes(content, policy=policy)
        parts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
        return " ".join([content.decode(errors="replace"), *parts])
    return str(value)


def traces_in_database():
    """Every column of every table, whatever model it belongs to or none."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [column[0] for column in cursor.description]
            for stored in cursor.fetchall():
                found += [
                    f"{table}.{name}"
                    for name, value in zip(names, stored, strict=True)
                    if CANARY.lower() in text_of(value).lower()
                ]
    sessions = [session for session in Session.objects.all() if EMAIL in str(session.get_decoded())]
    return found + ["session"] * len(sessions)


def traces_in_files():
    return [
        name
        for _, _, names in os.walk(default_storage.location)
        for name in names
        if CANARY.lower() in name.lower()
    ]


def test_reading_the_page_erases_nothing(person, browser_of):
    client = browser_of(person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    assert client.get(reverse("erase_account")).status_code == 200

    assert User.objects.filter(pk=person.pk).exists()


@pytest.mark.parametrize("name", ["erase_account", "own_data"])
def test_whoever_finds_an_open_browser_is_asked_who_they_are(person, browser_of, name, language):
    client = browser_of(person)

    for response in (client.get(reverse(name)), client.post(reverse(name))):
        assert response.url.startswith(reverse("account_reauthenticate"))

    assert User.objects.filter(pk=person.pk).exists()


@pytest.mark.parametrize("name", ["erase_account", "own_data"])
def test_somebody_without_a_password_gives_a_fresh_code(staff, mailoutbox, name):
    User.objects.update(is_staff=False)
    client = Client()
    response = client.post(reverse("account_login"), {"login": staff.email, "by_code": "1"})
    client.post(response.url, {"code": code_in(mailoutbox[0])})

    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        response = client.post(reverse(name))
        assert response.url.startswith(reverse("sign_in_again"))
        assert User.objects.filter(pk=staff.pk).exists()

        response = client.post(response.url, {"next": reverse(name)})
        response = client.post(response.url, {"code": code_in(mailoutbox[1])})
        assert response.url == reverse(name)
        assert client.post(reverse(name)).status_code == 200


def test_staff_are_erased_by_their_administrator_only(staff, browser_of):
    staff.set_password(PASSWORD)
    staff.save()
    client = browser_of(staff)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    page = client.get(reverse("erase_account")).content.decode()
    client.post(reverse("erase_account"))

    assert User.objects.filter(pk=staff.pk).exists()
    assert "button--danger" not in page


def test_an_address_nobody_knows_has_nothing_to_show(db):
    with pytest.raises(CommandError):
        call_command("export_person", "nobody@example.com")
    call_command("erase_person", "nobody@example.com", stdout=io.StringIO())


def test_everything_that_is_kept_is_shown(planted, browser_of):
    """Every table that holds the canary gives it to the file as well."""
    with translation.override("en"):
        found = collect(EMAIL)

    assert set(found) == {
        *("Account", "Addresses for signing in", "Sessions", "Second factor", "What was done and when"),
        *("Organisations", "Ads", "Invitations", "E-mail alerts", "Reports on ads"),
        *("Messages to the municipalities", "Letters to you"),
    }
    written = json.dumps(found, ensure_ascii=False)
    for value in (
        f"040 {CANARY}",
        f"Perhe {CANARY}",
        f"Luonnos {CANARY}",
        f"Kirjoita: {EMAIL}",
        f"T. {CANARY}",
    ):
        assert value in written
    assert f"Netscape {CANARY}" in written
    assert planted.password not in written
    assert "JBSWY3DPEHPK3PXP" not in written
    assert len(found["Ads"]) == 3
    assert len(found["Messages to the municipalities"]) == 2


def test_the_file_comes_by_the_page_and_by_the_command(planted, visitor, language):
    planted.authenticator_set.all().delete()
    visitor.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD})
    visitor.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    page = visitor.get(reverse("own_data")).content.decode()
    response = visitor.post(reverse("own_data"))

    assert f'<html lang="{language}">' in page
    assert response["Content-Type"] == "application/json"
    assert response["Content-Disposition"].startswith("attachment")
    assert "no-store" in response["Cache-Control"]
    assert CANARY in response.content.decode()
    output = io.StringIO()
    call_command("export_person", EMAIL.upper(), stdout=output)
    assert len(json.loads(output.getvalue())) == len(response.json()) == 11


def test_nothing_of_the_person_is_left_anywhere(planted, django_capture_on_commit_callbacks):
    OutboxMail.objects.exclude(recipient=EMAIL).update(sent_at=timezone.now())
    before = set(traces_in_database())
    assert len(before) > 25
    assert {"session", "outbox_outboxmail.message", "wagtailcore_revision.content"} <= before
    assert traces_in_files()

    with django_capture_on_commit_callbacks(execute=True):
        assert erase(EMAIL) == []

    assert traces_in_database() == []
    assert traces_in_files() == []
    assert not ModelLogEntry.objects.filter(user=planted.pk).exists()
    assert not UserSession.objects.filter(user_id=planted.pk).exists()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.related_model is User:
                left = model._base_manager.filter(**{field.attname: planted.pk})
                assert not left.exists(), field


def test_a_published_ad_stays_and_a_draft_goes(planted):
    live = Vacancy.objects.get(organisation__name="Tunturi Oy", posted_by=planted, live=True)
    changed_at, revisions = live.changed_at, live.revisions.count()
    draft = Vacancy.objects.get(title_fi=f"Luonnos {CANARY}")

    erase(EMAIL)

    assert not Vacancy.objects.filter(pk=draft.pk).exists()
    live = Vacancy.objects.get(pk=live.pk)
    assert live.is_open
    assert (live.posted_by, live.contact_name, live.apply_email) == (None, "", "")
    assert live.draft().posted_by is None
    assert (live.changed_at, live.revisions.count()) == (changed_at, revisions)
    assert live.organisation.name == "Tunturi Oy"
    assert live.apply_url


def test_an_ad_by_a_colleague_keeps_its_poster(planted):
    erase(EMAIL)

    vacancy = Vacancy.objects.get(title_fi="Kollegan")
    assert vacancy.posted_by
    assert vacancy.is_open
    assert vacancy.contact_email == ""


def test_the_colleague_who_has_been_there_longest_takes_over_and_is_told(planted):
    organisation = Organisation.objects.get(name="Tunturi Oy")
    heir = organisation.memberships.get(is_manager=False).user
    Membership.objects.create(organisation=organisation, user=UserFactory())

    erase(EMAIL)

    assert organisation.memberships.get(is_manager=True).user == heir
    letters = OutboxMail.objects.filter(recipient=heir.email)
    assert any("Tunturi Oy" in letter.subject for letter in letters)


def test_where_another_one_manages_nothing_changes(person):
    organisation = OrganisationFactory(member=person)
    other = Membership.objects.create(organisation=organisation, user=UserFactory(), is_manager=True)
    third = Membership.objects.create(organisation=organisation, user=UserFactory())

    erase(EMAIL)

    third.refresh_from_db()
    assert not third.is_manager
    assert set(organisation.memberships.all()) == {other, third}


def test_what_nobody_answers_for_is_no_longer_public(person):
    organisation = OrganisationFactory(member=person)
    vacancy = VacancyFactory(organisation=organisation, posted_by=person, live=True)

    erase(EMAIL)

    vacancy.refresh_from_db()
    assert not vacancy.is_open
    assert vacancy.organisation == organisation


def test_a_household_goes_with_its_person(planted):
    household = Organisation.objects.get(kind="household", memberships__user=planted)
    vacancy = Vacancy.objects.get(organisation=household)

    erase(EMAIL)

    assert not Organisation.objects.filter(pk=household.pk).exists()
    vacancy.refresh_from_db()
    assert not vacancy.is_open
    assert (vacancy.organisation, vacancy.draft().organisation) == (None, None)


def test_what_pajala_received_stays_and_the_person_is_told(planted, site, browser_of, language):
    for model in (ContactMessage, AccessibilityFeedback, Report):
        model.objects.update(municipality=site.pajala)
    vacancy = Vacancy.objects.get(title_fi=f"Luonnos {CANARY}")
    Vacancy.objects.filter(pk=vacancy.pk).update(municipality=site.pajala, submitted_at=timezone.now())

    kept = erase(EMAIL)

    assert len(kept) == 2
    assert ContactMessage.objects.filter(email__iexact=EMAIL).exists()
    assert Report.objects.get(email=EMAIL).message
    vacancy.refresh_from_db()
    assert (vacancy.posted_by, vacancy.contact_phone) == (None, "")


def test_somebody_without_an_account_is_erased_by_the_command(planted):
    Alert.objects.update(email="tilaaja@example.com")
    ContactMessage.objects.update(email="tilaaja@example.com")
    output = io.StringIO()

    call_command("erase_person", "Tilaaja@example.com", stdout=output)

    assert not Alert.objects.exists()
    assert not ContactMessage.objects.exists()
    assert User.objects.filter(pk=planted.pk).exists()
    assert "erased" in output.getvalue()


def test_nobody_else_loses_anything(planted, anna, browser_of):
    client = browser_of(anna)
    organisation = OrganisationFactory(member=anna)
    VacancyFactory(organisation=organisation, posted_by=anna, contact_email=anna.email)
    people = User.objects.count()

    erase(EMAIL)

    assert User.objects.count() == people - 1
    assert client.get(reverse("account_home")).status_code == 200
    assert Vacancy.objects.get(posted_by=anna).contact_email == anna.email
    assert organisation.memberships.get().user == anna


def test_the_page_erases_signs_out_and_says_so(person, browser_of, language):
    client = browser_of(person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    response = client.post(reverse("erase_account"))

    assert response.status_code == 200
    assert f'<html lang="{language}">' in response.content.decode()
    assert EMAIL not in response.content.decode()
    assert not User.objects.filter(email=EMAIL).exists()
    assert client.get(reverse("account_home")).status_code == 302


def test_without_the_token_of_the_form_nothing_is_erased(person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)

    assert client.post(reverse("erase_account")).status_code == 403
    assert User.objects.filter(pk=person.pk).exists()
