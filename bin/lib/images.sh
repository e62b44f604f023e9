# shellcheck shell=bash
# The container images of a stack: third-party ones from images/build, the app's own from app/Dockerfile.

APP_KEEP=10  # builds of the app that are kept beside those that some stack of this folder has run
declare -A APP_IMAGES=([api]=chalanpro [nginx]=chalanpro-nginx)  # target of app/Dockerfile -> name

# images_ensure <stack>: everything, then .state/<stack>/images.json (image name -> image id).
images_ensure() {
  local names=()
  "$ROOT/images/build"
  mapfile -t names < <(awk '!/^#/ && NF && $4 != "helper" { print $1 }' "$ROOT/images/table")
  images_refuse_stand_ins "${names[@]}"
  app_ensure
  # Every version of the app that the engine has: a tenant may be pinned to an older one.
  mapfile -t -O "${#names[@]}" names < <(docker image ls --format '{{.Repository}}:{{.Tag}}' --filter reference=chalanpro --filter reference=chalanpro-nginx | sort)
  images_record "$1" "${names[@]}"
}

# images_refuse_stand_ins <image>…: a stack with real data runs the official images; a stand-in can be another minor version.
images_refuse_stand_ins() {
  local stand_ins
  if is_development "$STACK" || [[ $LOG_COMMAND != up || -n ${CHALAN_STAND_INS:-} ]]; then return; fi
  stand_ins=$(docker image inspect --format '{{if eq (index .Config.Labels "chalan.stand-in") "true"}}{{index .RepoTags 0}}{{end}}' "$@" | sed '/^$/d' | paste -sd ' ')
  [[ -z $stand_ins ]] || fail "The engine has only stand-ins of: $stand_ins (see images/README.md)." \
    "Let the engine reach an image registry, remove them (\`docker image rm\`), and run this again; or accept them with CHALAN_STAND_INS=yes."
}

# images_record <stack> <image>…: written to a temporary file and renamed, so that a reader sees all or nothing.
images_record() {
  local target="$STATE/$1/images.json"
  shift
  mkdir -p "${target%/*}"
  docker image inspect --format '{{.Id}}' "$@" | paste -d ' ' <(printf '%s\n' "$@") - |
    awk 'BEGIN { printf "{" } { printf "%s\n  \"%s\": \"%s\"", (NR > 1 ? "," : ""), $1, $2 } END { print "\n}" }' >"$target.new"
  if cmp -s "$target.new" "$target"; then rm "$target.new"; else mv "$target.new" "$target"; fi
}

# app_content: a hash of all that goes into the app's bundles and images, into REPLY.
app_content() {
  local sum
  read -r sum _ < <(cd "$ROOT" && {
    find app -type d \( -name node_modules -o -name dist \) -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
    sha256sum package-lock.json
  } | sha256sum)
  REPLY=$sum
}

# app_ensure: builds the bundles and both images unless they carry the label of this content on these base images. Each also gets a tag
# with its content, which stays when the version is built anew from other sources: a rollback can come back to it.
app_ensure() {
  local sources content bases present target image
  if [[ $SETTING_APP_VERSION =~ -[0-9a-f]{12}$ ]]; then app_lasting; return; fi
  app_content && sources=$REPLY
  mapfile -t bases < <(sed -n 's/^FROM \([^ ]*\).*/\1/p' "$ROOT/app/Dockerfile")
  content="$sources $(docker image inspect --format '{{.Id}}' "${bases[@]}")"
  read -r content _ < <(sha256sum <<<"$content")
  present=$(docker image inspect --format '{{index .Config.Labels "chalan.content"}}' "${APP_IMAGES[@]/%/:$SETTING_APP_VERSION}" 2>/dev/null) || true
  if [[ $present == "$content"$'\n'"$content" ]]; then
    grep -qsF ":$SETTING_APP_VERSION-${content:0:12}\"" "$STATE/$STACK/images.json" && return
    for image in "${APP_IMAGES[@]/%/:$SETTING_APP_VERSION}"; do docker tag "$image" "$image-${content:0:12}"; done
    return
  fi
  exclusively app
  app_bundle "$sources"
  for target in "${!APP_IMAGES[@]}"; do
    image=${APP_IMAGES[$target]}:$SETTING_APP_VERSION
    printf '  · building the image %s\n' "$image"
    docker build --quiet --target "$target" --label "chalan.content=$content" --tag "$image" --tag "$image-${content:0:12}" "$ROOT/app"
  done
  app_forget
}

# app_lasting: a version that names its content is never built: the sources here are other ones.
app_lasting() {
  docker image inspect "${APP_IMAGES[@]/%/:$SETTING_APP_VERSION}" >/dev/null 2>&1 ||
    fail "The engine has no images of version $SETTING_APP_VERSION of the app." \
      "Set chalan:appVersion in Pulumi.$STACK.yaml to a version without the content at its end: bin/up builds it from the sources here."
}

# app_forget: drops the oldest of the images that only rollbacks need; the engine keeps what a container runs, whatever we ask.
app_forget() {
  local image tags
  for image in "${APP_IMAGES[@]}"; do
    mapfile -t tags < <(docker image ls --format '{{.Tag}}' --filter "reference=$image" | grep -E -- '-[0-9a-f]{12}$' | tail -n "+$((APP_KEEP + 1))")
    for tag in "${tags[@]}"; do
      grep -qsF "\"$tag\"" "$STATE"/*/deployments.json || docker image rm "$image:$tag" >/dev/null 2>&1 || true
    done
  done
}

# app_bundle <content>: `npm run build` on the host; app/dist is stamped with the content that it was made from.
app_bundle() {
  local stamp="$ROOT/app/dist/.content"
  [[ -f $stamp && $(<"$stamp") == "$1" ]] && return
  printf '  · building the app\n'
  rm -rf "$ROOT/app/dist"
  (cd "$ROOT" && npm run build -w app)
  printf '%s' "$1" >"$stamp"
}
