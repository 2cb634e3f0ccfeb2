"""Making an account with an address, a name and a code.

Until the code comes back nothing is stored but the visitor's own session, so nobody gets an account by
somebody else's hand. An address that has an account goes the very same way: its code signs in, and
whoever looks on from outside sees no difference.
"""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.internal.stagekit import stash_login
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.account.utils import passthrough_next_redirect_url
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language

from .models import User


def send_code(request, *, email, first_name, last_name, is_robot):
    """Leads to the page where the code is written. A robot, and somebody whose account was closed, get
    the page and no letter."""
    user = next(iter(filter_users_by_email(email, for_login=True)), None)
    is_real = not is_robot and (user is None or user.is_active)
    adapter = get_adapter()
    code = adapter.generate_login_code()
    write = adapter.send_mail if is_real else adapter.pretend_mail
    write("account/email/sign_up_code", email, {"code": code, "has_account": user is not None})

    login = Login(user=user if is_real else None, email=email, signup=True)
    login.state["stages"] = {"current": LoginByCodeStage.key}
    stage = LoginByCodeStage(LoginStageController(request, login), request, login)
    stage.state |= LoginCodeVerificationProcess.initial_state(user=login.user, email=email)
    stage.state |= {
        "initiated_by_user": True,
        "code": code if is_real else "",
        "details": {
            "first_name": first_name,
            "last_name": last_name,
            "preferred_language": get_language(),
        },
    }
    stash_login(request, login)
    confirm = reverse("account_confirm_login_code")
    return HttpResponseRedirect(passthrough_next_redirect_url(request, confirm, REDIRECT_FIELD_NAME))


@transaction.atomic
def make_account(state):
    """For whoever has shown that the address is theirs. Nobody becomes staff this way."""
    user = User.objects.filter(email=state["email"]).first()
    return user or User.objects.create_user(state["email"], **state["details"])
