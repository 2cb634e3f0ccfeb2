"""What is kept about a person: to show it to them, and to end it."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import registry as history
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from .models import User
from .signals import collect_person, erase_person

SECRETS = {"password", "session_key", "token"}


def collect(email):
    """Everything about the person behind an address, by headings in the reader's language."""
    user, emails = person(email)
    found = account_of(user) if user else {}
    for _listener, answer in collect_person.send(User, user=user, emails=emails):
        found |= answer
    return {heading: rows for heading, rows in found.items() if rows}


@transaction.atomic
def erase(email):
    """Ends all of it, for good. Returns what must stay, in sentences for whoever asked."""
    user, emails = person(email)
    answers = erase_person.send(User, user=user, emails=emails)
    kept = [sentence for _listener, answer in answers for sentence in answer]
    if user:
        erase_account(user, emails)
    return kept


def person(email):
    email = email.lower()
    user = User.objects.filter(models.Q(email=email) | models.Q(emailaddress__email=email)).first()
    if user is None:
        return None, {email}
    own = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    return user, {email, user.email, *(address.lower() for address in own)}


def row(instance):
    """A row's stored values as text, without what opens doors."""
    return {
        field.name: field.value_to_string(instance)
        for field in instance._meta.concrete_fields
        if field.name not in SECRETS and field.value_from_object(instance) not in (None, "", [], {})
    }


def rows(instances):
    return [row(instance) for instance in instances]


def account_of(user):
    return {
        _("Account"): rows([user, *UserProfile.objects.filter(user=user)]),
        _("Addresses for signing in"): rows(EmailAddress.objects.filter(user=user)),
        _("Groups in the CMS"): [{"name": group.name} for group in user.groups.all()],
        _("Sessions"): rows(UserSession.objects.filter(user=user)),
        _("Second factor"): [
            {"type": factor.type, "created_at": str(factor.created_at), "name": factor.data.get("name", "")}
            for factor in Authenticator.objects.filter(user=user)
        ],
        _("What was done and when"): [
            {"time": str(entry.timestamp), "action": entry.action, "what": entry.label}
            for model in history.get_log_entry_models()
            for entry in model.objects.filter(user=user)
        ],
    }


def erase_account(user, emails):
    for session in sessions_of(user, emails):
        session.delete()
    for model in history.get_log_entry_models():
        model.objects.filter(user=user).update(user=None)
    # Entries about the account itself carry the person's name.
    account = ContentType.objects.get_for_model(User)
    ModelLogEntry.objects.filter(content_type=account, object_id=str(user.pk)).delete()
    for profile in UserProfile.objects.filter(user=user).exclude(avatar=""):
        profile.avatar.delete(save=False)
    user.delete()


def sessions_of(user, emails):
    """Sessions name nobody in the clear: each must be opened, those of half a sign-in too."""
    for session in Session.objects.iterator():
        known = session.get_decoded()
        if known.get("_auth_user_id") == str(user.pk) or any(email in str(known) for email in emails):
            yield session
