#include "arrays.hpp"

#include <fmt/format.h>

#include <cstring>
#include <stdexcept>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/mocap/kinematics.hpp"

namespace poseaae::exchange::test {

namespace {

/// The numbers first ... first + count of each frame.
Batch channel(const Batch& rows, const mocap::RowShape& shape, int first, int count) {
  Batch result(rows.rows(), Eigen::Index{shape.frames} * count);
  for (int t = 0; t < shape.frames; ++t) {
    result.middleCols(Eigen::Index{t} * count, count) =
        rows.middleCols(Eigen::Index{t} * shape.frame_width() + first, count);
  }
  return result;
}

}  // namespace

Arrays arrays_of(const codec::PoseAutoencoder& model, const Batch& rows) {
  const mocap::RowShape& shape = model.format().shape();
  Arrays arrays;
  const Batch rotations = channel(rows, shape, 0, shape.rotations());
  Batch positions(rows.rows(), Eigen::Index{shape.frames} * shape.joints * 3);
  mocap::forward_kinematics<float>(model.skeleton(),
                                   {rotations.data(), static_cast<std::size_t>(rotations.size())},
                                   {positions.data(), static_cast<std::size_t>(positions.size())});
  arrays["rotations"] = rotations;
  arrays["positions"] = positions;
  if (!shape.travels) return arrays;
  arrays["root"] = channel(rows, shape, shape.root(), mocap::RowShape::kRootNumbers);
  if (shape.contacts > 0) {
    arrays["contacts"] =
        channel(rows, shape, shape.root() + mocap::RowShape::kRootNumbers, shape.contacts);
  }
  return arrays;
}

void write_array(const std::filesystem::path& folder, const std::string& name, const Batch& array) {
  write_file(folder / (name + ".f32"),
             std::as_bytes(std::span(array.data(), static_cast<std::size_t>(array.size()))));
}

Batch read_array(const std::filesystem::path& folder, const std::string& name, Eigen::Index rows,
                 Eigen::Index columns) {
  const std::string bytes = read_file(folder / (name + ".f32"));
  Batch array(rows, columns);
  const std::size_t expected = static_cast<std::size_t>(array.size()) * sizeof(float);
  if (bytes.size() != expected) {
    throw std::runtime_error(
        fmt::format("{}: expected {} bytes, found {}", name, expected, bytes.size()));
  }
  std::memcpy(array.data(), bytes.data(), expected);
  return array;
}

}  // namespace poseaae::exchange::test
