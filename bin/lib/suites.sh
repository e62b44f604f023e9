# shellcheck shell=bash
# Test suites: each runs to its end whatever the others did, and leaves a report or at least its exit status for tally.ts.

SUITES=()  # kind, report and exit status of each suite that ran
SUITE_TAIL=60
SUITE_SECONDS=3600  # a suite that hangs is ended

# suite <kind> <name> <command> [argument…]: runs it with its output on the screen and in the log; kind: command, go or vitest.
# A suite that can write a report finds its path in SUITE_REPORT.
suite() {
  local kind=$1 name=$2 status=0 started
  shift 2
  now && started=$REPLY
  export SUITE_REPORT="$STATE/test/${#SUITES[@]}.json"
  say "● $name"
  case $kind in
    vitest) suite_loud "$@" || status=$? ;;
    *) suite_quiet "$@" || status=$? ;;
  esac
  elapsed "$started"
  say "$( ((status == 0)) && echo '  ✓' || echo '  ✗') $name ($REPLY)"
  SUITES+=("$kind" "$SUITE_REPORT" "$status")
}

suite_run() { (cd "$ROOT" && "$@") </dev/null 2>&1; }

suite_loud() {
  local status
  set +e
  suite_run "$@" | tee -i -a "$LOG_FILE" >&3
  status=${PIPESTATUS[0]}
  set -e
  return "$status"
}

suite_quiet() {
  local status=0 from
  from=$(stat -c %s "$LOG_FILE")
  now
  ticker_start "$*" "$REPLY" "$LOG_FILE"
  suite_run "$@" >>"$LOG_FILE" || status=$?
  ticker_stop
  ((status == 0)) || tail -c "+$((from + 1))" "$LOG_FILE" | tail -n "$SUITE_TAIL" | sed 's/^/  │ /' >&3
  return "$status"
}

# go_use: the Go that the toolchain is built with: the machine's, else the one in the cache.
go_use() {
  # shellcheck disable=SC2034 # read by go_ensure
  local CACHE="$CACHE/toolchain"
  # shellcheck source=../../toolchain/lib/build.sh
  source "$ROOT/toolchain/lib/build.sh"
  packages_ensure_python
  go_ensure
}

# go_tests <folder>: the folder's Go tests, reported as `go test -json` does, failures also in words.
go_tests() {
  local status=0
  go_use
  (cd "$ROOT/$1" && timeout "$SUITE_SECONDS" go test -json ./...) >"$SUITE_REPORT" || status=$?
  ((status == 0)) || node "$ROOT/bin/lib/tally.ts" --go-failures "$SUITE_REPORT"
  return "$status"
}
