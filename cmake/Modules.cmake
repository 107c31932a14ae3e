# One function per kind of thing the project is made of. The LINKS of the modules are the
# dependency map of the whole project.

# poseaae_module(<name> SOURCES <file>... [LINKS <target>...] [PRIVATE_LINKS <target>...])
function(poseaae_module name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  add_library(poseaae_${name} STATIC ${ARG_SOURCES})
  add_library(poseaae::${name} ALIAS poseaae_${name})
  set_target_properties(poseaae_${name} PROPERTIES EXPORT_NAME ${name})
  target_include_directories(poseaae_${name} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_include_directories(poseaae_${name} PRIVATE ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(poseaae_${name} PUBLIC ${ARG_LINKS} PRIVATE ${ARG_PRIVATE_LINKS})
  target_compile_features(poseaae_${name} PUBLIC cxx_std_20)
  poseaae_compile_as(library poseaae_${name})
  set_property(GLOBAL APPEND PROPERTY POSEAAE_MODULES poseaae_${name})
endfunction()

# poseaae_formats(<module> <name>...): adds format_<name>.cpp of each to the module, and passes the
# list to its formats.cpp as POSEAAE_FORMATS: FORMAT(<name>)...
function(poseaae_formats module)
  list(TRANSFORM ARGN REPLACE "(.+)" "format_\\1.cpp" OUTPUT_VARIABLE sources)
  list(TRANSFORM ARGN REPLACE "(.+)" "FORMAT(\\1)" OUTPUT_VARIABLE formats)
  list(JOIN formats " " formats)
  target_sources(poseaae_${module} PRIVATE ${sources})
  set_source_files_properties(formats.cpp PROPERTIES
    COMPILE_DEFINITIONS "POSEAAE_FORMATS=${formats}")
endfunction()

# poseaae_plugin(<target> <name> COMPONENT <component> SOURCES <file>... LINKS <target>...): a library NAME.so that is
# loaded when asked for
function(poseaae_plugin target name)
  cmake_parse_arguments(ARG "" "COMPONENT" "SOURCES;LINKS" ${ARGN})
  add_library(${target} MODULE ${ARG_SOURCES})
  set_target_properties(${target} PROPERTIES
    LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/${POSEAAE_PLUGIN_DIR} OUTPUT_NAME ${name} PREFIX "")
  target_link_libraries(${target} PRIVATE ${ARG_LINKS})
  poseaae_warnings(${target})
  install(TARGETS ${target} LIBRARY DESTINATION ${POSEAAE_PLUGIN_DIR} COMPONENT ${ARG_COMPONENT})
endfunction()

# poseaae_tool_library(<name> SOURCES <file>... LINKS <target>...): what several programs share
function(poseaae_tool_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_include_directories(${name} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${ARG_LINKS})
  poseaae_compile_as(program ${name})
endfunction()

# poseaae_tool(<name> [SOURCES <file>...] LINKS <target>...): one program from tools/<name>.cpp and,
# where its subcommands have a file each, these
function(poseaae_tool name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${name}.cpp ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_LINKS})
  poseaae_compile_as(program ${name})
  set_property(GLOBAL APPEND PROPERTY POSEAAE_PROGRAMS ${name})
endfunction()

# poseaae_test(<module> SOURCES <file>... LINKS <target>... [LABEL <label>]): one test program per
# module
function(poseaae_test module)
  cmake_parse_arguments(ARG "" "LABEL" "SOURCES;LINKS" ${ARGN})
  set(target test_${module})
  add_executable(${target} ${ARG_SOURCES})
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/src)  # headers of one module alone
  target_link_libraries(${target} PRIVATE ${ARG_LINKS} poseaae_test_support)
  poseaae_compile_as(test ${target})
  set(properties TIMEOUT 300)
  if(ARG_LABEL)
    list(APPEND properties LABELS ${ARG_LABEL})
  endif()
  gtest_discover_tests(${target} TEST_PREFIX ${module}. DISCOVERY_TIMEOUT 60
                       PROPERTIES ${properties})
endfunction()

# poseaae_recordings_test(<name> [OPTIONAL] COUNT <tests> FOLDERS <variable>... SOURCES <file>... LINKS <target>...):
# a test program with the label `recordings`, for what lies outside the repository in the folders
# that these variables name. Where one of them is missing, so are the tests, and a message says how
# many; with POSEAAE_REQUIRE_RECORDINGS that is an error, unless the tests are OPTIONAL.
function(poseaae_recordings_test name)
  cmake_parse_arguments(ARG "OPTIONAL" "COUNT" "FOLDERS;SOURCES;LINKS" ${ARGN})
  foreach(variable IN LISTS ARG_FOLDERS)
    if(NOT IS_DIRECTORY "${${variable}}")
      set(kind STATUS)
      if(POSEAAE_REQUIRE_RECORDINGS AND NOT ARG_OPTIONAL)
        set(kind FATAL_ERROR)
      endif()
      message(${kind} "${ARG_COUNT} tests of recordings are left out: ${variable}: no folder ${${variable}} "
                      "(docs/RECORDINGS.md says where to get them and where to put them)")
      return()
    endif()
  endforeach()
  poseaae_test(${name} SOURCES ${ARG_SOURCES} LINKS ${ARG_LINKS} LABEL recordings)
  target_compile_definitions(test_${name} PRIVATE
    POSEAAE_TEST_COUNT=${ARG_COUNT} POSEAAE_MOCAP_DIR="${POSEAAE_MOCAP_DIR}"
    POSEAAE_REFERENCE_DIR="${POSEAAE_REFERENCE_DIR}" POSEAAE_CASES_DIR="${POSEAAE_CASES_DIR}"
    POSEAAE_FORMATS_DIR="${POSEAAE_FORMATS_DIR}")
endfunction()
