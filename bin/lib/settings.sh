# shellcheck shell=bash
# What the commands need to know of Pulumi.<stack>.yaml; parsed by settings.ts, kept until that file changes.

# settings_check <stack>: the name is safe to use in paths, and the stack has a file.
settings_check() {
  local known
  [[ $1 =~ ^[a-z][a-z0-9-]{0,40}$ ]] ||
    fail "\`$1\` is no stack's name (lower-case letters, digits, hyphens)." "Name a stack: bin/$LOG_COMMAND local"
  [[ -f $ROOT/Pulumi.$1.yaml ]] && return
  known=$(cd "$ROOT" && shopt -s nullglob && printf '%s ' Pulumi.*.yaml | sed 's/Pulumi\.//g; s/\.yaml//g')
  fail "There is no stack \`$1\`: Pulumi.$1.yaml does not exist." "Use one of these: ${known:-none yet}"
}

# settings_ensure <stack>: writes .state/<stack>/settings.sh.
settings_ensure() {
  local target="$STATE/$1/settings.sh"
  mkdir -p "${target%/*}"
  node "$ROOT/bin/lib/settings.ts" "$ROOT/Pulumi.$1.yaml" >"$target.new"
  mv "$target.new" "$target"
}

# settings_use <stack>: sets SETTING_* and DOCKER_HOST; parses only when the stack's file is newer than the last time.
settings_use() {
  local file="$STATE/$1/settings.sh"
  [[ $file -nt $ROOT/Pulumi.$1.yaml && $file -nt $ROOT/bin/lib/settings.ts ]] ||
    step "Reading Pulumi.$1.yaml" "Correct Pulumi.$1.yaml (it must be valid YAML)." settings_ensure "$1"
  # shellcheck source=/dev/null
  source "$file"
  if [[ -n $SETTING_DOCKER_HOST ]]; then export DOCKER_HOST=$SETTING_DOCKER_HOST; fi
}
