#include "report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "poseaae/codec/pose_format.hpp"
#include "poseaae/render/output.hpp"
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
  const auto add = [&](const char* name, double loss) {  // 0 where the model has none
    if (loss != 0.0) line += fmt::format("  {} {:.3f}", name, loss);
  };
  add("disc", record.train.discriminator);
  add("disc of poses", record.train.pose_discriminator);
  return line + fmt::format("  {:.2f} s", record.seconds);
}

render::Figure history_figure(const CsvTable& history, const std::string& title) {
  render::Figure figure{title, {}};
  const auto add = [&](const std::string& name, const std::string& y_label,
                       const std::vector<std::string>& columns) {
    render::Axes axes{name, "epoch", y_label, true, {}};
    for (const auto& column : columns) {
      if (history.blank(column)) continue;
      axes.series.push_back(render::without_gaps(
          {column, history.column("epoch"), history.column(column), {}, false}));
    }
    if (!axes.series.empty()) figure.axes.push_back(std::move(axes));
  };
  std::vector<std::string> terms{"disc_prior", "disc_realism"};
  for (const objective::LossTerm& term : objective::loss_terms()) terms.push_back(term.column);
  add("Autoencoder loss", "loss", {"ae_train", "ae_test"});
  add("Terms, unweighted", "loss", terms);
  add("Position error, held out", "cm", {"test_position_cm"});
  add("MPJPE, held out, root rotation removed", "mm", {"test_mpjpe_mm"});
  add("Rotation error, held out", "degrees", {"test_rotation_deg"});
  add("Encodings against N(0, I), held out", "distance", {"test_ks", "test_mmd"});
  return figure;
}

void plot_history(const RunFolder& folder) {
  const std::filesystem::path run = folder.path() / "";  // "run" and "run/" alike
  render::write_figure(
      folder.history_plot(),
      history_figure(read_csv(folder.history()), run.parent_path().filename().string()));
}

void write_preview(const std::filesystem::path& path, const Session& session,
                   objective::Engine& engine) {
  constexpr Eigen::Index kPoses = 6;
  const BatchRows test = session.test();
  const Eigen::Index count = std::min<Eigen::Index>(kPoses, test.rows());
  Batch poses(count, test.cols());
  for (Eigen::Index i = 0; i < count; ++i) {
    poses.row(i) = test.part(i * test.rows() / count, 1).copy();
  }
  const auto moving = [&](const Batch& rows) {
    return codec::PoseFormat(session.data.skeleton)
        .motion_of(session.format.poses_of(rows), session.data.fps);
  };
  render::OutputOptions options;
  options.strip_frames = static_cast<int>(count);
  options.style.width = 240;
  options.style.height = 320;
  options.style.time_label = false;
  std::error_code told_below;  // by the writer
  std::filesystem::create_directories(path.parent_path(), told_below);
  render::write_output(
      path,
      render::Scene(
          {{"held out", moving(poses)},
           {"reconstruction", moving(session.format.rows_of_features(engine.reconstruct(poses)))}}),
      options);
}

}  // namespace poseaae::training
