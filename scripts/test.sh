#!/usr/bin/env bash
# Installs what is missing, builds, and runs every test: scripts/test.sh [release|dev|asan] [cmake options...]
#
# Tests of real recordings run if the recordings are in POSEAAE_MOCAP_DIR and POSEAAE_REFERENCE_DIR, by
# default ../shared/mocap and ../shared/reference beside the checkout; -DPOSEAAE_REQUIRE_RECORDINGS=ON
# makes it an error if they are not.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

preset=${1:-release}
scripts/setup.sh
scripts/build.sh "$preset" "${@:2}"

report=$PWD/build/$preset/tests.xml
rm --force "$report"
status=0
ctest --preset "$preset" --parallel "$(nproc)" --output-junit "$report" || status=$?

# CTest calls a run successful in which tests were skipped or disabled; here they are failures.
count() {
  sed --quiet "s/^[[:space:]]*$1=\"\([0-9]*\)\".*/\1/p" "$report" | head --lines=1
}
tests=$(count tests) failed=$(count failures) skipped=$(count skipped) disabled=$(count disabled)
echo "$tests tests: $((tests - failed - skipped - disabled)) passed, $failed failed, $skipped skipped, $disabled disabled"
if ((tests == 0 || failed + skipped + disabled > 0)); then
  exit 1
fi
exit "$status"
