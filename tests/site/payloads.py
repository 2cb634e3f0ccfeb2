"""What people have put into text fields to run a script in somebody else's browser. Each would set
`window.__xss` or open a dialog."""

from django.db import models
from wagtail.models import Revision

from accounts.models import User
from jobs.models import Occupation, Vacancy
from listings.models import Organisation
from tests.factories import VacancyFactory

# Chosen among what the form offers, or made by the site.
NOT_WRITTEN = {"source", "source_id", "postcode", "registration_number"}

PAYLOADS = [
    # Tags and their events.
    "<script>__xss=1</script>",
    "<ScRiPt>__xss=1</sCrIpT>",
    "<script >__xss=1</script >",
    "<script/x>__xss=1</script>",
    "<script\n>__xss=1</script>",
    "<scr<script>ipt>__xss=1</scr</script>ipt>",
    "<<script>__xss=1;//<</script>",
    "<script>/*<b>*/__xss=1</script>",
    "<script type=module>window.__xss=1</script>",
    "<img src=x onerror=__xss=1>",
    "<img src=x onerror='__xss=1'>",
    '<img src="x" onerror="__xss=1">',
    "<img/src=x/onerror=__xss=1>",
    "<img src=x OnErRoR=__xss=1>",
    "<img src=x onerror\n=__xss=1>",
    "<img src=x onerror=&#95;&#95;xss=1>",
    '<IMG """><SCRIPT>__xss=1</SCRIPT>">',
    "<svg onload=__xss=1>",
    "<svg/onload=__xss=1>",
    "<svg><script>__xss=1</script></svg>",
    "<svg><animate onbegin=__xss=1 attributeName=x dur=1s>",
    "<svg><style><img src=x onerror=__xss=1></style>",
    "<math><mi><img src=x onerror=__xss=1></mi></math>",
    "<body onload=__xss=1>",
    "<iframe srcdoc='<script>parent.__xss=1</script>'>",
    "<iframe src=javascript:parent.__xss=1>",
    "<object data=javascript:__xss=1>",
    "<embed src=javascript:__xss=1>",
    "<video><source onerror=__xss=1></video>",
    "<audio src=x onerror=__xss=1>",
    "<input autofocus onfocus=__xss=1>",
    "<details open ontoggle=__xss=1>x</details>",
    "<marquee onstart=__xss=1>x</marquee>",
    "<style>@import 'x';</style><img src=x onerror=__xss=1>",
    "<link rel=stylesheet href=x onerror=__xss=1>",
    "<base href=javascript:__xss=1//>",
    "<meta http-equiv=refresh content='0;url=javascript:__xss=1'>",
    "<form><button formaction=javascript:__xss=1 autofocus>x",
    "<a href=javascript:__xss=1 autofocus onfocus=__xss=1>x</a>",
    "<template><script>__xss=1</script></template><img src=x onerror=__xss=1>",
    # Out of an attribute, an element or a block of another kind.
    '"><script>__xss=1</script>',
    "'><script>__xss=1</script>",
    '" autofocus onfocus="__xss=1',
    "' autofocus onfocus='__xss=1",
    "` autofocus onfocus=`__xss=1",
    "x onmouseover=__xss=1 onfocus=__xss=1 autofocus",
    "</textarea><script>__xss=1</script>",
    "</title><script>__xss=1</script>",
    "</style><script>__xss=1</script>",
    "</option></select><img src=x onerror=__xss=1>",
    "</noscript><img src=x onerror=__xss=1>",
    "</script><script>__xss=1</script>",
    "<!--<script>__xss=1</script>-->",
    "--><script>__xss=1</script>",
    "<!--><img src=x onerror=__xss=1>-->",
    "]]><script>__xss=1</script>",
    "<![CDATA[<script>__xss=1</script>]]>",
    # Already escaped, in other letters, or for a template.
    "&lt;script&gt;__xss=1&lt;/script&gt;",
    "&#60;script&#62;__xss=1&#60;/script&#62;",
    "\\u003cscript\\u003e__xss=1\\u003c/script\\u003e",
    "%3Cscript%3E__xss=1%3C/script%3E",
    "＜script＞__xss=1＜/script＞",
    "\u2028\u2029<svg/onload=__xss=1>",
    "\ufeff<svg/onload=__xss=1>",
    "${__xss=1}`;__xss=1;//",
    "';__xss=1;//\";__xss=1;//",
    "\\';__xss=1;//\\\";__xss=1;//",
    "{{ __xss=1 }}{% load x %}{{ constructor.constructor('__xss=1')() }}",
    "javascript:__xss=1",
    "data:text/html,<script>__xss=1</script>",
]

AT_ONCE = 5
NUMBERS = range(0, len(PAYLOADS), AT_ONCE)


def words(number):
    """Some payloads in a row. One that hides what follows it is followed in another row."""
    return " ".join(PAYLOADS[(number + more) % len(PAYLOADS)] for more in range(AT_ONCE))


def text_fields(model):
    return [
        field.attname
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and field.name not in NOT_WRITTEN
    ]


def hostile(model, number):
    """{field: payloads}: over NUMBERS every field that is long enough has held every payload."""
    return {
        name: words(number + place)[: model._meta.get_field(name).max_length]
        for place, name in enumerate(text_fields(model))
    }


def make_ad(number, **state):
    """Straight into the database, where no form has looked at it: row, revision and organisation."""
    vacancy = VacancyFactory(occupation=Occupation.objects.first(), **state)
    values = hostile(Vacancy, number)
    # No address is stored that is none (tests/jobs/test_hostile_links.py); shown, it must still be no link.
    Vacancy.objects.filter(pk=vacancy.pk).update(**values)
    Organisation.objects.filter(pk=vacancy.organisation_id).update(**hostile(Organisation, number))
    User.objects.filter(pk=vacancy.posted_by_id).update(
        first_name=words(number)[:150], last_name=words(number - 1)[:150]
    )
    for revision in Revision.objects.for_instance(vacancy):
        revision.content |= values
        revision.save(update_fields=["content"])
    return Vacancy.objects.get(pk=vacancy.pk)
