#!/usr/bin/env bash
# Initialises an empty PGDATA once, then becomes the server. Variables and files as the official image's documentation
# names them: POSTGRES_{USER,PASSWORD,DB,INITDB_ARGS}[_FILE], POSTGRES_INITDB_WALDIR, POSTGRES_HOST_AUTH_METHOD,
# /docker-entrypoint-initdb.d/*.{sh,sql,sql.gz,sql.xz,sql.zst}.
set -Eeuo pipefail

fail() { echo "error: $*" >&2; exit 1; }

# from_file NAME [default]: exports NAME from NAME or from the file that NAME_FILE names; both at once is an error.
from_file() {
  local name=$1 file_name=$1_FILE value=${2:-}
  [ -z "${!name:-}" ] || [ -z "${!file_name:-}" ] || fail "both $name and $file_name are set (but are exclusive)"
  if [ -n "${!name:-}" ]; then value=${!name}
  elif [ -n "${!file_name:-}" ]; then value=$(<"${!file_name}"); fi
  export "$name=$value"
  unset "$file_name"
}

# Whether the command only asks postgres for its version, help or configuration.
only_asks() {
  local argument
  for argument; do
    case $argument in -'?' | --help | --describe-config | -V | --version | -C | --single | --check | --boot) return 0 ;; esac
  done
  return 1
}

make_folders() {
  local folders=("$PGDATA" /var/run/postgresql)
  [ -z "${POSTGRES_INITDB_WALDIR:-}" ] || folders+=("$POSTGRES_INITDB_WALDIR")
  mkdir -p "${folders[@]}" 2>/dev/null || true
  chmod 00700 "$PGDATA" || true
  chmod 03775 /var/run/postgresql || true
  [ "$(id -u)" != 0 ] || find "${folders[@]}" \! -user postgres -exec chown postgres '{}' +
}

require_password() {
  [ -n "$POSTGRES_PASSWORD" ] || [ "${POSTGRES_HOST_AUTH_METHOD:-}" = trust ] ||
    fail 'the database is not initialised and the superuser has no password: set POSTGRES_PASSWORD or POSTGRES_PASSWORD_FILE' \
      '(or POSTGRES_HOST_AUTH_METHOD=trust, which lets anyone in without a password)'
}

initialise() {
  # initdb wants a name for its user id; an arbitrary --user has none.
  if ! getent passwd "$(id -u)" >/dev/null; then
    NSS_WRAPPER_PASSWD=$(mktemp) NSS_WRAPPER_GROUP=$(mktemp)
    export NSS_WRAPPER_PASSWD NSS_WRAPPER_GROUP LD_PRELOAD=libnss_wrapper.so
    echo "postgres:x:$(id -u):$(id -g):PostgreSQL:$PGDATA:/bin/false" >"$NSS_WRAPPER_PASSWD"
    echo "postgres:x:$(id -g):" >"$NSS_WRAPPER_GROUP"
  fi
  local arguments=()
  [ -z "${POSTGRES_INITDB_WALDIR:-}" ] || arguments+=(--waldir "$POSTGRES_INITDB_WALDIR")
  eval "arguments+=($POSTGRES_INITDB_ARGS)"
  initdb --username="$POSTGRES_USER" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") "${arguments[@]}"
  if [ -n "${LD_PRELOAD:-}" ]; then
    rm -f "$NSS_WRAPPER_PASSWD" "$NSS_WRAPPER_GROUP"
    unset LD_PRELOAD NSS_WRAPPER_PASSWD NSS_WRAPPER_GROUP
  fi
  printf '\nhost all all all %s\n' "${POSTGRES_HOST_AUTH_METHOD:-$(postgres -C password_encryption)}" >>"$PGDATA/pg_hba.conf"
}

sql_in() { psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --no-password --no-psqlrc --dbname "$@"; }
sql() { sql_in "$POSTGRES_DB" "$@"; }

create_database() {
  local found
  found=$(sql_in postgres -tA --set name="$POSTGRES_DB" <<<"SELECT 1 FROM pg_database WHERE datname = :'name'")
  [ -n "$found" ] || sql_in postgres --set name="$POSTGRES_DB" <<<'CREATE DATABASE :"name"'
}

# As the official entrypoint: executable scripts run, others are sourced (they see from here on $POSTGRES_* and sql()).
docker_process_sql() { sql "$@"; }
run_init_files() {
  local file
  for file in /docker-entrypoint-initdb.d/*; do
    # shellcheck disable=SC1090 # the user's own script
    case $file in
      *.sh) if [ -x "$file" ]; then echo "running $file"; "$file"; else echo "sourcing $file"; . "$file"; fi ;;
      *.sql) echo "running $file"; sql -f "$file" ;;
      *.sql.gz) echo "running $file"; gunzip -c "$file" | sql ;;
      *.sql.xz) echo "running $file"; xz -dc "$file" | sql ;;
      *.sql.zst) echo "running $file"; zstd -dc "$file" | sql ;;
      '/docker-entrypoint-initdb.d/*') ;;
      *) echo "ignoring $file" ;;
    esac
  done
}

# The temporary server listens on the socket only, so that nobody connects before the files have run.
run_first_start() {
  local options
  options=$(printf '%q ' "${@:2}" -c listen_addresses= -p 5432)
  PGUSER=$POSTGRES_USER pg_ctl -D "$PGDATA" -o "$options" -w start
  export PGPASSWORD=${POSTGRES_PASSWORD}
  create_database
  run_init_files
  unset PGPASSWORD
  pg_ctl -D "$PGDATA" -m fast -w stop
  printf '\nPostgreSQL init process complete; ready for start up.\n\n'
}

[ "${1:0:1}" != - ] || set -- postgres "$@"
if [ "$1" = postgres ] && ! only_asks "$@"; then
  make_folders
  [ "$(id -u)" != 0 ] || exec setpriv --reuid=postgres --regid=postgres --init-groups -- "${BASH_SOURCE[0]}" "$@"
  if [ -s "$PGDATA/PG_VERSION" ]; then
    printf '\nPostgreSQL Database directory appears to contain a database; Skipping initialization\n\n'
  else
    from_file POSTGRES_PASSWORD
    from_file POSTGRES_USER postgres
    from_file POSTGRES_DB "$POSTGRES_USER"
    from_file POSTGRES_INITDB_ARGS
    require_password
    ls /docker-entrypoint-initdb.d/ >/dev/null
    initialise
    run_first_start "$@"
  fi
fi
exec "$@"
