"""Open vacancies for other programs; contacts' names and addresses are not among it."""

from django.http import HttpResponse
from django.utils.translation import gettext_noop, override
from ninja import Path, Router, Schema
from ninja.errors import HttpError

from listings import api
from listings.texts import text_of

from .filters import VacancySearch
from .models import Vacancy

router = Router()


class OccupationSchema(Schema):
    key: str
    name: str
    field: str
    isco08: str
    aml2010: str
    ssyk2012: str


class PaySchema(Schema):
    """As the employer entered it; never converted."""

    min: float | None
    max: float | None
    unit: str
    currency: str
    basis: str


class VacancySchema(api.ListingSchema):
    occupation: OccupationSchema | None
    positions: int
    employment_form: str
    extent: str
    extent_min: int | None
    extent_max: int | None
    hours: list[str]
    remote: str
    starts_on: str | None
    pay: PaySchema | None
    work_languages: dict[str, str] = api.described(gettext_noop("languages needed and how well"))
    apply_by: str | None = api.described(gettext_noop("last day to apply, in the workplace's own time"))
    apply_url: str


class VacancyTextSchema(VacancySchema):
    description: api.TextSchema
    requirements: api.TextSchema
    merits: api.TextSchema
    benefits: api.TextSchema


class VacancyPageSchema(api.PageSchema):
    positions: int = api.described(gettext_noop("people looked for in all of them together"))
    vacancies: list[VacancySchema]


@router.get(
    "",
    response=VacancyPageSchema,
    summary=gettext_noop("Open vacancies, filtered like on the site"),
    operation_id="vacancies",
    openapi_extra={"parameters": api.search_parameters(VacancySearch)},
)
def vacancies(request, response: HttpResponse):
    search, number = api.read_search(request, VacancySearch)
    with override(search.language):
        page = search.results(number)
        found = [vacancy_data(vacancy) for vacancy in page.items]
    api.say_open(response, request)
    return {
        "total": page.total,
        "positions": page.positions,
        "page": page.page,
        "pages": page.pages,
        "vacancies": found,
    }


@router.get(
    "/{int:pk}",
    response=VacancyTextSchema,
    summary=gettext_noop("One open vacancy with its texts"),
    operation_id="vacancy",
    openapi_extra={"parameters": [api.language_parameter()]},
)
def vacancy(request, response: HttpResponse, pk: Path[int]):
    with override(api.read_language(request)):
        found = (
            Vacancy.objects.open()
            .select_related("organisation", "municipality", "village", "occupation__field")
            .filter(pk=pk)
            .first()
        )
        if found is None:
            raise HttpError(404, "There is no such open vacancy.")
        texts = ("description", "requirements", "merits", "benefits")
        data = vacancy_data(found) | {name: api.text_data(text_of(found, name)) for name in texts}
    api.say_open(response, request)
    return data


def vacancy_data(vacancy):
    return api.listing_data(vacancy) | {
        "occupation": vacancy.occupation and occupation_data(vacancy.occupation),
        "positions": vacancy.positions,
        "employment_form": vacancy.employment_form,
        "extent": vacancy.extent,
        "extent_min": vacancy.extent_min,
        "extent_max": vacancy.extent_max,
        "hours": vacancy.hours,
        "remote": vacancy.remote,
        "starts_on": api.day(vacancy.starts_on),
        "pay": pay_data(vacancy) if vacancy.has_pay else None,
        "work_languages": vacancy.work_languages,
        "apply_by": api.day(vacancy.apply_by),
        "apply_url": vacancy.apply_url,
    }


def occupation_data(occupation):
    return {
        "key": occupation.slug,
        "name": occupation.name,
        "field": occupation.field.slug,
        "isco08": occupation.isco08,
        "aml2010": occupation.aml2010,
        "ssyk2012": occupation.ssyk2012,
    }


def pay_data(vacancy):
    return {
        "min": vacancy.pay_min,
        "max": vacancy.pay_max,
        "unit": vacancy.pay_unit,
        "currency": vacancy.currency,
        "basis": vacancy.pay_basis,
    }
