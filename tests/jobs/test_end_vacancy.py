import pytest
from django.urls import reverse

from jobs.models import Vacancy
from listings.states import State, state_of
from tests.factories import VacancyFactory

from .writing import save, send


@pytest.fixture
def live(employer):
    return VacancyFactory(
        live=True, posted_by=employer.user, organisation=employer.organisation, apply_in=["fi"]
    )


def end(client, vacancy, **answer):
    return client.post(reverse("end_vacancy", args=[vacancy.pk]), answer)


def stored(vacancy):
    return Vacancy.objects.get(pk=vacancy.pk)


@pytest.mark.parametrize("answer", [{}, {"filled": "perhaps"}, {"filled": "yes", "found_through": "magic"}])
def test_without_a_proper_answer_it_stays(employer, live, answer):
    assert end(employer, live, **answer).status_code == 422
    assert state_of(stored(live)) == State.LIVE


def test_a_draft_has_no_end(employer):
    draft = VacancyFactory(posted_by=employer.user, organisation=employer.organisation)
    assert end(employer, draft, filled="yes").status_code == 302
    assert stored(draft).filled == ""
    assert state_of(stored(draft)) == State.DRAFT


def test_it_leaves_the_public_at_once_and_says_how_it_went(employer, live, visitor):
    assert end(employer, live, filled="yes", found_through="here").status_code == 302

    vacancy = stored(live)
    assert state_of(vacancy) == State.ENDED
    assert (vacancy.filled, vacancy.found_through) == ("yes", "here")
    assert visitor.get(live.get_absolute_url()).status_code == 410


def test_where_from_may_be_left_unsaid(employer, live):
    end(employer, live, filled="no")
    assert (stored(live).filled, stored(live).found_through) == ("no", "")


def test_after_the_end_the_answer_can_still_be_given_and_mended(employer, live):
    end(employer, live, filled="partly")
    ended_at = stored(live).ended_at

    end(employer, live, filled="yes", found_through="contacts")

    assert (stored(live).filled, stored(live).ended_at) == ("yes", ended_at)


def test_a_change_that_was_being_checked_is_not_checked_any_more(employer, live):
    save(employer, live, "text", description_fi="Uusi teksti.")
    send(employer, live)

    end(employer, live, filled="yes")

    assert state_of(stored(live)) == State.ENDED


def test_what_has_ended_is_not_changed_or_sent(employer, live):
    end(employer, live, filled="yes")

    assert save(employer, live, "text", description_fi="Uusi teksti.").status_code == 409
    send(employer, live)
    assert state_of(stored(live)) == State.ENDED
