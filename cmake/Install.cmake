# Programs, libraries, headers and a CMake package: find_package(PoseAAE) gives poseaae::<module>, and finds only the
# packages that the modules named as its components link.
# Components are the packages of cmake/Package.cmake.
include(CMakePackageConfigHelpers)

get_property(modules GLOBAL PROPERTY POSEAAE_MODULES)
get_property(tools GLOBAL PROPERTY POSEAAE_PROGRAMS)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/PoseAAE)

# Only projects that ask for the component torch_engine need libtorch, so it is an export of its own.
if(TARGET poseaae_torch_engine)
  list(REMOVE_ITEM modules poseaae_torch_engine)
  install(TARGETS poseaae_torch_engine EXPORT PoseAAETorchTargets COMPONENT development)
  install(EXPORT PoseAAETorchTargets NAMESPACE poseaae:: DESTINATION ${package_dir}
          COMPONENT development)
endif()
# The library for C is a package of its own: a program that links it needs nothing else of this.
if(TARGET poseaae_c)
  list(REMOVE_ITEM modules poseaae_c)
  install(TARGETS poseaae_c EXPORT PoseAAETargets
          LIBRARY COMPONENT library NAMELINK_COMPONENT development)
  install(FILES include/poseaae.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development)
  set(pc_dir ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
  # One for the build tree, where library and header lie apart, and the one that is installed beside the library.
  set(POSEAAE_PC_LIBRARIES ${PROJECT_BINARY_DIR}/src/c_api)
  set(POSEAAE_PC_INCLUDES ${PROJECT_SOURCE_DIR}/include)
  configure_file(packaging/poseaae.pc.in poseaae.pc @ONLY)
  file(RELATIVE_PATH includes_from_pc ${CMAKE_INSTALL_PREFIX}/${pc_dir} ${CMAKE_INSTALL_FULL_INCLUDEDIR})
  set(POSEAAE_PC_LIBRARIES "\${pcfiledir}/..")
  set(POSEAAE_PC_INCLUDES "\${pcfiledir}/${includes_from_pc}")
  configure_file(packaging/poseaae.pc.in packaging/poseaae.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/packaging/poseaae.pc DESTINATION ${pc_dir} COMPONENT development)
endif()
install(TARGETS ${modules} EXPORT PoseAAETargets COMPONENT development)
install(EXPORT PoseAAETargets NAMESPACE poseaae:: DESTINATION ${package_dir} COMPONENT development)
install(DIRECTORY include/poseaae DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development)

if(tools)
  install(TARGETS ${tools} COMPONENT programs)
  install(DIRECTORY ${POSEAAE_DATA_FOLDERS} DESTINATION ${CMAKE_INSTALL_DATADIR}/poseaae
          COMPONENT programs)
  install(FILES README.md CHANGELOG.md CONTRIBUTING.md DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/poseaae
          COMPONENT programs)
  install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/poseaae COMPONENT programs)
endif()

if(TARGET poseaae_c)
  list(APPEND modules poseaae_c)
endif()
if(POSEAAE_WITH_PYTHON)
  install(TARGETS poseaae_python LIBRARY DESTINATION ${POSEAAE_PYTHON_FOLDER}/poseaae COMPONENT python)
  install(FILES ${POSEAAE_PYTHON_FILES} DESTINATION ${POSEAAE_PYTHON_FOLDER}/poseaae COMPONENT python)
  # A notebook, and what it reads beside it.
  set(examples ${CMAKE_INSTALL_DATADIR}/doc/python3-poseaae/examples)
  install(FILES docs/explore.ipynb DESTINATION ${examples} COMPONENT python)
  install(FILES configs/dance.yaml DESTINATION ${examples}/configs COMPONENT python)
  install(FILES data/waltz_sway.bvh data/slow_arms.bvh data/street_step.bvh data/kick_turns.bvh
          DESTINATION ${examples}/data COMPONENT python)
endif()

list(TRANSFORM modules REPLACE "^poseaae_" "" OUTPUT_VARIABLE POSEAAE_COMPONENTS)
configure_package_config_file(cmake/PoseAAEConfig.cmake.in PoseAAEConfig.cmake
                              INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(PoseAAEConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/PoseAAEConfig.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/PoseAAEConfigVersion.cmake
        DESTINATION ${package_dir} COMPONENT development)
