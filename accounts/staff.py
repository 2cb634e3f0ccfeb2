"""Staff get their accounts from somebody who vouches for them; signing up makes nobody staff."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from .models import User


@transaction.atomic
def invite(email, *, groups, **fields):
    """An account without a password, and a letter that leads to the first sign-in by code.

    Somebody who has an account keeps it and joins the groups.
    """
    user = User.objects.filter(email=email.lower()).first() or User.objects.create_user(email, **fields)
    user.groups.add(*groups)
    count_as_staff(user)
    send_invitation(user)
    return user


def welcome_from_cms(request, user):
    """Somebody an administrator made in the CMS, where passwords are not given."""
    user.is_staff = True
    user.set_unusable_password()
    user.save()
    user.confirm_email()
    send_invitation(user)


def follow_change_in_cms(request, user):
    """An administrator gave the person another address: the old one must open nothing any more. Or made
    somebody who had signed up a colleague."""
    if not user.emailaddress_set.filter(email=user.email).exists():
        user.confirm_email()
    if user.groups.exists():
        count_as_staff(user)


def count_as_staff(user):
    User.objects.filter(pk=user.pk).update(is_staff=True)
    user.is_staff = True


def send_invitation(user):
    with translation.override(user.preferred_language):
        url = f"{settings.SITE_URL}{reverse('account_request_login_code')}?next={settings.CMS_PREFIX}"
    get_adapter().send_mail("account/email/invitation", user.email, {"user": user, "sign_in_url": url})
