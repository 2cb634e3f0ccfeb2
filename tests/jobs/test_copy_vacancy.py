import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from jobs.models import Vacancy
from listings.states import State, state_of
from tests.factories import VacancyFactory


@pytest.fixture
def live(employer):
    return VacancyFactory(
        live=True,
        posted_by=employer.user,
        organisation=employer.organisation,
        work_languages={"fi": "good"},
        starts_on=date(2028, 2, 29),
        filled="yes",
    )


def copy(client, vacancy, key=None, **button):
    url = reverse("copy_vacancy", args=[vacancy.pk])
    return client.post(url, {"key": str(key or uuid.uuid4())} | button)


def newest():
    return Vacancy.objects.order_by("pk").last()


@pytest.mark.parametrize("key", ["", "x", "0"])
def test_a_button_that_is_not_ours_copies_nothing(employer, live, key):
    count = Vacancy.objects.count()
    employer.post(reverse("copy_vacancy", args=[live.pk]), {"key": key})
    assert Vacancy.objects.count() == count


def test_somebody_elses_number_copies_nothing(employer, live):
    other = VacancyFactory()
    count = Vacancy.objects.count()

    assert copy(employer, live, key=other.creation_key).url == reverse("own_vacancy", args=[live.pk])
    assert Vacancy.objects.count() == count


def test_a_copy_is_a_draft_with_the_same_text_and_a_life_of_its_own(employer, live):
    response = copy(employer, live)

    made = newest()
    assert response.url == reverse("preview_vacancy", args=[made.pk])
    assert state_of(made) == State.DRAFT
    for name in ("title_fi", "summary_sv", "description_fi", "occupation", "work_languages", "apply_url"):
        assert getattr(made, name) == getattr(live, name), name
    assert made.posted_by == employer.user
    assert made.apply_by == live.apply_by
    assert (made.filled, made.first_published_at, made.live) == ("", None, False)
    assert made.creation_key != live.creation_key
    assert made.draft().title_fi == live.title_fi


def test_a_copy_made_in_the_other_language_has_no_text_it_had_not(employer, live):
    with override("sv"):
        copy(employer, live)

    assert not newest().title_sv
    assert not newest().draft().title_sv
    assert newest().summary_sv == live.summary_sv


def test_a_copy_of_a_sent_ad_can_be_sent(employer, live):
    Vacancy.objects.filter(pk=live.pk).update(latest_revision=None, apply_in=["fi"])

    copy(employer, live)

    assert employer.get(reverse("preview_vacancy", args=[newest().pk])).context["missing"] == []


def test_the_button_pressed_twice_is_one_copy(employer, live):
    key = uuid.uuid4()
    assert copy(employer, live, key).url == copy(employer, live, key).url
    assert Vacancy.objects.filter(organisation=live.organisation).count() == 2


def test_a_day_that_has_passed_is_left_out(employer, live):
    Vacancy.objects.filter(pk=live.pk).update(latest_revision=None)
    Vacancy.objects.filter(pk=live.pk).update(apply_by=timezone.localdate() - timedelta(days=3))

    copy(employer, live)

    assert newest().apply_by is None
    assert newest().closes_at is None


def test_next_season_is_a_year_later(employer, live):
    copy(employer, live, next_season="1")

    assert newest().starts_on == date(2029, 2, 28)
    assert newest().apply_by.year == live.apply_by.year + 1
    assert state_of(newest()) == State.DRAFT
