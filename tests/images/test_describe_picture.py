import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation
from wagtail.models import UploadedFile

from images.models import CustomImage
from tests.files.pictures import jpeg
from tests.images.ways import WAYS, alone, among_many, attachment, described

ways = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)


@ways
@pytest.mark.parametrize(
    "missing", ["title", "description_fi", "description_sv", "photographer", "people_consent"]
)
def test_a_picture_without_its_facts_is_not_stored(editor_kolari, way, missing):
    result = way(editor_kolari, "talvi.jpg", jpeg(), **{missing: None})

    assert result.error
    assert result.image is None


@pytest.mark.parametrize(
    "alt",
    [
        "IMG_1234.jpg",
        "IMG_1234",
        "DSC 0042",
        "DSCN0042.JPG",
        "20260105_141500",
        "kuva-3 (1).png",
        "PXL 2",
        "....",
    ],
)
def test_the_name_of_a_file_is_no_description(editor_kolari, alt):
    result = alone(editor_kolari, "talvi.jpg", jpeg(), description_sv=alt)

    assert list(result.error) == ["description_sv"]
    assert result.image is None


@pytest.mark.parametrize(
    "alt", ["Kuva", "Bild av 3 hus", "Talo", "Images of the river", "Kaksi renkaita 2026"]
)
def test_short_descriptions_are_descriptions(editor_kolari, alt):
    from images.forms import FILE_NAME

    if alt == "Kuva":
        assert FILE_NAME.match(alt)
    else:
        assert alone(editor_kolari, "talvi.jpg", jpeg(), description_sv=alt).image


def test_what_was_typed_stays_when_the_file_is_bad(editor_kolari):
    html = alone(editor_kolari, "talvi.jpg", jpeg()[:300]).response.content.decode()

    for words in ("Punainen talo joen rannalla", "Ett rött hus vid älven", "Aino Alatalo"):
        assert words in html


@ways
def test_a_decorative_picture_needs_no_description(editor_kolari, way):
    image = way(
        editor_kolari, "talvi.jpg", jpeg(), description_fi=None, description_sv=None, without_meaning="on"
    ).image

    assert image.default_alt_text == ""


@ways
def test_a_described_picture_speaks_the_readers_language(editor_kolari, way):
    image = way(editor_kolari, "talvi.jpg", jpeg()).image

    with translation.override("fi"):
        assert image.default_alt_text == "Punainen talo joen rannalla"
    with translation.override("sv"):
        assert image.default_alt_text == "Ett rött hus vid älven"
    assert image.uploaded_by_user == editor_kolari.user
    assert image.collection.name == "Kolari"


def test_of_many_pictures_none_can_be_used_before_it_is_described(editor_kolari):
    before = CustomImage.objects.count()

    result = among_many(editor_kolari, "talvi.jpg", jpeg(), description_fi=None)

    assert "description_fi" in result.error["form"]
    assert CustomImage.objects.count() == before
    assert UploadedFile.objects.count() == 1


def test_many_pictures_propose_the_files_name_as_title(editor_kolari):
    response = editor_kolari.post(
        reverse("wagtailimages:add_multiple"),
        {"files[]": attachment("Väylä talvella.jpg", jpeg()), "collection": described()["collection"]},
    )

    assert 'value="Väylä talvella"' in response.json()["form"]


def test_nobody_else_can_finish_my_upload(editor_kolari, moderator_kolari):
    among_many(editor_kolari, "talvi.jpg", jpeg(), description_fi=None)
    upload = UploadedFile.objects.get()

    response = moderator_kolari.post(
        reverse("wagtailimages:create_multiple_from_uploaded_image", args=[upload.pk]),
        described(f"uploaded-image-{upload.pk}-"),
    )

    assert response.status_code in (302, 403)
    assert UploadedFile.objects.filter(pk=upload.pk).exists()


def test_unfinished_uploads_are_deleted_after_two_days(editor_kolari, monkeypatch):
    among_many(editor_kolari, "talvi.jpg", jpeg(), description_fi=None)
    name = UploadedFile.objects.get().file.name

    call_command("delete_unfinished_uploads", verbosity=0)
    assert default_storage.exists(name)

    from datetime import timedelta

    from images.management.commands import delete_unfinished_uploads

    monkeypatch.setattr(delete_unfinished_uploads, "KEEP", timedelta(0))
    call_command("delete_unfinished_uploads", verbosity=0)
    assert not default_storage.exists(name)
    assert not UploadedFile.objects.exists()


def test_an_old_picture_cannot_lose_its_description(editor_kolari):
    image = alone(editor_kolari, "talvi.jpg", jpeg()).image

    editor_kolari.post(reverse("wagtailimages:edit", args=[image.pk]), described(description_fi="IMG_1.jpg"))

    image.refresh_from_db()
    assert image.description_fi == "Punainen talo joen rannalla"
