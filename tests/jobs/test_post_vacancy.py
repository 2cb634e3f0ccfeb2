import uuid
from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from jobs.models import Vacancy
from listings.models import Organisation
from listings.states import State, state_of
from outbox.models import OutboxMail
from places.models import Municipality, Village
from tests.factories import OccupationFactory, OrganisationFactory

from .employers import signed_in
from .writing import KEYS, begin, day, edit_url, newest, save, send, typed, write

PAGES_WITHOUT_NUMBER = ["own_listings", "post_vacancy"]


def url(name, *args):
    return reverse(name, args=args)


@pytest.mark.parametrize("name", PAGES_WITHOUT_NUMBER)
def test_a_visitor_is_asked_to_sign_in(visitor, db, name):
    response = visitor.get(url(name))

    assert response.status_code == 302
    assert response.url.startswith(url("account_login"))
    assert response.url.endswith(f"next={url(name)}")


def test_a_strangers_draft_is_not_there(employer, stranger):
    vacancy = write(employer)
    for key in KEYS:
        assert stranger.get(edit_url(vacancy, key)).status_code == 404
        assert save(stranger, vacancy, key).status_code == 404
    assert stranger.get(url("preview_vacancy", vacancy.pk)).status_code == 404
    assert send(stranger, vacancy).status_code == 404
    assert stranger.get(url("start_vacancy", vacancy.creation_key)).status_code == 404
    assert begin_with(stranger, vacancy.creation_key).status_code == 404
    assert state_of(Vacancy.objects.get(pk=vacancy.pk)) == State.DRAFT


def begin_with(client, key):
    return client.post(url("start_vacancy", key), typed(client.organisation)["what"])


def test_a_page_that_does_not_exist(employer):
    vacancy = write(employer)
    assert employer.get(edit_url(vacancy, "nothing")).status_code == 404


def test_without_an_organisation_one_is_led_to_add_it(db):
    person = signed_in()

    html = person.get(url("post_vacancy")).content.decode()

    assert f'href="{url("add_organisation")}?next=' in html
    assert person.post(url("start_vacancy", uuid.uuid4()), {"title_fi": "Työ"}).status_code == 302
    assert not Vacancy.objects.filter(posted_by=person.user).exists()


def test_a_refused_organisation_posts_nothing(employer):
    Organisation.objects.filter(pk=employer.organisation.pk).update(refused_at="2026-01-01T00:00Z")
    assert begin(employer).status_code == 302
    assert not Vacancy.objects.by(employer.user).exists()


def test_somebody_elses_organisation_can_not_be_chosen(employer):
    begin(employer)
    other = OrganisationFactory()

    response = save(employer, newest(), "where", organisation=str(other.pk))

    assert response.status_code == 422
    assert newest().organisation == employer.organisation


