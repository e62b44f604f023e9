#!/bin/sh
# Runs the executable *.sh of /docker-entrypoint.d and sources its *.envsh, in version order, before nginx starts.
# A command other than nginx is run as it is. NGINX_ENTRYPOINT_QUIET_LOGS=1 keeps this silent.
set -e

say() { [ -n "${NGINX_ENTRYPOINT_QUIET_LOGS:-}" ] || echo "$0: $*"; }

case "$1" in
  nginx | nginx-debug)
    for step in $(find /docker-entrypoint.d -mindepth 1 -maxdepth 1 -follow -type f | sort -V); do
      case "$step" in
        *.envsh) if [ -x "$step" ]; then say "Sourcing $step"; . "$step"; else say "Ignoring $step, not executable"; fi ;;
        *.sh) if [ -x "$step" ]; then say "Launching $step"; "$step"; else say "Ignoring $step, not executable"; fi ;;
        *) say "Ignoring $step" ;;
      esac
    done
    say "Configuration complete; ready for start up" ;;
esac

exec "$@"
