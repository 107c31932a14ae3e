#include "poseaae/training/config.hpp"

#include "fuzz/support.hpp"
#include "poseaae/io/yaml_json.hpp"

/// Configurations of a training run, which models carry along too.
namespace poseaae::fuzz {

Target config_target();

namespace {

using training::Config;

std::vector<std::string> seeds() {
  std::vector<std::string> all = files_of("configs", ".yaml");
  all.push_back(Config().print());
  all.emplace_back("{preset: motion, training: {epochs: 3, batch: 64}, losses.prior: 0.5}\n");
  all.emplace_back(
      "preset: tutorial\nmodel:\n  encoder: [64, 16]\n  latent: 8\ndata:\n  clips:\n"
      "    - \"a b.bvh\"\n    - 'c.bvh:10:20'\n");
  return all;
}

/// What is printed is the same configuration.
void read(std::string_view input) {
  const std::string text(input);
  const Config config = Config::parse(text, "a.yaml", {});
  const std::string printed = config.print();
  require(Config::parse(printed, "printed.yaml", {}).print() == printed,
          "a printed configuration is read as what it is");
  const std::string json = yaml::as_json(printed);
  require(Config::parse(json, "a.json", {}).print() == printed,
          "a configuration as JSON is read as what it is");
  (void)yaml::as_json(text);
}

}  // namespace

Target config_target() { return {.seeds = seeds, .read = read}; }

}  // namespace poseaae::fuzz
