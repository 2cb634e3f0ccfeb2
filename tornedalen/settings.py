"""One file of settings, read from the environment (.env.example lists every variable).

Without DJANGO_DEBUG the site is a production site: it refuses to start unless its secrets are given.
"""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from .security import PUBLIC_POLICY

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DJANGO_DEBUG", default=False)
DEVELOPMENT_KEY = "development-only-key-that-production-refuses"


def required_in_production(name, development):
    """The value of an environment variable that only a development site may leave out."""
    value = env.str(name, default=development if DEBUG else "")
    if not value:
        raise ImproperlyConfigured(f"Set {name} in the environment (see .env.example).")
    return value


# --- Identity -------------------------------------------------------------------------------------

SECRET_KEY = required_in_production("SECRET_KEY", DEVELOPMENT_KEY)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
if not DEBUG and SECRET_KEY == DEVELOPMENT_KEY:
    raise ImproperlyConfigured("SECRET_KEY is the development key: give production its own.")
ALLOWED_HOSTS = required_in_production("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
SITE_URL = required_in_production("SITE_URL", "http://localhost:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
WAGTAIL_SITE_NAME = "Tornionlaakso · Tornedalen"
WAGTAILADMIN_BASE_URL = SITE_URL
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="mailto:security@example.org")

ROOT_URLCONF = "tornedalen.urls"
WSGI_APPLICATION = "tornedalen.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Order matters: modeltranslation before whatever registers translated models, our own apps before
# Wagtail's so that our templates win.
INSTALLED_APPS = [
    "modeltranslation",
    "pages", "housing", "jobs", "listings", "accounts", "images", "places", "outbox",
    "wagtail.contrib.redirects", "wagtail.contrib.settings", "wagtail.contrib.routable_page",
    "wagtail.contrib.simple_translation", "wagtail.contrib.typed_table_block",
    "wagtail.embeds", "wagtail.sites", "wagtail.users", "wagtail.snippets", "wagtail.documents",
    "wagtail.images", "wagtail.search", "wagtail.locales", "wagtail.admin", "wagtail", "modelcluster",
    "taggit",
    "allauth", "allauth.account", "allauth.mfa", "allauth.usersessions", "csp",
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
    "django.contrib.messages", "whitenoise.runserver_nostatic", "django.contrib.staticfiles",
    "django.contrib.sitemaps", "django.forms",  # its templates: ours lean on them
]  # fmt: skip

MIDDLEWARE = [
    "tornedalen.middleware.SecurityHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "tornedalen.middleware.NoNullMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tornedalen.middleware.PublicLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accounts.middleware.StaffSecondFactorMiddleware",
    "accounts.middleware.IdleTimeOutMiddleware",
    "accounts.middleware.InvalidFormMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.template.context_processors.i18n",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "pages.context_processors.site",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": CONTEXT_PROCESSORS},
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Data -----------------------------------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL lets people read while somebody writes; IMMEDIATE avoids "database is locked" on upgrade.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"] |= {
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": "-c statement_timeout=15000 -c lock_timeout=5000"},
    }

# Sign-in limits need a cache that all processes share and that cannot vanish (quality: Redis gone).
# "pages" holds only what can be computed again, so each process keeps its own.
IN_PROCESS = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 5000}}
CACHES = {
    "default": {"BACKEND": "places.caching.SharedCache", "LOCATION": "django_cache"},
    "pages": IN_PROCESS | {"LOCATION": "pages"},
    # Wagtail looks here for what it knows of each picture in its sizes.
    "renditions": IN_PROCESS | {"LOCATION": "renditions"},
}
SESSION_COOKIE_AGE = 14 * 24 * 3600
STAFF_SESSION_AGE = 2 * 3600

MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(VAR_DIR / "media"))()
MEDIA_URL = "/media/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(VAR_DIR / "static"))()
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
DEVELOPMENT_STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "images.storage.MediaStorage"},
    "staticfiles": {"BACKEND": DEVELOPMENT_STATIC if DEBUG else "tornedalen.stylesheet.StylesheetStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# --- Languages and time ---------------------------------------------------------------------------

# A language more is this variable, a migration of the translated columns, and content.
LANGUAGE_NAMES = {"fi": "suomi", "sv": "svenska", "en": "English"}
LANGUAGES = [(code, LANGUAGE_NAMES[code]) for code in env.list("SITE_LANGUAGES", default=["fi", "sv"])]
LANGUAGE_CODE = "fi"
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # addresses are read aloud and typed on either keyboard
WAGTAILSIMPLETRANSLATION_SYNC_PAGE_TREE = False  # True shows Finnish text under /sv/
MODELTRANSLATION_DEFAULT_LANGUAGE = "fi"
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ("fi", "sv"), "sv": ("fi",)}
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fi", "suomi"), ("sv", "svenska"), ("en", "English")]
# Besides our own texts, those of Wagtail's that staff see daily and its catalogues leave in English.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "wagtail"]
FORMAT_MODULE_PATH = "tornedalen.formats"
TIME_ZONE = "Europe/Helsinki"
WAGTAIL_USER_TIME_ZONES = ["Europe/Helsinki", "Europe/Stockholm"]
USE_TZ = True

