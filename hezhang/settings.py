"""All settings, driven by environment variables.

DEMO=1 is the trial mode: everybody may enter as a member of the cast; it is served on this machine only, and only from
a database that build_demo has made. Without DEMO a missing, public or guessable SECRET_KEY refuses to start.
"""

import sys
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from hezhang import keys
from hezhang.core.kernel.addresses import LOOPBACK, networks
from hezhang.core.kernel.tiles import tile_hosts, tile_urls

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
TESTING = "pytest" in sys.modules

# ── Mode ────────────────────────────────────────────────────────────────────────────────────────
DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
DEFAULT_KEY = "demo-only-key-never-use-it-for-a-real-district"
# From the environment, or from a file that its owner alone may read (`make local` makes one).
SECRET_KEY_FILE = Path(env.str("SECRET_KEY_FILE", default=str(VAR_DIR / "secret_key")))
try:
    SECRET_KEY = env.str("SECRET_KEY", default="") or ("" if TESTING else keys.stored_key(SECRET_KEY_FILE))
except ValueError as error:
    raise ImproperlyConfigured(str(error)) from error
if (DEMO or TESTING) and not SECRET_KEY:
    SECRET_KEY = DEFAULT_KEY
if not (DEMO or TESTING) and (_why := keys.weakness(SECRET_KEY, DEFAULT_KEY)):
    raise ImproperlyConfigured(
        f"SECRET_KEY {_why}。请设置环境变量 SECRET_KEY，或把密钥写入仅本用户可读的文件 {SECRET_KEY_FILE}"
        f"（至少 {keys.SHORTEST} 个随机字符，{keys.HOW}）；在本机自用请运行 make local，只想试用请运行 make demo。"
    )
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])  # former keys, under which seals were made
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS 不得为 *，请写明本系统的域名或地址，以逗号分隔。")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HTTPS = env.bool("HTTPS", default=False)

# ── Parts ───────────────────────────────────────────────────────────────────────────────────────
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "template_partials",
    "django_htmx",
    "django_filters",
    "rest_framework",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "hezhang",
    "hezhang.core.kernel",
    "hezhang.core.accounts",
    "hezhang.core.audit",
    "hezhang.core.notify",
    "hezhang.core.files",
    "hezhang.core.web",
    "hezhang.core.search",
    "hezhang.core.api",
    "hezhang.core.parcels",
    "hezhang.core.workflow",
    "hezhang.core.documents",
    "hezhang.core.office",
    "rivers",
    "patrols",
    "issues",
    "assessment",
    "hezhang.portal.desks",
    "hezhang.portal.public",
    "hezhang.portal.demo",
]
MIDDLEWARE = [
    "hezhang.core.web.proxies.real_client",  # before whatever asks for the address or the scheme
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "hezhang.core.web.policy.permissions_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "hezhang.core.web.redirects.told_to_scripts",
    "hezhang.core.audit.middleware.RequestContextMiddleware",
    "hezhang.core.accounts.middleware.ActingPostMiddleware",
    "hezhang.core.accounts.middleware.SessionLimitsMiddleware",
    "hezhang.core.accounts.whose.of_one_person",
    "hezhang.core.accounts.middleware.ClosedByDefaultMiddleware",
    "hezhang.core.accounts.confirming.ConfirmedMiddleware",
    "hezhang.core.web.errors.not_allowed_page",
    "hezhang.core.web.errors.RefusalMiddleware",
]
ROOT_URLCONF = "hezhang.urls"
WSGI_APPLICATION = "hezhang.wsgi.application"
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
                "hezhang.core.web.context.shell",
                "hezhang.core.search.context.box",
                "hezhang.portal.desks.context.menus",
                "hezhang.portal.demo.context.banner",
            ],
            "builtins": ["hezhang.core.web.templatetags.ui"],
        },
    }
]

FORM_RENDERER = "hezhang.core.web.rendering.FieldGroups"

# ── Data ────────────────────────────────────────────────────────────────────────────────────────
# In a web process somebody waits: after so many seconds the page says so (decision 0016). A job or a command may take
# longer; one that must not end at all is started with DB_STATEMENT_SECONDS=0.
SERVES_WEB = env.bool("SERVES_WEB", default=False)
DB_LOCK_SECONDS = env.int("DB_LOCK_SECONDS", default=5 if SERVES_WEB else 60)
DB_STATEMENT_SECONDS = env.int("DB_STATEMENT_SECONDS", default=15 if SERVES_WEB else 900)
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'hezhang.sqlite3'}")}
if not DATABASES["default"].get("ENGINE"):  # empty, or of a kind that is not known
    raise ImproperlyConfigured("DATABASE_URL 应写成 postgres://用户:口令@主机:5432/库名，或删去这一项。")
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Measured: Django's defaults lost 44 of 400 concurrent writes to "database is locked"; these lost none.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": min(DB_LOCK_SECONDS, 20),
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
    Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
