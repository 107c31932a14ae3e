#include "python/bindings.hpp"

/// poseaae._poseaae: everything of the package that is not Python. poseaae/__init__.py takes its
/// modules for the package's own, so they are known by the package's names here.
PYBIND11_MODULE(_poseaae, m) {
  using namespace poseaae::python;
  bind_errors();
  const auto module_of = [&](const char* name, const char* doc) {
    pybind11::module_ made = m.def_submodule(name, doc);
    made.attr("__name__") = std::string("poseaae.") + name;
    return made;
  };
  const struct {
    const char* name;
    void (*bind)(pybind11::module_&);
    const char* doc;
  } kModules[] = {
      {"log", bind_log, "What the library says on stderr."},
      {"mocap", bind_clips,
       "Skeletons and motions: clips read, edited and written, and forward kinematics.\n\n"
       "Metres and seconds, Y up; rotations are unit quaternions, w x y z. T frames, J joints."},
      {"footing", bind_footing, "How dancers stand on the floor and travel over it."},
      {"retarget", bind_retarget, "Motion of one body on another."},
      {"codec", bind_models,
       "Trained models of poses: encoding, decoding, and the statistics of their encodings.\n\n"
       "N poses, P numbers of a pose (4 J), Z latents."},
      {"latent", bind_latent,
       "Latent space: random points, walks, loops, mixes, transitions, arithmetic."},
      {"dataset", bind_dataset, "Poses gathered from clips, and which of them are held out."},
      {"attributes", bind_attributes, "Directions of latent space learned from labelled clips."},
      {"session", bind_session,
       "A model opened with the clips, poses and attributes that are named to it."},
      {"metrics", bind_metrics,
       "Measures of poses and encodings, each with its formula and source in the C++ header."},
      {"render", bind_render, "Pictures and animations of motion, as arrays, bytes and files."},
      {"training", bind_training, "Training, with a callback each epoch."},
      {"evaluation", bind_evaluation, "What a model is worth."},
  };
  for (const auto& [name, bind, doc] : kModules) {
    pybind11::module_ made = module_of(name, doc);
    bind(made);
  }
}
