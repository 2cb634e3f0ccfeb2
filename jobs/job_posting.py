"""A vacancy as schema.org's JobPosting, by Google's rules for job search."""

from django.conf import settings
from django.utils.translation import override

from listings.links import host_of
from listings.templatetags.listing_tags import plain_text
from listings.texts import text_of, without_controls

from .models.choices import Education, EmploymentForm, Extent, PayBasis, Remote, Start

OWN_TYPE = {
    EmploymentForm.FIXED_TERM: "TEMPORARY",
    EmploymentForm.SUBSTITUTE: "TEMPORARY",
    EmploymentForm.SEASONAL: "TEMPORARY",
    EmploymentForm.SUMMER: "TEMPORARY",
    EmploymentForm.AGENCY: "TEMPORARY",
    EmploymentForm.ON_CALL: "PER_DIEM",
    EmploymentForm.TRAINEE: "INTERN",
    EmploymentForm.APPRENTICE: "INTERN",
    EmploymentForm.ASSIGNMENT: "CONTRACTOR",
}
HOURS = {
    Extent.FULL: ["FULL_TIME"],
    Extent.PART: ["PART_TIME"],
    Extent.EITHER: ["FULL_TIME", "PART_TIME"],
}
CREDENTIALS = {
    Education.UPPER_SECONDARY: "high school",
    Education.BACHELOR: "bachelor degree",
    Education.MASTER: "postgraduate degree",
}


def job_posting(vacancy):
    """None for what search engines must not list: ads that are over, made up, or at home elsewhere."""
    if not vacancy.is_open or vacancy.is_imported or vacancy.is_example:
        return None
    language = vacancy.language_shown
    with override(language):
        data = {
            "@context": "https://schema.org",
            "@type": "JobPosting",
            "title": without_controls(text_of(vacancy, "title").text),
            "description": description(vacancy),
            "datePosted": in_zone(vacancy, vacancy.first_published_at),
            "validThrough": in_zone(vacancy, vacancy.closes_at),
            "inLanguage": language,
            "url": settings.SITE_URL + vacancy.get_absolute_url(),
            "identifier": {
                "@type": "PropertyValue",
                "name": employer_name(vacancy) or "Tornedalen",
                "value": vacancy.reference or str(vacancy.pk),
            },
            "hiringOrganization": employer(vacancy),
            "employmentType": employment_types(vacancy),
            "totalJobOpenings": vacancy.positions,
            "directApply": False,
        }
        data |= where(vacancy) | pay(vacancy) | demands(vacancy)
    if vacancy.start == Start.ON_DATE and vacancy.starts_on:
        data["jobStartDate"] = vacancy.starts_on.isoformat()
    if vacancy.occupation:
        data["industry"] = text_of_name(vacancy.occupation.field, language)
    return {name: value for name, value in data.items() if value not in (None, "", [])}


def in_zone(vacancy, moment):
    """With the offset of the workplace's own clock."""
    return moment and moment.astimezone(vacancy.municipality.zone).isoformat()


def description(vacancy):
    """The ad's own text as HTML, escaped like on its page."""
    parts = (text_of(vacancy, name).text for name in ("description", "requirements", "merits", "benefits"))
    return without_controls("".join(plain_text(part) for part in parts if part))


def employer_name(vacancy):
    return vacancy.organisation.name if vacancy.organisation else ""


def employer(vacancy):
    organisation = vacancy.organisation
    if not organisation:
        return "confidential"
    found = {"@type": "Organization", "name": without_controls(organisation.name)}
    return found | ({"sameAs": organisation.website} if host_of(organisation.website) else {})


def employment_types(vacancy):
    own = OWN_TYPE.get(vacancy.employment_form)
    return [*HOURS[vacancy.extent], *([own] if own else [])]


def where(vacancy):
    bank = vacancy.municipality
    address = {
        "@type": "PostalAddress",
        "streetAddress": without_controls(vacancy.street_address),
        "addressLocality": vacancy.village.name if vacancy.village else bank.name,
        "addressRegion": bank.region,
        "postalCode": without_controls(vacancy.postcode),
        "addressCountry": str(bank.country),
    }
    place = {"@type": "Place", "address": {name: value for name, value in address.items() if value}}
    if vacancy.remote != Remote.FULLY:
        return {"jobLocation": place}
    return {
        "jobLocation": place,
        "jobLocationType": "TELECOMMUTE",
        "applicantLocationRequirements": [
            {"@type": "Country", "name": str(country)}
            for country in vacancy.remote_countries or [bank.country]
        ],
    }


def pay(vacancy):
    """Only what the employer entered, in the currency it was entered in."""
    if not vacancy.has_pay or vacancy.pay_basis not in (PayBasis.FIXED, PayBasis.MIXED):
        return {}
    value = {
        "@type": "QuantitativeValue",
        "minValue": number(vacancy.pay_min),
        "maxValue": number(vacancy.pay_max),
        "unitText": vacancy.pay_unit.upper(),
    }
    return {
        "baseSalary": {
            "@type": "MonetaryAmount",
            "currency": str(vacancy.currency),
            "value": {name: part for name, part in value.items() if part is not None},
        }
    }


def number(amount):
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def demands(vacancy):
    found = {}
    if vacancy.no_experience_needed:
        found["experienceRequirements"] = "no requirements"
    if vacancy.education in (Education.NONE, Education.BASIC):
        found["educationRequirements"] = "no requirements"
    elif credential := CREDENTIALS.get(vacancy.education):
        found["educationRequirements"] = {
            "@type": "EducationalOccupationalCredential",
            "credentialCategory": credential,
        }
    return found


def text_of_name(record, language):
    with override(language):
        return record.name
