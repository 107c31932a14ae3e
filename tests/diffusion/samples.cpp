#include "samples.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace poseaae::diffusion::test {

Batch normal(Random& random, Eigen::Index rows, Eigen::Index columns) {
  Batch batch(rows, columns);
  random.fill_normal({batch.data(), static_cast<std::size_t>(batch.size())});
  return batch;
}

LatentPath smooth_path(std::uint64_t seed, int frames) {
  constexpr int kReach = 6;
  Random random(seed);
  const Batch noise = normal(random, frames + kReach, 2);
  LatentPath path{Batch(frames, 2), 30.0};
  for (int t = 0; t < frames; ++t) {
    path.points.row(t) = 0.4F * noise.middleRows(t, kReach).colwise().sum();
  }
  return path;
}

DiffusionData sample_data(int window) {
  Random random(7);
  DiffusionData data;
  const Batch points = smooth_path(8, 400).points;
  data.code =
      WindowCode::fit(cut_windows(points, window_starts(400, window, 1), window), window, 0.99);
  const int codes = data.code.size();
  data.labels = {"style", {"calm", "wild"}};
  data.label_means = normal(random, 2, codes);
  const std::vector<int> sizes{denoiser_inputs(codes, data.labels), 12, codes};
  data.network = nn::Network(
      nn::make_mlp(sizes, nn::Activation::kSilu, nn::Activation::kLinear, nn::Skip::kInput),
      random);
  data.model_sha256 = std::string(64, 'a');
  data.provenance = {{"model", "best.safetensors"}, {"seed", "1"}};
  return data;
}

Corpus two_moons(std::uint64_t seed, int points) {
  Random random(seed);
  Corpus corpus{{}, {}, {"moon", {"lower", "upper"}}};
  for (int i = 0; i < points; ++i) {
    const int moon = i % 2;
    const double side = moon == 0 ? 1.0 : -1.0;
    const double angle = std::numbers::pi * random.uniform();
    Batch point(1, 2);
    point << static_cast<float>(side * (std::cos(angle) - 0.5)),
        static_cast<float>(side * (std::sin(angle) - 0.25));
    corpus.paths.push_back({point, 30.0});
    corpus.path_labels.push_back(moon);
  }
  return corpus;
}

double distance_from_moons(float x, float y, int moon) {
  const auto from = [&](double side) {
    const double u = side * x + 0.5;
    const double v = side * y + 0.25;
    return v >= 0.0 ? std::abs(std::hypot(u, v) - 1.0) : std::hypot(std::abs(u) - 1.0, v);
  };
  if (moon == 0) return from(1.0);
  if (moon == 1) return from(-1.0);
  return std::min(from(1.0), from(-1.0));
}

}  // namespace poseaae::diffusion::test
