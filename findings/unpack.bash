# What every finding starts with, sourced: a temporary folder $tmp, removed at the end, and unpack.

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

unpack() {  # PACKAGE=VERSION...: unpacked in $tmp, with the dependencies that this system lacks, and put first in paths
  local lacking package
  lacking=$(apt-get install --simulate --no-install-recommends --allow-downgrades "$@" |
    awk -v named=" ${*%%=*} " '/^Inst/ && !index(named, " " $2 " ") { print $2 }')
  # shellcheck disable=SC2086  # a list of names
  (cd "$tmp" && apt-get download -qq -o APT::Sandbox::User=root "$@" $lacking)
  for package in "$tmp"/*.deb; do dpkg-deb -x "$package" "$tmp"; done
  set -- "$tmp"/usr/lib/*-linux-gnu "$tmp"/usr/lib/*-linux-gnu/{blas,lapack} "$tmp"/lib/*-linux-gnu "$tmp/usr/lib"
  LIBRARY_PATH=$(IFS=: && echo "$*")
  export LIBRARY_PATH LD_LIBRARY_PATH="$LIBRARY_PATH" PATH="$tmp/usr/bin:/usr/bin:$PATH"
  export PYTHONPATH="$tmp/usr/lib/python3/dist-packages" CPATH="$tmp/usr/include:$tmp/usr/include/eigen3"
}
