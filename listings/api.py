"""The open read API: what is in public on the site, as JSON, without the contacts in it. Each kind of
listing adds its router in tornedalen.urls; the page about it is drawn from its own OpenAPI document."""

import json

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_noop, override
from django.views.decorators.http import require_safe
from ninja import Field, NinjaAPI, Schema
from ninja.errors import HttpError
from ninja.responses import NinjaJSONEncoder

from places.caching import let_keep

from .models.listing import languages
from .texts import text_of, title_of, without_controls
from .views import page_number

# Nothing here is anybody's own: no session, no cookie, and any site may read it.
api = NinjaAPI(
    title="Tornedalen",
    version="1",
    description=gettext_noop(
        "Open jobs and homes of Kolari and Pajala, free to use. Please name the source."
    ),
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="open_api",
)


def described(text, *default, **kwargs):
    return Field(*(default or [...]), description=text, **kwargs)


class TextSchema(Schema):
    text: str
    language: str = described(gettext_noop("language the text is written in"))


class PosterSchema(Schema):
    name: str
    website: str
    is_checked: bool = described(gettext_noop("the municipality has checked that it is what it says it is"))


class PlaceSchema(Schema):
    municipality: str = described(gettext_noop("kolari or pajala"))
    village: str
    country: str
    time_zone: str


class ListingSchema(Schema):
    """What ads of every kind tell."""

    id: int
    url: str = described(gettext_noop("the ad's page on this site"))
    title: TextSchema
    summary: TextSchema
    languages: list[str] = described(gettext_noop("languages the full text stands in"))
    poster: PosterSchema | None
    place: PlaceSchema
    published_at: str
    changed_at: str
    closes_at: str | None = described(gettext_noop("the instant at which the ad closes; none: open-ended"))
    is_example: bool = described(gettext_noop("made up to show what the site can do"))
    source: str = described(gettext_noop("where the ad was taken over from; empty: posted here"))
    source_url: str


class PageSchema(Schema):
    total: int
    page: int
    pages: int


def listing_data(listing):
    organisation = listing.organisation
    return {
        "id": listing.pk,
        "url": settings.SITE_URL + listing.get_absolute_url(),
        "title": text_data(title_of(listing)),
        "summary": text_data(text_of(listing, "summary")),
        "languages": listing.ad_languages,
        "poster": organisation
        and {
            "name": organisation.name,
            "website": organisation.website,
            "is_checked": organisation.is_verified,
        },
        "place": {
            "municipality": listing.municipality.key,
            "village": listing.village.name if listing.village else "",
            "country": listing.municipality.country,
            "time_zone": listing.municipality.time_zone,
        },
        "published_at": moment(listing, listing.first_published_at),
        "changed_at": moment(listing, listing.last_published_at or listing.first_published_at),
        "closes_at": moment(listing, listing.closes_at),
        "is_example": listing.is_example,
        "source": listing.source,
        "source_url": listing.source_url,
    }


def text_data(text):
    return {"text": without_controls(text.text), "language": text.language}


def moment(listing, instant):
    """With the offset of the place's own clock."""
    return instant and instant.astimezone(listing.municipality.zone).isoformat()


def day(value):
    return value and value.isoformat()


def search_parameters(search_class):
    """The search's own fields as OpenAPI says them, so that the two cannot drift apart."""
    with override("en"):
        own = [language_parameter(), parameter("page", gettext_noop("page of the list"), "integer")]
        return own + [
            field_parameter(name, field) for name, field in search_class.base_fields.items() if name != "page"
        ]


def language_parameter():
    note = gettext_noop("language of the texts, where an ad has it")
    return parameter("language", note, values=languages())


def field_parameter(name, field):
    values = [value for value, _label in getattr(field, "choices", ()) if value]
    kind = "array" if isinstance(field, forms.MultipleChoiceField) else "string"
    return parameter(name, str(field.label), kind, values)


def parameter(name, description, kind="string", values=()):
    schema = {"type": kind}
    if kind == "array":
        schema["items"] = {"type": "string"} | ({"enum": values} if values else {})
    elif values:
        schema["enum"] = values
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def read_search(request, search_class):
    """(valid search, page number) of an address; a clear refusal of what cannot be understood."""
    search = search_class(request.GET, language=read_language(request))
    if not search.is_valid():
        raise HttpError(422, json.dumps(search.errors.get_json_data()))
    return search, page_number(request)


def read_language(request):
    language = request.GET.get("language", settings.LANGUAGE_CODE)
    if language not in languages():
        raise HttpError(422, f"language: one of {', '.join(languages())}")
    return language


def say_open(response, request):
    let_keep(response, request, stale=0)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The page about the API in the reader's language: no foreign program, no script."""
    document = json.loads(json.dumps(api.get_openapi_schema(), cls=NinjaJSONEncoder))
    operations = [
        operation
        | {
            "method": method.upper(),
            "path": path,
            "fields": response_fields(document, operation),
            "parameters": [one | {"values": values_of(one["schema"])} for one in operation["parameters"]],
        }
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    title = gettext("Open data")
    context = {
        "document": document,
        "operations": operations,
        "page_title": title,
        "meta": {"title": title, "url": settings.SITE_URL + request.path, "illustration": "river"},
    }
    response = render(request, "listings/api.html", context)
    let_keep(response, request)
    return response


def response_fields(document, operation):
    """[(name, description)] of what an operation answers; parts as "place.village"."""
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    return walk(document, schema, "")


def values_of(schema):
    return schema.get("enum") or schema.get("items", {}).get("enum", [])


def walk(document, schema, before):
    found = []
    for name, part in resolved(document, schema).get("properties", {}).items():
        path = f"{before}{name}"
        found.append((path, part.get("description", "")))
        inner = part.get("items") or part
        found += walk(document, inner, f"{path}.")
    return found


def resolved(document, schema):
    options = [option for option in schema.get("anyOf", [schema]) if option.get("type") != "null"]
    schema = options[0]
    if "$ref" not in schema:
        return schema
    return document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