@pytest.mark.parametrize(
    ("key", "fields", "problem"),
    [
        ("what", {"title_fi": ""}, "title_fi"),
        ("what", {"positions": "0"}, "positions"),
        ("what", {"title_fi": "Kaksi\nriviä"}, "title_fi"),
        ("what", {"title_fi": "Nolla\x00merkki"}, "title_fi"),
        ("where", {"municipality": ""}, "municipality"),
        ("where", {"postcode": "12"}, "postcode"),
        ("terms", {"pay_told": ""}, "pay_told"),
        ("terms", {"pay_min": "3000", "pay_max": "2000"}, "pay_max"),
        ("terms", {"pay_min": "-1"}, "pay_min"),
        ("terms", {"pay_min": "paljon"}, "pay_min"),
        ("terms", {"start": "on_date"}, "starts_on"),
        ("terms", {"extent_min": "80", "extent_max": "50"}, "extent_max"),
        ("languages", {"apply_in": []}, "apply_in"),
        ("languages", {"apply_in": ["xx"]}, "apply_in"),
        ("text", {"description_fi": ""}, "description_fi"),
        ("text", {"summary_sv": "x" * 301}, "summary_sv"),
        ("apply", {"apply_by": ""}, "apply_by"),
        ("apply", {"apply_by": day(-1)}, "apply_by"),
        ("apply", {"apply_by": day(200)}, "apply_by"),
        ("apply", {"apply_email": ""}, "apply_url"),
        ("apply", {"apply_email": "a@b\nBcc: x@y.fi"}, "apply_email"),
        ("apply", {"answer_by": day(3)}, "answer_by"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_what_was_typed_stays(employer, language, key, fields, problem):
    begin(employer)
    vacancy = newest()
    with translation.override(language):
        response = save(employer, vacancy, key, **fields, contact_name="Typed name")

    assert response.status_code == 422
    assert problem in response.context["form"].errors
    html = response.content.decode()
    assert f'<html lang="{language}"' in html
    assert 'class="error-summary"' in html
    if key == "apply":
        assert 'value="Typed name"' in html


def test_a_village_of_the_other_bank_is_refused(employer):
    begin(employer)
    village = Village.objects.filter(municipality__key="pajala").first()

    response = save(employer, newest(), "where", village=str(village.pk))

    assert list(response.context["form"].errors) == ["village"]


def test_an_unknown_occupation_is_answered_with_those_that_are_like_it(employer):
    nurse = OccupationFactory()

    response = begin(employer, occupation="sairaanhoitja")

    assert response.status_code == 422
    assert nurse.name_fi in response.context["form"].errors["occupation"][0]


@pytest.mark.parametrize("name", ["Sairaanhoitaja", "sjuksköterska", "SJUKSKOTERSKA", "registered nurse"])
def test_an_occupation_is_known_by_any_of_its_names(employer, name):
    nurse = OccupationFactory()
    named = {nurse.name_fi, nurse.name_sv.partition(" ")[0], nurse.name_in_english.lower()}

    assert begin(employer, occupation=name).status_code == 302
    assert newest().occupation.name_in_english.lower() in named | {"registered nurse"}


def test_a_draft_may_be_kept_half_written(employer):
    begin(employer)

    response = save(employer, newest(), "apply", apply_by="", apply_email="", contact_name="Elina", later="1")

    assert response.status_code == 302
    assert response.url == url("own_vacancy", newest().pk)
    assert newest().contact_name == "Elina"
    assert newest().steps_done == ["what"]


def test_a_half_written_draft_can_not_be_sent(employer):
    begin(employer)

    response = send(employer, newest())

    assert response.status_code == 422
    assert [page["key"] for page in response.context["missing"]] == KEYS[1:]
    assert state_of(newest()) == State.DRAFT


def test_each_page_leads_to_the_next_and_the_last_to_the_preview(employer):
    assert begin(employer).url == edit_url(newest(), "where")
    for key, following in pairwise(KEYS[1:]):
        assert save(employer, newest(), key).url == edit_url(newest(), following)
    assert save(employer, newest(), "apply").url == url("preview_vacancy", newest().pk)


def test_the_currency_follows_the_municipality(employer):
    begin(employer)
    pajala = Municipality.objects.get(key="pajala")

    save(employer, newest(), "where", municipality=str(pajala.pk))

    html = employer.get(edit_url(newest(), "terms")).content.decode()
    assert '<option value="SEK" selected>' in html
    assert "checked" not in html.partition('name="pay_told"')[2].partition("</fieldset>")[0]


def test_sums_are_read_as_people_write_them(employer):
    begin(employer)
    save(employer, newest(), "terms", pay_min="2 500,50", pay_max="3\N{NO-BREAK SPACE}000")

    assert (str(newest().pay_min), newest().pay_max) == ("2500.50", 3000)
    assert 'value="2500,50"' in employer.get(edit_url(newest(), "terms")).content.decode()


def test_languages_at_work_are_kept(employer):
    vacancy = write(employer)
    assert vacancy.work_languages == {"fi": "good", "sv": "plus"}
    assert vacancy.apply_in == ["fi", "sv"]


def test_the_preview_is_the_public_page_in_either_language(employer, language):
    vacancy = write(employer)
    with translation.override(language):
        html = employer.get(url("preview_vacancy", vacancy.pk)).content.decode()
        other = gettext("Preview")

    assert other in html
    assert '<article class="listing">' in html
    assert "Hoidat koko kylää." in html
    assert f'hreflang="{"sv" if language == "fi" else "fi"}"' in html


def test_a_sent_vacancy_waits_for_the_municipality(employer, settings):
    settings.EMAIL_BACKEND = "outbox.backends.OutboxBackend"
    vacancy = write(employer)

    response = send(employer, vacancy)

    assert response.url.startswith(url("own_vacancy", vacancy.pk))
    assert state_of(Vacancy.objects.get(pk=vacancy.pk)) == State.IN_REVIEW
    assert OutboxMail.objects.filter(recipient=employer.user.email).count() == 1
    assert not Vacancy.objects.open().filter(pk=vacancy.pk).exists()


def test_an_unchecked_organisation_may_post_and_is_told_that_the_ad_waits(employer, language):
    Organisation.objects.filter(pk=employer.organisation.pk).update(verified_at=None)
    vacancy = write(employer)
    with translation.override(language):
        preview = employer.get(url("preview_vacancy", vacancy.pk)).content.decode()
        send(employer, vacancy)
        own = employer.get(url("own_vacancy", vacancy.pk)).content.decode()
        words = gettext("Your organisation is checked first, once. The ad waits until then.")

    assert state_of(Vacancy.objects.get(pk=vacancy.pk)) == State.IN_REVIEW
    assert words in own
    assert words not in preview


def test_a_household_posts_too(db):
    person = signed_in()
    person.organisation = OrganisationFactory(member=person.user, kind=Organisation.Kind.HOUSEHOLD)
    assert write(person).organisation == person.organisation


def test_a_colleague_goes_on_where_the_other_left(employer, colleague):
    begin(employer)

    assert save(colleague, newest(), "where").status_code == 302
    assert newest().steps_done == ["what", "where"]