else:
    # Opening a connection per request costs 85 % of the write rate on PostgreSQL.
    DATABASES["default"]["CONN_MAX_AGE"] = 600
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A line of the ledger names thirteen tables. Measured: finding the best order of the joins took 140 ms, running them
    # 1 ms; in groups of four, 20 ms. And at two million problems compiling the counts of a page's tabs to machine code took
    # 114 to 250 ms, running them 46 (decision 0012). What DATABASE_URL says in its own options goes before.
    _ours = (
        "-c join_collapse_limit=4 -c jit=off -c random_page_cost=1.1"
        f" -c lock_timeout={DB_LOCK_SECONDS * 1000} -c statement_timeout={DB_STATEMENT_SECONDS * 1000}"
    )
    _options = DATABASES["default"].setdefault("OPTIONS", {})
    _options["options"] = f"{_ours} {_options.get('options', '')}".strip()
    _options.setdefault("connect_timeout", 5)  # a host that does not answer at all
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Where the machine's own backup puts its files; the product makes none, preflight looks whether there is a recent one.
BACKUP_DIR = env.str("BACKUP_DIR", default="")
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
FONT_DIR = env.str("FONT_DIR", default="")  # the office's own 仿宋, 小标宋 … for PDF and pictures
REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 3, "socket_connect_timeout": 3},  # a frozen Redis must not hold requests
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# ── Language and time ───────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = env.str("TIME_ZONE", default="Asia/Shanghai")
USE_I18N = True
USE_TZ = True
DATE_FORMAT = "Y年n月j日"
FILTERS_EMPTY_CHOICE_LABEL = "全部"
FORMAT_MODULE_PATH = None

# ── People ──────────────────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["hezhang.core.accounts.backends.NameOrPhoneBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "hezhang.core.accounts.passwords.LengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "hezhang.core.accounts.passwords.ClassesValidator"},
    {"NAME": "hezhang.core.accounts.passwords.NotPersonalValidator"},
    {"NAME": "hezhang.core.accounts.guessing.GuessableValidator"},
    {"NAME": "hezhang.core.accounts.passwords.NotReusedValidator"},
]
# 三员分立: what gives access to accounts takes the system and the security administrator together. Off only where a
# district has too few people for it; the page 密码与登录策略 says how it stands.
ADMINS_SEPARATED = env.bool("ADMINS_SEPARATED", default=True)
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "desks:home"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
SESSION_ENGINE = "hezhang.core.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 3600  # at most, whatever is done meanwhile
SESSION_IDLE_AGE = env.int("SESSION_IDLE_MINUTES", default=30) * 60  # at a desk; not for chiefs and patrollers
# A chief signs in once in so many days on the own phone; 0 switches it off. Never for desks.
TRUSTED_PHONE_DAYS = env.int("TRUSTED_PHONE_DAYS", default=30)
# Resets, exports of personal data and freezing ask for the password again when it was last given longer ago than this.
CONFIRM_MINUTES = max(env.int("CONFIRM_MINUTES", default=15), 1)
# Roles that must sign in with a code of their phone as well, e.g. system_admin,security_admin,audit_admin,office_head.
# None by default: an office decides when everybody of a role has a phone with an authenticator at hand; all may.
TOTP_ROLES = frozenset(env.list("TOTP_ROLES", default=[]))
OTP_TOTP_ISSUER = "河长制"  # every letter more makes the code finer
OTP_TOTP_THROTTLE_FACTOR = OTP_STATIC_THROTTLE_FACTOR = 0  # tries are counted with all others (services.tries)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "hezhang.core.web.errors.csrf_failure"
# Beside five of one name from one address (services.tries). Failures alone count: an office is many people behind one
# address, and a name is tried from anywhere. Devices on which the person has signed in before are not held up by these.
SIGN_IN_FAILURES_PER_ADDRESS = env.int("SIGN_IN_FAILURES_PER_ADDRESS", default=30)  # in 15 minutes
SIGN_IN_FAILURES_PER_NAME = env.int("SIGN_IN_FAILURES_PER_NAME", default=50)  # in a day

