# shellcheck shell=bash
# Pulumi, its language host and its plugins: toolchain/install finds or builds them.

toolchain_ensure() { "$ROOT/toolchain/install"; }

# toolchain_use: the project's own pulumi and plugins; nothing of the user's is changed.
toolchain_use() {
  export PATH="$STATE/toolchain/bin:$PATH"
  export PULUMI_HOME="$STATE/toolchain/home"
}
