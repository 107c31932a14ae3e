#include "poseaae/metrics/disentanglement.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "labelled.hpp"
#include "poseaae/base/error.hpp"

namespace poseaae::metrics {
namespace {

using test::every_combination;
using test::labelled;
using test::labelled_waves;

constexpr double kDigits = 1e-9;  // of numbers that another program computed

/// No shrinking: so that expected values are round.
DisentanglementOptions plain() { return {.penalty = 0.0}; }

TEST(QuantileBinsTest, AreEvenAndKeepEqualValuesTogether) {
  const Eigen::VectorXd values = Eigen::VectorXd::LinSpaced(8, 10, 80);
  EXPECT_EQ(quantile_bins(values, 4), (std::vector<int>{0, 0, 1, 1, 2, 2, 3, 3}));
  EXPECT_EQ(quantile_bins(-values, 4), (std::vector<int>{3, 3, 2, 2, 1, 1, 0, 0}));
  EXPECT_EQ(quantile_bins(Eigen::VectorXd::Constant(6, 7.0), 4),
            (std::vector<int>{2, 2, 2, 2, 2, 2}));
  // Ranks 0, (1 + 2 + 3) / 3 = 2, 4 of five: floor(2 * 0.5 / 5), floor(2 * 2.5 / 5), ...
  EXPECT_EQ(quantile_bins((Eigen::VectorXd(5) << 1, 3, 3, 3, 9).finished(), 2),
            (std::vector<int>{0, 1, 1, 1, 1}));
}

TEST(DisentanglementTest, CodesThatAreTheFactorsHaveEveryScoreOne) {
  const Eigen::MatrixXd factors = every_combination({20, 10, 4});
  const Disentanglement found = disentanglement(labelled(factors, factors), plain());
  for (const auto& [name, score] : score_list()) {
    EXPECT_NEAR(found.scores.*score, 1.0, 1e-6) << name;
  }
  EXPECT_NEAR(found.mutual_information.nats(0, 0), std::log(20.0), 1e-12);
  EXPECT_NEAR(found.mutual_information.nats(1, 0), 0.0, 1e-12);
  EXPECT_TRUE(found.dci.importance.isApprox(Eigen::Matrix3d::Identity(), 1e-9));
}

TEST(DisentanglementTest, ClassesOnALineEachCanBeTold) {
  const Eigen::MatrixXd factors = every_combination({4, 3});
  const Eigen::MatrixXd often = factors.replicate(20, 1);
  const Disentanglement found = disentanglement(labelled(often, often, true), plain());
  for (const auto& [name, score] : score_list()) {
    EXPECT_NEAR(found.scores.*score, 1.0, 1e-6) << name;
  }
}

TEST(DisentanglementTest, ATurnOf45DegreesLeavesTheAxesNothing) {
  const Eigen::MatrixXd factors = every_combination({20, 20});
  Eigen::MatrixXd turned(factors.rows(), 2);
  turned << factors.col(0) + factors.col(1), factors.col(0) - factors.col(1);
  const Disentanglement found = disentanglement(labelled(turned, factors), plain());
  EXPECT_NEAR(found.scores.mig, 0.0, kDigits);
  EXPECT_NEAR(found.scores.disentanglement, 0.0, kDigits);
  EXPECT_NEAR(found.scores.completeness, 0.0, kDigits);
  EXPECT_NEAR(found.scores.sap, 0.0, kDigits);
  EXPECT_NEAR(found.scores.informativeness, 1.0, 1e-6);  // nothing is lost
  EXPECT_LT(found.scores.factor_vae, 0.6);               // a coin would say 0.5
  EXPECT_GT(found.mutual_information.nats(0, 0), 0.3);
}

TEST(DisentanglementTest, OfASmallerTurnIsInClosedForm) {
  const Eigen::MatrixXd factors = every_combination({20, 20});
  for (const double degrees : {10.0, 20.0, 30.0}) {
    const double c = std::cos(degrees * std::numbers::pi / 180.0);
    const double s = std::sin(degrees * std::numbers::pi / 180.0);
    Eigen::Matrix2d turn;
    turn << c, -s, s, c;
    const Disentanglement found = disentanglement(labelled(factors * turn, factors), plain());
    EXPECT_NEAR(found.scores.sap, c * c - s * s, 1e-6);
    const double share = c / (c + s);
    const double entropy = -share * std::log2(share) - (1 - share) * std::log2(1 - share);
    EXPECT_NEAR(found.scores.disentanglement, 1.0 - entropy, 1e-6);
    EXPECT_NEAR(found.scores.completeness, 1.0 - entropy, 1e-6);
  }
}

TEST(DisentanglementTest, AFactorOnTwoLatentsIsIncompleteAndNotEntangled) {
  const Eigen::MatrixXd codes = every_combination({10, 10, 10});
  Eigen::MatrixXd factors(codes.rows(), 2);
  factors << codes.col(0) + codes.col(1), codes.col(2);
  const Disentanglement found = disentanglement(labelled(codes, factors), plain());
  EXPECT_NEAR(found.scores.disentanglement, 1.0, 1e-6);
  // The first factor's importance is halves, of three latents.
  EXPECT_NEAR(found.scores.completeness, 0.5 * (1.0 - std::log(2.0) / std::log(3.0)) + 0.5, 1e-6);
  EXPECT_NEAR(found.scores.mig, 0.5, kDigits);  // no gap, and a gap of one
  EXPECT_NEAR(found.scores.sap, 0.5, 1e-6);
  // Where the sum is neither high nor low it says little of its parts, and a vote may go astray.
  EXPECT_GT(found.scores.factor_vae, 0.95);
}

TEST(DisentanglementTest, ALatentOfTwoFactorsIsEntangledAndNotIncomplete) {
  const Eigen::MatrixXd factors = every_combination({10, 10, 10});
  Eigen::MatrixXd codes(factors.rows(), 2);
  codes << factors.col(0) + factors.col(1), factors.col(2);
  const Disentanglement found = disentanglement(labelled(codes, factors), plain());
  EXPECT_NEAR(found.scores.completeness, 1.0, 1e-6);
  // Latent 0 has importance 2 / sqrt(2) in halves of three factors, latent 1 has 1 of one.
  const double share = std::sqrt(2.0) / (1.0 + std::sqrt(2.0));
  EXPECT_NEAR(found.scores.disentanglement,
              share * (1.0 - std::log(2.0) / std::log(3.0)) + 1.0 - share, 1e-6);
}

TEST(DisentanglementTest, NoiseScoresAboutZero) {
  const LabelledCodes noise = labelled(test::normal_rows(8000, 6, 1).cast<double>(),
                                       test::normal_rows(8000, 3, 2).cast<double>());
  const Scores found = disentanglement(noise).scores;
  EXPECT_LT(found.mig, 0.01);
  EXPECT_LT(found.sap, 0.002);
  EXPECT_LT(found.informativeness, 0.002);
  EXPECT_LT(found.factor_vae, 0.45);  // a third, and what the majority of few votes adds
}

// Numbers of numpy: histograms of ranks, Kuiper's distance at every value, lasso by proximal
// gradients, and fits without each fold.
TEST(DisentanglementTest, IsWhatAnotherProgramComputes) {
  const LabelledCodes waves = labelled_waves();
  const auto information = mutual_information(waves, 5);
  Eigen::MatrixXd nats(3, 2);
  nats << 0.5389633889309955, 0.01978288124217662, 0.18282638595841633, 0.7898275874233545,
      0.07721626357674227, 0.010558047874166757;
  EXPECT_TRUE(information.nats.isApprox(nats, kDigits)) << information.nats;
  EXPECT_NEAR(information.entropy[1], 1.0895025052673057, kDigits);
  EXPECT_NEAR(information.gaps().mean(), 0.464032991867385, kDigits);

  Eigen::MatrixXd separable(3, 2);
  separable << 0.7421910975067063, 0.1334309287388166, 0.17360413810665387, 0.8796653765513888,
      4.651419405735123e-06, 0.18121854318266764;
  EXPECT_TRUE(separability(waves).isApprox(separable, kDigits)) << separability(waves);
  EXPECT_NEAR(mean_gap(separable), 0.6335168963843868, kDigits);

  const Dci found = dci(waves, 0.05, 5);
  Eigen::MatrixXd importance(3, 2);
  importance << 0.8200877545998259, 0.005218478296476185, 0.3849428354025042, 0.5289640514573316,
      0.0, 0.0;
  EXPECT_TRUE(found.importance.isApprox(importance, 1e-6)) << found.importance;
  EXPECT_NEAR(found.disentanglement(), 0.4577471354851791, 1e-6);
  EXPECT_NEAR(found.completeness(), 0.6898863510892665, 1e-6);
  EXPECT_NEAR(found.informativeness[0], 0.9262908138019106, 1e-6);
  EXPECT_NEAR(found.informativeness[1], 0.7631189948263121, kDigits);
}

TEST(MutualInformationTest, ByHand) {
  // Two bins of four; three of each four are of one class: ln 2 - H(1/4).
  Eigen::MatrixXd codes(8, 2);
  codes << 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8, 0;
  const Eigen::MatrixXd kind = (Eigen::VectorXd(8) << 0, 0, 0, 1, 1, 1, 1, 0).finished();
  const auto found = mutual_information(labelled(codes, kind, true), 2);
  const double entropy = -0.25 * std::log(0.25) - 0.75 * std::log(0.75);
  EXPECT_NEAR(found.nats(0, 0), std::numbers::ln2 - entropy, 1e-12);
  EXPECT_NEAR(found.nats(1, 0), 0.0, 1e-12);  // a constant latent
  EXPECT_NEAR(found.gaps()[0], 1.0 - entropy / std::numbers::ln2, 1e-12);
}

TEST(SeparabilityTest, OfClassesByHand) {
  Eigen::MatrixXd codes(4, 3);
  codes << 1, 1, 1, 2, 2, 1, 3, 3, 2, 4, 4, 2;
  const Eigen::MatrixXd between = Eigen::Vector4d(0, 1, 1, 0);
  const Eigen::MatrixXd in_turn = Eigen::Vector4d(0, 1, 0, 1);
  // An interval holds class 1 alone; of classes in turn it gets half of one or the other.
  EXPECT_NEAR(separability(labelled(codes, between, true))(0, 0), 1.0, 1e-12);
  EXPECT_NEAR(separability(labelled(codes, in_turn, true))(0, 0), 0.5, 1e-12);
  // Equal values cannot be parted: both classes are at 1 and at 2.
  EXPECT_NEAR(separability(labelled(codes, in_turn, true))(2, 0), 0.0, 1e-12);
}

TEST(DciTest, AClassOfOneFoldIsNotCountedAndOneFactorHasNoDisentanglement) {
  Eigen::MatrixXd codes(60, 2);
  Eigen::VectorXd kind(60);
  for (int i = 0; i < 60; ++i) {
    kind[i] = i < 50 ? i % 2 : 2;
    codes.row(i) << kind[i], std::sin(i);
  }
  LabelledCodes all = labelled(codes, kind, true);
  for (int i = 0; i < 60; ++i) all.clips[static_cast<std::size_t>(i)] = i / 10;
  const Dci found = dci(all, 0.0);
  // Six clips, five folds: clip 5 joins clip 0. Class 2 is of clip 5 alone.
  EXPECT_NEAR(found.informativeness[0], 1.0, 1e-12);
  EXPECT_TRUE(std::isnan(found.disentanglement()));
  EXPECT_TRUE(std::isnan(factor_vae_score(all)));
  std::fill(all.clips.begin(), all.clips.end(), 3);
  EXPECT_TRUE(std::isnan(dci(all).informativeness[0]));
}

TEST(FactorVaeTest, ConstantLatentsDoNotVote) {
  const Eigen::MatrixXd factors = every_combination({20, 20});
  Eigen::MatrixXd codes(factors.rows(), 3);
  codes << Eigen::VectorXd::Constant(factors.rows(), 0.1), factors;
  EXPECT_NEAR(factor_vae_score(labelled(codes, factors)), 1.0, kDigits);
}

bool has_equal_numbers(const Batch& codes) {
  for (Eigen::Index j = 0; j < codes.cols(); ++j) {
    std::vector<float> column(codes.col(j).begin(), codes.col(j).end());
    std::ranges::sort(column);
    if (std::ranges::adjacent_find(column) != column.end()) return true;
  }
  return false;
}

/// Codes of which some follow the factors; 400 poses, no number of a latent equal to another: of
/// equal ones, a changed sign may put another into the next bin.
LabelledCodes sampled(std::uint64_t seed) {
  const Eigen::MatrixXd noise = test::normal_rows(400, 4, seed).cast<double>();
  Eigen::MatrixXd factors = test::normal_rows(400, 2, seed + 1).cast<double>();
  Eigen::MatrixXd codes = noise;
  codes.leftCols(2) = 0.3 * noise.leftCols(2) + factors;
  LabelledCodes all = labelled(codes, factors);
  Eigen::VectorXd kind(400);
  for (int i = 0; i < 400; ++i) kind[i] = noise(i, 2) > 0.4 ? 2 : (noise(i, 3) > 0 ? 1 : 0);
  all.factors.push_back({"kind", true, kind});
  return has_equal_numbers(all.codes) ? sampled(seed + 2) : all;
}

RC_GTEST_PROP(DisentanglementProperty, OrderSignAndUnitOfLatentsDoNotMatter, ()) {
  const LabelledCodes first = sampled(*rc::gen::arbitrary<std::uint32_t>());
  LabelledCodes second = first;
  std::vector<int> order{0, 1, 2, 3};
  Random random(*rc::gen::arbitrary<std::uint32_t>());
  random.shuffle(std::span(order));
  for (int j = 0; j < 4; ++j) {
    const float scale = (random.uniform() < 0.5 ? -1.0F : 1.0F) *
                        std::exp2f(static_cast<float>(random.below(9)) - 4.0F);
    second.codes.col(j) = scale * first.codes.col(order[static_cast<std::size_t>(j)]);
  }
  const Scores one = disentanglement(first).scores;
  const Scores two = disentanglement(second).scores;
  for (const auto& [name, score] : score_list()) {
    const double before = one.*score;
    const double after = two.*score;
    RC_ASSERT(std::abs(before - after) < 1e-5);
    RC_ASSERT(before >= 0.0);
    RC_ASSERT(before <= 1.0);
  }
}

RC_GTEST_PROP(DisentanglementProperty, InformationDoesNotSeeCurves, ()) {
  const LabelledCodes first = sampled(*rc::gen::arbitrary<std::uint32_t>());
  LabelledCodes second = first;
  // Odd powers, which keep neighbouring floats apart; exp() makes one number of two near zero.
  second.codes.col(0) = first.codes.col(0).array().cube();
  second.codes.col(1) = first.codes.col(1).array().cube() * first.codes.col(1).array().square();
  second.factors[1].values = first.factors[1].values.array().cube();
  RC_ASSERT(mutual_information(first).nats.isApprox(mutual_information(second).nats, 1e-12));
}

TEST(DisentanglementTest, RefusesWhatItCannotScore) {
  const Eigen::MatrixXd factors = every_combination({5, 4});
  const LabelledCodes good = labelled(factors, factors);
  const auto refused = [](LabelledCodes codes, const auto& spoil) {
    spoil(codes);
    EXPECT_THROW((void)disentanglement(codes), UsageError);
  };
  refused(good, [](LabelledCodes& c) { c.codes.conservativeResize(Eigen::NoChange, 1); });
  refused(good, [](LabelledCodes& c) { c.codes(2, 0) = NAN; });
  refused(good, [](LabelledCodes& c) { c.clips.pop_back(); });
  refused(good, [](LabelledCodes& c) { c.groups.clear(); });
  refused(good, [](LabelledCodes& c) { c.factors.clear(); });
  refused(good, [](LabelledCodes& c) { c.factors[0].values.conservativeResize(3); });
  refused(good, [](LabelledCodes& c) { c.factors[0].values.setConstant(3.0); });
  refused(good, [](LabelledCodes& c) { c.factors[0].values[1] = INFINITY; });
  refused(good, [](LabelledCodes& c) {
    c.factors[1].categorical = true;
    c.factors[1].values[0] = 0.5;
  });
  EXPECT_THROW((void)disentanglement(good, {.bins = 1}), UsageError);
  EXPECT_THROW((void)disentanglement(good, {.shuffles = 0}), UsageError);
}

}  // namespace
}  // namespace poseaae::metrics
