"""Each municipality's staff keep their own places up to date in the CMS."""

import io
import zipfile

import pytest
from django.urls import reverse
from django.utils.translation import override

from places.models import Crossing, Municipality, Village


def url_of(row, name="edit"):
    return reverse(row.snippet_viewset.get_url_name(name), args=[row.pk])


def form_of(staff, row):
    """What a browser would send back unchanged."""
    form = staff.get(url_of(row)).context["form"]
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: "" if value is None or value is False else value for name, value in values.items()}


@pytest.fixture
def village(site):
    return site.kolari.villages.first()


def test_the_other_sides_village_is_refused(editor_pajala, village):
    before = Village.objects.values().get(pk=village.pk)

    for name in ("edit", "delete", "history", "usage"):
        for method in ("get", "post"):
            response = getattr(editor_pajala, method)(
                url_of(village, name), {"name_fi": "Uusi", "version": "0"}
            )
            assert response.headers["Location"] == "/cms/"

    assert Village.objects.values().get(pk=village.pk) == before


def test_a_missing_village_is_refused_like_a_foreign_one(editor_pajala, village):
    missing = editor_pajala.get(reverse("wagtailsnippets_places_village:edit", args=[999_999]))
    foreign = editor_pajala.get(url_of(village))

    assert (missing.status_code, missing.headers["Location"]) == (302, "/cms/")
    assert (foreign.status_code, foreign.headers["Location"]) == (302, "/cms/")


def test_a_village_is_not_moved_to_the_other_side(editor_kolari, site, village):
    data = form_of(editor_kolari, village) | {"municipality": site.pajala.pk}

    assert editor_kolari.post(url_of(village), data).status_code == 302

    village.refresh_from_db()
    assert village.municipality == site.kolari


def test_a_new_village_is_ones_own(editor_kolari, site):
    data = {"municipality": site.pajala.pk, "name_fi": "Uusikylä", "slug": "uusikyla"}

    assert editor_kolari.post(reverse("wagtailsnippets_places_village:add"), data).status_code == 302

    assert Village.objects.get(slug="uusikyla").municipality == site.kolari


def test_a_key_taken_in_ones_municipality_is_a_form_error(editor_kolari, village):
    data = {"name_fi": "Toinen", "slug": village.slug}

    response = editor_kolari.post(reverse("wagtailsnippets_places_village:add"), data)

    assert response.status_code == 200
    assert response.context["form"].non_field_errors()


def test_a_village_has_a_name(editor_kolari, village):
    data = form_of(editor_kolari, village) | {"name_fi": "", "name_sv": ""}

    response = editor_kolari.post(url_of(village), data)

    assert response.context["form"].non_field_errors()


@pytest.mark.parametrize("name", ["add", "delete"])
def test_staff_neither_make_nor_delete_municipalities(moderator_kolari, site, name):
    arguments = [] if name == "add" else [site.kolari.pk]

    response = moderator_kolari.post(reverse(f"wagtailsnippets_places_municipality:{name}", args=arguments))

    assert response.headers["Location"] == "/cms/"
    assert Municipality.objects.count() == 2


def test_the_identity_and_the_rights_of_a_municipality_are_not_on_its_form(editor_kolari, site):
    data = form_of(editor_kolari, site.kolari)
    groups = set(site.kolari.staff_groups.all())

    editor_kolari.post(
        url_of(site.kolari),
        data | {"key": "x", "code": "x", "country": "SE", "time_zone": "x", "staff_groups": []},
    )

    stored = Municipality.objects.get(pk=site.kolari.pk)
    assert (stored.key, stored.code, stored.country) == ("kolari", site.kolari.code, "FI")
    assert set(stored.staff_groups.all()) == groups


def test_a_shared_crossing_is_for_administrators(editor_kolari, administrator, site):
    shared = Crossing.objects.create(latitude="67.1", longitude="23.6", name_fi="Silta")

    assert editor_kolari.get(url_of(shared)).status_code == 302
    assert administrator.get(url_of(shared)).status_code == 200


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_an_own_village_is_edited_in_both_languages(editor_kolari, village, language):
    editor_kolari.user.preferred_language = language
    editor_kolari.user.save()
    data = form_of(editor_kolari, village) | {"name_fi": "Joki", "name_sv": "Älven", "name_fit": "Väylä"}

    assert editor_kolari.post(url_of(village), data).status_code == 302

    village = Village.objects.get(pk=village.pk)
    for code, name in (("fi", "Joki"), ("sv", "Älven")):
        with override(code):
            assert village.name == name
    assert village.version == data["version"] + 1


