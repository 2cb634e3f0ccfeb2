"""Against mail bombing: how many confirmation letters may be asked for. Counted from stored rows, since
a cache can vanish; only requests nobody has answered count, so that people who do confirm can follow
several searches in a day."""

import ipaddress
import logging
from datetime import timedelta

from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .models import AlertRequest

logger = logging.getLogger(__name__)

A_DAY, A_MONTH, AN_HOUR = timedelta(days=1), timedelta(days=30), timedelta(hours=1)
PER_ADDRESS_A_DAY, PER_ADDRESS_A_MONTH = 1, 3
PER_NETWORK_AN_HOUR = 10
ALTOGETHER_AN_HOUR = 300
# Any number will do as long as no other lock of this database has it.
SIGN_UP_LOCK = 20_260_801


def take_turns():
    """Sign-ups are counted one after the other until the transaction ends. SQLite writes so anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SIGN_UP_LOCK])


def is_within_limits(address_key, network_key):
    now = timezone.now()
    requests = AlertRequest.objects.all()
    of_address = requests.filter(address_key=address_key)
    return (
        of_address.filter(asked_at__gt=now - A_DAY).count() < PER_ADDRESS_A_DAY
        and of_address.filter(asked_at__gt=now - A_MONTH).count() < PER_ADDRESS_A_MONTH
        and requests.filter(network_key=network_key, asked_at__gt=now - AN_HOUR).count() < PER_NETWORK_AN_HOUR
    )


def is_flood():
    """So many that it is no longer people: letters wait until the operator has looked."""
    recent = AlertRequest.objects.filter(is_held=False, asked_at__gt=timezone.now() - AN_HOUR)
    if recent.count() < ALTOGETHER_AN_HOUR:
        return False
    logger.error(
        "more than %s alerts an hour are asked for: confirmation letters are held", ALTOGETHER_AN_HOUR
    )
    return True


def forget_old_requests():
    """Nothing is counted for longer than a month, and letters nobody released come too late."""
    long_ago = timezone.now() - A_MONTH
    AlertRequest.objects.filter(Q(asked_at__lte=long_ago) | Q(is_held=True, alert=None)).delete()


def address_key(email):
    """Addresses that end in one mailbox (anna+jobs@…) are one."""
    name, _at, host = email.lower().rpartition("@")
    return keyed("address", f"{name.partition('+')[0]}@{host}")


def network_key(ip):
    """A household's network: an IPv4 address, the first half of an IPv6 one."""
    address = ipaddress.ip_address(ip)
    address = getattr(address, "ipv4_mapped", None) or address
    network = ipaddress.ip_network((address, 64 if address.version == 6 else 32), strict=False)
    return keyed("network", str(network))


def keyed(purpose, value):
    return salted_hmac(f"listings.alert.{purpose}", value, algorithm="sha256").hexdigest()
