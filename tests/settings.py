"""The site's settings, with what a test run changes."""

import os
import tempfile

os.environ.setdefault("DJANGO_DEBUG", "on")

from tornedalen.settings import *  # noqa: F403

DEBUG = False
SECRET_KEY = "tests"
STAFF_SECOND_FACTOR_REQUIRED = False
OUTBOX_SEND_AT_ONCE = False
PICTURE_SIZES_IN_BACKGROUND = False
OUTBOX_TRANSPORT = {"EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = tempfile.mkdtemp(prefix="tornedalen-media-")
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # noqa: F405
WHITENOISE_AUTOREFRESH = True
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, not memory: the browser tests' server and the workers are other threads and processes.
    DATABASES["default"]["TEST"] = {"NAME": tempfile.mkdtemp(prefix="tornedalen-db-") + "/test.sqlite3"}  # noqa: F405
