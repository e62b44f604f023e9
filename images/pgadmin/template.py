"""Makes the settings database that a first start copies: migrated, without a user, without a secret.

Usage: template.py <file>
"""
import os
import secrets
import shutil
import sqlite3
import sys

DATABASE = '/var/lib/pgadmin/pgadmin4.db'

sys.path.insert(0, '/pgadmin4')
os.environ.update(PGADMIN_SETUP_EMAIL='nobody@example.com', PGADMIN_SETUP_PASSWORD=secrets.token_hex(16))

import pgAdmin4  # noqa: E402,F401  (importing it migrates the database)

with sqlite3.connect(DATABASE) as database:
    for table in ('roles_users', 'server', 'servergroup', 'user_preferences', 'setting', 'user'):
        database.execute(f'DELETE FROM "{table}"')
    database.execute("UPDATE keys SET value = ''")
database.execute('VACUUM')
database.close()
shutil.move(DATABASE, sys.argv[1])
