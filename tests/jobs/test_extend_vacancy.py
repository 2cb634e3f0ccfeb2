from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jobs.models import Vacancy
from listings.states import State, state_of
from tests.factories import VacancyFactory

from .writing import day, save, send


@pytest.fixture
def live(employer):
    return VacancyFactory(
        live=True, posted_by=employer.user, organisation=employer.organisation, apply_in=["fi"]
    )


def extend(client, vacancy, until):
    return client.post(reverse("extend_vacancy", args=[vacancy.pk]), {"until": until})


def stored(vacancy):
    return Vacancy.objects.get(pk=vacancy.pk)


@pytest.mark.parametrize("until", ["", "soon", day(-1), day(10), day(200), "2026-02-30"])
def test_an_impossible_day_is_refused(employer, live, until):
    response = extend(employer, live, until)

    assert response.status_code == 422
    assert "until" in response.context["form"].errors
    assert stored(live).apply_by == live.apply_by


def test_a_draft_is_not_extended(employer, db):
    draft = VacancyFactory(posted_by=employer.user, organisation=employer.organisation)
    assert extend(employer, draft, day(60)).status_code == 409
    assert stored(draft).apply_by == draft.apply_by


def test_an_ended_one_is_copied_instead(employer, live, said, language, address):
    Vacancy.objects.filter(pk=live.pk).update(closes_at=timezone.now() - timedelta(days=1))

    assert extend(employer, live, day(60)).status_code == 409
    html = employer.get(address("extend_vacancy", live.pk, language=language)).content.decode()
    assert f'action="{address("copy_vacancy", live.pk, language=language)}"' in html


def test_a_later_day_is_public_at_once(employer, live):
    Vacancy.objects.filter(pk=live.pk).update(reminded_at=timezone.now())

    assert extend(employer, live, day(60)).url == reverse("own_vacancy", args=[live.pk])

    vacancy = stored(live)
    assert vacancy.apply_by.isoformat() == day(60)
    assert vacancy.closes_at > live.closes_at
    assert vacancy.reminded_at is None
    assert vacancy.first_published_at == live.first_published_at
    assert state_of(vacancy) == State.LIVE
    assert not vacancy.has_unpublished_changes
    assert vacancy.draft().apply_by.isoformat() == day(60)


def test_extending_twice_is_extending_once(employer, live):
    extend(employer, live, day(60))
    revision = stored(live).latest_revision_id
    extend(employer, live, day(60))
    assert stored(live).latest_revision_id == revision


def test_a_change_that_is_being_checked_gets_the_new_day_and_stays_unpublished(employer, live):
    save(employer, live, "text", description_fi="Uusi teksti.")
    send(employer, live)

    extend(employer, live, day(60))

    vacancy = stored(live)
    assert state_of(vacancy) == State.CHANGE_IN_REVIEW
    assert vacancy.description_fi != "Uusi teksti."
    assert vacancy.draft().description_fi == "Uusi teksti."
    assert vacancy.apply_by == vacancy.draft().apply_by
    assert vacancy.apply_by.isoformat() == day(60)
