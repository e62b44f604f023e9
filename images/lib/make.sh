# shellcheck shell=bash
# Makes one folder's images. Sourced by images/build; runs in a background job, so it reports through files and stderr.
# shellcheck disable=SC2154

log_of() { echo "$logs/image-$(printf '%s' "$1" | tr '/:' '--').log"; }

# make_image <name>: builds the stand-in; everything it prints goes to its log.
make_image() {
  local name=$1 arguments=()
  if [ "${folder[$name]}" = base ]; then
    bash "$images/base/make" "${target[$name]}" "${content[$name]}"
    return
  fi
  [ "${target[$name]}" = - ] || arguments+=(--target "${target[$name]}")
  [ "${kind[$name]}" = own ] || arguments+=(--label chalan.stand-in=true)
  docker build --force-rm --tag "$name" --label "chalan.content=${content[$name]}" "${arguments[@]}" "$images/${folder[$name]}"
}

# make_folder <name…>: the images of one folder in a row (they share a build stage), with a progress line for each.
make_folder() {
  local name log started before
  for name; do
    log=$(log_of "$name") started=$SECONDS
    before=$(docker image inspect --format '{{.Id}}' "$name" 2>/dev/null || true)
    if make_image "$name" >"$log" 2>&1 </dev/null; then
      # The stand-in that this one replaces; the engine keeps it where a container or another image still needs it.
      [ -z "$before" ] || docker image rm "$before" >/dev/null 2>&1 || true
      printf '  · image %s (%d s)\n' "$name" $((SECONDS - started)) >&2
    else
      explain_failure "$name" "$log"
      return 1
    fi
  done
}

# drop_stages: removes what build stages left behind (0.3-0.5 GB each); the content labels are the cache, not they.
# Only layers that carry our own label are touched. BuildKit leaves none.
drop_stages() {
  docker image prune --force --filter label=chalan.stage=true >/dev/null 2>&1 || true
}

explain_failure() {
  {
    printf 'images/build: %s could not be built. The end of %s:\n' "$1" "$2"
    tail -n 15 "$2" | sed 's/^/    /'
    printf 'Remedy: see that the engine runs (docker info), has disk space (docker system df) and that containers reach the package\n'
    printf 'registries; then run "images/build %s" again. What was already built is kept.\n' "$1"
  } >&2
}
