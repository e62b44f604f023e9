# shellcheck shell=bash
# Pulumi's environment, the stack's secrets, and locks that a killed run left behind.

DEVELOPMENT_PASSPHRASE=local-development  # protects nothing: stacks that live on one machine and hold no real data
PULUMI_WAIT_SECONDS=1800                  # how long to wait for another run of the same stack

# is_development <stack>: a stack of this machine only (`local`, or one that a test made).
is_development() { [[ $1 == local || $1 == test || $1 == test-* ]]; }

# pulumi_use <stack>: the environment of every call of pulumi.
pulumi_use() {
  toolchain_use
  export PULUMI_BACKEND_URL="${PULUMI_BACKEND_URL:-file://$STATE/pulumi}"
  export PULUMI_SKIP_UPDATE_CHECK=true PULUMI_ERROR_OUTPUT_STRING=true
  export PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION=true  # toolchain/install has brought them all
  PULUMI_STATE_FILE=''
  if [[ $PULUMI_BACKEND_URL == "file://$STATE/pulumi" ]]; then
    mkdir -p "$STATE/pulumi"
    chmod 700 "$STATE/pulumi"
    PULUMI_STATE_FILE="$STATE/pulumi/.pulumi/stacks/$(pulumi_project)/$1.json"
  fi
  [[ -z ${PULUMI_CONFIG_PASSPHRASE+set}${PULUMI_CONFIG_PASSPHRASE_FILE+set} ]] || return 0
  if is_development "$1"; then
    export PULUMI_CONFIG_PASSPHRASE=$DEVELOPMENT_PASSPHRASE
  elif uses_passphrase "$1"; then
    fail "The secrets of stack \`$1\` are locked: no passphrase is set." \
      "Set PULUMI_CONFIG_PASSPHRASE_FILE to a file that holds it (or PULUMI_CONFIG_PASSPHRASE)."
  fi
}

# uses_passphrase <stack>: Pulumi Cloud and key services keep the key themselves; every other backend wants a passphrase.
uses_passphrase() {
  grep -q '^encryptionsalt:' "$ROOT/Pulumi.$1.yaml" ||
    { [[ $PULUMI_BACKEND_URL != http* ]] && ! grep -q '^secretsprovider:' "$ROOT/Pulumi.$1.yaml"; }
}

pulumi_project() { sed -n 's/^name: *//p' "$ROOT/Pulumi.yaml"; }

# stack_is_ours: what runs on the engine under this stack's name is in this folder's state.
stack_is_ours() {
  pulumi_use "$STACK"
  if stack_unknown && [[ -n $(docker ps --all --quiet --filter "label=chalan.stack=$STACK") ]]; then
    fail "The engine runs a stack \`$STACK\` already, and this folder knows nothing of it: it belongs to another copy of the repository." \
      "Use that copy; or remove the stack with all its data: bin/down $STACK --purge --yes"
  fi
}

# stack_unknown: the state is kept in this folder, and there is none of this stack.
stack_unknown() { [[ -n $PULUMI_STATE_FILE && ! -f $PULUMI_STATE_FILE ]]; }

# pulumi_stack_ensure <stack>: makes the stack where it does not exist yet; nothing is selected, each call names its stack.
pulumi_stack_ensure() {
  local said
  cd "$ROOT" || exit
  if ! said=$(pulumi stack ls --all --json 2>&1); then pulumi_explain "$said" && printf '%s\n' "$said" && return 1; fi
  if grep -q "\"name\": \"\(.*/\)\?$1\"" <<<"$said"; then return; fi
  if ! said=$(pulumi stack init "$1" --non-interactive --no-select 2>&1); then pulumi_explain "$said" && printf '%s\n' "$said" && return 1; fi
}

# master_secret_ensure <stack>: the one secret that all passwords are derived from; it goes through a pipe only.
master_secret_ensure() {
  cd "$ROOT" || exit
  head -c 32 /dev/urandom | base64 -w 0 | pulumi config set --secret chalan:masterSecret --stack "$1" --non-interactive
}

