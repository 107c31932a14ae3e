#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "poseaae/base/names.hpp"
#include "poseaae/codec/pose_autoencoder.hpp"

/// Trained models in the formats of other programs.
namespace poseaae::exchange {

/// What of a model: rows to latents; latents to rows; the same with the positions of the joints, by
/// forward kinematics.
enum class Part { kEncoder, kDecoder, kKinematics };
[[nodiscard]] const Names<Part>& part_names();

inline constexpr int kMaxBatch = 1'000'000;

struct ExportOptions {
  std::optional<Part> part{};  ///< empty: the decoder, or all where a format holds all
  std::optional<int> batch{};  ///< rows that go in at a time; empty: any number

  /// @throws UsageError
  void validate() const;
};

/// A kind of file that holds a model, known by its extension. A new one is a file
/// src/exchange/format_<name>.cpp, which defines <name>_format(), and its name in the list of
/// CMakeLists.txt there. One that needs a library which is loaded at run time is given to
/// add_format() by it.
struct ModelFormat {
  std::string extension;     ///< ".onnx"
  std::string holds;         ///< what it holds, for --help
  bool takes_part = false;   ///< whether ExportOptions::part means something here
  bool takes_batch = false;  ///< and ExportOptions::batch
  /// The file. `name` is that of the file without its extension, for names inside.
  /// @throws UsageError, Error for a model that the format cannot express
  std::function<std::string(const codec::PoseAutoencoder& model, const std::string& name,
                            const ExportOptions& options)>
      bytes;
};

/// All of them, in the order of --help.
[[nodiscard]] const std::vector<ModelFormat>& model_formats();
/// From now on, behind the others; before threads ask. @throws UsageError where the extension is
/// taken
void add_format(ModelFormat format);
/// One line per extension with what it holds, for --help.
[[nodiscard]] std::string describe_formats();

/// The format that the extension names. @throws UsageError unless there is one that takes these
/// options
[[nodiscard]] const ModelFormat& format_of(const std::filesystem::path& path,
                                           const ExportOptions& options);
/// Whole or not at all. @throws UsageError, Error (format_of(), ModelFormat::bytes), OutputError
void write_model(const std::filesystem::path& path, const codec::PoseAutoencoder& model,
                 const ExportOptions& options = {});

}  // namespace poseaae::exchange
