# shellcheck shell=bash
# Where things are, and every other file of this folder. Sourced by each command of bin/ after it set ROOT.

# shellcheck disable=SC2034 # used by the files below
STATE="$ROOT/.state"
# shellcheck disable=SC2034
CACHE="${CHALAN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/chalan-stack}"

# Compiled JavaScript is kept between runs: 0.3 s less for each start of Pulumi's program.
export NODE_COMPILE_CACHE="$STATE/node-cache"

for part in log packages engine node npm toolchain settings preflight images pulumi tunnel resume seed unchanged down stack suites; do
  # shellcheck source=/dev/null
  source "$ROOT/bin/lib/$part.sh"
done
unset part

# exclusively <name>: for the rest of the calling subshell (a step), no other run in this folder does the same thing.
exclusively() {
  exec 8>"$STATE/$1.lock"
  flock -w 1800 8 || fail "Another run has been busy with \`$1\` for 30 minutes." "Look for it (\`fuser $STATE/$1.lock\`), then run this again."
}
