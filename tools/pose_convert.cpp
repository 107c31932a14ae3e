#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "poseaae/base/error.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/base/progress.hpp"
#include "poseaae/mocap/frame_count.hpp"
#include "poseaae/motion_io/formats.hpp"
#include "poseaae/motion_io/load_clip.hpp"
#include "poseaae/session/clip_summary.hpp"
#include "poseaae/session/conversion.hpp"
#include "support/choice.hpp"
#include "support/onto_arguments.hpp"
#include "support/run_tool.hpp"
#include "support/texts.hpp"
#include "support/write_arguments.hpp"

namespace {

using namespace poseaae;
using State = session::ConversionResult::State;

constexpr const char* kFooter = R"(
A folder is entered with all folders in it, which the output folder then has too. What an earlier
run has finished is kept, unless its source or the options are others; a run that was stopped goes
on where it was. A file that holds several clips becomes several files; FILE#NAME is one of them.

Examples:
  pose_convert dance.bvh --out dance.glb
  pose_convert recordings --to glb --out converted
  pose_convert 'takes/*.bvh' --unit m --resample 60 --to npz --form amass --out amass
  pose_convert dance.bvh --info)";

struct Arguments {
  std::vector<std::string> inputs;
  mocap::ClipOptions clip;
  std::string unit = "cm";
  std::string output;
  std::string format;
  bool info = false;
  bool again = false;
  int threads = 0;
  std::optional<tools::WriteArguments> write;
  std::optional<tools::OntoArguments> onto;

  void add_to(tools::CommandLine& app) {
    app.add_option("INPUT FILE[#NAME][:FIRST[:LAST]]", inputs,
                   mocap::clip_kinds() +
                       " files, folders of them, or patterns in quotes, each with an optional "
                       "range of frames (dance.bvh:100:500)" +
                       caveats())
        ->required();
    app.add_option("-o,--out PATH", output,
                   "File to write, or with --to the folder. Formats:\n" + formats())
        ->output();
    app.add_option("--to FORMAT", format,
                   "Format of the files in the folder --out: an extension, such as glb");
    app.add_flag("--info", info,
                 "Say what is in each input (or in a skeleton alone, .asf) and what a training "
                 "would do with it; writes nothing");
    write.emplace(app);
    onto.emplace(app);
    app.group("Reading");
    app.add_option("--unit", unit, tools::text::kUnit)->stands_for("data.unit");
    tools::add_choice(app, "--up", clip.up, mocap::up_names(), tools::text::kUp)
        ->stands_for("data.up");
    app.add_option("--source-fps", clip.source_fps,
                   "Frame rate of the files in frames per second, in place of their own; 0 keeps "
                   "theirs")
        ->stands_for("data.fps")
        ->between(0, mocap::kMaxFps);
    app.add_option("--resample", clip.fps,
                   "Frame rate to resample to, in frames per second; 0 keeps that of the files")
        ->stands_for("data.resample_fps")
        ->between(0, mocap::kMaxFps);
    app.add_option("--remove-joints", clip.remove_joints,
                   "Joints to leave out: names or patterns, separated by commas")
        ->stands_for("data.remove_joints")
        ->delimiter(',');
    app.add_flag("--strict", clip.strict, "Treat a file with missing rows as an error");
    app.group();
    app.add_flag("--again", again, "Convert again what an earlier run has finished");
    app.add_option("--threads", threads, tools::text::kThreads)->between(0, 1024);
  }

  /// "glb" or ".GLB" as an extension; "" for none.
  [[nodiscard]] std::string extension() const {
    if (format.empty()) return "";
    return lower_extension("a." + format.substr(format.starts_with('.') ? 1 : 0));
  }

 private:
  /// ". FBX is experimental: ..."
  static std::string caveats() {
    std::string text;
    for (const auto& each : mocap::motion_formats()) {
      if (!each.caveat.empty()) text += fmt::format(". {} is {}", kind_of(each), each.caveat);
    }
    return text;
  }
  static std::string formats() {
    std::string lines;
    for (const auto& each : mocap::motion_formats()) {
      if (each.write == nullptr) continue;
      lines += fmt::format("{}{:<5} {}", lines.empty() ? "" : "\n", each.extension, each.holds);
    }
    return lines;
  }
};

