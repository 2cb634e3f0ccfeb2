"""Every component and every block in each language and both schemes, for the people who work on the site."""

import re
import tomllib
from datetime import timedelta
from pathlib import Path

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache

from images.models import CustomImage
from places.clocks import say_days_left
from places.models import Municipality

from .blocks import AccessibilityIssueBlock, BodyBlock, GuideStepBlock
from .models import EventPage, HomePage, NewsPage
from .valley_map import valley_map

WORDS = tomllib.loads((Path(__file__).parent / "gallery.toml").read_text(encoding="utf-8"))
SCHEMES = ("light", "dark")
# What points at an id, so that each copy of a component keeps its own.
ID = re.compile(r'\b(id|for|href|popovertarget|aria-labelledby|aria-describedby)="(#?)([\w-]+)"')


class SampleForm(forms.Form):
    name = forms.CharField(help_text="–")
    message = forms.CharField(widget=forms.Textarea)
    bank = forms.ChoiceField(choices=[("1", "Kolari"), ("2", "Pajala")], widget=forms.RadioSelect)
    agree = forms.BooleanField()
    email = forms.EmailField(required=False)


@never_cache
@login_required
@permission_required("wagtailadmin.access_admin", raise_exception=True)
def design(request):
    names = sorted(samples(request, settings.LANGUAGE_CODE))
    drawn = {code: drawings(request, code) for code, _name in settings.LANGUAGES}
    copies = [(code, scheme) for code in drawn for scheme in SCHEMES]
    entries = [
        (name, [(code, scheme, own_ids(drawn[code][name], f"{code}-{scheme}")) for code, scheme in copies])
        for name in names
    ]
    return render(request, "design.html", {"entries": entries})


def own_ids(html, suffix):
    def rename(found):
        name, mark, value = found.groups()
        return f'{name}="{mark}{value}-{suffix}"' if mark or name != "href" else found[0]

    return SafeString(ID.sub(rename, html))


def drawings(request, language):
    """{template: HTML} in one language."""
    with translation.override(language):
        return {
            name: render_to_string(f"{name}.html", context, request)
            for name, context in samples(request, language).items()
        }


def samples(request, language):
    words = WORDS.get(language, WORDS[settings.LANGUAGE_CODE])
    home = HomePage.objects.filter(locale__language_code=language).first()
    return component_samples(words, home) | block_samples(words, home)


def component_samples(words, home):
    bank = Municipality.objects.first()
    section = home.get_children().live().first()
    page = section.specific if section else home
    pages = Paginator(range(30), 10).page(2)
    form = SampleForm({"name": ""})
    event = EventPage(title=words["title"], place=words["place"], municipality=bank, start=timezone.now())
    event.end = event.start + timedelta(hours=2)
    news = NewsPage(title=words["title"], summary=words["text"], is_example=True)
    facts = [{"label": words["place"], "value": words["number"], "note": words["person"]}] * 3
    issue = AccessibilityIssueBlock().to_python(
        {
            "what": words["text"],
            "criterion": "WCAG 2.2: 1.3.1",
            "reason": "burden",
            "alternative": words["text"],
        }
    )
    step = GuideStepBlock().to_python(guide_step(words))
    card = {"url": "#main", "title": words["title"], "text": words["text"]}
    return {
        "components/accessibility_issue": {"issue": issue},
        "components/bank": {"bank": bank, "illustration": "fells", "url": "#main"},
        "components/bank_table": {},
        "components/border_advice": {},
        "components/breadcrumbs": {"page": page},
        "components/card": card
        | {"illustration": "house", "meta": words["person"], "tag": words["label"], "level": 3},
        "components/contact_card": {"bank": bank, "title": words["title"], "text": words["text"]},
        "components/error_summary": {"form": form},
        "components/event_card": {"event": event, "url": "#main"},
        "components/event_facts": {"event": event},
        "components/fact_list": {"facts": facts},
        "components/form": {"form": form},
        "components/front_search": {
            "search": {"total": 12, "places": [{"bank": bank, "count": 12, "villages": []}]},
            "homes": card,
        },
        "components/head_meta": {
            "title": words["title"],
            "description": words["text"],
            "address": "#main",
            "illustration": "cafe",
        },
        "components/illustration": {"name": "cafe"},
        "components/listing_card": {"card": listing_card(words, bank)},
        "components/news_card": {"item": news, "url": "#main"},
        "components/notice": {"title": words["title"], "text": words["text"]},
        "components/official_links": {"links": step["links"]},
        "components/page_head": {"page": page, "label": words["person"]},
        "components/pagination": {"items": pages},
        "components/review_line": {"state": "due", "reviewed_on": timezone.localdate()},
        "components/river_line": {},
        "components/river_map": {"map": valley_map()},
        "components/search_form": {"url": "#main"},
        "components/section_links": {
            "pages": [card | {"pk": 1}, card | {"pk": 2}],
            "current": 2,
            "label": words["title"],
        },
        "components/stream": {"stream": BodyBlock().to_python(body_values(words)[:3])},
        "components/unchecked_facts": {"shown": True},
    }


