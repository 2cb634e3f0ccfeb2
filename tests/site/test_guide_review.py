from datetime import date

import pytest
import time_machine

from pages.models import GuidePage

NEVER = {"reviewed_on": None, "review_by": None, "reviewed_by": ""}
CHECKED = {"reviewed_on": date(2027, 1, 10), "review_by": date(2027, 7, 10), "reviewed_by": "FPA"}


@pytest.fixture
def guide(db, language):
    page = GuidePage.objects.filter(locale__language_code=language).first()

    def with_steps(*reviews):
        page.steps = [
            ("step", {"title": f"Step {number}", "text": "<p>x</p>", "links": [], **review})
            for number, review in enumerate(reviews)
        ]
        page.save_revision().publish()
        return page

    return with_steps


@pytest.fixture
def states(read):
    def of_steps(page):
        html = read(page.url)
        return [line["class"][-1].removeprefix("review--") for line in html.select(".guide-step .review")]

    return of_steps


def test_a_step_nobody_has_reviewed_says_so(guide, read, states, said):
    page = guide(NEVER)

    assert states(page) == ["never"]
    assert said("This guide has steps that nobody has reviewed yet.") in read(page.url).main.text
    assert said("No authority or editor has reviewed this step yet.") in read(page.url).main.text


@pytest.mark.parametrize(
    ("today", "expected"), [("2027-07-09", "checked"), ("2027-07-10", "checked"), ("2027-07-11", "due")]
)
def test_the_review_date_passes_at_midnight(today, expected, guide, states):
    page = guide(CHECKED)

    with time_machine.travel(f"{today}T12:00+03:00", tick=False):
        assert states(page) == [expected]


def test_a_step_that_is_due_tells_when_it_was_reviewed(guide, read, said):
    page = guide(CHECKED)

    with time_machine.travel("2027-08-01T12:00+03:00", tick=False):
        text = read(page.url).main.text
    assert said("The review date of some steps has passed.") in text
    assert "10" in text
    assert "2027" in text


def test_a_reviewed_guide_names_the_reviewer(guide, read, said):
    page = guide(CHECKED, CHECKED)

    with time_machine.travel("2027-02-01T12:00+02:00", tick=False):
        html = read(page.url)
    assert said("Every step of this guide has been reviewed.") in html.main.text
    assert all("FPA" in line.text for line in html.select(".review"))


def test_the_worst_step_speaks_for_the_guide(guide):
    with time_machine.travel("2027-08-01T12:00+03:00", tick=False):
        assert guide(CHECKED, NEVER).review_state == "never"
        assert guide(CHECKED, CHECKED | {"review_by": None}).review_state == "due"
    assert GuidePage(steps=[]).review_state == "checked"


def test_every_guide_has_steps_with_links(db, read):
    guides = GuidePage.objects.live().order_by("path")
    assert guides.filter(numbered=True).count() >= 8
    for page in guides:
        html = read(page.url)
        assert len(html.select(".guide-step")) >= (8 if page.numbered else 3), page.url
        assert html.select(".official-links a[href^='https://']"), page.url
