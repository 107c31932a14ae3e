#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "poseaae/base/parallel.hpp"
#include "poseaae/base/thread_team.hpp"
#include "poseaae/math/batch.hpp"
#include "poseaae/nn/activations.hpp"
#include "poseaae/nn/extent.hpp"
#include "poseaae/nn/parameters.hpp"

namespace poseaae::nn {

/// Whether a pass over a batch also makes gradients.
enum class Learn { kNo, kYes };

/// A batch in panels, divided into the same parts whatever the number of threads. Each part has a
/// gradient of its own, and all sums go over the parts in their order, so that results do not
/// depend on the number of threads.
template <typename T>
class BatchParts {
 public:
  /// The parts of a batch that has as many panels.
  static constexpr int kMost = 4;

  /// `threads`: 0 all cores. @throws UsageError when negative
  explicit BatchParts(int threads)
      : kernels_(kernels::table<T>()), team_(std::min(thread_count(threads), kMost)) {}

  [[nodiscard]] const kernels::Table<T>& kernels() const noexcept { return kernels_; }
  [[nodiscard]] const Extent& batch() const noexcept { return batch_; }
  /// The parts of this batch.
  [[nodiscard]] int count() const noexcept { return count_; }
  /// From now on, a batch of so many samples.
  void divide(std::size_t samples) {
    batch_.samples = samples;
    count_ = static_cast<int>(std::min<std::size_t>(kMost, batch_.panels()));
  }
  /// The panels of part `part` begin here; those of part count() are the end.
  [[nodiscard]] std::size_t begin(int part) const {
    return batch_.panels() * static_cast<std::size_t>(part) / static_cast<std::size_t>(count_);
  }

  /// pass(piece) for the panels of a part, at most kPanelsPerPass at a time.
  template <typename Pass>
  void in_passes(int part, const Pass& pass) const {
    const std::size_t end = begin(part + 1);
    for (std::size_t first = begin(part); first < end; first += kPanelsPerPass) {
      pass(Piece{first, std::min(kPanelsPerPass, end - first), first != begin(part)});
    }
  }

  /// Copies the rows of these samples to a buffer of all panels; returns the first of them there.
  const T* read(const BatchOf<T>& rows, const Piece& piece, Buffer<T>& panels) const {
    const auto width = static_cast<std::size_t>(rows.cols());
    const std::size_t row = piece.first * kernels::kLanes;
    T* const to = panels.data() + row * width;
    kernels_.to_panels(rows.data() + row * width, nullptr, width,
                       std::min(piece.count * kernels::kLanes, batch_.samples - row), width, to);
    return to;
  }

  /// The sum over all parts of sum_of(part).
  template <typename SumOf>
  [[nodiscard]] double sum(const SumOf& sum_of) {
    std::array<double, kMost> sums{};
    const int members = std::min(team_.size(), count_);
    team_.run(members, [&](int member) {
      for (int part = member; part < count_; part += members) {
        sums[static_cast<std::size_t>(part)] = sum_of(part);
      }
    });
    double total = 0.0;
    for (const double value : sums) total += value;
    return total;
  }

  /// A step of Adam with the gradients of the parts.
  void update(Parameters<T>& parameters) {
    parameters.begin_step(kernels_, count_);
    team_.run(team_.size(),
              [&](int member) { parameters.finish_step(kernels_, member, team_.size(), count_); });
  }

 private:
  const kernels::Table<T>& kernels_;
  ThreadTeam team_;
  Extent batch_;
  int count_ = 1;
};

}  // namespace poseaae::nn
