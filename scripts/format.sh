#!/usr/bin/env bash
# Formats every C++ file by .clang-format. With --check it changes nothing, and fails if a file would
# change.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

options=(-i)
case ${1:-} in
  '') ;;
  --check) options=(--dry-run --Werror) ;;
  *)
    echo "format.sh: expected nothing or --check, found '$1'" >&2
    exit 2
    ;;
esac
git ls-files --cached --others --exclude-standard -z -- '*.cpp' '*.hpp' |
  xargs --null clang-format "${options[@]}"
