#!/usr/bin/env bash
# Draws the modules and what they link, docs/images/modules.svg, from CMake's own graph: needs graphviz.
# An arrow that follows from others is left out; a dotted one is a link that users of the module do not see.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if ! command -v tred > /dev/null; then
  echo "modules_picture.sh: graphviz is missing: apt-get install graphviz" >&2
  exit 1
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cmake --preset release --graphviz="$work/modules.dot" > "$work/log"
sed -e '/^subgraph clusterLegend/,/^}/d' -e 's|label = "poseaae_\([a-z_]*\)[^"]*", shape = octagon|label = "\1"|' \
  -e 's|^  fontsize = "12"|  shape = box, style = "rounded,filled", fillcolor = "#eef3f9", color = "#7f96b2", fontname = "DejaVu Sans", fontsize = 12|' \
  "$work/modules.dot" | tred | dot -Gbgcolor=white -Ecolor='#5b6b7d' -Earrowsize=0.7 -Tsvg -o docs/images/modules.svg
