from .alerts import Alert, AlertFarewell
from .counts import DailyCount
from .listing import Listing, ListingQuerySet
from .organisations import Invitation, Membership, Organisation
from .reports import Report

__all__ = [
    "Alert",
    "AlertFarewell",
    "DailyCount",
    "Invitation",
    "Listing",
    "ListingQuerySet",
    "Membership",
    "Organisation",
    "Report",
]
