# How each kind of source is compiled: library (the modules), program (tools) and test.
#
# The headers that most sources of a kind include are precompiled, once a kind. They save time and nothing else:
# every file still includes what it uses, and a build with -DPOSEAAE_PCH=OFF shows one that does not.

function(poseaae_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra)
  if(POSEAAE_WARNINGS_AS_ERRORS)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()

# Programs and tests hold no hot loops, only calls into the modules: less optimisation compiles them sooner. GCC
# takes the level from the precompiled header, whatever the command line of a source says, so it is the kind's.
# At that level GCC also warns of uninitialised values in Eigen and of overlong strings where there are none.
set(POSEAAE_OPTIONS_program
    "$<$<CONFIG:Release>:-O1>"
    "$<$<AND:$<CONFIG:Release>,$<CXX_COMPILER_ID:GNU>>:-Wno-maybe-uninitialized;-Wno-array-bounds>")
set(POSEAAE_OPTIONS_test "${POSEAAE_OPTIONS_program}")

set(POSEAAE_COMMON_HEADERS
    <Eigen/Dense> <algorithm> <array> <charconv> <chrono> <cmath> <cstdint> <filesystem> <fmt/format.h> <functional>
    <iterator> <limits> <map> <memory> <numbers> <numeric> <optional> <random> <set> <span> <stdexcept> <string>
    <string_view> <utility> <variant> <vector>)

# poseaae_precompiled_headers(<kind> HEADERS <header>... LINKS <target>...)
function(poseaae_precompiled_headers kind)
  if(NOT POSEAAE_PCH)
    return()
  endif()
  cmake_parse_arguments(ARG "" "" "HEADERS;LINKS" ${ARGN})
  set(target poseaae_${kind}_headers)
  set(empty ${PROJECT_BINARY_DIR}/${target}.cpp)
  file(CONFIGURE OUTPUT ${empty} CONTENT "")
  add_library(${target} OBJECT EXCLUDE_FROM_ALL ${empty})
  target_link_libraries(${target} PRIVATE ${ARG_LINKS})
  target_compile_features(${target} PRIVATE cxx_std_20)
  target_compile_options(${target} PRIVATE "${POSEAAE_OPTIONS_${kind}}" "${POSEAAE_PCH_OPTIONS}")
  target_precompile_headers(${target} PRIVATE ${ARG_HEADERS})
endfunction()

# A program is compiled with -fPIC, as libraries are, so that both can start from one precompiled header. ccache needs
# -fpch-preprocess. GCC collects garbage when its memory has grown by a share of what it was, and looks through the
# whole precompiled header each time; with the last option it does so only from 600 MB on. A target that starts from
# no such header (DISABLE_PRECOMPILE_HEADERS) would only take more memory for it.
set(starts_from_header "$<NOT:$<BOOL:$<TARGET_PROPERTY:DISABLE_PRECOMPILE_HEADERS>>>")
set(POSEAAE_PCH_OPTIONS
    -fPIC
    "$<$<AND:$<CXX_COMPILER_ID:GNU>,${starts_from_header}>:-fpch-preprocess;--param=ggc-min-heapsize=600000>")

# poseaae_compile_as(<kind> <target>): the target's sources are of that kind
function(poseaae_compile_as kind target)
  poseaae_warnings(${target})
  target_compile_options(${target} PRIVATE "${POSEAAE_OPTIONS_${kind}}")
  if(POSEAAE_PCH)
    target_compile_options(${target} PRIVATE "${POSEAAE_PCH_OPTIONS}")
    # GCC takes a precompiled header only where the macros are those that it was compiled with.
    target_compile_definitions(${target} PRIVATE $<TARGET_PROPERTY:poseaae_${kind}_headers,COMPILE_DEFINITIONS>)
    target_precompile_headers(${target} REUSE_FROM poseaae_${kind}_headers)
  endif()
endfunction()

poseaae_precompiled_headers(library HEADERS ${POSEAAE_COMMON_HEADERS} LINKS Eigen3::Eigen fmt::fmt)
