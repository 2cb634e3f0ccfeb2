"""An editor at the CMS's forms: opens one as a browser would, changes fields, sends it."""

import itertools

from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, rich_text, streamfield

FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


def edit_address(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def open_form(client, page, address=None):
    """What the browser would send if nothing was changed; scripts fill in the body."""
    html = client.get(address or edit_address(page)).content.decode()
    return querydict_from_html(html, form_id="page-edit-form").dict() | body()


def body(*paragraphs):
    blocks = [("rich_text", rich_text(f"<p>{text}</p>", features=FEATURES)) for text in paragraphs]
    return nested_form_data({"body": streamfield(blocks)})


def send(client, page, data, **changes):
    return client.post(edit_address(page), data | changes)


def write(client, page, *, action=None, **changes):
    """Opens the form, changes it and sends it at once."""
    return send(client, page, open_form(client, page) | changes | ({action: "1"} if action else {}))


def newest(page):
    return Page.objects.get(pk=page.pk).get_latest_revision_as_object()


def texts(letters):
    """Everything the letters say, as one string."""
    parts = [[letter.subject, letter.body, *(part[0] for part in letter.alternatives)] for letter in letters]
    return "\n".join(itertools.chain(*parts))
