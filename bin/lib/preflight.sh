# shellcheck shell=bash
# What can be known before anything is touched: room on the disk, free ports.

DISK_COLD_GIB=6  # toolchain 2.5, node_modules 0.6, images 2, build contexts; measured on Debian 12
DISK_WARM_GIB=1

# preflight_disk <folder>…: each folder's file system has room.
preflight_disk() {
  local folder free wanted=$DISK_WARM_GIB
  compgen -G "$STATE/*/images.json" >/dev/null || wanted=$DISK_COLD_GIB
  for folder in "$@"; do
    while [[ ! -d $folder ]]; do folder=${folder%/*} folder=${folder:-/}; done
    free=$(df -Pk "$folder" | awk 'END { print int($4 / 1048576) }')
    ((free >= wanted)) ||
      fail "Only $free GiB are free on the disk that holds $folder; at least $wanted GiB are needed." "Free some (\`docker system df\` shows the engine's part), then run this again."
  done
}

port_in_use() { (exec 4<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# preflight_ports <stack> <port>…: each port is free, or held by a container of this stack.
preflight_ports() {
  local stack=$1 port used=() own='' foreign=()
  shift
  engine_socket || return 0  # the engine, and so its ports, are on another machine
  for port in "$@"; do if port_in_use "$port"; then used+=("$port"); fi; done
  ((${#used[@]})) || return 0
  own=$(docker ps --filter "label=chalan.stack=$stack" --format '{{.Ports}}')
  for port in "${used[@]}"; do [[ $own == *":$port->"* ]] || foreign+=("$port"); done
  ((${#foreign[@]} == 0)) ||
    fail "In use by another program: port ${foreign[*]}." "Stop that program (\`ss -ltnp\` names it), or set other ports in Pulumi.$stack.yaml."
}
