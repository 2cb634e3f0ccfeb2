"""Whose page is whose: the front page of both, one's own section, and what may not cross over."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.models import GroupPagePermission, Locale, Page, WorkflowPage
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from pages.groups import make_groups
from pages.models import ContentPage, HomePage, MunicipalityPage
from places.models import Municipality

from .conftest import CANARY, picture_file

LANGUAGES = ["fi", "sv"]
# Wagtail leaves the file that it scales a picture in to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.Spooled:ResourceWarning")


def form_of(page, **changes):
    """What a browser would send from the page's edit form."""
    fields = {
        "title": page.title,
        "slug": page.slug,
        "summary": page.summary,
        "illustration": page.illustration,
    }
    for name in ("intro", "thanks", "outro"):
        if hasattr(page, name):
            fields[name] = rich_text("<p>-</p>")
    fields |= {"body": streamfield([]), "comments": inline_formset([]), "steps": streamfield([])}
    return nested_form_data(fields | changes)


def edit(staff, page, **changes):
    return staff.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form_of(page, **changes))


@pytest.fixture
def own_page(site):
    page = ContentPage(title="Kolari's own", slug="own", live=False)
    site.section("kolari", "fi").add_child(instance=page)
    return page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["delete", "unpublish", "move", "set_privacy", "copy", "add_subpage"])
def test_the_front_page_stays_where_and_what_it_is(moderator_kolari, site, name, language):
    home = site.home(language)

    for method in ("get", "post"):
        response = getattr(moderator_kolari, method)(reverse(f"wagtailadmin_pages:{name}", args=[home.pk]))
        assert response.status_code in (302, 405)
        assert response.headers.get("Location", "/cms/") == "/cms/"

    home.refresh_from_db()
    assert home.live
    assert not home.view_restrictions.exists()


def test_the_order_under_the_front_page_stays(moderator_kolari, site):
    home = site.home("fi")
    before = list(home.get_children().values_list("pk", flat=True))

    moderator_kolari.post(
        reverse("wagtailadmin_pages:set_page_position", args=[before[-1]]), {"position": "0"}
    )

    assert list(home.get_children().values_list("pk", flat=True)) == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_translating_the_front_page_is_for_administrators(moderator_kolari, site, language):
    Locale.objects.create(language_code="en")

    moderator_kolari.post(
        reverse("simple_translation:submit_page_translation", args=[site.home(language).pk]),
        {"locales": Locale.objects.get(language_code="en").pk, "include_subtree": "on"},
    )

    assert not Page.objects.filter(locale__language_code="en").exists()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["delete", "move"])
def test_a_section_is_not_deleted_or_moved_by_its_staff(moderator_kolari, site, name, language):
    section = site.section("kolari", language)

    response = moderator_kolari.post(reverse(f"wagtailadmin_pages:{name}", args=[section.pk]))

    assert response.headers["Location"] == "/cms/"
    assert Page.objects.filter(pk=section.pk).exists()


def test_a_section_keeps_its_municipality(editor_kolari, site):
    section = site.section("kolari", "fi")

    edit(editor_kolari, section, municipality=site.pajala.pk)

    assert section.get_latest_revision_as_object().municipality == site.kolari


def test_nothing_is_made_moved_or_copied_into_the_other_section(moderator_kolari, site, own_page):
    theirs = site.section("pajala", "fi")
    before = theirs.get_descendant_count()
    data = form_of(own_page) | {"new_title": "x", "new_slug": "x", "new_parent_page": theirs.pk}
    data |= {"chooser": theirs.pk, "action-publish": "1"}

    for url in (
        reverse("wagtailadmin_pages:add", args=["pages", "contentpage", theirs.pk]),
        reverse("wagtailadmin_pages:move", args=[own_page.pk]),
        reverse("wagtailadmin_pages:move_confirm", args=[own_page.pk, theirs.pk]),
        reverse("wagtailadmin_pages:copy", args=[own_page.pk]),
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"]) + f"?id={own_page.pk}",
    ):
        assert moderator_kolari.post(url, data).status_code in (200, 302)

    theirs.refresh_from_db()
    assert theirs.get_descendant_count() == before


@pytest.mark.parametrize("shown_in", ["body", "hero_image", "rich_text"])
def test_a_forged_form_shows_nothing_of_the_other_side(editor_kolari, make_other_side, own_page, shown_in):
    things = make_other_side("pajala")
    draft = things.pages[0]
    changes = {
        "body": {
            "body": streamfield(
                [("call_to_action", {"page": draft.pk, "title": "a", "label": "b", "url": "", "text": ""})]
            )
        },
        "hero_image": {"hero_image": things.image.pk},
        "rich_text": {
            "body": streamfield(
                [("rich_text", rich_text(f'<p><a linktype="page" id="{draft.pk}">a</a></p>'))]
            )
        },
    }[shown_in]

    for title in ("A title", ""):  # without a title the form comes back with what was sent
        response = edit(editor_kolari, own_page, title=title, **changes)
        assert response.headers["Location"] == "/cms/"

    assert not own_page.revisions.exists()
    shown = editor_kolari.get(reverse("wagtailadmin_pages:edit", args=[own_page.pk]))
    assert CANARY not in shown.content.decode()


def test_what_the_other_side_put_on_a_shared_page_stays(editor_kolari, make_other_side, site):
    things = make_other_side("pajala")
    page = ContentPage(title="Of both", slug="of-both", hero_image=things.image)
    site.home("fi").add_child(instance=page)

    response = edit(editor_kolari, page, title="Of both banks", hero_image=things.image.pk)

    assert response.status_code == 302
    page.refresh_from_db()
    stored = page.get_latest_revision_as_object()
    assert (stored.title, stored.hero_image) == ("Of both banks", things.image)


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_sides_edit_and_publish_the_front_page(editor_kolari, moderator_pajala, site, language):
    home = site.home(language)

    assert edit(editor_kolari, home, summary="By Kolari").status_code == 302
    home.refresh_from_db()
    assert home.summary != "By Kolari"
    home = home.get_latest_revision_as_object()
    assert edit(moderator_pajala, home, summary="By both", **{"action-publish": "1"}).status_code == 302

    home.refresh_from_db()
    assert home.summary == "By both"


