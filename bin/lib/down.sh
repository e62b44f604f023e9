# shellcheck shell=bash
# Taking a stack off the engine. Everything is found by its label, so that what an interrupted run left behind goes too.

# Who depends on whom: the first stops first; what is not named here (databases, Redis) stops last.
DOWN_ORDER=(proxy nginx web worker)
DOWN_GRACE_SECONDS=60  # Postgres and Redis write their data down; the others stop in much less

labelled() { printf 'label=chalan.stack=%s' "$STACK"; }

# stop_labelled [role]: stops the stack's containers, side by side; all of them, or those of one role.
stop_labelled() {
  docker ps --quiet --filter "$(labelled)" ${1:+--filter "label=chalan.role=$1"} | xargs -r docker stop --time "$DOWN_GRACE_SECONDS"
}

# edge_release: refuses while containers of other stacks are joined to the edge of $STACK, as `pulumi destroy` does.
edge_release() {
  local edge said
  edge=$(docker ps --all --filter "$(labelled)" --filter label=chalan.role=proxy --format '{{.Label "chalan.edge"}}' | head -n 1)
  [[ -n $edge ]] || return 0
  said=$(STACK=$STACK EDGE_NETWORK=$edge "$ROOT/components/scripts/release-edge" 2>&1) ||
    fail "${said%$'\n'*}" "${said##*$'\n'}"
}

# engine_down: containers stop in order and go, then the networks; volumes stay.
engine_down() {
  local role
  for role in "${DOWN_ORDER[@]}"; do stop_labelled "$role"; done
  stop_labelled
  engine_remove
}

# engine_remove: containers (with anonymous volumes) and networks. One container after the other: engine 20.10 can lose an endpoint
# when many go at once (seen twice), and then the network can never be removed.
engine_remove() {
  docker ps --all --quiet --filter "$(labelled)" | xargs -r -n 1 docker rm --force --volumes
  docker network ls --quiet --filter "$(labelled)" | xargs -r docker network rm
}

# engine_purge: all that carries the stack's label. A volume may be held by a container that a killed run made but did not start
# (`docker run` of a script): it goes with the volume, unless it runs.
engine_purge() {
  local volumes volume
  # Also what the stack's containers have mounted: a volume that was lost and made again by the engine has no label.
  mapfile -t volumes < <({
    docker volume ls --quiet --filter "$(labelled)"
    docker ps --all --quiet --filter "$(labelled)" |
      xargs -r docker inspect --format '{{range .Mounts}}{{if eq .Type "volume"}}{{println .Name}}{{end}}{{end}}' | sed '/^$/d'
  } | sort -u)
  engine_remove
  for volume in "${volumes[@]}"; do
    docker ps --all --quiet --filter "volume=$volume" --filter status=created --filter status=exited --filter status=dead |
      xargs -r docker rm
  done
  ((${#volumes[@]} == 0)) || docker volume rm "${volumes[@]}"
}

# state_down: lets Pulumi see that containers and networks are gone, so that the next `up` makes them again.
state_down() {
  if stack_unknown; then return; fi
  cd "$ROOT" || exit
  pulumi_unlock "$STACK"
  leftovers_end
  state_refresh
}

# state_refresh: lets Pulumi look which containers and networks there really are.
state_refresh() {
  pulumi refresh --stack "$STACK" --yes --skip-preview --non-interactive --suppress-progress \
    --target 'urn:pulumi:**docker:index/container:Container::**' --target 'urn:pulumi:**docker:index/network:Network::**'
}

# state_purge: the stack's own state goes; its configuration (Pulumi.<stack>.yaml) stays.
state_purge() {
  cd "$ROOT" || exit
  if ! stack_unknown; then
    pulumi_unlock "$STACK"
    leftovers_end
    pulumi stack rm "$STACK" --yes --force --preserve-config --non-interactive
  fi
  if [[ -n $PULUMI_STATE_FILE ]]; then rm -rf "$STATE/pulumi/.pulumi"/{backups,history}/"$(pulumi_project)/$STACK"; fi
  find "${STATE:?}/$STACK" -mindepth 1 ! -name lock -delete
}
