"""Every setting of the installation, read once from the environment.

Numbers of the service itself (clocks, caps, waits) are not here: they are versioned rows read by
`config.tuning.setting`. A secret `NAME` may also be given as `NAME_FILE`, a path to a file.
"""

import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import environ

from config.carrier import is_loopback_url, is_twilio_url
from config.csp import policy_for
from config.grants import role_of_command
from config.keys import KeyDirectory, KeyMissing
from config.lines import LINE, Line
from config.logs import logging_config
from config.running import addresses_of_running

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()

# Without a public address this can only be somebody's own machine.
_public_host = urlsplit(env.str("PUBLIC_URL", default="http://localhost")).hostname
_likely = "development" if _public_host in {"localhost", "127.0.0.1", "::1"} else "production"
ENVIRONMENT = env.str("NIGHTLIGHT_ENV", default=_likely)
if ENVIRONMENT not in {"development", "test", "production"}:
    raise SystemExit("NIGHTLIGHT_ENV is development, test or production.")
IS_PRODUCTION = ENVIRONMENT == "production"
DEBUG = False
TESTING = ENVIRONMENT == "test"

PORT = env.int("PORT", default=8000)
PUBLIC_URL = env.str("PUBLIC_URL", default=f"http://localhost:{PORT}").rstrip("/")
_public = urlsplit(PUBLIC_URL)
PUBLIC_HOST = _public.hostname or "localhost"
LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")
IS_LOOPBACK = PUBLIC_HOST in {"localhost", "127.0.0.1", "::1"}
IS_HTTPS = _public.scheme == "https"
if IS_PRODUCTION and not IS_HTTPS and not IS_LOOPBACK:
    raise SystemExit("PUBLIC_URL has to begin with https:// (young people's words travel over it).")
ALLOWED_HOSTS = [PUBLIC_HOST, *LOOPBACK_HOSTS, *env.list("ALLOWED_HOSTS", default=[])]

# Data and keys

NIGHTLIGHT_DATA = Path(env.str("NIGHTLIGHT_DATA", default=str(BASE_DIR / ".nightlight"))).resolve()
NIGHTLIGHT_KEYS = Path(env.str("NIGHTLIGHT_KEYS", default=str(NIGHTLIGHT_DATA / "keys"))).resolve()
MAY_CREATE_KEYS = not IS_PRODUCTION or sys.argv[1:2] == ["make_keys"]
try:
    _keys = KeyDirectory(NIGHTLIGHT_KEYS, may_create=MAY_CREATE_KEYS)
    _made_key = _keys.named("secret").hex()
    if not MAY_CREATE_KEYS:
        _keys.all_there()
except KeyMissing as missing:
    raise SystemExit(str(missing)) from None
SECRET_KEY = env.str("SECRET_KEY", default="") or _made_key

# Database: one URL a role, so that a grant means something

# A command that is started without one works as whoever its work belongs to.
ROLE = env.str("NIGHTLIGHT_ROLE", default="") or role_of_command(sys.argv)
_ROLE_VARIABLES = {
    "app": "DATABASE_URL",
    "migrator": "DATABASE_URL_MIGRATOR",
    "worker": "DATABASE_URL_WORKER",
    "jobs": "DATABASE_URL_JOBS",
    "watchdog": "DATABASE_URL_WATCHDOG",
}
# A command in a second terminal finds the servers that `make run` started on this machine.
_running = {} if IS_PRODUCTION else addresses_of_running(NIGHTLIGHT_DATA)
_DEFAULT_URL = env.str(
    "DATABASE_URL", default=_running.get("DATABASE_URL", "postgres://nightlight_app@localhost/nightlight")
)
_own_database = "DATABASE_URL" in os.environ or "DATABASE_URL_FILE" in os.environ
# A live service never looks for its servers where a developer's would be.
_needs_servers = IS_PRODUCTION and sys.argv[1:2] not in (["make_keys"], ["collectstatic"])
for _name in ("DATABASE_URL", "REDIS_URL") if _needs_servers else ():
    if not (os.environ.get(_name) or os.environ.get(f"{_name}_FILE")):
        raise SystemExit(f"{_name} is missing: the address of the server, or {_name}_FILE with a file that holds it.")
