# shellcheck shell=bash
# The way of every command that works on a stack, from a bare machine to a pulumi that can run.

# command_bootstrap: Node and the npm packages; enough to run our own TypeScript.
command_bootstrap() {
  cd "$ROOT" || exit
  if ! node_use; then
    as_root_prepare
    step "Fetching Node $NODE_VERSION" "Check that this machine reaches PyPI and Debian's packages, then run this again." node_ensure
    node_use || fail "Node $NODE_VERSION does not run on this machine." "Install Node 24 by hand."
  fi
  npm_ready || step "Installing npm packages" "Check that this machine reaches the npm registry (\`npm ping\`), then run this again." npm_ensure
}

# engine_bootstrap <command> [argument…]: an engine that answers this user; may start the command again.
engine_bootstrap() {
  if ! engine_ready; then
    as_root_prepare
    step "Starting the Docker engine" "Start it by hand (\`dockerd\`), or set DOCKER_HOST to an engine that runs." engine_ensure
    engine_access "$@"
  fi
}

# stack_lock <stack>: one run of a stack at a time. The lock is kept by the steps of a killed run for as long as they go on.
stack_lock() {
  mkdir -p "$STATE/$1"
  exec 9>"$STATE/$1/lock"
  flock -n 9 || step "Waiting for another run of $1" "Look for a bin/up or bin/down that hangs (\`fuser $STATE/$1/lock\`)." flock -w "$PULUMI_WAIT_SECONDS" 9
}

# stack_prepare <stack> <command> [argument…]: everything up to a pulumi that can preview. Sets STACK and SETTING_*.
stack_prepare() {
  STACK=$1
  shift
  settings_check "$STACK"
  stack_lock "$STACK"
  preflight_disk "$ROOT" "$CACHE"
  command_bootstrap
  settings_use "$STACK"
  tenants_check
  engine_bootstrap "$@"
  [[ $LOG_COMMAND == preview ]] || stack_is_ours
  # A preview takes no port: it may be of a stack that will never run on this machine.
  # shellcheck disable=SC2086 # a list of numbers
  [[ $LOG_COMMAND == preview ]] || preflight_ports "$STACK" $SETTING_PORTS
  stack_parts
  pulumi_use "$STACK"
  if [[ -n $(pulumi_locks "$STACK") ]] || unfinished; then
    step "Clearing up after an interrupted run" "Read the log, and run this again." resume_ensure
  fi
  [[ -n $PULUMI_STATE_FILE && -f $PULUMI_STATE_FILE ]] || step "Finding the stack $STACK" "Check PULUMI_BACKEND_URL and the passphrase." pulumi_stack_ensure "$STACK"
  names_check
  tunnel_open
  if [[ -z $SETTING_MASTER_SECRET ]]; then
    step "Making the master secret of $STACK" "Check the passphrase." master_secret_ensure "$STACK"
    say "  · Pulumi.$STACK.yaml now holds this stack's (encrypted) master secret: commit that file, all passwords are derived from it."
  fi
}

# stack_minimum <stack> <command> [argument…]: enough to take a stack down: no images, no tenants.
stack_minimum() {
  STACK=$1
  shift
  settings_check "$STACK"
  stack_lock "$STACK"
  command_bootstrap
  settings_use "$STACK"
  engine_bootstrap "$@"
  pulumi_use "$STACK"
  stack_unknown || step "Toolchain" "Check that this machine reaches the Go module proxy, npm and PyPI, then run this again." toolchain_ensure
}

# stack_parts: the toolchain and the images of STACK, side by side: one compiles, the other mostly waits for packages.
stack_parts() {
  # A cold start installs packages in the background, where sudo could not ask.
  [[ -f $STATE/$STACK/images.json ]] || as_root_prepare
  [[ -x $STATE/toolchain/bin/pulumi ]] || step "Installing pip" "Install python3-pip by hand." packages_ensure_python
  steps_together \
    "Toolchain" "Check that this machine reaches the Go module proxy, npm and PyPI, then run this again: what was built is kept." toolchain_ensure \
    "Images" "Check that this machine reaches a registry of images, or Debian's packages, then run this again: what was built is kept." stack_images
}

stack_images() { images_ensure "$STACK"; }

# names_check: which names may be asked for a certificate now; the others are held back until a later run, and said.
# With an authority of this machine's own there is nothing to ask.
names_check() {
  local said="$STATE/$STACK/names-said" line
  [[ $SETTING_LOCAL_CA_PORT == 0 ]] || return 0
  step "Asking DNS about the names of $STACK" "Read the log." names_ask "$said"
  while read -r line; do say "  ! $line"; done <"$said"
}

# names_note: remembers which certificates the stack has: the authority counts them, and a purge would forget them. No run fails for it.
names_note() {
  [[ $SETTING_LOCAL_CA_PORT == 0 ]] || return 0
  node "$ROOT/bin/lib/certificates.ts" note "$STACK" >>"$LOG_FILE" 2>&1 || true
}

names_ask() { node "$ROOT/bin/lib/certificates.ts" hold "$STACK" >"$1"; }

# tenants_check: every mistake of the tenant file at once, before anything is touched.
# Skipped when nothing that it reads has changed since it last passed (0.3 s of every warm start; the program checks again anyway).
tenants_check() {
  local problems stamp="$STATE/$STACK/tenants-checked"
  if [[ -f $stamp && -z $(find "$ROOT"/tenants "$ROOT"/components/lib "$ROOT/Pulumi.$STACK.yaml" "$ROOT/$SETTING_TENANTS_FILE" -newer "$stamp" -print -quit) ]]; then return; fi
  problems=$(node "$ROOT/tenants/validate.ts" "$STACK" 2>&1) || {
    say "✗ The tenants of $STACK are not right; nothing was touched."
    say "$problems"
    say "  → Correct $SETTING_TENANTS_FILE and run this again."
    exit "$EXPLAINED"
  }
  : >"$stamp"
}
