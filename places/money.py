"""Money of both banks. True is what was entered; the other currency is only ever shown beside it,
never stored, exported or written into structured data."""

from datetime import timedelta
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from babel import Locale
from babel.numbers import format_currency, format_decimal
from django.utils import timezone
from django.utils.translation import get_language, gettext, pgettext_lazy

from .caching import remember
from .models import ExchangeRate, Municipality

EURO, KRONA = Municipality.Currency.EURO, Municipality.Currency.KRONA
KEPT_DAYS = 7  # an older rate says nothing about today
CENT = Decimal("0.01")

# What stands after the slash: 2 900 €/kk.
UNITS = {
    "hour": pgettext_lazy("after an amount", "hour"),
    "day": pgettext_lazy("after an amount", "day"),
    "week": pgettext_lazy("after an amount", "week"),
    "month": pgettext_lazy("after an amount", "month"),
    "year": pgettext_lazy("after an amount", "year"),
}


class Approximation(NamedTuple):
    amount: Decimal
    currency: str
    day: object


def latest_rate():
    """Kronor for one euro on the newest day there is, or None when that day is too long ago."""
    # In a tuple, so that "there is none" is remembered too.
    (rate,) = remember("exchange-rate", lambda: (ExchangeRate.objects.filter(currency=KRONA).first(),))
    if rate and rate.day >= timezone.localdate() - timedelta(days=KEPT_DAYS):
        return rate
    return None


def approximately(amount, currency):
    """The amount in the other bank's currency with the day of its rate; None where nobody can say."""
    if amount is None or currency not in (EURO, KRONA) or not (rate := latest_rate()):
        return None
    amount = Decimal(amount)
    if currency == EURO:
        return Approximation(rounded(amount * rate.rate), KRONA, rate.day)
    return Approximation(rounded(amount / rate.rate), EURO, rate.day)


def rounded(amount):
    """Three figures: more would pretend to know what the rate is on the day of the pay."""
    if not amount:
        return amount
    step = Decimal(1).scaleb(amount.adjusted() - 2)
    return amount.quantize(max(step, CENT)).quantize(CENT)


def say_money(amount, currency, *, cents=None):
    """1 290 €, 14 500 kr: decimals only where there are any (or where `cents` says so)."""
    if amount is None:
        return ""
    amount = Decimal(amount)
    locale = locale_of(get_language())
    pattern = money_pattern(locale, has_cents(amount) if cents is None else cents)
    return format_currency(amount, currency, pattern, locale, currency_digits=False).replace("SEK", "kr")


def say_number(amount, *, cents=False):
    return format_decimal(amount, "#,##0.00" if cents else "#,##0", locale_of(get_language()))


def say_range(low, high, currency, unit=""):
    """2 900–3 400 €/kk; with one end only, "from" or "at most"."""
    if low is None and high is None:
        return ""
    if low is not None and high is not None and low > high:
        low, high = high, low
    ends = [end for end in (low, high) if end is not None]
    cents = any(has_cents(Decimal(end)) for end in ends)
    text = say_money(ends[-1], currency, cents=cents)
    if len(ends) == 2 and low != high:
        last = say_number(high, cents=cents)
        text = text.replace(last, f"{say_number(low, cents=cents)}–{last}")
    if unit:
        text = f"{text}/{UNITS[unit]}"
    if high is None:
        return gettext("from %(amount)s") % {"amount": text}
    if low is None:
        return gettext("at most %(amount)s") % {"amount": text}
    return text


def say_range_elsewhere(low, high, currency, unit=""):
    """The same in the other currency and the day of the rate, or None."""
    ends = [approximately(end, currency) for end in (low, high)]
    known = next(filter(None, ends), None)
    if not known:
        return None
    low, high = (end and end.amount for end in ends)
    return say_range(low, high, known.currency, unit), known.day


def has_cents(amount):
    return amount != amount.to_integral_value()


@cache
def locale_of(language):
    return Locale.parse(language, sep="-")


@cache
def money_pattern(locale, cents):
    """The language's own pattern (symbol before or after), with or without decimals."""
    pattern = locale.currency_formats["standard"].pattern
    return pattern if cents else pattern.replace("0.00", "0")
