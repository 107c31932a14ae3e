#!/usr/bin/env bash
# Instructions of one training step, counted by valgrind's callgrind: count.sh PROGRAM [ENGINE...]
#
# PROGRAM is bench_count_steps, which has callgrind count only the steps after the first two. The
# counts are free of noise. Valgrind does not support AVX-512, so the kernels chosen at run time are
# those of x86-64-v3.
set -euo pipefail

program=${1:?count.sh: expected the path of bench_count_steps}
shift
if [[ $# -eq 0 ]]; then
  mapfile -t engines < <("$program" --engines)
else
  engines=("$@")
fi
export POSEAAE_SIMD=v3

# instructions ENGINE PRESET BATCH STEPS
instructions() {
  valgrind --tool=callgrind --instr-atstart=no --callgrind-out-file=/dev/null "$program" "$@" \
    2>&1 > /dev/null | sed -n 's/.*Collected : //p'
}

echo '| engine | preset | batch | instructions a step | a pose |'
echo '|---|---|---|---|---|'
for engine in "${engines[@]}"; do
  for preset in tutorial corrected; do
    for batch in 16 1024; do
      steps=$((batch == 16 ? 20 : 4))
      all=$(instructions "$engine" "$preset" "$batch" "$steps")
      echo "| $engine | $preset | $batch | $((all / steps)) | $((all / steps / batch)) |"
    done
  done
done
