# shellcheck shell=bash
# The Docker engine: the one that runs, else Debian's, started with or without systemd.

ENGINE_START_SECONDS=60
ENGINE_PROBE_SECONDS=20  # an engine behind ssh:// may be slow to answer

# engine_socket: the path of the local engine's socket into REPLY; status 1 if the engine is elsewhere.
engine_socket() {
  case ${DOCKER_HOST:-unix:///var/run/docker.sock} in
    unix://*) REPLY=${DOCKER_HOST:-unix:///var/run/docker.sock} REPLY=${REPLY#unix://} ;;
    *) return 1 ;;
  esac
}

# engine_answers [sudo]: whether the engine answers a ping.
engine_answers() {
  if engine_socket; then
    [[ -S $REPLY ]] && "$@" curl -sf --max-time 5 --unix-socket "$REPLY" -o /dev/null http://localhost/_ping
  else
    timeout "$ENGINE_PROBE_SECONDS" docker version --format '{{.Server.APIVersion}}' >/dev/null
  fi
}

# engine_ready: the usual case, in 10 ms: a client is here and the engine answers it.
engine_ready() { command -v docker >/dev/null && engine_answers 2>/dev/null; }

# engine_ensure: installs and starts what is missing. Errors: one sentence each.
engine_ensure() {
  command -v docker >/dev/null || packages_ensure docker.io iptables
  engine_answers && return
  engine_socket || fail "The Docker engine at $DOCKER_HOST does not answer." \
    "Start it there, and check that \`docker -H $DOCKER_HOST version\` works from here."
  [[ $REPLY == /var/run/docker.sock || $REPLY == /run/docker.sock ]] ||
    fail "The Docker engine at $DOCKER_HOST is stopped." "Start it, or unset DOCKER_HOST to use this machine's own engine."
  if engine_answers as_root; then return; fi  # it runs; only this user may not talk to it: engine_access
  [[ -n $(PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v dockerd) ]] || packages_ensure docker.io iptables
  engine_start
}

# engine_start: starts this machine's engine; of several callers only one does (flock), the others wait for it.
engine_start() {
  local second
  (
    flock -w "$ENGINE_START_SECONDS" 8 || fail "Another run has been starting the Docker engine for too long." "Look at it, then run this again."
    engine_answers as_root && exit
    if [[ -d /run/systemd/system ]]; then
      as_root systemctl start docker
    else
      engine_mount_cgroups
      # shellcheck disable=SC2016 # expanded by the inner shell
      as_root setsid --fork bash -c 'echo $$ >"$1"; exec nohup dockerd' dockerd "$STATE/log/dockerd.pid" </dev/null >>"$STATE/log/dockerd.log" 2>&1 3>&- 8>&- 9>&-
    fi
    for ((second = 0; second < ENGINE_START_SECONDS; second++)); do
      if engine_answers as_root; then exit; fi
      ((second < 3)) || engine_is_starting || break
      sleep 1
    done
    engine_start_log
    fail "The Docker engine did not start: $(engine_start_log | grep -aiE 'fail|error' | tail -n 1 | cut -c1-300)" \
      "Put that right (a container without privileges cannot run an engine), or set DOCKER_HOST to one that runs."
  ) 8>"${TMPDIR:-/tmp}/chalan-engine-$EUID.lock"
}

# engine_is_starting: whether there is still something to wait for.
engine_is_starting() { [[ -d /run/systemd/system || -d /proc/$(<"$STATE/log/dockerd.pid") ]]; }

engine_start_log() {
  if [[ -d /run/systemd/system ]]; then as_root journalctl -u docker -n 30 --no-pager; else tail -n 30 "$STATE/log/dockerd.log"; fi
}

# engine_mount_cgroups: without systemd nobody may have mounted them (Debian's package brings the script).
engine_mount_cgroups() {
  [[ -e /sys/fs/cgroup/cgroup.controllers || -d /sys/fs/cgroup/memory ]] && return
  packages_ensure cgroupfs-mount
  as_root cgroupfs-mount
}

# engine_access <command> [argument…]: lets this user talk to the engine, and starts the command again with that right.
engine_access() {
  engine_socket && [[ ! -w $REPLY ]] || return 0
  [[ -z ${CHALAN_ENGINE_ACCESS:-} ]] || fail "User $USER may not use $REPLY." "Log in again as a member of the group docker, or run this as root."
  say "  · adding user $(id -un) to the group docker (it may then use the engine, which is as good as root)"
  as_root usermod -aG docker "$(id -un)"
  # sg stays as the parent of what it starts: it must not hold the stack's lock (descriptor 9), which that takes anew.
  CHALAN_ENGINE_ACCESS=1 exec sg docker -c "$(printf '%q ' "$@")" 9>&-
}
