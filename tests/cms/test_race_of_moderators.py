"""Several moderators, and its poster, at one listing in the same moment: one of them wins."""

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from wagtail.log_actions import registry as log_registry

from accounts.models import User
from jobs.models import Occupation, Vacancy
from listings import moderation
from listings.states import state_of
from tests.factories import VacancyFactory

ROUNDS, PEOPLE = 10, 5
DECISIONS = {"listings.approve", "listings.ask_changes", "listings.refuse"}


def at_once(*calls):
    """Runs them all from one starting line; returns what each raised or None."""
    line, outcome = threading.Barrier(len(calls)), {}

    def run(number, call):
        line.wait()
        try:
            call()
        except (moderation.Outdated, PermissionDenied) as refusal:
            outcome[number] = refusal
        else:
            outcome[number] = None
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [outcome[number] for number in range(len(calls))]


@pytest.fixture
def outside(django_db_setup, django_db_blocker):
    """Outside a transaction, as the threads of a server see it."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def moderator(outside):
    return User.objects.get(email="moderator.kolari@example.org")


@pytest.fixture
def submitted(outside):
    vacancy = VacancyFactory(submitted=True, occupation=Occupation.objects.first())
    yield vacancy
    Vacancy.objects.get(pk=vacancy.pk).delete()
    vacancy.organisation.delete()
    vacancy.posted_by.delete()


def decisions(vacancy):
    entries = log_registry.get_logs_for_instance(vacancy)
    return [entry.action for entry in entries if entry.action in DECISIONS]


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_many_decisions_one_counts(submitted, moderator, _round):
    seen = submitted.latest_revision_id
    verbs = [("approve", {}), ("ask_changes", {"reason": "x"}), ("refuse", {"reason": "x"})]

    def call(verb, reason):
        row = Vacancy.objects.get(pk=submitted.pk)
        return lambda: getattr(moderation, verb)(row, by=moderator, revision=seen, **reason)

    outcome = at_once(*(call(*verbs[number % 3]) for number in range(PEOPLE)))

    assert outcome.count(None) == 1
    assert len(decisions(submitted)) == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_text_is_never_published_that_nobody_read(submitted, moderator, _round):
    """Its poster saves another text while the moderator clicks."""
    seen = submitted.latest_revision_id
    draft = submitted.draft()
    draft.title_fi = "Bait and switch"

    at_once(
        lambda: moderation.approve(submitted, by=moderator, revision=seen),
        lambda: moderation.save_draft(draft, by=submitted.posted_by),
    )

    stored = Vacancy.objects.get(pk=submitted.pk)
    assert not (stored.live and stored.title_fi == "Bait and switch")
    assert state_of(stored) in ("live", "in_review")
