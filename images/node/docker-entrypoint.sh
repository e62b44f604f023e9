#!/bin/sh
# As the official image: what is no command (an option, or a script that is no executable on PATH) is given to node.
set -e
if [ "${1#-}" != "$1" ] || ! command -v "$1" >/dev/null || { [ -f "$1" ] && [ ! -x "$1" ]; }; then
  set -- node "$@"
fi
exec "$@"
