"""Against mail bombing: how many confirmation letters may be asked for. Only requests nobody has answered
count, so that people who do confirm can follow several searches in a day."""

import logging

from django.db.models import Q
from django.utils import timezone

from . import limits
from .limits import A_DAY, A_MONTH, AN_HOUR, Limit
from .models import AlertRequest

logger = logging.getLogger(__name__)

PER_ADDRESS = [Limit(1, A_DAY), Limit(3, A_MONTH)]
PER_NETWORK = Limit(10, AN_HOUR)
ALTOGETHER = Limit(300, AN_HOUR)
SIGN_UP_LOCK = 20_260_801


def take_turns():
    limits.take_turns(SIGN_UP_LOCK)


def is_within_limits(address_key, network_key):
    """Asks everything whatever the first answers are: the time it takes must tell nothing."""
    of_address = AlertRequest.objects.filter(address_key=address_key)
    of_network = AlertRequest.objects.filter(network_key=network_key)
    answers = [limit.has_room(of_address, "asked_at") for limit in PER_ADDRESS]
    return all([*answers, PER_NETWORK.has_room(of_network, "asked_at")])


def is_flood():
    """So many that it is no longer people: letters wait until the operator has looked."""
    if ALTOGETHER.has_room(AlertRequest.objects.filter(is_held=False), "asked_at"):
        return False
    logger.error("more than %s alerts an hour are asked for: confirmation letters are held", ALTOGETHER.most)
    return True


def forget_old_requests():
    """Nothing is counted for longer than a month, and letters nobody released come too late."""
    long_ago = timezone.now() - A_MONTH
    AlertRequest.objects.filter(Q(asked_at__lte=long_ago) | Q(is_held=True, alert=None)).delete()


def address_key(email):
    """Addresses that end in one mailbox (anna+jobs@…) are one."""
    name, _at, host = email.lower().rpartition("@")
    return limits.keyed("alert.address", f"{name.partition('+')[0]}@{host}")


def network_key(ip):
    return limits.network_key(ip, purpose="alert")
