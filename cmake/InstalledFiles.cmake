# Configurations, path files and clips that the programs find by name (base/installed.hpp). They lie
# in share/poseaae, which is sought from the folder of the programs; in the build tree links to the
# source tree stand there.
set(POSEAAE_DATA_FOLDERS configs data paths)
file(RELATIVE_PATH POSEAAE_DATA_FROM_PROGRAMS
     ${CMAKE_INSTALL_FULL_BINDIR} ${CMAKE_INSTALL_FULL_DATADIR}/poseaae)

cmake_path(ABSOLUTE_PATH POSEAAE_DATA_FROM_PROGRAMS BASE_DIRECTORY ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}
           NORMALIZE OUTPUT_VARIABLE data_dir)
file(MAKE_DIRECTORY ${data_dir})
foreach(folder IN LISTS POSEAAE_DATA_FOLDERS)
  file(CREATE_LINK ${PROJECT_SOURCE_DIR}/${folder} ${data_dir}/${folder} SYMBOLIC)
endforeach()

# Plug-ins and the programs that only other programs run, found likewise (base/plugin.hpp). They lie in the same places
# of the build tree.
set(POSEAAE_PLUGIN_DIR ${CMAKE_INSTALL_LIBDIR}/poseaae/plugins)
set(POSEAAE_HELPER_DIR ${CMAKE_INSTALL_LIBEXECDIR}/poseaae)
file(RELATIVE_PATH POSEAAE_PLUGINS_FROM_PROGRAMS
     ${CMAKE_INSTALL_FULL_BINDIR} ${CMAKE_INSTALL_PREFIX}/${POSEAAE_PLUGIN_DIR})
file(RELATIVE_PATH POSEAAE_HELPERS_FROM_PROGRAMS
     ${CMAKE_INSTALL_FULL_BINDIR} ${CMAKE_INSTALL_PREFIX}/${POSEAAE_HELPER_DIR})
