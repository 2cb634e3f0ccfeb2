"""The job board in every state its screens can show: ads with as much and as little as one can write, in
each state of their lives, with the people, organisations and alerts around them. Made from the fields that
the model declares, so that a new field is filled without being told."""

from datetime import time, timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.models import User
from jobs.desk_views import vacancy_desk
from jobs.models import Vacancy
from jobs.models.choices import WORK_LANGUAGES, LanguageNeed, PayTold
from listings import alerts, moderation
from listings.alert_tokens import token_for
from listings.fields import ChoiceListField
from listings.models import Alert, AlertFarewell, Invitation, Organisation
from listings.steps import in_each_language
from places.models import Village
from tests.factories import OrganisationFactory, UserFactory, VacancyFactory

from .showcase import LONG_ADDRESS, LONG_WORDS

LONG_EMAIL = "saavutettavuusvaatimukset@saavutettavuusvaatimukset.example.org"
# What a careful reader would remark on, in one ad.
DOUBTFUL = {
    "title_fi": "HUIPPUTYÖ HETI!!!",
    "title_sv": "TOPPJOBB NU!!!",
    "description_fi": "Etsimme nuorta miestä. Liitä valokuva. Aloituspaketti 50 euroa.",
    "pay_told": PayTold.BEFORE_INTERVIEW,
    "apply_by": timezone.localdate() + timedelta(days=1),
}


class Board:
    """`rows` by name; `address` says where a screen about one of them is."""

    def __init__(self):
        self.moderator = User.objects.get(email="moderator.kolari@example.org")
        self.people = {
            name: UserFactory(email=f"{name}@board.example.com", first_name=LONG_WORDS["fi"].split()[0])
            for name in ("boss", "colleague", "newcomer", "invited")
        }
        self.rows = {}
        self.make_organisations()
        self.make_vacancies()
        self.make_alerts()

    def remove(self):
        for vacancy in Vacancy.objects.filter(organisation__in=self.organisations()):
            vacancy.delete()
        Alert.objects.filter(email__endswith="@board.example.com").delete()
        AlertFarewell.objects.all().delete()
        Organisation.objects.filter(pk__in=self.organisations()).delete()
        User.objects.filter(email__endswith="@board.example.com").delete()

    def organisations(self):
        return [row.pk for row in self.rows.values() if isinstance(row, Organisation)]

    def address(self, screen, language):
        with override(language):
            args = [*self.key_of(screen), *screen.more]
            return reverse(screen.name, args=args) + screen.query

    def key_of(self, screen):
        row = self.rows.get(screen.row)
        if isinstance(row, Alert):
            return [token_for(screen.name, [row])]
        if isinstance(row, Organisation):
            return [row.public_id]
        if isinstance(row, Invitation):
            return [row.token]
        if row is None:
            return []
        return [row.pk, row.slug] if screen.name == "vacancy" else [row.pk]

    # --- Rows

    def make_organisations(self):
        boss, rows = self.people["boss"], self.rows
        words = {name: long_text(300) for name in in_each_language("description")}
        rows["firm"] = OrganisationFactory(
            member=boss, name=long_text(120), registration_number="2077474-0", website=LONG_ADDRESS, **words
        )
        rows["new firm"] = OrganisationFactory(member=boss, is_new=True)
        rows["refused firm"] = OrganisationFactory(member=boss, is_new=True, refused_at=timezone.now())
        for name in ("colleague", "third"):
            person = self.people.get(name) or UserFactory(email=f"{name}@board.example.com")
            rows["firm"].memberships.create(user=person, is_manager=name == "third")
        for name, days in (("invitation", 10), ("old invitation", -1)):
            rows[name] = Invitation.objects.create(
                organisation=rows["firm"],
                email=self.people["invited"].email if days > 0 else LONG_EMAIL,
                language="fi",
                invited_by=boss,
                expires_at=timezone.now() + timedelta(days=days),
            )

    def make_vacancies(self):
        full = full_of_words()
        self.vacancy("bare", live=True, apply_by=None, apply_email="a@example.org", apply_url="")
        self.vacancy("full", live=True, **full)
        one, other = ({"title_fi": "Kokki", "description_sv": ""}, {"title_fi": "", "description_fi": ""})
        self.vacancy("in Finnish", live=True, summary_sv="", **one)
        self.vacancy("in Swedish", live=True, title_sv="Kock", description_sv="Laga mat.", **other)
        self.vacancy(
            "empty", title_fi="", description_fi="", summary_sv="", apply_by=None, apply_url="", apply_in=[]
        )
        steps_done = [step.key for step in vacancy_desk.steps]
        self.vacancy("ready", steps_done=steps_done, **full)
        self.vacancy("doubtful", steps_done=steps_done, **DOUBTFUL)
        self.submitted("in review")
        self.asked("changes asked")
        self.submitted("refused")
        moderation.refuse(self.rows["refused"], reason=long_text(300), **self.check("refused"))
        self.vacancy("change begun", live=True)
        self.change("change begun")
        self.vacancy("change in review", live=True)
        self.change("change in review")
        moderation.submit(self.rows["change in review"], by=self.people["boss"])
        self.vacancy("change to correct", live=True)
        self.change("change to correct")
        self.asked("change to correct", is_made=True)
        self.vacancy("ended", live=True, **full)
        moderation.end(self.rows["ended"], by=self.people["boss"])
        self.vacancy("taken down", live=True)
        moderation.end(self.rows["taken down"], by=self.moderator, reason=long_text(200))

    def vacancy(self, name, **fields):
        common = {"organisation": self.rows["firm"], "posted_by": self.people["boss"]}
        self.rows[name] = VacancyFactory(**common | fields)

    def check(self, name):
        row = Vacancy.objects.get(pk=self.rows[name].pk)
        return {"by": self.moderator, "revision": row.latest_revision_id}

    def submitted(self, name):
        self.vacancy(name)
        moderation.submit(self.rows[name], by=self.people["boss"])

    def asked(self, name, is_made=False):
        if is_made:
            moderation.submit(self.rows[name], by=self.people["boss"])
        else:
            self.submitted(name)
        moderation.ask_changes(self.rows[name], reason=long_text(300), **self.check(name))

    def change(self, name):
        draft = Vacancy.objects.get(pk=self.rows[name].pk).draft()
        draft.title_fi = "Uusi otsikko"
        moderation.save_draft(draft, by=self.people["boss"])

    def make_alerts(self):
        now = timezone.now()
        states = {
            "unconfirmed": {},
            "alert": {"confirmed_at": now},
            "paused": {"confirmed_at": now, "paused_at": now},
            "ended alert": {"confirmed_at": now},
        }
        for name, fields in states.items():
            criteria = {
                "q": f"{LONG_WORDS['fi'].split()[0]} {name}",
                "can_apply": ["fi"],
                "place": ["pajala"],
            }
            self.rows[name] = Alert.objects.create(
                kind="vacancy", email="seeker@board.example.com", language="fi", criteria=criteria,
                high_water=now, expires_at=now + timedelta(days=90), **fields,
            )  # fmt: skip
        alerts.end([self.rows["ended alert"].public_id])


