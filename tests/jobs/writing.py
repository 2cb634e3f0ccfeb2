"""What an employer types on the pages of a vacancy."""

import uuid
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from jobs.models import Vacancy
from places.models import Municipality

KEYS = ["what", "where", "terms", "languages", "text", "apply"]


def day(days):
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def typed(organisation):
    """{page: what its form sends}: the least that is enough."""
    return {
        "what": {"title_fi": "Lähihoitaja", "occupation": "", "positions": "2"},
        "where": {
            "organisation": str(organisation.pk),
            "municipality": str(Municipality.objects.get(key="kolari").pk),
            "village": "",
            "remote": "",
        },
        "terms": {
            "employment_form": "permanent",
            "start": "by_agreement",
            "extent": "full",
            "pay_told": "before_interview",
            "pay_unit": "month",
            "currency": "EUR",
            "pay_basis": "fixed",
        },
        "languages": {"apply_in": ["fi", "sv"], "fi_at_work": "good", "sv_at_work": "plus"},
        "text": {"description_fi": "Hoidat koko kylää.", "summary_sv": "Undersköterska till Kolari."},
        "apply": {"apply_by": day(30), "apply_email": "rekry@example.org"},
    }


def begin(client, **fields):
    """The first page, sent; its answer."""
    start = reverse("start_vacancy", args=[uuid.uuid4()])
    return client.post(start, typed(client.organisation)["what"] | fields)


def edit_url(vacancy, key):
    return reverse("edit_vacancy", args=[vacancy.pk, key])


def newest():
    return Vacancy.objects.order_by("pk").last()


def save(client, vacancy, key, **fields):
    """A page of a draft, opened and sent."""
    seen = str(Vacancy.objects.get(pk=vacancy.pk).latest_revision_id)
    data = typed(vacancy.organisation)[key] | {"seen": seen} | fields
    return client.post(edit_url(vacancy, key), data)


def write(client, **changes):
    """A whole vacancy, ready to be sent."""
    begin(client)
    vacancy = newest()
    for key in KEYS[1:]:
        response = save(client, vacancy, key, **changes.get(key, {}))
        assert response.status_code == 302, (key, response.context["form"].errors)
    return Vacancy.objects.get(pk=vacancy.pk)


def send(client, vacancy):
    vacancy.refresh_from_db()
    return client.post(
        reverse("submit_vacancy", args=[vacancy.pk]), {"seen": str(vacancy.latest_revision_id)}
    )
