#!/usr/bin/env bash
# Builds the programs of the release preset and packs them: scripts/package.sh [cmake options...]
# The Debian packages and one archive are then in build/release. lintian checks the packages if it is
# installed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scripts/setup.sh dpkg-dev file
cmake --preset release "$@"
cmake --build --preset release --target programs
rm -f build/release/*.deb build/release/poseaae-*.tar.gz  # of earlier versions
cpack --preset release

version=$(sed -n 's|^set(CPACK_PACKAGE_VERSION "\(.*\)")|\1|p' build/release/CPackConfig.cmake)
packages=(build/release/*_"${version}"_*.deb)
if command -v lintian > /dev/null; then
  lintian --fail-on error,warning "${packages[@]}"
else
  echo "package.sh: lintian is not installed; the packages were not checked" >&2
fi
printf '%s\n' "${packages[@]}" build/release/poseaae-"$version"-*.tar.gz
