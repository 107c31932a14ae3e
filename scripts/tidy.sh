#!/usr/bin/env bash
# Runs clang-tidy, configured by .clang-tidy, on sources of a build: scripts/tidy.sh [file.cpp...]
# Without files: all of src/, tools/ and extras/ that the build compiles. BUILD names another build folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

build=${BUILD:-build/release}
if [[ ! -f $build/compile_commands.json ]]; then
  echo "tidy.sh: expected $build/compile_commands.json; run scripts/build.sh first" >&2
  exit 1
fi
files=("$@")
if [[ ${#files[@]} -eq 0 ]]; then
  mapfile -t files < <(git ls-files -- 'src/*.cpp' 'tools/*.cpp' 'extras/*.cpp' 'examples/*.cpp')
fi
# A file that this build leaves out (torch_engine without libtorch) has no compile command.
compiled=()
for file in "${files[@]}"; do
  if grep --quiet --fixed-strings "/$file\"" "$build/compile_commands.json"; then
    compiled+=("$file")
  fi
done
printf '%s\0' "${compiled[@]}" |
  xargs --null --max-procs="$(nproc)" --max-args=4 clang-tidy -p "$build" --quiet
