"""A django-tenants project as its documentation sets one up, for production: no debugging, connections that are kept, no logs."""

import logging
import os

SECRET_KEY = os.environ["DJANGO_SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = ["*"]
USE_TZ = True
ROOT_URLCONF = "peer.urls"
WSGI_APPLICATION = "peer.wsgi.application"
LOGGING_CONFIG = None
logging.disable(logging.WARNING)  # a 404 is one

SHARED_APPS = ["django_tenants", "peer", "django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions"]
INSTALLED_APPS = SHARED_APPS
TENANT_APPS = ["peer"]
TENANT_MODEL = "peer.Client"
TENANT_DOMAIN_MODEL = "peer.Domain"
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
# The search path is set once per request instead of before every statement.
TENANT_LIMIT_SET_CALLS = True

MIDDLEWARE = [
    "django_tenants.middleware.main.TenantMainMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

# Sessions and counters are in Redis, as ours are; both are a database's rows or this process's memory by default.
SESSION_ENGINE = "django.contrib.sessions.backends.cache"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": os.environ["REDIS_URL"],
        "KEY_FUNCTION": "django_tenants.cache.make_key",
        "REVERSE_KEY_FUNCTION": "django_tenants.cache.reverse_key",
    }
}

DATABASES = {
    "default": {
        "ENGINE": "django_tenants.postgresql_backend",
        "HOST": os.environ["DATABASE_HOST"],
        "NAME": os.environ["DATABASE_NAME"],
        "USER": os.environ["DATABASE_USER"],
        "PASSWORD": os.environ["DATABASE_PASSWORD"],
        "CONN_MAX_AGE": None,
        # Not what Django does by itself: statements are prepared once per connection, as ours are.
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 5},
    }
}
