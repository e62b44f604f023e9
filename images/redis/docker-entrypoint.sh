#!/bin/sh
# Gives /data to the user redis and becomes redis-server as that user.
# As the official image, protected mode is off unless the configuration says otherwise: a container's port is private
# until it is published, and the password or the ACL file is the protection.
set -e

case "$1" in -* | *.conf) set -- redis-server "$@" ;; esac

if [ "$1" = redis-server ]; then
  if [ "$(id -u)" = 0 ]; then
    find . \! -user redis -exec chown redis '{}' +
    exec setpriv --reuid=redis --regid=redis --init-groups -- "$0" "$@"
  fi
  [ "$(umask)" != 0022 ] || umask 0077
  shift
  # The configuration file comes first on redis-server's command line, options after it; the last one wins.
  case "${1:-}" in
    '' | -v | --version | -h | --help | --test-memory | --check-system) ;;
    -*) set -- --protected-mode no "$@" ;;
    *)
      configuration=$1
      shift
      grep -qiE '^[[:space:]]*protected-mode' "$configuration" 2>/dev/null || set -- --protected-mode no "$@"
      set -- "$configuration" "$@" ;;
  esac
  [ $# -gt 0 ] || set -- --protected-mode no
  set -- redis-server "$@"
fi
exec "$@"
