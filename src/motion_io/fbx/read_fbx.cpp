// read_fbx list|clip [NAME] < FILE: what other programs run to read FBX, since a file that does
// harm to the library that reads it then harms this process alone. "list" prints the names of the
// clips, each followed by a zero byte, "clip" the motion of one (exchange.hpp). An error is one
// line on standard error, and the exit status of its kind.
#include <assimp/config.h>

#include <assimp/Importer.hpp>
#include <cstdio>
#include <exception>
#include <iostream>
#include <iterator>
#include <new>
#include <string>
#include <string_view>

#include "motion.hpp"
#include "poseaae/base/error.hpp"

namespace {

using namespace poseaae;

void set_up(Assimp::Importer& importer) {
  importer.SetPropertyBool(AI_CONFIG_IMPORT_FBX_PRESERVE_PIVOTS, true);
  importer.SetPropertyBool(AI_CONFIG_IMPORT_REMOVE_EMPTY_BONES, false);
  importer.SetPropertyBool(AI_CONFIG_IMPORT_FBX_READ_MATERIALS, false);
  importer.SetPropertyBool(AI_CONFIG_IMPORT_FBX_READ_TEXTURES, false);
}

/// @throws InputError
const aiScene& import(Assimp::Importer& importer, const std::string& bytes) {
  const bool binary = bytes.starts_with("Kaydara FBX Binary");
  if (!binary && bytes.find("FBXHeaderExtension") == std::string::npos) {
    throw InputError("expected an FBX file, binary or as text, found something else");
  }
  const aiScene* const scene = importer.ReadFileFromMemory(bytes.data(), bytes.size(), 0, "fbx");
  if (scene == nullptr || scene->mRootNode == nullptr) {
    throw InputError(std::string("expected an FBX file that can be read, found: ") +
                     importer.GetErrorString() + "; export it again, or as BVH or glTF");
  }
  return *scene;
}

std::string answer(std::string_view task, const std::string& clip) {
  const std::string bytes{std::istreambuf_iterator<char>(std::cin), {}};
  Assimp::Importer importer;
  set_up(importer);
  const aiScene& scene = import(importer, bytes);
  if (task == "clip") return mocap::to_bytes(fbx::motion_of(scene, clip));
  std::string names;
  for (const std::string& name : fbx::clips_of(scene)) names += name + '\0';
  return names;
}

int fail(const char* message, ExitCode code) {
  std::string line = message;
  for (char& letter : line) {
    if (letter == '\n') letter = ' ';
  }
  std::fprintf(stderr, "%s\n", line.c_str());
  return static_cast<int>(code);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view task = argc > 1 ? argv[1] : "";
  if (task != "list" && task != "clip") {
    return fail("usage: read_fbx list|clip [NAME] < FILE", ExitCode::kUsage);
  }
  try {
    const std::string bytes = answer(task, argc > 2 ? argv[2] : "");
    std::cout.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return std::cout.flush() ? 0 : fail("cannot write", ExitCode::kFailed);
  } catch (const Error& problem) {
    return fail(problem.what(), problem.exit_code());
  } catch (const std::bad_alloc&) {
    return fail("expected a file for which 4 GB of memory suffice, found a larger one",
                ExitCode::kBadInput);
  } catch (const std::exception& problem) {
    return fail(problem.what(), ExitCode::kBadInput);
  }
}
