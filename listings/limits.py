"""How often people who have no account may do what writes to somebody. Counted from stored rows, since a
cache can vanish; what is stored of a network or an address is a keyed hash, another one for each purpose."""

import ipaddress
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

AN_HOUR, A_DAY, A_MONTH = timedelta(hours=1), timedelta(days=1), timedelta(days=30)


@dataclass(frozen=True)
class Limit:
    most: int
    within: timedelta

    def has_room(self, rows, moment):
        """Whether one more may join these rows; `moment` names their column of time."""
        recent = rows.filter(**{f"{moment}__gt": timezone.now() - self.within})
        return recent.count() < self.most


def take_turns(number):
    """What is counted under this number is counted one after the other until the transaction ends. Any
    number will do as long as no other lock of this database has it. SQLite writes so anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def network_key(ip, *, purpose):
    """A household's network: an IPv4 address, the first half of an IPv6 one."""
    address = ipaddress.ip_address(ip)
    address = getattr(address, "ipv4_mapped", None) or address
    network = ipaddress.ip_network((address, 64 if address.version == 6 else 32), strict=False)
    return keyed(f"{purpose}.network", str(network))


def keyed(purpose, value):
    return salted_hmac(f"listings.{purpose}", value, algorithm="sha256").hexdigest()
