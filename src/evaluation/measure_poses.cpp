#include "evaluation_data.hpp"
#include "poseaae/metrics/prior_match.hpp"
#include "poseaae/metrics/reconstruction.hpp"
#include "poseaae/metrics/statistics.hpp"

namespace poseaae::evaluation {

namespace {

/// Adds a mean over held-out poses with its interval over clips.
void add_mean(const EvaluationData& data, Report& report, const std::string& name,
              const std::string& unit, const Eigen::VectorXd& values) {
  report.measures.push_back(over_clips(
      "reconstruction", name, unit,
      metrics::clip_bootstrap(values, data.test_clips, data.options.resamples, data.options.seed)));
}

}  // namespace

void measure_data(const EvaluationData& data, Report& report) {
  const auto add = [&](const char* name, const char* unit, double value) {
    report.measures.push_back({"data", name, unit, value});
  };
  add("train poses", "", static_cast<double>(data.train.rows()));
  add("held-out poses", "", static_cast<double>(data.test.rows()));
  add("nearest train pose", "mm", kMillimetres * data.leakage.median_m);
  add("frame step", "mm", kMillimetres * data.leakage.frame_step_m);
  add("nearest / frame step", "", data.leakage.ratio());
}

void measure_reconstruction(const EvaluationData& data, const Coded& coded, Report& report) {
  const int threads = data.options.threads;
  const auto held_out = metrics::reconstruction(data.space, data.test, coded.rebuilt, threads);
  add_mean(data, report, "mpjpe", "mm", kMillimetres * held_out.position_m);
  add_mean(data, report, "rotation error", "deg", held_out.rotation_deg);
  add_mean(data, report, "end effectors", "mm", kMillimetres * held_out.tips_m);
  report.measures.push_back({"reconstruction", "bone deviation", "", held_out.bone_deviation});
  report.details.joint_position_m = held_out.joint_position_m;
  report.details.joint_rotation_deg = held_out.joint_rotation_deg;

  const auto learned = metrics::reconstruction(data.space, data.train,
                                               coded.codec.decode(coded.train_latents), threads);
  const auto add = [&](const char* name, const char* unit, double value) {
    report.measures.push_back({"generalisation", name, unit, value});
  };
  add("mpjpe of train poses", "mm", kMillimetres * learned.mpjpe_m());
  add("rotation error of train poses", "deg", learned.mean_rotation_deg());
  add("test / train", "", held_out.mpjpe_m() / learned.mpjpe_m());
}

void measure_prior(const EvaluationData& data, const Coded& coded, Report& report) {
  const auto match = metrics::prior_match(coded.latents, data.options.threads);
  const auto add = [&](const char* name, double value) {
    report.measures.push_back({"prior", name, "", value});
  };
  add("mean ks", match.mean_ks());
  add("mean ks of train", metrics::ks_distances(coded.train_latents).mean());
  add("worst ks", match.worst_ks());
  add("mmd^2", match.mmd_squared);
  add("mean norm", match.mean_norm);
  add("covariance error", match.covariance_error);
  add("sliced wasserstein", match.sliced_wasserstein);
  add("mardia skewness", match.mardia.skewness);
  add("mardia skewness if normal", match.mardia.normal_skewness);
  add("mardia kurtosis", match.mardia.kurtosis);
  add("mardia kurtosis if normal", match.mardia.normal_kurtosis);
  report.details.ks = match.ks;
  if (!coded.codec.flow) return;
  const auto add_flow = [&](const char* name, const Batch& latents) {
    const Eigen::VectorXd ks = metrics::ks_distances(coded.codec.flow->to_normal(latents));
    report.measures.push_back({"flow", name, "", ks.mean()});
  };
  add_flow("mean ks", coded.latents);
  add_flow("mean ks of train", coded.train_latents);
}

}  // namespace poseaae::evaluation
