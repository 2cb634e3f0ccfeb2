from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext

from ..money import say_money, say_range, say_range_elsewhere

register = template.Library()


@register.filter
def money(amount, currency):
    """{{ 1290|money:"EUR" }}: 1 290 €"""
    return say_money(amount, currency)


@register.simple_tag
def pay_range(low, high, currency, unit=""):
    """{% pay_range 2900 3400 "EUR" "month" %}: 2 900–3 400 €/kk"""
    return say_range(low, high, currency, unit)


@register.simple_tag
def other_currency(low, high, currency, unit="", *, brief=False):
    """In the other bank's currency, with the day of the rate unless `brief`; nothing where no rate is known.

    {% other_currency 2900 3400 "EUR" "month" %}: (≈ 32 500–38 100 kr/kk, EKP:n kurssi 20.11.2026)"""
    known = say_range_elsewhere(low, high, currency, unit)
    if not known:
        return ""
    text, day = known
    if brief:
        return format_html('<span class="soft">≈ {}</span>', text)
    source = gettext("ECB rate of %(day)s") % {"day": date_format(day, "DATE_FORMAT")}
    return format_html('<span class="soft">(≈ {}, {})</span>', text, source)
