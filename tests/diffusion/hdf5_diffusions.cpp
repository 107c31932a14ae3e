#include "diffusion/hdf5_diffusions.hpp"

#include "diffusion/directions.hpp"
#include "diffusion/hdf5_checksum.hpp"
#include "poseaae/io/file_kind.hpp"
#include "poseaae/model/network_io.hpp"

namespace poseaae::diffusion::test {

void save_hdf5(const LatentDiffusion& diffusion, const std::filesystem::path& path) {
  const DiffusionData& data = diffusion.data();
  const BatchOf<double> directions = directions_of(data.code.pca);
  h5::write_file(path, [&](h5::Group& root) {
    root.set_attribute("format", "PoseAAE diffusion");
    root.set_attribute("version", 1.0);
    root.set_attribute("checksum_sha256", hdf5_checksum(data, directions));
    root.set_attribute("model_sha256", data.model_sha256);
    root.set_attribute("window", static_cast<std::int64_t>(data.code.window));
    root.set_attribute("latents", static_cast<std::int64_t>(data.code.latents));
    root.set_attribute("fps", data.fps);
    root.set_attribute("cosine_offset", data.schedule_offset);
    root.set_attribute("prediction", "v");
    const auto& pca = data.code.pca;
    const auto codes = static_cast<std::size_t>(data.code.size());
    const auto width = static_cast<std::size_t>(pca.mean.size());
    h5::Group code = root.create_group("code");
    code.write<double>("mean", {pca.mean.data(), width}, {width});
    code.write<double>("variances", {pca.variances.data(), codes}, {codes});
    code.write<double>("components", {directions.data(), codes * width}, {codes, width});
    if (const auto& labels = data.labels; !labels.values.empty()) {
      const std::size_t count = labels.values.size();
      h5::Group group = root.create_group("labels");
      group.set_attribute("key", labels.key);
      group.write<float>("mean_codes", {data.label_means.data(), count * codes}, {count, codes});
      group.write_strings("values", labels.values, "mean_codes");
    }
    model::save_network(root.create_group("denoiser"), data.network);
    h5::write_texts(root.create_group("provenance"), data.provenance);
  });
}

}  // namespace poseaae::diffusion::test
