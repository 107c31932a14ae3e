#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "poseaae/base/limits.hpp"
#include "poseaae/base/random.hpp"
#include "poseaae/latent/arithmetic.hpp"
#include "poseaae/latent/attribute.hpp"
#include "poseaae/latent/attribute_file.hpp"
#include "poseaae/latent/density_support.hpp"
#include "poseaae/latent/encodings.hpp"
#include "poseaae/latent/gaussian.hpp"
#include "poseaae/latent/loop.hpp"
#include "poseaae/latent/summary.hpp"
#include "poseaae/latent/tour.hpp"
#include "poseaae/latent/transition.hpp"
#include "poseaae/latent/walk.hpp"
#include "poseaae/latent_io/encodings_file.hpp"
#include "python/models.hpp"

namespace poseaae::python {

using codec::PoseAutoencoder;
using mocap::Motion;
using namespace latent;

namespace {

using Seed = Whole<std::uint64_t>;

Batch sample(const codec::LatentStatistics& statistics, int count,
             const std::optional<Sampling>& sampling, std::uint64_t seed) {
  require_between("count", count, 0, std::numeric_limits<int>::max());
  const Draw draw = draw_of(statistics, sampling.value_or(usual_sampling(statistics)));
  Random random(seed);
  Batch points(count, statistics.mean.size());
  for (Eigen::Index i = 0; i < points.rows(); ++i)
    points.row(i) = draw(random).cast<float>().transpose();
  return points;
}

double checked_rate(double fps) {
  if (std::isfinite(fps) && fps > 0.0) return fps;
  throw UsageError(
      fmt::format("fps: expected a positive number of points a second, found {}", fps));
}

/// The path, which is to be decoded. @throws UsageError for points that are no numbers
const LatentPath& decodable(const LatentPath& path) {
  require_finite({path.points.data(), path.points.rows(), path.points.cols()}, "path");
  return path;
}

void bind_path(py::module_& m) {
  py::class_<LatentPath>(
      m, "LatentPath",
      "A trajectory through latent space: T points, one a frame (of models of windows, one "
      "every hop), and perhaps the way through the room.")
      .def(py::init([](const ArrayLike& points, double fps) {
             return LatentPath{.points = batch_of(points, "points"), .fps = checked_rate(fps)};
           }),
           "points"_a, "fps"_a, "Of points (T, Z) at a rate; a copy.")
      .def_property_readonly(
          "points",
          [](const py::object& self) {
            auto& path = self.cast<LatentPath&>();
            return view_of(path.points.data(), {path.points.rows(), path.points.cols()}, self);
          },
          "(T, Z) float32: the path's own numbers, not a copy.")
      .def_property(
          "fps", [](const LatentPath& self) { return self.fps; },
          [](LatentPath& self, double fps) { self.fps = checked_rate(fps); },
          "Points a second. Raises UsageError unless positive.")
      .def_readwrite("root", &LatentPath::root,
                     "The footing.RootPath of the clip that it follows, or None.")
      .def_property_readonly("frames", &LatentPath::frames, "T, the number of points.")
      .def_property_readonly("dim", &LatentPath::dim, "Z, the number of latents.")
      .def("__len__", &LatentPath::frames)
      .def("__copy__", [](const LatentPath& self) { return LatentPath(self); })
      .def("__deepcopy__", [](const LatentPath& self, const py::dict&) { return LatentPath(self); })
      .def("__repr__", [](const LatentPath& self) {
        return fmt::format("<LatentPath of {} points at {:g} a second, {} latents>", self.frames(),
                           self.fps, self.dim());
      });
  m.def(
      "resample",
      [](const ArrayLike& points, Int frames) {
        return resample(batch_of(points, "points"), frames);
      },
      "points"_a, "frames"_a,
      "(frames, Z) points spread evenly over points (T, Z), ends included.");
}

void bind_space(py::module_& m) {
  py::class_<LatentGaussian>(
      m, "LatentGaussian",
      "N(m, C): the Gaussian with a model's latent mean and covariance, C = S S.")
      .def(py::init<const codec::LatentStatistics&>(), "statistics"_a)
      .def_property_readonly("mean", &LatentGaussian::mean, "(Z) float64.")
      .def_property_readonly("dim", &LatentGaussian::dim, "Z, the number of latents.")
      .def("__repr__",
           [](const LatentGaussian& self) {
             return fmt::format("<LatentGaussian of {} latents>", self.dim());
           })
      .def(
          "whiten",
          [](const LatentGaussian& self, const ArrayLike& z) {
            return self.whiten(batch_of(z, "z", self.dim()));
          },
          "z"_a, "(N, Z) e = S^-1 (z - m): the model's poses have mean 0 and covariance I there.")
      .def(
          "unwhiten",
          [](const LatentGaussian& self, const ArrayLike& e) {
            return self.unwhiten(batch_of(e, "e", self.dim()));
          },
          "e"_a, "(N, Z) z = m + S e: the inverse.");
  m.def(
      "sample",
      [](const codec::LatentStatistics& statistics, Int count,
         const std::optional<Sampling>& sampling,
         Seed seed) { return sample(statistics, count, sampling, seed); },
      "statistics"_a, "count"_a = 1, "sampling"_a = py::none(), "seed"_a = 1,
      "(count, Z) random points: \"prior\" (m + S e), \"mixture\" or \"flow\"; by default the "
      "usual one of the "
      "model. Raises UsageError when the model lacks it.");
  m.def("usual_sampling", &usual_sampling, "statistics"_a,
        "How random points of a model are drawn by default.");
  py::class_<DensitySupport>(
      m, "DensitySupport",
      "The part of latent space in which a model has seen poses: density at least `floor`.")
      .def(py::init([](const codec::LatentStatistics& statistics, const ArrayLike& known) {
             return DensitySupport(statistics, batch_of(known, "known", statistics.mean.size()));
           }),
           "statistics"_a, "known"_a,
           "Its floor is the 1st percentile of the density of known encodings (N, Z).")
      .def_property_readonly("floor", &DensitySupport::floor, "The lowest log density inside.")
      .def(
          "score",
          [](const DensitySupport& self, const ArrayLike& points) {
            return self.score(batch_of(points, "points"));
          },
          "points"_a, "(N) log densities of points (N, Z).")
      .def(
          "share_outside",
          [](const DensitySupport& self, const ArrayLike& points) {
            return self.share_outside(batch_of(points, "points"));
          },
          "points"_a, "Share of points (N, Z) outside, 0 to 1.")
      .def("__repr__", [](const DensitySupport& self) {
        return fmt::format("<DensitySupport above the log density {:.4g}>", self.floor());
      });
  py::class_<LatentSummary>(m, "LatentSummary",
                            "Statistics of encodings, and their distance from N(0, I).")
      .def_readonly("count", &LatentSummary::count, "The number of encodings.")
      .def_readonly("mean", &LatentSummary::mean, "(Z).")
      .def_readonly("standard_deviation", &LatentSummary::standard_deviation,
                    "(Z), normalised by N - 1.")
      .def_readonly("minimum", &LatentSummary::minimum, "(Z).")
      .def_readonly("maximum", &LatentSummary::maximum, "(Z).")
      .def_readonly("distance", &LatentSummary::distance,
                    "(Z) Kolmogorov-Smirnov distances from N(0, 1).")
      .def_readonly("divergence", &LatentSummary::divergence, "KL(N(m, C) || N(0, I)), nats.")
      .def("__repr__", [](const LatentSummary& self) {
        return fmt::format("<LatentSummary of {} encodings, {} latents>", self.count,
                           self.mean.size());
      });
  m.def(
      "summarise", [](const ArrayLike& latents) { return summarise(batch_of(latents, "latents")); },
      "latents"_a, "The LatentSummary of encodings (N, Z).");
  m.def(
      "distance_from_mean",
      [](const ArrayLike& latents, const codec::LatentStatistics& statistics) {
        return distance_from_mean(batch_of(latents, "latents", statistics.mean.size()), statistics);
      },
      "latents"_a, "statistics"_a,
      "(N) sqrt(mean_d ((z_d - m_d) / s_d)^2): how far latents (N, Z) are from the mean; about 1 "
      "among poses.");
}

void bind_coding(py::module_& m) {
  Options<DecodeOptions>(m, "DecodeOptions", "How decoded poses stand and travel.")
      .field("plant", &DecodeOptions::plant,
             "\"ik\" (feet are held where they stand), \"root\" (the root alone is set down) or "
             "\"off\".")
      .field("loops", &DecodeOptions::loops, "The first frame follows the last.")
      .field("travel", &DecodeOptions::travel,
             "\"clip\" (the way of the clip that is followed), \"feet\" or \"none\".");
  m.def(
      "encode",
      [](const PoseAutoencoder& model, const Motion& motion) {
        return without_gil([&] { return encode(model, motion); });
      },
      "model"_a, "motion"_a,
      "The LatentPath of a motion with the model's skeleton, without a root.");
  m.def(
      "follow",
      [](const PoseAutoencoder& model, const mocap::Clip& clip) {
        return without_gil([&] { return follow(model, clip); });
      },
      "model"_a, "clip"_a, "The LatentPath of a clip to its end, with its root.");
  m.def(
      "decode",
      [](const PoseAutoencoder& model, const LatentPath& path, const DecodeOptions& options) {
        return without_gil([&] { return decode(model, decodable(path), options); });
      },
      "model"_a, "path"_a, with_defaults<DecodeOptions>("options"),
      "The Motion that a path decodes to.");
  m.def(
      "dance",
      [](const PoseAutoencoder& model, const LatentPath& path, const DecodeOptions& options) {
        return without_gil([&] { return dance(model, decodable(path), options); });
      },
      "model"_a, "path"_a, with_defaults<DecodeOptions>("options"),
      "The same as footing.Planted, with what became of its feet.");
  m.def(
      "reconstruct",
      [](const PoseAutoencoder& model, const Motion& motion) {
        return without_gil([&] { return reconstruct(model, motion); });
      },
      "model"_a, "motion"_a, "The motion with every rotation replaced by decode(encode(pose)).");
  py::class_<MotionError>(m, "MotionError",
                          "The difference between two motions, over all frames and joints.")
      .def_readonly("position_cm", &MotionError::position_cm,
                    "Mean distance of joints in the world, centimetres.")
      .def_readonly("rotation_deg", &MotionError::rotation_deg,
                    "Mean angle of local rotations, degrees.")
      .def("__repr__", [](const MotionError& self) {
        return fmt::format("<MotionError {:.3g} cm, {:.3g} degrees>", self.position_cm,
                           self.rotation_deg);
      });
  m.def("compare", &compare, "a"_a, "b"_a, "The MotionError between two motions of one skeleton.");
}

void bind_walks(py::module_& m) {
  Options<WalkOptions>(m, "WalkOptions", "Of random walks.")
      .property(
          "kind", [](const WalkOptions& self) { return self.kind; },
          [](WalkOptions& self, const std::string& kind) { self.kind = find_walk_kind(kind).name; },
          "\"matern\", \"ou\", \"sphere\", \"steps\" or \"tutorial\". Raises UsageError.")
      .field("count", &WalkOptions::count, "T, the number of poses.")
      .field("time_scale_s", &WalkOptions::time_scale_s,
             "Seconds after which poses are nearly independent; None: the kind's.")
      .field("step_size", &WalkOptions::step_size, "Of the tutorial's walk.")
      .field("spread", &WalkOptions::spread,
             "Scales the distance from the mean; 1 is that of the model's poses.")
      .field("seed", &WalkOptions::seed, "The same seed gives the same walk.");
  Options<LoopOptions>(m, "LoopOptions", "Of paths that end where they began.")
      .property(
          "kind", [](const LoopOptions& self) { return self.kind; },
          [](LoopOptions& self, const std::string& kind) { self.kind = find_loop_kind(kind).name; },
          "\"fourier\", \"great_circle\" or \"steps\". Raises UsageError.")
      .field("seconds", &LoopOptions::seconds, "Length of the loop.")
      .field("time_scale_s", &LoopOptions::time_scale_s, "As of walks; None: the kind's.")
      .field("harmonics", &LoopOptions::harmonics, "Of fourier: fewer are calmer; 0: all.")
      .field("spread", &LoopOptions::spread, "As of walks.")
      .field("seed", &LoopOptions::seed, "The same seed gives the same loop.");
  m.def(
      "walk",
      [](const LatentGaussian& space, const std::optional<ArrayLike>& start,
         const WalkOptions& options,
         double fps) { return walk(space, point_of(start, space.dim()), options, fps); },
      "space"_a, "start"_a = py::none(), with_defaults<WalkOptions>("options"), "fps"_a = 30.0,
      "A random walk from a point (Z), or by its own law. Raises UsageError.");
  m.def(
      "loop",
      [](const LatentGaussian& space, const std::optional<ArrayLike>& start,
         const LoopOptions& options,
         double fps) { return loop(space, point_of(start, space.dim()), options, fps); },
      "space"_a, "start"_a = py::none(), with_defaults<LoopOptions>("options"), "fps"_a = 30.0,
      "A random loop, its first frame at a point (Z) where that is given. Raises UsageError.");
  m.def(
      "walk_kinds",
      [] {
        std::map<std::string, std::string> kinds;
        for (const WalkKind& kind : walk_kinds()) kinds[kind.name] = kind.summary;
        return kinds;
      },
      "Names of the kinds of walk, and a line on each.");
  m.def(
      "loop_kinds",
      [] {
        std::map<std::string, std::string> kinds;
        for (const LoopKind& kind : loop_kinds()) kinds[kind.name] = kind.summary;
        return kinds;
      },
      "Names of the kinds of loop, and a line on each.");
}

void bind_interpolation(py::module_& m) {
  using Points = Eigen::VectorXf (*)(const Eigen::VectorXf&, const Eigen::VectorXf&, double);
  const auto def = [&](const char* name, Points curve, const char* doc) {
    m.def(
        name,
        [curve](const ArrayLike& a, const ArrayLike& b, double t) {
          const Eigen::VectorXf first = vector_of<float>(a, "a");
          return curve(first, vector_of<float>(b, "b", first.size()), t);
        },
        "a"_a, "b"_a, "t"_a, doc);
  };
  def("lerp", &lerp, "(Z) (1 - t) a + t b: the straight line.");
  def("slerp", &slerp,
      "(Z) the directions take the great circle, the radius goes in a straight line.");
  def("variance_preserving", &variance_preserving,
      "(Z) the straight line at the length that it has between independent points on average.");
  m.def(
      "multi_slerp",
      [](const ArrayLike& codes, const ArrayLike& weights) {
        return multi_slerp(batch_of(codes, "codes"), vector_of<double>(weights, "weights"));
      },
      "codes"_a, "weights"_a,
      "(Z) the blend of codes (N, Z) by weights (N) of sum 1: successive slerps.");
  m.def("ease", &ease, "easing"_a, "t"_a,
        "Progress e(t) from 0 to 1: \"linear\", \"cosine\", \"cubic\" or \"quintic\".");
}

void bind_mixes(py::module_& m) {
  Options<MixOptions>(m, "MixOptions", "How one path is mixed with another.")
      .field("factor", &MixOptions::factor, "The same weight in all frames; None: a ramp.")
      .field("from_", &MixOptions::from, "The weight at the ramp's first frame.")
      .field("to", &MixOptions::to, "And at its last.")
      .field("interpolation", &MixOptions::interpolation,
             "\"lerp\", \"slerp\" or \"variance-preserving\".")
      .field("lengths", &MixOptions::lengths,
             "\"stretch\", \"truncate\" or \"warp\" (similar moments are aligned).")
      .field("easing", &MixOptions::easing, "Of the ramp.")
      .property(
          "shares", [](const MixOptions& self) { return self.shares; },
          [](MixOptions& self, const ArrayLike& shares) {
            self.shares = vector_of<double>(shares, "shares");
          },
          "(Z) share of the weight of each latent; empty for ones.");
  m.def(
      "mix",
      [](const PoseAutoencoder& model, const LatentPath& a, const LatentPath& b,
         const LatentGaussian& space, const MixOptions& options) {
        return without_gil([&] { return mix(model, a, b, space, options); });
      },
      "model"_a, "a"_a, "b"_a, "space"_a, with_defaults<MixOptions>("options"),
      "A path from one trajectory to the other while both continue: I(a_t, b_t; w_t). Raises "
      "UsageError.");
  Options<TransitionOptions>(m, "TransitionOptions", "How one clip hands over to another.")
      .field("seconds", &TransitionOptions::seconds,
             "From the last frame to the first; 0 is a cut.")
      .field("easing", &TransitionOptions::easing, "None: quintic. Not linear.")
      .field("interpolation", &TransitionOptions::interpolation, "None: lerp.")
      .field("run_out_s", &TransitionOptions::run_out_s,
             "Seconds, at most, for which each clip goes on.");
  m.def("bridge", &bridge, "from_"_a, "to"_a, "space"_a,
        with_defaults<TransitionOptions>("options"), "The frames between two paths.");
  m.def("join", &join, "from_"_a, "to"_a, "space"_a, with_defaults<TransitionOptions>("options"),
        "All of one path, the bridge, all of the other.");
}

void bind_tours(py::module_& m) {
  Options<TourOptions>(m, "TourOptions", "Of a path through keys.")
      .field("way", &TourOptions::way, "\"lerp\", \"slerp\", \"variance-preserving\" or \"curve\".")
      .field("easing", &TourOptions::easing, "From key to key; all but linear stop at every key.")
      .field("pace", &TourOptions::pace, "\"eased\" (as many frames each) or \"constant\" (speed).")
      .field("closed", &TourOptions::closed, "From the last key on to the first.")
      .field("frames_per_segment", &TourOptions::frames_per_segment,
             "Frames from a key to the next.");
  m.def(
      "tour",
      [](const ArrayLike& keys, const LatentGaussian& space, const TourOptions& options,
         double fps) { return tour(batch_of(keys, "keys", space.dim()), space, options, fps); },
      "keys"_a, "space"_a, with_defaults<TourOptions>("options"), "fps"_a = 30.0,
      "A path through keys (N, Z).");
}

void bind_offsets(py::module_& m) {
  py::class_<Direction>(m, "Direction", "The direction of an offset, and how its unit is measured.")
      .def(py::init([](const ArrayLike& vector) {
             return Direction(vector_of<float>(vector, "vector"));
           }),
           "vector"_a, "Of a vector (Z): an amplitude counts in each dimension by itself.")
      .def_readonly("vector", &Direction::vector, "(Z) float32.")
      .def("__repr__", [](const Direction& self) {
        return fmt::format("<Direction in {} latents>", self.vector.size());
      });
  m.def(
      "parse_direction",
      [](const std::string& text, const codec::LatentStatistics& statistics) {
        return parse_direction(text, statistics);
      },
      "text"_a, "statistics"_a,
      "The Direction of \"all\", \"3\" (a latent), \"axis:0\" (a principal axis) or \"0.5,-1,0\". "
      "Raises UsageError.");
  Options<OffsetOptions>(m, "OffsetOptions", "The course of an offset over a path.")
      .field("amplitude", &OffsetOptions::amplitude,
             "In units of `unit`; 1 in all dimensions distorts poses.")
      .field("cycles", &OffsetOptions::cycles, "Of a sinusoid: oscillations over the path.")
      .field("unit", &OffsetOptions::unit,
             "\"std\" (standard deviations of the model's latents) or \"latent\".")
      .field("shape", &OffsetOptions::shape, "\"sinusoid\", \"ramp\" or \"envelope\".")
      .field("attack", &OffsetOptions::attack,
             "Of an envelope: share of the path over which it rises.")
      .field("release", &OffsetOptions::release, "And over which it falls.")
      .field("easing", &OffsetOptions::easing, "Of ramp and envelope.");
  m.def("follow_at_offset", &follow_at_offset, "path"_a, "direction"_a, "statistics"_a,
        with_defaults<OffsetOptions>("options"),
        "z'_t = z_t + a s(t / (T - 1)) r: the path followed at an offset.");
}

void bind_arithmetic(py::module_& m) {
  py::class_<Strength>(m, "Strength",
                       "Of an attribute along a path: from `first` to `last`, linearly.")
      .def(py::init([](double first, std::optional<double> last) {
             return Strength{first, last.value_or(first)};
           }),
           "first"_a = 1.0, "last"_a = py::none(), "By default `last` is `first`.")
      .def_readwrite("first", &Strength::first,
                     "At the first frame; 1 moves a pose as far as the attribute is.")
      .def_readwrite("last", &Strength::last, "At the last frame.")
      .def("__repr__", [](const Strength& self) {
        return fmt::format("Strength({:g}, {:g})", self.first, self.last);
      });
  py::class_<Dose>(m, "Dose", "A vector of latent space with a strength.")
      .def(py::init([](const ArrayLike& vector, const Strength& strength) {
             return Dose{vector_of<float>(vector, "vector"), strength};
           }),
           "vector"_a, with_defaults<Strength>("strength"))
      .def_readonly("vector", &Dose::vector, "(Z) float32.")
      .def_readonly("strength", &Dose::strength, "The Strength.")
      .def("__repr__", [](const Dose& self) {
        return fmt::format("<Dose of {:g} to {:g} in {} latents>", self.strength.first,
                           self.strength.last, self.vector.size());
      });
  m.def("compose", &compose, "path"_a, "doses"_a,
        "z'_t = z_t + sum_i s_i(t) v_i: attributes add up.");
  Options<ClipStyleOptions>(m, "ClipStyleOptions", "Of transfer().")
      .field("strength", &ClipStyleOptions::strength, "The Strength.")
      .field("align", &ClipStyleOptions::align,
             "By dynamic time warping; otherwise clips are stretched.")
      .field("smoothing_s", &ClipStyleOptions::smoothing_s,
             "Standard deviation in seconds, over time.");
  m.def("transfer", &transfer, "content"_a, "style"_a, "neutral"_a, "space"_a,
        with_defaults<ClipStyleOptions>("options"),
        "z'_t = z_t + s (style_t - neutral_t): the difference of two clips, added to a third.");
  m.def(
      "gradient",
      [](const LatentPath& path, const ArrayLike& from, const ArrayLike& to,
         const LatentGaussian& space, const Strength& strength) {
        return gradient(path, vector_of<float>(from, "from_", space.dim()),
                        vector_of<float>(to, "to", space.dim()), space, strength);
      },
      "path"_a, "from_"_a, "to"_a, "space"_a, with_defaults<Strength>("strength"),
      "The path changes from one attribute (Z) to another along the way.");
  py::class_<Attribute>(m, "Attribute", "An attribute of poses, as directions in latent space.")
      .def_readonly("name", &Attribute::name, "\"style=old\", of clips, or \"energy\", of frames.")
      .def_readonly("vector", &Attribute::vector, "(Z) mean difference from the neutral poses.")
      .def_readonly("logistic", &Attribute::logistic,
                    "(Z) the direction of a logistic probe, as strong.")
      .def_readonly("probe", &Attribute::probe,
                    "(Z) weights of the probe: log odds are probe . z + bias.")
      .def_readonly("bias", &Attribute::bias, "Of the probe.")
      .def_readonly("tempo", &Attribute::tempo,
                    "Speed of its clips, as a multiple of the neutral ones'.")
      .def_readonly("neutral", &Attribute::neutral, "What it differs from.")
      .def_readonly("clips", &Attribute::clips, "Clips that have it.")
      .def_readonly("poses", &Attribute::poses, "Poses that have it.")
      .def("__repr__", [](const Attribute& self) {
        return fmt::format("<Attribute '{}' of {} poses in {} clips, {} latents>", self.name,
                           self.poses, self.clips, self.vector.size());
      });
  py::class_<AttributeSet>(m, "AttributeSet", "Attributes of one model.")
      .def_readonly("model", &AttributeSet::model, "File name of the model.")
      .def_readonly("data", &AttributeSet::data, "What they were learned from.")
      .def_readonly("attributes", &AttributeSet::attributes, "All of them.")
      .def_property_readonly("names", &AttributeSet::names, "Their names.")
      .def("find", &AttributeSet::find, py::return_value_policy::reference_internal, "name"_a,
           "The Attribute of that name. Raises UsageError with the nearest one.")
      .def("__repr__", [](const AttributeSet& self) {
        return fmt::format("<AttributeSet of {}: {}>", self.model, fmt::join(self.names(), ", "));
      });
  m.def("load_attributes", py::overload_cast<const std::filesystem::path&>(&load_attributes),
        "path"_a, "An AttributeSet from .safetensors. Raises InputError, ModelError.");
  m.def("save_attributes", &save_attributes, "attributes"_a, "path"_a,
        "Whole or not at all. Raises UsageError, OutputError.");
}

void bind_encodings(py::module_& m) {
  py::class_<Encodings>(m, "Encodings", "Encoded poses with where each one comes from.")
      .def_readonly("path", &Encodings::path, "The LatentPath of all, clip after clip.")
      .def_readonly("clips", &Encodings::clips, "Names of clips.")
      .def_property_readonly(
          "clip",
          [](const py::object& self) {
            const auto& clip = self.cast<const Encodings&>().clip;
            return view_of(clip.data(), {std::ssize(clip)}, self);
          },
          "(T) int32: index into clips.")
      .def_property_readonly(
          "frame",
          [](const py::object& self) {
            const auto& frame = self.cast<const Encodings&>().frame;
            return view_of(frame.data(), {std::ssize(frame)}, self);
          },
          "(T) int32: frame of that clip's file, from 0.")
      .def_readonly("model", &Encodings::model, "File name of the model.")
      .def_readonly("model_sha256", &Encodings::model_sha256, "Of that file.")
      .def("__repr__", [](const Encodings& self) {
        return fmt::format("<Encodings of {} poses in {} clips, {} latents>", self.path.frames(),
                           self.clips.size(), self.path.dim());
      });
  m.def("save_encodings", &save_encodings, "encodings"_a, "path"_a,
        "As .h5 or .csv. Raises UsageError, OutputError.");
  m.def("load_encodings", &load_encodings, "path"_a,
        "Encodings from .h5. Raises InputError, ModelError.");
  m.def(
      "paths_of",
      [](const Encodings& encodings) {
        std::vector<std::pair<std::string, LatentPath>> paths;
        for (NamedPath& path : paths_of(encodings))
          paths.emplace_back(path.name, std::move(path.path));
        return paths;
      },
      "encodings"_a, "(name, LatentPath) of each clip, in order.");
}

}  // namespace

void bind_latent(py::module_& m) {
  bind_path(m);
  bind_space(m);
  bind_coding(m);
  bind_walks(m);
  bind_interpolation(m);
  bind_tours(m);
  bind_mixes(m);
  bind_offsets(m);
  bind_arithmetic(m);
  bind_encodings(m);
}

}  // namespace poseaae::python
