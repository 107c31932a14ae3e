# Programs, libraries, headers and a CMake package: find_package(PoseAAE) gives poseaae::<module>.
include(CMakePackageConfigHelpers)

get_property(modules GLOBAL PROPERTY POSEAAE_MODULES)
get_property(tools GLOBAL PROPERTY POSEAAE_TOOLS)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/PoseAAE)

install(TARGETS ${modules} EXPORT PoseAAETargets)
if(tools)
  install(TARGETS ${tools})
endif()
install(DIRECTORY include/poseaae DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY configs data DESTINATION ${CMAKE_INSTALL_DATADIR}/poseaae)
install(EXPORT PoseAAETargets NAMESPACE poseaae:: DESTINATION ${package_dir})

configure_package_config_file(cmake/PoseAAEConfig.cmake.in PoseAAEConfig.cmake
                              INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(PoseAAEConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/PoseAAEConfig.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/PoseAAEConfigVersion.cmake
        DESTINATION ${package_dir})
