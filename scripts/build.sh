#!/usr/bin/env bash
# Configures and builds one preset: scripts/build.sh [release|dev|asan] [cmake options...]
# The programs are then in build/<preset>/bin.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

preset=${1:-release}
cmake --preset "$preset" "${@:2}"
cmake --build --preset "$preset"
