import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from jobs.models import Vacancy
from listings import moderation, queue
from listings.history import ACTIONS, events_of
from listings.states import State, state_of
from tests.factories import VacancyFactory

from .writing import save, send

PUBLIC_TEXT = "Tule terveysasemalle hoitamaan koko kylää."


@pytest.fixture
def live(employer):
    return VacancyFactory(
        live=True, posted_by=employer.user, organisation=employer.organisation, apply_in=["fi"]
    )


@pytest.fixture
def changed(employer, live):
    save(employer, live, "text", description_fi="Uusi teksti.")
    return stored(live)


@pytest.fixture
def waiting(employer, changed):
    send(employer, changed)
    return stored(changed)


def stored(vacancy):
    return Vacancy.objects.get(pk=vacancy.pk)


def url(vacancy):
    return reverse("discard_vacancy", args=[vacancy.pk])


def discard(client, vacancy):
    return client.post(url(vacancy), {"seen": str(stored(vacancy).latest_revision_id)})


def links_of(client, vacancy):
    page = BeautifulSoup(client.get(vacancy.own_url).content, "html.parser")
    return [link["href"] for link in page.select("main a")]


def check_that_nothing_waits(vacancy):
    vacancy = stored(vacancy)
    assert state_of(vacancy) == State.LIVE
    assert not vacancy.has_unpublished_changes
    assert (
        vacancy.draft().description_fi
        == vacancy.description_fi
        == "Tule terveysasemalle hoitamaan koko kylää."
    )
    assert not queue.waiting(Vacancy.objects.filter(pk=vacancy.pk)).exists()


def test_without_a_change_there_is_nothing_to_discard(employer, live):
    assert url(live) not in links_of(employer, live)
    assert employer.get(url(live)).url == live.own_url
    assert discard(employer, live).url == live.own_url
    assert stored(live).latest_revision_id == live.latest_revision_id


@pytest.mark.parametrize("state", [{}, {"submitted": True}])
def test_what_was_never_public_has_no_change_to_discard(employer, state):
    vacancy = VacancyFactory(posted_by=employer.user, organisation=employer.organisation, **state)
    before = state_of(vacancy)

    assert url(vacancy) not in links_of(employer, vacancy)
    discard(employer, vacancy)

    assert state_of(stored(vacancy)) == before
    assert stored(vacancy).latest_revision_id == vacancy.latest_revision_id


def test_another_employer_cannot_discard_it(stranger, waiting):
    assert discard(stranger, waiting).status_code == 404
    assert state_of(stored(waiting)) == State.CHANGE_IN_REVIEW


@pytest.mark.parametrize("seen", ["", "x", "²", "9" * 30])
def test_only_what_was_looked_at_is_discarded(employer, waiting, seen):
    assert employer.post(url(waiting), {"seen": seen}).status_code == 409
    assert state_of(stored(waiting)) == State.CHANGE_IN_REVIEW


def test_a_colleagues_newer_text_is_not_discarded_unseen(employer, colleague, changed):
    seen = str(changed.latest_revision_id)
    save(colleague, changed, "text", description_fi="Kollegan teksti.")

    answer = employer.post(url(changed), {"seen": seen})

    assert answer.status_code == 409
    assert "Kollegan teksti." in answer.content.decode()
    assert stored(changed).draft().description_fi == "Kollegan teksti."


def test_opening_the_page_shows_what_goes_and_discards_nothing(employer, waiting):
    assert url(waiting) in links_of(employer, waiting)
    words = BeautifulSoup(employer.get(url(waiting)).content, "html.parser").select_one("table").get_text()

    assert "Tule terveysasemalle" in words
    assert "Uusi teksti." in words
    assert state_of(stored(waiting)) == State.CHANGE_IN_REVIEW


def test_a_change_that_was_not_sent_can_be_discarded(employer, changed):
    assert url(changed) in links_of(employer, changed)
    assert discard(employer, changed).url == changed.own_url

    check_that_nothing_waits(changed)


def test_a_change_that_waits_leaves_the_moderators_queue(employer, waiting, moderator_kolari):
    revision = waiting.latest_revision_id
    discard(employer, waiting)

    check_that_nothing_waits(waiting)
    with pytest.raises(moderation.Outdated):
        moderation.approve(waiting, by=moderator_kolari.user, revision=revision)
    assert stored(waiting).description_fi == PUBLIC_TEXT


def test_a_change_to_correct_can_be_discarded(employer, waiting, moderator_kolari):
    moderation.ask_changes(
        waiting, by=moderator_kolari.user, revision=waiting.latest_revision_id, reason="Palkka puuttuu."
    )
    discard(employer, waiting)

    check_that_nothing_waits(waiting)


def test_discarded_twice_it_is_one_entry_of_the_history(employer, waiting):
    seen = str(waiting.latest_revision_id)
    for _time in range(2):
        assert employer.post(url(waiting), {"seen": seen}).status_code == 302

    events = events_of(stored(waiting), employer.user)
    assert [event["by_reader"] for event in events if event["what"] == ACTIONS["discard"]] == [True]


def test_the_public_page_and_its_day_of_change_stay(employer, waiting, visitor):
    before = waiting.last_published_at
    discard(employer, waiting)

    assert stored(waiting).last_published_at == before
    assert "Tule terveysasemalle" in visitor.get(waiting.get_absolute_url()).content.decode()


def test_after_that_it_can_be_changed_and_sent_again(employer, waiting):
    discard(employer, waiting)
    save(employer, waiting, "text", description_fi="Kolmas teksti.")
    send(employer, waiting)

    assert state_of(stored(waiting)) == State.CHANGE_IN_REVIEW
    assert stored(waiting).draft().description_fi == "Kolmas teksti."
