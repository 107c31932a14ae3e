#!/usr/bin/env bash
# Installs the Debian packages that the build and the tests need and this machine lacks, and the
# packages named as arguments: scripts/setup.sh [package...]. Does nothing if all are installed.
set -euo pipefail

packages=(
  g++ cmake ninja-build pkg-config git                                 # the tools of the build
  libeigen3-dev libfmt-dev libyaml-cpp-dev libcli11-dev                # what every program uses
  libhdf5-dev libseccomp-dev libssl-dev libminizip-dev                 # files and their checksums
  libcairo2-dev libgif-dev fonts-dejavu-core                           # pictures and their letters
  libavformat-dev libavcodec-dev libavutil-dev                         # films
  libassimp-dev                                                        # FBX
  liblo-dev                                                            # OSC
  libtorch-dev libopenblas-dev                                         # training
  libgtest-dev libgmock-dev librapidcheck-dev libbenchmark-dev         # tests and measurements
  python3 python3-h5py python3-onnx python3-torch python3-liblo        # readers that are not ours
  ffmpeg librsvg2-bin                                                  # others
  pybind11-dev python3-dev python3-numpy                               # the Python package
  python3-nbclient python3-ipykernel                                   # its notebook
  "$@"
)

# The page: node and npm bundle it, Chromium is where its tests drive it. Whoever has them from elsewhere keeps those.
command -v npm > /dev/null || packages+=(nodejs npm)
command -v chromium > /dev/null || packages+=(chromium)

if ! command -v dpkg-query > /dev/null || ! command -v apt-get > /dev/null; then
  echo "setup.sh: expected Debian or a relative of it, with dpkg and apt-get. On another system," >&2
  echo "install what these packages hold, then use scripts/build.sh: ${packages[*]}" >&2
  exit 1
fi

# dpkg-query reports an error for packages that it does not know; they count as missing.
installed=$(dpkg-query --show --showformat='${Package} ${db:Status-Status}\n' "${packages[@]}" \
  2> /dev/null || true)
missing=()
for package in "${packages[@]}"; do
  grep --quiet --line-regexp --fixed-strings "$package installed" <<< "$installed" ||
    missing+=("$package")
done
if [[ ${#missing[@]} -eq 0 ]]; then
  exit 0
fi

as_root=()
if [[ $EUID -ne 0 ]]; then
  if ! command -v sudo > /dev/null; then
    echo "setup.sh: these packages are missing, and only root may install them:" >&2
    echo "  apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi
echo "setup.sh: installing ${missing[*]}" >&2
apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get --quiet
     --option DPkg::Lock::Timeout=300)
"${apt[@]}" update
"${apt[@]}" install --yes --no-install-recommends "${missing[@]}"
