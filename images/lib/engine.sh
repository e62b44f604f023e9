# shellcheck shell=bash
# What the engine has, and whether it reaches a registry. Sourced by images/build.
# shellcheck disable=SC2154

# read_present <name…>: fills present[name] with the content label of what was built here, or with `official`.
declare -A present=()
read_present() {
  local tags labels name label
  present=()
  while IFS=$'\t' read -r tags labels; do
    label=official
    [[ $labels =~ \"chalan.content\":\"([0-9a-f]+)\" ]] && label=${BASH_REMATCH[1]}
    for name; do [[ $tags != *"\"$name\""* ]] || present[$name]=$label; done
  done < <(docker image inspect --format $'{{json .RepoTags}}\t{{json .Config.Labels}}' "$@" 2>/dev/null)
}

# is_present <name>: the official image, or a stand-in made from exactly these inputs.
is_present() { [ "${present[$1]:-}" = official ] || [ "${present[$1]:-}" = "${content[$1]}" ]; }

# registry_answers: whether the engine (not this machine) can pull. Asked at most once in an hour, 5 s at most.
# CHALAN_REGISTRY=yes|no answers without asking.
registry_answers() {
  case ${CHALAN_REGISTRY:-} in yes) return 0 ;; no) return 1 ;; esac
  local memory answer=no probe=hello-world:latest
  memory=$cache/images/registry-$(printf '%s' "${DOCKER_HOST:-local}" | sha256sum | cut -c1-12)
  if [ -z "$(find "$memory" -mmin -60 2>/dev/null)" ]; then
    if docker image inspect "$probe" >/dev/null 2>&1; then local keep=yes; fi
    if timeout 5 docker pull --quiet "$probe" >/dev/null 2>&1; then
      answer=yes
      [ -n "${keep:-}" ] || docker image rm "$probe" >/dev/null 2>&1 || true
    fi
    mkdir -p "$cache/images"
    echo "$answer" >"$memory"
  fi
  [ "$(<"$memory")" = yes ]
}
