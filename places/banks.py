from .caching import remember
from .models import Municipality, Village


def banks():
    """The municipalities in the order they always stand in; every page's footer shows them."""
    return remember("banks", lambda: list(Municipality.objects.all()))


def villages():
    """All of both banks, each with its municipality."""
    return remember("villages", lambda: list(Village.objects.select_related("municipality")))
