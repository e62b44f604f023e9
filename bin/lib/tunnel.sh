# shellcheck shell=bash
# A stack on another machine (DOCKER_HOST=ssh://…): Postgres listens there on loopback only, so its port is brought here by ssh.

TUNNEL_SECONDS=20

# tunnel_open: brings the database's port here for as long as this command runs; nothing to do for an engine of this machine.
tunnel_open() {
  local second target=${DOCKER_HOST:-} port=$SETTING_DATABASE_PORT
  [[ $target == ssh://* ]] || return 0
  if port_in_use "$port"; then
    fail "Port $port of this machine is in use; it is needed for the tunnel to the database of $STACK." "Stop what uses it (\`ss -ltnp\` names it)."
  fi
  ssh -N -o BatchMode=yes -o ExitOnForwardFailure=yes -o "ConnectTimeout=$TUNNEL_SECONDS" -o ServerAliveInterval=15 \
    -L "127.0.0.1:$port:127.0.0.1:$port" "$target" </dev/null >>"$LOG_FILE" 2>&1 9>&- &
  TUNNEL=$!
  for ((second = 0; second < TUNNEL_SECONDS; second++)); do
    if port_in_use "$port"; then return; fi
    kill -0 "$TUNNEL" 2>/dev/null || break
    sleep 1
  done
  fail "No tunnel to the database could be opened through $target." "Check that \`ssh $target\` works without a password being typed."
}

# tunnel_close: also called when the command ends in any other way.
tunnel_close() {
  [[ -z ${TUNNEL:-} ]] || kill "$TUNNEL" 2>/dev/null || true
  TUNNEL=''
}
