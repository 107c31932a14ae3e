#include <cstdio>

#include "poseaae/base/error.hpp"
#include "poseaae/codec/model_file.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/offset.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/motion_io/load_clip.hpp"

// hello_pose MODEL CLIP.bvh OUT.bvh: a clip, danced at an offset that oscillates.
//
//     BVH --> Motion --> latent path --> latent path at an offset --> Motion --> BVH
namespace {

using namespace poseaae;

void dance(const char* model_file, const char* clip_file, const char* out_file) {
  // A model knows its skeleton, its networks, and how its clips were prepared: frame rate, joints
  // that were removed, what became of the body's rotation. The clip is prepared in the same way.
  const codec::PoseAutoencoder model = codec::load_model(model_file);
  const mocap::Clip clip =
      mocap::load_clip(mocap::ClipReference::parse(clip_file), model.data().clip_options);
  for (const auto& warning : clip.warnings) std::fprintf(stderr, "%s\n", warning.c_str());

  // Each frame becomes a point of Z numbers. The model's PoseFormat turns a frame into a row of
  // numbers and back; encode() and decode() do that here. Poses have no place in the room: the path
  // also keeps where the clip goes.
  const latent::LatentPath path = latent::encode(model, clip);

  // z' = z + a sin(2 pi c t / (T - 1)) r: in the direction in which the model's poses differ most,
  // by up to one and a half standard deviations, to either side twice.
  const auto direction = latent::parse_direction("axis:0", model.latent());
  const latent::LatentPath offset =
      latent::follow_at_offset(path, direction, model.latent(), {.amplitude = 1.5, .cycles = 2.0});

  // Points become poses again, and the dancer goes where the clip goes.
  const mocap::Motion motion = latent::decode(model, offset);
  mocap::write_bvh(out_file, motion);
  std::printf("%d frames, %d latents\n", motion.frames(), model.latent_dim());
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 4) throw UsageError("hello_pose MODEL CLIP.bvh OUT.bvh");
  dance(argv[1], argv[2], argv[3]);
} catch (const Error& problem) {  // one line: what was expected, what was found, what to do
  std::fprintf(stderr, "%s\n", problem.what());
  return static_cast<int>(problem.exit_code());
}
