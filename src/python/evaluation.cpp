#include <fmt/format.h>

#include "poseaae/evaluation/evaluator.hpp"
#include "poseaae/evaluation/run_verdict.hpp"
#include "poseaae/evaluation/verdict.hpp"
#include "python/dataset.hpp"

namespace poseaae::python {

using namespace evaluation;

void bind_evaluation(py::module_& m) {
  python::Options<evaluation::Options>(m, "Options", "Of evaluations.")
      .field("generated", &evaluation::Options::generated, "Poses decoded from the prior.")
      .field("walks", &evaluation::Options::walks, "Random walks, of models that travel.")
      .field("paths", &evaluation::Options::paths,
             "Between encodings of held-out poses, of each kind.")
      .field("steps", &evaluation::Options::steps, "Of a path.")
      .field("resamples", &evaluation::Options::resamples, "Of clips, for intervals.")
      .field("seed", &evaluation::Options::seed, "The same seed gives the same report.")
      .field("threads", &evaluation::Options::threads, "0: all cores; the report is the same.")
      .field("shuffles", &evaluation::Options::shuffles, "Of labels; 0: no disentanglement.");
  py::class_<Measure>(m, "Measure", "One number of a report.")
      .def_readonly("group", &Measure::group, "\"reconstruction\", \"prior\", ...")
      .def_readonly("name", &Measure::name, "\"mpjpe\", ...; unique within the group.")
      .def_readonly("unit", &Measure::unit, "\"mm\", \"deg\", ...; \"\" for ratios and counts.")
      .def_readonly("value", &Measure::value, "The number.")
      .def_readonly("low", &Measure::low,
                    "Of the 95 % interval over clips; NaN where there is none.")
      .def_readonly("high", &Measure::high, "Likewise.")
      .def("__repr__", [](const Measure& self) {
        return fmt::format("<Measure {} {}: {:g} {}>", self.group, self.name, self.value,
                           self.unit);
      });
  py::class_<Report>(m, "Report", "The results of one model.")
      .def_readonly("name", &Report::name, "Of the model.")
      .def_readonly("measures", &Report::measures, "Every Measure.")
      .def(
          "value",
          [](const Report& self, const std::string& group, const std::string& name) {
            return self.value(group, name);
          },
          "group"_a, "name"_a, "The value of one measure. Raises UsageError when there is none.")
      .def("__repr__", [](const Report& self) {
        return fmt::format("<Report '{}' of {} measures>", self.name, self.measures.size());
      });
  py::class_<Codec>(m, "Codec", "What is evaluated: a map of poses to latents and back.")
      .def_readonly("name", &Codec::name, "Of the model.")
      .def_readonly("latent_dim", &Codec::latent_dim, "Z, the number of latents.")
      .def("__repr__", [](const Codec& self) {
        return fmt::format("<Codec '{}' of {} latents>", self.name, self.latent_dim);
      });
  m.def("codec_of", &codec_of, "name"_a, "model"_a, "The Codec of a codec.PoseAutoencoder.");
  py::class_<Evaluator>(m, "Evaluator", "Evaluates codecs on one split of one dataset.")
      .def(py::init([](const dataset::PoseDataset& data, const dataset::Split& split,
                       const evaluation::Options& options) {
             return without_gil([&] { return std::make_unique<Evaluator>(data, split, options); });
           }),
           "data"_a, "split"_a, with_defaults<evaluation::Options>("options"),
           py::keep_alive<1, 2>(), py::keep_alive<1, 3>(),
           "Of a dataset.PoseDataset and a dataset.Split. Raises UsageError.")
      .def(
          "evaluate",
          [](const Evaluator& self, const Codec& codec) {
            return without_gil([&] { return self.evaluate(codec); });
          },
          "codec"_a, "The Report of a Codec.")
      .def("__repr__", [](const Evaluator&) { return "<Evaluator of codecs on one split>"; });
  m.def("verdict", py::overload_cast<const std::vector<Report>&>(&verdict), "reports"_a,
        "What the first report says to people who know dance rather than statistics, in a few "
        "sentences.");
  m.def(
      "verdict_on",
      [](const training::Session& session, const codec::PoseAutoencoder& model,
         const evaluation::Options& options) {
        return without_gil([&] { return verdict_on(session, model, options); });
      },
      "session"_a, "model"_a, with_defaults<evaluation::Options>("options"),
      "The same of a model by what its training.Session holds out, in a second or two. Raises "
      "UsageError.");
  m.def("held_out_of", &held_out_of, "session"_a,
        "What a session holds out, as the end of \"measured on\": \"3 clips that it has not "
        "learned from\".");
}

}  // namespace poseaae::python
