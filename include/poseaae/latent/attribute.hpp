#pragma once

#include <Eigen/Core>
#include <limits>
#include <string>
#include <vector>

#include "poseaae/nn/network.hpp"

namespace poseaae::latent {

inline constexpr double kNotMeasured = std::numeric_limits<double>::quiet_NaN();

/// How well probes recognise a label, beside the result of the same procedure with the labels of
/// whole clips shuffled. NaN where it was not measured.
struct ProbeFigures {
  double accuracy = kNotMeasured;   ///< balanced, by probes of other clips
  double null_mean = kNotMeasured;  ///< of shuffled labels
  double null_high = kNotMeasured;  ///< 95th percentile of shuffled labels
  double p = kNotMeasured;          ///< share of shuffles with at least this accuracy
};

/// A figure measured on decoded motion, beside the same figure for vectors learned from shuffled
/// labels.
struct EffectFigures {
  double value = kNotMeasured;
  double null_mean = kNotMeasured;
  double null_high = kNotMeasured;  ///< 95th percentile of the absolute values
};

/// What was measured of an attribute when it was learned (attributes/learn.hpp says how).
struct AttributeFigures {
  ProbeFigures against_neutral;  ///< on latents: the attribute's poses against the neutral ones
  ProbeFigures against_others;   ///< and against all others that have a label of the same key
  /// Balanced accuracy, on real poses of other clips, of the probes on joint positions that measure
  /// decoded poses: how good those probes are.
  double effect_probe_accuracy = kNotMeasured;
  EffectFigures spearman;  ///< of strength and measured attribute of the decoded poses
  /// How far strength 1 moves the measured attribute, in units of the distance between real neutral
  /// poses and real ones with the attribute: 1 covers the whole distance.
  EffectFigures reach;
  /// Mean distance by which strength 1 moves the measured values of the other attributes of the
  /// same key (each against all others), in units of the distance between real poses with and
  /// without them.
  EffectFigures leakage;
  double natural_leakage = kNotMeasured;  ///< the same of real poses with the attribute
  /// How far strength 1 moves poses out of their content, in units of the distance to other
  /// contents; NaN where clips have no content.
  double content_loss = kNotMeasured;
  /// Smallest strength at which many neutral poses lie beyond what the model has learned
  /// (DensitySupport); infinity if there is none up to 3.
  double beyond_from = kNotMeasured;
};

/// visit(name, value) for every figure: its name in files, and the number in `figures`.
template <typename Figures, typename Visit>
void for_each_figure(Figures& figures, const Visit& visit) {
  const auto probe = [&](auto& of, const char* value, const char* mean, const char* high,
                         const char* p) {
    visit(value, of.accuracy);
    visit(mean, of.null_mean);
    visit(high, of.null_high);
    visit(p, of.p);
  };
  const auto effect = [&](auto& of, const char* value, const char* mean, const char* high) {
    visit(value, of.value);
    visit(mean, of.null_mean);
    visit(high, of.null_high);
  };
  probe(figures.against_neutral, "accuracy_against_neutral", "accuracy_against_neutral_null_mean",
        "accuracy_against_neutral_null_95", "accuracy_against_neutral_p");
  probe(figures.against_others, "accuracy_against_others", "accuracy_against_others_null_mean",
        "accuracy_against_others_null_95", "accuracy_against_others_p");
  effect(figures.spearman, "spearman", "spearman_null_mean", "spearman_null_95");
  effect(figures.reach, "reach", "reach_null_mean", "reach_null_95");
  effect(figures.leakage, "leakage", "leakage_null_mean", "leakage_null_95");
  visit("natural_leakage", figures.natural_leakage);
  visit("ruler_accuracy", figures.effect_probe_accuracy);
  visit("content_loss", figures.content_loss);
  visit("beyond_from", figures.beyond_from);
}

/// An attribute of poses, as directions in latent space.
struct Attribute {
  std::string name;  ///< "style=old", of clips, or "energy", of frames
  /// (Z) mean difference: strength 1 leads from the mean of the neutral poses to that of the
  /// attribute's poses.
  Eigen::VectorXf vector;
  /// (Z) the direction w of the weights of a logistic probe, scaled so that strength 1 changes the
  /// probe's log odds as much as `vector` does: w (w . v) / (w . w).
  Eigen::VectorXf logistic;
  /// Log odds of the probe at the latents z: w . z + bias.
  Eigen::VectorXf probe;
  double bias = 0.0;
  /// Speed of the clips with the attribute as a multiple of that of the neutral clips
  /// (attributes/tempo.hpp); 1 where it was not measured. Poses have no speed, so this is not a
  /// direction.
  double tempo = 1.0;
  std::string neutral;  ///< what it differs from: "style=normal", "others", "energy: lowest third"
  std::string matched;  ///< differences were taken within each value of this key; "" within none
  int clips = 0;        ///< that have the attribute
  int poses = 0;
  int neutral_clips = 0;
  int neutral_poses = 0;
  AttributeFigures figures;

  [[nodiscard]] double log_odds(const Eigen::VectorXf& z) const {
    return probe.cast<double>().dot(z.cast<double>()) + bias;
  }
};

/// Which of an attribute's vectors to use.
enum class AttributeVector { kMean, kLogistic };
[[nodiscard]] const Eigen::VectorXf& vector_of(const Attribute& attribute, AttributeVector kind);

/// Attributes of one model, in a file of their own beside it.
struct AttributeSet {
  std::string model;         ///< file name of the model
  std::string model_sha256;  ///< of that file, since directions only have a meaning in their own
                             ///< latent space
  std::string data;          ///< what they were learned from, in one line
  double support_floor = kNotMeasured;  ///< DensitySupport::floor() over the labelled poses
  std::vector<Attribute> attributes;
  /// (A, A), row a, column b: how far strength 1 of attribute a moves the measured value of b (b
  /// against all others), in units of the distance between real poses with and without b; empty
  /// when not measured.
  Eigen::MatrixXd leakage;
  Eigen::MatrixXd natural_leakage;  ///< (A, A) the same of real poses with attribute a

  /// @throws UsageError with the nearest name and all there are
  [[nodiscard]] const Attribute& find(const std::string& name) const;
  [[nodiscard]] std::vector<std::string> names() const;
};

}  // namespace poseaae::latent
