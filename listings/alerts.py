"""The verbs of an alert's life: asked for, confirmed, changed, paused, renewed, ended.

Whoever holds a link from a letter is its reader; there is no account. Sending is in alert_letters.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from . import alert_letters, alert_limits
from .alert_searches import without_own_words
from .models import Alert, AlertFarewell, AlertRequest

TIME_TO_CONFIRM = timedelta(days=5)
LIFETIME = timedelta(days=180)
MOST_PER_ADDRESS = 20


class TooMany(Exception):
    """The address follows as many searches as one may."""


@transaction.atomic
def ask(kind, criteria, *, email, frequency, language, ip, public_id):
    """Stores an alert nobody has confirmed and writes to the address. What the asker sees and how long
    it takes tells nothing about whether the address is known or a limit is reached."""
    alert_limits.take_turns()
    now = timezone.now()
    alert = Alert(
        public_id=public_id, kind=kind, criteria=criteria, email=email.lower(), frequency=frequency,
        language=language, high_water=now, expires_at=now + TIME_TO_CONFIRM,
    )  # fmt: skip
    request = AlertRequest(
        alert=alert,
        address_key=alert_limits.address_key(alert.email),
        network_key=alert_limits.network_key(ip),
    )
    if not may_be_asked(alert, request):
        alert_letters.pretend_confirmation(alert)
        return
    request.is_held = alert_limits.is_flood()
    alert.save()
    request.save()
    if request.is_held:
        alert_letters.pretend_confirmation(alert)
    else:
        alert_letters.send_confirmation(alert)


def may_be_asked(alert, request):
    # The same form sent twice has the same number.
    is_new = not Alert.objects.filter(public_id=alert.public_id).exists()
    has_room = Alert.objects.confirmed().filter(email=alert.email).count() < MOST_PER_ADDRESS
    return alert_limits.is_within_limits(request.address_key, request.network_key) and is_new and has_room


@transaction.atomic
def release_held():
    """The operator has looked: the letters that the flood held go out. Returns how many."""
    held = AlertRequest.objects.filter(is_held=True, alert__isnull=False).select_related("alert")
    requests = list(held.select_for_update(of=("self",)))
    for request in requests:
        # The time to confirm begins with the letter.
        request.alert.expires_at = timezone.now() + TIME_TO_CONFIRM
        request.alert.save(update_fields=["expires_at"])
        alert_letters.send_confirmation(request.alert)
    AlertRequest.objects.filter(pk__in=[request.pk for request in requests]).update(is_held=False)
    return len(requests)


@transaction.atomic
def confirm(alert):
    """Its reader wants it. A search that the address follows already goes on as that one.

    What was published since it was asked for comes with the first letter.
    """
    # Two at once must not both find room for the last one.
    alert_limits.take_turns()
    alert = Alert.objects.select_for_update().get(pk=alert.pk)
    if alert.confirmed_at:
        return alert
    same = list(Alert.objects.confirmed().filter(email=alert.email).select_for_update())
    AlertRequest.objects.filter(alert=alert).delete()
    known = next((other for other in same if is_same_search(other, alert)), None)
    if known:
        resume(known)
        renew(known)
        change(known, frequency=alert.frequency, language=alert.language)
        alert.delete()
        return known
    if len(same) >= MOST_PER_ADDRESS:
        raise TooMany
    alert.confirmed_at = timezone.now()
    alert.expires_at = alert.confirmed_at + LIFETIME
    alert.save()
    return alert


def is_same_search(one, other):
    return (one.kind, one.criteria) == (other.kind, other.criteria)


# Only the fields that change are written: the rest may just have been changed by the sending of letters,
# and an alert that has been ended meanwhile stays so.


def renew(alert):
    change(alert, expires_at=timezone.now() + LIFETIME, renewal_asked_at=None)


def change_frequency(alert, frequency):
    change(alert, frequency=frequency)


def pause(alert):
    if not alert.paused_at:
        change(alert, paused_at=timezone.now())


def resume(alert):
    """From now on: what came in the meantime is skipped."""
    if alert.paused_at:
        change(alert, paused_at=None, high_water=timezone.now())


def change(alert, **fields):
    Alert.objects.filter(pk=alert.pk).update(**fields)


@transaction.atomic
def end(public_ids, *, reason=AlertFarewell.Reason.UNSAID):
    """Deletes the alerts and keeps of each only that it was; what has ended already stays as it is.

    Until its reader has said why, or for the few days in which they may, the farewell has the alert's number.
    """
    alerts = list(Alert.objects.filter(public_id__in=public_ids).select_for_update())
    today = timezone.localdate()
    AlertFarewell.objects.bulk_create(
        AlertFarewell(
            alert_id=alert.public_id if reason == AlertFarewell.Reason.UNSAID else None,
            kind=alert.kind,
            language=alert.language,
            criteria=without_own_words(alert.criteria),
            reason=reason,
            days_active=max((today - timezone.localdate(alert.confirmed_at)).days, 0),
        )
        for alert in alerts
        if alert.confirmed_at
    )
    Alert.objects.filter(pk__in=[alert.pk for alert in alerts]).delete()
    return len(alerts)


def say_why(public_ids, reason):
    AlertFarewell.objects.filter(alert_id__in=public_ids).update(reason=reason, alert_id=None)


def end_expired():
    """Those nobody confirmed in time leave nothing behind, those nobody renewed a farewell."""
    now = timezone.now()
    Alert.objects.filter(confirmed_at=None, expires_at__lte=now).delete()
    over = Alert.objects.filter(expires_at__lte=now).values_list("public_id", flat=True)
    ended = end(list(over), reason=AlertFarewell.Reason.EXPIRED)
    day_before = timezone.localdate() - TIME_TO_CONFIRM
    AlertFarewell.objects.filter(alert_id__isnull=False, ended_on__lt=day_before).update(alert_id=None)
    alert_limits.forget_old_requests()
    return ended


@transaction.atomic
def erase(email):
    """Everything that is kept about an address."""
    Alert.objects.filter(email=email.lower()).delete()
    AlertRequest.objects.filter(address_key=alert_limits.address_key(email)).delete()
