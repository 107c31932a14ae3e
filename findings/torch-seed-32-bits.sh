#!/usr/bin/env bash
# PyTorch 1.13.1 (Debian 12), CPU: seeds above 32 bits.
#
# Guess: manual_seed takes 64 bits, so seeds 7 and 7 + 2**32 begin different sequences.
#
# Behaviour: the generator of the CPU keeps only the low 32 bits. Seeds made as (run << 32) + 7 give every run
# the same numbers, -1 is the seed 2**32 - 1, and initial_seed() returns all 64 bits nevertheless, so that the
# logs of equal runs show different seeds.
#
# The output that was seen is the text after "stated=".
set -euo pipefail

. "${BASH_SOURCE[0]%/*}/unpack.bash"

stated="seed 4294967303 (initial_seed 4294967303): rand, randn, randperm are those of 7
seed 12884901895 (initial_seed 12884901895): rand, randn, randperm are those of 7
seed -1 (initial_seed 18446744073709551615): rand, randn, randperm are those of 4294967295
seed 8 (initial_seed 8): differs from 7"

unpack python3-torch=1.13.1+dfsg-4 libtorch1.13=1.13.1+dfsg-4
cat >"$tmp/seeds.py" <<'END'
import torch


def sampled(seed):
    torch.manual_seed(seed)
    return torch.rand(100).tolist(), torch.randn(100).tolist(), torch.randperm(100).tolist()


for seed, other in ((7 + 2**32, 7), (7 + 3 * 2**32, 7), (-1, 2**32 - 1), (8, 7)):
    same = sampled(seed) == sampled(other)
    torch.manual_seed(seed)
    print(f"seed {seed} (initial_seed {torch.initial_seed()}):",
          f"rand, randn, randperm are those of {other}" if same else f"differs from {other}")
END
seen=$(python3 "$tmp/seeds.py")
echo "$seen"
echo "$stated" >"$tmp/stated"
echo "$seen" | diff --label stated --label seen "$tmp/stated" -
