"""Settings common to every profile. The environment is read in config/env.py only."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from corsheaders.defaults import default_headers
from whitenoise.compress import Compressor

from config.env import read_environment
from config.errors import report_errors_to
from config.keys import code_hash, hub_keys
from config.logs import logging_settings
from config.mail import mail_settings
from config.providers import providers
from config.secrets import load_or_create_secret_key
from config.settings.databases import databases

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = read_environment(ROOT)

DEBUG = ENVIRONMENT.debug
SECRET_KEY = ENVIRONMENT.secret_key or load_or_create_secret_key(ENVIRONMENT.data)
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts
CSRF_TRUSTED_ORIGINS = ENVIRONMENT.csrf_trusted_origins

INSTALLED_APPS = [
    # First, so that its templates stand before those that libraries bring.
    "nexus.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.github",
    "allauth.socialaccount.providers.discord",
    "allauth.socialaccount.providers.openid_connect",
    "corsheaders",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_filters",
    "graphene_django",
    # A tool of those who write migrations: running the hub does not install it.
    *(["django_linear_migrations"] if find_spec("django_linear_migrations") else []),
    "nexus.common",
    "nexus.accounts",
    "nexus.jobs",
    "nexus.library",
    "nexus.documents",
    "nexus.curation",
    "nexus.insights",
    "nexus.search",
    "nexus.webhooks",
    "nexus.mail",
    "nexus.linkcheck",
    "nexus.watching",
    "nexus.keeping",
    "nexus.rest",
    "nexus.graphql",
]

MIDDLEWARE = [
    "nexus.watching.middleware.WatchingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "nexus.web.middleware.SecurityHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "nexus.web.errors.ProblemPagesMiddleware",
    "nexus.web.throttles.ThrottleMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "nexus.web.context.hub",
            ],
        },
    }
]

DATABASES = databases(ENVIRONMENT)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Limits go on counting through a deployment, so they are the hub's and not a version's.
NEXUS_KEYS = hub_keys(ENVIRONMENT.database_url, ENVIRONMENT.data)
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "nexus.watching.redis.CountedRedis",
        "LOCATION": ENVIRONMENT.cache_url,
        # Another version of the code reads nothing that this one kept.
        "KEY_PREFIX": f"{NEXUS_KEYS}-{code_hash(ROOT / 'nexus')}",
    }
    if ENVIRONMENT.cache_url
    else {"BACKEND": "nexus.watching.caching.CountedLocMem", "LOCATION": "nexus"}
}

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
LOGIN_REDIRECT_URL = "/me/"
LOGIN_URL = "/accounts/login/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# Who changes where mail goes could have a new password sent there: asked again who they are.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Each address that is added is sent a link: nobody has this hub write to hundreds.
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
# The hub's own limits count attempts in the database (nexus.common.throttles).
ACCOUNT_RATE_LIMITS = False
ACCOUNT_ADAPTER = "nexus.accounts.adapter.AccountAdapter"
# Of new passwords and changed factors the person is told by mail.
ACCOUNT_EMAIL_NOTIFICATIONS = True

# A second factor, for whoever wants one: docs/adr/0090.
MFA_ADAPTER = "nexus.accounts.factors.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "authenticate": "nexus.accounts.factors.forms.CodeForm",
    "reauthenticate": "nexus.accounts.factors.forms.CodeAgainForm",
    "activate_totp": "nexus.accounts.factors.forms.FirstCodeForm",
    "add_webauthn": "nexus.accounts.factors.passkeys.AddForm",
    "edit_webauthn": "nexus.accounts.factors.passkeys.RenameForm",
    "authenticate_webauthn": "nexus.accounts.factors.passkeys.AuthenticateForm",
    "reauthenticate_webauthn": "nexus.accounts.factors.passkeys.ReauthenticateForm",
    "login_webauthn": "nexus.accounts.factors.passkeys.LoginForm",
}
MFA_RATE_LIMITS = False
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RECOVERY_CODE_DIGITS = 10
# Clocks of phones drift: the code before and the one after count, too (RFC 6238, 5.2).
MFA_TOTP_TOLERANCE = 1
MAIL = mail_settings(ENVIRONMENT.mail_url, ENVIRONMENT.mail_from, ENVIRONMENT.data / "mail")
globals().update(MAIL)
NEXUS_MAIL_BACKEND: str = MAIL["NEXUS_MAIL_BACKEND"]

# Accounts elsewhere, where the operator configured some: docs/adr/0091.
SOCIALACCOUNT_ADAPTER = "nexus.accounts.providers.adapter.ProviderAdapter"
SOCIALACCOUNT_PROVIDERS = providers(ENVIRONMENT)
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True
SOCIALACCOUNT_QUERY_EMAIL = True

CSRF_FAILURE_VIEW = "nexus.web.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
if ENVIRONMENT.https:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31536000
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # X-Frame-Options stands in the one table of headers (nexus.common.headers)
    "security.W005",  # other names below the operator's domain are not the hub's to decide
    "security.W008",  # the proxy redirects; health checks of containers come without TLS
    "security.W021",  # browsers' preload lists are the operator's choice, too
]

DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = False

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.data / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": ENVIRONMENT.data / "files"},
    },
    "staticfiles": {"BACKEND": "nexus.common.statics.HubStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# Source maps are for who has the developer's tools open.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "nexus.rest.authentication.ApiTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_THROTTLE_CLASSES": ["nexus.rest.throttles.HubThrottle"],
    "DEFAULT_RENDERER_CLASSES": ["nexus.rest.rendering.HubJSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "nexus.rest.negotiation.JsonFirstNegotiation",
    "DEFAULT_PARSER_CLASSES": [
        "rest_framework.parsers.JSONParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_SCHEMA_CLASS": "nexus.rest.openapi.HubSchema",
    # The Accept header says which form is wanted; `format` is a parameter like any other.
    "URL_FORMAT_OVERRIDE": None,
    "EXCEPTION_HANDLER": "nexus.rest.problems.exception_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Nexus API",
    "DESCRIPTION": "What one learner solved, the next finds in a minute, with its source.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "nexus.live.openapi.add_event_stream",
        "nexus.rest.openapi.describe_refusals",
        "nexus.rest.openapi.link_operations",
        "nexus.rest.deprecations.mark_going",
        "nexus.rest.samples.add_samples",
    ],
    "ENUM_NAME_OVERRIDES": {
        "DeliveryStateEnum": "nexus.webhooks.models.Delivery.State",
        "WebhookStateEnum": "nexus.webhooks.models.Webhook.State",
        "KindEnum": "nexus.library.models.Kind",
        "ActionKindEnum": "nexus.curation.models.Action.Kind",
        "NamedKindEnum": "nexus.documents.models.NAMED_KINDS",
        "QuestionKindEnum": ["unsolved", "disputed", "merge"],
        "DeadLinkStateEnum": "nexus.linkcheck.models.DEAD",
    },
}
GRAPHENE = {"SCHEMA": "nexus.graphql.schema.schema", "MAX_VALIDATION_ERRORS": 20}

CELERY_BROKER_URL = ENVIRONMENT.broker_url or "memory://"
CELERY_TASK_DEFAULT_QUEUE_TYPE = "quorum"
CELERY_TASK_DEFAULT_QUEUE = "nexus.bulk"
CELERY_TASK_DEFAULT_EXCHANGE = "nexus.jobs"
CELERY_TASK_DEFAULT_EXCHANGE_TYPE = "topic"
CELERY_TASK_DEFAULT_ROUTING_KEY = "job.bulk"
# A name that is not ours is a mistake, not a queue to make.
CELERY_TASK_CREATE_MISSING_QUEUES = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_DETECT_QUORUM_QUEUES = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"confirm_publish": True}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True

CELERY_WORKER_HIJACK_ROOT_LOGGER = False

LOGGING = logging_settings(ENVIRONMENT.log_form)
report_errors_to(ENVIRONMENT.error_dsn, "nexus")
NEXUS_TRACES = ENVIRONMENT.traces
NEXUS_TRACES_HEADERS = ENVIRONMENT.traces_headers
NEXUS_TRACES_SERVICE = ENVIRONMENT.traces_service
NEXUS_METRICS_TOKEN = ENVIRONMENT.metrics_token
NEXUS_METRICS_NETWORKS = ENVIRONMENT.metrics_networks

NEXUS_CONTENT = ENVIRONMENT.content
NEXUS_IS_EMBEDDED = ENVIRONMENT.is_embedded
NEXUS_OPEN = ENVIRONMENT.open
NEXUS_BACKUPS = ENVIRONMENT.backups
NEXUS_FETCH_TIMEOUT_SECONDS = 60
NEXUS_ALLOW_LOCAL_REPOSITORIES = False
NEXUS_GIT_HOSTS = ENVIRONMENT.git_hosts
NEXUS_WEBHOOK_HOSTS = ENVIRONMENT.webhook_hosts
NEXUS_LINK_CHECK = ENVIRONMENT.link_check
NEXUS_LINK_CHECK_HOSTS = ENVIRONMENT.link_check_hosts

# Programs of other origins bring a token; cookies never travel with them.
CORS_URLS_REGEX = r"^/(api/v1/|graphql$)"
CORS_ALLOW_ALL_ORIGINS = ENVIRONMENT.api_origins == ["*"]
CORS_ALLOWED_ORIGINS = [] if CORS_ALLOW_ALL_ORIGINS else ENVIRONMENT.api_origins
CORS_ALLOW_CREDENTIALS = False
CORS_ALLOW_HEADERS = [*default_headers, "if-match", "if-none-match", "idempotency-key"]
CORS_EXPOSE_HEADERS = [
    *("ETag", "Link", "Location", "Retry-After", "RateLimit", "RateLimit-Policy"),
    *("Idempotent-Replayed", "Deprecation", "Sunset"),
]
CORS_PREFLIGHT_MAX_AGE = 3600

NEXUS_CACHE_URL = ENVIRONMENT.cache_url
NEXUS_INTROSPECTION = ENVIRONMENT.introspection
NEXUS_GRAPHIQL = ENVIRONMENT.graphiql
NEXUS_PROXIES = ENVIRONMENT.proxies
NEXUS_LIMITS = ENVIRONMENT.limits
NEXUS_LIMITS_ON = ENVIRONMENT.has_limits
# The web process: docs/architecture.md, Speed.
NEXUS_THREADS = ENVIRONMENT.threads
NEXUS_PAGE_CACHE_BYTES = ENVIRONMENT.page_cache_mb << 20
NEXUS_FRAGMENT_BYTES = ENVIRONMENT.fragment_cache_mb << 20