# ── Web ─────────────────────────────────────────────────────────────────────────────────────────
STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "hezhang.core.web.storage.ModuleStorage"
    },
}
SECURE_REFERRER_POLICY = "same-origin"  # no-referrer would break Django's CSRF check
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
# __Host-: the browser takes it from this very host only, over HTTPS only; a neighbour under one domain cannot plant one.
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid", f"{COOKIE_PREFIX}csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
# What X-Forwarded-For and X-Forwarded-Proto say is believed of these peers alone. BEHIND_PROXY=1: of this very machine.
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
_PROXIES = env.list("TRUSTED_PROXIES", default=[])
try:
    TRUSTED_PROXIES = networks(_PROXIES or (LOOPBACK if BEHIND_PROXY else ()))
except ValueError as error:
    raise ImproperlyConfigured(
        f"TRUSTED_PROXIES 不正确：{error}。请写明反向代理的地址或网段，以逗号分隔，例如 127.0.0.1,10.0.0.0/8。"
    ) from None
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Tiles under the map, e.g. 天地图; the map works without. WGS-84 or CGCS2000 alone: others lie some 500 m off (GCJ-02).
MAP_TILES_CREDIT = env.str("MAP_TILES_CREDIT", default="")  # whose they are and their 审图号, shown on the map
try:
    MAP_TILES = tile_urls(env.list("MAP_TILES", default=[]), env.str("MAP_TILES_KEY", default=""))
except ValueError as error:
    raise ImproperlyConfigured(f"MAP_TILES 不正确：{error}。") from None
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *tile_hosts(MAP_TILES)],
        "script-src": [SELF],
        "style-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
UPLOAD_MAX_BYTES = 64 * 1024 * 1024  # a request with files, as a whole; nginx is told the same (deploy/nginx)
WEB_THREADS = env.int("WEB_THREADS", default=4)  # requests answered at once by one web process
DATA_UPLOAD_MAX_NUMBER_FILES = 60
PHOTO_MAX_BYTES = 15 * 1024 * 1024
# Only a JPEG can be decoded at a fraction of its size: a PNG takes 9 bytes of memory for a pixel, a WebP 16.
PHOTO_MAX_PIXELS = {"JPEG": 40_000_000, "PNG": 16_000_000, "WEBP": 12_000_000}
PHOTO_SIDE, THUMB_SIDE = 1600, 320
SHEET_MAX_BYTES = 20 * 1024 * 1024
# By person: a walk may carry 270 photos of half a megabyte.
UPLOADS_PER_DAY = env.int("UPLOADS_PER_DAY", default=500)
UPLOAD_MB_PER_DAY = env.int("UPLOAD_MB_PER_DAY", default=500)
WORKBOOKS_KEPT_DAYS = env.int("WORKBOOKS_KEPT_DAYS", default=30)  # imported ones, with their phone numbers
EXPORTS_PER_HOUR = env.int("EXPORTS_PER_HOUR", default=30)  # by person
# What the QR codes on signboards begin with, e.g. https://hz.example.gov.cn: it is printed on metal, and must hold for years.
PUBLIC_ADDRESS = env.str("PUBLIC_ADDRESS", default="").rstrip("/")
PUBLIC_PAGES_PER_MINUTE = env.int("PUBLIC_PAGES_PER_MINUTE", default=60)  # of pages without signing in, by address
PAGES_PER_MINUTE = env.int("PAGES_PER_MINUTE", default=240)  # of lists and searches, by person

# ── The API (decision 0032) ─────────────────────────────────────────────────────────────────────
API_READS_PER_MINUTE = env.int("API_READS_PER_MINUTE", default=120)  # by token
# Where changes may be told besides public addresses: networks of the government's own net, e.g. 10.1.0.0/16 (decision 0049).
API_HOOK_NETWORKS = networks(env.list("API_HOOK_NETWORKS", default=[]))
API_FAILURES_PER_ADDRESS = env.int("API_FAILURES_PER_ADDRESS", default=30)  # tokens that are none, in 15 minutes
# Who enters and by which rule, the stamp of each door says before DRF is asked; it reads, and answers in JSON.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["hezhang.core.api.permissions.HasEntered"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "hezhang.core.api.schema.DoorSchema",
    "EXCEPTION_HANDLER": "hezhang.core.api.problems.answer_problem",
    "URL_FORMAT_OVERRIDE": None,
    "UNAUTHENTICATED_USER": None,
    "COERCE_DECIMAL_TO_STRING": False,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "河长制工作平台数据接口",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [],  # the values of a field stay beside it, where they are looked for
    "APPEND_COMPONENTS": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    "SECURITY": [{"token": []}],
}

