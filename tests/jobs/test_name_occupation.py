"""Typing the occupation on the first page of an ad."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import translation

from jobs.models import Occupation, Vacancy

from .writing import begin, edit_url, newest, save

SHARED = {"fi": "hoitaja", "sv": "lärare"}


@pytest.fixture(autouse=True)
def reading(language):
    with translation.override(language):
        yield


@pytest.fixture
def empty_board(board):
    """So that the newest ad is the test's own."""


def page_of(response):
    return BeautifulSoup(response.content, "html.parser")


def choices_in(page):
    return {radio["value"]: radio.find_parent("label").get_text(strip=True) for radio in radios(page)}


def radios(page):
    return page.select("input[type=radio][name=occupation_meant]")


def test_a_shared_nickname_is_not_guessed(empty_board, employer, language):
    answer = begin(employer, occupation=SHARED[language])
    page = page_of(answer)
    meant = choices_in(page)

    assert answer.status_code == 422
    assert not Vacancy.objects.exists()
    assert page.select_one("[name=occupation]")["value"] == SHARED[language]
    assert len(meant) > 1
    for slug, label in meant.items():
        assert label == str(Occupation.objects.get(slug=slug))
    assert not page.select("input[name=occupation_meant][checked]")


def test_the_error_names_the_choices(empty_board, employer, language):
    page = page_of(begin(employer, occupation=SHARED[language]))
    error = page.select_one(".error-summary").get_text()

    for label in list(choices_in(page).values())[:3]:
        assert label in error


def test_the_one_that_is_meant_is_picked_without_script(empty_board, employer, language):
    slug = list(choices_in(page_of(begin(employer, occupation=SHARED[language]))))[-1]

    assert begin(employer, occupation=SHARED[language], occupation_meant=slug).status_code == 302
    assert newest().occupation.slug == slug


@pytest.mark.parametrize("other", ["cook", "x", ""])
def test_one_that_has_another_name_cannot_be_picked(empty_board, employer, language, other):
    answer = begin(employer, occupation=SHARED[language], occupation_meant=other)

    assert answer.status_code == 422
    assert not Vacancy.objects.exists()


def test_another_name_typed_after_a_choice_wins(empty_board, employer):
    nurse = Occupation.objects.get(slug="registered-nurse")

    begin(employer, occupation=str(nurse), occupation_meant="care-assistant")

    assert newest().occupation == nurse


@pytest.mark.parametrize("slug", ["registered-nurse", "cook", "head-chef"])
def test_every_shown_name_is_taken_as_it_is(empty_board, employer, slug):
    occupation = Occupation.objects.filter(slug=slug).first() or Occupation.objects.first()

    begin(employer, occupation=f"  {str(occupation).upper()} ")

    assert newest().occupation == occupation


def test_all_names_the_list_shows_are_one_occupation_each(db):
    shown = [str(occupation) for occupation in Occupation.objects.all()]

    assert len(set(map(str.casefold, shown))) == len(shown)


def test_an_unknown_name_comes_back_with_its_text(empty_board, employer):
    page = page_of(begin(employer, occupation="avaruuslentäjä"))

    assert page.select_one("[name=occupation]")["value"] == "avaruuslentäjä"
    assert not radios(page)
    assert not Vacancy.objects.exists()


def test_the_browser_itself_offers_the_list(employer):
    """A text field with a datalist: typed into and chosen from by keyboard, without script."""
    page = page_of(employer.get(reverse("post_vacancy"), follow=True))
    field = page.select_one("input[type=text][name=occupation]")
    offered = [option["value"] for option in page.select(f"datalist#{field['list']} option")]

    assert sorted(offered) == sorted(str(occupation) for occupation in Occupation.objects.all())
    assert page.select_one(f"label[for={field['id']}]")


def test_a_saved_occupation_stays_when_the_page_is_sent_again(empty_board, employer, language):
    begin(employer, occupation=str(Occupation.objects.get(slug="registered-nurse")))
    vacancy = newest()
    shown = page_of(employer.get(edit_url(vacancy, "what"))).select_one("[name=occupation]")["value"]

    assert save(employer, vacancy, "what", occupation=shown).status_code == 302
    assert newest().draft().occupation.slug == "registered-nurse"
