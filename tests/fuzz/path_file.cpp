#include <algorithm>
#include <cctype>

#include "fuzz/support.hpp"
#include "poseaae/codec/model_file.hpp"
#include "poseaae/latent_io/encodings_file.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/recipe/key_file.hpp"
#include "poseaae/recipe/recipe.hpp"
#include "support/small_model.hpp"

/// Path files, and files of keys; what they describe is made with a small model.
namespace poseaae::fuzz {

Target path_file_target();

namespace {

std::vector<std::string> seeds() {
  return {
      "phrases:\n  - clip: a.bvh:1:3\n  - walk: {seconds: 0.3, seed: 7, kind: ou, spread: 0.5}\n",
      "title: Duet\nfps: 25\ntransition: {seconds: 0.1}\nclosed: true\ndancers:\n"
      "  - name: left\n    phrases:\n      - hold: {pose: \"a.bvh:2\", seconds: 0.2}\n"
      "        offset: {direction: axis:0, amplitude: 0.8, shape: sinusoid, cycles: 1}\n"
      "  - name: right\n    in_place: true\n    phrases:\n      - clip: a.bvh\n"
      "        reverse: true\n        transition: {seconds: 0.2}\n",
      "phrases:\n  - tour: {through: [\"sample:3\", mean, [0.1, -2]], seconds_each: 0.2}\n"
      "    repeat: 2\n",
      "closed: true\nphrases:\n  - loop: {seconds: 0.5, kind: fourier, harmonics: 2, seed: 3}\n"
      "    slow: 1.5\n    smooth: {cutoff_hz: 5}\n",
      "phrases:\n  - mix: {a: a.bvh, b: a.bvh, from: 0, to: 1, easing: cosine}\n"
      "  - latents: {file: e.h5}\n",
      "sample: prior\nphrases:\n  - clip: a.bvh\n"
      "    transfer: {style: a.bvh, neutral: a.bvh, strength: 0.5}\n",
      "seconds: 0.3\nkeys:\n  - frame: 0\n    pose: a.bvh:1\n    root: {x: 0, z: 0, heading_deg: 0}"
      "\n  - time: 0.2\n    joints: {knee: [0.3, 0.5, 0.4]}\n",
  };
}

/// The files that path files name, beside each other.
session::OpenModel open_model() {
  static const bool made = [] {
    const auto model = test::small_model(small_motion(), 2, 4, 3);
    codec::save_model(model, scratch() / "model.safetensors");
    mocap::write_bvh(scratch() / "a.bvh", small_motion());
    latent::Encodings encodings;
    encodings.append("a", {Batch::Ones(4, 2), 30.0}, {0, 1, 2, 3});
    latent::save_encodings(encodings, scratch() / "e.h5");
    std::filesystem::current_path(scratch() / ".");
    return true;
  }();
  require(made, "a model is there");
  return {"model.safetensors", {}};
}

/// Whether a number has more than two digits before its point, or an exponent: a path that is long
/// because the file asks for it takes its time.
bool asks_for_much(std::string_view text) {
  std::size_t digits = 0;
  bool fraction = false;
  for (const char letter : text) {
    const bool digit = std::isdigit(static_cast<unsigned char>(letter)) != 0;
    if (digits > 0 && (letter == 'e' || letter == 'E' || letter == 'x' || letter == '_'))
      return true;
    fraction = digit ? fraction : letter == '.';
    digits = digit && !fraction ? digits + 1 : 0;
    if (digits > 2) return true;
  }
  return false;
}

void read(std::string_view input) {
  if (asks_for_much(input)) return;
  const std::string text(input);
  session::OpenModel model = open_model();
  if (text.find("keys") != text.npos) {
    const auto file = recipe::parse_keys(text, "keys.yaml", model);
    for (const latent::Key& key : file.keys) {
      require(key.frame >= 0 && key.frame < file.frames, "a key is within the motion");
    }
    return;
  }
  const auto performance = recipe::perform_text(text, "path.yaml", model);
  require(!performance.dancers.empty(), "somebody dances");
  for (const session::Dancer& dancer : performance.dancers) {
    require(dancer.path.points.allFinite(), "paths are finite");
    constexpr Eigen::Index kFew = 50;
    if (dancer.path.points.rows() <= kFew) (void)model.decode(dancer);
  }
}

}  // namespace

Target path_file_target() { return {.seeds = seeds, .read = read}; }

}  // namespace poseaae::fuzz
