#!/usr/bin/env bash
# Makes the pictures of docs/GALLERY.md again: runs every line of that page that begins with four spaces, in order, with
# the model that scripts/demo.sh trains and that of configs/motion.yaml, which is trained here if it is not there.
set -euo pipefail
cd "$(dirname "$0")/.."

bin=${POSEAAE_BIN:-build/release/bin}
if [[ ! -f runs/dance/best.safetensors ]]; then
  echo "runs/dance/best.safetensors: not there; run scripts/demo.sh first" >&2
  exit 1
fi
mkdir -p docs/images/gallery
PATH="$PWD/$bin:$PATH"
[[ -f runs/motion/best.safetensors ]] || aae_train --config configs/motion.yaml
while IFS= read -r command; do
  echo "+ $command"
  eval "$command"
done < <(sed -n 's/^    //p' docs/GALLERY.md)
