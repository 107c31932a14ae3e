#!/usr/bin/env bash
# From a fresh clone to dancing GIFs: installs what is missing, builds, trains configs/dance.yaml on
# the shipped clips, and makes four dances in the latent space of the model.
# A second run reuses a finished training whose configuration and clips have not changed, and resumes
# an interrupted one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

config=configs/dance.yaml
run=runs/dance
model=$run/best.safetensors
out=out/demo
bin=build/release/bin

# Whether the run folder holds a run of this configuration. aae_train then resumes from its last
# checkpoint; if the training is finished, there is nothing left to do.
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
  # 3: the run cannot be resumed, for example because the clips have changed
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
"$bin/pose_walk" --model "$model" --count 300 --seed 7 --out "$out/walk.gif" --out "$out/walk.bvh" \
  --out "$out/walk.glb"
"$bin/pose_offset" data/waltz_sway.bvh --range 300:600 --model "$model" --out "$out/offset.gif"
"$bin/pose_mix" data/slow_arms.bvh:300:600 data/street_step.bvh:300:600 --model "$model" \
  --out "$out/mix.gif"
"$bin/pose_render" data/kick_turns.bvh --range 300:600 --model "$model" --show both \
  --out "$out/reconstruction.gif"

cat << END

The dances are in $out:
  walk.gif            a random walk through the latent space (walk.glb, walk.bvh: the same, for
                      Blender, game engines and web pages)
  offset.gif          a clip followed at an offset that oscillates
  mix.gif             one clip becoming another
  reconstruction.gif  a clip beside its reconstruction
The training is in $run: history.png shows the losses, best.safetensors is the model.
END
