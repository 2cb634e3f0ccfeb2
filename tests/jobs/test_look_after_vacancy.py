from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from jobs.models import Vacancy
from listings import counts, moderation
from listings.models import DailyCount
from listings.states import State, state_of
from outbox.models import OutboxMail
from tests.factories import VacancyFactory

from .writing import day, save, send, write

VERBS = ["submit", "withdraw", "discard", "extend", "end", "copy", "delete"]


@pytest.fixture
def vacancy(employer):
    return VacancyFactory(posted_by=employer.user, organisation=employer.organisation)


@pytest.fixture
def live(employer):
    return VacancyFactory(
        live=True, posted_by=employer.user, organisation=employer.organisation, apply_in=["fi"]
    )


def url(verb, vacancy):
    return reverse(f"{verb}_vacancy", args=[vacancy.pk])


def own_list(client):
    return client.get(reverse("own_listings"))


@pytest.mark.parametrize("verb", VERBS)
def test_a_strangers_vacancy_is_not_there(live, stranger, verb):
    before = Vacancy.objects.filter(pk=live.pk).values().get()

    assert stranger.get(url(verb, live)).status_code == 404
    assert stranger.post(url(verb, live), {"until": day(60), "filled": "yes"}).status_code == 404
    assert stranger.get(url("own", live)).status_code == 404
    assert Vacancy.objects.filter(pk=live.pk).values().get() == before


@pytest.mark.parametrize("verb", VERBS)
def test_looking_does_nothing(vacancy, employer, verb):
    employer.get(url(verb, vacancy))

    assert Vacancy.objects.get(pk=vacancy.pk).latest_revision_id == vacancy.latest_revision_id
    assert state_of(Vacancy.objects.get(pk=vacancy.pk)) == State.DRAFT


@pytest.mark.parametrize("verb", VERBS)
def test_a_visitor_is_asked_to_sign_in(live, visitor, verb):
    assert visitor.post(url(verb, live)).url.startswith(reverse("account_login"))
    assert Vacancy.objects.open().filter(pk=live.pk).exists()


def test_a_strangers_vacancies_are_not_listed(live, stranger):
    assert live.title_fi not in own_list(stranger).content.decode()


def test_an_empty_list_leads_to_the_first_one(employer, said, language, address):
    html = employer.get(address("own_listings", language=language)).content.decode()

    assert said("You have no job ads yet.") in html
    assert f'href="{address("post_vacancy", language=language)}"' in html


def test_the_list_tells_what_waits_for_whom(employer, vacancy, live, moderator_kolari):
    asked = write(employer)
    send(employer, asked)
    asked.refresh_from_db()
    revision = asked.latest_revision_id
    moderation.ask_changes(asked, by=moderator_kolari.user, revision=revision, reason="Kerro palkka.")

    groups = own_list(employer).context["groups"]

    found = {
        card["listing"].pk: (number, card) for number, group in enumerate(groups) for card in group["cards"]
    }
    assert found[asked.pk][0] == found[vacancy.pk][0] == 0
    assert found[live.pk][0] == 2
    assert found[asked.pk][1]["words"] == "Kerro palkka."


def test_the_list_needs_few_questions(employer, live, django_assert_max_num_queries):
    for _number in range(10):
        VacancyFactory(live=True, posted_by=employer.user, organisation=employer.organisation)

    with django_assert_max_num_queries(45):
        own_list(employer)


def test_an_ad_being_checked_can_be_taken_back(employer, said):
    vacancy = write(employer)
    send(employer, vacancy)

    assert employer.post(url("withdraw", vacancy)).url == url("own", vacancy)
    assert employer.post(url("withdraw", vacancy)).status_code == 302
    assert state_of(Vacancy.objects.get(pk=vacancy.pk)) == State.DRAFT


def test_the_moderators_words_and_the_way_on(employer, moderator_kolari, language, address):
    vacancy = write(employer)
    send(employer, vacancy)
    vacancy.refresh_from_db()
    reason = "Kerro palkka.\n<b>Kiitos</b>"
    moderation.ask_changes(
        vacancy, by=moderator_kolari.user, revision=vacancy.latest_revision_id, reason=reason
    )

    html = employer.get(address("own_vacancy", vacancy.pk, language=language)).content.decode()

    assert "Kerro palkka.<br>&lt;b&gt;Kiitos&lt;/b&gt;" in html
    assert moderator_kolari.user.get_full_name() not in html
    assert save(employer, vacancy, "terms", pay_min="2500").status_code == 302
    send(employer, vacancy)
    assert state_of(Vacancy.objects.get(pk=vacancy.pk)) == State.IN_REVIEW


