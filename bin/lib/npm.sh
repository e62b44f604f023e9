# shellcheck shell=bash
# npm packages: exactly what package-lock.json says, installed again only when it changed.

NPM_STAMP="$ROOT/node_modules/.chalan-lock"

npm_wanted() {
  local sum
  read -r sum _ < <(sha256sum "$ROOT/package-lock.json")
  REPLY=$sum
}

# npm_ready: whether node_modules is what the lock file says. The second file is npm's own record, written last by `npm install`:
# while it is younger than the lock file, a developer who has just added a package does not wait for `npm ci`.
npm_ready() {
  [[ "$ROOT/node_modules/.package-lock.json" -nt "$ROOT/package-lock.json" ]] && return
  npm_wanted
  [[ -f $NPM_STAMP && $(<"$NPM_STAMP") == "$REPLY" ]]
}

# npm_ensure: `npm ci` removes node_modules, and the stamp with it, first: an interrupted run starts over.
# No install scripts: those of @pulumi/* try to download plugins, which toolchain/install brings.
npm_ensure() {
  cd "$ROOT" || exit
  exclusively npm
  if npm_ready; then return; fi
  npm_wanted
  npm ci --ignore-scripts --no-audit --no-fund && printf '%s' "$REPLY" >"$NPM_STAMP"
}
