"""What gunicorn serves: pgAdmin's application, once the administrator and the declared servers are in its settings."""
import os

import config
from pgAdmin4 import app
from pgadmin.model import Role, User
from pgadmin.tools.user_management import create_user
from pgadmin.utils import clear_database_servers, load_database_servers

SERVERS = os.environ.get('PGADMIN_SERVER_JSON_FILE', '/pgadmin4/servers.json')
REPLACE = os.environ.get('PGADMIN_REPLACE_SERVERS_ON_STARTUP', '').lower() == 'true'


def password() -> str:
    file = os.environ.get('PGADMIN_DEFAULT_PASSWORD_FILE')
    if not file:
        return os.environ.pop('PGADMIN_DEFAULT_PASSWORD')
    with open(file, encoding='utf-8') as secret:
        return secret.read().rstrip('\r\n')


def add_administrator(email: str) -> None:
    """Creates the first user. Raises SystemExit with pgAdmin's reason if it refuses."""
    secret = password()
    if len(secret) < config.PASSWORD_LENGTH_MIN:
        raise SystemExit(f'the administrator\'s password has less than {config.PASSWORD_LENGTH_MIN} characters')
    role = Role.query.filter_by(name='Administrator').first()
    created, reason = create_user({'email': email, 'role': role.id, 'active': True, 'auth_source': 'internal',
                                   'newPassword': secret, 'confirmPassword': secret})
    if not created:
        raise SystemExit(f'the administrator {email} cannot be created: {reason}')


with app.test_request_context():
    email = os.environ.get('PGADMIN_DEFAULT_EMAIL', '')
    first = User.query.first() is None
    if first:
        add_administrator(email)
    if os.path.isfile(SERVERS) and (first or REPLACE):
        owner = email or User.query.order_by(User.id).first().username
        if REPLACE:
            clear_database_servers(owner, True)
        load_database_servers(SERVERS, None, owner, True)