def test_the_front_page_goes_to_the_moderators_of_both(editor_kolari, moderator_pajala, site):
    home = site.home("fi")
    edit(editor_kolari, home, summary="For review", **{"action-submit": "1"})
    home.refresh_from_db()
    task_state = home.current_workflow_task_state

    moderator_pajala.post(
        reverse("wagtailadmin_pages:workflow_action", args=[home.pk, "approve", task_state.pk])
    )

    home.refresh_from_db()
    assert home.summary == "For review"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_section_goes_to_its_own_moderators_only(
    editor_kolari, moderator_kolari, moderator_pajala, site, language
):
    page = ContentPage(title="For review", slug="for-review", live=False)
    site.section("kolari", language).add_child(instance=page)
    edit(editor_kolari, page, **{"action-submit": "1"})
    page.refresh_from_db()
    approve = reverse(
        "wagtailadmin_pages:workflow_action", args=[page.pk, "approve", page.current_workflow_task_state.pk]
    )

    moderator_pajala.post(approve)
    page.refresh_from_db()
    assert not page.live

    moderator_kolari.post(approve)
    page.refresh_from_db()
    assert page.live


def test_an_editor_does_not_publish(editor_kolari, own_page):
    assert edit(editor_kolari, own_page, title="Out", **{"action-publish": "1"}).status_code == 302

    own_page.refresh_from_db()
    assert not own_page.live
    assert own_page.get_latest_revision_as_object().title == "Out"


@pytest.mark.parametrize("language", LANGUAGES)
def test_published_pages_of_the_other_side_can_be_linked_to(editor_kolari, site, language):
    theirs = site.section("pajala", language)

    chooser = editor_kolari.get(reverse("wagtailadmin_choose_page_child", args=[theirs.pk]))

    assert chooser.status_code == 200
    for child in theirs.get_children().live():
        assert child.title in chooser.json()["html"]


def test_own_pictures_are_chosen_and_the_other_sides_not(editor_kolari, make_other_side):
    make_other_side("pajala")
    ours = make_other_side("kolari")

    listed = editor_kolari.get(reverse("wagtailimages:index"))

    assert [image.pk for image in listed.context["images"] if CANARY in image.title] == [ours.image.pk]
    assert editor_kolari.get(reverse("wagtailimages_chooser:chosen", args=[ours.image.pk])).status_code == 200


def test_a_picture_is_not_uploaded_or_moved_into_the_other_collection(editor_kolari, make_other_side):
    theirs, ours = make_other_side("pajala"), make_other_side("kolari")
    before = get_image_model().objects.filter(collection=theirs.collection).count()
    data = {"title": "x", "photographer": "x", "licence": "own", "collection": theirs.collection.pk}

    editor_kolari.post(reverse("wagtailimages:add"), data | {"file": picture_file()})
    editor_kolari.post(reverse("wagtailimages_chooser:create"), {
        f"image-chooser-upload-{name}": value for name, value in (data | {"file": picture_file()}).items()
    })  # fmt: skip
    editor_kolari.post(
        reverse("wagtailimages:add_multiple"),
        {"files[]": picture_file(), "collection": theirs.collection.pk},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    editor_kolari.post(reverse("wagtailimages:edit", args=[ours.image.pk]), data)

    assert get_image_model().objects.filter(collection=theirs.collection).count() == before


def test_a_new_section_opens_by_itself(site):
    """A shared page that administrators add, and the tree of a third language."""
    english = Locale.objects.create(language_code="en")
    home = Page.get_first_root_node().add_child(instance=HomePage(title="Home", slug="en", locale=english))
    section = home.add_child(
        instance=MunicipalityPage(title="Pajala", slug="pajala", locale=english, municipality=site.pajala)
    )
    shared = home.add_child(instance=ContentPage(title="About", slug="about", locale=english))
    kolari, pajala = (
        Group.objects.get(name=f"{name} editors").user_set.get() for name in ("Kolari", "Pajala")
    )

    assert not section.permissions_for_user(kolari).can_edit()
    assert section.permissions_for_user(pajala).can_edit()
    for person in (kolari, pajala):
        assert home.permissions_for_user(person).can_edit()
        assert shared.permissions_for_user(person).can_edit()
    assert section.get_workflow().name == "Pajala"
    assert shared.get_workflow().name == "Shared"


def test_a_shared_page_moved_into_a_section_is_closed_to_the_other_side(administrator, editor_kolari, site):
    page = site.home("fi").add_child(instance=ContentPage(title="Of both", slug="of-both"))
    assert page.permissions_for_user(editor_kolari.user).can_edit()

    page.move(site.section("pajala", "fi"), pos="last-child", user=administrator.user)

    person = type(editor_kolari.user).objects.get(pk=editor_kolari.user.pk)
    assert not Page.objects.get(pk=page.pk).permissions_for_user(person).can_edit()


def test_making_the_groups_again_changes_nothing(site):
    def rights():
        return (
            set(GroupPagePermission.objects.values_list("group", "page", "permission")),
            set(Group.permissions.through.objects.values_list("group", "permission")),
            set(Municipality.staff_groups.through.objects.values_list("municipality", "group")),
            set(WorkflowPage.objects.values_list("page", "workflow")),
        )

    before = rights()
    make_groups()

    assert rights() == before
    assert all(before)
