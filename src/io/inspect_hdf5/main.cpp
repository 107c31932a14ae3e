// inspect_hdf5 FILE: what other programs run before they open an HDF5 file, since a file that does
// harm to the library that reads it then harms this process alone (foreign_hdf5.hpp). It prints
// nothing where the file can be read, or is refused by the reader itself. An error is one line on
// standard error, and the exit status of its kind.
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <new>

#include "poseaae/base/error.hpp"
#include "sandbox.hpp"
#include "walk.hpp"

namespace {

using namespace poseaae;

int fail(const char* message, ExitCode code) {
  std::fprintf(stderr, "%s\n", message);
  return static_cast<int>(code);
}

int inspect(const char* path) {
  try {
    static_cast<void>(confine());  // if it cannot be, there are still limits of time and memory
    h5::walk(path);
    return 0;
  } catch (const Error& problem) {
    return fail(problem.what(), problem.exit_code());
  } catch (const std::bad_alloc&) {
    std::fprintf(stderr, "%s: ", path);
    return fail(
        "expected an HDF5 file for which 256 MB of memory suffice, found one that asks "
        "for more; it may be damaged, or store it in smaller pieces",
        ExitCode::kBadInput);
  } catch (const std::exception& problem) {
    return fail(problem.what(), ExitCode::kFailed);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return fail("usage: inspect_hdf5 FILE", ExitCode::kUsage);
  ::_exit(inspect(argv[1]));  // nothing of the library runs any more
}
