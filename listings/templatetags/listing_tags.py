import json

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .. import texts
from ..links import host_of

register = template.Library()

# A string in a script must neither end the script nor open a comment; these never stand bare in JSON.
SCRIPT_ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}


@register.filter
def plain_text(text):
    """What people wrote as paragraphs and lists, escaped; addresses in it do not become links."""
    return format_html_join("\n", "{}", ((as_html(kind, lines),) for kind, lines in texts.paragraphs(text)))


def as_html(kind, lines):
    if kind == "list":
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((line,) for line in lines)))
    return format_html("<p>{}</p>", format_html_join(SafeString("<br>"), "{}", ((line,) for line in lines)))


@register.simple_tag
def json_ld(data):
    """Structured data as a block that browsers do not run, and nothing where there is none."""
    if not data:
        return ""
    written = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False).translate(SCRIPT_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(written))


register.filter("title_of", texts.title_of)
register.filter("summary_of", texts.summary_of)
register.filter("teaser_of", texts.teaser_of)
register.filter("main_text_of", texts.main_text_of)
register.filter("text_of", texts.text_of)
register.filter("host_of", host_of)
