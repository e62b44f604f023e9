"""
Makes the tables that django-tenants keeps in `public`, with one tenant in them (TENANT_SCHEMA at TENANT_DOMAIN) and somebody who is signed
in. Prints the versions, then the session's id.
"""

import os
import platform
from importlib.metadata import version

import django
from django.db import connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peer.settings")
django.setup()

from django.contrib.auth import login  # noqa: E402  (all of these need the settings)
from django.contrib.auth.models import Group, Permission, User  # noqa: E402
from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.contrib.sessions.backends.cache import SessionStore  # noqa: E402
from django.http import HttpRequest  # noqa: E402

from peer.models import Client, Domain  # noqa: E402

with connection.schema_editor() as editor:
    for model in [Client, Domain, ContentType, Permission, Group, User]:
        editor.create_model(model)
tenant = Client.objects.create(schema_name=os.environ["TENANT_SCHEMA"], name="Bench")
Domain.objects.create(domain=os.environ["TENANT_DOMAIN"], tenant=tenant, is_primary=True)

# The tenant's name is part of what its session is called in Redis.
connection.set_tenant(tenant)
request = HttpRequest()
request.session = SessionStore()
login(request, User.objects.create_user("owner"))
request.session.save()

packages = ["Django", "django-tenants", "django-ratelimit", "psycopg", "redis", "hiredis", "gunicorn"]
print(", ".join([f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in packages)]))
print(request.session.session_key)
