"""Staff write on a poster's behalf; nobody's text is overwritten without being seen."""

import pytest
from django.urls import reverse

from jobs.models import Vacancy
from listings import moderation
from listings.states import state_of
from tests.factories import OccupationFactory, VacancyFactory

from .editing import texts
from .test_edit_places import form_of


def edit_url(vacancy):
    return reverse("wagtailsnippets_jobs_vacancy:edit", args=[vacancy.pk])


def fresh(vacancy):
    return Vacancy.objects.get(pk=vacancy.pk)


def save(client, vacancy, data=None, **changes):
    data = form_of(client, vacancy) if data is None else data
    seen = {"loaded_revision_id": fresh(vacancy).latest_revision_id}
    return client.post(edit_url(vacancy), seen | data | changes)


@pytest.fixture
def vacancy(site):
    return VacancyFactory()


def test_the_other_sides_vacancy_is_refused(moderator_pajala, vacancy):
    assert moderator_pajala.get(edit_url(vacancy)).status_code == 302
    moderator_pajala.post(edit_url(vacancy), {"title_fi": "Varastettu"})
    assert fresh(vacancy).draft().title_fi == "Sairaanhoitaja"


def test_it_stays_in_its_municipality_and_organisation(moderator_kolari, vacancy, site):
    response = save(moderator_kolari, vacancy, municipality=site.pajala.pk, organisation="", posted_by="1")

    assert response.status_code == 302
    draft = fresh(vacancy).draft()
    assert (draft.municipality, draft.organisation) == (site.kolari, vacancy.organisation)
    assert draft.posted_by == vacancy.posted_by


def test_a_village_of_the_other_side_is_refused(moderator_kolari, vacancy, site):
    response = save(moderator_kolari, vacancy, village=site.pajala.villages.first().pk)
    assert "village" in response.context["form"].errors


def test_an_ad_without_any_text_is_refused(moderator_kolari, vacancy):
    response = save(moderator_kolari, vacancy, title_fi="", title_sv="", description_fi="")
    assert {"title_fi", "description_fi"} <= response.context["form"].errors.keys()


def test_every_field_of_the_form_is_kept(moderator_kolari, vacancy):
    occupation = OccupationFactory(slug="cook", name_fi="kokki")
    response = save(
        moderator_kolari,
        vacancy,
        title_sv="Sjuksköterska",
        occupation=occupation.pk,
        hours=["day", "night"],
        driving_licence=["B"],
        need_fi="good",
        need_sv="plus",
        offers_home="on",
        pay_min="3000.50",
        apply_by="2026-12-24",
    )

    assert response.url == vacancy.check_url
    draft = fresh(vacancy).draft()
    assert (draft.title_sv, draft.occupation, draft.offers_home) == ("Sjuksköterska", occupation, True)
    assert (draft.hours, draft.driving_licence) == (["day", "night"], ["B"])
    assert draft.work_languages == {"fi": "good", "sv": "plus"}
    assert str(draft.pay_min) == "3000.50"


def test_saving_publishes_nothing(moderator_kolari, site):
    vacancy = VacancyFactory(live=True)
    save(moderator_kolari, vacancy, title_fi="Luonnos")
    assert fresh(vacancy).title_fi == "Sairaanhoitaja"
    assert fresh(vacancy).draft().title_fi == "Luonnos"


def test_an_editor_does_not_publish(editor_kolari, vacancy):
    save(editor_kolari, vacancy, title_fi="Julki", **{"action-publish": "1"})
    assert not fresh(vacancy).live


@pytest.mark.parametrize("action", ["submit", "cancel-workflow", "restart-workflow", "workflow-action"])
def test_wagtails_own_actions_only_save(moderator_kolari, site, action, mailoutbox):
    vacancy = VacancyFactory(submitted=True)
    extra = {"workflow-action-name": "approve"}
    save(moderator_kolari, vacancy, title_fi="Muu", **{f"action-{action}": "1"}, **extra)
    assert state_of(fresh(vacancy)) == "in_review"
    assert mailoutbox == []


