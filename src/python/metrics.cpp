#include <fmt/format.h>

#include "poseaae/metrics/neighbours.hpp"
#include "poseaae/metrics/pca.hpp"
#include "poseaae/metrics/positions.hpp"
#include "poseaae/metrics/prior_match.hpp"
#include "poseaae/metrics/reconstruction.hpp"
#include "poseaae/metrics/smoothness.hpp"
#include "poseaae/metrics/statistics.hpp"
#include "python/clips.hpp"

namespace poseaae::python {

using namespace metrics;

namespace {

const Names<PoseSpace::Root>& root_names() {
  static const Names<PoseSpace::Root> names{{"removed", PoseSpace::Root::kRemoved},
                                            {"kept", PoseSpace::Root::kKept}};
  return names;
}

Batch poses_in(const ArrayLike& given, const char* what, const mocap::Skeleton& skeleton) {
  return rows_in(poses_of<float>(given, what, skeleton.joints()), 4 * skeleton.joints());
}

std::vector<double> list_of(const ArrayLike& given) {
  const Eigen::VectorXd values = vector_of<double>(given, "values");
  return {values.begin(), values.end()};
}

void bind_poses(py::module_& m) {
  py::class_<PoseSpace>(m, "PoseSpace",
                        "Maps poses to the points that are compared: positions in metres, the root "
                        "at the origin and, "
                        "unless it is kept, without its rotation.")
      .def(py::init([](const mocap::Skeleton& skeleton, const ArrayLike& poses,
                       const std::string& root) {
             return PoseSpace(skeleton, poses_in(poses, "poses", skeleton),
                              named(root, root_names()));
           }),
           "skeleton"_a, "poses"_a, "root"_a = "removed",
           "Recorded poses (N, J, 4) tell which joint carries the body; root: \"removed\" or "
           "\"kept\".")
      .def_property_readonly("body", &PoseSpace::body, "The joint that carries the body.")
      .def_property_readonly("joints", &PoseSpace::joints,
                             "The K joints whose positions are compared.")
      .def_property_readonly("turning_joints", &PoseSpace::turning_joints,
                             "Joints whose rotations are compared.")
      .def(
          "positions",
          [](const PoseSpace& self, const ArrayLike& given, Int threads) {
            const Batch poses = poses_in(given, "poses", self.skeleton());
            Batch positions = without_gil([&] { return self.positions(poses, threads); });
            const Eigen::Index rows = positions.rows();
            return owned(std::move(positions), {rows, self.skeleton().joints(), 3});
          },
          "poses"_a, "threads"_a = 0, "(N, J, 3) float32 metres: every joint.")
      .def(
          "points",
          [](const PoseSpace& self, const ArrayLike& given, Int threads) {
            const Batch poses = poses_in(given, "poses", self.skeleton());
            return without_gil([&] { return self.points(poses, threads); });
          },
          "poses"_a, "threads"_a = 0,
          "(N, 3 K) float32 metres: only `joints`, for distances between poses.")
      .def("__repr__", [](const PoseSpace& self) {
        return fmt::format("<PoseSpace of {} joints, {} compared>", self.skeleton().joints(),
                           self.joints().size());
      });
  py::class_<Reconstruction>(m, "Reconstruction", "Errors of reconstructed poses.")
      .def_readonly("position_m", &Reconstruction::position_m,
                    "(N) mean distance of joints, metres.")
      .def_readonly("rotation_deg", &Reconstruction::rotation_deg,
                    "(N) mean angle of local rotations, degrees.")
      .def_readonly("tips_m", &Reconstruction::tips_m,
                    "(N) mean distance of end effectors, metres.")
      .def_readonly("joint_position_m", &Reconstruction::joint_position_m,
                    "(J) means over poses; NaN: not compared.")
      .def_readonly("joint_rotation_deg", &Reconstruction::joint_rotation_deg, "(J) likewise.")
      .def_readonly("bone_deviation", &Reconstruction::bone_deviation,
                    "The largest relative change of a bone.")
      .def("mpjpe_m", &Reconstruction::mpjpe_m,
           "The mean of position_m: MPJPE (Ionescu et al. 2014), metres.")
      .def("mean_rotation_deg", &Reconstruction::mean_rotation_deg,
           "The mean of rotation_deg, degrees.")
      .def("__repr__", [](const Reconstruction& self) {
        return fmt::format("<Reconstruction of {} poses: {:.3g} m, {:.3g} degrees>",
                           self.position_m.size(), self.mpjpe_m(), self.mean_rotation_deg());
      });
  m.def(
      "reconstruction",
      [](const PoseSpace& space, const ArrayLike& poses, const ArrayLike& reconstructed,
         Int threads) {
        const Batch a = poses_in(poses, "poses", space.skeleton());
        const Batch b = poses_in(reconstructed, "reconstructed", space.skeleton());
        return without_gil([&] { return reconstruction(space, a, b, threads); });
      },
      "space"_a, "poses"_a, "reconstructed"_a, "threads"_a = 0,
      "The Reconstruction of poses (N, J, 4); the signs of quaternions do not matter. Raises "
      "UsageError.");
  py::class_<Nearest>(m, "Nearest", "The nearest reference of each query.")
      .def_readonly("distance_m", &Nearest::distance_m, "(N) mean distance of joints, metres.")
      .def_readonly("row", &Nearest::row, "N rows of the references.")
      .def("__repr__", [](const Nearest& self) {
        return fmt::format("<Nearest of {} queries>", self.row.size());
      });
  m.def(
      "nearest",
      [](const ArrayLike& queries, const ArrayLike& references, Int threads) {
        const Batch a = batch_of(queries, "queries");
        const Batch b = batch_of(references, "references");
        return without_gil([&] { return nearest(a, b, threads); });
      },
      "queries"_a, "references"_a, "threads"_a = 0,
      "The Nearest of points (N, 3 K) among points (M, 3 K): d = (1 / K) sum_k |a_k - b_k|.");
  m.def(
      "average_pairwise_distance",
      [](const ArrayLike& points, Int threads) {
        const Batch rows = batch_of(points, "points");
        return without_gil([&] { return average_pairwise_distance(rows, threads); });
      },
      "points"_a, "threads"_a = 0, "The mean of d over all pairs of points (N, 3 K), metres.");
  m.def(
      "mean_jerk",
      [](const ArrayLike& points, double fps) {
        return mean_jerk(batch_of(points, "points"), fps);
      },
      "points"_a, "fps"_a,
      "Mean |third difference| fps^3 of points (T, 3 K), metres a second cubed.");
}

void bind_latents(py::module_& m) {
  const auto def = [&](const char* name, auto measure, const char* doc) {
    m.def(
        name,
        [measure](const ArrayLike& latents, Int threads) {
          const Batch rows = batch_of(latents, "latents");
          return without_gil([&] { return measure(rows, threads); });
        },
        "latents"_a, "threads"_a = 0, doc);
  };
  def("mmd_squared", &mmd_squared,
      "Squared maximum mean discrepancy of encodings (N, Z) to N(0, I), unbiased (Gretton et al. "
      "2012).");
  def("ks_distances", &ks_distances,
      "(Z) Kolmogorov-Smirnov distances of encodings (N, Z) to N(0, 1).");
  m.def(
      "covariance_error",
      [](const ArrayLike& latents) { return covariance_error(batch_of(latents, "latents")); },
      "latents"_a, "|C - I| / sqrt(Z), C the covariance of encodings (N, Z).");
  m.def(
      "sliced_wasserstein",
      [](const ArrayLike& latents, Int directions, Whole<std::uint64_t> seed, Int threads) {
        const Batch rows = batch_of(latents, "latents");
        return without_gil([&] { return sliced_wasserstein(rows, directions, seed, threads); });
      },
      "latents"_a, "directions"_a = 128, "seed"_a = 1, "threads"_a = 0,
      "Of encodings (N, Z) to N(0, I) (Bonneel et al. 2015).");
  py::class_<Mardia>(
      m, "Mardia",
      "Multivariate skewness and kurtosis (Mardia 1970), and those of a normal sample.")
      .def_readonly("rank", &Mardia::rank, "Directions with variance.")
      .def_readonly("skewness", &Mardia::skewness, "b1.")
      .def_readonly("kurtosis", &Mardia::kurtosis, "b2.")
      .def_readonly("normal_skewness", &Mardia::normal_skewness, "Expected of a normal sample.")
      .def_readonly("normal_kurtosis", &Mardia::normal_kurtosis, "Expected of a normal sample.")
      .def("__repr__", [](const Mardia& self) {
        return fmt::format("<Mardia of {} directions: skewness {:.3g}, kurtosis {:.3g}>", self.rank,
                           self.skewness, self.kurtosis);
      });
  def("mardia", &mardia, "The Mardia of encodings (N, Z).");
  py::class_<PriorMatch>(m, "PriorMatch", "All measures of encodings against N(0, I).")
      .def_readonly("mmd_squared", &PriorMatch::mmd_squared, "mmd_squared().")
      .def_readonly("ks", &PriorMatch::ks, "(Z) ks_distances().")
      .def_readonly("mean_norm", &PriorMatch::mean_norm, "|m|, m the mean of the encodings.")
      .def_readonly("covariance_error", &PriorMatch::covariance_error, "covariance_error().")
      .def_readonly("sliced_wasserstein", &PriorMatch::sliced_wasserstein, "sliced_wasserstein().")
      .def_readonly("mardia", &PriorMatch::mardia, "The Mardia.")
      .def("mean_ks", &PriorMatch::mean_ks, "The mean of ks.")
      .def("worst_ks", &PriorMatch::worst_ks, "The largest of ks.")
      .def("__repr__", [](const PriorMatch& self) {
        return fmt::format("<PriorMatch of {} latents: MMD^2 {:.3g}, mean KS {:.3g}>",
                           self.ks.size(), self.mmd_squared, self.mean_ks());
      });
  def("prior_match", &prior_match, "The PriorMatch of encodings (N, Z).");
  py::class_<Pca>(m, "Pca", "Principal components, whitened: z = E (x - m), x' = m + D z.")
      .def_static(
          "fit",
          [](const ArrayLike& features, Int dimensions) {
            return Pca::fit(batch_of(features, "features"), dimensions);
          },
          "features"_a, "dimensions"_a, "Of features (N, F).")
      .def_readonly("mean", &Pca::mean, "m (F).")
      .def_readonly("encode", &Pca::encode, "E (Z, F).")
      .def_readonly("decode", &Pca::decode, "D (F, Z).")
      .def_readonly("variances", &Pca::variances, "(Z) along each component, descending.")
      .def(
          "latents",
          [](const Pca& self, const ArrayLike& x) { return self.latents(batch_of(x, "features")); },
          "features"_a, "(N, Z) of features (N, F).")
      .def(
          "features",
          [](const Pca& self, const ArrayLike& z) { return self.features(batch_of(z, "latents")); },
          "latents"_a, "(N, F) of latents (N, Z).")
      .def("__repr__", [](const Pca& self) {
        return fmt::format("<Pca of {} features, {} components>", self.mean.size(),
                           self.variances.size());
      });
}

void bind_values(py::module_& m) {
  py::class_<Interval>(m, "Interval", "A mean and its 95 % confidence interval.")
      .def_readonly("mean", &Interval::mean, "The mean.")
      .def_readonly("low", &Interval::low, "The 2.5th percentile.")
      .def_readonly("high", &Interval::high, "The 97.5th percentile.")
      .def("__repr__", [](const Interval& self) {
        return fmt::format("<Interval {:.4g}, from {:.4g} to {:.4g}>", self.mean, self.low,
                           self.high);
      });
  m.def(
      "clip_bootstrap",
      [](const ArrayLike& values, const std::vector<int>& clips, Int resamples,
         Whole<std::uint64_t> seed) {
        return clip_bootstrap(vector_of<double>(values, "values"), clips, resamples, seed);
      },
      "values"_a, "clips"_a, "resamples"_a = 1000, "seed"_a = 1,
      "The Interval of the mean of values (N), over resamples of whole clips (Efron and Tibshirani "
      "1993).");
  m.def(
      "percentile",
      [](const ArrayLike& values, double p) { return percentile(list_of(values), p); }, "values"_a,
      "p"_a, "The p-th percentile of values (N), p in [0, 100], linear between order statistics.");
  m.def(
      "wasserstein_1",
      [](const ArrayLike& a, const ArrayLike& b) { return wasserstein_1(list_of(a), list_of(b)); },
      "a"_a, "b"_a, "Wasserstein-1 distance of two samples on a line, in the unit of the values.");
}

}  // namespace

void bind_metrics(py::module_& m) {
  bind_poses(m);
  bind_latents(m);
  bind_values(m);
}

}  // namespace poseaae::python
