# shellcheck shell=bash
# Debian and Ubuntu packages: installs what is missing, as root or with sudo.

PACKAGES_LOCK_SECONDS=300  # another apt (unattended upgrades of a fresh VPS) may hold the lock that long

# as_root <command> [argument…]: runs it as root.
as_root() {
  if ((EUID == 0)); then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "\`$1\` needs root, and this machine has no sudo." "Run this command as root."
  fi
}

# as_root_prepare: asks for sudo's password now, while the terminal is free, if a later step may need it.
as_root_prepare() {
  ((EUID == 0)) || ! command -v sudo >/dev/null || sudo -n true 2>/dev/null || sudo -v ||
    fail "sudo refused to run commands as root." "Run this command as root, or as a user that may use sudo."
}

package_installed() {
  [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

packages_installed() {
  local package
  for package in "$@"; do package_installed "$package" || return 1; done
}

# packages_ensure <package>…: installs those that are missing; the package lists are refreshed only if that is needed.
packages_ensure() {
  local package missing=()
  command -v apt-get >/dev/null ||
    fail "This machine has no apt-get to install: $*." "Install them by hand, or use Debian 12 or Ubuntu 22.04."
  for package in "$@"; do package_installed "$package" || missing+=("$package"); done
  ((${#missing[@]})) || return 0
  packages_known "${missing[@]}" || packages_get update
  packages_get install "${missing[@]}" || { packages_get update && packages_get install "${missing[@]}"; } ||
    fail "apt-get could not install: ${missing[*]}." "Read the log, put apt right (\`apt-get update\`), and run this again."
}

# packages_known <package>…: whether the lists on this machine name a candidate for each.
packages_known() {
  local package
  for package in "$@"; do
    apt-cache policy "$package" 2>/dev/null | grep -q '^  Candidate: [^(]' || return 1
  done
}

packages_get() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o "DPkg::Lock::Timeout=$PACKAGES_LOCK_SECONDS" \
    -o Acquire::Retries=3 "$1" ${2:+--yes --no-install-recommends "${@:2}"}
}
