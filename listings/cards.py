"""An ad on a list: what its card says, in the reader's language where there is one."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from places.clocks import say_days_left

from .texts import teaser_of, title_of

NEW_FOR = timedelta(days=3)


@dataclass
class Card:
    listing: object
    facts: list

    @property
    def url(self):
        return self.listing.get_absolute_url()

    @property
    def title(self):
        return title_of(self.listing)

    @property
    def text(self):
        return teaser_of(self.listing)

    @property
    def poster(self):
        return self.listing.organisation.name if self.listing.organisation else ""

    @property
    def bank(self):
        return self.listing.municipality

    @property
    def village(self):
        return self.listing.village.name if self.listing.village else ""

    @property
    def languages(self):
        """The languages the ad is written in, by their names in the reader's."""
        return [settings.LANGUAGE_MARKS[code] for code in self.listing.ad_languages]

    @property
    def time_left(self):
        return say_days_left(self.listing.closes_at, self.bank.zone)

    @property
    def is_new(self):
        published = self.listing.first_published_at
        return bool(published) and published > timezone.now() - NEW_FOR

    @property
    def is_example(self):
        return self.listing.is_example