def long_text(length):
    return (" ".join(LONG_WORDS.values()) * 40)[:length].strip()


def full_of_words():
    """A value for every field its poster can write."""
    left_out = moderation.WAGTAILS | Vacancy.base_fields()
    fields = [field for field in Vacancy._meta.concrete_fields if field.editable and not field.is_relation]
    values = {field.name: value_of(field) for field in fields if field.name not in left_out}
    for name, maximum in (("title", 120), ("summary", 300)):
        for code, _name in settings.LANGUAGES:
            values[f"{name}_{code}"] = long_text(maximum)
    return {name: value for name, value in values.items() if value is not None} | {
        "work_languages": dict.fromkeys(WORK_LANGUAGES, LanguageNeed.FLUENT.value),
        "positions": 500,
        "village": Village.objects.filter(municipality__key="kolari").first(),
        "apply_by": timezone.localdate() + timedelta(days=5),
        "apply_by_time": time(15, 30),
        "pay_told": PayTold.IN_AD,
        "extent_min": 40,
        "extent_max": 80,
        "currency": "EUR",
    }


def value_of(field):
    if isinstance(field, ChoiceListField):
        return [value for value, _label in getattr(field.options, "choices", field.options)]
    if field.choices:
        return field.flatchoices[-1][0]
    if isinstance(field, models.BooleanField):
        return True
    if isinstance(field, models.DateField):
        return timezone.localdate() + timedelta(days=40)
    if isinstance(field, models.DecimalField):
        return 12345678
    if isinstance(field, models.URLField):
        return LONG_ADDRESS[: field.max_length]
    if isinstance(field, models.EmailField):
        return LONG_EMAIL
    if isinstance(field, models.CharField):
        return long_text(min(field.max_length, 150))
    if isinstance(field, models.TextField):
        return f"{long_text(400)}\n\n- {long_text(150)}\n- {LONG_ADDRESS}"
    return None