# --- People ---------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account_home"
VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{VALIDATION}.UserAttributeSimilarityValidator"},
]
# Staff need a second factor unless this is a development site with demo people.
STAFF_SECOND_FACTOR_REQUIRED = not DEBUG
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]  # allauth's sign-in has a password field only with one here
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "accounts.forms.SignUpForm",
    "login": "accounts.forms.LoginForm",
    "request_login_code": "accounts.forms.RequestLoginCodeForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
# allauth's own asks the database about the person's other addresses, which takes time and tells.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_CHANGE_EMAIL = True  # one address a person; a new one takes the place of the old
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD = "website"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if DEBUG else "https"
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,5/5m/key",
    "request_login_code": "20/m/ip,3/m/key,10/h/key",
    "reset_password": "20/m/ip,3/m/key,10/h/key",
    "sign_up_letter": "10/h/ip,300/h/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0 if DEBUG else 1)
MFA_FORMS = {
    "add_webauthn": "accounts.forms.AddWebAuthnForm",
    "edit_webauthn": "accounts.forms.EditWebAuthnForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Tornedalen"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG

# --- Mail -----------------------------------------------------------------------------------------

# Every letter becomes a row of the outbox; EMAIL_URL says how the outbox itself sends.
EMAIL_BACKEND = "outbox.backends.OutboxBackend"
OUTBOX_TRANSPORT = environ.Env.email_url_config(required_in_production("EMAIL_URL", "consolemail://"))
OUTBOX_SEND_AT_ONCE = DEBUG
if not DEBUG and OUTBOX_TRANSPORT["EMAIL_BACKEND"] != "django.core.mail.backends.smtp.EmailBackend":
    raise ImproperlyConfigured("EMAIL_URL must name a real mail host: smtp://… or smtp+tls://…")
DEFAULT_FROM_EMAIL = required_in_production("DEFAULT_FROM_EMAIL", "Tornedalen <noreply@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Wagtail --------------------------------------------------------------------------------------

WAGTAILIMAGES_IMAGE_MODEL = "images.CustomImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "images.forms.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "heic", "heif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 2**20
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
PICTURE_SIZES_IN_BACKGROUND = True
WAGTAILDOCS_DOCUMENT_MODEL = "images.CustomDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "images.forms.DocumentForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "odt"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES = []
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 2**20
WAGTAILEMBEDS_FINDERS = []
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILAPI_DOCS_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PRIVATE_PAGE_OPTIONS = WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAILADMIN_NOTIFICATION_USE_HTML = True
WAGTAILADMIN_UNSAFE_PAGE_DELETION_LIMIT = 5
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = ""  # its question shows the title of the other side's draft
TEXT_MARKS = ["bold", "italic", "ol", "ul", "link", "document-link"]
TEXT_MARKS += [f"lang-{code}" for code in ("fi", "sv", "fit", "se", "en")]
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": TEXT_MARKS},
    }
}
# Page search must answer alike on SQLite and PostgreSQL; "simple" leaves word forms to us.
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "simple"}
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- What a browser may do ------------------------------------------------------------------------

CMS_PREFIX = "/cms/"
CONTENT_SECURITY_POLICY = {"EXCLUDE_URL_PREFIXES": (CMS_PREFIX,), "DIRECTIVES": PUBLIC_POLICY}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
if not DEBUG:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 63_072_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

# --- The site's own -------------------------------------------------------------------------------

# Shown in the footer only when the municipalities have agreed on a funder's text and mark.
FUNDER = {"name": env.str("FUNDER_NAME", default=""), "url": env.str("FUNDER_URL", default="")}
EXCHANGE_RATE_URL = env.str(
    "EXCHANGE_RATE_URL", default="https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml"
)
LANGUAGE_MARKS = {
    "fi": _("Finnish"),
    "sv": _("Swedish"),
    "fit": _("Meänkieli"),
    "se": _("Northern Sámi"),
    "en": _("English"),
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    # A line for every saved page and its search entry tells nobody anything.
    "loggers": {name: {"level": "WARNING"} for name in ("wagtail", "django_tasks")},
}
