#include "poseaae/base/random.hpp"

#include <cmath>
#include <limits>
#include <locale>
#include <numbers>
#include <sstream>

#include "poseaae/base/error.hpp"

namespace poseaae {

double Random::uniform() { return static_cast<double>(engine_() >> 11) * 0x1.0p-53; }

std::uint64_t Random::below(std::uint64_t count) {
  const std::uint64_t limit = std::numeric_limits<std::uint64_t>::max() / count * count;
  std::uint64_t bits = engine_();
  while (bits >= limit) bits = engine_();
  return bits % count;
}

double Random::normal() {
  const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
  return radius * std::cos(2.0 * std::numbers::pi * uniform());
}

void Random::fill_normal(std::span<float> out) {
  for (float& value : out) value = static_cast<float>(normal());
}

std::string Random::save() const {
  std::ostringstream out;
  out.imbue(std::locale::classic());
  out << engine_;
  return out.str();
}

void Random::load(const std::string& state) {
  std::istringstream in(state);
  in.imbue(std::locale::classic());
  std::mt19937_64 engine;
  in >> engine;
  if (!in || !(in >> std::ws).eof()) {
    throw ModelError("the saved random state is damaged; start a new run");
  }
  engine_ = engine;
}

}  // namespace poseaae
