#!/usr/bin/env bash
# Fuzzes what is read from strangers (docs/RELIABILITY.md): scripts/fuzz.sh [target] [seconds]
#
# Installs clang, builds the fuzzers (preset fuzz) and runs the one that is named, or all of them side by side on
# all cores, each for so many seconds, 60 unless told otherwise. Prints a table; where something was found it says in
# which file the input lies, and the exit status is 1. What the fuzzers have learned stays in build/fuzz/corpus and is
# where the next run begins.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readarray -t targets < <(sed --quiet 's/^ *poseaae_fuzz_target(\([a-z0-9_]*\).*/\1/p' tests/fuzz/CMakeLists.txt)
fail() {
  echo "fuzz.sh: $1; usage: scripts/fuzz.sh [target] [seconds], a target being ${targets[*]}" >&2
  exit 2
}

chosen=() seconds=60
for argument in "$@"; do
  if [[ $argument =~ ^[1-9][0-9]*$ ]]; then
    seconds=$argument
  elif printf '%s\n' "${targets[@]}" | grep --quiet --line-regexp --fixed-strings -- "$argument"; then
    chosen+=("$argument")
  else
    fail "expected a target or a number of seconds, found '$argument'"
  fi
done
((${#chosen[@]} > 0)) || chosen=("${targets[@]}")

scripts/setup.sh clang libclang-rt-dev
cmake --preset fuzz > /dev/null
cmake --build --preset fuzz --target "${chosen[@]/#/fuzz_}"

build=$PWD/build/fuzz
mkdir --parents "$build/findings" "$build/logs"
memory=$(mktemp --directory --tmpdir="$([[ -w /dev/shm ]] && echo /dev/shm || echo /tmp)" poseaae-fuzz.XXXXXX)
trap 'rm --recursive --force "$memory"' EXIT

# One target, for so many seconds. It ends early where it finds something.
run() {
  local name=$1
  local corpus=$build/corpus/$name seeds=$build/seeds/$name program=$build/bin/fuzz_$name
  local options=(-max_total_time="$seconds" -timeout=5 -rss_limit_mb=1024 -print_final_stats=1
                 -artifact_prefix="$build/findings/$name-")
  if [[ -f tests/fuzz/$name.dict ]]; then
    options+=(-dict="tests/fuzz/$name.dict")
  fi
  rm --recursive --force "$seeds"
  mkdir --parents "$corpus"
  export TMPDIR=$memory UBSAN_OPTIONS=print_stacktrace=1
  export ASAN_OPTIONS=malloc_context_size=4:quarantine_size_mb=32  # half as fast without
  export LSAN_OPTIONS=suppressions=$PWD/tests/lsan.supp:print_suppressions=0
  local status=0
  { "$program" --seeds "$seeds" && "$program" "${options[@]}" "$corpus" "$seeds"; } \
    > "$build/logs/$name.log" 2>&1 || status=$?
  echo "$status" > "$build/logs/$name.status"
}

for name in "${chosen[@]}"; do
  while (($(jobs -rp | wc --lines) >= $(nproc))); do wait -n; done
  run "$name" &
done
wait

# The first and last "cov: N", which are counted in edges of the program.
edges() { grep --only-matching 'cov: [0-9]*' "$build/logs/$1.log" | sed 's/cov: //' | "$2" --lines=1; }
found=0
printf '%-12s %12s %8s %7s %7s  %s\n' target executions per_s edges new finding
for name in "${chosen[@]}"; do
  log=$build/logs/$name.log
  stat() { sed --quiet "s/^stat::$1: *//p" "$log" | grep . || echo 0; }
  first=$(edges "$name" head || true) last=$(edges "$name" tail || true)
  finding=none
  if (($(< "$build/logs/$name.status") != 0)); then
    finding=$(sed --quiet 's/.*Test unit written to //p' "$log" | tail --lines=1)
    finding=${finding:-the program has ended, see} found=1
    finding+=" ($log)"
  fi
  printf '%-12s %12s %8s %7s %7s  %s\n' "$name" "$(stat number_of_executed_units)" "$(stat average_exec_per_sec)" \
    "${last:-0}" "$((${last:-0} - ${first:-0}))" "$finding"
done
exit "$found"
