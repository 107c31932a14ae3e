#!/usr/bin/env bash
# Runs every command of docs/GALLERY.md, in its order, with the model that scripts/demo.sh trains: each line that begins
# with four blanks. Makes the pictures of that page again.
set -euo pipefail
cd "$(dirname "$0")/.."

bin=${POSEAAE_BIN:-build/release/bin}
if [[ ! -f runs/dance/best.h5 ]]; then
  echo "runs/dance/best.h5: not there; run scripts/demo.sh first" >&2
  exit 1
fi
mkdir -p docs/images/gallery
PATH="$PWD/$bin:$PATH"
while IFS= read -r command; do
  echo "+ $command"
  eval "$command"
done < <(sed -n 's/^    //p' docs/GALLERY.md)
