"""Nothing typed is lost, and nothing happens twice."""

import threading
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override
from wagtail.models import Revision

from jobs.models import Vacancy
from listings.states import State, state_of
from outbox.models import OutboxMail
from tests.factories import OrganisationFactory, UserFactory, VacancyFactory

from .writing import begin, edit_url, newest, save, send, typed, write


def start_url(key=None):
    return reverse("start_vacancy", args=[key or uuid.uuid4()])


def hidden(html, name):
    return html.partition(f'name="{name}" value="')[2].partition('"')[0]


def open_page(client, url):
    """The hidden parts of a form as the browser got them."""
    html = client.get(url).content.decode()
    return {"writer": hidden(html, "writer"), "seen": hidden(html, "seen")}


# --- Twice


def test_a_double_click_on_the_first_page_makes_one_draft(employer):
    url, data = start_url(), typed(employer.organisation)["what"]

    first, second = employer.post(url, data), employer.post(url, data)

    assert first.url == second.url
    assert Vacancy.objects.by(employer.user).count() == 1
    assert Revision.objects.for_instance(newest()).count() == 1


def test_going_back_and_sending_again_changes_the_same_draft(employer):
    url, data = start_url(), typed(employer.organisation)["what"]
    employer.post(url, data)

    assert employer.get(url).url == edit_url(newest(), "what")
    assert employer.post(url, data | {"title_fi": "Toinen otsikko"}).status_code == 302
    assert Vacancy.objects.by(employer.user).get().title_fi == "Toinen otsikko"


def test_every_visit_to_the_beginning_has_its_own_number(employer):
    first = employer.get(reverse("post_vacancy")).url
    assert first != employer.get(reverse("post_vacancy")).url


def test_a_page_saved_twice_is_saved_once(employer):
    begin(employer)
    data = typed(employer.organisation)["where"] | {"seen": str(newest().latest_revision_id)}
    url = edit_url(newest(), "where")

    assert employer.post(url, data).url == employer.post(url, data).url
    assert Revision.objects.for_instance(newest()).count() == 2


def test_a_vacancy_sent_twice_is_one_letter(employer, settings):
    settings.EMAIL_BACKEND = "outbox.backends.OutboxBackend"
    vacancy = write(employer)
    url, data = reverse("submit_vacancy", args=[vacancy.pk]), {"seen": str(vacancy.latest_revision_id)}
    OutboxMail.objects.all().delete()

    assert employer.post(url, data).status_code == employer.post(url, data).status_code == 302
    assert OutboxMail.objects.filter(recipient=employer.user.email).count() == 1
    assert Vacancy.objects.get(pk=vacancy.pk).workflow_states.count() == 1


# --- Two people, two tabs


def test_a_stale_page_is_refused_and_shows_both_texts(employer, colleague, language):
    vacancy = write(employer)
    with override(language):
        seen = open_page(employer, edit_url(vacancy, "text"))["seen"]
        save(colleague, vacancy, "text", description_fi="Kollegan sanat.")
        response = save(employer, vacancy, "text", description_fi="Omat sanani.", seen=seen)
        words = gettext("Not saved: somebody saved this page while you were writing")

    assert response.status_code == 409
    html = response.content.decode()
    assert words in html
    assert "<td>Kollegan sanat.</td>" in html
    assert "<td>Omat sanani.</td>" in html
    assert "Omat sanani.</textarea>" in html
    assert newest().description_fi == "Kollegan sanat."


def test_saving_again_after_looking_is_a_choice(employer, colleague):
    vacancy = write(employer)
    seen = open_page(employer, edit_url(vacancy, "text"))["seen"]
    save(colleague, vacancy, "text", description_fi="Kollegan sanat.")
    refused = save(employer, vacancy, "text", description_fi="Omat sanani.", seen=seen)

    again = hidden(refused.content.decode(), "seen")
    response = save(employer, vacancy, "text", description_fi="Omat sanani.", seen=again)

    assert response.status_code == 302
    assert newest().description_fi == "Omat sanani."
    assert Revision.objects.for_instance(vacancy).filter(content__description_fi="Kollegan sanat.").exists()


def test_chosen_things_are_told_in_words(employer, colleague):
    vacancy = write(employer)
    seen = open_page(employer, edit_url(vacancy, "terms"))["seen"]
    save(colleague, vacancy, "terms", employment_form="seasonal")

    response = save(employer, vacancy, "terms", employment_form="summer", seen=seen)

    [texts] = response.context["differences"]
    with override("fi"):
        form = Vacancy._meta.get_field("employment_form")
        assert texts["stored"] == str(dict(form.choices)["seasonal"])
        assert texts["typed"] == str(dict(form.choices)["summer"])


def test_another_page_saved_meanwhile_is_no_conflict(employer, colleague):
    vacancy = write(employer)
    seen = open_page(employer, edit_url(vacancy, "text"))["seen"]
    save(colleague, vacancy, "apply", contact_name="Kaisa")

    assert save(employer, vacancy, "text", description_fi="Omat sanani.", seen=seen).status_code == 302
    assert (newest().description_fi, newest().contact_name) == ("Omat sanani.", "Kaisa")


def test_what_was_changed_after_the_preview_is_not_sent_unseen(employer, colleague):
    vacancy = write(employer)
    seen = str(vacancy.latest_revision_id)
    save(colleague, vacancy, "text", description_fi="Kollegan sanat.")

    response = employer.post(reverse("submit_vacancy", args=[vacancy.pk]), {"seen": seen})

    assert response.status_code == 409
    assert "Kollegan sanat." in response.content.decode()
    assert state_of(newest()) == State.DRAFT


