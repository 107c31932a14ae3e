#!/usr/bin/env bash
# Eigen 3.4.0 (Debian 12, amd64, g++ -O2 without -march): exp() and sqrt() of arrays of infinities.
#
# Guess: ArrayXf::exp() and sqrt() give at each place what std::exp and std::sqrt give but for a rounding error:
# exp(-inf) = 0, sqrt(inf) = inf.
#
# Behaviour: the place decides. Whole groups of four go through Eigen's own vector code, where exp(-inf) is
# 2.9e-39 and sqrt(inf) is NaN; the elements left over at the end go through the standard library and get 0 and
# inf. A softmax with masks of -inf therefore leaks, its logarithm is -87 instead of -inf, and a sentinel of inf
# becomes NaN, all depending on the length of the array. exp() of double does the same (5.6e-309); sqrt() of
# double is right.
#
# The output that was seen is the text after "stated=".
set -euo pipefail

. "${BASH_SOURCE[0]%/*}/unpack.bash"

stated="float  exp(-inf)       2.9e-39 2.9e-39 2.9e-39 2.9e-39 0 0
float  log(exp(-inf))  -87 -87 -87 -87 -inf -inf
float  sqrt(inf)       nan nan nan nan inf inf
double exp(-inf)       5.6e-309 5.6e-309 5.6e-309 5.6e-309 0
double sqrt(inf)       inf inf inf inf inf"

unpack libeigen3-dev=3.4.0-4
cat >"$tmp/tail.cpp" <<'END'
#include <Eigen/Core>
#include <cmath>
#include <cstdio>
#include <limits>

template <class Values>
void print(const char* name, const Values& values) {
  std::printf("%-22s", name);
  for (const auto v : values)
    if (std::isnan(v)) std::printf(" nan");
    else std::printf(" %.2g", static_cast<double>(v));
  std::printf("\n");
}

int main() {
  const Eigen::ArrayXf f = Eigen::ArrayXf::Constant(6, std::numeric_limits<float>::infinity());
  const Eigen::ArrayXd d = Eigen::ArrayXd::Constant(5, std::numeric_limits<double>::infinity());
  const Eigen::ArrayXf weights = (-f).exp();
  print("float  exp(-inf)", weights);
  print("float  log(exp(-inf))", Eigen::ArrayXf(weights.log()));
  print("float  sqrt(inf)", Eigen::ArrayXf(f.sqrt()));
  print("double exp(-inf)", Eigen::ArrayXd((-d).exp()));
  print("double sqrt(inf)", Eigen::ArrayXd(d.sqrt()));
}
END
g++ -O2 "$tmp/tail.cpp" -o "$tmp/tail"
seen=$("$tmp/tail")
echo "$seen"
echo "$stated" >"$tmp/stated"
echo "$seen" | diff --label stated --label seen "$tmp/stated" -
