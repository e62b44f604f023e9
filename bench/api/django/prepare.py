"""Makes the tables that django-tenants keeps in `public`, with one tenant in them: TENANT_SCHEMA at TENANT_DOMAIN. Prints the versions."""

import os
import platform
from importlib.metadata import version

import django
from django.db import connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peer.settings")
django.setup()

from peer.models import Client, Domain  # noqa: E402  (needs the settings)

with connection.schema_editor() as editor:
    editor.create_model(Client)
    editor.create_model(Domain)
tenant = Client.objects.create(schema_name=os.environ["TENANT_SCHEMA"], name="Bench")
Domain.objects.create(domain=os.environ["TENANT_DOMAIN"], tenant=tenant, is_primary=True)
packages = ["Django", "django-tenants", "psycopg", "gunicorn"]
print(", ".join([f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in packages)]))
