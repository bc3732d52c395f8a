"""Settings of the project. Everything that differs between places comes from the environment."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from consult import addresses, local
from consult.log_lines import refusal_in_a_line

# Paths
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
FONTS_DIR = Path(os.environ.get("CONSULT_FONTS", VAR_DIR / "fonts"))


# Environment
def env(name: str, hint: str, *, demo=None) -> str:
    """Return a variable; for a demonstration `demo` makes one up, in production a missing one stops the start."""
    value = os.environ.get(name)
    if value:
        return value
    if DEMO and demo is not None:
        return demo()
    raise ImproperlyConfigured(f"{name} 没有设置：{hint}")


MODE = os.environ.get("CONSULT_MODE", "demo")
if MODE not in ("demo", "production"):
    raise ImproperlyConfigured("CONSULT_MODE 只能是 demo 或 production")
DEMO = MODE == "demo"

DEBUG = False
SECRET_KEY = env("CONSULT_SECRET_KEY", "一串不少于 50 个字符的随机字符", demo=lambda: local.demo_secret("secret"))
LEDGER_KEY = env(
    "CONSULT_LEDGER_KEY", "台账链的密钥，保存在数据库之外，不得更换", demo=lambda: local.demo_secret("ledger")
)
ALLOWED_HOSTS = env(
    "CONSULT_HOSTS",
    "本系统的域名，多个用逗号隔开",
    demo=lambda: "localhost,127.0.0.1,[::1],testserver",
).split(",")
# Printed in the QR code of every document, so that it can be verified.
SITE_URL = f"http://localhost:{os.environ.get('PORT', '8000')}" if DEMO else f"https://{ALLOWED_HOSTS[0]}"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if not DEMO]
ROOT_URLCONF = "consult.urls"
WSGI_APPLICATION = "consult.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
VERSION = "0.1.0"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    # its widget templates; ours stand before them
    "django.forms",
    "pgtrigger",
    "rules",
    "csp",
    "django_htmx",
    "django_filters",
    "template_partials",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "members",
    "rooms",
    "consult",
    "proposals",
    "reports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "members.middleware.AnswerHead",
    "members.middleware.RefuseTooMuch",
    "members.middleware.RefuseBrokenText",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "members.middleware.AskNewPassword",
    "members.middleware.AskSecondFactor",
    "members.middleware.NoStore",
    "members.middleware.TellRefusals",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
            "builtins": [
                "members.templatetags.page",
                "members.templatetags.dates",
                "members.templatetags.parts",
                "rooms.templatetags.deadlines",
                "rules.templatetags.rules",
            ],
        },
    }
]
FORM_RENDERER = "members.forms.rendering.PageRenderer"

# Database
DATABASES = {
    "default": addresses.database(env("DATABASE_URL", "postgresql://app:…@主机/库名", demo=local.database_url))
}
REDIS_URL = env("REDIS_URL", "redis://…，单独一个实例，noeviction", demo=local.redis_url)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Sign-in
AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = ["members.backends.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "members.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
# Counted in members.operations before anything is compared, in the adapter and in these forms; allauth counts in the
# memory of one process, and its limits would stand beside ours.
ACCOUNT_RATE_LIMITS = False
SIGN_IN = "members.forms.sign_in"
ACCOUNT_FORMS = {"login": f"{SIGN_IN}.SignInForm", "change_password": f"{SIGN_IN}.PasswordForm"}
MFA_FORMS = {
    "authenticate": "members.forms.sign_in.CodeForm",
    "reauthenticate": "members.forms.sign_in.CodeAgainForm",
    "activate_totp": "members.forms.sign_in.FirstCodeForm",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "协商在一线"
LOGIN_ATTEMPTS = 5
LOGIN_WINDOW_MINUTES = 15
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_IDLE_MINUTES = int(os.environ.get("CONSULT_IDLE_MINUTES", "240"))

# Activity days and reception days: how many days ahead people are reminded, after how many working days a room that
# recorded nothing is asked, and for how long a code on a screen holds.
DAY_REMINDERS = {"activity_day": 3, "duty": 1, "record": 3}
DAY_CODE_MINUTES = 15

# Messages that leave the system. A demonstration writes its mail into files unless a server is named, and speaks to
# gateways on its own machine only.
MAIL = os.environ.get("CONSULT_MAIL", "")
MAIL_IS_SET = bool(MAIL) or DEMO
globals().update(addresses.mail(MAIL, folder=(local.home() if DEMO else VAR_DIR) / "mail"))
DEFAULT_FROM_EMAIL = os.environ.get("CONSULT_MAIL_FROM", f"consult@{urlsplit(SITE_URL).hostname}")
GATEWAYS_ON_LOOPBACK = DEMO
# The calendar that says on which days messages may leave.
WORKING_DAYS = "rooms.calendar.works_on"

# How many belong to a team, and to a member as contacts (000): other numbers are told as a hint and hinder nothing.
ROOM_TEAM = {"members": (6, 10), "party": (4, 4), "mass": (4, 4)}
# 保管期限 of their archive volumes.
VOLUME_KEEPING = os.environ.get("CONSULT_VOLUME_KEEPING", "30 年")
MEMBER_CONTACTS = (2, 3)

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# Files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    *([VAR_DIR / "assets"] if (VAR_DIR / "assets").is_dir() else []),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEMO
WHITENOISE_AUTOREFRESH = False
MEDIA_ROOT = Path(os.environ.get("CONSULT_MEDIA", (local.home() if DEMO else VAR_DIR) / "media"))
FILE_UPLOAD_PERMISSIONS = 0o600
MOST_UPLOAD_BYTES = 20 * 1024 * 1024
# Days: files that went up and that neither a record nor a draft has, and the files of exports.
WAITING_FILE_DAYS = 14
EXPORT_DAYS = 7
# Within how many working days a unit signs for what it was given, where no limit was set; our own assumption.
ASKED_ACCEPT_WORKDAYS = int(os.environ.get("CONSULT_ACCEPT_WORKDAYS", "3"))
# Longer lists are exported by a job.
MOST_EXPORTED_AT_ONCE = 2000
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024

# Celery: the doorbell
# It knows a socket by other names than the Redis client.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=", 1)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 300, "socket_timeout": 5, "socket_connect_timeout": 2}
CELERY_TASK_DEFAULT_QUEUE = "default"
PAPERS = [f"reports.{name}" for name in ("render", "bind_volume", "print_register", "print_batch", "print_points")]
# What waits for other machines has a queue of its own: a gateway that hangs keeps nothing else waiting.
CELERY_TASK_ROUTES = {name: {"queue": "documents"} for name in PAPERS} | {"members.deliver": {"queue": "outside"}}
CELERY_TIMEZONE = TIME_ZONE
# Ordered by the relay once a period, in seconds.
OFTEN = {"members.beat": 30, "reports.count": 60, "reports.order_periodic": 3600}
# What is said in office hours alone asks every hour whether it is one.
REMINDED_HOURLY = ("consult.remind", "rooms.remind_limits", "rooms.remind_requirements", "reports.follow_inspections")
HOURLY = ("proposals.begin_month", "proposals.lapse_refusals", *REMINDED_HOURLY)
DAILY = ("members.tidy", "reports.tidy", "reports.find_problems", "rooms.warn_of_terms", "rooms.days")
PERIODIC_JOBS = {**OFTEN, **dict.fromkeys(HOURLY, 3600), **dict.fromkeys(DAILY, 86_400)}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# Security
# A proxy ends TLS in production and tells the client's address in X-Real-IP, see deploy/nginx.conf. Without one
# nobody may say so.
BEHIND_PROXY = os.environ.get("CONSULT_PROXY", "no" if DEMO else "yes") == "yes"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_USE_SESSIONS = False
if not DEMO:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "style-src-attr": [NONE],
        "img-src": [SELF, "data:", "blob:"],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Logging
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"refusals": {"()": "django.utils.log.CallbackFilter", "callback": refusal_in_a_line}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["refusals"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"fontTools": {"level": "WARNING"}, "pikepdf": {"level": "WARNING"}, "weasyprint": {"level": "ERROR"}},
}
