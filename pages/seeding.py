"""Builds the page trees from pages/seed/*.toml: one file a page, both languages in it.

A page that exists is left alone, so seeding twice changes nothing and editors' work is safe.
"""

import datetime
import re
import tomllib
import uuid
from functools import cached_property
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import escape
from wagtail.images import get_image_model
from wagtail.models import Collection, Locale, Page, Site

from places.models import Municipality

from . import models

SEED = Path(__file__).parent / "seed"
PAGE_LINK = re.compile(r'<a href="page:([a-z0-9/-]+)(\?[^"]*)?">')
# What texts link to as if it were a page, but is no page of the tree: jobs?place=kolari.
VIEWS = {"jobs": "vacancies", "post-a-job": "post_vacancy"}
# A guide's facts are looked over twice a year, other pages once (docs/editors-guide.md).
REVIEW_MONTHS = {"GuidePage": 6}
OWN_WORDS = "hero_title", "hero_text", "banks_title", "jobs_title", "map_title", "map_text", "about", "place"
SUPERVISORS = {
    "fi": {
        "supervisor_name": "Traficom",
        "supervisor_url": "https://www.saavutettavuusvaatimukset.fi",
        "supervisor_email": "saavutettavuus@traficom.fi",
    },
    "sv": {"supervisor_name": "Digg", "supervisor_url": "https://www.digg.se/tdosanmalan"},
}


def read_sources(*, demo):
    """Every page's source by key, parents before children."""
    sources = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(SEED.glob("*.toml"))]
    sources = [source for source in sources if demo or not source.get("demo")]
    sources.sort(key=lambda source: source["position"])
    by_key = {source["key"]: source for source in sources}

    def depth(source):
        return 1 + depth(by_key[source["parent"]]) if "parent" in source else 0

    return {source["key"]: source for source in sorted(sources, key=depth)}


class TreeBuilder:
    """Makes one language's tree. Two passes: pages first, texts second, since texts link to pages."""

    def __init__(self, sources, locale):
        self.sources = sources
        self.locale = locale
        self.language = locale.language_code
        self.pages = {}
        self.made = []

    def build(self):
        for key, source in self.sources.items():
            if self.language in source:
                self.pages[key] = self.find(source) or self.create(source)
        for key in self.made:
            self.fill(self.pages[key], self.sources[key])

    def parent_of(self, source):
        return self.pages[source["parent"]] if "parent" in source else Page.get_first_root_node()

    def find(self, source):
        parent = self.parent_of(source)
        found = parent.get_children().filter(slug=source[self.language]["slug"]).first()
        return found and found.specific

    def create(self, source):
        words = source[self.language]
        page = getattr(models, source["type"])(
            title=words["title"],
            slug=words["slug"],
            summary=words["summary"],
            locale=self.locale,
            translation_key=self.translation_keys[source["key"]],
            show_in_menus=source.get("in_menu", False),
            illustration=source.get("illustration", "river"),
            facts_unchecked=source.get("facts_unchecked", False),
            review_by=self.review_by(source),
            **self.own_fields(source, words),
        )
        self.parent_of(source).add_child(instance=page)
        self.made.append(source["key"])
        return page

    @cached_property
    def translation_keys(self):
        """The key a page shares with its other languages, made from the source's key so that both
        trees agree whichever is built first."""
        return {key: uuid.uuid5(uuid.NAMESPACE_URL, f"tornedalen:{key}") for key in self.sources}

    def review_by(self, source):
        months = REVIEW_MONTHS.get(source["type"], 12)
        if source.get("demo") or source["type"].endswith("IndexPage"):
            return None
        return timezone.localdate() + datetime.timedelta(days=30 * months)

    def own_fields(self, source, words):
        """Fields that only this type of page has and that need no other page."""
        fields = {name: words[name] for name in OWN_WORDS if name in words}
        fields |= {
            name: words[f"{name}_html"] for name in ("intro", "thanks", "outro") if f"{name}_html" in words
        }
        if "method_html" in words:
            fields["method_text"] = words["method_html"]
        if "issues" in words:
            fields["issues"] = [
                {"type": "issue", "value": {"grounds": "", "alternative": "", **issue}}
                for issue in words["issues"]
            ]
        for name in ("numbered", "law", "status", "method", "organiser_url"):
            if name in source:
                fields[name] = source[name]
        for name in ("assessed_on", "updated_on", "version_on"):
            if name in source:
                fields[name] = datetime.date.fromisoformat(str(source[name]))
        if "example" in source:
            fields["is_example"] = source["example"]
        if "municipality" in source:
            fields["municipality"] = Municipality.objects.get(key=source["municipality"])
        if "days_ago" in source:
            fields["date"] = timezone.localdate() - datetime.timedelta(days=source["days_ago"])
        if "next" in source:
            fields |= event_times(source, fields["municipality"].zone)
        return fields | (SUPERVISORS[source["law"]] if "law" in source else {})

    def fill(self, page, source):
        words = source[self.language]
        for name in ("intro", "thanks", "outro", "method_text"):
            if hasattr(page, name):
                setattr(page, name, self.linked(getattr(page, name)))
        if "body" in words:
            page.body = [self.block(block) for block in words["body"]]
        if "steps" in words:
            page.steps = [
                {
                    "type": "step",
                    "value": {
                        "title": step["title"],
                        "text": self.linked(step["html"]),
                        "links": step.get("links", []),
                        "reviewed_on": None,
                        "review_by": None,
                        "reviewed_by": "",
                    },
                }
                for step in words["steps"]
            ]
        page.save_revision().publish()

    def linked(self, html):
        return PAGE_LINK.sub(self.opening_tag, html)

    def opening_tag(self, match):
        if address := self.view_address(match[1] + (match[2] or "")):
            return f'<a href="{escape(address)}">'
        return f'<a linktype="page" id="{self.pages[match[1]].pk}">'

    def view_address(self, key):
        """In the language of this tree; empty for what is a page."""
        name, mark, query = key.partition("?")
        if name not in VIEWS:
            return ""
        with translation.override(self.language):
            return reverse(VIEWS[name]) + mark + query

    def block(self, source):
        kind = source["block"]
        value = {name: item for name, item in source.items() if name != "block"}
        build = getattr(self, f"build_{kind}", None)
        return {"type": kind, "value": build(value) if build else value}

    def build_rich_text(self, value):
        return self.linked(value["html"])

    def build_quote(self, value):
        return {"text": value["text"], "source": value["source"], "language": value.get("lang", "")}

    def link(self, value):
        page = value.get("page", "")
        if address := self.view_address(page):
            return {**value, "page": None, "url": address}
        return {**value, "page": self.pages[page].pk if page else None, "url": value.get("url", "")}

    def build_call_to_action(self, value):
        return self.link(value)

    def build_link_cards(self, value):
        return {**value, "items": [self.link(item) for item in value["items"]]}

    def steps(self, value):
        return [{"title": item["title"], "text": self.linked(item["html"])} for item in value["items"]]

    def build_steps(self, value):
        return {**value, "items": self.steps(value)}

    def build_accordion(self, value):
        return {"items": self.steps(value)}

    def build_contact(self, value):
        return {**value, "municipality": Municipality.objects.get(key=value["municipality"]).pk}

    def build_latest_jobs(self, value):
        bank = value.get("municipality")
        return {**value, "municipality": bank and Municipality.objects.get(key=bank).pk}

    def build_table(self, value):
        columns = [{"type": "text", "heading": heading} for heading in value["columns"]]
        rows = [{"values": row} for row in value["rows"]]
        return {"caption": value["caption"], "table": {"columns": columns, "rows": rows, "caption": ""}}

    def picture(self, name, alt, caption):
        image = demo_image(name)
        return {
            "image": {"image": image.pk, "alt_text": alt, "decorative": False},
            "caption": caption,
        }

    def build_picture(self, value):
        return self.picture(value["image"], value["alt"], value["caption"])

    def build_picture_pair(self, value):
        return {
            side: self.picture(value[f"{side}_image"], value[f"{side}_alt"], value[f"{side}_caption"])
            for side in ("left", "right")
        }


