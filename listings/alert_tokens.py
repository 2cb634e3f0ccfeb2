"""Links in letters that let their reader act without an account. A link is good for one purpose only."""

import uuid

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import override

CONFIRM, MANAGE, RENEW, UNSUBSCRIBE = "confirm_alert", "manage_alert", "renew_alert", "unsubscribe_alert"


def link_to(purpose, alerts, *, language):
    with override(language):
        return settings.SITE_URL + reverse(purpose, args=[token_for(purpose, alerts)])


def token_for(purpose, alerts):
    return signing.dumps([alert.public_id.hex for alert in alerts], salt=f"listings.{purpose}")


def read_token(purpose, token, *, max_age=None):
    """The public numbers of the alerts it was made for; none when it is forged, altered or too old."""
    try:
        return [
            uuid.UUID(hex=number)
            for number in signing.loads(token, salt=f"listings.{purpose}", max_age=max_age)
        ]
    except signing.BadSignature:
        return []
