from .alerts import Alert, AlertFarewell, AlertRequest
from .counts import DailyCount
from .entries import SearchEntry
from .listing import Listing, ListingQuerySet
from .organisations import Invitation, Membership, Organisation
from .reports import Report

__all__ = [
    "Alert",
    "AlertFarewell",
    "AlertRequest",
    "DailyCount",
    "Invitation",
    "Listing",
    "ListingQuerySet",
    "Membership",
    "Organisation",
    "Report",
    "SearchEntry",
]