def listing_card(words, bank):
    """Looks like a card of listings.cards, which needs an ad."""
    return {
        "url": "#main",
        "title": words["title"],
        "poster": words["person"],
        "village": words["place"],
        "bank": bank,
        "facts": [words["number"], words["label"], words["place"]],
        "time_left": say_days_left(timezone.now() + timedelta(days=3), bank.zone),
        "languages": [words["label"]],
        "is_new": True,
        "is_example": True,
    }


def block_samples(words, home):
    """One of each block of a page's body, and a guide's step."""
    body = {
        f"blocks/{block.block_type}": block.block.get_context(block.value, {"page": home})
        for block in BodyBlock().to_python(body_values(words))
    }
    step = GuideStepBlock()
    return body | {"blocks/guide_step": step.get_context(step.to_python(guide_step(words)))}


def guide_step(words):
    link = {"title": words["person"], "url": "https://www.norden.org/", "country": "Nordic"}
    return {"title": words["long_title"], "text": words["html"], "links": [link]}


def body_values(words):
    item = {"title": words["title"], "text": words["html"]}
    link = {"title": words["title"], "text": words["text"], "url": "https://www.example.org/"}
    fact = {"label": words["place"], "value": words["number"], "note": words["person"]}
    latest = {"title": words["title"], "count": 3}
    column = {"type": "text", "heading": words["place"]}
    values = {
        "heading": {"text": words["long_title"], "level": "h2"},
        "rich_text": words["html"],
        "quote": {"text": words["text"], "source": words["person"]},
        "facts": {"title": words["title"], "items": [fact] * 3},
        "steps": {"title": words["title"], "items": [item] * 3},
        "link_cards": {"title": words["title"], "items": [link] * 3},
        "contact": {
            "title": words["title"],
            "municipality": Municipality.objects.first().pk,
            "text": words["text"],
        },
        "accordion": {"items": [item] * 2},
        "table": {
            "caption": words["title"],
            "table": {"columns": [column] * 2, "rows": [{"values": [words["place"], words["number"]]}] * 2},
        },
        "video_link": {
            "title": words["title"],
            "url": "https://www.example.org/",
            "minutes": 4,
            "language": "fit",
        },
        "call_to_action": link | {"label": words["label"]},
        "latest_news": latest,
        "latest_events": latest,
        "latest_jobs": latest,
    }
    # Pictures need a file: the first that an editor or the seed has put in.
    if image := CustomImage.objects.order_by("pk").first():
        picture = {
            "image": {"image": image.pk, "decorative": False, "alt_text": words["title"]},
            "caption": words["text"],
        }
        values |= {"picture": picture, "picture_pair": {"left": picture, "right": picture}}
    return [{"type": name, "value": value} for name, value in values.items()]
