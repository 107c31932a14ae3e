#include "kinematics.hpp"

#include <algorithm>

namespace poseaae::torch_engine {

torch::Tensor hamilton_product(const torch::Tensor& a, const torch::Tensor& b) {
  const auto p = a.unbind(-1);
  const auto q = b.unbind(-1);
  return torch::stack({p[0] * q[0] - p[1] * q[1] - p[2] * q[2] - p[3] * q[3],
                       p[0] * q[1] + p[1] * q[0] + p[2] * q[3] - p[3] * q[2],
                       p[0] * q[2] - p[1] * q[3] + p[2] * q[0] + p[3] * q[1],
                       p[0] * q[3] + p[1] * q[2] - p[2] * q[1] + p[3] * q[0]},
                      -1);
}

torch::Tensor rotate(const torch::Tensor& q, const torch::Tensor& v) {
  const auto w = q.narrow(-1, 0, 1);
  const auto u = q.narrow(-1, 1, 3);
  const auto uv = torch::cross(u, v, -1);
  return v + 2 * (w * uv + torch::cross(u, uv, -1));
}

Kinematics::Kinematics(const mocap::Skeleton& skeleton, double scale, torch::Device device,
                       torch::ScalarType scalar, int body)
    : joint_count_(skeleton.joints()) {
  const auto levels = skeleton.levels();
  const auto on_device = [&](const std::vector<std::int64_t>& indices) {
    return torch::tensor(indices, torch::kInt64).to(device);
  };
  std::vector<bool> above_body(skeleton.names().size(), false);
  for (int j = skeleton.parent(body); j >= 0; j = skeleton.parent(j)) above_body[j] = true;
  std::vector<std::int64_t> place(skeleton.names().size(), 0);
  std::int64_t next = 1;
  for (std::size_t depth = 1; depth < levels.size(); ++depth) {
    std::vector<std::int64_t> joints;
    std::vector<std::int64_t> parents;
    std::vector<double> offsets;
    std::vector<double> below_place;
    bool any_below_place = false;
    for (const int joint : levels[depth]) {
      const auto& above = levels[depth - 1];
      joints.push_back(joint);
      parents.push_back(std::find(above.begin(), above.end(), skeleton.parent(joint)) -
                        above.begin());
      const bool free = above_body[static_cast<std::size_t>(skeleton.parent(joint))];
      for (const double x : skeleton.offset(joint)) offsets.push_back(free ? 0.0 : scale * x);
      below_place.push_back(free ? 1.0 : 0.0);
      any_below_place = any_below_place || free;
      place[static_cast<std::size_t>(joint)] = next++;
    }
    const auto count = static_cast<std::int64_t>(joints.size());
    levels_.push_back(
        {on_device(joints), on_device(parents),
         torch::tensor(offsets, torch::kFloat64).view({count, 3}).to(device, scalar),
         any_below_place
             ? torch::tensor(below_place, torch::kFloat64).view({count, 1}).to(device, scalar)
             : torch::Tensor()});
  }
  back_to_order_ = on_device(place);
}

torch::Tensor Kinematics::positions(const torch::Tensor& poses) const {
  const auto local = poses.view({poses.size(0), joint_count_, 4});
  auto rotations = local.narrow(1, 0, 1);
  auto positions = torch::zeros({poses.size(0), 1, 3}, poses.options());
  std::vector<torch::Tensor> by_level{positions};
  for (std::size_t i = 0; i < levels_.size(); ++i) {
    const Level& level = levels_[i];
    auto above = rotations.index_select(1, level.parents);
    if (level.below_place.defined()) {
      const auto none = torch::tensor({1, 0, 0, 0}, above.options());
      above = (1 - level.below_place) * above + level.below_place * none;
    }
    positions = positions.index_select(1, level.parents) +
                rotate(above, level.offsets.expand({poses.size(0), -1, 3}));
    by_level.push_back(positions);
    if (i + 1 < levels_.size()) {  // nothing hangs on the last level
      rotations = hamilton_product(above, local.index_select(1, level.joints));
    }
  }
  return torch::cat(by_level, 1).index_select(1, back_to_order_);
}

}  // namespace poseaae::torch_engine
