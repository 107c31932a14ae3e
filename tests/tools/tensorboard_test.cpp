#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <sstream>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/codec/model_file.hpp"
#include "poseaae/io/csv.hpp"
#include "poseaae/training/config.hpp"
#include "poseaae/training/session.hpp"
#include "support/support.hpp"

/// output.tensorboard: event files of aae_train, read by a program that was written from the
/// public descriptions of the format (event_reader.py).
namespace poseaae::test {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

/// What event_reader.py prints.
struct Events {
  std::vector<std::string> files;  ///< "NAME EVENTS", with " cut off" if it is
  /// Text after tag and step, by both; every value comes once.
  std::map<std::pair<std::string, int>, std::string> scalars, images, histograms;
};

Events events_of(const std::filesystem::path& run) {
  const auto script = source_dir() / "tests" / "tools" / "event_reader.py";
  const auto read = run_program("/usr/bin/python3", {script.string(), run.string()});
  EXPECT_EQ(read.exit_code, 0) << read.err;
  Events events;
  std::istringstream lines(read.out);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("file ")) {
      events.files.push_back(line.substr(5));
      continue;
    }
    std::istringstream words(line);
    std::string kind;
    std::string tag;
    std::string rest;
    int step = 0;
    words >> kind >> tag >> step;
    std::getline(words >> std::ws, rest);
    auto& values = kind == "scalar"  ? events.scalars
                   : kind == "image" ? events.images
                                     : events.histograms;
    EXPECT_TRUE(values.emplace(std::pair(tag, step), rest).second) << line << " comes twice";
  }
  return events;
}

class TensorBoardFiles : public testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path run() const { return folder_ / "run"; }

  /// Trains in run(), a clip of two hundred frames.
  void train(std::vector<std::string> settings, const std::vector<std::string>& options = {}) {
    settings.insert(settings.begin(),
                    {"output.tensorboard=true", "output.checkpoint_every=2", "training.batch=32"});
    std::vector<std::string> arguments = options;
    if (std::ranges::find(options, "--resume") == options.end()) {
      write_file(folder_ / "config.yaml", "preset: best\nmodel:\n  standardise: true\n");
      const auto clip = (source_dir() / "data" / "waltz_sway.bvh").string();
      settings.push_back("data.clips=[" + clip + ":0:200]");
      settings.push_back("output.dir=" + run().string());
      arguments.insert(arguments.end(), {"--config", (folder_ / "config.yaml").string()});
    }
    for (const std::string& setting : settings) {
      arguments.insert(arguments.end(), {"--set", setting});
    }
    run_successfully("aae_train", arguments);
  }
  void resume(const std::vector<std::string>& settings) {
    train(settings, {"--resume", run().string()});
  }

  /// The event file that TensorBoard reads last.
  [[nodiscard]] std::filesystem::path last_file() const {
    std::filesystem::path last;
    for (const auto& entry : std::filesystem::directory_iterator(run())) {
      const bool events = entry.path().filename().string().starts_with("events.");
      if (events && entry.path() > last) last = entry.path();
    }
    return last;
  }

  /// Every measured cell of history.csv, and nothing else.
  void expect_history(const Events& events) const {
    const CsvTable history = read_csv(run() / "history.csv");
    std::size_t cells = 0;
    for (const std::string& column : history.columns) {
      if (column == "epoch") continue;
      std::string group = column.starts_with("test_") ? "test" : "loss";
      if (column.ends_with("_learning_rate")) group = "rate";
      if (column == "seconds") group = "time";
      for (std::size_t row = 0; row < history.rows.size(); ++row) {
        const double value = history.column(column)[row];
        if (std::isnan(value)) continue;
        const auto found = events.scalars.find({group + "/" + column, static_cast<int>(row) + 1});
        ASSERT_NE(found, events.scalars.end()) << column << " of epoch " << row + 1;
        const double tolerance = column == "seconds" ? 6e-5 : 1e-6 * std::abs(value);
        EXPECT_NEAR(std::stod(found->second), value, tolerance) << column;
        ++cells;
      }
    }
    EXPECT_EQ(events.scalars.size(), cells);
  }

  TemporaryFolder folder_;
};

TEST_F(TensorBoardFiles, HoldTheHistoryThePicturesAndTheLatents) {
  train({"training.epochs=5", "output.test_every=3", "output.preview_every=2"});
  const Events events = events_of(run());
  // A version; five epochs; previews after the second, the fourth and the last.
  ASSERT_THAT(events.files, SizeIs(1));
  EXPECT_THAT(events.files[0], testing::MatchesRegex(R"(events\.out\.tfevents\.[0-9]{10}\..* 9)"));
  expect_history(events);
  EXPECT_FALSE(events.scalars.contains({"test/test_ks", 2})) << "not tested";
  EXPECT_THAT(events.images, SizeIs(3));
  for (const int epoch : {2, 4, 5}) {
    const auto file = run() / fmt::format("previews/epoch_{:05}.png", epoch);
    ASSERT_TRUE(events.images.contains({"previews", epoch}));
    EXPECT_THAT(events.images.at({"previews", epoch}),
                testing::EndsWith(fmt::format(" 3 {}", std::filesystem::file_size(file))));
  }
}

