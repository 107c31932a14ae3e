#include "python/models.hpp"

#include <fmt/format.h>

#include <span>

#include "poseaae/base/error.hpp"
#include "poseaae/codec/model_file.hpp"

namespace poseaae::python {

using codec::PoseAutoencoder;
using codec::PoseFormat;

namespace {

/// What `map` makes of the rows, (N, inputs) -> (N, outputs), a part at a time: the array is never
/// copied as a whole, and what is computed stays near. Rows do not depend on each other.
template <typename Map>
Batch in_parts(const RowsOf<float>& rows, Eigen::Index outputs, const Map& map) {
  constexpr Eigen::Index kPart = 1024;
  Batch result(rows.rows(), outputs);
  for (Eigen::Index first = 0; first < rows.rows(); first += kPart) {
    const Eigen::Index count = std::min(kPart, rows.rows() - first);
    result.middleRows(first, count) = map(rows.middleRows(first, count));
  }
  return result;
}

Batch encode(const PoseAutoencoder& model, const ArrayLike& given) {
  const py::ssize_t width = model.pose_dim();
  std::vector<Shape> shapes{{fmt::format("(N, {})", width), {kAny, width}}};
  if (!model.format().window()) {
    const py::ssize_t joints = width / 4;
    shapes.push_back({fmt::format("(N, {}, 4)", joints), {kAny, joints, 4}});
  }
  const auto rows = array_of<float>(given, "poses", shapes);
  return without_gil([&] {
    return in_parts(rows_in(rows, width), model.latent_dim(),
                    [&](const Batch& part) { return model.encode(part); });
  });
}

template <typename Map>
Batch decoded(const PoseAutoencoder& model, const ArrayLike& given, int width, const Map& map) {
  const py::ssize_t dim = model.latent_dim();
  const auto points =
      array_of<float>(given, "latents", {{fmt::format("(N, {})", dim), {kAny, dim}}});
  const auto rows = rows_in(points, dim);
  require_finite(rows, "latents");
  return without_gil([&] { return in_parts(rows, width, map); });
}

Batch decode(const PoseAutoencoder& model, const ArrayLike& latents) {
  return decoded(model, latents, model.pose_dim(),
                 [&](const Batch& part) { return model.decode(part); });
}

py::array decode_poses(const PoseAutoencoder& model, const ArrayLike& latents) {
  const int joints = model.skeleton().joints();
  Batch poses = decoded(model, latents, 4 * joints,
                        [&](const Batch& part) { return model.decode_poses(part); });
  const Eigen::Index rows = poses.rows();
  return owned(std::move(poses), {rows, joints, 4});
}

void bind_mixture(py::module_& m) {
  using namespace codec;
  py::class_<Mixture>(m, "Mixture",
                      "p(z) = sum_k w_k N(z; m_k, C_k): a Gaussian mixture over encodings.")
      .def_readonly("weights", &Mixture::weights, "(K) not negative, of sum 1.")
      .def_readonly("means", &Mixture::means, "(K, Z).")
      .def_readonly("covariances", &Mixture::covariances, "K of (Z, Z), positive definite.")
      .def_property_readonly("components", &Mixture::components, "K, the number of Gaussians.")
      .def_property_readonly("dim", &Mixture::dim, "Z, the number of latents.")
      .def_property_readonly("empty", &Mixture::empty, "Whether the model has none.")
      .def("__repr__", [](const Mixture& self) {
        return self.empty() ? std::string("<Mixture, empty>")
                            : fmt::format("<Mixture of {} Gaussians, {} latents>",
                                          self.components(), self.dim());
      });
  py::class_<MixtureDensity>(m, "MixtureDensity", "The density of a Mixture.")
      .def(py::init<const Mixture&>(), "mixture"_a)
      .def_property_readonly("dim", &MixtureDensity::dim, "Z, the number of latents.")
      .def("__repr__",
           [](const MixtureDensity& self) {
             return fmt::format("<MixtureDensity of {} latents>", self.dim());
           })
      .def(
          "log_density",
          [](const MixtureDensity& self, const ArrayLike& points) {
            const Batch rows = batch_of(points, "points", self.dim());
            Eigen::VectorXd densities(rows.rows());
            for (Eigen::Index i = 0; i < rows.rows(); ++i) {
              densities[i] = self.log_density(rows.row(i).transpose().cast<double>());
            }
            return densities;
          },
          "points"_a, "(N) log p(z), natural logarithm, of points (N, Z).");
}

void bind_flow(py::module_& m) {
  using namespace codec;
  py::class_<LatentFlow>(m, "LatentFlow",
                         "What an invertible map between encodings and N(0, I) is made from.")
      .def_readonly("mixture", &LatentFlow::mixture, "The Mixture of encodings, softened.")
      .def_readonly("quantiles", &LatentFlow::quantiles,
                    "(Q, Z) quantiles of each coordinate, ascending.")
      .def_readonly("log_densities", &LatentFlow::log_densities,
                    "(101) log densities that 0, 1, ... 100 % of the encodings are below.")
      .def_property_readonly("empty", &LatentFlow::empty, "Whether the model has none.")
      .def("__repr__", [](const LatentFlow& self) {
        return self.empty() ? std::string("<LatentFlow, empty>")
                            : fmt::format("<LatentFlow of {} Gaussians, {} quantiles, {} latents>",
                                          self.mixture.components(), self.quantiles.rows(),
                                          self.mixture.dim());
      });
  const auto row_by_row = [](const FlowMap& flow, const ArrayLike& points, auto measure) {
    const Batch rows = batch_of(points, "points", flow.dim());
    Eigen::VectorXd values(rows.rows());
    without_gil([&] {
      for (Eigen::Index i = 0; i < rows.rows(); ++i) {
        values[i] = (flow.*measure)(rows.row(i).transpose().cast<double>());
      }
    });
    return values;
  };
  py::class_<FlowMap>(m, "FlowMap",
                      "The map e = g(T(z)) of a LatentFlow: encodings are N(0, I) in e.")
      .def(py::init<const LatentFlow&>(), "flow"_a)
      .def_property_readonly("dim", &FlowMap::dim, "Z, the number of latents.")
      .def("__repr__",
           [](const FlowMap& self) { return fmt::format("<FlowMap of {} latents>", self.dim()); })
      .def(
          "to_normal",
          [](const FlowMap& self, const ArrayLike& z) {
            return self.to_normal(batch_of(z, "z", self.dim()));
          },
          "z"_a, "(N, Z) points e of latents (N, Z).")
      .def(
          "from_normal",
          [](const FlowMap& self, const ArrayLike& e) {
            return self.from_normal(batch_of(e, "e", self.dim()));
          },
          "e"_a, "(N, Z) latents of points e (N, Z): the inverse.")
      .def(
          "log_density",
          [row_by_row](const FlowMap& self, const ArrayLike& z) {
            return row_by_row(self, z, &FlowMap::log_density);
          },
          "z"_a, "(N) log p(z), natural logarithm, of latents (N, Z).")
      .def(
          "commonness",
          [row_by_row](const FlowMap& self, const ArrayLike& z) {
            return row_by_row(self, z, &FlowMap::commonness);
          },
          "z"_a,
          "(N) the share of the encodings, 0 to 1, whose density is lower than that of each latent "
          "(N, Z): "
          "0.01 says that the pose is rarer than 99 % of those learned from.");
}

void bind_statistics(py::module_& m) {
  using codec::LatentStatistics;
  py::class_<LatentStatistics>(m, "LatentStatistics", "Of the encodings of the training poses.")
      .def_static(
          "of",
          [](const ArrayLike& latents) {
            return LatentStatistics::of(batch_of(latents, "latents"));
          },
          "latents"_a, "Mean and covariance of encodings (N, Z) alone.")
      .def_static(
          "with_mixture",
          [](const ArrayLike& latents) {
            const Batch batch = batch_of(latents, "latents");
            return without_gil([&] { return LatentStatistics::with_mixture(batch); });
          },
          "latents"_a,
          "With a mixture too, and with a flow where there are enough encodings (N, Z).")
      .def_readonly("mean", &LatentStatistics::mean, "(Z) float64.")
      .def_readonly("covariance", &LatentStatistics::covariance,
                    "(Z, Z) float64, normalised by N - 1.")
      .def_readonly("mixture", &LatentStatistics::mixture, "The Mixture; may be empty.")
      .def_readonly(
          "step", &LatentStatistics::step,
          "(Z, Z) S R S, R the correlation of points with those before; empty in models of poses.")
      .def_readonly("flow", &LatentStatistics::flow, "The LatentFlow; may be empty.")
      .def("standard_deviation", &LatentStatistics::standard_deviation, "(Z) sqrt of the diagonal.")
      .def("__repr__", [](const LatentStatistics& self) {
        return fmt::format("<LatentStatistics of {} latents{}{}>", self.mean.size(),
                           self.mixture.empty() ? "" : ", with a mixture",
                           self.flow.empty() ? "" : ", with a flow");
      });
}

void bind_format(py::module_& m) {
  py::class_<PoseFormat>(m, "PoseFormat",
                         "What the P numbers of a row are, and what networks see of them.")
      .def_property_readonly("form", &PoseFormat::form,
                             "How networks see rotations: \"quaternion\" or \"six_d\".")
      .def_property_readonly("width", &PoseFormat::width, "P, the numbers of a row: 4 J of a pose.")
      .def_property_readonly("features", &PoseFormat::features,
                             "F, the numbers that networks see of it.")
      .def_property_readonly("hop", &PoseFormat::hop, "Frames from one row of a path to the next.")
      .def_property_readonly(
          "window",
          [](const PoseFormat& self) {
            return self.window() ? std::optional(self.window()->frames) : std::nullopt;
          },
          "Frames of a row that is a window; None for poses.")
      .def(
          "rows_of",
          [](const PoseFormat& self, const mocap::Motion& motion) { return self.rows_of(motion); },
          "motion"_a, "(N, P) rows of a motion of this skeleton. Raises UsageError for another.")
      .def(
          "motion_of",
          [](const PoseFormat& self, const ArrayLike& rows, double fps) {
            return self.motion_of(batch_of(rows, "rows", self.width()), fps);
          },
          "rows"_a, "fps"_a, "The Motion of rows (N, P), its root at the origin.")
      .def("__repr__", [](const PoseFormat& self) {
        return fmt::format("<PoseFormat of {} of {} joints: {} numbers, {} features ({})>",
                           self.window()
                               ? fmt::format("windows of {} frames", self.window()->frames)
                               : std::string("poses"),
                           self.skeleton().joints(), self.width(), self.features(),
                           name_of(self.form(), codec::rotation_names()));
      });
}

void bind_autoencoder(py::module_& m) {
  py::class_<PoseAutoencoder>(m, "PoseAutoencoder",
                              "A trained encoder and decoder of poses or of windows. It never "
                              "changes, and may be used by several "
                              "threads.")
      .def_property_readonly("skeleton", &PoseAutoencoder::skeleton, "The Skeleton of its poses.")
      .def_property_readonly("format", &PoseAutoencoder::format, "The PoseFormat of its rows.")
      .def_property_readonly("latent", &PoseAutoencoder::latent,
                             "LatentStatistics of the training poses.")
      .def_property_readonly("pose_dim", &PoseAutoencoder::pose_dim, "P, the numbers of a row.")
      .def_property_readonly("space", &PoseAutoencoder::space,
                             "The FlowMap between what the networks encode and the latents; None "
                             "where they are the same.")
      .def_property_readonly("latent_dim", &PoseAutoencoder::latent_dim,
                             "Z, the number of latents.")
      .def_property_readonly(
          "fps", [](const PoseAutoencoder& self) { return self.data().fps; },
          "Frames a second of the training poses.")
      .def_property_readonly(
          "clip_options", [](const PoseAutoencoder& self) { return self.data().clip_options; },
          "mocap.ClipOptions by which clips are prepared for this model.")
      .def_property_readonly(
          "config", [](const PoseAutoencoder& self) { return self.data().config; },
          "The resolved configuration of the training, YAML.")
      .def_property_readonly(
          "provenance", [](const PoseAutoencoder& self) { return self.data().provenance; },
          "Seed, data files and hashes, versions, by name.")
      .def("encode", &encode, "rows"_a,
           "(N, Z) float32 encodings of poses (N, P) or (N, J, 4), or of windows (N, P); of a "
           "Gaussian "
           "encoder the means. float32 in C order is read where it lies.")
      .def("decode", &decode, "latents"_a,
           "(N, P) float32 rows of latents (N, Z); rotations are unit quaternions w x y z.")
      .def("decode_poses", &decode_poses, "latents"_a,
           "(N, J, 4) float32: of each latent (N, Z) one pose, that in the middle of a window's "
           "time.")
      .def("__repr__", [](const PoseAutoencoder& self) {
        return fmt::format("<PoseAutoencoder of {} joints, {} latents>", self.skeleton().joints(),
                           self.latent_dim());
      });
  m.def(
      "load_model",
      [](const py::buffer& bytes, const std::filesystem::path& name) {
        const py::buffer_info info = bytes.request();
        const std::span given(static_cast<const std::byte*>(info.ptr),
                              static_cast<std::size_t>(info.size * info.itemsize));
        return without_gil([&] { return codec::load_model(given, name); });
      },
      "bytes"_a, "name"_a = "bytes",
      "The model in the bytes of a file; messages begin with `name`.");
  m.def(
      "load_model",
      [](const std::filesystem::path& path) {
        return without_gil([&] { return codec::load_model(path); });
      },
      "path"_a, "The model in a file. Raises InputError, ModelError.");
  m.def("save_model", &codec::save_model, "model"_a, "path"_a,
        "Whole or not at all. Raises OutputError.");
}

}  // namespace

void bind_models(py::module_& m) {
  bind_mixture(m);
  bind_flow(m);
  bind_statistics(m);
  bind_format(m);
  bind_autoencoder(m);
}

}  // namespace poseaae::python
