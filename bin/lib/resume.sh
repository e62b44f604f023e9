# shellcheck shell=bash
# Going on after a run that was interrupted: kill -9 of this command, of pulumi, of a plugin, or a lost machine.
#
# Pulumi writes "about to create X" before it creates X. If it is killed in between, its next `up` warns of that note and creates X
# again, which fails where X has a fixed name. So X is taken away first (resume.ts says exactly what, and why it is safe), and then
# the note: it would outlive the next `up`, and X, created properly by then, would be taken for half-made.

# unfinished_mark / unfinished_clear: left behind by every run that did not end well.
unfinished_mark() { : >"$STATE/$STACK/unfinished"; }
unfinished_clear() { rm -f "$STATE/$STACK/unfinished"; }

unfinished() {
  [[ -f $STATE/$STACK/unfinished ]] || { [[ -f $PULUMI_STATE_FILE ]] && grep -q '"pending_operations":\[{' "$PULUMI_STATE_FILE"; }
}

# leftovers: processes that a killed pulumi of this stack left behind (plugins, the program, what they started), one id a line.
leftovers() {
  local folder
  for folder in /proc/[0-9]*; do
    if tr '\0' '\n' <"$folder/environ" 2>/dev/null | grep -qxF "CHALAN_RUN=$ROOT:$STACK"; then printf '%s\n' "${folder#/proc/}"; fi
  done
}

# leftovers_end: they would go on creating things behind our back.
leftovers_end() {
  local signal pids
  for signal in TERM TERM KILL; do
    mapfile -t pids < <(leftovers)
    ((${#pids[@]})) || return 0
    printf '  · ending %s processes of a killed run\n' "${#pids[@]}"
    kill "-$signal" "${pids[@]}" 2>/dev/null || true
    sleep 1
  done
}

# resume_ensure: clears the way for the next `pulumi up`.
resume_ensure() {
  if stack_unknown; then return; fi
  cd "$ROOT" || exit
  pulumi_unlock "$STACK"
  leftovers_end
  local exported="$STATE/$STACK/exported.json"
  (umask 077 && pulumi stack export --stack "$STACK" >"$exported")
  node bin/lib/resume.ts "$STACK" <"$exported"
  # The import drops all notes of unfinished work.
  if grep -q '"pending_operations"' "$exported"; then pulumi stack import --stack "$STACK" --file "$exported"; fi
  rm "$exported"
}
