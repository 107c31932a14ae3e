#include "python/dataset.hpp"

#include <fmt/format.h>

#include "poseaae/dataset/windows.hpp"

namespace poseaae::python {

using namespace dataset;

const Names<SplitKind>& split_kind_names() {
  static const Names<SplitKind> names{{"auto", SplitKind::kAuto},
                                      {"clip", SplitKind::kClip},
                                      {"block", SplitKind::kBlock},
                                      {"frame", SplitKind::kFrame}};
  return names;
}

namespace {

void bind_data(py::module_& m) {
  py::class_<dataset::Clip>(m, "Clip", "Consecutive rows of a dataset, and their source.")
      .def_readonly("name", &dataset::Clip::name, "Of the file, without folder and extension.")
      .def_readonly("source", &dataset::Clip::source, "The path as it was given.")
      .def_readonly("sha256", &dataset::Clip::sha256, "Of the file.")
      .def_readonly("first", &dataset::Clip::first, "The row of its first pose.")
      .def_readonly("frames", &dataset::Clip::frames, "The number of its poses.")
      .def_readonly("tags", &dataset::Clip::tags, "Labels of the whole clip, by their keys.")
      .def("__repr__", [](const dataset::Clip& self) {
        return fmt::format("<Clip '{}', rows {} to {}>", self.name, self.first,
                           self.first + self.frames);
      });
  Options<DatasetOptions>(m, "DatasetOptions",
                          "Which clips are gathered, and how they are prepared.")
      .field("clips", &DatasetOptions::clips,
             "Files, folders or patterns; or one dataset file (.h5).")
      .field("clip", &DatasetOptions::clip, "mocap.ClipOptions of every clip.")
      .field("range", &DatasetOptions::range, "\"100:500\": these frames of every clip; \"\" all.")
      .field("drop_static", &DatasetOptions::drop_static,
             "Remove joints that never turn in any clip.")
      .field("label_pattern", &DatasetOptions::label_pattern,
             "\"{content}_{style}_{take}\": labels of clips from their names; \"\" none.")
      .field("like", &DatasetOptions::like,
             "A mocap.Skeleton that all clips take; None: the first clip's.")
      .field("contacts", &DatasetOptions::contacts, "Find which feet stand.")
      .field("threads", &DatasetOptions::threads, "That read clips; 0: all cores.");
  py::class_<PoseDataset>(m, "PoseDataset", "N poses gathered from clips.")
      .def_readonly("skeleton", &PoseDataset::skeleton, "The mocap.Skeleton.")
      .def_readonly("fps", &PoseDataset::fps, "Frames a second.")
      .def_readonly("clip_options", &PoseDataset::clip_options,
                    "mocap.ClipOptions that prepare another clip alike.")
      .def_property_readonly(
          "poses",
          [](const py::object& self) {
            auto& poses = self.cast<PoseDataset&>().poses;
            return view_of(poses.data(), {poses.rows(), poses.cols() / 4, 4}, self);
          },
          "(N, J, 4) float32, unit quaternions w x y z. Not a copy.")
      .def_property_readonly(
          "root_positions",
          [](const py::object& self) {
            auto& data = self.cast<PoseDataset&>();
            return view_of(data.root_positions.data(), {data.size(), 3}, self);
          },
          "(N, 3) float32, metres. Not a copy.")
      .def_readonly("clips", &PoseDataset::clips, "The clips, in the order of their rows.")
      .def_property_readonly(
          "labels",
          [](const PoseDataset& self) {
            py::dict labels;
            for (const auto& [name, values] : self.labels) {
              labels[py::str(name)] = owned(std::vector(values), {std::ssize(values)});
            }
            return labels;
          },
          "(N) float32 each, by name: labels of frames; NaN where a clip has none.")
      .def_property_readonly(
          "contacts",
          [](const py::object& self) {
            const auto& data = self.cast<const PoseDataset&>();
            const py::ssize_t points =
                data.size() == 0 ? 0 : std::ssize(data.contacts) / data.size();
            return view_of(data.contacts.data(), {data.size(), points}, self).attr("view")("bool");
          },
          "(N, C) bool: which points of which feet stand; (N, 0) where nobody found them.")
      .def_readonly("warnings", &PoseDataset::warnings, "Repairs and suspicious data, a line each.")
      .def("__len__", &PoseDataset::size)
      .def("save", &PoseDataset::save, "path"_a,
           "As HDF5, whole or not at all. Raises OutputError.")
      .def_static("load", &PoseDataset::load, "path"_a, "Raises InputError, ModelError.")
      .def("__repr__", [](const PoseDataset& self) {
        return fmt::format("<PoseDataset of {} poses in {} clips>", self.size(), self.clips.size());
      });
  m.def(
      "gather",
      [](const DatasetOptions& options) { return without_gil([&] { return gather(options); }); },
      "options"_a,
      "The PoseDataset of clips, read and edited. Raises InputError, ParseError, UsageError.");
  m.def(
      "motion_of",
      [](const PoseDataset& data, const dataset::Clip& clip) { return motion_of(data, clip); },
      "data"_a, "clip"_a, "The mocap.Motion of a clip: its rows, as they travel through the room.");
}

void bind_split(py::module_& m) {
  Options<SplitOptions>(m, "SplitOptions", "How poses are held out for testing.")
      .field("kind", &SplitOptions::kind,
             "\"auto\", \"clip\" (whole clips), \"block\" (stretches of time) or \"frame\".")
      .field("test_fraction", &SplitOptions::test_fraction, "Share of the poses, approximately.")
      .field("block_s", &SplitOptions::block_s, "Length of a test block, seconds.")
      .field("gap_s", &SplitOptions::gap_s, "Left out on each side of it, seconds.")
      .field("seed", &SplitOptions::seed, "The same seed gives the same split.")
      .field("group", &SplitOptions::group,
             "A pattern that tells which clips belong together; \"\": by take numbers.")
      .field("folds", &SplitOptions::folds, "Above 0: so many folds of clips.")
      .field("fold", &SplitOptions::fold, "The fold that is held out, from 0.")
      .field("leave_out", &SplitOptions::leave_out,
             "\"style=old\": every clip with this label is held out.");
  const auto rows_of = [](std::vector<int> Split::*rows) {
    return [rows](const py::object& self) {
      const auto& found = self.cast<const Split&>().*rows;
      return view_of(found.data(), {std::ssize(found)}, self);
    };
  };
  py::class_<Split>(m, "Split", "Rows of a dataset, ascending and disjoint.")
      .def_readonly("kind", &Split::kind, "What \"auto\" came to.")
      .def_property_readonly("train", rows_of(&Split::train), "Rows to learn from, int32.")
      .def_property_readonly("test", rows_of(&Split::test), "Rows held out, int32.")
      .def("__repr__", [](const Split& self) {
        return fmt::format("<Split of {} rows to learn from, {} held out>", self.train.size(),
                           self.test.size());
      });
  m.def("split", &split, "data"_a, with_defaults<SplitOptions>("options"),
        "The Split of a dataset. Raises UsageError when one of the two sets would be empty.");
  m.def("groups_of", &groups_of, "data"_a, "pattern"_a = "",
        "The number of the group of each clip, from 0.");
}

}  // namespace

void bind_dataset(py::module_& m) {
  bind_data(m);
  bind_split(m);
}

}  // namespace poseaae::python
