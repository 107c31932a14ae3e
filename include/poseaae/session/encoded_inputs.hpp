#pragma once

#include <map>
#include <string>
#include <vector>

#include "poseaae/dataset/pose_dataset.hpp"
#include "poseaae/latent/encodings.hpp"
#include "poseaae/session/open_model.hpp"

namespace poseaae::session {

/// Encoded poses, and everything that is known about each.
struct EncodedInputs {
  latent::Encodings encodings;
  /// (T) each: "clip", and the labels of clips ("style" -> "old"), empty where a clip has none.
  std::map<std::string, std::vector<std::string>> texts;
  /// (T) each: "time" (seconds from the clip's first row), and the labels of frames, NaN where a
  /// clip has none.
  std::map<std::string, std::vector<double>> numbers;
  /// (T, 4J) on the model's skeleton: what was encoded, as it was recorded; of windows the pose in
  /// the middle of each (latent::moments_of()). NaN where encodings were read.
  Batch poses;
};

/// Appends the poses of a dataset in rows [first, last), clip by clip, frames counted in each: of
/// windows, a point every hop, with the frame in its middle (latent::moments_of()). `source`
/// appears in messages. @throws UsageError when its skeleton is not the model's; of windows, also
/// where it has another frame rate or no headings
void append_dataset(latent::Encodings& encodings, const OpenModel& model,
                    const dataset::PoseDataset& data, const std::string& source, int first,
                    int last);

/// Files of clips, folders or patterns of them (each with frames if wanted), datasets and encodings
/// (.h5), in any number, encoded by the model. Labels come from names (`label_pattern`,
/// "{content}_{style}_{take}"; "" none), from `<clip>.labels.csv` beside a clip and from datasets.
/// @throws InputError, ParseError, ModelError; UsageError (no input; encodings of another model)
[[nodiscard]] EncodedInputs encode_inputs(const OpenModel& model,
                                          const std::vector<std::string>& inputs,
                                          const std::string& label_pattern);

/// The paths in such inputs, one per clip. Encodings of a single path are named after their file,
/// since programs give all paths that they write the same name.
[[nodiscard]] std::vector<latent::NamedPath> input_paths(const OpenModel& model,
                                                         const std::vector<std::string>& inputs);

}  // namespace poseaae::session
