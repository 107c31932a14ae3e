#include "report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "poseaae/core/csv.hpp"
#include "poseaae/model/rotation_features.hpp"
#include "poseaae/render/output.hpp"
#include "poseaae/render/plot.hpp"
#include "poseaae/training/evaluation.hpp"

namespace poseaae::training {

std::string epoch_line(const EpochRecord& record, int epochs) {
  std::string line =
      fmt::format("epoch {:4}/{}  train {:.4f}", record.epoch, epochs, record.train.total);
  if (!std::isnan(record.test_loss)) line += fmt::format("  test {:.4f}", record.test_loss);
  if (record.tested()) {
    line += fmt::format("  position {:5.2f} cm  rotation {:5.2f} deg  KS {:.3f}",
                        record.test_position_cm, record.test_rotation_deg, record.test_ks);
  }
  return line + fmt::format("  disc {:.3f}  {:.2f} s", record.train.discriminator, record.seconds);
}

void plot_history(const RunFolder& folder) {
  const CsvTable table = read_csv(folder.history());
  const auto axes = [&](const std::string& title, const std::string& y_label,
                        const std::vector<std::string>& columns) {
    render::Axes diagram{title, "epoch", y_label, true, {}};
    for (const auto& column : columns) {
      diagram.series.push_back(
          render::without_gaps({column, table.column("epoch"), table.column(column), {}, false}));
    }
    return diagram;
  };
  std::vector<std::string> terms;
  const auto add = [&](const std::string& column) {  // unless the run does without it
    const auto values = table.column(column);
    const bool counts =
        std::any_of(values.begin(), values.end(), [](double value) { return value != 0.0; });
    if (counts) terms.push_back(column);
  };
  add("disc_prior");
  for (const LossTerm& term : loss_terms()) add(term.column);
  render::write_figure(
      folder.history_plot(),
      {folder.path().filename().string(),
       {axes("Autoencoder loss", "loss", {"ae_train", "ae_test"}),
        axes("Terms, unweighted", "loss", terms),
        axes("Position error, held out", "cm", {"test_position_cm"}),
        axes("MPJPE, held out, root rotation removed", "mm", {"test_mpjpe_mm"}),
        axes("Rotation error, held out", "degrees", {"test_rotation_deg"}),
        axes("Encodings against N(0, I), held out", "distance", {"test_ks", "test_mmd"})}});
}

void write_preview(const std::filesystem::path& path, const Session& session, Engine& engine) {
  constexpr Eigen::Index kPoses = 6;
  const dataset::PoseRows test = session.test();
  const Eigen::Index count = std::min<Eigen::Index>(kPoses, test.rows());
  Batch poses(count, test.cols());
  for (Eigen::Index i = 0; i < count; ++i) {
    poses.row(i) = test.copy(i * test.rows() / count, 1);
  }
  const auto moving = [&](const Batch& rows) {
    return model::motion_of(session.data.skeleton, rows, session.data.fps);
  };
  render::OutputOptions options;
  options.strip_frames = static_cast<int>(count);
  options.style.width = 240;
  options.style.height = 320;
  options.style.time_label = false;
  render::write_output(
      path,
      render::Scene(
          {{"held out", moving(poses)},
           {"reconstruction", moving(model::rotations_of_features(
                                  engine.reconstruct(poses), session.config.model.rotation))}}),
      options);
}

}  // namespace poseaae::training