DATABASE_URLS = {
    role: env.str(variable, default=_DEFAULT_URL if _own_database else _running.get(variable, _DEFAULT_URL))
    for role, variable in _ROLE_VARIABLES.items()
}


IDLE_IN_TRANSACTION_MS = 10_000


def database(url: str, *, pool: dict[str, Any] | bool) -> dict[str, Any]:
    """Django's description of a Postgres URL. A socket folder may be given as `?host=/folder`."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        # After a restart of the database a pooled connection is found dead before a request gets it.
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {
            # Without server-side binding psycopg writes values into the statement, and Postgres
            # writes the statement, a child's words in it, into its log when it fails.
            "server_side_binding": True,
            # A process that froze in the middle of a transaction must not keep a child's conversation locked.
            "options": f"-c idle_in_transaction_session_timeout={IDLE_IN_TRANSACTION_MS}",
            **LINE,
            **({"pool": pool} if pool else {}),
            **({"sslmode": query["sslmode"][0]} if "sslmode" in query else {}),
        },
    }


# While the database is away nobody waits for it longer than this; the page or socket says so, and comes again.
POOL = {"min_size": 0, "max_size": env.int("DATABASE_POOL", default=12), "timeout": 4, "reconnect_timeout": 2}
POOL["connection_class"] = Line
DATABASES = {
    "default": database(
        DATABASE_URLS[ROLE],
        pool=False if ROLE == "migrator" else POOL,
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.str("REDIS_URL", default=_running.get("REDIS_URL", "redis://localhost:6379/0"))

# The house

INSTALLED_APPS = [
    "config.apps.ConfigApp",
    "rota",
    "chat",
    "moderation",
    "escalation",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "pgtrigger",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.headers.PrivacyHeaders",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.headers.NeedsHttps",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "rota.sign_in_keeper.KeepsSignIns",
]
ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            BASE_DIR / folder
            for folder in (
                "config/templates",
                "rota/templates",
                "rota/pages/templates",
                "rota/audit_pages/templates",
                "chat/web/templates",
                "chat/console/templates",
                "chat/sms/templates",
                "chat/forums/templates",
                "chat/concern/templates",
                "chat/telling/templates",
                "moderation/review/templates",
                "moderation/blind/templates",
                "moderation/feedback/templates",
                "moderation/service/templates",
                "escalation/templates",
                "escalation/month/templates",
                "escalation/misses/templates",
                "escalation/rights/templates",
                "escalation/referral/templates",
                "escalation/dissent/templates",
                "escalation/review/templates",
                "escalation/risk/templates",
                "escalation/finding/templates",
            )
        ],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "config.shell.service",
                "escalation.doors.bar",
                "rota.sign_in_shell.about_sign_in",
                "rota.pages.shell.about_shifts",
            ],
        },
    }
]

# People who sign in

AUTH_USER_MODEL = "rota.StaffMember"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/staff/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "config.shell.display_name"
ACCOUNT_ADAPTER = "rota.sign_in.StaffAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Nightlight"
# The clock of a phone may be half a minute off. Each code works once all the same (rota/codes.py).
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "rota.codes.SignInForm",
    "reauthenticate": "rota.codes.ShowForm",
    "activate_totp": "rota.codes.SetUpForm",
}
# A passkey that asks its owner for a finger or a PIN each time is two steps in one: it signs in by itself.
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# A whole shift may sign in behind one address. Nothing can be guessed here: each try asks twice.
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
# Without it a password alone opens young people's words: for trying the product on one's own machine only.
SECOND_STEP_REQUIRED = IS_PRODUCTION
MFA_ADAPTER = "rota.second_step.SecondStepAdapter"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
# A sign-in ends by the row beside its session (rota/sign_ins.py), never because the session was gone first.
SESSION_COOKIE_AGE = 24 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CACHES = {
    "default": {
        "BACKEND": "rota.cache.SteadyCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 1},
    }
}

# Cookies and transport. A loopback address counts as safe to a browser, so it gets the same names.

SECURE_COOKIES = IS_HTTPS or IS_LOOPBACK
_prefix = "__Host-" if SECURE_COOKIES else ""
SESSION_COOKIE_NAME = f"{_prefix}staff"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_NAME = f"{_prefix}form"
CSRF_COOKIE_SAMESITE = "Lax"
YOUNG_PERSON_COOKIE = f"{_prefix}chat"
# For some minutes, so that the page after the form can show the reference: an address would keep it.
CONCERN_COOKIE = f"{_prefix}said"
# Set by the page's own script when Exit was used without a connection, because a script cannot remove
# the other one. Whoever comes with it is nobody we know.
LEFT_COOKIE = "left"
LANGUAGE_COOKIE_NAME = f"{_prefix}language"
LANGUAGE_COOKIE_SECURE = SECURE_COOKIES
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
# How many proxies of ours stand in front: without it, behind one, everybody shares one budget of wrong passwords.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
# From where a young person's page connects is kept sealed for a short while, for the police if a life is in danger
# (docs/finding.md). The data protection officer may decide against it.
KEEP_NETWORK_ADDRESSES = env.bool("KEEP_NETWORK_ADDRESSES", default=True)
if IS_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 63_072_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
# Nothing to any other site. Not "no-referrer": with that, browsers send `Origin: null` with our own
# forms, and the check that keeps foreign forms out refuses them.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY = {"DIRECTIVES": policy_for(PUBLIC_URL)}
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 100
# Nobody sends us a file: not a picture, not a document. Whoever tries is told.
FILE_UPLOAD_HANDLERS = ["config.uploads.NoFiles"]
# What `check --deploy` asks for and we do ourselves: every answer's X-Frame-Options (config.headers.PrivacyHeaders),
# and plain http, which the proxy sends on and NeedsHttps refuses with words, so that no phone comes round for ever.
SILENCED_SYSTEM_CHECKS = ["security.W002", "security.W008"]
SIGNED_COOKIE_LEGACY_SALT_FALLBACK = False

# Words and time

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [BASE_DIR / "config/locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"

# Files of the pages

STATIC_URL = "static/"
STATICFILES_DIRS = [
    folder
    for name in (
        "config/static",
        "rota/static",
        "rota/pages/static",
        "rota/audit_pages/static",
        "escalation/month/static",
        "escalation/rights/static",
        "escalation/referral/static",
        "escalation/review/static",
        "escalation/risk/static",
        "moderation/service/static",
        "chat/web/static",
        "chat/console/static",
        "chat/sms/static",
        "chat/forums/static",
        "chat/concern/static",
        "chat/telling/static",
        "escalation/static",
        "moderation/review/static",
    )
    if (folder := BASE_DIR / name).is_dir()
]
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(NIGHTLIGHT_DATA / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static_files.HashedFiles"},
}

# Where the jobs process finds a web process straight, not through the proxy: for the made-up messages that show whether
# words come through (moderation/canary). By itself, where `make run` opens the door.

_host = env.str("HOST", default="127.0.0.1")
_host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(_host, _host)  # noqa: S104 (listens nowhere: it is what is called)
WEB_ADDRESS = env.str("WEB_ADDRESS", default=f"http://{f'[{_host}]' if ':' in _host else _host}:{PORT}").rstrip("/")

# Texts. Without an account nobody can text us and nothing is sent; in development and tests the practice phone
# of this installation stands in for the carrier.

PRACTICE_PHONE_PATH = "/practice-phone"
TWILIO_ACCOUNT_SID = env.str("TWILIO_ACCOUNT_SID", default="")
TWILIO_AUTH_TOKEN = env.str("TWILIO_AUTH_TOKEN", default="")
TWILIO_FROM = env.str("TWILIO_FROM", default="")
TWILIO_API_BASE = env.str("TWILIO_API_BASE", default="").rstrip("/")
if not IS_PRODUCTION and not TWILIO_ACCOUNT_SID:
    _made_account = KeyDirectory(NIGHTLIGHT_KEYS, may_create=MAY_CREATE_KEYS).named("practice_phone").hex()
    TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN = "AC" + _made_account[:32], _made_account[32:]
    TWILIO_FROM = TWILIO_FROM or "+447700900000"
    TWILIO_API_BASE = TWILIO_API_BASE or f"http://127.0.0.1:{PORT}{PRACTICE_PHONE_PATH}"
if IS_PRODUCTION and TWILIO_API_BASE and not is_loopback_url(TWILIO_API_BASE) and not is_twilio_url(TWILIO_API_BASE):
    raise SystemExit("TWILIO_API_BASE may name another machine only in development and tests: texts would go there.")
HAS_TEXTS = bool(TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN and TWILIO_FROM)
# Two phones to try it with, on a page of their own. Never where real young people text.
HAS_PRACTICE_PHONE = not IS_PRODUCTION and TWILIO_API_BASE.endswith(PRACTICE_PHONE_PATH)
# Ofcom's numbers for films (07700 900xxx) belong to nobody, and count as not valid except here.
# Whether a text to us costs nothing, so that pages may say so: a charity knows from its carrier.
TEXTS_ARE_FREE = env.bool("TEXTS_ARE_FREE", default=False)
ALLOW_DRAMA_NUMBERS = env.bool("ALLOW_DRAMA_NUMBERS", default=not IS_PRODUCTION)

# Reaching staff who are not at a console. Without a mail server no mail is sent. TLS from the first byte: a server that
# only offers it later can be made to forget it. Only a server on this machine may do without.

EMAIL_HOST = env.str("EMAIL_HOST", default="")
_mail_is_near = EMAIL_HOST in {"localhost", "127.0.0.1", "::1"}
EMAIL_PORT = env.int("EMAIL_PORT", default=25 if _mail_is_near else 465)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_SSL = not _mail_is_near
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default=f"nightlight@{PUBLIC_HOST}")
# Whom a push service may write to about our pushes, and to which services a browser's address may lead.
PUSH_CONTACT = env.str("PUSH_CONTACT", default=PUBLIC_URL if IS_HTTPS else f"mailto:{DEFAULT_FROM_EMAIL}")
PUSH_SERVICES = env.list(
    "PUSH_SERVICES",
    default=["fcm.googleapis.com", "updates.push.services.mozilla.com", ".push.apple.com", ".notify.windows.com"],
)

# Detoxify, a second reading of posts: a folder that `manage.py convert_detoxify` made, and the SHA-256 of its manifest.
# Or a checkpoint of yours, its SHA-256 (a checkpoint runs as code when it is loaded), and the folder with its
# configuration and tokenizer. Loaded by the worker only; every process knows whether it is set up.

DETOXIFY_ONNX = env.str("DETOXIFY_ONNX", default="")
DETOXIFY_ONNX_SHA256 = env.str("DETOXIFY_ONNX_SHA256", default="")
DETOXIFY_CHECKPOINT = env.str("DETOXIFY_CHECKPOINT", default="")
DETOXIFY_SHA256 = env.str("DETOXIFY_SHA256", default="")
DETOXIFY_CONFIG = env.str("DETOXIFY_CONFIG", default="")

# What we tell the world outside

# Sockets of one process, and how many of them are kept for people in conversation, in danger, and staff.
MOST_SOCKETS = env.int("MOST_SOCKETS", default=5000)
SOCKETS_KEPT_FREE = env.int("SOCKETS_KEPT_FREE", default=200)
# Where Exit leads, and what a young person's tab looks like to somebody who glances at it.
NEUTRAL_SITE = env.str("NEUTRAL_SITE", default="https://www.bbc.co.uk/weather")
NEUTRAL_TITLE = env.str("NEUTRAL_TITLE", default="")
NEUTRAL_ICON = env.str("NEUTRAL_ICON", default="notes")
if urlsplit(NEUTRAL_SITE).scheme not in {"http", "https"} or urlsplit(NEUTRAL_SITE).hostname == PUBLIC_HOST:
    raise SystemExit("NEUTRAL_SITE is the address of another site, with https://.")
if NEUTRAL_ICON not in {"notes", "clock", "sun"}:
    raise SystemExit("NEUTRAL_ICON is notes, clock or sun.")
SENTRY_DSN = env.str("SENTRY_DSN", default="")
SENTRY_ENVIRONMENT = env.str("SENTRY_ENVIRONMENT", default=ENVIRONMENT)
RELEASE = env.str("NIGHTLIGHT_RELEASE", default="0.1.0")
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
LOGGING = logging_config(env.str("LOG_LEVEL", default="INFO"), env.str("LOG_FORMAT", default="text"))
LOGGING_CONFIG = "logging.config.dictConfig"

if IS_PRODUCTION and os.environ.get("NIGHTLIGHT_CLOCK_FILE"):
    raise SystemExit("NIGHTLIGHT_CLOCK_FILE is for tests: the clock of a live service cannot be moved.")