def test_an_own_municipality_is_edited(moderator_pajala, site):
    data = form_of(moderator_pajala, site.pajala) | {"contact_email": "flytta@example.org", "phone": "0978"}

    assert moderator_pajala.post(url_of(site.pajala), data).status_code == 302

    stored = Municipality.objects.get(pk=site.pajala.pk)
    assert (stored.contact_email, stored.phone) == ("flytta@example.org", "0978")


def test_an_own_crossing_is_edited(editor_kolari, site):
    crossing = Crossing.objects.create(
        municipality=site.kolari, latitude="67.1", longitude="23.6", name_fi="Silta"
    )
    data = form_of(editor_kolari, crossing) | {"roads": "", "name_sv": "Bron"}

    assert editor_kolari.post(url_of(crossing), data).status_code == 302
    assert Crossing.objects.get(pk=crossing.pk).name_sv == "Bron"


def test_an_old_form_does_not_overwrite_and_shows_both_texts(editor_kolari, moderator_kolari, village):
    mine = form_of(editor_kolari, village)
    theirs = form_of(moderator_kolari, village)
    moderator_kolari.post(url_of(village), theirs | {"description_fi": "Saved first"})

    refused = editor_kolari.post(url_of(village), mine | {"description_fi": "Typed second"})

    assert refused.status_code == 409
    assert "Saved first" in refused.content.decode()
    assert "Typed second" in refused.content.decode()
    assert Village.objects.get(pk=village.pk).description_fi == "Saved first"

    shown = refused.context["form"]
    again = mine | {"description_fi": "Typed second", "version": shown["version"].value()}
    assert editor_kolari.post(url_of(village), again).status_code == 302
    assert Village.objects.get(pk=village.pk).description_fi == "Typed second"


def test_of_two_people_saving_in_the_same_moment_one_is_refused(editor_kolari, moderator_kolari, village):
    form_class = village.snippet_viewset.get_form_class(for_update=True)
    forms = [
        form_class(
            form_of(staff, village) | {"description_fi": str(staff)},
            instance=Village.objects.get(pk=village.pk),
            for_user=staff.user,
        )
        for staff in (editor_kolari, moderator_kolari)
    ]

    # Both are looked at before either is saved.
    assert [form.is_valid() for form in forms] == [True, False]


def test_a_form_without_its_version_is_refused(editor_kolari, village):
    data = form_of(editor_kolari, village) | {"description_fi": "Blind"}
    del data["version"]

    assert editor_kolari.post(url_of(village), data).status_code == 409
    assert Village.objects.get(pk=village.pk).description_fi != "Blind"


def test_villages_whose_position_is_not_checked_are_flagged_and_found(editor_kolari, site):
    unchecked = site.kolari.villages.filter(position_checked=False).count()
    index = reverse("wagtailsnippets_places_village:list")
    assert 0 < unchecked < site.kolari.villages.count()

    listed = editor_kolari.get(index)
    filtered = editor_kolari.get(index, {"position_checked": "False"})

    assert {village.municipality_id for village in listed.context["object_list"]} == {site.kolari.pk}
    assert filtered.context["page_obj"].paginator.count == unchecked


@pytest.mark.parametrize(("export", "is_sheet"), [("xlsx", True), ("csv", False)])
def test_villages_are_exported_as_a_workbook_only(editor_kolari, site, export, is_sheet):
    Village.objects.filter(municipality=site.kolari).update(name_fit="=1+1")

    response = editor_kolari.get(reverse("wagtailsnippets_places_village:list"), {"export": export})

    if not is_sheet:
        assert response.headers["Content-Type"].startswith("text/html")
        return
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as workbook:
        sheet = workbook.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet


def test_the_chooser_offers_own_places(editor_kolari, site):
    html = editor_kolari.get(reverse("wagtailsnippetchoosers_places_municipality:choose")).json()["html"]

    assert site.kolari.name in html
    assert site.pajala.name not in html
