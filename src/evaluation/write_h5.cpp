#include "write_h5.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "poseaae/evaluation/verdict.hpp"
#include "poseaae/io/hdf5.hpp"
#include "poseaae/math/quaternion.hpp"
#include "poseaae/motion_io/skeleton_io.hpp"

namespace poseaae::evaluation {

namespace {

template <typename Field>
auto column(const std::vector<Measure>& measures, Field field) {
  std::vector<std::decay_t<decltype(measures.front().*field)>> values;
  for (const Measure& measure : measures) values.push_back(measure.*field);
  return values;
}

void write_measures(h5::Group group, const std::vector<Measure>& measures) {
  const auto text = [&](const char* name, std::string Measure::*field) {
    group.write_strings(name, column(measures, field), "value");
  };
  const auto numbers = [&](const char* name, double Measure::*field) {
    group.write<double>(name, column(measures, field), {measures.size()});
  };
  numbers("value", &Measure::value);
  text("group", &Measure::group);
  text("name", &Measure::name);
  text("unit", &Measure::unit);
  numbers("low", &Measure::low);
  numbers("high", &Measure::high);
  numbers("deviation", &Measure::deviation);
}

void write_vector(h5::Group& group, const std::string& name, const Eigen::VectorXd& values) {
  const auto size = static_cast<std::size_t>(values.size());
  group.write<double>(name, std::span(values.data(), size), {size});
}

void write_rows(h5::Group& group, const std::string& name, const Batch& rows, bool quaternions) {
  const auto count = static_cast<std::size_t>(rows.rows());
  const auto width = static_cast<std::size_t>(rows.cols());
  const h5::Shape shape = quaternions ? h5::Shape{count, width / math::kQuatSize, math::kQuatSize}
                                      : h5::Shape{count, width};
  group.write<float>(name, std::span(rows.data(), count * width), shape);
}

void write_report(h5::Group group, const Report& report) {
  group.set_attribute("runs", static_cast<std::int64_t>(report.runs));
  write_measures(group.create_group("measures"), report.measures);
  const Details& details = report.details;
  h5::Group joints = group.create_group("joints");
  write_vector(joints, "position_m", details.joint_position_m);
  joints.write_strings("names", details.joint_names, "position_m");
  write_vector(joints, "rotation_deg", details.joint_rotation_deg);
  write_vector(group, "ks", details.ks);
  write_rows(group, "latents", details.latents, false);
  write_rows(group, "generated", details.generated, true);
  write_rows(group, "held_out", details.held_out, true);
  write_rows(group, "rebuilt", details.rebuilt, true);
}

/// A name that is no path.
std::string as_member(std::string name) {
  std::replace(name.begin(), name.end(), '/', '_');
  return name;
}

}  // namespace

void write_h5(const std::filesystem::path& path, const Comparison& comparison) {
  h5::write_file(path, [&](h5::Group& root) {
    root.set_attribute("format", std::string("PoseAAE report"));
    root.set_attribute("version", std::int64_t{1});
    root.set_attribute("title", comparison.title);
    const std::string sentences = fmt::format("{}", fmt::join(verdict(comparison.reports), "\n"));
    if (!sentences.empty()) root.set_attribute("verdict", sentences);
    if (!comparison.about.empty()) root.set_attribute("about", comparison.about);
    root.set_attribute("fps", comparison.fps);
    h5::Group skeleton = root.create_group("skeleton");
    mocap::save_skeleton(skeleton, comparison.skeleton);
    h5::Group reports = root.create_group("reports");
    for (const Report& report : comparison.reports) {
      write_report(reports.create_group(as_member(report.name)), report);
    }
    h5::Group runs = root.create_group("runs");
    for (const Report& run : comparison.runs) {
      write_measures(runs.create_group(as_member(run.name)), run.measures);
    }
  });
}

}  // namespace poseaae::evaluation
