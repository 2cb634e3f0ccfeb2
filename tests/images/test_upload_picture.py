import hashlib
import os
import re
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image

from images.models import CustomImage
from tests.files.pictures import (
    ORIENTATION,
    REFUSED,
    SCRIPT,
    STORED,
    exif,
    jpeg,
    png,
    saved,
    scene,
    swapped_profile,
    with_alpha,
)
from tests.images.ways import WAYS, alone, attachment, described

LIMIT_SECONDS = 2
SHAPE = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
LIMIT_MEGABYTES = 64

# Pillow warns of the broken data that one of the files holds on purpose.
pytestmark = pytest.mark.filterwarnings("ignore:Corrupt EXIF data:UserWarning")
ways = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)


def stored_bytes(image):
    with image.file.open() as file:
        return file.read()


def opened(image):
    return Image.open(BytesIO(stored_bytes(image)))


def pictures_on_disk():
    folder = Path(default_storage.location) / "original_images"
    return set(folder.rglob("*")) if folder.exists() else set()


@ways
@pytest.mark.parametrize("label", REFUSED)
def test_a_bad_file_is_refused_with_words_about_the_file(editor_kolari, way, label):
    name, make = REFUSED[label]
    content, before = make(), pictures_on_disk()

    start = time.process_time()
    result = way(editor_kolari, name, content)

    assert time.process_time() - start < LIMIT_SECONDS
    assert result.response.status_code == 200
    assert result.image is None
    assert pictures_on_disk() == before
    assert result.error
    if "file" in result.error:
        assert len(result.error["file"]) == 1
        assert len(result.error["file"][0]) > 20


@ways
@pytest.mark.parametrize("label", STORED)
def test_a_good_file_is_stored_as_a_picture_of_our_own(editor_kolari, way, label):
    name, make = STORED[label]
    content = make()

    start = time.process_time()
    result = way(editor_kolari, name, content)

    assert time.process_time() - start < LIMIT_SECONDS
    assert result.error == {}
    data = stored_bytes(result.image)
    assert hashlib.sha256(data).digest() != hashlib.sha256(content).digest()
    assert data.endswith(b"\xff\xd9") or data[-8:-4] == b"IEND"
    assert not [secret for secret in (SCRIPT, b"Kamera", b"Kolarintie", b"http://ns.adobe") if secret in data]
    picture = Image.open(BytesIO(data))
    assert not set(picture.info) - SHAPE
    assert not picture.getexif()
    picture.load()
    assert getattr(picture, "n_frames", 1) == 1
    assert max(picture.size) <= 3000
    assert (result.image.width, result.image.height) == picture.size
    assert result.image.file_size == len(data)
    assert result.image.file_hash
    assert re.fullmatch(r"original_images/[0-9a-f]{32}\.(jpg|png)", result.image.file.name)


def test_there_are_enough_bad_and_good_files():
    assert len(REFUSED) >= 24
    assert len(REFUSED | STORED) >= 60


def test_reading_them_all_takes_little_time_and_memory():
    command = [sys.executable, "-m", "tests.files.pictures"]
    # Measuring coverage in that process would cost memory of its own.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=300)
    count, seconds, megabytes = re.search(
        r"(\d+) files, slowest ([\d.]+) s, memory grew by (\d+) MB", run.stdout
    ).groups()

    assert int(count) == len(REFUSED | STORED)
    assert float(seconds) < LIMIT_SECONDS
    assert int(megabytes) <= LIMIT_MEGABYTES


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright_however_the_camera_was_held(editor_kolari, orientation):
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # the transposition that undoes each
    sideways = scene() if orientation == 1 else scene().transpose(Image.Transpose(back[orientation]))
    content = saved(sideways, "JPEG", exif=exif(**{f"_{ORIENTATION}": orientation}))

    picture = opened(alone(editor_kolari, "talvi.jpg", content).image)

    assert picture.size == (640, 480)
    red, _green, blue = picture.getpixel((320, 40))
    assert red > blue
    red, _green, blue = picture.getpixel((320, 440))
    assert red <= blue + 10


def test_large_pictures_are_made_smaller(editor_kolari):
    image = alone(editor_kolari, "talvi.jpg", saved(scene((6000, 4000)), "JPEG")).image

    assert (image.width, image.height) == (3000, 2000)


def test_what_one_sees_through_stays_so(editor_kolari):
    picture = opened(alone(editor_kolari, "talvi.png", saved(with_alpha(), "PNG")).image)

    assert picture.mode == "RGBA"
    assert picture.getpixel((320, 0))[3] < 10
    assert picture.getpixel((320, 479))[3] > 245


def test_sixteen_bits_keep_their_shades(editor_kolari):
    name, make = STORED["a PNG of 16 bits"]

    picture = opened(alone(editor_kolari, name, make()).image)

    darkest, lightest = picture.getextrema()
    assert darkest < 10
    assert lightest > 245


def test_an_animation_becomes_its_first_picture(editor_kolari):
    name, make = STORED["an animated WebP"]

    picture = opened(alone(editor_kolari, name, make()).image)

    assert picture.convert("RGB").getpixel((320, 40))[1] < 200


def test_colours_of_another_profile_become_those_of_the_web(editor_kolari):
    content = saved(Image.new("RGB", (300, 300), (200, 10, 10)), "PNG", icc_profile=swapped_profile())

    picture = opened(alone(editor_kolari, "talvi.png", content).image)

    red, _green, blue = picture.convert("RGB").getpixel((9, 9))
    assert blue > red + 100


def test_a_new_file_for_an_old_picture_goes_through_the_same_door(editor_kolari):
    image = alone(editor_kolari, "talvi.jpg", jpeg()).image
    old = image.file.name
    address = reverse("wagtailimages:edit", args=[image.pk])

    refused = editor_kolari.post(address, described() | {"file": attachment("talvi.jpg", jpeg()[:300])})
    image.refresh_from_db()
    assert refused.status_code == 200
    assert refused.context["form"].errors["file"]
    assert image.file.name == old

    accepted = editor_kolari.post(address, described() | {"file": attachment("kesa.png", png(exif=exif()))})
    image.refresh_from_db()
    assert accepted.status_code == 302
    assert image.file.name != old
    assert not default_storage.exists(old)
    assert not opened(image).getexif()


def test_the_same_file_twice_is_known_as_the_same(editor_kolari):
    first = alone(editor_kolari, "talvi.jpg", jpeg()).image
    second = alone(editor_kolari, "kesa.jpg", jpeg()).image

    assert first.file_hash == second.file_hash
    assert first.file.name != second.file.name


def test_a_visitor_cannot_upload(visitor, site):
    for name in ("wagtailimages:add", "wagtailimages:add_multiple", "wagtailimages_chooser:create"):
        assert visitor.post(reverse(name), {"file": attachment("talvi.jpg", jpeg())}).status_code == 302
    assert not CustomImage.objects.filter(title="Talvi").exists()
