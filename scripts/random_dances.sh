#!/usr/bin/env bash
# Dances whose factors are independent of each other: random scores, and their clips.
#   scripts/random_dances.sh FOLDER [COUNT] [SEED] [BIN]
# Each of COUNT dances (24) has eight phrases of eight beats (a box step: six). Kind, tempo, arm height,
# energy, lean and stance of each are uniform and independent. BIN is where dance_synth is
# (build/release/bin). The same SEED (1) gives the same dances with every awk: the random numbers are
# the script's own (Park and Miller 1988).
set -euo pipefail

if [[ $# -lt 1 ]]; then
  sed -n '2,7s/^# \{0,1\}//p' "$0"
  exit 2
fi
folder=$1
count=${2:-24}
seed=${3:-1}
bin=${4:-$(dirname "$0")/../build/release/bin}
mkdir -p "$folder"

for ((i = 1; i <= count; ++i)); do
  # Not random_01: by default clips that differ in a number alone are takes of one dance.
  name=$(printf '%s/random_d%02d' "$folder" "$i")
  LC_ALL=C awk -v seed=$((seed * 1000 + i)) '
    function uniform() { state = (state * 16807) % 2147483647; return state / 2147483647 }
    function between(low, high) { return low + (high - low) * uniform() }
    BEGIN {
      state = seed
      for (k = 0; k < 20; ++k) uniform()  # the first values of neighbouring seeds are alike
      kinds = split("step_touch sway arm_wave level body_roll breathe kick box_step", kind, " ")
      printf "title: Random dance %d\nseed: %d\nfps: 30\nphrases:\n", seed, seed
      for (phrase = 0; phrase < 8; ++phrase) {
        name = kind[1 + int(kinds * uniform())]
        side = uniform() < 0.5 ? "left" : "right"
        printf "  - {kind: %s, beats: %d, side: %s, tempo: %.0f, arm_height: %.2f, energy: %.2f, ", \
          name, name == "box_step" ? 6 : 8, side, between(70, 140), uniform(), between(0.2, 1)
        printf "lean: %.1f, stance_width: %.2f}\n", between(-10, 25), between(0.14, 0.5)
      }
    }' >"$name.yaml"
  "$bin/dance_synth" --score "$name.yaml" --out "$name.bvh" >&2
done
