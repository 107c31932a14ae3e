#pragma once

/// Option texts that several programs share, so that one option reads the same everywhere.
namespace poseaae::tools::text {

inline constexpr const char* kAttributes =
    "Attribute file written by pose_style learn (default: attributes.safetensors beside the model)";
inline constexpr const char* kClipsOfModel =
    "Clips, folders of them or patterns, or one dataset (.h5), to use in place of the clips that "
    "the "
    "model's configuration names";
inline constexpr const char* kEta =
    "Share of fresh noise in each denoising step: 0 for none (DDIM), 1 for ancestral sampling";
inline constexpr const char* kLabelPattern =
    "Pattern that reads labels from clip names: '{content}_{style}_{take}' reads walk_old_001 as "
    "content walk, style old, take 001";
inline constexpr const char* kModel =
    "Trained model, as written by aae_train (runs/NAME/best.safetensors)";
inline constexpr const char* kOutput =
    "File to write; may be given several times. The extension selects the format:\n";
inline constexpr const char* kQuiet = "Print warnings and results only";
inline constexpr const char* kSeed =
    "Seed of the random numbers; the same seed gives the same result";
inline constexpr const char* kSet =
    "Set one configuration key, as in training.epochs=50; may be given several times";
inline constexpr const char* kSteps = "Number of denoising steps; 20 to 50 are enough";
inline constexpr const char* kStrength =
    "Strength of the change: a number, or FIRST:LAST for one that changes along the clip";
inline constexpr const char* kThreads = "Number of processor threads; 0 uses all cores";
inline constexpr const char* kTitle = "Title above the picture";
inline constexpr const char* kUnit =
    "Unit of lengths in BVH files: mm, cm, dm, m, inch, ft, or metres per unit as a number";
inline constexpr const char* kUp =
    "Axis of the files that is up, which is turned to y: x, y, z, -x, -y, -z, or auto, by the way "
    "from feet to head, the rest pose and the floor of each clip";
inline constexpr const char* kView =
    "Viewing direction: front, three-quarter, side, back, top, or AZIMUTH,ELEVATION in degrees";

}  // namespace poseaae::tools::text