# process_is_pulumi <pid>: alive and pulumi (not another program that got the number, not a dead one nobody has reaped).
process_is_pulumi() {
  [[ -r /proc/$1/cmdline ]] && tr '\0' ' ' <"/proc/$1/cmdline" 2>/dev/null | grep -q pulumi
}

# lock_field <name> <file>: a field of a lock of the file backend into REPLY.
lock_field() { REPLY=$(sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p" "$2"); }

# pulumi_locks <stack>: prints `stale`, `held <pid>` or `foreign <host>` for each lock of the local file backend.
pulumi_locks() {
  local lock host pid
  for lock in "$STATE/pulumi/.pulumi/locks/organization/$(pulumi_project)/$1"/*.json; do
    [[ -f $lock ]] || continue
    lock_field hostname "$lock" && host=$REPLY
    lock_field pid "$lock" && pid=$REPLY
    if [[ $host != "${HOSTNAME:-$(hostname)}" ]]; then
      printf 'foreign %s\n' "$host"
    elif process_is_pulumi "$pid"; then
      printf 'held %s\n' "$pid"
    else
      printf 'stale\n'
    fi
  done
}

# pulumi_unlock <stack>: waits for a run that lives, clears what a killed one left.
pulumi_unlock() {
  local locks second
  for ((second = 0; second < PULUMI_WAIT_SECONDS; second++)); do
    locks=$(pulumi_locks "$1")
    case $locks in
      '') return ;;
      *foreign*) fail "Stack \`$1\` is locked by a run on ${locks#*foreign }." "Wait for it; if that run is dead: pulumi cancel --stack $1" ;;
      *held*) printf '  · another run of %s is at work (%s)\n' "$1" "${locks//$'\n'/, }" ;;
      *)
        printf '  · clearing the lock of a run that was killed\n'
        (cd "$ROOT" && pulumi cancel --yes --stack "$1")
        return
        ;;
    esac
    sleep 1
  done
  fail "Another run of \`$1\` has been at work for $((PULUMI_WAIT_SECONDS / 60)) minutes." "Look at it: $locks"
}

# pulumi_explain <output>: ends the run with one sentence if the cause of the failure is known.
pulumi_explain() {
  case $1 in
    *'incorrect passphrase'*) fail "The passphrase is wrong." "Set PULUMI_CONFIG_PASSPHRASE_FILE (or PULUMI_CONFIG_PASSPHRASE) to the right one." ;;
    *'passphrase must be set'*) fail "No passphrase is set." "Set PULUMI_CONFIG_PASSPHRASE_FILE (or PULUMI_CONFIG_PASSPHRASE)." ;;
    *'currently locked by'*) fail "Another run holds the stack's lock." "Wait for it, then run this again." ;;
  esac
}

# pulumi_run <name> <remedy> <argument…>: pulumi in the foreground, its output on the screen and in the log.
# The tenants that this host serves come first (nice), also while one of them is deployed; not at any price: at nice 19 it had 1 % of a busy
# machine, and the scripts that wait for containers ran into their limits.
# `tee -i` outlives Ctrl-C, so that pulumi can say how it ends. Descriptor 9 (our lock) stays here: see stack_lock.
pulumi_run() {
  local name=$1 remedy=$2 from status started
  shift 2
  printf '== %s: pulumi %s\n' "$name" "$*" >>"$LOG_FILE"
  from=$(stat -c %s "$LOG_FILE")
  now && started=$REPLY
  set +e
  (cd "$ROOT" && CHALAN_RUN="$ROOT:$STACK" exec nice -n 5 pulumi "$@" --stack "$STACK" --non-interactive --color "$(screen_is_terminal && echo always || echo never)") \
    </dev/null 2>&1 9>&- | tee -i -a "$LOG_FILE" >&3
  status=${PIPESTATUS[0]}
  set -e
  ((status)) || return 0
  pulumi_explain "$(tail -c "+$((from + 1))" "$LOG_FILE")"
  elapsed "$started"
  fail "$name failed after $REPLY." "$remedy"
}
