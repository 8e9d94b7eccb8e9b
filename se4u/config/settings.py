"""Every setting, read from the environment (or `.env` beside the checkout), safe by default.

Each variable is described in docs/operations.md; a test keeps that list complete.
"""

from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from .environment import choice, database, env, flag, folder, host_of, number, shared_cache, site

BASE_DIR = Path(__file__).resolve().parent.parent.parent
PACKAGE_DIR = BASE_DIR / "se4u"

environ.Env.read_env(BASE_DIR / ".env")

# -- what kind of installation this is
DEBUG = flag("SE4U_DEBUG", default=False)
DEMO = flag("SE4U_DEMO", default=False)  # personas act at once; loopback only
TLS = flag("SE4U_TLS", default=False)  # served behind TLS: secure cookies, HSTS, redirect
SITE_URL = site("SE4U_SITE_URL", default="http://127.0.0.1:8000", tls=TLS)
VAR_DIR = folder("SE4U_VAR_DIR", default=BASE_DIR / "var")

SECRET_KEY = env.str("SECRET_KEY")
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = LOOPBACK if DEMO else env.list("SE4U_ALLOWED_HOSTS", default=[*LOOPBACK, host_of(SITE_URL)])
CSRF_TRUSTED_ORIGINS = env.list("SE4U_TRUSTED_ORIGINS", default=[])
if DEMO and TLS:
    raise ImproperlyConfigured("SE4U_DEMO is for this machine only; it cannot be combined with SE4U_TLS.")

# How many proxies stand before the server and add to X-Forwarded-For; 0 takes nobody's word for an address.
TRUSTED_PROXIES = number("SE4U_PROXIES", default=1 if TLS else 0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

# -- apps, upper ones first, so that an upper app may override a lower one's template
INSTALLED_APPS = [
    "se4u.demo",
    "se4u.portal",
    "se4u.networks",
    "se4u.reviews",
    "se4u.directory",
    "se4u.accounts",
    "se4u.core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # asked for by the list of security keys
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "rules",
    "csp",
    "i18nfield",
    "django_prose_editor",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "se4u.core.middleware.loopback_only_in_demo",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "se4u.core.middleware.security_headers",
    "csp.middleware.CSPMiddleware",
    "se4u.core.middleware.readable",
    "se4u.core.middleware.anonymous_pages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "se4u.core.middleware.private_pages",
    "se4u.core.middleware.anonymous_forms",
    "se4u.core.middleware.time_zone",
    "se4u.accounts.middleware.agreement",
    "se4u.accounts.middleware.passkeys",
    "se4u.core.middleware.refusals",
    "se4u.core.middleware.once",
]

ROOT_URLCONF = "se4u.config.urls"
WSGI_APPLICATION = "se4u.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "se4u.core.context.site",
            ],
            "builtins": ["django.templatetags.i18n", "se4u.core.templatetags.se4u"],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
        },
    }
]

FORM_RENDERER = "se4u.core.forms.Renderer"
# How often one network address may send the same form without a sign-in: more than a class in one room needs.
ANONYMOUS_FORMS_PER_MINUTE = 60
# Where "Leave this site quickly" leads: a harmless page on another host.
QUICK_EXIT_URL = env.str("SE4U_QUICK_EXIT_URL", default="https://www.wikipedia.org/")
# The operator's mailbox on the contact page and in security.txt; both say so while it is not named.
CONTACT_EMAIL = env.str("SE4U_CONTACT_EMAIL", default="")

