#include <gtest/gtest.h>

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

#include "poseaae/fused_engine/fused_engine.hpp"
#include "support/golden_steps.hpp"

// This program counts what operator new is asked for.
namespace {
std::atomic<std::size_t> allocations{0};

constexpr std::size_t kAlignment = alignof(std::max_align_t);

/// Null when there is none.
void* counted(std::size_t size, std::size_t alignment) noexcept {
  ++allocations;
  const std::size_t whole = (size + alignment - 1) / alignment * alignment;
  return std::aligned_alloc(alignment, whole == 0 ? alignment : whole);
}
void* counted_or_throw(std::size_t size, std::size_t alignment) {
  void* memory = counted(size, alignment);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
/// Not inline, or the compiler warns of new and free in one function.
[[gnu::noinline]] void release(void* memory) noexcept { std::free(memory); }
}  // namespace

void* operator new(std::size_t size) { return counted_or_throw(size, kAlignment); }
void* operator new(std::size_t size, std::align_val_t alignment) {
  return counted_or_throw(size, static_cast<std::size_t>(alignment));
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return counted(size, kAlignment);
}
void* operator new(std::size_t size, std::align_val_t alignment, const std::nothrow_t&) noexcept {
  return counted(size, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept { release(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { release(memory); }
void operator delete(void* memory, std::align_val_t, const std::nothrow_t&) noexcept {
  release(memory);
}
void operator delete(void* memory, std::size_t) noexcept { release(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { release(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { release(memory); }

namespace poseaae {
namespace {

TEST(FusedEngine, AStepAllocatesNothingAfterTheFirst) {
  const h5::Group root = test::golden_file();
  for (const int threads : {1, 2}) {
    auto setup = test::golden_setup(root);
    setup.options.threads = threads;
    setup.options.optimiser.clip_norm = 1.0;
    for (const auto preset : {objective::Preset::kTutorial, objective::Preset::kCorrected}) {
      setup.objective.form = test::form_of(preset);
      const auto engine = fused_engine::make_fused_engine(setup);
      engine->set_learning_rates(1e-3, 1e-3);
      const auto poses = test::golden_batch(root, "poses", 0).replicate(threads * 20, 1).eval();
      const auto prior =
          test::golden_batch(root, "prior_samples", 0).replicate(threads * 20, 1).eval();
      const objective::StepInput input{.poses = poses, .recorded = poses.rows(), .prior = prior};
      (void)engine->step(input);
      const std::size_t before = allocations;
      EXPECT_GT(before, 0U);
      for (int i = 0; i < 10; ++i) (void)engine->step(input);
      EXPECT_EQ(allocations - before, 0U);
    }
  }
}

TEST(FusedEngine, AStepOfWindowsAllocatesNothingAfterTheFirst) {
  auto setup = test::golden_setup(test::golden_file());
  setup.objective.form = {};
  setup.objective.contact_joints = {4, 8};
  setup.rows = {.joints = 22, .frames = 3, .travels = true, .contacts = 2};
  for (const char* term : {"room", "velocity", "stay", "contact", "root"}) {
    setup.objective.weights[objective::term_index(term)] = 1.0;
  }
  const int features = setup.rows.width();
  Random random(3);
  const auto network = [&](std::vector<int> widths) {
    return nn::Network(nn::make_mlp(widths, nn::Activation::kSilu, nn::Activation::kLinear),
                       random);
  };
  setup.initial = {network({features, 8, 8}), network({8, 8, features}), network({8, 4, 1})};
  const auto engine = fused_engine::make_fused_engine(setup);
  Batch frames = Batch::Constant(40, setup.rows.frame_width(), 0.5F);  // unit quaternions
  std::vector<int> first(37);
  for (std::size_t i = 0; i < first.size(); ++i) first[i] = static_cast<int>(i);
  const objective::StepInput input{.poses = {frames, first, 3}, .recorded = 37};
  (void)engine->step(input);
  const std::size_t before = allocations;
  for (int i = 0; i < 10; ++i) (void)engine->step(input);
  EXPECT_EQ(allocations - before, 0U);
}

}  // namespace
}  // namespace poseaae
