# shellcheck shell=bash
# Content labels: what an image is made from, as one hash. Sourced by images/build, whose variables it uses.
# shellcheck disable=SC2154

declare -A folder_hashes=()

# hash_folders: sets folder_hashes[folder] from the names and bytes of a folder's files and which of them are executable.
# Tests and prose do not count. One pass over all folders: a process for each of them would take half a second.
hash_folders() {
  local name line path sums="" executables="" inputs=(-type f ! -name '*_test.go' ! -name '*.md')
  declare -A seen=()
  sums=$(cd "$images" && find . -mindepth 2 "${inputs[@]}" -print0 | LC_ALL=C sort -z | xargs -0 sha256sum)
  executables=$(cd "$images" && find . -mindepth 2 "${inputs[@]}" -perm -u+x -print | LC_ALL=C sort)
  while read -r line; do
    path=${line#*./}
    seen[${path%%/*}]+="${line%%./*}./${path#*/}"$'\n'
  done <<<"$sums"$'\n'"$executables"
  for name in "${!seen[@]}"; do
    line=$(printf '%s' "${seen[$name]}" | sha256sum)
    folder_hashes[$name]=${line:0:16}
  done
}

# read_host_settings: a hash of what a base takes from this machine. Asking apt takes 0.5 s, so its answer is kept for as
# long as no file of its configuration changes.
read_host_settings() {
  local stamp memory part
  stamp=$(find /etc/os-release /etc/apt/sources.list /etc/apt/sources.list.d /etc/apt/apt.conf.d /usr/local/share/ca-certificates \
    -printf '%p %T@ %s\n' 2>/dev/null | LC_ALL=C sort | sha256sum | cut -c1-16)
  memory=$cache/images/host-settings-$stamp
  if [ ! -s "$memory" ]; then
    mkdir -p "$cache/images"
    for part in apt sources certificates; do bash "$images/base/host-settings" "$part" trixie; done | sha256sum >"$memory.$$"
    mv "$memory.$$" "$memory"
  fi
  cat "$memory"
}

# parents <folder>: sets `parents` to the local images that its Dockerfile starts from.
parents() {
  local line name
  parents=()
  [ -f "$images/$1/Dockerfile" ] || return 0
  while read -r line; do
    [[ $line =~ ^FROM\ (chalan-[^ ]+) ]] || continue
    name=${BASH_REMATCH[1]}
    [[ " ${parents[*]} " == *" $name "* ]] || parents+=("$name")
  done <"$images/$1/Dockerfile"
}

declare -A content=()

# compute_content <name>: sets content[name], and first that of all its parents.
compute_content() {
  local name=$1 parent parents inputs
  [ -z "${content[$name]:-}" ] || return 0
  inputs=${folder_hashes[${folder[$name]}]}
  if [ "${folder[$name]}" = base ]; then
    inputs+=" $name $host_settings"
  else
    inputs+=" ${target[$name]}"
    parents "${folder[$name]}"
    for parent in "${parents[@]}"; do
      compute_content "$parent"
      inputs+=" ${content[$parent]}"
    done
  fi
  inputs=$(printf '%s' "$inputs" | sha256sum)
  content[$name]=${inputs:0:16}
}
