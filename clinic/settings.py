"""The portal's settings: from the environment alone, safe by default, and loud about what is wrong.

`clinic/environment.py` reads and judges the values, `docs/configuration.md` explains them.
"""

import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pghistory
import structlog
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from clinic import environment, logs

BASE_DIR = Path(__file__).resolve().parent.parent

# -- What the environment says ---------------------------------------------------------------------

environment.remember_running_demo(BASE_DIR / ".demo")
env = environment.Environment()
SITE_URL = env.str("SITE_URL", validate=environment.site_url)
SECRET_KEY = env.str("SECRET_KEY", validate=environment.secret_key)
DATABASE_URL = env.str("DATABASE_URL", validate=environment.postgres_url)
DATABASE_OWNER_URL = env.str("DATABASE_OWNER_URL", None, validate=environment.postgres_url)
DATABASE_APP_ROLE = env.str("DATABASE_APP_ROLE", "portal_app", validate=environment.role_name)
EMAIL_URL = env.str("EMAIL_URL", validate=environment.email_url)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL")
TEXT_URL = env.str("TEXT_URL", "", validate=environment.text_url)
CLINIC_PHONE = env.str("CLINIC_PHONE", "", validate=environment.phone)
EXTRA_HOSTS = env.list("ALLOWED_HOSTS", [], validate=environment.host_name)
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", [], validate=environment.networks)
MEDIA_ROOT = env.path("MEDIA_ROOT", BASE_DIR / "media")
STATIC_ROOT = env.path("STATIC_ROOT", BASE_DIR / "build" / "collected")
KEPT_PAGES_ROOT = env.path("KEPT_PAGES_ROOT", BASE_DIR / "build" / "kept-pages")
LOG_LEVEL = env.log_level("LOG_LEVEL", "INFO")
DEBUG = env.bool("DEBUG", False)
env.seal()

SITE_HOST = urlsplit(SITE_URL).hostname
ON_LOOPBACK = environment.is_loopback(SITE_HOST)
HTTPS = SITE_URL.startswith("https:")
if DEBUG and not ON_LOOPBACK:
    raise ImproperlyConfigured(
        "DEBUG: this shows patients' data to strangers and is for a loopback SITE_URL only."
    )

# -- Database: two roles ---------------------------------------------------------------------------

# The owner changes the schema, with these commands only; all else is the application's role, which cannot.
OWNER_COMMANDS = {
    "flush",
    "makemigrations",
    "migrate",
    "pgtrigger",
    "showmigrations",
    "sqlflush",
    "sqlmigrate",
}
AS_OWNER = len(sys.argv) > 1 and Path(sys.argv[0]).name == "manage.py" and sys.argv[1] in OWNER_COMMANDS
if AS_OWNER and not DATABASE_OWNER_URL:
    raise ImproperlyConfigured(
        f"DATABASE_OWNER_URL: {sys.argv[1]} changes the schema, so it needs the owner's role."
    )

DATABASES = {"default": environment.database(DATABASE_OWNER_URL if AS_OWNER else DATABASE_URL)}
if AS_OWNER:  # a migration may take its time
    DATABASES["default"]["OPTIONS"]["options"] = "-c lock_timeout=60s"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# History: every row that is made, changed or deleted, kept by triggers, and never rewritten.
PGHISTORY_DEFAULT_TRACKERS = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
PGHISTORY_APPEND_ONLY = True

# -- The house -------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.forms",  # its widgets, found by TemplatesSetting
    "clinic.apps.StaffAdminConfig",
    "csp",
    "pgtrigger",
    "pghistory",
    "post_office",
    "axes",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "django_prose_editor",
    "phonenumber_field",
    "django_structlog",
    "clinic.apps.ClinicConfig",
    "clinic.limits",
    "clinic.accounts",
    "clinic.locations",
    "education",
    "patients.links",
    "patients.inquiries",
    "patients.people",
    "patients.area",
    "patients.safety",
    "patients.screening",
    "patients.consent",
    "clinic.scheduling",
    "clinic.notices",
    "clinic.feeds",
    "clinic.waitlist",
    "clinic.requests",
    "clinic.figures",
    "clinic.desk",
    "clinic.my",
]