@pytest.mark.parametrize("state", ["live", "submitted"])
def test_publishing_uses_our_verbs(moderator_kolari, site, state, mailoutbox):
    vacancy = VacancyFactory(**{state: True})
    response = save(moderator_kolari, vacancy, title_fi="Korjattu", **{"action-publish": "1"})

    assert response.status_code == 302
    vacancy = fresh(vacancy)
    assert (vacancy.title_fi, state_of(vacancy)) == ("Korjattu", "live")
    assert [letter.to for letter in mailoutbox] == [[vacancy.posted_by.email]]


def test_what_has_ended_is_not_published_again(moderator_kolari, site):
    vacancy = VacancyFactory(live=True)
    moderation.end(vacancy, by=vacancy.posted_by)
    save(moderator_kolari, vacancy, title_fi="Takaisin", **{"action-publish": "1"})
    assert not fresh(vacancy).live


def test_the_menu_of_the_form_offers_only_our_ways(moderator_kolari, site):
    html = moderator_kolari.get(edit_url(VacancyFactory(submitted=True))).content.decode()
    assert 'name="action-publish"' in html
    for name in ("action-submit", "action-cancel-workflow", "workflow-action-name", "unpublish/"):
        assert f'"{name}' not in html


@pytest.mark.parametrize("loaded", ["stale", ""])
def test_a_stale_form_is_refused_and_shows_both_texts(moderator_kolari, vacancy, loaded):
    data = form_of(moderator_kolari, vacancy)
    seen = vacancy.latest_revision_id
    draft = vacancy.draft()
    draft.title_fi = "Tallennettu muualla"
    moderation.save_draft(draft, by=vacancy.posted_by)

    response = save(
        moderator_kolari,
        vacancy,
        data,
        title_fi="Minun tekstini",
        loaded_revision_id=seen if loaded else "",
    )

    assert response.status_code == 409
    html = response.content.decode()
    assert "Tallennettu muualla" in html
    assert "Minun tekstini" in html
    assert fresh(vacancy).draft().title_fi == "Tallennettu muualla"
    newest = fresh(vacancy).latest_revision_id
    assert f'name="loaded_revision_id" value="{newest}"' in html

    response = save(moderator_kolari, vacancy, data, title_fi="Minun tekstini")
    assert response.status_code == 302
    assert fresh(vacancy).draft().title_fi == "Minun tekstini"


def test_a_stale_form_does_not_publish(moderator_kolari, site, mailoutbox):
    vacancy = VacancyFactory(submitted=True)
    data = form_of(moderator_kolari, vacancy)
    seen = vacancy.latest_revision_id
    moderation.save_draft(vacancy.draft(), by=vacancy.posted_by)

    response = save(moderator_kolari, vacancy, data, loaded_revision_id=seen, **{"action-publish": "1"})

    assert response.status_code == 409
    assert not fresh(vacancy).live
    assert "Sairaanhoitaja" not in texts(mailoutbox)


def test_nothing_is_saved_by_itself(moderator_kolari, vacancy):
    assert moderator_kolari.get(edit_url(vacancy)).context["autosave_enabled"] is False


@pytest.mark.parametrize("persona", ["moderator_kolari", "editor_kolari"])
@pytest.mark.parametrize("model", ["occupation", "fieldofwork"])
def test_occupations_are_for_administrators(request, persona, model, administrator):
    client = request.getfixturevalue(persona)
    occupation = OccupationFactory()
    row = occupation if model == "occupation" else occupation.field
    url = reverse(f"wagtailsnippets_jobs_{model}:edit", args=[row.pk])

    assert client.get(url).status_code == 302
    client.post(url, {"name_fi": "Muutettu"})
    assert type(row).objects.get(pk=row.pk).name_fi != "Muutettu"
    assert administrator.get(url).status_code == 200
    assert administrator.post(url, form_of(administrator, row) | {"name_fi": "Muutettu"}).status_code == 302
    assert type(row).objects.get(pk=row.pk).name_fi == "Muutettu"
