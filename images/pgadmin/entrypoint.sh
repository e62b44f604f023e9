#!/bin/sh
# Starts pgAdmin. One worker: pgAdmin keeps connections in the process; threads are for requests side by side.
set -eu
/venv/bin/python3 /pgadmin4/prepare.py
address="${PGADMIN_LISTEN_ADDRESS:-[::]}"
if [ -n "${PGADMIN_ENABLE_TLS:-}" ]; then
  set -- --bind "$address:${PGADMIN_LISTEN_PORT:-443}" --keyfile /certs/server.key --certfile /certs/server.cert
else
  set -- --bind "$address:${PGADMIN_LISTEN_PORT:-80}"
fi
exec /venv/bin/gunicorn "$@" --workers 1 --threads "${GUNICORN_THREADS:-25}" --timeout "${GUNICORN_TIMEOUT:-86400}" \
  --limit-request-line "${GUNICORN_LIMIT_REQUEST_LINE:-8190}" --access-logfile "${GUNICORN_ACCESS_LOGFILE:--}" \
  --worker-tmp-dir /dev/shm --chdir /pgadmin4 web:app
