from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.admin.forms.account import AvatarPreferencesForm
from wagtail.users.models import UserProfile

from tests.files.pictures import exif, jpeg


def form_with(client, content):
    profile = UserProfile.get_for_user(client.user)
    upload = SimpleUploadedFile("mina.jpg", content, "image/jpeg")
    return AvatarPreferencesForm(data={}, files={"avatar": upload}, instance=profile)


@pytest.mark.parametrize("content", [b"<html><script>1</script>", b"\x00", jpeg()[:300]])
def test_what_is_no_picture_is_refused(editor_kolari, content):
    form = form_with(editor_kolari, content)

    assert not form.is_valid()
    assert "avatar" in form.errors


def test_hidden_data_is_taken_out(editor_kolari):
    content = jpeg(exif=exif())
    assert b"Kamera 3000" in content

    form = form_with(editor_kolari, content)
    assert form.is_valid(), form.errors
    path = Path(form.save().avatar.path)

    stored = path.read_bytes()
    assert b"Kamera" not in stored
    with Image.open(path) as image:
        assert not image.getexif()