# ── The journal's witnesses outside the database (audit.anchor) ─────────────────────────────────
AUDIT_ANCHOR = Path(env.str("AUDIT_ANCHOR", default=str(VAR_DIR / "anchor" / "seals.jsonl")))
AUDIT_SYSLOG = env.str("AUDIT_SYSLOG", default="")  # /dev/log, or host:port
AUDIT_WEBHOOK_URL = env.str("AUDIT_WEBHOOK_URL", default="")

# ── Notices outside the application ─────────────────────────────────────────────────────────────
NOTIFY_WEBHOOK_URL = env.str("NOTIFY_WEBHOOK_URL", default="")  # the district's SMS gateway
NOTIFY_WECOM_URL = env.str("NOTIFY_WECOM_URL", default="")  # a robot of a group in 企业微信
NOTIFY_DINGTALK_URL = env.str("NOTIFY_DINGTALK_URL", default="")
NOTIFY_DINGTALK_SECRET = env.str("NOTIFY_DINGTALK_SECRET", default="")
NOTIFY_EMAIL_FROM = env.str("NOTIFY_EMAIL_FROM", default="")
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))

# ── Background work ─────────────────────────────────────────────────────────────────────────────
CELERY_BROKER_URL = REDIS_URL or "filesystem://"
if REDIS_URL:
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 300, "socket_timeout": 3, "socket_connect_timeout": 3}
else:
    _queue = VAR_DIR / "queue"
    for _folder in ("messages", "processed", "control"):
        (_queue / _folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_queue / "messages"),
        "data_folder_out": str(_queue / "messages"),
        "processed_folder": str(_queue / "processed"),
        "control_folder": str(_queue / "control"),
        "polling_interval": 0.2,
    }
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_ALWAYS_EAGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "drain-jobs": {"task": "web.drain_jobs", "schedule": 60.0},
    "clear-jobs": {"task": "web.clear_jobs", "schedule": crontab(minute="20")},
    "drain-outbox": {"task": "notify.drain_outbox", "schedule": 60.0},
    "tell-systems": {"task": "issues.tell_systems", "schedule": 60.0},
    "remind-leads": {"task": "issues.remind_leads", "schedule": crontab(hour="8", minute="20")},
    "remind-stages": {"task": "issues.remind_stages", "schedule": crontab(hour="8", minute="30")},
    "remind-visits": {"task": "issues.remind_visits", "schedule": crontab(hour="8", minute="25")},
    "remind": {"task": "issues.remind", "schedule": crontab(minute="*/10")},
    "remind-handovers": {"task": "rivers.remind_handovers", "schedule": crontab(minute="5")},
    "settle-boards": {"task": "rivers.settle_boards", "schedule": crontab(hour="1", minute="10")},
    "remind-plans": {"task": "rivers.remind_plans", "schedule": crontab(minute="15")},
    "seal-journal": {"task": "audit.seal", "schedule": crontab(minute="*/10")},
    "verify-journal": {"task": "audit.verify", "schedule": crontab(hour="4", minute="30")},
    "clear-staged": {"task": "files.clear_staged", "schedule": crontab(hour="3", minute="40")},
    "clear-tries": {"task": "accounts.clear_tries", "schedule": crontab(hour="3", minute="15")},
    "sweep-uploads": {"task": "files.sweep", "schedule": crontab(hour="3", minute="50")},
    "remind-appeals": {"task": "patrols.remind_appeals", "schedule": crontab(hour="8", minute="35")},
    "settle-tracks": {"task": "patrols.settle_tracks", "schedule": crontab(minute="*/10")},
    "look-for-oddities": {"task": "patrols.look_for_oddities", "schedule": crontab(minute="*/15")},
    "look-again": {"task": "patrols.look_for_oddities", "schedule": crontab(hour="2", minute="10"), "args": (72,)},
    "erase-tracks": {"task": "patrols.erase_tracks", "schedule": crontab(hour="3", minute="20")},
    "clear-sessions": {"task": "accounts.clear_sessions", "schedule": crontab(hour="3", minute="10")},
    "settle-search": {"task": "search.settle", "schedule": 60.0},
    "reindex-search": {"task": "search.reindex", "schedule": crontab(hour="2", minute="40")},
    "journal-reads": {"task": "api.journal_reads", "schedule": crontab(hour="0", minute="25")},
    "expire-passwords": {"task": "accounts.expire_passwords", "schedule": crontab(hour="3", minute="5")},
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "filters": {"refusals": {"()": "hezhang.core.web.logs.RefusalsAreNoFaults"}},
    "loggers": {"django.request": {"filters": ["refusals"]}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING" if TESTING else "INFO")},
}