def test_a_page_sent_after_the_ad_was_sent_to_be_checked_is_refused_with_its_text(employer):
    vacancy = write(employer)
    send(employer, vacancy)

    response = save(employer, vacancy, "text", description_fi="Myöhästynyt.")

    assert response.status_code == 409
    assert "Myöhästynyt.</textarea>" in response.content.decode()
    assert newest().draft().description_fi != "Myöhästynyt."


# --- A session that ended


@pytest.fixture
def opened(employer):
    """A page of a draft, open in the employer's browser."""
    vacancy = write(employer)
    url = edit_url(vacancy, "text")
    return url, typed(employer.organisation)["text"] | open_page(employer, url)


def end_session(client):
    client.session.flush()


def test_what_was_sent_after_the_session_ended_waits_behind_the_sign_in(employer, opened):
    url, data = opened
    end_session(employer)

    response = employer.post(url, data | {"description_fi": "Tunnin työ."})
    assert response.url == f"{reverse('account_login')}?next={url}"
    employer.force_login(employer.user)
    html = employer.get(url).content.decode()

    assert "Tunnin työ.</textarea>" in html
    assert newest().description_fi != "Tunnin työ."
    with override("fi"):
        assert gettext("You had been signed out when you sent this page. Your text is in the fields below: save it now.") in html  # noqa: E501  # fmt: skip


def test_kept_text_is_gone_once_it_is_saved(employer, opened):
    url, data = opened
    end_session(employer)
    employer.post(url, data | {"description_fi": "Tunnin työ."})
    employer.force_login(employer.user)

    again = open_page(employer, url)
    assert employer.post(url, data | again | {"description_fi": "Tunnin työ."}).status_code == 302

    assert newest().description_fi == "Tunnin työ."
    assert "kept_text" not in employer.session


def test_the_first_page_is_kept_too(employer):
    url = start_url()
    data = typed(employer.organisation)["what"] | open_page(employer, url)
    end_session(employer)
    employer.post(url, data | {"title_fi": "Kirjoitettu ennen"})
    employer.force_login(employer.user)

    assert 'value="Kirjoitettu ennen"' in employer.get(url).content.decode()


def test_somebody_else_who_signs_in_there_sees_nothing_of_it(employer, colleague, opened):
    url, data = opened
    end_session(employer)
    employer.post(url, data | {"description_fi": "Tunnin työ."})
    employer.force_login(colleague.user)

    assert "Tunnin työ." not in employer.get(url).content.decode()


def test_only_a_form_that_was_ours_is_kept(visitor, opened):
    url, data = opened
    for writer in ("", "1", data["writer"] + "x"):
        visitor.post(url, data | {"writer": writer})
        assert "kept_text" not in visitor.session


def test_too_long_a_text_is_not_kept(visitor, opened):
    url, data = opened
    visitor.post(url, data | {"description_fi": "x" * 300_000})
    assert "kept_text" not in visitor.session


def test_a_form_from_before_signing_in_again_is_shown_and_not_saved(employer, opened):
    """Signing in in another tab changes the browser's token against forged requests."""
    url, data = opened
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(employer.user)

    response = strict.post(url, data | {"description_fi": "Tunnin työ.", "csrfmiddlewaretoken": "x" * 64})

    assert response.status_code == 403
    assert "Tunnin työ.</textarea>" in response.content.decode()
    assert newest().description_fi != "Tunnin työ."


def test_a_forged_request_is_refused_and_its_text_not_shown(employer, opened):
    url, data = opened
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(employer.user)

    response = strict.post(url, data | {"description_fi": "Forged.", "writer": ""})

    assert response.status_code == 403
    assert "Forged." not in response.content.decode()


def test_pages_are_never_cached(employer):
    vacancy = write(employer)
    assert "no-store" in employer.get(edit_url(vacancy, "text")).headers["Cache-Control"]


# --- Races


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """Outside a transaction, as the threads of a server see it."""
    with django_db_blocker.unblock():
        user = UserFactory()
        organisation = OrganisationFactory(member=user)
        vacancy = VacancyFactory(posted_by=user, organisation=organisation)
        yield user, organisation, vacancy
        for made in Vacancy.objects.filter(organisation=organisation):
            made.delete()
        organisation.delete()
        user.delete()


def at_once(user, number, url, data_of):
    barrier, statuses = threading.Barrier(number), []
    clients = [Client() for _ in range(number)]
    for client in clients:
        client.force_login(user)

    def post(index):
        barrier.wait()
        try:
            statuses.append(clients[index].post(url, data_of(index)).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=post, args=[index]) for index in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(statuses)


def test_of_many_who_save_at_once_one_wins(committed):
    user, organisation, vacancy = committed
    data = typed(organisation)["text"] | {"seen": str(vacancy.latest_revision_id)}

    statuses = at_once(
        user, 6, edit_url(vacancy, "text"), lambda index: data | {"description_fi": f"Teksti {index}"}
    )

    assert statuses == [302] + [409] * 5
    assert Revision.objects.for_instance(vacancy).count() == 2


def test_many_first_pages_at_once_make_one_draft(committed):
    user, organisation, _vacancy = committed
    key = uuid.uuid4()

    statuses = at_once(user, 6, start_url(key), lambda index: typed(organisation)["what"])

    assert statuses == [302] * 6
    assert Vacancy.objects.filter(creation_key=key).count() == 1
