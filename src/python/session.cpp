#include <fmt/format.h>

#include <limits>

#include "poseaae/base/limits.hpp"
#include "poseaae/base/random.hpp"
#include "poseaae/session/encoded_inputs.hpp"
#include "poseaae/session/history.hpp"
#include "poseaae/session/open_model.hpp"
#include "python/models.hpp"

namespace poseaae::python {

using latent::LatentPath;
using mocap::Motion;
using namespace session;

namespace {

/// What a model warns of becomes a warning of Python, from whatever thread.
void warn(const std::string& line) {
  const py::gil_scoped_acquire acquire;
  if (PyErr_WarnEx(PyExc_UserWarning, line.c_str(), 2) != 0) throw py::error_already_set();
}

Batch samples(const OpenModel& model, int count, std::uint64_t seed) {
  require_between("count", count, 0, std::numeric_limits<int>::max());
  Random random(seed);
  Batch points(count, model.codec().latent_dim());
  for (Eigen::Index i = 0; i < points.rows(); ++i) points.row(i) = model.sample(random).transpose();
  return points;
}

void bind_open_model(py::module_& m) {
  Options<Dancer> dancer(m, "Dancer", "A path to be danced, and how.");
  dancer.field("name", &Dancer::name, "Whose it is, in pictures and files.")
      .field("path", &Dancer::path, "The latent.LatentPath.")
      .field("loops", &Dancer::loops, "The first frame follows the last.")
      .field("travel", &Dancer::travel,
             "\"clip\" (the way of the clip that is followed), \"feet\" or \"none\".")
      .field("frames", &Dancer::frames, "Frames of the motion, of models of windows; None: all.")
      .field("fps", &Dancer::fps, "Its frame rate, likewise; None: the path's.")
      .field("apart", &Dancer::apart, "Points are poses of their own, likewise.")
      .field("smooth_hz", &Dancer::smooth_hz,
             "The highest frequency of the frames, hertz, likewise.");
  dancer.type().def(
      py::init([](const LatentPath& path) { return Dancer{.name = "", .path = path}; }), "path"_a,
      "Of a path alone.");

  using Clip = mocap::Clip;
  py::class_<OpenModel>(
      m, "OpenModel",
      "A model from its file, with the clips, poses and attributes that are named to it. What it "
      "finds in clips that is worth knowing are warnings. For one thread at a time.")
      .def(py::init([](const std::filesystem::path& file) {
             return std::make_unique<OpenModel>(file, &warn);
           }),
           "file"_a, "Raises InputError, ModelError.")
      .def_property_readonly("codec", &OpenModel::codec, "The codec.PoseAutoencoder.")
      .def_property_readonly("file", &OpenModel::file, "The path of the model.")
      .def_property_readonly("space", &OpenModel::space,
                             "The latent.LatentGaussian of its encodings.")
      .def_property_readonly("dim", &OpenModel::dim, "Z, the number of latents.")
      .def_property_readonly("flow", &OpenModel::flow, py::return_value_policy::reference_internal,
                             "The codec.FlowMap, or None.")
      .def_property_readonly("fps", &OpenModel::fps, "Points of a path a second.")
      .def_property_readonly("motion_fps", &OpenModel::motion_fps, "Frames of motion a second.")
      .def_property_readonly("windowed", &OpenModel::windowed, "Whether its rows are windows.")
      .def(
          "points_for", [](const OpenModel& self, Int frames) { return self.points_for(frames); },
          "frames"_a, "Points of a path that cover so many frames.")
      .def("usual_walk", &OpenModel::usual_walk, "The kind of walk that suits it.")
      .def("usual_loop", &OpenModel::usual_loop, "The kind of loop that suits it.")
      .def("set_sampling", &OpenModel::set_sampling, "sampling"_a,
           "How random points are drawn from now on: \"prior\", \"mixture\" or \"flow\". Raises "
           "UsageError.")
      .def(
          "sample",
          [](const OpenModel& self, Int count, Whole<std::uint64_t> seed) {
            return samples(self, count, seed);
          },
          "count"_a = 1, "seed"_a = 1, "(count, Z) random points of the space.")
      .def(
          "walk",
          [](OpenModel& self, const std::optional<ArrayLike>& start,
             const latent::WalkOptions& options, bool keep_likely) {
            return self.walk(point_of(start, self.dim()), options, keep_likely);
          },
          "start"_a = py::none(), with_defaults<latent::WalkOptions>("options"),
          "keep_likely"_a = false,
          "A random walk at fps, from a pose (Z) or a random point. Raises UsageError.")
      .def(
          "loop",
          [](OpenModel& self, const std::optional<ArrayLike>& start,
             const latent::LoopOptions& options, bool keep_likely) {
            return self.loop(point_of(start, self.dim()), options, keep_likely);
          },
          "start"_a = py::none(), with_defaults<latent::LoopOptions>("options"),
          "keep_likely"_a = false, "A random loop likewise. Raises UsageError.")
      .def_property(
          "clip_options", &OpenModel::clip_options, &OpenModel::set_clip_options,
          "mocap.ClipOptions by which clips are read: as the training clips were, or as was set.")
      .def(
          "clip",
          [](const OpenModel& self, const std::filesystem::path& clip) {
            const auto reference = mocap::ClipReference::parse(clip.string());
            return without_gil([&] { return self.clip(reference); });
          },
          "clip"_a,
          "The mocap.Clip \"a.bvh:100:500\" with the model's skeleton, also of those installed.")
      .def(
          "encode",
          [](const OpenModel& self, const Clip& clip) {
            return without_gil([&] { return self.encode(clip); });
          },
          "clip"_a, "The latent.LatentPath of a clip, of windows those that end within it.")
      .def(
          "follow",
          [](const OpenModel& self, const Clip& clip) {
            return without_gil([&] { return self.follow(clip); });
          },
          "clip"_a, "The latent.LatentPath of a clip to its end.")
      .def(
          "path", &OpenModel::path, py::return_value_policy::copy, "clip"_a,
          "The latent.LatentPath of \"a.bvh:100:500\" to its end, with the clip's root; read once.")
      .def("pose", &OpenModel::pose, "name"_a,
           "(Z) a point by name: \"a.bvh:100\" (a frame), \"sample:7\" (a random point), \"mean\". "
           "Raises Error.")
      .def("use_attributes", &OpenModel::use_attributes, "file"_a, "Sets the file of attributes.")
      .def("attributes", &OpenModel::attributes, py::return_value_policy::reference_internal,
           "The latent.AttributeSet of that file, or of the one beside the model. Raises "
           "InputError, ModelError.")
      .def("direction", &OpenModel::direction, "text"_a,
           "The latent.Direction of \"all\", \"3\", \"axis:0\" or \"attribute:style=old\". Raises "
           "UsageError.")
      .def(
          "decode",
          [](const OpenModel& self, const Dancer& dancer,
             const std::optional<latent::Plant>& plant) {
            return without_gil([&] { return self.decode(dancer, plant); });
          },
          "dancer"_a, "plant"_a = py::none(),
          "The mocap.Motion of a Dancer, or of a LatentPath: \"ik\" (feet are held where they "
          "stand), \"root\" or "
          "\"off\"; None: what suits it.")
      .def(
          "dance",
          [](const OpenModel& self, const Dancer& dancer,
             const std::optional<latent::Plant>& plant) {
            return without_gil([&] { return self.dance(dancer, plant); });
          },
          "dancer"_a, "plant"_a = py::none(),
          "The same as footing.Planted, with what became of its feet.")
      .def("encodings",
           py::overload_cast<const std::vector<Dancer>&>(&OpenModel::encodings, py::const_),
           "dancers"_a, "The latent.Encodings of the paths of dancers.")
      .def("__repr__", [](const OpenModel& self) {
        return fmt::format("<OpenModel {}, {} latents>", self.file().string(),
                           self.codec().latent_dim());
      });
  py::implicitly_convertible<LatentPath, Dancer>();
}

void bind_inputs(py::module_& m) {
  py::class_<EncodedInputs>(m, "EncodedInputs",
                            "Encoded poses, and everything that is known about each.")
      .def_readonly("encodings", &EncodedInputs::encodings, "The latent.Encodings.")
      .def_readonly("texts", &EncodedInputs::texts, "(T) each: \"clip\", and the labels of clips.")
      .def_property_readonly(
          "numbers",
          [](const EncodedInputs& self) {
            py::dict numbers;
            for (const auto& [name, values] : self.numbers) {
              numbers[py::str(name)] = owned(std::vector(values), {std::ssize(values)});
            }
            return numbers;
          },
          "(T) float64 each: \"time\" in seconds, and the labels of frames; NaN where there is "
          "none.")
      .def_property_readonly(
          "poses",
          [](const py::object& self) {
            auto& poses = self.cast<EncodedInputs&>().poses;
            return view_of(poses.data(), {poses.rows(), poses.cols() / 4, 4}, self);
          },
          "(T, J, 4) float32: what was encoded, as it was recorded.")
      .def("__repr__", [](const EncodedInputs& self) {
        return fmt::format("<EncodedInputs of {} poses in {} clips>", self.encodings.path.frames(),
                           self.encodings.clips.size());
      });
  m.def(
      "encode_inputs",
      [](const OpenModel& model, const std::vector<std::string>& inputs,
         const std::string& label_pattern) {
        return without_gil([&] { return encode_inputs(model, inputs, label_pattern); });
      },
      "model"_a, "inputs"_a, "label_pattern"_a = "",
      "Clips, folders or patterns of them, datasets and encodings, encoded by the model. Raises "
      "Error.");
}

void bind_history(py::module_& m) {
  const auto column = [](const History& history, const std::string& name) {
    return owned(history.table.column(name), {std::ssize(history.table.rows)});
  };
  py::class_<History>(m, "History",
                      "The history of a training run: one row an epoch, one column a loss.")
      .def_readonly("name", &History::name, "Of the run folder, or of the file.")
      .def_property_readonly(
          "columns", [](const History& self) { return self.table.columns; },
          "Names of the columns, in their order.")
      .def("__len__", [](const History& self) { return self.table.rows.size(); })
      .def("__getitem__", column, "column"_a,
           "(E) float64: a value an epoch, NaN where it was not measured.")
      .def(
          "arrays",
          [column](const History& self) {
            py::dict arrays;
            for (const std::string& name : self.table.columns)
              arrays[py::str(name)] = column(self, name);
            return arrays;
          },
          "Every column by its name, (E) float64.")
      .def(
          "epochs",
          [](const History& self) { return owned(self.epochs(), {std::ssize(self.table.rows)}); },
          "(E) the number of each epoch.")
      .def("__repr__", [](const History& self) {
        return fmt::format("<History '{}' of {} epochs, {} columns>", self.name,
                           self.table.rows.size(), self.table.columns.size());
      });
  m.def("load_history", &load_history, "source"_a,
        "From a run folder or a CSV file. Raises InputError, ParseError.");
  m.def("load_histories", &load_histories, "sources"_a,
        "Several; runs of one name get their folder's in front.");
  m.def(
      "smoothed", [](const History& run, Int width) { return smoothed(run, width); }, "run"_a,
      "width"_a, "The mean over a window of so many epochs, of every column.");
  m.def(
      "moving_average",
      [](const ArrayLike& values, Int width) {
        const Eigen::VectorXd given = vector_of<double>(values, "values");
        return owned(moving_average({given.begin(), given.end()}, width), {given.size()});
      },
      "values"_a, "width"_a, "(E) the mean over a window centred on each; NaN do not count.");
}

}  // namespace

void bind_session(py::module_& m) {
  bind_open_model(m);
  bind_inputs(m);
  bind_history(m);
}

}  // namespace poseaae::python
