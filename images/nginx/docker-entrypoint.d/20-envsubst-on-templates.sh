#!/bin/sh
# Writes /etc/nginx/templates/**/NAME.template to /etc/nginx/conf.d/**/NAME with the environment's variables put in.
# Only variables that exist are replaced, so that nginx's own $variables survive; NGINX_ENVSUBST_FILTER (a regular
# expression on names) narrows it further.
set -e

templates=${NGINX_ENVSUBST_TEMPLATE_DIR:-/etc/nginx/templates}
suffix=${NGINX_ENVSUBST_TEMPLATE_SUFFIX:-.template}
output=${NGINX_ENVSUBST_OUTPUT_DIR:-/etc/nginx/conf.d}
filter=${NGINX_ENVSUBST_FILTER:-}

say() { [ -n "${NGINX_ENTRYPOINT_QUIET_LOGS:-}" ] || echo "$0: $*"; }

[ -d "$templates" ] || exit 0
if [ ! -w "$output" ]; then
  say "ERROR: $templates exists, but $output is not writable"
  exit 0
fi

names=$(env -0 | cut -z -d= -f1 | tr '\0' '\n' | grep -E "^[A-Za-z_][A-Za-z0-9_]*$" | grep -E -- "$filter" |
  sed 's/.*/${&}/' | tr '\n' ' ')
find "$templates" -follow -type f -name "*$suffix" | while read -r template; do
  relative=${template#"$templates/"}
  target=$output/${relative%"$suffix"}
  mkdir -p "$(dirname "$target")"
  say "Running envsubst on $template to $target"
  envsubst "$names" <"$template" >"$target"
done
