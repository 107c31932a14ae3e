#!/usr/bin/env bash
# completion.sh FILE PROGRAM...: completes words by the file as bash would, and compares. FILE is the
# completion of one program of the build tree; every PROGRAM must be known to it.
set -uo pipefail

file=$1
shift
# shellcheck source=/dev/null
. "$file"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
touch clip.bvh dance.h5 mine.yaml
mkdir clips

failures=0
# completes "<expected words, sorted>" WORD...: the last WORD is the one to complete.
completes() {
  local expected=$1 found
  shift
  COMP_WORDS=("$@")
  COMP_CWORD=$(($# - 1))
  COMPREPLY=()
  _poseaae
  found=$(printf '%s\n' "${COMPREPLY[@]}" | sort | paste -sd ' ')
  if [[ $found != "$expected" ]]; then
    echo "$*: expected '$expected', found '$found'" >&2
    failures=$((failures + 1))
  fi
}

completes '--config' aae_train --conf
completes '--overwrite' aae_train --config dance.yaml --over
completes 'transfer' pose_style tr
completes '--towards' pose_style transfer clip.bvh --tow
completes '' pose_style transfer clip.bvh --folds # an option of pose_style learn
completes 'explore interpolation map samples shell trajectory traversal' latent_map ''
completes 'edit evaluate sample train' latent_diffusion ''
completes 'linear' pose_morph --easing l
completes 'lerp' pose_morph --way le
completes 'clip.bvh clips' pose_render cl
completes 'clip.bvh clips' pose_walk --out cl
completes 'clip.bvh clips' pose_walk --out = cl
completes '' pose_walk --count ''
completes 'clip.bvh clips' pose_mix clip.bvh:100:400 cl
# Among files that are here, the installed ones of the same kind.
completes 'dance.yaml' aae_train --config da
completes 'clips duet.yaml keys.yaml loop.yaml mine.yaml slow_wave.yaml' pose_morph --path ''

for program in "$@"; do
  completes '--help' "$program" --hel
  complete -p "$program" >/dev/null || failures=$((failures + 1))
done
exit $((failures > 0))