TEST_F(TensorBoardFiles, HistogramsAreOfTheHeldOutEncodings) {
  train({"training.epochs=2"});
  const Events events = events_of(run());
  const auto session =
      training::prepare(training::Config::load((run() / "config.yaml").string(), {}));
  const auto model = codec::load_model(run() / "last.safetensors");
  const Batch latents = model.encode(session.test().copy());
  ASSERT_THAT(events.histograms, SizeIs(static_cast<std::size_t>(latents.cols())));
  for (Eigen::Index z = 0; z < latents.cols(); ++z) {
    const int digits = latents.cols() > 10 ? 2 : 1;
    const auto tag = fmt::format("latents/{:0{}}", z, digits);
    ASSERT_TRUE(events.histograms.contains({tag, 2})) << tag;
    std::istringstream text(events.histograms.at({tag, 2}));
    double min = 0.0;
    double max = 0.0;
    double count = 0.0;
    double sum = 0.0;
    double squares = 0.0;
    std::string bar;
    text >> min >> max >> count >> sum >> squares >> bar;
    const Eigen::ArrayXd values = latents.col(z).cast<double>();
    EXPECT_EQ(count, static_cast<double>(values.size()));
    EXPECT_NEAR(min, values.minCoeff(), 1e-3) << tag;
    EXPECT_NEAR(max, values.maxCoeff(), 1e-3) << tag;
    EXPECT_NEAR(sum / count, values.mean(), 1e-3) << tag;
    EXPECT_NEAR(squares / count, values.square().mean(), 2e-3) << tag;
    // Thirty parts, with the values that lie in each.
    std::vector<double> expected(30, 0.0);
    for (const double value : values) {
      ++expected[std::clamp(static_cast<int>((value - min) / (max - min) * 30.0), 0, 29)];
    }
    double off = 0.0;
    for (const double part : expected) {
      double found = -1.0;
      ASSERT_TRUE(text >> found) << tag;
      off += std::abs(found - part);
    }
    EXPECT_LE(off, 4.0) << tag << ": two values on the border of parts at most";
  }
}

/// A run that was killed after a checkpoint: what came after it is purged.
TEST_F(TensorBoardFiles, EpochsThatComeAgainReplaceThoseBefore) {
  train({"training.epochs=2", "output.test_every=1"});
  // The clock was ahead then.
  std::string name = last_file().filename().string();
  std::filesystem::rename(last_file(), run() / name.replace(name.find('1'), 1, "2"));
  const auto saved = folder_ / "saved";
  std::filesystem::copy(run(), saved, std::filesystem::copy_options::recursive);
  resume({"training.epochs=5"});
  EXPECT_THAT(events_of(run()).files, SizeIs(2));
  for (const char* file : {"state.h5", "best.safetensors", "last.safetensors"}) {
    std::filesystem::copy_file(saved / file, run() / file,
                               std::filesystem::copy_options::overwrite_existing);
  }
  // In the middle of a record.
  const std::filesystem::path latest = last_file();
  std::filesystem::resize_file(latest, std::filesystem::file_size(latest) - 7);
  resume({"training.epochs=4", "output.test_every=1"});
  const Events events = events_of(run());
  ASSERT_THAT(events.files, SizeIs(3));
  EXPECT_THAT(events.files[0], testing::Not(HasSubstr("cut off")));
  EXPECT_THAT(events.files[1], HasSubstr("cut off"));
  EXPECT_THAT(events.files[2], testing::Not(HasSubstr("cut off")));
  expect_history(events);  // without the fifth epoch
}

TEST_F(TensorBoardFiles, BelongToTheRun) {
  train({"training.epochs=1"});
  const std::string first = events_of(run()).files.at(0);
  write_file(run() / "events.out.tfevents.0000000001.mine", "");
  train({"training.epochs=1"}, {"--overwrite"});
  const Events events = events_of(run());
  ASSERT_THAT(events.files, SizeIs(2));
  EXPECT_EQ(events.files[0], "events.out.tfevents.0000000001.mine 0");
  expect_history(events);
  train({"training.epochs=1", "output.tensorboard=false"}, {"--overwrite"});
  EXPECT_THAT(events_of(run()).files, SizeIs(1)) << "not asked for";
}

}  // namespace
}  // namespace poseaae::test
