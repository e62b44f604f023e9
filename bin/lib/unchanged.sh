# shellcheck shell=bash
# Knowing that there is nothing to do. What `pulumi up` does follows from the program, its configuration, the images and the last state.
# When all of them are what the last good run left behind, another one would only say "unchanged", three seconds later. The
# containers that run are part of it: one that is gone or was stopped by hand has to be mended.
# Only for development stacks: there nothing else (a passphrase, another operator's state) could differ.

# up_fingerprint: a hash of all that an `up` of $STACK reads, and of the containers that run, into REPLY.
up_fingerprint() {
  local sum
  read -r sum _ < <(cd "$ROOT" && {
    running_containers
    find index.ts components tenants Pulumi.yaml "Pulumi.$STACK.yaml" "$SETTING_TENANTS_FILE" package-lock.json \
      "$STATE/$STACK/images.json" "$STATE/toolchain/installed" "${PULUMI_STATE_FILE%/*}" -type f \
      ! -name '*.bak' ! -name '*.attrs' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
  } | sha256sum)
  REPLY=$sum
}

# unchanged: the last run of $STACK ended well, and everything it was made from is still the same.
unchanged() {
  local noted="$STATE/$STACK/unchanged"
  is_development "$STACK" && [[ -f $PULUMI_STATE_FILE && -f $noted && -f $STATE/$STACK/outputs.json ]] || return
  up_fingerprint
  [[ $REPLY == "$(<"$noted")" ]]
}

# missing_containers: those that ran when the last run ended well and run no more, one id a line.
missing_containers() {
  [[ -f $STATE/$STACK/running ]] || return 0
  LC_ALL=C comm -23 "$STATE/$STACK/running" <(running_containers)
}

# stopped_start: starts what was stopped; the database first, as the others ask for it.
stopped_start() {
  local filters=(--filter "$(labelled)" --filter status=exited --filter status=created)
  { docker ps --all --quiet "${filters[@]}" --filter label=chalan.role=postgres && docker ps --all --quiet "${filters[@]}"; } |
    awk '!seen[$0]++' | xargs -r docker start
}

running_containers() { docker ps --no-trunc --quiet --filter "label=chalan.stack=$STACK" | LC_ALL=C sort; }

# unchanged_note: to be called when a run has ended well.
unchanged_note() {
  running_containers >"$STATE/$STACK/running"
  if ! is_development "$STACK" || [[ -z $PULUMI_STATE_FILE ]]; then return; fi
  up_fingerprint
  printf '%s' "$REPLY" >"$STATE/$STACK/unchanged"
}
