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
