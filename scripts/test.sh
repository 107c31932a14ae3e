#!/usr/bin/env bash
# Installs what is missing, builds, and runs every test: scripts/test.sh [release|dev|asan]
#
# Real recordings and golden values come from POSEAAE_MOCAP_DIR and POSEAAE_REFERENCE_DIR, by
# default ../shared/mocap and ../shared/reference beside the checkout; a test that needs them and
# does not find them fails.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

preset=${1:-release}
scripts/setup.sh
scripts/build.sh "$preset"
exec ctest --preset "$preset" --parallel "$(nproc)"