# -- database: SQLite is embedded; DATABASE_URL names another file or a PostgreSQL server
DATABASES = {"default": database("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'se4u.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Two caches: "default" counts tries (rate limits) and may be shared; public pages lie in "pages", in each process, so that
# asking for many addresses can push out pages but never the counts.
CACHES = {
    "default": shared_cache("CACHE_URL", default="locmemcache://se4u"),
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
}
QUEUES = {
    "immediate": "django_tasks.backends.immediate.ImmediateBackend",
    "database": "django_tasks_db.DatabaseBackend",
}
TASKS = {
    "default": {
        "BACKEND": QUEUES[choice("SE4U_QUEUE", QUEUES, default="immediate")],
        "ENQUEUE_ON_COMMIT": True,
    }
}

# -- people
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:desk"
LOGOUT_REDIRECT_URL = "portal:home"

ACCOUNT_ADAPTER = "se4u.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_LOGOUT_REDIRECT_URL = "portal:home"
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True  # one address at a time; the old one stays until the new one is confirmed
ACCOUNT_FORMS = {
    name: f"se4u.accounts.library_forms.{form}"
    for name, form in {
        "add_email": "AddEmailForm",
        "change_password": "ChangePasswordForm",
        "confirm_login_code": "ConfirmLoginCodeForm",
        "login": "LoginForm",
        "reauthenticate": "ReauthenticateForm",
        "request_login_code": "RequestLoginCodeForm",
        "reset_password": "ResetPasswordForm",
        "reset_password_from_key": "ResetPasswordKeyForm",
        "set_password": "SetPasswordForm",
        "signup": "SignupForm",
    }.items()
}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
PASSWORD_RESET_TIMEOUT = 3 * 3600
# Amount / time / by what is counted: the network address (kept in the cache alone, for the time of the limit), or the
# address written into the form.
ACCOUNT_RATE_LIMITS = {
    "signup": "60/h/ip",
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "request_login_code": "60/h/ip,3/300s/key",
    "reset_password": "60/h/ip,3/300s/key",
    "reset_password_from_key": "20/m/ip",
    "confirm_email": "1/60s/key",
    "new_link": "20/h/ip,3/300s/key",
    "manage_email": "10/m/user",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if TLS else "http"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "SE4U"
# Browsers allow passkeys on plain HTTP for localhost only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not TLS

# One OpenID Connect provider, for instance a UN office's own sign-in; nothing is shown while it is empty.
OIDC_NAME = env.str("SE4U_OIDC_NAME", default="")
SOCIALACCOUNT_ADAPTER = "se4u.accounts.office.SocialAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
# A plain link: a form that ends at another host would need that host in the content security policy.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "office",
                    "name": OIDC_NAME,
                    "client_id": env.str("SE4U_OIDC_CLIENT_ID"),
                    "secret": env.str("SE4U_OIDC_SECRET"),
                    "settings": {"server_url": env.str("SE4U_OIDC_SERVER"), "oauth_pkce_enabled": True},
                }
            ]
        }
    }
    if OIDC_NAME
    else {}
)

SESSION_ENGINE = "se4u.accounts.sessions"
SESSION_COOKIE_AGE = number("SE4U_SESSION_HOURS", default=24 * 7, least=1) * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = TLS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = TLS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "se4u.core.errors.csrf_failure"

# -- mail
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
# How long a mail server may keep each step of sending waiting: people wait for it after a deed.
EMAIL_TIMEOUT = number("SE4U_MAIL_TIMEOUT", default=20, least=1)
DEFAULT_FROM_EMAIL = env.str("SE4U_MAIL_FROM", default="SE4U <noreply@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# -- languages: the six of the United Nations in their order, then Portuguese
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("ar", "عربي"),
    ("zh-hans", "中文"),
    ("en", "English"),
    ("fr", "Français"),
    ("ru", "Русский"),
    ("es", "Español"),
    ("pt", "Português"),
]
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = ["se4u.config.formats"]
USE_TZ = True
TIME_ZONE = "UTC"

# -- static files and uploads; uploads lie outside every web root and are served by a view alone
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [PACKAGE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR_DIR / "uploads"}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
UPLOAD_MAX_BYTES = number("SE4U_UPLOAD_MAX_MB", default=20, least=1) * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "se4u.core.files.handlers.CappedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 10
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_PERMISSIONS = 0o600

# -- headers
SECURE_SSL_REDIRECT = TLS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TLS else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "se4u.core.logs.Line", "format": "{asctime} {levelname} {name} {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # It says of every start that it starts, above what a command has to tell.
    "loggers": {"pikepdf": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": choice("SE4U_LOG_LEVEL", LOG_LEVELS, default="INFO")},
}
# Whether browsers carry the host in their preload list is the operator's promise, made elsewhere.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
