"""The letters of alerts: confirm, what is new, renew. One letter a day to an address at most."""

import logging
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import override

from outbox.letters import send_letter
from places.clocks import say_deadline

from . import alert_tokens as tokens
from .alert_searches import list_url, search_in, without_own_words, words_of
from .cards import Card
from .facts import place
from .models import Alert

logger = logging.getLogger(__name__)

SEND_AT = time(6)
MONDAY = 0
MOST_SHOWN = 10
# A publication that is being stored while the letter is written has an instant before the letter's.
GRACE = timedelta(minutes=1)
ASK_TO_RENEW = timedelta(days=14)
# Whose morning it is is not asked of people: readers of a language are taken to live where it is spoken.
ZONES = {"fi": "Europe/Helsinki", "sv": "Europe/Stockholm"}
AUTOMATIC = {"Auto-Submitted": "auto-generated"}


def zone_of(language):
    return ZoneInfo(ZONES.get(language, settings.TIME_ZONE))


def latest_turn(frequency, language):
    """The last six o'clock in the morning at which alerts of this frequency were due."""
    zone = zone_of(language)
    now = timezone.now().astimezone(zone)
    day = now.date()
    if now.time() < SEND_AT:
        day -= timedelta(days=1)
    if frequency == Alert.Frequency.WEEKLY:
        day -= timedelta(days=(day.weekday() - MONDAY) % 7)
    return datetime.combine(day, SEND_AT, tzinfo=zone)


def published_before(alert):
    """What was first published until then belongs into the letter of the alert's latest turn."""
    return latest_turn(alert.frequency, alert.language) - GRACE


def is_due(alert):
    return alert.paused_at is None and alert.high_water < published_before(alert)


def must_be_renewed(alert):
    return alert.renewal_asked_at is None and alert.expires_at < timezone.now() + ASK_TO_RENEW


def addresses_to_write_to():
    """In the order in which their alerts were asked for."""
    renewal = Q(renewal_asked_at=None, expires_at__lt=timezone.now() + ASK_TO_RENEW)
    languages = Alert.objects.order_by().values_list("language", flat=True).distinct()
    due = renewal
    for language in languages:
        for frequency in Alert.Frequency.values:
            until = latest_turn(frequency, language) - GRACE
            due |= Q(language=language, frequency=frequency, paused_at=None, high_water__lt=until)
    found = Alert.objects.confirmed().filter(due).order_by("asked_at", "pk")
    return list(dict.fromkeys(found.values_list("email", flat=True)))


def send_all():
    """Returns how many letters were stored, and how many addresses could not be written to."""
    sent = failed = 0
    for email in addresses_to_write_to():
        try:
            sent += write_to(email)
        except Exception:
            # One broken alert must not keep everybody else's letters back; the next run tries again.
            failed += 1
            numbers = list(Alert.objects.filter(email=email).values_list("pk", flat=True))
            logger.exception("alerts %s could not be sent", numbers)
    return sent, failed


class Hit(Card):
    """A card as a letter shows it: with whole addresses, and days that stay true while it lies unread."""

    @property
    def url(self):
        return settings.SITE_URL + self.listing.get_absolute_url()

    @property
    def place(self):
        return place(self.listing)

    @property
    def deadline(self):
        closes_at = self.listing.closes_at
        return say_deadline(closes_at, self.bank.zone) if closes_at else ""


@dataclass
class Section:
    """What one alert found."""

    alert: Alert
    words: str
    total: int
    cards: list
    urls: dict

    @property
    def more(self):
        return self.total - len(self.cards)


