from allauth.mfa.signals import authenticator_added
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.users.models import UserProfile

from .models import User


@receiver(post_save, sender=User)
def tell_cms_the_language(sender, instance, raw=False, update_fields=None, **kwargs):
    """A language only the CMS has (English) was chosen there and stays."""
    if raw or (update_fields is not None and "preferred_language" not in update_fields):
        return
    profile = UserProfile.get_for_user(instance)
    if profile.preferred_language in ("", *dict(settings.LANGUAGES)):
        profile.preferred_language = instance.preferred_language
        profile.save(update_fields=["preferred_language"])


@receiver(post_save, sender=UserProfile)
def take_language_from_cms(sender, instance, raw=False, **kwargs):
    if not raw and instance.preferred_language in dict(settings.LANGUAGES):
        User.objects.filter(pk=instance.user_id).update(preferred_language=instance.preferred_language)


@receiver(authenticator_added)
def end_sessions_without_second_factor(sender, user, **kwargs):
    """Whoever signed in elsewhere before there was a second factor has to give it now."""
    for session in UserSession.objects.filter(user=user):
        if not session.is_current():
            session.end()
