# All dependencies.
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
find_package(yaml-cpp REQUIRED)
find_package(fmt REQUIRED)
find_package(HDF5 REQUIRED COMPONENTS C)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(cairo REQUIRED IMPORTED_TARGET cairo cairo-pdf)
pkg_check_modules(minizip REQUIRED IMPORTED_TARGET minizip)  # .npz files are zip archives
pkg_check_modules(seccomp REQUIRED IMPORTED_TARGET libseccomp)  # confines what reads HDF5

# Debian's libhdf5.so is a link in a folder of its own. What is linked is the library behind it, so
# that no program carries an rpath.
get_target_property(hdf5_library hdf5::hdf5 IMPORTED_LOCATION)
file(REAL_PATH ${hdf5_library} hdf5_library)
set_target_properties(hdf5::hdf5 PROPERTIES IMPORTED_LOCATION ${hdf5_library})

# yaml-cpp names its target differently across releases.
if(TARGET yaml-cpp::yaml-cpp)
  set(POSEAAE_YAML_TARGET yaml-cpp::yaml-cpp)
else()
  set(POSEAAE_YAML_TARGET yaml-cpp)
endif()

if(POSEAAE_WITH_TORCH)
  # libtorch 1.13 (Debian) and 2.x (CMAKE_PREFIX_PATH=/path/to/libtorch) both work.
  find_package(Torch REQUIRED)
endif()

if(POSEAAE_WITH_VIDEO)
  pkg_check_modules(libav REQUIRED IMPORTED_TARGET libavformat>=59.8 libavcodec libavutil)
endif()

if(POSEAAE_WITH_OSC)
  pkg_check_modules(liblo REQUIRED IMPORTED_TARGET liblo>=0.31)
endif()

if(POSEAAE_TOOLS)
  find_package(CLI11 REQUIRED)
endif()

if(POSEAAE_TESTS)
  find_package(GTest REQUIRED)
  find_package(GIF REQUIRED)  # reads what the project's own encoder wrote
  find_package(rapidcheck REQUIRED CONFIG)
endif()

if(POSEAAE_BENCH)
  find_package(benchmark REQUIRED)
  pkg_check_modules(openblas REQUIRED IMPORTED_TARGET openblas)  # the machine's GEMM rate
endif()
