import errno
import os
import subprocess
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import override_settings

from images import storage
from images.models import CustomImage
from images.storage import MediaStorage
from tests.files.pictures import jpeg, noise_jpeg
from tests.images.ways import WAYS, alone


@pytest.fixture
def tiny_disk(tmp_path):
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(tmp_path)]
    if os.geteuid() or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("needs the right to mount a disk")
    with override_settings(MEDIA_ROOT=str(tmp_path)):
        yield tmp_path
    subprocess.run(["umount", str(tmp_path)], check=True)


def files(folder):
    return [path for path in Path(folder).rglob("*") if path.is_file()]


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_an_almost_full_disk_takes_no_pictures_and_says_so(editor_kolari, tiny_disk, way):
    result = way(editor_kolari, "talvi.jpg", jpeg())

    assert result.response.status_code == 200
    assert result.error
    assert result.image is None
    assert files(tiny_disk) == []


def test_a_disk_that_fills_up_half_way_keeps_no_half_files(editor_kolari, tiny_disk, monkeypatch):
    monkeypatch.setattr(storage, "KEEP_FREE", -(2**40))
    editor_kolari.raise_request_exception = False
    (tiny_disk / "ballast").write_bytes(bytes(2 * 2**20))
    before = CustomImage.objects.count()

    response = alone(editor_kolari, "talvi.jpg", noise_jpeg(4)).response

    assert response.status_code == 507
    assert "Palvelimella ei ole tilaa" in response.content.decode()
    assert "Servern har inget utrymme" in response.content.decode()
    assert CustomImage.objects.count() == before
    assert [path.name for path in files(tiny_disk)] == ["ballast"]
    assert editor_kolari.get("/healthz").status_code == 200


def test_a_write_that_fails_leaves_nothing(tmp_path, monkeypatch):
    media = MediaStorage(location=tmp_path)

    def chunks(self, chunk_size=None):
        yield b"half"
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(ContentFile, "chunks", chunks)
    with pytest.raises(OSError, match="No space"):
        media.save("talvi.txt", ContentFile(b"half and half"))

    assert files(tmp_path) == []


def test_files_arrive_whole_readable_and_under_a_free_name(tmp_path):
    media = MediaStorage(location=tmp_path)

    first = media.save("kuvat/talvi.txt", ContentFile("ö"))
    second = media.save("kuvat/talvi.txt", ContentFile(b"b"))

    assert first == "kuvat/talvi.txt"
    assert first != second
    assert (tmp_path / first).read_text() == "ö"
    assert oct((tmp_path / first).stat().st_mode)[-3:] == "644"
    assert len(files(tmp_path)) == 2


def test_the_site_stores_its_files_this_way():
    assert isinstance(default_storage._wrapped, MediaStorage) or default_storage.has_room(0)