def event_times(source, zone):
    """The next time the month and day come round, at the hour of the event's own bank."""
    month, day = map(int, source["next"].split("-"))
    hour, minute = map(int, source["time"].split(":"))
    today = timezone.localdate(timezone=zone)
    year = today.year if (today.month, today.day) < (month, day) else today.year + 1
    start = datetime.datetime(year, month, day, hour, minute, tzinfo=zone)
    length = datetime.timedelta(days=source.get("days", 1) - 1, hours=source.get("hours", 0))
    return {"start": start, "end": start + length if length else None}


def demo_image(name):
    """The illustration of that name as a picture in the library, made once."""
    title = f"Tornedalen: {name}"
    image = get_image_model().objects.filter(title=title).first()
    if image:
        return image
    collection, _ = shared_collection()
    return get_image_model().objects.create(
        title=title,
        file=ContentFile((SEED / "images" / f"{name}.jpg").read_bytes(), f"{name}.jpg"),
        collection=collection,
        without_meaning=True,
        photographer="Tornedalen",
        people_consent=True,
    )


def shared_collection():
    root = Collection.get_first_root_node()
    found = root.get_children().filter(name="Shared").first()
    return (found, False) if found else (root.add_child(name="Shared"), True)


def seed_sentences(source):
    """One sentence about life on each bank stands in the front page's source."""
    for municipality in Municipality.objects.all():
        for code, _name in settings.LANGUAGES:
            sentence = source.get(f"{municipality.key}_sentence_{code}")
            if sentence and not getattr(municipality, f"sentence_{code}"):
                setattr(municipality, f"sentence_{code}", sentence)
        municipality.save()


@transaction.atomic
def seed_pages(*, demo):
    """Returns how many pages were made."""
    sources = read_sources(demo=demo)
    seed_sentences(sources["home"])
    made = []
    for code, _name in settings.LANGUAGES:
        builder = TreeBuilder(sources, Locale.objects.get_or_create(language_code=code)[0])
        builder.build()
        made += [builder.pages[key].pk for key in builder.made]
    # All languages in one moment: no page is older than the one it was translated from.
    Page.objects.filter(pk__in=made).update(last_published_at=timezone.now())
    point_site_home()
    return len(made)


def point_site_home():
    """Wagtail serves the default language's front page as the site's root and finds the others from
    it; the welcome page of a new Wagtail goes."""
    home = models.HomePage.objects.get(locale__language_code=settings.LANGUAGE_CODE)
    host, _, port = settings.SITE_URL.partition("://")[2].partition(":")
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "root_page": home,
            "hostname": host,
            "port": int(port or (443 if settings.SITE_URL.startswith("https") else 80)),
            "site_name": settings.WAGTAIL_SITE_NAME,
        },
    )
    Page.objects.filter(depth=2, slug="home").exclude(pk=home.pk).delete()
