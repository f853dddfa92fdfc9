# Sourced by every other script: puts the project's tools first on PATH and names the
# WebAssembly linker. Changes nothing on disk.
#
# BUSSOLA_TOOLS   where tools built for this project live (default: ~/.cache/bussola)

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export ROOT
export BUSSOLA_TOOLS=${BUSSOLA_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/bussola}

# Versions. wasm-bindgen must equal the crate in Cargo.toml exactly: the glue it writes is
# private to one version. rustc 1.96 is what cargo-leptos 0.3.11's locked dependencies need.
WASM_BINDGEN_VERSION=0.2.130
CARGO_LEPTOS_VERSION=0.3.11
RUSTC_MINIMUM=1.96.0
# What the tests' tools need, and what is fetched where the system has less.
NODE_MINIMUM=20.19.0
NODE_VERSION=22.23.5
WASM_TARGET=wasm32-unknown-unknown

# setup makes rust/bin only where rustup could not give a fitting toolchain, so its presence is the choice.
PATH="$BUSSOLA_TOOLS/bin:$PATH"
if [ -x "$BUSSOLA_TOOLS/rust/bin/cargo" ]; then
  PATH="$BUSSOLA_TOOLS/rust/bin:$PATH"
  export RUSTC="$BUSSOLA_TOOLS/rust/bin/rustc"
  wasm_ld=$(command -v wasm-ld-22 || command -v wasm-ld || true)
  [ -n "$wasm_ld" ] && export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER="$wasm_ld"
fi
# mold links the test programs several times faster than ld. By the compiler's search path and not by a flag of
# rustc: a changed flag would build every dependency anew, and a machine without mold must do as well.
[ -x /usr/libexec/mold/ld ] && export COMPILER_PATH=/usr/libexec/mold
[ -d "$ROOT/node_modules/.bin" ] && PATH="$ROOT/node_modules/.bin:$PATH"
export PATH
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$ROOT/target}

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }
# version_at_least 1.96.0 1.95.0 -> false
version_at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$2" ]; }
