#!/usr/bin/env bash
# Measures everything beside its baselines and prints the table of targets.
#
#   scripts/bench.sh [--quick] [--rounds N] [--out DIR] [--no-build] [--count]
#
# Each round runs our programs and the baselines in turn, each for a short while, so that whatever
# else the machine does affects both. All results are JSON under DIR/round-*/ (default out/bench); the
# table is DIR/table.md, the growth of the cost DIR/growth.md. --count adds instructions per step
# (callgrind). --quick: fewer rounds, no million poses, no growth; for a rough picture only.
# Recordings come from POSEAAE_MOCAP_DIR, by default ../shared/mocap beside the checkout.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

rounds=''
out=out/bench
quick=false
build=true
count=false
while [[ $# -gt 0 ]]; do
  if [[ $1 == --rounds || $1 == --out ]] && [[ $# -lt 2 ]]; then
    echo "bench.sh: $1: expected a value, found none" >&2
    exit 2
  fi
  case $1 in
    --quick) quick=true ;;
    --rounds) rounds=$2 && shift ;;
    --out) out=$2 && shift ;;
    --no-build) build=false ;;
    --count) count=true ;;
    *)
      echo "bench.sh: expected --quick, --rounds N, --out DIR, --no-build or --count, found '$1'" >&2
      exit 2
      ;;
  esac
  shift
done
if [[ -z $rounds ]]; then
  if $quick; then rounds=3; else rounds=5; fi
fi
if [[ ! $rounds =~ ^[1-9][0-9]*$ ]]; then
  echo "bench.sh: --rounds: expected a number above 0, found '$rounds'" >&2
  exit 2
fi

export POSEAAE_MOCAP_DIR=${POSEAAE_MOCAP_DIR:-$PWD/../shared/mocap}
bin=$PWD/build/release/bin
python=/usr/bin/python3  # where Debian's packages are, whichever python3 comes first
clip=$POSEAAE_MOCAP_DIR/bandai-namco/dance-short_normal_001.bvh
failed=()

prepare() {
  local packages=(python3-torch python3-numpy python3-matplotlib python3-pil)  # the baselines'
  if $count; then packages+=(valgrind); fi
  scripts/setup.sh "${packages[@]}"
  cmake --preset release -DPOSEAAE_BENCH=ON
  cmake --build --preset release --target benches
}

# job NAME COMMAND...: its standard output is DIR/<folder>/NAME.json
job() {
  local name=$1 && shift
  printf '%s: %s\n' "$folder" "$name" >&2
  if ! "$@" > "$out/$folder/$name.json" 2> "$out/$folder/$name.log"; then
    echo "bench.sh: $name failed: $(tail -n 1 "$out/$folder/$name.log")" >&2
    failed+=("$folder/$name")
    rm -f "$out/$folder/$name.json"
  fi
}

# ours PROGRAM SECONDS FILTER [PREFIX]: benchmarks of one of our programs
ours() {
  job "${4:-}$1" "$bin/bench_$1" --benchmark_format=json --benchmark_min_time="$2" \
    --benchmark_filter="$3"
}

baseline() {
  local name=$1 && shift
  job "$name" "$python" bench/baselines/"$name".py "$@"
}

one_round() {
  local tutorial='step/.*/tutorial/joints:22'
  ours step 0.3 "$tutorial/net:64-16-8/batch:16/threads:1"
  baseline tutorial_step --batch 16 1024 --threads 1 2 --seconds 0.5
  ours step 0.3 "$tutorial/net:64-16-8/batch:1024/threads:[12]" big_
  ours plain_libtorch 0.3 .
  ours step 0.3 "$tutorial/net:512-512-32/batch:256/threads:[12]" wide_
  ours step 0.3 'step/fused/windows/.*/threads:2' windows_
  baseline window_step --threads 1 2 --seconds 1
  ours step 0.3 'step/fused/best/.*' best_
  baseline best_step --threads 1 2 --seconds 1
  ours gemm 0.1 .
  ours bvh 0.3 .
  ours motion_files 0.3 .
  baseline numpy_bvh
  ours render 0.3 '(gif|mp4|webm|apng)/800x800/frames:400/.*'
  baseline matplotlib_gif "$clip" --frames "$gif_frames"
  ours kinematics 0.2 'kinematics/.*/joints:22/batch:4096'
  ours decode 0.2 'decode/net:64-16-8/.*'
  ours startup 0.3 .
  job epochs "$python" bench/runs.py epoch --bin "$bin" --poses 10000 --epochs 10
}

# Long runs, which are not part of every round.
long_runs() {
  job run_120000_steps "$python" bench/runs.py steps --bin "$bin"
  if ! $quick; then
    job epochs_million "$python" bench/runs.py epoch --bin "$bin" --poses 1000000 --epochs 3
  fi
}

load() {
  cut -d ' ' -f 1-3 /proc/loadavg
}

machine() {
  local kind=''
  if $quick; then kind=', quick'; fi
  sed -n 's/^model name.*: //p;T;q' /proc/cpuinfo
  echo "$(nproc) processors; load average $load_before before, $(load) after"
  echo "commit $(git describe --always --dirty 2> /dev/null || echo unknown), $rounds rounds$kind"
}

if $build; then prepare; fi
rm -rf "$out"/round-* "$out"/growth
load_before=$(load)
gif_frames=400
if $quick; then gif_frames=60; fi
for ((round = 1; round <= rounds; ++round)); do
  folder=round-$round
  mkdir -p "$out/$folder"
  one_round
  if ((round == 1)) || { ! $quick && ((round <= 3)); }; then long_runs; fi
done
if ! $quick; then
  folder=growth
  mkdir -p "$out/$folder"
  for program in step epoch kinematics decode bvh render; do ours "$program" 0.1 .; done
  "$python" bench/growth.py "$out" > "$out/growth.md"
fi
if $count; then bench/count.sh "$bin/bench_count_steps" > "$out/instructions.md"; fi

{ "$python" bench/table.py "$out" && echo && machine; } | tee "$out/table.md"
for extra in growth instructions; do
  if [[ -f $out/$extra.md && $out/$extra.md -nt $out/round-1 ]]; then
    echo && cat "$out/$extra.md"
  fi
done
if [[ ${#failed[@]} -gt 0 ]]; then
  echo "bench.sh: these did not run: ${failed[*]}; their logs are beside the results" >&2
  exit 1
fi
