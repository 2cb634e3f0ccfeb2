from io import BytesIO

import pytest
from django.core.cache import caches
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.template import Context, Template
from django.urls import reverse
from PIL import Image
from wagtail.images.models import Filter

from images import tasks
from images.models import CustomImage
from images.renditions import make_renditions, template_specs
from tests.files.pictures import ORIENTATION, SCRIPT, exif, jpeg, png
from tests.images.ways import alone, attachment, described

PICTURE = (
    "{% load wagtailimages_tags %}"
    '{% picture image format-{avif,webp,jpeg} width-{480,800,1200} sizes="100vw" loading="lazy" %}'
)


@pytest.fixture
def image(editor_kolari, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return alone(
            editor_kolari, "talvi.jpg", jpeg(exif=exif(_270=SCRIPT.decode(), **{f"_{ORIENTATION}": 6}))
        ).image


def test_sizes_are_there_before_the_first_visitor(image, django_assert_num_queries):
    image = CustomImage.objects.get(pk=image.pk)
    caches["renditions"].clear()

    with django_assert_num_queries(1):
        html = Template(PICTURE).render(Context({"image": image}))

    assert 'type="image/avif"' in html
    assert 'type="image/webp"' in html
    assert ".jpg" in html
    image = CustomImage.objects.get(pk=image.pk)
    with django_assert_num_queries(0):
        assert Template(PICTURE).render(Context({"image": image})) == html


def test_every_size_the_templates_name_is_made(image):
    assert set(Filter.expand_spec("format-{avif,webp,jpeg}|width-{480,800,1200}")) <= set(template_specs())
    assert "fill-1200x630|format-jpeg" in template_specs()
    assert set(template_specs()) == set(
        image.renditions.filter(filter_spec__in=template_specs()).values_list("filter_spec", flat=True)
    )


def test_no_size_says_where_the_picture_was_taken(image):
    formats = set()
    for rendition in image.renditions.all():
        data = rendition.file.open().read()
        rendition.file.close()
        with Image.open(BytesIO(data)) as picture:
            formats.add(picture.format)
            assert not picture.getexif()
            assert not {"exif", "xmp", "icc_profile", "comment"} & set(picture.info)
            assert picture.width < picture.height or "fill" in rendition.filter_spec
        assert b"Kamera" not in data
        assert SCRIPT not in data
    assert formats == {"AVIF", "WEBP", "JPEG"}


def test_a_list_of_pictures_needs_no_query_for_each(editor_kolari, image, django_assert_num_queries):
    second = alone(editor_kolari, "kesa.png", png()).image
    make_renditions(second)
    caches["renditions"].clear()
    specs = Filter.expand_spec("format-{avif,webp,jpeg}|width-{480,800,1200}")

    with django_assert_num_queries(2):
        for each in CustomImage.objects.filter(pk__in=[image.pk, second.pk]).prefetch_renditions(*specs):
            Template(PICTURE).render(Context({"image": each}))


def test_a_new_file_gets_new_sizes(editor_kolari, image, django_capture_on_commit_callbacks):
    old = set(image.renditions.values_list("file", flat=True))

    with django_capture_on_commit_callbacks(execute=True):
        editor_kolari.post(
            reverse("wagtailimages:edit", args=[image.pk]),
            described() | {"file": attachment("kesa.png", png())},
        )

    new = set(image.renditions.filter(filter_spec__in=template_specs()).values_list("file", flat=True))
    assert len(new) == len(template_specs())
    assert not new & old
    assert not any(default_storage.exists(name) for name in old)


def test_the_command_makes_what_is_missing(image, capsys):
    image.renditions.all().delete()

    call_command("make_renditions")
    assert f"{len(template_specs())} made" in capsys.readouterr().out

    call_command("make_renditions")
    assert "made" not in capsys.readouterr().out.replace("have their sizes", "")


def test_a_picture_whose_file_is_gone_stops_nobody(image, caplog):
    image.renditions.all().delete()
    default_storage.delete(image.file.name)

    call_command("make_renditions", verbosity=0)

    assert "Could not make the sizes" in caplog.text


def test_the_upload_does_not_wait_for_the_sizes(settings, editor_kolari, django_capture_on_commit_callbacks):
    settings.PICTURE_SIZES_IN_BACKGROUND = True

    with django_capture_on_commit_callbacks(execute=True):
        image = alone(editor_kolari, "talvi.jpg", jpeg()).image

    # What the test has written is its own until it ends, so the other thread finds no picture.
    tasks.EXECUTOR.submit(int).result(timeout=20)
    assert image.renditions.count() == 0


def test_the_seeds_own_pictures_are_clean():
    from pages.seeding import SEED

    for path in SEED.glob("images/*"):
        with Image.open(path) as picture:
            assert not picture.getexif()
            assert not {"exif", "xmp"} & set(picture.info)
