# shellcheck shell=bash
# The first two routes: a Pulumi that is installed already, and the vendor's downloads.

VENDOR=${CHALAN_TOOLCHAIN_VENDOR:-https://get.pulumi.com/releases}
VENDOR_PROBE_SECONDS=4
VENDOR_DOWNLOAD_SECONDS=600
VENDOR_SILENT_MINUTES=1440 # a vendor that does not answer is not asked again on this machine for a day

# path_pulumi_find: the pulumi on PATH into PATH_PULUMI, its language host into PATH_LANGUAGE_HOST; empty if there is none.
path_pulumi_find() {
  local others=":$PATH:"
  others=${others//":$STATE/bin:"/:} # ours is no proof that there is another
  PATH_PULUMI=$(PATH=${others:1:-1} command -v pulumi) || true
  PATH_LANGUAGE_HOST=$(PATH=${others:1:-1} command -v pulumi-language-nodejs) || true
}

path_pulumi_fits() {
  [[ -n $PATH_PULUMI && -n $PATH_LANGUAGE_HOST ]] || return 1
  local version
  version=$(PULUMI_HOME="$STATE/home" PULUMI_SKIP_UPDATE_CHECK=true timeout 20 "$PATH_PULUMI" version) || return 1
  [[ $(printf '%s\n' "v$PULUMI_VERSION" "$version" | sort -V | head -n 1) == "v$PULUMI_VERSION" ]]
}

# vendor_answers: asks once; that it did not answer is remembered, so that later runs lose no time.
vendor_answers() {
  local silent="$CACHE/vendor-silent"
  [[ $ROUTE != build ]] || return 1
  [[ $ROUTE == official || -z $(find "$silent" -mmin "-$VENDOR_SILENT_MINUTES" 2>/dev/null) ]] || return 1
  [[ -z ${VENDOR_ANSWERED:-} ]] || return 0
  if curl -sfI --connect-timeout "$VENDOR_PROBE_SECONDS" --max-time "$VENDOR_PROBE_SECONDS" -o /dev/null "$VENDOR/$(pulumi_archive)"; then
    VENDOR_ANSWERED=1
    return 0
  fi
  say "$VENDOR does not answer here"
  touch "$silent"
  return 1
}

pulumi_archive() {
  local architecture
  case $(uname -m) in x86_64) architecture=x64 ;; aarch64 | arm64) architecture=arm64 ;; *) architecture=$(uname -m) ;; esac
  printf 'sdk/pulumi-v%s-%s-%s.tar.gz' "$PULUMI_VERSION" "$(uname -s | tr '[:upper:]' '[:lower:]')" "$architecture"
}

# vendor_pulumi: the folder with the vendor's pulumi and language host into REPLY; status 1 if it is not to be had.
vendor_pulumi() {
  local folder="$CACHE/pulumi-v$PULUMI_VERSION" work
  [[ $ROUTE != build ]] || return 1
  if [[ ! -d $folder ]]; then
    vendor_answers || return 1
    say "downloading pulumi $PULUMI_VERSION"
    work=$(mktemp -d "$CACHE/.new-XXXXXX")
    curl -sfL --retry 2 --max-time "$VENDOR_DOWNLOAD_SECONDS" "$VENDOR/$(pulumi_archive)" | tar -xz -C "$work" &&
      mv -T "$work/pulumi" "$folder" && rm -rf "$work" || return 1
  fi
  REPLY=$folder
}

# vendor_plugin <name> <version>: the folder with the vendor's plugin into REPLY; status 1 if it is not to be had.
vendor_plugin() {
  local folder="$CACHE/vendor-home/plugins/resource-$1-v$2"
  [[ $ROUTE != build ]] || return 1
  if [[ ! -x $folder/pulumi-resource-$1 ]]; then
    vendor_answers || return 1
    say "downloading the plugin $1 $2"
    PULUMI_HOME="$CACHE/vendor-home" PULUMI_SKIP_UPDATE_CHECK=true timeout "$VENDOR_DOWNLOAD_SECONDS" \
      "$NEXT/bin/pulumi" plugin install resource "$1" "$2" --server "$VENDOR/plugins" >&2 || return 1
  fi
  REPLY=$folder
}
