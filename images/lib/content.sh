# Content labels: what an image is made from, as one hash. Sourced by images/build.

# folder_hash <folder>: hash of the names, modes and bytes of a folder's files; tests and prose do not count.
folder_hash() {
  (cd "$images/$1" && find . -type f ! -name '*_test.go' ! -name '*.md' -printf '%P %m\n' | LC_ALL=C sort |
    while read -r file mode; do printf '%s %s ' "$file" "$mode"; sha256sum <"$file"; done | sha256sum | cut -c1-16)
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
  inputs=$(folder_hash "${folder[$name]}")
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