/// What cannot be read is said, and keeps nobody from the others.
void print_summaries(const Arguments& arguments) {
  std::vector<mocap::ClipReference> clips;
  for (const std::string& input : arguments.inputs) {
    std::ranges::copy(session::clips_below(input), std::back_inserter(clips));
  }
  std::size_t failed = 0;
  for (const auto& clip : clips) {
    try {
      fmt::print("{}", session::summary_of(clip, arguments.clip));
    } catch (const Interrupted&) {
      throw;
    } catch (const Error& problem) {
      if (clips.size() == 1) throw;
      log::error("{}", problem.what());
      ++failed;
    }
  }
  if (failed == 0) return;
  throw InputError(fmt::format(
      "{} of {} clips could not be read, for the reasons above; all others are described", failed,
      clips.size()));
}

/// A line on stdout about a single file, or about all files.
void report(const std::vector<session::Conversion>& plan,
            const std::vector<session::ConversionResult>& results, const std::string& out) {
  if (plan.size() == 1 && results.front().state == State::kWritten) {
    const auto& written = results.front();
    fmt::print("wrote {} ({} frame{}, {:.2f} s at {:g} fps)\n", plan.front().output.string(),
               written.frames, written.frames == 1 ? "" : "s", written.frames / written.fps,
               written.fps);
    return;
  }
  std::map<State, int> count;
  for (const auto& result : results) ++count[result.state];
  fmt::print("{}: {} written, {} kept, {} failed\n", out, count[State::kWritten],
             count[State::kKept], count[State::kFailed]);
}

/// Puts every clip on the character, and logs once what its joints follow.
void put_onto(tools::OntoArguments& onto, session::ConversionOptions& options) {
  onto.read();
  if (onto.target() == nullptr) return;
  options.changes = onto.fingerprint();
  options.change = [&onto, told = std::make_shared<std::once_flag>()](mocap::Clip& clip,
                                                                      mocap::WriteOptions& write) {
    auto moved = onto.moved(clip.motion);
    std::call_once(*told, [&] { onto.report(moved, clip.motion); });
    std::ranges::copy(moved.warnings, std::back_inserter(clip.warnings));
    clip.motion = std::move(moved.motion);
    write.axes = onto.target()->axes;
  };
}

void convert(Arguments& arguments) {
  const auto plan =
      session::plan_conversions(arguments.inputs, arguments.output, arguments.extension());
  session::ConversionOptions options{.clip = arguments.clip, .write = arguments.write->options()};
  put_onto(*arguments.onto, options);
  options.resume = !arguments.again;
  options.threads = arguments.threads;
  Progress bar("converting", plan.size(), plan.size() > 1);
  options.progress = [&bar](std::size_t done, const std::string& output) {
    bar.update(done, output);
  };
  const auto results = session::convert(plan, options);
  bar.clear();
  std::size_t failed = 0;
  std::vector<std::string> warnings;
  for (const auto& result : results) {
    std::ranges::copy(result.warnings, std::back_inserter(warnings));
    if (result.state != State::kFailed) continue;
    ++failed;
    if (plan.size() > 1) log::error("{}", result.problem);
  }
  log::warn_all(warnings);
  if (plan.size() == 1 && failed == 1) throw InputError(results.front().problem);
  report(plan, results, arguments.output);
  if (failed == 0) return;
  throw InputError(
      fmt::format("{} of {} clips could not be converted, for the reasons above; all "
                  "others are there",
                  failed, plan.size()));
}

}  // namespace

int main(int argc, char** argv) {
  tools::CommandLine app("Converts motion from one format into another, and says what is in it.",
                         "pose_convert", kFooter);
  Arguments arguments;
  arguments.add_to(app);
  return tools::run_tool(app, argc, argv, [&] {
    arguments.clip.unit = mocap::Unit::parse(arguments.unit);
    if (arguments.info) return print_summaries(arguments);
    if (arguments.output.empty()) {
      throw UsageError("--out: expected a file or a folder to write, found none; or use --info");
    }
    convert(arguments);
  });
}
