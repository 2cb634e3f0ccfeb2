"""People for trying the site out. They exist on development sites only: production refuses to start
while one of them is in its database."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured

from .models import User

PASSWORD = "joki-ja-kaksi-rantaa"  # noqa: S105
DOMAIN = "example.org"
PEOPLE = {
    "admin": ("Administrators", "fi"),
    "editor.kolari": ("Kolari editors", "fi"),
    "moderator.kolari": ("Kolari moderators", "fi"),
    "editor.pajala": ("Pajala editors", "sv"),
    "moderator.pajala": ("Pajala moderators", "sv"),
    "employer.kolari": (None, "fi"),
    "employer.pajala": (None, "sv"),
}


def make_demo_people():
    if not settings.DEBUG:
        raise ImproperlyConfigured("Demo people are for development sites only.")
    for name, (group, language) in PEOPLE.items():
        email = f"{name}@{DOMAIN}"
        user = User.objects.filter(email=email).first() or User.objects.create_user(
            email,
            PASSWORD,
            preferred_language=language,
            is_staff=group is not None,
            is_superuser=name == "admin",
        )
        if group:
            user.groups.add(Group.objects.get(name=group))
