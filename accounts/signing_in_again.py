"""What must not be done by whoever finds an open browser asks people to show that it is them."""

import time
from functools import wraps

from allauth.account import app_settings
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import (
    get_reauthentication_flows,
    is_reauthentication_required,
)
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode


def fresh_sign_in_required(view=None, *, for_reading=True):
    """allauth asks for the password or the second factor again, and asks nothing of people who have
    neither: these need a code that is not older than `ACCOUNT_REAUTHENTICATION_TIMEOUT`."""
    if view is None:
        return lambda view: fresh_sign_in_required(view, for_reading=for_reading)

    @login_required
    @wraps(view)
    def ask_first(request, *args, **kwargs):
        if request.method in ("GET", "HEAD") and not for_reading:
            return view(request, *args, **kwargs)
        if get_reauthentication_flows(request.user):
            if is_reauthentication_required(request, app="account"):
                raise ReauthenticationRequired
        elif not has_fresh_code(request):
            back = urlencode({"next": request.path})
            return HttpResponseRedirect(f"{reverse('sign_in_again')}?{back}")
        return view(request, *args, **kwargs)

    return ask_first


def has_fresh_code(request):
    records = get_authentication_records(request, request.user)
    return any(time.time() - record["at"] < app_settings.REAUTHENTICATION_TIMEOUT for record in records)
