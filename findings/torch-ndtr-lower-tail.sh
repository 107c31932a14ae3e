#!/usr/bin/env bash
# PyTorch 1.13.1 (Debian 12), CPU: torch.special.ndtr() in double precision, and its inverse.
#
# Guess: ndtr(x), the normal distribution function, has full relative accuracy at negative x, as log_ndtr() is there
# for what underflows; ndtri(ndtr(-x)) is -x until ndtr underflows at -38.
#
# Behaviour: it loses the lower tail, as (1 + erf(x / sqrt(2))) / 2 does: two in a million are wrong at -7, two in a
# hundred at -8, and at -9 it is 0. ndtri() of that is off by 0.002 at -8, and -inf at -9. A quantile map that goes
# through both breaks there. erfc(-x / sqrt(2)) / 2 has all its digits.
#
# The output that was seen is the text after "stated=".
set -euo pipefail

. "${BASH_SOURCE[0]%/*}/unpack.bash"

stated="x -3: true 1.349898e-03, ndtr 1.349898e-03, erfc 1.349898e-03, ndtri(ndtr) -3.000000
x -5: true 2.866516e-07, ndtr 2.866516e-07, erfc 2.866516e-07, ndtri(ndtr) -5.000000
x -7: true 1.279813e-12, ndtr 1.279810e-12, erfc 1.279813e-12, ndtri(ndtr) -7.000000
x -8: true 6.220961e-16, ndtr 6.106227e-16, erfc 6.220961e-16, ndtri(ndtr) -8.002292
x -9: true 1.128588e-19, ndtr 0.000000e+00, erfc 1.128588e-19, ndtri(ndtr) -inf"

unpack python3-torch=1.13.1+dfsg-4 libtorch1.13=1.13.1+dfsg-4
cat >"$tmp/tail.py" <<'END'
import math

import torch

for at in (-3.0, -5.0, -7.0, -8.0, -9.0):
    x = torch.tensor([at], dtype=torch.float64)
    ndtr = torch.special.ndtr(x)
    true = math.erfc(-at / math.sqrt(2)) / 2
    by_erfc = torch.erfc(-x / math.sqrt(2)) / 2
    print(f"x {at:g}: true {true:.6e}, ndtr {ndtr.item():.6e}, erfc {by_erfc.item():.6e},",
          f"ndtri(ndtr) {torch.special.ndtri(ndtr).item():.6f}")
END
seen=$(python3 "$tmp/tail.py")
echo "$seen"
echo "$stated" >"$tmp/stated"
echo "$seen" | diff --label stated --label seen "$tmp/stated" -
