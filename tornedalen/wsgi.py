import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tornedalen.settings")

application = get_wsgi_application()

# A server runs no system checks, and the apps can be imported only now that Django is set up.
from accounts.checks import refuse_demo_people  # noqa: E402
from listings.words import load_dictionaries  # noqa: E402

refuse_demo_people()
load_dictionaries()
