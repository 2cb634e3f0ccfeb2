import json
import re

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from wagtail.models import Collection

from images.models import CustomDocument
from tests.files.documents import REFUSED, STORED, office, pdf
from tests.images.ways import attachment


def facts(prefix=""):
    return {f"{prefix}title": "Ohje", f"{prefix}collection": Collection.objects.get(name="Kolari").pk}


def alone(client, name, content):
    return client.post(reverse("wagtaildocs:add"), facts() | {"file": attachment(name, content)})


def among_many(client, name, content):
    data = facts() | {"files[]": attachment(name, content)}
    return client.post(
        reverse("wagtaildocs:add_multiple"), data, headers={"X-Requested-With": "XMLHttpRequest"}
    )


def in_chooser(client, name, content):
    prefix = "document-chooser-upload-"
    data = facts(prefix) | {f"{prefix}file": attachment(name, content)}
    return client.post(reverse("wagtaildocs_chooser:create"), data)


WAYS = {"alone": alone, "among many": among_many, "in the chooser": in_chooser}


def through_every_way(labels, *through_all):
    """Every file alone; some of them on the other ways too, which use the same form."""
    return pytest.mark.parametrize(
        ("way", "label"),
        [(WAYS["alone"], label) for label in labels]
        + [(way, label) for name, way in WAYS.items() if name != "alone" for label in through_all],
    )


@pytest.fixture
def document(editor_kolari):
    alone(editor_kolari, "Rakennuslupa öljy.pdf", pdf())
    return CustomDocument.objects.latest("pk")


@through_every_way(REFUSED, "a web page called PDF", "a zip bomb", "a Word file with a macro inside")
def test_a_bad_document_is_refused(editor_kolari, way, label):
    name, make = REFUSED[label]
    before = CustomDocument.objects.count()

    response = way(editor_kolari, name, make())

    assert response.status_code == 200
    assert CustomDocument.objects.count() == before
    if response["Content-Type"].startswith("application/json"):
        answer = json.loads(response.content)
        assert answer.get("error_message") or answer["step"] == "reshow_creation_form"


@through_every_way(STORED, "a PDF", "a Word file")
def test_a_good_document_is_stored_where_nobody_can_guess(editor_kolari, way, label):
    name, make = STORED[label]
    content = make()

    way(editor_kolari, name, content)

    document = CustomDocument.objects.latest("pk")
    stem, _, extension = name.rpartition(".")
    assert re.fullmatch(r"documents/[0-9a-f]{32}/[^/]+", document.file.name)
    assert document.filename == f"{stem.replace(' ', '_')}.{extension.lower()}"
    with document.file.open() as file:
        assert file.read() == content


def test_a_document_is_loaded_down_and_never_shown(visitor, document):
    response = visitor.get(document.url)

    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment;")
    assert "Rakennuslupa" in response["Content-Disposition"]
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content) == pdf()


def test_the_form_says_that_a_page_is_better(editor_kolari):
    form = editor_kolari.get(reverse("wagtaildocs:add")).context["form"]

    assert str(form.fields["file"].help_text).count(".docx") == 1


def test_the_old_file_stays_until_the_new_one_is_stored(editor_kolari, document, monkeypatch):
    old = document.file.name
    address = reverse("wagtaildocs:edit", args=[document.pk])
    data = facts() | {"file": attachment("uusi.docx", office("docx"))}

    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(default_storage, "save", full)
        editor_kolari.raise_request_exception = False
        assert editor_kolari.post(address, data).status_code == 507
    document.refresh_from_db()
    assert document.file.name == old
    assert default_storage.exists(old)

    data = facts() | {"file": attachment("uusi.docx", office("docx"))}
    assert editor_kolari.post(address, data).status_code == 302
    document.refresh_from_db()
    assert document.filename == "uusi.docx"
    assert not default_storage.exists(old)


def test_a_form_without_a_file_asks_for_one(editor_kolari):
    for name in ("wagtaildocs:add", "wagtailimages:add"):
        response = editor_kolari.post(reverse(name), facts())

        assert response.status_code == 200
        assert response.context["form"].errors["file"]