@transaction.atomic
def write_to(email):
    """The day's letter to one address, if there is something to say; whether there was.

    The marks that these listings have had their turn move in the transaction that stores the letter: a
    process that dies leaves both undone or both done. A second process waits for the rows' locks.
    """
    alerts = list(Alert.objects.confirmed().filter(email=email).order_by("pk").select_for_update())
    if not alerts:
        return False
    # One letter may hold searches in several languages' pages: its own is that of the last sign-up.
    language = max(alerts, key=lambda alert: alert.confirmed_at).language
    now = timezone.localtime(timezone=zone_of(language))
    today = now.date()
    # What an outage left over waits for the morning too.
    if now.time() < SEND_AT or any(alert.last_sent_on and alert.last_sent_on >= today for alert in alerts):
        return False
    due = [alert for alert in alerts if is_due(alert)]
    sections = sections_of(due, language)
    ending = [alert for alert in alerts if must_be_renewed(alert)]
    for alert in due:
        alert.high_water = published_before(alert)
    if sections or ending:
        send_news(email, language, sections, ending)
    told = [section.alert for section in sections] + ending
    for alert in told:
        alert.last_sent_on = today
    for alert in ending:
        alert.renewal_asked_at = timezone.now()
    Alert.objects.bulk_update(alerts, ["high_water", "last_sent_on", "renewal_asked_at"])
    return bool(told)


def sections_of(alerts, language):
    """An ad that several searches of one reader find stands in the letter once."""
    sections, shown = [], {}
    with override(language):
        for alert in alerts:
            seen = shown.setdefault(alert.kind, set())
            found = news_for(alert).exclude(pk__in=seen)
            total = found.count()
            if not total:
                continue
            listings = list(found[:MOST_SHOWN])
            seen.update(listing.pk for listing in listings)
            cards = [Hit(listing, []) for listing in listings]
            sections.append(Section(alert, words_of(alert, language), total, cards, urls_of(alert, language)))
    return sections


def news_for(alert):
    """What had its first publication since the last letter, the oldest first: the list that the letter
    links to begins with the newest, so that nothing falls in between when there is more than it shows."""
    found = search_in(alert).queryset()
    return (
        found.filter(first_published_at__gt=alert.high_water, first_published_at__lte=published_before(alert))
        .select_related("organisation", "municipality", "village")
        .order_by("first_published_at", "pk")
    )


def urls_of(alert, language):
    return {
        "list": settings.SITE_URL + list_url(alert, language),
        "feed": settings.SITE_URL + list_url(alert, language, suffix="_rss"),
        "manage": tokens.link_to(tokens.MANAGE, [alert], language=language),
        "renew": tokens.link_to(tokens.RENEW, [alert], language=language),
        "unsubscribe": tokens.link_to(tokens.UNSUBSCRIBE, [alert], language=language),
    }


def send_news(email, language, sections, ending):
    """With what is new if there is something, else only the question whether to go on."""
    everything = list(dict.fromkeys([*(section.alert for section in sections), *ending]))
    one_click = tokens.link_to(tokens.UNSUBSCRIBE, everything, language=language)
    send_letter(
        "alert-hits" if sections else "alert-renew",
        to=email,
        language=language,
        zone=zone_of(language),
        context={
            "sections": sections,
            "total": sum(section.total for section in sections),
            "ending": [
                {"alert": alert, "words": words_of(alert, language), "urls": urls_of(alert, language)}
                for alert in ending
            ],
        },
        # RFC 8058: mail programs show a button that ends these alerts without opening a page.
        headers=AUTOMATIC
        | {"List-Unsubscribe": f"<{one_click}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


def send_confirmation(alert, **options):
    """Holds nothing the asker wrote: anybody can enter anybody's address."""
    send_letter(
        "alert-confirm",
        to=alert.email,
        language=alert.language,
        zone=zone_of(alert.language),
        context={
            "alert": alert,
            "words": words_of(alert, with_own_words=False),
            "has_own_words": without_own_words(alert.criteria) != alert.criteria,
            "confirm_url": tokens.link_to(tokens.CONFIRM, [alert], language=alert.language),
        },
        headers=AUTOMATIC,
        **options,
    )


def pretend_confirmation(alert):
    """All the work of a letter and no letter."""
    send_confirmation(alert, connection=get_connection("outbox.backends.DecoyBackend"))
