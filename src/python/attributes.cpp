#include "poseaae/attributes/learn.hpp"
#include "python/dataset.hpp"

namespace poseaae::python {

using namespace attributes;

void bind_attributes(py::module_& m) {
  Options<LabellingOptions>(m, "LabellingOptions", "Which labels are learned, and against what.")
      .field("attributes", &LabellingOptions::attributes,
             "\"style=old\", \"energy\", ...; empty: all there are.")
      .field("neutral", &LabellingOptions::neutral,
             "\"style=normal\": what others differ from; \"\": all others.")
      .field("within", &LabellingOptions::within,
             "A key within each value of which differences are taken.");
  Options<LearnOptions>(m, "LearnOptions", "Of learn().")
      .field("labels", &LearnOptions::labels, "LabellingOptions.")
      .field("folds", &LearnOptions::folds, "Of probes; None: 5.")
      .field("vector_shuffles", &LearnOptions::vector_shuffles,
             "Shuffles of labels to measure against.")
      .field("strengths", &LearnOptions::strengths, "At which effects are measured.")
      .field("seed", &LearnOptions::seed, "The same seed gives the same directions.")
      .field("threads", &LearnOptions::threads, "0: all cores; the result is the same.");
  m.def(
      "learn",
      [](const codec::PoseAutoencoder& model, const dataset::PoseDataset& data,
         const LearnOptions& options) {
        return without_gil([&] { return learn(model, data, options); });
      },
      "model"_a, "data"_a, with_defaults<LearnOptions>("options"),
      "The latent.AttributeSet of the labels of a dataset: directions of latent space, and their "
      "measurement. Raises "
      "UsageError.");
  m.def("format_attributes", &format_attributes, "set"_a, "A table to print.");
}

}  // namespace poseaae::python
