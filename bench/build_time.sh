#!/usr/bin/env bash
# What compiling costs, beside an older revision: bench/build_time.sh REVISION [TARGET...]
#
# Builds both from empty folders in one run, without a compiler cache, and prints for each target (programs, then
# all, unless told otherwise) the CPU seconds of both, their ratio and the largest compiler process. Targets are
# built in the order given, each on top of those before it, the revision and this tree in turn, so that what else
# the machine does meets both; a line counts all that has been built so far. Takes half an hour on two cores.
# Needs Debian's package `time`. POSEAAE_PRESET chooses another preset than release.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [[ $# -eq 0 ]]; then
  echo "build_time.sh: expected a revision to compare with, and possibly targets" >&2
  exit 2
fi
revision=$(git rev-parse --verify --quiet "$1^{commit}") || {
  echo "build_time.sh: expected a revision of this repository, found '$1'" >&2
  exit 2
}
shift
targets=("$@")
[[ ${#targets[@]} -gt 0 ]] || targets=(programs all)
if ! [[ -x /usr/bin/time ]]; then
  echo "build_time.sh: /usr/bin/time is missing: apt-get install time" >&2
  exit 1
fi

work=$(mktemp -d)
trap 'git worktree remove --force "$work/then/source" 2> /dev/null || true; rm -rf "$work"' EXIT
mkdir "$work/then" "$work/now"
git worktree add --quiet --detach "$work/then/source" "$revision"
ln -s "$PWD" "$work/now/source"
export CCACHE_DISABLE=1

# Starts a compiler and notes the most memory that it or a process of its own had, in kB.
cat > "$work/launcher" << 'END'
#!/bin/sh
exec /usr/bin/time --quiet --append --output="$POSEAAE_COMPILER_LOG" --format=%M "$@"
END
chmod +x "$work/launcher"

configure() {  # configure then|now
  cmake --preset "${POSEAAE_PRESET:-release}" -S "$work/$1/source" -B "$work/$1/build" \
    -D CMAKE_C_COMPILER_LAUNCHER= -D CMAKE_CXX_COMPILER_LAUNCHER="$work/launcher" > "$work/$1/configured"
  echo 0 > "$work/$1/seconds"
}

build() {  # build then|now TARGET: adds the CPU seconds to those before
  local used
  used=$(
    export POSEAAE_COMPILER_LOG=$work/$1/kilobytes TIMEFORMAT='%U %S'
    { time cmake --build "$work/$1/build" --target "$2" > "$work/$1/log" 2>&1; } 2>&1
  ) || {
    tail -n 30 "$work/$1/log" >&2
    exit 1
  }
  awk -v before="$(< "$work/$1/seconds")" '{ print before + $1 + $2 }' <<< "$used" > "$work/$1/next"
  mv "$work/$1/next" "$work/$1/seconds"
}

largest_mb() {  # largest_mb then|now
  sort -n "$work/$1/kilobytes" | tail -n 1 | awk '{ printf "%.0f", $1 / 1024 }'
}

configure then
configure now
echo "| target | CPU seconds at $(git rev-parse --short "$revision") | now | ratio | largest compiler then, MB | now |"
echo "|---|---|---|---|---|---|"
for target in "${targets[@]}"; do
  build then "$target"
  build now "$target"
  then_s=$(< "$work/then/seconds")
  now_s=$(< "$work/now/seconds")
  awk -v target="$target" -v then_s="$then_s" -v now_s="$now_s" -v then_mb="$(largest_mb then)" \
    -v now_mb="$(largest_mb now)" 'BEGIN {
      printf "| `%s` | %.0f | %.0f | %.2f | %s | %s |\n", target, then_s, now_s, now_s / then_s, then_mb, now_mb
    }'
done
