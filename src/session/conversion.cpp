#include "poseaae/session/conversion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <optional>
#include <set>

#include "conversion_record.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/parallel.hpp"
#include "poseaae/motion_io/load_clip.hpp"

namespace poseaae::session {

namespace fs = std::filesystem;

namespace {

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (!error || folder.empty()) return;
  throw OutputError(
      fmt::format("{}: cannot make this folder: {}; check the path and the "
                  "permissions",
                  folder.string(), error.message()));
}

/// The folder that all outputs lie in, where there are several.
std::optional<fs::path> folder_of(const std::vector<Conversion>& conversions) {
  if (conversions.size() < 2) return std::nullopt;
  fs::path folder = conversions.front().output.parent_path();
  for (const Conversion& conversion : conversions) {
    while (!folder.empty() && *conversion.output.lexically_relative(folder).begin() == "..") {
      folder = folder.parent_path();
    }
  }
  return folder;
}

class Converter {
 public:
  Converter(const std::vector<Conversion>& conversions, const ConversionOptions& options)
      : conversions_(conversions), options_(options), results_(conversions.size()) {
    std::set<fs::path> folders;
    for (const Conversion& conversion : conversions) {
      static_cast<void>(mocap::writer_of(conversion.output));
      folders.insert(conversion.output.parent_path());
    }
    std::ranges::for_each(folders, make_folder);
    if (const auto folder = folder_of(conversions)) record_.emplace(*folder);
  }

  std::vector<ConversionResult> run() {
    parallel_for(conversions_.size(), options_.threads, [&](std::size_t i) { convert(i); });
    return std::move(results_);
  }

 private:
  void convert(std::size_t index) {
    const Conversion& conversion = conversions_[index];
    ConversionResult& result = results_[index];
    try {
      const std::string digest = record_ ? digest_of(conversion, options_) : "";
      if (options_.resume && record_ && record_->holds(conversion.output, digest)) {
        result.state = ConversionResult::State::kKept;
      } else {
        write(conversion, result);
        finish(conversion, digest);
      }
    } catch (const OutputError&) {
      throw;  // a full disk is so for all
    } catch (const Error& problem) {
      result.problem = problem.what();
    }
    const std::scoped_lock lock(mutex_);
    if (options_.progress) options_.progress(++done_, conversion.output.string());
  }

  void write(const Conversion& conversion, ConversionResult& result) {
    mocap::Clip clip = mocap::load_clip(conversion.source, options_.clip);
    mocap::WriteOptions write = options_.write;
    write.axes = clip.axes;
    if (options_.change) options_.change(clip, write);
    mocap::writer_of(conversion.output).write(conversion.output, clip.motion, write);
    result = {ConversionResult::State::kWritten, clip.motion.frames(), clip.motion.fps(), "",
              std::move(clip.warnings)};
  }

  void finish(const Conversion& conversion, const std::string& digest) {
    if (!record_) return;
    const std::scoped_lock lock(mutex_);
    record_->add(conversion.output, digest);
  }

  const std::vector<Conversion>& conversions_;
  const ConversionOptions& options_;
  std::vector<ConversionResult> results_;
  std::optional<ConversionRecord> record_;
  std::mutex mutex_;  ///< of what follows, of the record, and of the callbacks
  std::size_t done_ = 0;
};

}  // namespace

std::vector<ConversionResult> convert(const std::vector<Conversion>& conversions,
                                      const ConversionOptions& options) {
  return Converter(conversions, options).run();
}

}  // namespace poseaae::session
