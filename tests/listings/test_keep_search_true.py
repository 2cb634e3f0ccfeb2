"""What is found is what is public, word for word, whatever happens to it."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobs.filters import VacancySearch
from jobs.models import FieldOfWork, Vacancy, VacancyEntry
from listings import moderation
from listings.word_index import ensure_index, table_of_words
from tests.factories import OccupationFactory, OrganisationFactory, VacancyFactory


def total(words):
    return VacancySearch(QueryDict(f"q={words}"), language="fi").results().total


def is_found(vacancy, words):
    found = VacancySearch(QueryDict(f"q={words}"), language="fi").queryset()
    return found.filter(pk=vacancy.pk).exists()


@pytest.fixture
def nobody_else(db):
    VacancyEntry.objects.all().delete()


def test_drafts_and_what_waits_are_not_found(nobody_else):
    VacancyFactory(title_fi="Puutarhuri")
    VacancyFactory(title_fi="Puutarhuri", submitted=True)

    assert total("puutarhuri") == 0


def test_a_change_is_found_when_it_is_approved(nobody_else, moderator_kolari):
    vacancy = VacancyFactory(title_fi="Puutarhuri", live=True)
    draft = vacancy.draft()
    draft.title_fi = "Kukkakauppias"
    moderation.save_draft(draft, by=vacancy.posted_by)
    moderation.submit(vacancy, by=vacancy.posted_by)

    assert (total("puutarhuri"), total("kukkakauppias")) == (1, 0)

    vacancy.refresh_from_db()
    moderation.approve(vacancy, by=moderator_kolari.user, revision=vacancy.latest_revision_id)

    assert (total("puutarhuri"), total("kukkakauppias")) == (0, 1)


def test_what_somebody_has_in_hand_is_not_found(nobody_else):
    vacancy = VacancyFactory(title_fi="Puutarhuri", live=True)
    vacancy.title_fi = "Kukkakauppias"
    vacancy.save(update_fields=["reminded_at"])

    assert (total("puutarhuri"), total("kukkakauppias")) == (1, 0)


def test_what_is_ended_is_not_found(nobody_else):
    vacancy = VacancyFactory(title_fi="Puutarhuri", live=True)
    moderation.end(vacancy, by=vacancy.posted_by)

    assert total("puutarhuri") == 0
    assert not VacancyEntry.objects.filter(pk=vacancy.pk).exists()


def test_what_is_deleted_is_not_found(nobody_else):
    VacancyFactory(title_fi="Puutarhuri", live=True).delete()

    assert not VacancyEntry.objects.exists()
    assert total("puutarhuri") == 0


def test_what_has_closed_is_not_found(nobody_else, time_machine):
    VacancyFactory(title_fi="Puutarhuri", live=True)
    time_machine.move_to(timezone.now() + timedelta(days=40))

    assert total("puutarhuri") == 0


def test_an_occupation_is_found_by_its_new_name(nobody_else):
    occupation = OccupationFactory(slug="beekeeper", name_fi="tarhaaja", name_sv="", name_in_english="")
    vacancy = VacancyFactory(title_fi="Töitä", occupation=occupation, live=True)
    draft = VacancyFactory(title_fi="Töitä", occupation=occupation)
    occupation.name_sv = "biodlare"
    occupation.name_in_english = "beekeeper"
    occupation.save()

    assert all(is_found(vacancy, words) for words in ("biodlare", "beekeepers", "tarhaaja"))
    assert not VacancyEntry.objects.filter(pk=draft.pk).exists()

    occupation.name_fi = "mehiläishoitaja"
    occupation.save()

    assert is_found(vacancy, "mehiläishoitaja")
    assert not is_found(vacancy, "tarhaaja")


def test_an_occupation_takes_its_ads_to_another_field(nobody_else):
    occupation = OccupationFactory(slug="gardener", name_fi="puutarhuri")
    vacancy = VacancyFactory(occupation=occupation, live=True)
    occupation.field = FieldOfWork.objects.create(slug="gardens", name_fi="Puutarhat")
    occupation.save()

    assert VacancyEntry.objects.get(pk=vacancy.pk).field == occupation.field


def test_an_employer_and_a_village_are_found_by_their_new_names(nobody_else, site):
    village = site.kolari.villages.first()
    employer = OrganisationFactory(name="Vanha Nimi Oy")
    VacancyFactory(title_fi="Töitä", organisation=employer, village=village, live=True)
    employer.name = "Kukkakauppa Orvokki"
    employer.save()
    village.name_sv = "Blomsterbyn"
    village.save()

    assert [total(words) for words in ("orvokki", "blomsterbyn", "vanha")] == [1, 1, 0]


def test_other_changes_of_an_employer_rewrite_nothing(nobody_else):
    employer = OrganisationFactory()
    VacancyFactory(organisation=employer, live=True)
    employer.website = "https://example.org"

    with CaptureQueriesContext(connection) as statements:
        employer.save()

    assert not [one for one in statements if "vacancyentry" in one["sql"]]


def test_everything_can_be_written_anew(nobody_else):
    vacancy = VacancyFactory(title_fi="Puutarhuri", live=True)
    draft = VacancyFactory(title_fi="Kukkakauppias")
    Vacancy.objects.filter(pk=vacancy.pk).update(live=False)
    Vacancy.objects.filter(pk=draft.pk).update(live=True)
    call_command("rebuild_search", stdout=io.StringIO())

    assert is_found(draft, "kukkakauppias")
    assert not VacancyEntry.objects.filter(pk=vacancy.pk).exists()
    assert VacancyEntry.objects.count() == Vacancy.objects.filter(live=True).count()


def test_the_index_is_made_again_when_it_is_gone(nobody_else):
    VacancyFactory(title_fi="Puutarhuri", live=True)
    # PostgreSQL changes no table of which it still has references to look at.
    connection.check_constraints()
    words = table_of_words(VacancyEntry._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for event in ("insert", "update", "delete"):
                cursor.execute(f'DROP TRIGGER "{words}_{event}"')
            cursor.execute(f'DROP TABLE "{words}"')
        else:
            cursor.execute(f'DROP INDEX "{words}"')
    ensure_index(VacancyEntry, "default")
    VacancyFactory(title_fi="Kukkakauppias", live=True)

    assert (total("puutarhuri"), total("kukkakauppias")) == (1, 1)


def test_saving_asks_the_database_no_more_however_many_there_are(nobody_else):
    vacancy = VacancyFactory(live=True)
    vacancy.save()
    used = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as statements:
            vacancy.save()
        used.append(len(statements))
        for _more in range(3):
            VacancyFactory(live=True)

    assert used[0] == used[1] <= 12
