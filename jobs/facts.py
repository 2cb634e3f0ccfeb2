"""What a vacancy's tables of facts say: in short at the top, in full below."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from listings.cards import Card
from listings.facts import (
    FactGroup,
    chosen,
    day,
    deadline,
    display,
    fact,
    given,
    money,
    place,
    published,
    rows,
    told,
)
from listings.links import host_of
from listings.texts import text_of

from .models.choices import WORK_LANGUAGES, LanguageNeed, PayTold, Remote, Start


def about(vacancy):
    """All that the page of one vacancy shows of it; previews show the same."""
    return {
        "key_facts": key_facts(vacancy),
        "fact_groups": fact_groups(vacancy),
        "text_parts": text_parts(vacancy),
        "way": way_to_apply(vacancy),
        "poster_title": _("About the employer"),
        "way_template": "jobs/way_to_apply.html",
    }


def cards(vacancies):
    return [Card(vacancy, card_facts(vacancy)) for vacancy in vacancies]


def text_parts(vacancy):
    """The longer texts under a heading of their own: [(heading, text)]."""
    parts = [
        (_("What is required"), text_of(vacancy, "requirements")),
        (_("What is an advantage"), text_of(vacancy, "merits")),
        (_("How the recruitment goes"), text_of(vacancy, "process")),
    ]
    return [part for part in parts if part[1]]


def way_to_apply(vacancy):
    """The link's host is shown before anybody follows it."""
    return {
        "url": vacancy.apply_url,
        "host": host_of(vacancy.apply_url),
        "email": vacancy.apply_email,
        "text": text_of(vacancy, "apply_text"),
        "reference": vacancy.reference,
        "link_url": vacancy.link_url,
        "link_host": host_of(vacancy.link_url),
    }


def key_facts(vacancy):
    """Three or four at the top of the page."""
    return rows(
        fact(_("Form of employment"), employment(vacancy)),
        pay(vacancy),
        start(vacancy),
        deadline(vacancy, _("Apply by")) or fact(_("Apply by"), _("open until filled")),
    )


def card_facts(vacancy):
    """Two or three words on a card."""
    form = vacancy.get_employment_form_display()
    extent = vacancy.get_extent_display() if vacancy.extent != "full" else ""
    amount = pay(vacancy)
    amount = amount.value if amount and vacancy.has_pay else ""
    return [str(words) for words in (form, extent, amount, positions(vacancy)) if words]


def fact_groups(vacancy):
    groups = [
        FactGroup(_("The work"), work(vacancy)),
        FactGroup(_("Pay and benefits"), benefits(vacancy)),
        FactGroup(_("What you need"), demands(vacancy)),
        FactGroup(_("Applying"), applying(vacancy)),
    ]
    return [group for group in groups if group.facts]


def work(vacancy):
    return rows(
        fact(_("Occupation"), vacancy.occupation and vacancy.occupation.name),
        fact(_("Place"), place(vacancy)),
        given(vacancy, "workplace_name"),
        fact(_("Number of positions"), vacancy.positions),
        fact(_("Form of employment"), display(vacancy, "employment_form"), vacancy.fixed_term_reason),
        told(vacancy, "duration"),
        day(_("Employment ends"), vacancy.ends_on),
        start(vacancy),
        given(vacancy, "trial_period"),
        fact(_("Full-time or part-time"), extent(vacancy)),
        given(vacancy, "hours_per_week"),
        chosen(vacancy, "hours"),
        fact(_("Travel"), vacancy.travel and _("the work includes travel")),
        remote(vacancy),
    )


def benefits(vacancy):
    offers = ("offers_home", "offers_moving_help", "offers_partner_help", "offers_visit")
    named = [str(vacancy._meta.get_field(name).verbose_name) for name in offers if getattr(vacancy, name)]
    return rows(
        pay(vacancy),
        told(vacancy, "pay_text"),
        given(vacancy, "collective_agreement"),
        fact(_("Comes with the job"), ", ".join(named)),
        told(vacancy, "benefits"),
    )


def demands(vacancy):
    languages = [
        f"{settings.LANGUAGE_MARKS[code]} ({LanguageNeed(need).label})"
        for code in WORK_LANGUAGES
        if (need := vacancy.work_languages.get(code)) in LanguageNeed.values
    ]
    note = _("The language can be learned on the job.") if vacancy.learn_on_the_job else ""
    return rows(
        fact(_("Languages at work"), ", ".join(languages), note),
        chosen(vacancy, "education"),
        fact(_("Experience"), vacancy.no_experience_needed and _("no experience needed")),
        chosen(vacancy, "driving_licence", (vacancy.own_car and _("You need your own car.")) or ""),
        None if vacancy.driving_licence else fact(_("Own car"), vacancy.own_car and _("needed")),
        given(vacancy, "permits"),
        fact(_("Licensed profession"), vacancy.licence_needed and _("You need the right to practise it.")),
        fact(_("Criminal record"), vacancy.criminal_record and _("An extract is asked for.")),
    )


def applying(vacancy):
    return rows(
        deadline(vacancy, _("Apply by")) or fact(_("Apply by"), _("open until filled")),
        chosen(vacancy, "apply_in"),
        day(_("Applicants are answered by"), vacancy.answer_by),
        fact(_("Anonymous recruitment"), vacancy.anonymous and _("Leave your name and age out at first.")),
        given(vacancy, "reference"),
        published(vacancy),
    )


def positions(vacancy):
    number = vacancy.positions
    words = ngettext("%(number)s position", "%(number)s positions", number) % {"number": number}
    return words if number > 1 else ""


def employment(vacancy):
    return ", ".join([str(vacancy.get_employment_form_display()), extent(vacancy)])


def extent(vacancy):
    """Full-time or part-time, and per cent where they were told."""
    words = str(vacancy.get_extent_display())
    ends = [end for end in (vacancy.extent_min, vacancy.extent_max) if end]
    if not ends:
        return words
    share = "–".join(map(str, sorted(set(ends))))
    return pgettext("extent of a job", "%(words)s, %(share)s%%") % {"words": words, "share": share}


def start(vacancy):
    if vacancy.start == Start.ON_DATE and vacancy.starts_on:
        return day(_("Starts"), vacancy.starts_on)
    return fact(_("Starts"), display(vacancy, "start"))


def remote(vacancy):
    if vacancy.remote == Remote.NONE:
        return None
    countries = ", ".join(
        map(str, vacancy._meta.get_field("remote_countries").labels(vacancy.remote_countries))
    )
    return chosen(
        vacancy, "remote", _("Countries: %(countries)s") % {"countries": countries} if countries else ""
    )


def pay(vacancy):
    if vacancy.has_pay:
        basis = "" if vacancy.pay_basis == "fixed" else str(vacancy.get_pay_basis_display())
        return money(_("Pay"), vacancy.pay_min, vacancy.pay_max, vacancy.currency, vacancy.pay_unit, basis)
    if vacancy.pay_told == PayTold.BEFORE_INTERVIEW:
        return fact(_("Pay"), _("told before the interview"))
    return None
