from django import template

register = template.Library()


@register.filter
def without_placeholders(form):
    """allauth repeats each label as a placeholder, which looks like something already typed in."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
    return form


# The first name that fits: Edge also calls itself Chrome, and Chrome Safari.
BROWSERS = {"Edg": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
DEVICES = ("iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux")


@register.filter
def browser_name(user_agent):
    """What a person calls the browser, as far as it tells; not to be relied on for anything."""
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), "")
    device = next((name for name in DEVICES if name in user_agent), "")
    return ", ".join(filter(None, (browser, device))) or user_agent[:60] or "–"
