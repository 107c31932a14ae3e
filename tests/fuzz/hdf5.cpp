#include "poseaae/io/hdf5.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "codec/samples.hpp"
#include "diffusion/hdf5_diffusions.hpp"
#include "fuzz/hdf5_text.hpp"
#include "fuzz/support.hpp"
#include "latent_io/hdf5_attribute_files.hpp"
#include "model/hdf5_models.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/dataset/pose_dataset.hpp"
#include "poseaae/diffusion/hdf5_diffusion.hpp"
#include "poseaae/latent_io/encodings_file.hpp"
#include "poseaae/latent_io/hdf5_attributes.hpp"
#include "poseaae/model/hdf5_model.hpp"

/// Files of HDF5 that are valid but lie (hdf5_text.hpp): data sets, encodings, and the models,
/// attributes and diffusions of older versions.
namespace poseaae::fuzz {

Target hdf5_target();

namespace {

dataset::PoseDataset small_dataset() {
  const mocap::Motion motion = small_motion();
  dataset::PoseDataset data{.skeleton = motion.skeleton()};
  data.poses = codec::PoseFormat(motion.skeleton()).rows_of(motion);
  const auto rows = static_cast<std::size_t>(data.poses.rows());
  data.root_positions.assign(3 * rows, 0.5F);
  data.clips = {{.name = "a", .source = "a.bvh", .sha256 = "abc", .first = 0, .frames = 2},
                {.name = "b", .source = "b.bvh", .sha256 = "def", .first = 2, .frames = 1}};
  for (auto& clip : data.clips) clip.tags = {{"style", clip.name}};
  data.labels["energy"].assign(rows, 0.25F);
  return data;
}

latent::Encodings small_encodings() {
  latent::Encodings encodings;
  encodings.model = "m.safetensors";
  encodings.model_sha256 = "abc";
  latent::LatentPath path{Batch::Ones(3, 2), 30.0};
  encodings.append("a", path, {0, 1, 2});
  encodings.append("b", path, {5, 6, 7});
  return encodings;
}

latent::AttributeSet small_attributes() {
  latent::AttributeSet set{.model = "m.h5", .model_sha256 = "abc", .data = "2 clips"};
  set.attributes.resize(2);
  for (auto& attribute : set.attributes) {
    attribute.name = "style=old";
    attribute.vector = attribute.logistic = attribute.probe = Eigen::Vector2f(1, 2);
  }
  set.leakage = set.natural_leakage = Eigen::Matrix2d::Identity();
  return set;
}

diffusion::LatentDiffusion small_diffusion() {
  Random random(2);
  diffusion::DiffusionData data;
  data.code = {1,
               2,
               {Eigen::Vector2d::Zero(), Eigen::MatrixXd::Identity(2, 2),
                Eigen::MatrixXd::Identity(2, 2), Eigen::Vector2d::Ones()}};
  data.labels = {"style", {"calm", "wild"}};
  data.label_means = Batch::Ones(2, 2);
  data.network = {nn::make_mlp(std::vector<int>{diffusion::denoiser_inputs(2, data.labels), 3, 2},
                               nn::Activation::kElu, nn::Activation::kLinear),
                  random};
  data.model_sha256 = "abc";
  return diffusion::LatentDiffusion(std::move(data));
}

std::string text(const std::function<void(const std::filesystem::path&)>& save) {
  const std::filesystem::path file = scratch() / "seed.h5";
  save(file);
  std::string found = text_of_hdf5(file);
  std::filesystem::remove(file);
  return found;
}

std::vector<std::string> seeds() {
  return {
      text([](const auto& file) { small_dataset().save(file); }),
      text([](const auto& file) { latent::save_encodings(small_encodings(), file); }),
      text([](const auto& file) {
        model::test::save_hdf5(codec::PoseAutoencoder(codec::test::sample_data()), file);
      }),
      text([](const auto& file) { latent::test::save_hdf5_attributes(small_attributes(), file); }),
      text([](const auto& file) { diffusion::test::save_hdf5(small_diffusion(), file); }),
  };
}

/// Everything that a group says, as an inspector would ask.
void look_into(const h5::Group& group, int depth) {
  constexpr std::size_t kFew = 1000;
  const auto tried = [](const auto& ask) {
    try {
      ask();
    } catch (const ModelError&) {
    }
  };
  for (const std::string& name : group.text_names()) {
    tried([&] { (void)group.text_attribute(name); });
    tried([&] { (void)group.read_strings(name); });
    tried([&] { (void)group.number_attribute(name); });
  }
  for (const std::string& name : group.members()) {
    tried([&] {
      std::size_t count = 1;
      for (const std::size_t size : group.shape(name)) count *= std::min(size, kFew);
      if (count <= kFew) (void)group.read<float>(name);
    });
    tried([&] {
      if (depth > 0) look_into(group.group(name), depth - 1);
    });
  }
}

void read_dataset(const std::filesystem::path& file) {
  const auto data = dataset::PoseDataset::load(file);
  int frames = 0;
  for (const dataset::Clip& clip : data.clips) frames += clip.frames;
  require(frames == data.size(), "every row belongs to a clip");
  require(data.poses.allFinite(), "poses are finite");
  require(data.pose_dim() == 4 * data.skeleton.joints(), "poses are those of the skeleton");
}

/// What looks through files in a process of its own would take a thousand times as long as reading
/// them does, and keep from the reader what it is to withstand: it is not found.
void read_without_help() { ::setenv("POSEAAE_HELPERS", "/nowhere", 1); }

void read(std::string_view input) {
  static const bool once = (read_without_help(), true);
  (void)once;
  const std::filesystem::path file = scratch() / "a.h5";
  write_hdf5(input, file);
  look_into(h5::open_file(file), 3);
  const auto is = [&](std::string_view format) { return input.find(format) != input.npos; };
  if (is("PoseAAE encodings")) {
    const auto encodings = latent::load_encodings(file);
    require(encodings.path.points.allFinite(), "encodings are finite");
    (void)latent::paths_of(encodings);
  } else if (is("PoseAAE model")) {
    const auto model = model::load_hdf5(file);
    (void)model.encode(model.decode(Batch::Zero(1, model.latent_dim())));
  } else if (is("PoseAAE diffusion")) {
    const auto diffusion = diffusion::load_hdf5(file);
    (void)diffusion.velocity(Batch::Zero(1, diffusion.code().size()), 0.5);
  } else if (is("PoseAAE attributes")) {
    for (const auto& attribute : latent::load_hdf5_attributes(file).attributes) {
      (void)attribute.log_odds(Eigen::VectorXf::Zero(attribute.vector.size()));
    }
  } else {
    read_dataset(file);
  }
}

}  // namespace

Target hdf5_target() { return {.seeds = seeds, .read = read}; }

}  // namespace poseaae::fuzz
