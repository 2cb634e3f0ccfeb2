"""For the CMS's own templates."""

from django import template

from places.models import Municipality

from ..desk import shortcuts
from ..parity import lag_of

register = template.Library()


@register.simple_tag
def desk_shortcuts(user):
    return shortcuts(user)


@register.filter
def municipality_names(user):
    return [municipality.name for municipality in Municipality.objects.of_staff(user)]


@register.inclusion_tag("cms/translation_notice.html")
def translation_notice(page):
    """Above the editor of a translation whose source was published after it."""
    return {"page": page, "lag": lag_of(page) if page.pk else None}
