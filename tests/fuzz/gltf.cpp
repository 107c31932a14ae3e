#include <cstdint>
#include <cstring>

#include "fuzz/support.hpp"
#include "motion_io/gltf_fixture.hpp"
#include "poseaae/motion_io/formats.hpp"

/// glTF as text and GLB, with VRM animation among them; readers tell them apart by their bytes.
namespace poseaae::fuzz {

Target gltf_target();

namespace {

std::string of_format(const std::string& name, const std::string& form) {
  return written(name, [&](const auto& file) {
    const auto* format = mocap::format_of(file);
    format->write(file, name.ends_with(".vrma") ? shipped_motion() : small_motion(),
                  {.form = form});
  });
}

/// Two animations with every kind of interpolation, a matrix, a skin, and sparse numbers.
std::string by_hand() {
  test::GltfFixture file;
  const int root = file.node(R"("name":"base","children":[1])");
  const int hand = file.node(R"("name":"hand","translation":[0,1,0],"children":[2])");
  file.node(R"("matrix":[1,0,0,0,0,1,0,0,0,0,1,0,0,0.2,0,1])");
  const int times = file.numbers<float>({0.0F, 1.0F / 30, 2.0F / 30}, 1);
  const int turn = file.numbers<float>({0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 1}, 4);
  const int small = file.numbers<std::int16_t>({0, 0, 0, 32767, 0, 0, 32767, 0, 0, 0, 0, 32767}, 4,
                                               R"(,"normalized":true)");
  const int curve = file.numbers<float>(
      {9, 9, 9, 0, 0, 0, 240, 0, 0, 0, 480, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 9, 9, 9}, 3);
  const int indices = file.bytes(std::vector<std::uint8_t>{1});
  const int values = file.bytes(std::vector<float>{0, 2, 0});
  const int sparse = file.accessor(
      fmt::format(R"("componentType":5126,"count":3,"type":"VEC3","sparse":{{"count":1,"indices":)"
                  R"({{"bufferView":{},"componentType":5121}},"values":{{"bufferView":{}}}}})",
                  indices, values));
  file.animation("first");
  file.channel(root, "rotation", times, turn);
  file.channel(root, "translation", times, curve, "CUBICSPLINE");
  file.animation("second");
  file.channel(hand, "rotation", times, small, "STEP");
  file.channel(root, "translation", times, sparse);
  file.add(R"("skins":[{"joints":[0,1]}],"scenes":[{"nodes":[0]}],"scene":0)");
  return file.text();
}

std::vector<std::string> seeds() {
  return {of_format("a.glb", "compact"), of_format("a.glb", "float"), of_format("a.vrma", ""),
          by_hand()};
}

void read(std::string_view input) { read_clip("a.glb", input); }

std::uint32_t word(const std::string& bytes, std::size_t at) {
  std::uint32_t value = 0;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

std::string word_bytes(std::size_t value) {
  std::string bytes(4, '\0');
  const auto word = static_cast<std::uint32_t>(value);
  std::memcpy(bytes.data(), &word, sizeof word);
  return bytes;
}

/// The text or the numbers of a GLB, whose lengths are made right again. JSON is text; numbers that
/// were written as text are damaged where they lie.
void damage(std::string& input, const Change& change, Random& random) {
  constexpr std::size_t kJson = 20;  // after two headers
  if (!input.starts_with("glTF") || input.size() < kJson || random.below(16) == 0) {
    return change(input);
  }
  const std::size_t end = std::min<std::size_t>(input.size(), kJson + word(input, 12));
  std::string json = input.substr(kJson, end - kJson);
  std::string numbers = input.substr(std::min(input.size(), end + 8));
  change(random.below(3) == 0 ? numbers : json);
  json.resize((json.size() + 3) / 4 * 4, ' ');
  numbers.resize((numbers.size() + 3) / 4 * 4, '\0');
  std::string chunks = word_bytes(json.size()) + "JSON" + json;
  if (!numbers.empty()) chunks += word_bytes(numbers.size()) + std::string("BIN\0", 4) + numbers;
  input = "glTF" + word_bytes(2) + word_bytes(12 + chunks.size()) + chunks;
}

}  // namespace

Target gltf_target() { return {.seeds = seeds, .read = read, .damage = damage}; }

}  // namespace poseaae::fuzz
