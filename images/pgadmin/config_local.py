"""pgAdmin's settings in this image; PGADMIN_CONFIG_<NAME>=<Python literal> sets any other one."""
import ast
import os

SERVER_MODE = True
DATA_DIR = '/var/lib/pgadmin'
LOG_FILE = '/dev/null'  # the console's log is the container's log
HELP_PATH = '/pgadmin4/docs'
UPGRADE_CHECK_ENABLED = False
DEFAULT_BINARY_PATHS = {'pg': '/usr/local/pgsql-17', 'pg-15': '/usr/local/pgsql-17', 'pg-17': '/usr/local/pgsql-17'}

for _name, _value in os.environ.items():
    if _name.startswith('PGADMIN_CONFIG_'):
        try:
            globals()[_name.removeprefix('PGADMIN_CONFIG_')] = ast.literal_eval(_value)
        except (ValueError, SyntaxError):
            raise SystemExit(f"{_name}: the value is no Python literal; write for example True, 5 or 'text' with the quotes") from None
