# Content labels: what an image is made from, as one hash. Sourced by images/build.

declare -A folder_hashes=()

# hash_folder <folder>: sets folder_hashes[folder] from the names and bytes of its files and which of them are executable.
# Tests and prose do not count.
hash_folder() {
  [ -z "${folder_hashes[$1]:-}" ] || return 0
  local inputs=(-type f ! -name '*_test.go' ! -name '*.md')
  folder_hashes[$1]=$(
    cd "$images/$1"
    {
      find . "${inputs[@]}" -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
      find . "${inputs[@]}" -perm -u+x -print | LC_ALL=C sort
    } | sha256sum | cut -c1-16
  )
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
    for part in apt 'sources trixie' certificates; do bash "$images/base/host-settings" $part; done | sha256sum >"$memory.$$"
    mv "$memory.$$" "$memory"
  fi
  cat "$memory"
}

# parents <folder>: the local images that its Dockerfile starts from.
parents() {
  [ -f "$images/$1/Dockerfile" ] || return 0
  sed -nE 's/^FROM (chalan-[^ ]+).*/\1/p' "$images/$1/Dockerfile" | LC_ALL=C sort -u
}

declare -A content=()

# compute_content <name>: sets content[name], and first that of all its parents.
compute_content() {
  local name=$1 parent inputs
  [ -z "${content[$name]:-}" ] || return 0
  hash_folder "${folder[$name]}"
  inputs=${folder_hashes[${folder[$name]}]}
  if [ "${folder[$name]}" = base ]; then
    inputs+=" $name $host_settings"
  else
    inputs+=" ${target[$name]}"
    for parent in $(parents "${folder[$name]}"); do
      compute_content "$parent"
      inputs+=" ${content[$parent]}"
    done
  fi
  content[$name]=$(printf '%s' "$inputs" | sha256sum | cut -c1-16)
}
