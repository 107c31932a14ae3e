#include "rotations.hpp"

namespace poseaae::torch_engine {

namespace {

/// The quaternion of each matrix (..., 3, 3), from the row of 4 q q^T with the largest diagonal.
torch::Tensor quaternions_of_matrices(const torch::Tensor& m) {
  const auto at = [&](int row, int column) { return m.select(-2, row).select(-1, column); };
  const auto wx = at(2, 1) - at(1, 2);
  const auto wy = at(0, 2) - at(2, 0);
  const auto wz = at(1, 0) - at(0, 1);
  const auto xy = at(0, 1) + at(1, 0);
  const auto xz = at(0, 2) + at(2, 0);
  const auto yz = at(1, 2) + at(2, 1);
  const auto ww = 1 + at(0, 0) + at(1, 1) + at(2, 2);
  const auto xx = 1 + at(0, 0) - at(1, 1) - at(2, 2);
  const auto yy = 1 - at(0, 0) + at(1, 1) - at(2, 2);
  const auto zz = 1 - at(0, 0) - at(1, 1) + at(2, 2);
  const auto rows =
      torch::stack({torch::stack({ww, wx, wy, wz}, -1), torch::stack({wx, xx, xy, xz}, -1),
                    torch::stack({wy, xy, yy, yz}, -1), torch::stack({wz, xz, yz, zz}, -1)},
                   -2);
  const auto largest = torch::stack({ww, xx, yy, zz}, -1).argmax(-1);
  const auto index = largest.unsqueeze(-1).unsqueeze(-1).expand([&] {
    auto sizes = rows.sizes().vec();
    sizes[sizes.size() - 2] = 1;
    return sizes;
  }());
  const auto row = rows.gather(-2, index).squeeze(-2);
  return row / row.norm(2, -1, true);
}

}  // namespace

torch::Tensor normalised(const torch::Tensor& vectors) {
  return vectors / vectors.norm(2, -1, true).clamp_min(1e-12);
}

torch::Tensor features_of_rotations(const torch::Tensor& quaternions, kernels::RotationForm form) {
  if (form == kernels::RotationForm::kQuaternion) return quaternions;
  const auto q = quaternions.view({quaternions.size(0), -1, 4}).unbind(-1);
  const auto& [w, x, y, z] = std::tie(q[0], q[1], q[2], q[3]);
  return torch::stack({1 - 2 * (y * y + z * z), 2 * (x * y + w * z), 2 * (x * z - w * y),
                       2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)},
                      -1)
      .view({quaternions.size(0), -1});
}

torch::Tensor rotations_of_features(const torch::Tensor& features, kernels::RotationForm form) {
  if (form == kernels::RotationForm::kQuaternion) return features;
  const auto columns = features.view({features.size(0), -1, 2, 3});
  const auto a = normalised(columns.select(-2, 0));
  const auto second = columns.select(-2, 1);
  const auto b = normalised(second - (a * second).sum(-1, true) * a);
  const auto frame = torch::stack({a, b, torch::cross(a, b, -1)}, -1);
  return quaternions_of_matrices(frame).view({features.size(0), -1});
}

}  // namespace poseaae::torch_engine
