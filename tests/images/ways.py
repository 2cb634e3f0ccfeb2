"""The ways into the CMS's picture library, each as the browser goes it."""

import json
from io import BytesIO
from types import SimpleNamespace

from django.urls import reverse
from wagtail.models import Collection, UploadedFile

from images.models import CustomImage

DESCRIBED = {
    "title": "Talvi",
    "description_fi": "Punainen talo joen rannalla",
    "description_sv": "Ett rött hus vid älven",
    "photographer": "Aino Alatalo",
    "licence": "own",
    "people_consent": "on",
    "tags": "talvi",
}


def attachment(name, content):
    file = BytesIO(content)
    file.name = name
    return file


def described(prefix="", **changes):
    collection = Collection.objects.get(name="Kolari").pk
    words = DESCRIBED | {"collection": collection} | changes
    return {f"{prefix}{name}": value for name, value in words.items() if value is not None}


def outcome(response, before, error):
    made = CustomImage.objects.exclude(pk__in=before).first()
    return SimpleNamespace(response=response, image=made, error=error)


def existing():
    return list(CustomImage.objects.values_list("pk", flat=True))


def alone(client, name, content, **changes):
    before = existing()
    data = described(**changes) | {"file": attachment(name, content)}
    response = client.post(reverse("wagtailimages:add"), data)
    form = response.context and response.context.get("form")
    return outcome(response, before, form.errors if form else {})


def among_many(client, name, content, **changes):
    before = existing()
    response = client.post(
        reverse("wagtailimages:add_multiple"),
        {"files[]": attachment(name, content), "collection": described()["collection"]},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    answer = response.json()
    if not answer["success"]:
        return outcome(response, before, {"file": [answer["error_message"]]})
    upload = answer["uploaded_file_id"]
    with UploadedFile.objects.get(pk=upload).file.open() as stored:
        assert stored.read() != content
    response = client.post(
        reverse("wagtailimages:create_multiple_from_uploaded_image", args=[upload]),
        described(f"uploaded-image-{upload}-", **changes),
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    return outcome(response, before, {} if response.json()["success"] else {"form": response.json()["form"]})


def in_chooser(client, name, content, **changes):
    before = existing()
    prefix = "image-chooser-upload-"
    data = described(prefix, **changes) | {f"{prefix}file": attachment(name, content)}
    response = client.post(reverse("wagtailimages_chooser:create"), data)
    answer = json.loads(response.content)
    failed = answer["step"] != "chosen"
    return outcome(response, before, {"form": answer["htmlFragment"]} if failed else {})


WAYS = {"alone": alone, "among many": among_many, "in the chooser": in_chooser}
