#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <numbers>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/mocap/bvh.hpp"

namespace poseaae::mocap {

namespace {

constexpr int kOffsetDecimals = 10;
constexpr double kOpposite = 1e-9;  // radians; an angle of -pi up to rounding

/// Appends fixed-point text without trailing zeros: an exponent is more than some readers take.
void append_number(std::string& out, double value, int decimals) {
  const std::size_t start = out.size();
  fmt::format_to(std::back_inserter(out), "{:.{}f}", value, decimals);
  if (out.find('.', start) != std::string::npos) {
    out.erase(out.find_last_not_of('0') + 1);
    if (out.back() == '.') out.pop_back();
  }
  if (std::string_view(out).substr(start) == "-0") out.erase(start, 1);
}

/// Decimals of a length in file units that keep so many of its metres.
int position_decimals(const BvhWriteOptions& options) {
  const double decimals = std::log10(options.unit.metres) + options.length_decimals;
  return std::clamp(static_cast<int>(std::ceil(decimals)), 0, 15);
}

bool control_or_brace(char c) {
  return static_cast<unsigned char>(c) < ' ' || c == '{' || c == '}';
}

class Writer {
 public:
  Writer(const Motion& motion, const BvhWriteOptions& options)
      : motion_(motion),
        skeleton_(motion.skeleton()),
        order_(options.order),
        per_metre_(1.0 / options.unit.metres),
        decimals_(position_decimals(options)),
        angle_decimals_(std::clamp(options.angle_decimals, 0, 15)),
        names_(skeleton_.written_names()),
        children_(skeleton_.parents().size()),
        angles_(skeleton_.parents().size()) {
    for (int j = 1; j < skeleton_.joints(); ++j) children_[skeleton_.parent(j)].push_back(j);
  }

  std::string text() {
    out_ = "HIERARCHY\n";
    hierarchy();
    fmt::format_to(std::back_inserter(out_), "MOTION\nFrames: {}\nFrame Time: {:.12g}\n",
                   motion_.frames(), 1.0 / motion_.fps());
    for (int t = 0; t < motion_.frames(); ++t) row(t);
    return std::move(out_);
  }

 private:
  void line(std::size_t depth, std::string_view text) {
    out_.append(depth, '\t').append(text).push_back('\n');
  }

  void offset_line(std::size_t depth, const Vec3& metres) {
    out_.append(depth, '\t').append("OFFSET");
    for (const double length : metres) {
      out_.push_back(' ');
      append_number(out_, length * per_metre_, kOffsetDecimals);
    }
    out_.push_back('\n');
  }

  /// Depth first, as the format asks, with a stack of its own; fills row_order_.
  void hierarchy() {
    std::vector<std::pair<int, std::size_t>> open;  // joint, and how many children are written
    open_joint(0, 0);
    open.emplace_back(0, 0);
    while (!open.empty()) {
      auto& [joint, written] = open.back();
      if (written < children_[joint].size()) {
        const int child = children_[joint][written++];
        open_joint(child, open.size());
        open.emplace_back(child, 0);
      } else {
        end_sites(joint, open.size());
        open.pop_back();
        line(open.size(), "}");
      }
    }
  }

  void open_joint(int joint, std::size_t depth) {
    row_order_.push_back(joint);
    line(depth, (joint == 0 ? "ROOT " : "JOINT ") + names_[joint]);
    line(depth, "{");
    // Some readers add the root's positions to its OFFSET, others replace it: at 0 they agree.
    offset_line(depth + 1, joint == 0 ? Vec3(Vec3::Zero()) : skeleton_.offset(joint));
    std::string channels = moves(joint) ? "CHANNELS 6 Xposition Yposition Zposition" : "CHANNELS 3";
    for (const int axis : math::axes_of(order_)) {
      channels += fmt::format(" {}rotation", "XYZ"[axis]);
    }
    line(depth + 1, channels);
  }

  /// A chain that ends without an end site gets one of no length: readers expect each to end so.
  void end_sites(int joint, std::size_t depth) {
    bool any = false;
    for (const EndSite& site : skeleton_.end_sites()) {
      if (site.parent != joint) continue;
      end_site(site, depth);
      any = true;
    }
    if (!any && children_[joint].empty()) end_site({joint, Vec3::Zero(), ""}, depth);
  }

  void end_site(const EndSite& site, std::size_t depth) {
    std::string name = site.name;
    std::replace_if(name.begin(), name.end(), control_or_brace, '_');
    line(depth, name.empty() ? "End Site" : "End Site " + name);
    line(depth, "{");
    offset_line(depth + 1, site.offset);
    line(depth, "}");
  }

  void row(int frame) {
    for (const int joint : row_order_) {
      if (moves(joint)) {
        const Vec3 position = motion_.local_position(frame, joint) * per_metre_;
        require_finite(position, frame, joint);
        for (const double length : position) cell(length, decimals_);
      }
      const Vec3& written = angles_[joint] = angles_of(frame, joint);
      require_finite(written, frame, joint);
      for (const double angle : written) cell(angle * 180.0 / std::numbers::pi, angle_decimals_);
    }
    out_.back() = '\n';  // in place of the last blank
  }

  /// Within (-pi, pi] in the first frame, then nearest to the frame before: whoever interpolates
  /// between frames, or edits the curves, sees no jumps.
  [[nodiscard]] Vec3 angles_of(int frame, int joint) const {
    const Quat rotation = motion_.rotation(frame, joint);
    if (frame > 0) return math::to_euler(order_, rotation, angles_[joint]);
    Vec3 angles = math::to_euler(order_, rotation);
    for (double& angle : angles) {
      if (angle <= kOpposite - std::numbers::pi) angle += 2.0 * std::numbers::pi;
    }
    return angles;
  }

  void cell(double value, int decimals) {
    append_number(out_, value, decimals);
    out_.push_back(' ');
  }

  void require_finite(const Vec3& numbers, int frame, int joint) const {
    if (numbers.allFinite()) return;
    throw Error(
        fmt::format("joint '{}', frame {}: expected finite numbers to write as BVH, found "
                    "{}, {}, {}",
                    skeleton_.name(joint), frame, numbers.x(), numbers.y(), numbers.z()));
  }

  [[nodiscard]] bool moves(int joint) const {
    return joint == 0 || motion_.translations().contains(joint);
  }

  const Motion& motion_;
  const Skeleton& skeleton_;
  math::EulerOrder order_;
  double per_metre_;
  int decimals_;
  int angle_decimals_;
  std::vector<std::string> names_;
  std::vector<std::vector<int>> children_;
  std::vector<int> row_order_;
  std::vector<Vec3> angles_;  ///< of each joint in the frame that was written last
  std::string out_;
};

}  // namespace

std::string format_bvh(const Motion& motion, const BvhWriteOptions& options) {
  if (motion.frames() == 0) {
    throw UsageError("BVH: expected a motion with at least one frame, found none");
  }
  return Writer(motion, options).text();
}

void write_bvh(const std::filesystem::path& path, const Motion& motion,
               const BvhWriteOptions& options) {
  write_file(path, format_bvh(motion, options));
}

}  // namespace poseaae::mocap
