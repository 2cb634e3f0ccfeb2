from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from . import demo

MESSAGE = (
    "The database holds demo people (@{domain}), whose password everybody knows. "
    "Give production a database of its own, or delete them: {people}."
)


def demo_people():
    """Their addresses; none while there is no database to ask, or no table in it yet."""
    from .models import User

    people = User.objects.filter(email__iendswith=f"@{demo.DOMAIN}").order_by("email")
    try:
        return list(people.values_list("email", flat=True))
    except DatabaseError:
        return []


# Not under Tags.database: `check`, `runserver` and every other command must see it too.
@register(Tags.security)
def no_demo_people_in_production(app_configs, **kwargs):
    people = [] if settings.DEBUG else demo_people()
    if not people:
        return []
    return [Error(MESSAGE.format(domain=demo.DOMAIN, people=", ".join(people)), id="accounts.E001")]


def refuse_demo_people():
    """For the start of a server, which runs no checks."""
    for error in no_demo_people_in_production(None):
        raise ImproperlyConfigured(error.msg)
