#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/render/output.hpp"
#include "poseaae/render/plot.hpp"
#include "poseaae/session/history.hpp"
#include "support/run_tool.hpp"
#include "support/texts.hpp"

namespace {

using namespace poseaae;
using render::Content;

constexpr const char* kFooter = R"(
The table has one line per column and run: the last value, the smallest value, and the epoch of the
smallest value. --smooth applies to pictures and .csv files; the table shows the values as logged.

Examples:
  aae_history runs/dance
  aae_history runs/tutorial runs/corrected --out losses.png --log --smooth 5
  aae_history runs/dance --columns ae_test,test_position_cm --out test.svg --out test.csv)";

struct Arguments {
  std::vector<std::string> runs;
  std::vector<std::string> columns;
  std::vector<std::string> outputs;
  bool log_scale = false;
  int smooth = 1;

  void add_to(tools::CommandLine& app) {
    app.add_option("RUN FOLDER", runs, "Run folders of aae_train (runs/NAME) or history.csv files")
        ->required();
    app.add_option("--columns NAMES", columns,
                   "Columns to show, separated by commas (default: all but those that are zero or "
                   "empty in every run, such as the terms of a loss that was not trained)")
        ->delimiter(',');
    app.add_option(
           "-o,--out FILE", outputs,
           tools::text::kOutput + std::string(".png .svg .pdf   a diagram per column with a line "
                                              "per run\n.csv             one row per epoch"))
        ->output();
    app.add_flag("--log", log_scale,
                 "Draw logarithmic vertical axes; values of 0 and below are left out");
    app.add_option("--smooth EPOCHS", smooth,
                   "Number of epochs to average over; 1 leaves the values as they are");
  }
};

render::Figure figure_of(const std::vector<session::History>& runs,
                         const std::vector<std::string>& columns, bool log_scale) {
  render::Figure figure;
  figure.columns = std::clamp(static_cast<int>(columns.size()), 1, 3);
  if (runs.size() == 1) figure.title = runs.front().name;
  for (const auto& column : columns) {
    render::Axes axes{column, "epoch", "", log_scale, {}};
    for (const auto& run : runs) {
      if (!run.table.has(column)) continue;
      axes.series.push_back(render::without_gaps({runs.size() == 1 ? "" : run.name, run.epochs(),
                                                  run.table.column(column), std::nullopt, false}));
    }
    figure.axes.push_back(std::move(axes));
  }
  return figure;
}

void show(const Arguments& arguments) {
  for (const auto& output : arguments.outputs) {
    render::check_output(output, {Content::kPicture, Content::kTable});
  }
  const auto runs = session::load_histories(arguments.runs);
  const auto columns = session::select_columns(runs, arguments.columns);
  std::vector<session::History> smooth;
  for (const auto& run : runs) smooth.push_back(session::smoothed(run, arguments.smooth));
  for (const auto& output : arguments.outputs) {
    if (render::content_of(output, {Content::kPicture, Content::kTable}) == Content::kTable) {
      write_file(output, format_csv(session::join_histories(smooth, columns)));
    } else {
      render::write_figure(output, figure_of(smooth, columns, arguments.log_scale));
    }
    fmt::print("wrote {}\n", output);
  }
  fmt::print("{}", session::format_history_table(runs, columns));
}

}  // namespace

int main(int argc, char** argv) {
  tools::CommandLine app("Shows and compares the loss histories of training runs.", "aae_history",
                         kFooter);
  Arguments arguments;
  arguments.add_to(app);
  return tools::run_tool(app, argc, argv, [&] { show(arguments); });
}
