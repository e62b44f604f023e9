# shellcheck shell=bash
# Steps with progress, one log file a run, and failures that say what failed, what was last seen and what to do.
#
# File descriptor 3 is the person's screen: a step's own output goes to the log file only.

LOG_KEEP=20          # log files kept
LOG_TAIL=20          # lines of a failed step's output that are shown
LOG_QUIET_SECONDS=2  # a step shorter than this says nothing
LOG_BEAT_SECONDS=30  # a sign of life for those who watch a file instead of a terminal
EXPLAINED=70         # exit status of `fail`: the reason has been printed already

LOG_FILE=/dev/null
LOG_GROUPS=()        # process groups of the steps that run side by side
LOG_TICKER=''

# log_open <command> [screen]: opens `.state/log/<command>-<time>.log`, links it as `latest`, drops the oldest.
# screen: 1 (default) or 2, the descriptor that progress is written to.
log_open() {
  local screen=${2:-1} old
  LOG_COMMAND=$1
  mkdir -p "$STATE/log"
  printf -v LOG_FILE '%s/log/%s-%(%Y%m%d-%H%M%S)T-%s.log' "$STATE" "$1" -1 "$$"
  : >"$LOG_FILE"
  ln -sfn "${LOG_FILE##*/}" "$STATE/log/latest"
  local files=("$STATE"/log/*-[0-9]*-[0-9]*-[0-9]*.log)
  if ((${#files[@]} > LOG_KEEP)); then
    # shellcheck disable=SC2012 # the names are our own: no blanks, no line feeds
    ls -1t "${files[@]}" | tail -n +$((LOG_KEEP + 1)) | while read -r old; do rm -f "$old"; done
  fi
  eval "exec 3>&$screen"
  trap log_close EXIT
  trap log_interrupted INT TERM HUP
}

log_close() {
  local status=$?
  trap - EXIT
  ticker_stop
  tunnel_close
  if ((status == EXPLAINED)); then
    status=1
    printf '  Log: %s\n' "${LOG_FILE#"$PWD"/}" >&3
  elif ((status != 0 && status != 2 && status != 130)) && [[ $LOG_COMMAND != test ]]; then
    printf '✗ bin/%s ended unexpectedly (status %s). Run it again; if it happens again, the log says more: %s\n' \
      "$LOG_COMMAND" "$status" "${LOG_FILE#"$PWD"/}" >&3
  fi
  exit "$status"
}

log_interrupted() {
  trap - INT TERM HUP
  local group
  for group in "${LOG_GROUPS[@]}"; do kill -TERM -- "-$group" 2>/dev/null || true; done
  ticker_stop
  say "Interrupted. Run \`bin/$LOG_COMMAND\` again: it goes on where this run stopped."
  exit 130
}

# say <line>: to the screen and to the log.
say() {
  printf '%s\n' "$1" >>"$LOG_FILE"
  printf '%s\n' "$1" >&3
}

# fail <what is wrong> <remedy>: ends the run; also from inside a step.
fail() {
  screen_clear
  say "✗ $1"
  say "  → $2"
  exit "$EXPLAINED"
}

screen_is_terminal() { [[ -t 3 ]]; }
screen_clear() { if screen_is_terminal; then printf '\r\033[K' >&3; fi; }

# now: milliseconds since the epoch, into REPLY (no process is started for it).
now() { REPLY=$((${EPOCHREALTIME/[.,]/} / 1000)); }

# elapsed <start in milliseconds> [end, else now]: "12.3 s" into REPLY.
elapsed() {
  now
  local tenths=$(((${2:-$REPLY} - $1) / 100))
  REPLY="$((tenths / 10)).$((tenths % 10)) s"
}

# ticker_start <name> <started> <log>…: shows that the step is alive, once it has lasted longer than LOG_QUIET_SECONDS.
# What a tool says of its own progress, in lines that begin with "  · ", is shown with it, until the step says "== ".
ticker_start() {
  local parent=$$ interval=$LOG_BEAT_SECONDS name=$1 started=$2
  shift 2
  screen_is_terminal && interval=1
  (
    trap - EXIT INT TERM HUP
    local details seconds
    # A read that never gets anything sleeps without a process that would outlive this one and hold its descriptors.
    exec 7<> <(:)
    read -r -t "$((interval > 1 ? interval : LOG_QUIET_SECONDS))" -u 7 || true
    while kill -0 "$parent" 2>/dev/null; do
      details=$(awk '/^== / { delete last[FILENAME] } /^  · / { last[FILENAME] = $0; sub(/^  · /, "", last[FILENAME]) }
        END { separator = " – "; for (file in last) { printf "%s%s", separator, last[file]; separator = ", " } }' "$@" 2>/dev/null)
      now && seconds=$(((REPLY - started) / 1000))
      if ((interval == 1)); then
        printf '\r\033[K  … %.100s (%s s)' "$name$details" "$seconds" >&3
      else
        printf '  … %s (%s s)\n' "$name$details" "$seconds" >&3
      fi
      read -r -t "$interval" -u 7 || true
    done
  ) </dev/null >/dev/null 2>&1 9>&- &
  LOG_TICKER=$!
}

ticker_stop() {
  [[ -n $LOG_TICKER ]] || return 0
  kill -KILL "$LOG_TICKER" 2>/dev/null || true
  wait "$LOG_TICKER" 2>/dev/null || true
  LOG_TICKER=''
  screen_clear
}

# step <name> <remedy> <command> [argument…]: runs the command in a subshell with its output in the log.
# A failure ends the run. What a step finds out is therefore handed on in files, never in variables.
step() {
  local name=$1 remedy=$2 status=0 from started
  shift 2
  now && started=$REPLY
  printf '== %s\n' "$name" >>"$LOG_FILE"
  from=$(stat -c %s "$LOG_FILE")
  ticker_start "$name" "$started" "$LOG_FILE"
  set +e
  (
    trap - EXIT INT TERM HUP
    set -e
    "$@"
  ) >>"$LOG_FILE" 2>&1 </dev/null
  status=$?
  set -e
  ticker_stop
  elapsed "$started"
  step_report "$name" "$remedy" "$REPLY" "$status" "$LOG_FILE" "$from" || exit "$EXPLAINED"
}

# step_report <name> <remedy> <elapsed> <status> <log> <offset>: the line, or the explanation, of a step that ended.
step_report() {
  printf '== %s: %s, status %s\n' "$1" "$3" "$4" >>"$LOG_FILE"
  if (($4 == 0)); then
    ((${3%%.*} < LOG_QUIET_SECONDS)) || printf '  ✓ %s (%s)\n' "$1" "$3" >&3
    return 0
  fi
  if (($4 != EXPLAINED)); then
    local last
    last=$(tail -c "+$(($6 + 1))" "$5" | grep -av '^== ' | tail -n "$LOG_TAIL" | sed 's/^/  │ /') || true
    say "✗ $1 failed after $3 (status $4). Its last lines:"
    printf '%s\n' "$last" >&3
    say "  → $2"
  fi
  return 1
}

# steps_together (<name> <remedy> <function>)…: runs the functions side by side; every failure is reported.
# Each gets a process group of its own, so that Ctrl-C can end it with all that it started.
steps_together() {
  local names=() remedies=() logs=() started failed=0 index status title ended
  now && started=$REPLY
  while (($#)); do
    names+=("$1") remedies+=("$2") logs+=("$LOG_FILE.${#names[@]}")
    set -m
    (
      trap - EXIT INT TERM HUP
      set -e
      "$3"
      echo "== done"
    ) >"${logs[-1]}" 2>&1 </dev/null &
    set +m
    LOG_GROUPS+=("$!")
    shift 3
  done
  for index in "${!names[@]}"; do
    status=0
    printf -v title '%s, ' "${names[@]:index}"
    ticker_start "${title%, }" "$started" "${logs[@]:index}"
    wait "${LOG_GROUPS[index]}" || status=$?
    ticker_stop
    # It may have ended while another was waited for; its last line is from then.
    ended=$(stat -c %.3Y "${logs[index]}")
    elapsed "$started" "${ended/[.,]/}"
    printf '== %s\n' "${names[index]}" >>"$LOG_FILE"
    grep -v '^== done$' "${logs[index]}" >>"$LOG_FILE" || true
    step_report "${names[index]}" "${remedies[index]}" "$REPLY" "$status" "${logs[index]}" 0 || failed=1
    rm -f "${logs[index]}"
  done
  LOG_GROUPS=()
  ((failed == 0)) || exit "$EXPLAINED"
}
