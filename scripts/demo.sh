#!/usr/bin/env bash
# From nothing to dancing GIFs: installs what is missing, builds, trains configs/dance.yaml on the
# shipped clips, and lets a dancer travel through the latent space that was learned.
# Run again, it keeps a finished training whose configuration and data are unchanged, and goes on
# with an interrupted one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

config=configs/dance.yaml
run=runs/dance
model=$run/best.h5
out=out/demo
bin=build/release/bin

# A run of this very configuration lies there: aae_train goes on from its last checkpoint, where a
# finished training has nothing left to do.
run_fits() {
  [[ -f $run/state.h5 && -f $run/config.yaml && -f $model ]] &&
    "$bin/aae_train" --config "$config" --print-config 2> /dev/null |
      cmp --silent - "$run/config.yaml"
}

train() {
  local status=3
  if run_fits; then
    status=0
    "$bin/aae_train" --resume "$run" || status=$?
  fi
  # 3: nothing to go on with, as after a change of the clips
  if [[ $status -eq 3 ]]; then
    status=0
    "$bin/aae_train" --config "$config" --overwrite || status=$?
  fi
  return "$status"
}

scripts/setup.sh
cmake --preset release
cmake --build --preset release --target programs
train

mkdir -p "$out"
"$bin/pose_walk" --model "$model" --count 300 --seed 7 --out "$out/walk.gif" --out "$out/walk.bvh"
"$bin/pose_offset" data/waltz_sway.bvh --range 300:600 --model "$model" --out "$out/offset.gif"
"$bin/pose_mix" data/slow_arms.bvh:300:600 data/street_step.bvh:300:600 --model "$model" \
  --out "$out/mix.gif"
"$bin/pose_render" data/kick_turns.bvh --range 300:600 --model "$model" --show both \
  --out "$out/reconstruction.gif"

cat << END

The dances are in $out:
  walk.gif            a random walk through the latent space (walk.bvh: the same, for Blender)
  offset.gif          a clip followed at a distance that swings from side to side
  mix.gif             one clip becoming another
  reconstruction.gif  a clip beside what the model makes of it
The training is in $run: history.png shows its course, best.h5 is the model.
END
