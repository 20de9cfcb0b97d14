"""Django's settings of the product, from the environment only; `docs/configuration.md` names every variable."""

from __future__ import annotations

import os
from importlib.util import find_spec

from hubbub import conf
from hubbub.server import environment
from hubbub.server.csp import CSP

DATA = environment.data_folder(os.environ)
DEBUG = environment.flag(os.environ, "HUBBUB_DEBUG")
HOST = environment.host(os.environ)
PORT = environment.port(os.environ)
WORKERS = environment.workers(os.environ)
ADDRESS = environment.address(os.environ)
PROXIES = environment.proxies(os.environ, ADDRESS)
SECURE = ADDRESS is not None and ADDRESS.secure
MAIL = environment.mail(os.environ, ADDRESS)
OUTBOUND = environment.flag(os.environ, "HUBBUB_OUTBOUND", True)

SECRET_KEY = environment.secret_key(DATA)
ALLOWED_HOSTS = environment.allowed_hosts(ADDRESS, HOST)
DATABASES = environment.databases(os.environ, DATA)
CHANNEL_LAYERS = environment.channel_layers(os.environ)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sign-in limits are counted here: in the database they hold for every process and survive a restart.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "hubbub_cache"}}

INSTALLED_APPS = [
    *(["daphne"] if DEBUG and find_spec("daphne") else []),  # first, so that `runserver` is Daphne's
    "hubbub.server",
    "hubbub.server.accounts",
    "hubbub",
    "channels",
    "ninja",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "hubbub.server.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "hubbub.server.middleware.Security",
    "hubbub.server.csp.content_security_policy",
    "hubbub.server.middleware.Session",
    "hubbub.server.middleware.Locale",
    "hubbub.server.middleware.Common",
    "hubbub.server.middleware.Csrf",
    "hubbub.server.middleware.Authentication",
    "hubbub.server.middleware.Messages",
    "hubbub.server.middleware.FrameOptions",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "hubbub.server.urls"
ASGI_APPLICATION = "hubbub.server.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hubbub.server.csp.csp",
                "hubbub.server.accounts.context.site",
            ],
        },
    },
]

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "hubbub": environment.uploads(os.environ, DATA),
    "staticfiles": {"BACKEND": "hubbub.server.statics.CompressedFiles"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 256 << 10  # of each body that arrives; what is more waits on the disk

AUTH_USER_MODEL = "hubbub_accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "hubbub:chat"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "hubbub.server.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "hubbub.server.accounts.forms.SignInForm",
    "signup": "hubbub.server.accounts.forms.SignUpForm",
    "reset_password": "hubbub.server.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "hubbub.server.accounts.forms.NewPasswordForm",
    "change_password": "hubbub.server.accounts.forms.OtherPasswordForm",
    "reauthenticate": "hubbub.server.accounts.forms.SignInAgainForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", *(["email"] if MAIL.host else []), "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional" if MAIL.host else "none"
ACCOUNT_USER_DISPLAY = "hubbub.server.accounts.models.display_name"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Hubbub"

EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if MAIL.host else 'dummy'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.starttls, MAIL.tls
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL.sender

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
CSRF_TRUSTED_ORIGINS = [ADDRESS.origin] if ADDRESS else []
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 30 if SECURE else 0
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_CSP: dict[str, list[str]] = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "media-src": [CSP.SELF, "blob:"],
    "connect-src": [CSP.SELF, *([ADDRESS.socket_origin] if ADDRESS else [])],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
    "require-trusted-types-for": ["'script'"],
    "trusted-types": ["hubbub"],
}

HUBBUB = {
    "SIGN_OUT_URL": "/accounts/logout/",
    "ADMINISTRATION_URL": "/site/",
    "POST_RATE": environment.rate(os.environ, "HUBBUB_POST_RATE"),
    "CALL_RATE": environment.rate(os.environ, "HUBBUB_CALL_RATE"),
    "UPLOAD_LIMIT": environment.upload_limit(os.environ),
    "SOCKETS_PER_USER": environment.limit(os.environ, "HUBBUB_SOCKETS_PER_USER", conf.DEFAULTS["SOCKETS_PER_USER"]),
    "SOCKETS_PER_ADDRESS": environment.limit(
        os.environ, "HUBBUB_SOCKETS_PER_ADDRESS", conf.DEFAULTS["SOCKETS_PER_ADDRESS"]
    ),
    "PUSH_KEY": environment.push_key(os.environ),
    "PUSH_CONTACT": environment.push_contact(os.environ),
    "PUSH_DELAY": environment.number(os.environ, "HUBBUB_PUSH_DELAY", conf.DEFAULTS["PUSH_DELAY"], 0, 600),
    "PUSH_TO_LOOPBACK": environment.flag(os.environ, "HUBBUB_PUSH_TO_LOOPBACK"),
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
TIME_ZONE = environment.time_zone(os.environ)
USE_TZ = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"secrets": {"()": "hubbub.server.logs.HideSecrets"}, "brief": {"()": "hubbub.server.logs.Brief"}},
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["secrets", "brief"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},  # a visitor's 404 is no news
    },
}
