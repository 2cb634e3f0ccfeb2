"""The examples that show what the board looks like, and the occupations every site starts with."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from stdnum.fi import ytunnus
from stdnum.se import orgnr

from accounts.demo import PEOPLE
from jobs.checks import demands_discriminate
from jobs.demo import named, next_time, read_vacancies, seed_vacancies
from jobs.desk_views import vacancy_desk
from jobs.models import FieldOfWork, Occupation, Vacancy, VacancyEntry
from jobs.seeding import read_occupations, seed_occupations
from listings.checks import warnings
from listings.history import entries_of
from listings.models import Membership, Organisation
from listings.states import State, state_of
from outbox.models import OutboxMail
from tests.factories import UserFactory

BOTH_SIDES = ("kolari", "pajala")
# What the moderators have sent back, so that there is something to correct.
SENT_BACK = "yllasjarvi-ski-instructor"


def seed(**options):
    call_command("seed_site", stdout=StringIO(), **options)


@pytest.fixture
def examples(db):
    return Vacancy.objects.filter(is_example=True)


@pytest.fixture
def colleague(db):
    """Somebody who may post for every employer."""
    person = UserFactory()
    for organisation in Organisation.objects.all():
        Membership.objects.create(organisation=organisation, user=person)
    return person


def test_without_examples_a_site_starts_empty(examples):
    examples.delete()
    Organisation.objects.all().delete()

    seed()

    assert Vacancy.objects.count() == 0
    assert Organisation.objects.count() == 0
    assert Occupation.objects.count() == 151


def test_nobody_gets_a_letter(examples):
    examples.delete()
    before = OutboxMail.objects.count()

    seed_vacancies()

    assert examples.count() == len(read_vacancies())
    assert OutboxMail.objects.count() == before == 0


def test_seeding_again_changes_nothing(examples):
    def state():
        return (
            list(Vacancy.objects.order_by("pk").values_list("pk", "changed_at", "latest_revision_id")),
            list(Organisation.objects.order_by("pk").values_list("pk", "name")),
            Membership.objects.count(),
            Occupation.objects.count(),
        )

    before = state()

    assert seed_vacancies() == 0
    assert seed_occupations() == 0
    assert state() == before


def test_every_vacancy_that_exists_is_left_as_it_is(examples):
    vacancy = Vacancy.objects.get(creation_key=named("kolari-nurse"))
    vacancy.title_fi = "Toisin sanottu"
    vacancy.save()

    seed_vacancies()

    vacancy.refresh_from_db()
    assert vacancy.title_fi == "Toisin sanottu"


def test_without_demo_people_there_are_vacancies_all_the_same(examples):
    from accounts.models import User

    examples.delete()
    User.objects.filter(email__startswith="employer.").delete()

    seed_vacancies()

    assert examples.count() == len(read_vacancies())
    assert set(examples.values_list("posted_by", flat=True)) == {None}


def test_there_are_enough_on_both_banks_and_in_the_villages(examples):
    assert examples.count() >= 44
    for key in BOTH_SIDES:
        assert examples.open().filter(municipality__key=key).count() >= 18, key
    assert examples.open().values("village").distinct().count() >= 15
    assert examples.open().values("occupation__field").distinct().count() >= 8


def test_most_are_in_one_language_as_in_life(examples):
    languages = [tuple(vacancy.ad_languages) for vacancy in examples]

    assert languages.count(("fi",)) >= 15
    assert languages.count(("sv",)) >= 15
    assert languages.count(("fi", "sv")) >= 8


def test_the_list_has_new_ones_ones_about_to_end_and_ones_that_have(examples):
    now = timezone.now()
    days_left = [(v.closes_at - now).days for v in examples.open() if v.closes_at]
    age = [(now - v.first_published_at).days for v in examples.open()]

    assert min(days_left) <= 2
    assert max(days_left) >= 110
    assert min(age) == 0
    assert max(age) >= 25
    assert examples.was_public().count() >= 4
    assert examples.exclude(apply_by_time=None).count() >= 8


def test_there_is_something_in_every_state_for_employers_and_moderators(examples):
    states = {}
    for vacancy in examples.select_related("municipality"):
        states.setdefault(state_of(vacancy), []).append(vacancy.municipality.key)

    assert sorted(states[State.IN_REVIEW]) == ["kolari", "kolari", "pajala", "pajala"]
    assert sorted(states[State.DRAFT]) == ["kolari", "pajala"]
    assert states[State.CHANGES_ASKED] == ["kolari"]
    assert len(states[State.ENDED]) >= 4


def test_what_was_sent_back_tells_its_employer_why(examples):
    vacancy = examples.get(creation_key=named(SENT_BACK))

    actions = list(entries_of(vacancy).values_list("action", flat=True))

    assert actions == ["listings.submit", "listings.ask_changes"]
    assert "kielt" in entries_of(vacancy).last().data["reason"]


def test_each_passes_the_models_own_checks(examples):
    for vacancy in examples:
        vacancy.draft().full_clean(validate_constraints=False)


def test_each_that_was_sent_could_be_sent_by_its_employer(examples, colleague):
    for vacancy in examples.exclude(pk__in=examples.was_public()):
        if vacancy.submitted_at:
            assert missing(vacancy, colleague) == [], vacancy
    for vacancy in examples.open():
        assert missing(vacancy, colleague) == [], vacancy


def test_of_the_drafts_one_can_be_sent_and_one_lacks_the_way_to_apply(examples):
    drafts = [vacancy for vacancy in examples if state_of(vacancy) == State.DRAFT]

    assert sorted(missing(vacancy, vacancy.posted_by) for vacancy in drafts) == [[], ["apply"]]


def missing(vacancy, person):
    return [step["key"] for step in vacancy_desk.progress(vacancy.draft(), person) if not step["is_ready"]]


def test_no_example_asks_for_what_the_law_forbids(examples):
    for vacancy in examples:
        assert list(demands_discriminate(vacancy)) == [], vacancy
    for vacancy in examples.open():
        remarks = [warning.text for warning in warnings(vacancy) if warning.step in ("what", "text")]
        assert remarks == [], vacancy


def test_each_has_a_text_worth_reading_and_a_summary_in_every_language(examples):
    for vacancy in examples.exclude(first_published_at=None):
        for code in vacancy.ad_languages:
            assert vacancy.text_in("title", code), vacancy
            assert 60 <= len(vacancy.text_in("description", code).split()) <= 220, (vacancy, code)
        for code, _name in settings.LANGUAGES:
            assert vacancy.text_in("summary", code), (vacancy, code)
            assert code in vacancy.ad_languages or not vacancy.text_in("description", code)


def test_pay_is_in_the_currency_of_the_bank(examples):
    for vacancy in examples.select_related("municipality"):
        assert vacancy.currency == vacancy.municipality.currency
        assert vacancy.has_pay == (vacancy.pay_told == "in_ad"), vacancy


def test_nobody_real_is_named(examples):
    for vacancy in examples:
        assert vacancy.contact_name == vacancy.contact_phone == ""
        for address in (vacancy.apply_url, vacancy.apply_email, vacancy.contact_email, vacancy.link_url):
            assert address == "" or "example.org" in address, vacancy


def test_employers_numbers_are_right_and_marked_as_examples(db):
    checks = {"FI": ytunnus, "SE": orgnr}
    organisations = Organisation.objects.filter(is_example=True)

    assert organisations.count() >= 10
    for organisation in organisations:
        assert checks[organisation.country].is_valid(organisation.registration_number), organisation
    assert [o.name for o in organisations if not o.is_verified] == ["Hiushuone Joki ja Kampa"]


def test_demo_employers_post_and_are_no_staff(db):
    from accounts.models import User

    for name in ("employer.kolari", "employer.pajala"):
        assert name in PEOPLE
        person = User.objects.get(email=f"{name}@example.org")
        assert not person.is_staff
        assert person.memberships.filter(is_manager=True).exists()
        assert Vacancy.objects.by(person).filter(is_example=True).count() >= 5


def test_what_is_public_can_be_found(examples):
    public = set(examples.open().values_list("pk", flat=True))

    assert public <= set(VacancyEntry.objects.open().values_list("pk", flat=True))
    assert set(VacancyEntry.objects.open().values_list("pk", flat=True)).isdisjoint(
        examples.exclude(pk__in=public).values_list("pk", flat=True)
    )


def test_a_revision_holds_what_is_public(examples):
    for vacancy in examples.open():
        assert vacancy.live_revision_id == vacancy.latest_revision_id
        assert not vacancy.has_unpublished_changes


def test_days_of_a_season_come_after_the_last_day_to_apply():
    day = timezone.datetime(2026, 11, 20).date()

    assert next_time(day, "11-15").isoformat() == "2027-11-15"
    assert next_time(day, "12-01").isoformat() == "2026-12-01"
    assert next_time(day, None) is None


def test_occupations_keep_their_three_codes_apart(db):
    nurse = Occupation.objects.get(slug="registered-nurse")

    assert (nurse.isco08, nurse.aml2010, nurse.ssyk2012) == ("2221", "3221", "2221")
    assert (nurse.name_fi, nurse.name_sv) == ("sairaanhoitaja", "sjuksköterska")
    assert nurse.field.slug == "health"
    assert nurse.editors_note == ""
    herder = Occupation.objects.get(slug="reindeer-herder")
    assert herder.ssyk2012 == ""
    assert "SSYK" in herder.editors_note


def test_every_occupation_has_its_names_and_a_field(db):
    assert Occupation.objects.count() == len(read_occupations()) == 151
    assert 8 <= FieldOfWork.objects.count() <= 10
    assert Occupation.objects.exclude(other_names_fi="").exclude(other_names_sv="").count() >= 60
    for code, _name in settings.LANGUAGES:
        assert not Occupation.objects.filter(**{f"name_{code}": ""}).exists()
        assert not FieldOfWork.objects.filter(**{f"name_{code}": ""}).exists()


def test_what_staff_change_in_an_occupation_stays(db):
    Occupation.objects.filter(slug="cook").update(name_fi="ravintolakokki")

    seed_occupations()

    assert Occupation.objects.get(slug="cook").name_fi == "ravintolakokki"