MIDDLEWARE = [
    "clinic.proxies.TrustedProxies",
    "clinic.encoding.Utf8",
    "clinic.headers.Headers",
    "clinic.headers.CompressPublicContent",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "clinic.logs.RequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "clinic.language.LanguageOfTheAddress",
    "clinic.locations.going_live.ClosedUntilChecked",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "clinic.zone.ClinicsZone",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "clinic.urls"
WSGI_APPLICATION = "clinic.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "clinic" / "templates"],  # before the admin's own
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "clinic.locations.context.frame",
                "clinic.staff.shell",
                "education.library.languages.also_in",
            ],
            "libraries": {"days": "clinic.days"},
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_URL = "/static/"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": {  # files, so that every process of a host shares them: see `clinic/kept_pages.py`
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": KEPT_PAGES_ROOT,
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}
MEDIA_URL = "/media/"
STATICFILES_DIRS = [
    folder for folder in [BASE_DIR / "build" / "static"] if folder.is_dir()
]  # the front-end build

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [
    BASE_DIR / "clinic" / "locale",  # where translators write
    BASE_DIR / "build" / "locale",  # compiled by clinic/translations.py
]
USE_TZ = True
TIME_ZONE = "UTC"  # people read times in the zone of a location

# -- Who may come in -------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "clinic.locations.directors.MedicalDirectors",  # rights only: nobody signs in by it
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
PASSWORD_RESET_TIMEOUT = 60 * 60
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "clinic.accounts.passwords.MaximumLengthValidator", "OPTIONS": {"max_length": 128}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AXES_USERNAME_FORM_FIELD = "username"  # what the log-in form calls the e-mail address
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # one address never locks out somebody elsewhere
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_IPWARE_META_PRECEDENCE_ORDER = ["REMOTE_ADDR"]  # TrustedProxies has already put the right one there
AXES_LOCKOUT_TEMPLATE = "lockout.html"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True  # pages hand the token to htmx in a header attribute
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # never a cookie of its own
CSRF_FAILURE_VIEW = "clinic.errors.csrf_failure"

# -- What a browser is told ------------------------------------------------------------------------

ALLOWED_HOSTS = [SITE_HOST if ":" not in SITE_HOST else f"[{SITE_HOST}]", *EXTRA_HOSTS]
if ON_LOOPBACK:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked from inside, without the proxy
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # TrustedProxies drops a stranger's
SECURE_HSTS_SECONDS = 63072000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = (
    "same-origin"  # anything stricter makes Chromium send `Origin: null`, which CSRF refuses
)
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
PERMISSIONS_POLICY = {"camera": [], "microphone": [], "geolocation": []}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# -- Mails and texts: a queue in the database, sent by the worker -----------------------------------

globals().update(MAIL := environment.mail_transport(EMAIL_URL))
globals().update(TEXTS := environment.text_carrier(TEXT_URL))
EMAIL_BACKEND = "post_office.EmailBackend"
EMAIL_TIMEOUT = 5
SERVER_EMAIL = DEFAULT_FROM_EMAIL
POST_OFFICE = {
    "BACKENDS": {
        "default": "clinic.notices.delivering.Mails",
        "text": "clinic.notices.delivering.Texts",
    },
    "DEFAULT_PRIORITY": "medium",
    "BATCH_SIZE": 1,  # a killed worker sends at most one mail twice
    "SENDING_ORDER": ["-priority", "id"],
    "MAX_RETRIES": 4320,  # three days, a minute apart
    "RETRY_INTERVAL": timedelta(minutes=1),
    "LOG_LEVEL": 0,  # its log would keep what a mail server says of the receiver
    "MESSAGE_ID_ENABLED": True,
    "MESSAGE_ID_FQDN": SITE_HOST,
    "THREADS_PER_PROCESS": 1,
}

# -- Log: one event a line, and nobody in it -------------------------------------------------------

LOGGING = logs.configuration(LOG_LEVEL)
structlog.configure(**logs.STRUCTLOG)
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_USER_ID_FIELD = None
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = 10
DJANGO_STRUCTLOG_STATUS_4XX_LOG_LEVEL = 20
