#pragma once

#include <optional>
#include <string>
#include <vector>

#include "poseaae/latent/arithmetic.hpp"
#include "poseaae/latent/density_support.hpp"
#include "support/clip_arguments.hpp"
#include "support/path_arguments.hpp"
#include "support/subcommands.hpp"

/// The subcommands of pose_style.
namespace poseaae::tools::style {

extern const SubcommandKind kLearn, kShow, kTransfer, kGradient, kSweep, kBlend;

/// "style=old" or "style=old:1.5": an attribute and the text behind the colon, "" for none.
struct Named {
  std::string attribute;
  std::string rest;
  [[nodiscard]] static Named parse(const std::string& text);
};

/// What every command that changes a clip shares: the clip, a model, its attributes, outputs.
class ClipCommand : public Subcommand {
 public:
  void run() override;

 protected:
  explicit ClipCommand(CommandLine& options);

  /// What is drawn, in order, and which of it is the result.
  struct Result {
    std::vector<session::Dancer> dancers;
    std::size_t primary = 0;
  };
  /// Says what is wrong with the options before anything is loaded.
  virtual void check() {}
  [[nodiscard]] virtual Result make_paths(const latent::LatentPath& clip,
                                          const std::string& name) = 0;

  [[nodiscard]] session::OpenModel& model() { return *model_; }
  /// The vector of `name`; a vector of zeros for "neutral".
  [[nodiscard]] Eigen::VectorXf vector(const std::string& name);
  /// The result, beside the clip it was made from where that was asked for.
  [[nodiscard]] Result beside(const latent::LatentPath& clip, latent::LatentPath styled,
                              const std::string& title) const;
  /// Warns where the path leaves what the model has learned, and says from which share of the
  /// change on.
  void warn_beyond(const latent::LatentPath& clip, const latent::LatentPath& styled,
                   const std::string& what);

 private:
  ClipArguments clip_;
  PathArguments path_arguments_;
  std::string attributes_path_;
  std::string by_ = "mean";
  bool beside_ = false;
  std::optional<session::OpenModel> model_;
};

}  // namespace poseaae::tools::style
