"""Vacancies and employers made up to show the site with: data/demo. Marked as examples wherever they stand.

Days are counted from the day of seeding, so that the list always has new ads and ones about to end. What
exists is left alone. Nobody gets a letter: the verbs of listings.moderation write to people, so what they
would leave behind is made here by hand.
"""

import datetime
import tomllib
import uuid
from decimal import Decimal
from functools import cached_property

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from wagtail.log_actions import log
from wagtail.models import Revision

from accounts.demo import DOMAIN
from accounts.models import User
from listings.models import Membership, Organisation
from places.models import Municipality, Village

from .models import Occupation, Vacancy
from .seeding import DATA, in_languages

DEMO = DATA / "demo"
DAY = datetime.timedelta(days=1)
# The pages of the form that an employer has been through: what is missing all the same, the pages say.
STEPS = ["what", "where", "terms", "languages", "text", "apply"]
# Told in days from the seeding, or of somebody else than the vacancy: not its fields.
NOT_FIELDS = {
    "key", "employer", "village", "occupation", "posted_by", "state", "reason", "published", "submitted",
    "ended", "closes_in", "time", "answer_in", "starts", "starts_in", "ends", "ends_in",
}  # fmt: skip


def named(key):
    """The number a row keeps however often it is seeded."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"tornedalen:demo:{key}")


def read_employers():
    return tomllib.loads((DEMO / "employers.toml").read_text(encoding="utf-8"))


def read_vacancies():
    return [
        source
        for path in sorted(DEMO.glob("*.toml"))
        for source in tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal).get(
            "vacancies", ()
        )
    ]


@transaction.atomic
def seed_vacancies():
    """Returns how many vacancies were made."""
    with translation.override(settings.LANGUAGE_CODE):
        employers = {key: seed_employer(key, source) for key, source in read_employers().items()}
        board = Board(employers)
        known = set(Vacancy.objects.values_list("creation_key", flat=True))
        sources = [source for source in read_vacancies() if named(source["key"]) not in known]
        for source in sources:
            board.put_up(source)
    return len(sources)


def seed_employer(key, source):
    municipality = Municipality.objects.get(key=source["municipality"])
    organisation, _made = Organisation.objects.get_or_create(
        public_id=named(key),
        defaults={
            "name": source["name"],
            "kind": source.get("kind", "company"),
            "country": municipality.country,
            "registration_number": source["number"],
            "municipality": municipality,
            "verified_at": timezone.now() - 60 * DAY if source.get("checked", True) else None,
            "is_example": True,
            **in_languages("description", source),
        },
    )
    for person in people(source.get("people", ())).values():
        Membership.objects.get_or_create(
            organisation=organisation, user=person, defaults={"is_manager": True}
        )
    return organisation


def people(names):
    """{name: user} of the demo people there are; a site for measuring has none."""
    found = User.objects.filter(email__in=[f"{name}@{DOMAIN}" for name in names])
    return {person.email.partition("@")[0]: person for person in found}


class Board:
    """Where the vacancies go, and what they point at."""

    def __init__(self, employers):
        self.employers = employers
        self.now = timezone.now()

    @cached_property
    def villages(self):
        return {(v.municipality_id, v.slug): v for v in Village.objects.all()}

    @cached_property
    def occupations(self):
        return {occupation.slug: occupation for occupation in Occupation.objects.all()}

    @cached_property
    def people(self):
        names = {source["posted_by"] for source in read_vacancies() if "posted_by" in source}
        return people(names) | people(f"moderator.{key}" for key in ("kolari", "pajala"))

    def put_up(self, source):
        vacancy = self.write(source)
        if vacancy.first_published_at:
            self.publish(vacancy, source)
            return
        vacancy.save()
        vacancy.save_revision(user=vacancy.posted_by, clean=False)
        if source["state"] != "draft":
            self.submit(vacancy, source)

    def write(self, source):
        organisation = self.employers[source["employer"]]
        fields = {name: value for name, value in source.items() if not isinstance(value, dict)}
        fields["work_languages"] = source.get("work_languages", {})
        vacancy = Vacancy(
            creation_key=named(source["key"]),
            organisation=organisation,
            municipality=organisation.municipality,
            village=self.villages[organisation.municipality_id, source["village"]],
            occupation=self.occupations[source["occupation"]],
            posted_by=self.people.get(source.get("posted_by")),
            is_example=True,
            live=False,
            steps_done=STEPS,
            **{name: value for name, value in fields.items() if name not in NOT_FIELDS},
            **self.days(source, organisation.municipality),
        )
        for code, _name in settings.LANGUAGES:
            for name, text in source.get(code, {}).items():
                setattr(vacancy, f"{name}_{code}", text.strip())
        return vacancy

    def days(self, source, municipality):
        today = self.now.astimezone(municipality.zone).date()
        apply_by = after(today, source.get("closes_in"))
        starts_on = next_time(apply_by or today, source.get("starts")) or after(
            today, source.get("starts_in")
        )
        return {
            "apply_by": apply_by,
            "apply_by_time": datetime.time.fromisoformat(source["time"]) if "time" in source else None,
            "answer_by": after(today, source.get("answer_in")),
            "starts_on": starts_on,
            "ends_on": next_time(starts_on or today, source.get("ends"))
            or after(today, source.get("ends_in")),
            "first_published_at": self.ago(source.get("published")),
            "submitted_at": self.ago(source.get("submitted", source.get("published"))),
        }

    def ago(self, days):
        if days is None:
            return None
        return self.now - days * DAY - datetime.timedelta(minutes=15)

    def publish(self, vacancy, source):
        """As if long ago, and written once: Wagtail's own publishing saves a row three times."""
        if "ended" in source:
            vacancy.ended_at = self.ago(source["ended"])
        vacancy.live = not vacancy.ended_at
        vacancy.last_published_at = vacancy.first_published_at
        vacancy.save()
        revision = Revision.objects.create(
            content_object=vacancy,
            base_content_type=vacancy.get_base_content_type(),
            user=vacancy.posted_by,
            created_at=vacancy.first_published_at,
            content=vacancy.serializable_data(),
            object_str=str(vacancy),
        )
        Vacancy.objects.filter(pk=vacancy.pk).update(
            latest_revision=revision, live_revision=revision if vacancy.live else None
        )
        if vacancy.ended_at:
            log(instance=vacancy, action="listings.end", user=vacancy.posted_by, timestamp=vacancy.ended_at)

    def submit(self, vacancy, source):
        poster = vacancy.posted_by
        review = vacancy.get_workflow().start(vacancy, poster)
        log(instance=vacancy, action="listings.submit", user=poster, timestamp=vacancy.submitted_at)
        if source["state"] == "changes_asked":
            moderator = self.people.get(f"moderator.{vacancy.municipality.key}")
            review.current_task_state.reject(user=moderator, comment=source["reason"])
            reason = {"reason": source["reason"]}
            log(instance=vacancy, action="listings.ask_changes", user=moderator, data=reason)


def after(today, days):
    return None if days is None else today + days * DAY


def next_time(today, month_and_day):
    """The next such day after the given one: "11-15"."""
    if month_and_day is None:
        return None
    month, day = map(int, month_and_day.split("-"))
    this_year = today.replace(month=month, day=day)
    return this_year if this_year > today else this_year.replace(year=today.year + 1)