def test_a_change_to_a_public_ad_is_checked_while_the_old_text_stays(employer, live, moderator_kolari):
    assert save(employer, live, "text", description_fi="Uusi teksti.").status_code == 302
    send(employer, live)
    live.refresh_from_db()

    assert state_of(live) == State.CHANGE_IN_REVIEW
    assert Vacancy.objects.open().get(pk=live.pk).description_fi != "Uusi teksti."
    moderation.approve(live, by=moderator_kolari.user, revision=live.latest_revision_id)
    assert Vacancy.objects.open().get(pk=live.pk).description_fi == "Uusi teksti."


def test_a_public_ad_does_not_change_sides(employer, live, site):
    save(employer, live, "where", municipality=str(site.pajala.pk))
    assert Vacancy.objects.get(pk=live.pk).draft().municipality == site.kolari


def test_a_draft_that_was_never_sent_can_be_deleted(employer, vacancy):
    assert employer.post(url("delete", vacancy)).url == reverse("own_listings")
    assert not Vacancy.objects.filter(pk=vacancy.pk).exists()


def test_what_was_sent_is_not_deleted(employer, live):
    sent = write(employer)
    send(employer, sent)
    for vacancy in (sent, live):
        assert employer.post(url("delete", vacancy)).status_code == 302
        assert Vacancy.objects.filter(pk=vacancy.pk).exists()


# --- Figures


def test_views_and_clicks_are_counted_per_day_of_the_workplace(live):
    for _time in range(3):
        counts.count_view(live)
    counts.count_apply(live)

    row = DailyCount.objects.get()
    assert (row.views, row.applies) == (3, 1)
    assert row.day == timezone.localdate(timezone=live.municipality.zone)
    assert {field.name for field in DailyCount._meta.concrete_fields} == {
        *("id", "content_type", "object_id", "day", "views", "applies"),
    }


def test_the_figures_are_drawn_and_told(employer, live, address, language):
    for _time in range(4):
        counts.count_view(live)
    counts.count_apply(live)

    html = employer.get(address("own_vacancy", live.pk, language=language)).content.decode()

    drawing = html.partition('class="desk-chart"')[2].partition("</svg>")[0]
    assert 'height="100"' in drawing
    assert "," not in drawing.partition("</title>")[2]
    table = html.partition("<tbody>")[2].partition("</tbody>")[0]
    assert "<td>4</td><td>1</td>" in table
    assert "style=" not in html.partition("<main")[2]


# --- Letters about the end


@pytest.fixture
def outbox(settings, db):
    settings.EMAIL_BACKEND = "outbox.backends.OutboxBackend"
    OutboxMail.objects.all().delete()
    return OutboxMail.objects


def published(vacancy, days_ago, apply_by):
    """As if it had been published then and closed on that day."""
    Vacancy.objects.filter(pk=vacancy.pk).update(
        first_published_at=timezone.now() - timedelta(days=days_ago),
        closes_at=timezone.now() + timedelta(days=apply_by),
    )


def letters_to(outbox, client):
    return outbox.filter(recipient=client.user.email)


@pytest.mark.parametrize(
    ("days_ago", "apply_by"),
    [(20, 8), (1, 5), (20, -1), (60, -13), (200, -61)],
    ids=["not yet", "as new as its last day", "just over", "not two weeks over", "long over"],
)
def test_no_letter_is_due(employer, live, outbox, days_ago, apply_by):
    published(live, days_ago, apply_by)
    call_command("remind_posters")
    assert not letters_to(outbox, employer).exists()


@pytest.mark.parametrize("preferred", ["fi", "sv"])
def test_a_week_before_the_end_its_poster_is_reminded_once(employer, live, outbox, preferred):
    employer.user.preferred_language = preferred
    employer.user.save()
    published(live, 20, 6)

    call_command("remind_posters")
    call_command("remind_posters")

    letter = letters_to(outbox, employer).get()
    assert live.title_fi in letter.subject
    assert f"/{preferred}/" in letter_text(letter)
    assert f"/{live.pk}/" in letter_text(letter)


@pytest.mark.parametrize("preferred", ["fi", "sv"])
def test_two_weeks_after_the_end_its_poster_is_asked_once(employer, live, outbox, preferred):
    employer.user.preferred_language = preferred
    employer.user.save()
    published(live, 60, 6)
    call_command("remind_posters")
    published(live, 60, -15)
    Vacancy.objects.filter(pk=live.pk).update(reminded_at=timezone.now() - timedelta(days=21))

    call_command("remind_posters")
    call_command("remind_posters")

    assert letters_to(outbox, employer).count() == 2


def test_who_has_answered_is_not_asked(employer, live, outbox):
    published(live, 60, -15)
    Vacancy.objects.filter(pk=live.pk).update(filled="yes")
    call_command("remind_posters")
    assert not letters_to(outbox, employer).exists()


def letter_text(letter):
    return letter.message if isinstance(letter.message, str) else bytes(letter.message).decode()
