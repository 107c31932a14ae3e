#!/usr/bin/env bash
# PyTorch 1.13.1 (Debian 12): a module that C++ defines, and its attribute `training` in Python.
#
# Guess: torch::jit::Module::eval() before save() writes training = false into the file, as a module that Python
# scripts and saves has it, so that torch.jit.load() gives a module whose `training` is False.
#
# Behaviour: eval() sets the attribute only where there is one, and says nothing where there is none. A module that
# was made with torch::jit::Module("Name") and define() has none: calls work, but `module.training` is an
# AttributeError in Python, and is_training() in C++ is true after eval(). register_attribute("training", ...) before
# save() mends it.
#
# The output that was seen is the text after "stated=".
set -euo pipefail

. "${BASH_SOURCE[0]%/*}/unpack.bash"

stated="C++ after eval(): is_training() true
eval: forward(1) = 2
eval: AttributeError: 'RecursiveScriptModule' object has no attribute 'training'
registered: forward(1) = 2
registered: training = False"

unpack python3-torch=1.13.1+dfsg-4 libtorch1.13=1.13.1+dfsg-4 libtorch-dev=1.13.1+dfsg-4
cat >"$tmp/save.cpp" <<'END'
#include <torch/script.h>

#include <iostream>

torch::jit::Module made() {
  torch::jit::Module module("Doubles");
  module.define("def forward(self, x: Tensor) -> Tensor:\n    return 2 * x\n");
  return module;
}

int main(int, char** folder) {
  const std::string at = folder[1];
  auto by_eval = made();
  by_eval.eval();
  std::cout << "C++ after eval(): is_training() " << std::boolalpha << by_eval.is_training() << std::endl;
  by_eval.save(at + "/eval.ts");
  auto registered = made();
  registered.register_attribute("training", c10::BoolType::get(), false);
  registered.save(at + "/registered.ts");
}
END
g++ -std=c++17 -w "$tmp/save.cpp" -o "$tmp/save" -ltorch -ltorch_cpu -lc10
cat >"$tmp/load.py" <<'END'
import sys

import torch

for name in ("eval", "registered"):
    module = torch.jit.load(f"{sys.argv[1]}/{name}.ts")
    print(f"{name}: forward(1) = {module(torch.ones(1)).item():g}")
    try:
        print(f"{name}: training = {module.training}")
    except AttributeError as error:
        print(f"{name}: AttributeError: {error}")
END
seen=$("$tmp/save" "$tmp" && python3 "$tmp/load.py" "$tmp")
echo "$seen"
echo "$stated" >"$tmp/stated"
echo "$seen" | diff --label stated --label seen "$tmp/stated" -
