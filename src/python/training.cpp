#include <fmt/format.h>

#include <cmath>
#include <optional>

#include "poseaae/base/error.hpp"
#include "poseaae/base/installed.hpp"
#include "poseaae/base/interrupt.hpp"
#include "poseaae/training/engine_choice.hpp"
#include "poseaae/training/trainer.hpp"
#include "python/dataset.hpp"

namespace poseaae::python {

using namespace training;

const Names<RunFolder::Mode>& mode_names() {
  static const Names<RunFolder::Mode> names{{"fresh", RunFolder::Mode::kFresh},
                                            {"overwrite", RunFolder::Mode::kOverwrite},
                                            {"resume", RunFolder::Mode::kResume}};
  return names;
}

namespace {

/// Ctrl-C reaches Python's main thread alone; a run on another one goes on.
bool on_main_thread() {
  const py::module_ threading = py::module_::import("threading");
  return threading.attr("current_thread")().is(threading.attr("main_thread")());
}

/// libtorch is no part of the package.
TensorBackend without_torch() {
  return {.has_gpu = [] { return false; },
          .make = [](const objective::EngineSetup&) -> std::unique_ptr<objective::Engine> {
            throw TrainingError(
                "the Python package trains with the fused engine alone: use aae_train, or "
                "training.engine=fused and what that engine has");
          }};
}

/// A dict of history.csv's columns, None where a value was not measured.
py::dict dict_of(const EpochValues& values) {
  py::dict columns;
  for (const auto& [name, value] : values) {
    if (std::isnan(value)) {
      columns[py::str(name)] = py::none();
    } else if (name == "epoch") {
      columns[py::str(name)] = static_cast<int>(value);
    } else {
      columns[py::str(name)] = value;
    }
  }
  return columns;
}

/// train() as the programs call it, Ctrl-C included, while other threads of Python run.
Outcome trained(const Session& session, const RunFolder& folder, const py::object& callback,
                bool quiet) {
  TrainOptions options{.quiet = quiet};
  if (!callback.is_none()) {
    options.each_epoch = [&callback](const EpochValues& values) {
      const py::gil_scoped_acquire acquire;
      callback(dict_of(values));
    };
  }
  std::optional<InterruptGuard> guard;
  if (on_main_thread()) guard.emplace();
  const auto engine = [](const objective::EngineSetup& setup) {
    return make_engine(setup, without_torch());
  };
  return without_gil([&] { return train(session, folder, engine, options); });
}

void bind_config(py::module_& m) {
  py::class_<Config>(m, "Config",
                     "A complete training configuration: every key of aae_train --print-config.")
      .def(py::init([](const std::vector<std::string>& assignments) {
             return Config::parse("", "defaults", assignments);
           }),
           "assignments"_a = std::vector<std::string>{},
           "The defaults with some keys set, \"training.epochs=50\". Raises ConfigError.")
      .def_static(
          "load",
          [](const std::filesystem::path& path, const std::vector<std::string>& assignments) {
            return Config::load(find_file(path, Installed::kConfig).string(), assignments);
          },
          "path"_a, "assignments"_a = std::vector<std::string>{},
          "From a YAML file, or an installed one by its name. Raises InputError, ConfigError.")
      .def_static("parse", &Config::parse, "yaml"_a, "file"_a = "text",
                  "assignments"_a = std::vector<std::string>{},
                  "From YAML text; `file` appears in messages. Raises ConfigError.")
      .def("set", &Config::set, "assignments"_a, "Sets some keys, all or none. Raises ConfigError.")
      .def("validate", &Config::validate,
           "Checks conditions that involve several keys. Raises ConfigError.")
      .def(
          "values",
          [](const Config& self) {
            py::dict values;
            for (const auto& [key, value] : self.values()) values[py::str(key)] = value;
            return values;
          },
          "Every key with its value, as text.")
      .def("print", &Config::print, "Every key with value, unit and comment, as YAML text.")
      .def("__repr__", [](const Config& self) {
        return fmt::format("<Config of {} keys>", self.values().size());
      });
}

void bind_run(py::module_& m) {
  py::class_<Session>(m, "Session", "A configuration with its data, which are read and split.")
      .def_readonly("config", &Session::config, "The Config.")
      .def_readonly("data", &Session::data, "The dataset.PoseDataset.")
      .def_readonly("split", &Session::split,
                    "The dataset.Split: rows to learn from, and rows held out.")
      .def_readonly("warnings", &Session::warnings, "A line each.")
      .def("__repr__", [](const Session& self) {
        return fmt::format("<Session of {} poses: {} to learn from, {} held out>", self.data.size(),
                           self.split.train.size(), self.split.test.size());
      });
  m.def(
      "prepare", [](const Config& config) { return without_gil([&] { return prepare(config); }); },
      "config"_a,
      "The Session of a configuration. Raises InputError, ParseError, UsageError, ConfigError.");
  py::class_<RunFolder>(m, "RunFolder", "The folder of a run.")
      .def(py::init([](const std::filesystem::path& path, const std::string& mode) {
             return RunFolder(path, named(mode, mode_names()));
           }),
           "path"_a, "mode"_a = "fresh",
           "\"fresh\" (must not hold a run), \"overwrite\" (an earlier run is replaced) or "
           "\"resume\". Raises UsageError.")
      .def_property_readonly("path", &RunFolder::path, "The folder itself.")
      .def_property_readonly("best", &RunFolder::best,
                             "best.safetensors, the model of the lowest test loss.")
      .def_property_readonly("last", &RunFolder::last,
                             "last.safetensors, the model of the last epoch.")
      .def_property_readonly("history", &RunFolder::history,
                             "history.csv, for session.load_history().")
      .def_property_readonly("history_plot", &RunFolder::history_plot, "history.png.")
      .def_property_readonly("log", &RunFolder::log, "log.txt.")
      .def_property_readonly("resumes", &RunFolder::resumes,
                             "Whether there is a state to go on from.")
      .def("__repr__", [](const RunFolder& self) {
        return fmt::format("<RunFolder {}>", self.path().string());
      });
  py::class_<PoseError>(m, "PoseError", "Mean error of reconstructions.")
      .def_readonly("position_m", &PoseError::position_m, "Mean distance of joints, metres.")
      .def_readonly("rotation_rad", &PoseError::rotation_rad,
                    "Mean angle of local rotations, radians.")
      .def("__repr__", [](const PoseError& self) {
        return fmt::format("<PoseError {:.3g} m, {:.3g} rad>", self.position_m, self.rotation_rad);
      });
  py::class_<Outcome>(m, "Outcome",
                      "What the two models of a finished run are worth, on held-out poses.")
      .def_readonly("epochs", &Outcome::epochs, "Done, after which last.safetensors was written.")
      .def_readonly("last_test_loss", &Outcome::last_test_loss, "Of last.safetensors.")
      .def_readonly("held_out", &Outcome::held_out, "The PoseError of last.safetensors.")
      .def_readonly("best_epoch", &Outcome::best_epoch,
                    "After which best.safetensors was written; 0: there is none.")
      .def_readonly("best_test_loss", &Outcome::best_test_loss, "Of best.safetensors.")
      .def_readonly("best_held_out", &Outcome::best_held_out, "The PoseError of best.safetensors.")
      .def_readonly("latent_mean", &Outcome::latent_mean, "(Z) of last.safetensors.")
      .def_readonly("latent_std", &Outcome::latent_std, "(Z) of last.safetensors.")
      .def("__repr__", [](const Outcome& self) {
        return fmt::format("<Outcome of {} epochs: test loss {:.4g}; best {:.4g} in epoch {}>",
                           self.epochs, self.last_test_loss, self.best_test_loss, self.best_epoch);
      });
  m.def("train", &trained, "session"_a, "folder"_a, "callback"_a = py::none(), "quiet"_a = true,
        "Trains a model into a RunFolder, and gives its Outcome.\n\n"
        "`callback` is called after each epoch with a dict of the columns of history.csv, None "
        "where a value was not "
        "measured; whatever it raises ends the run, which is saved first. On the main thread, "
        "Ctrl-C saves the run and "
        "raises Interrupted, which is a KeyboardInterrupt; RunFolder(path, \"resume\") goes on. A "
        "second Ctrl-C ends "
        "the process at once. Raises TrainingError, UsageError, OutputError.");
}

}  // namespace

void bind_training(py::module_& m) {
  bind_config(m);
  bind_run(m);
}

}  // namespace poseaae::python
