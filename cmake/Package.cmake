# cpack: Debian packages, or one archive that runs from wherever it is unpacked.
#   programs     poseaae           programs, pages, configurations, path files, clips, documentation
#   torch        poseaae-torch     the engine that needs libtorch, as a library that is loaded
#   video        poseaae-video     the library that writes films, which needs libav, likewise
#   fbx          poseaae-fbx       the program that reads FBX, which needs assimp
#   library      libposeaae1       the shared library for C
#   development  libposeaae-dev    headers, static libraries, the CMake package
#   python       python3-poseaae   the Python package
set(packaging ${PROJECT_SOURCE_DIR}/packaging)
set(CPACK_PACKAGE_NAME poseaae)
set(CPACK_PACKAGE_VENDOR "PoseAAE authors")
set(CPACK_PACKAGE_CONTACT "PoseAAE authors <poseaae@example.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")  # each package has its own
string(TOLOWER "poseaae-${PROJECT_VERSION}-${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR}"
       CPACK_PACKAGE_FILE_NAME)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_STRIP_FILES ON)

set(CPACK_COMPONENTS_ALL programs development)
if(POSEAAE_WITH_TORCH)
  list(APPEND CPACK_COMPONENTS_ALL torch)
endif()
if(POSEAAE_WITH_VIDEO)
  list(APPEND CPACK_COMPONENTS_ALL video)
endif()
if(POSEAAE_WITH_FBX)
  list(APPEND CPACK_COMPONENTS_ALL fbx)
endif()
if(POSEAAE_WITH_PYTHON)
  list(APPEND CPACK_COMPONENTS_ALL python)
endif()

if(POSEAAE_WITH_C_API)
  list(APPEND CPACK_COMPONENTS_ALL library)
endif()

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(CPACK_DEBIAN_PROGRAMS_PACKAGE_NAME poseaae)
set(CPACK_DEBIAN_PROGRAMS_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PROGRAMS_PACKAGE_RECOMMENDS poseaae-video)
set(CPACK_DEBIAN_PROGRAMS_PACKAGE_SUGGESTS "poseaae-torch, poseaae-fbx")
set(CPACK_DEBIAN_PROGRAMS_DESCRIPTION
"${PROJECT_DESCRIPTION}
Trains autoencoders on the poses of motion-capture recordings (BVH), follows
paths through the latent space they learn, and writes what it finds there as
GIF, PNG, SVG, PDF and as motion for Blender. Walks, loops, tours, blends,
offsets, transitions, styles learned from labels, diffusion over latents, maps
of the space, and evaluation beside baselines.
.
Training runs on the processor. Four clips of dance, configurations and path
files to start from are included.")

set(CPACK_DEBIAN_TORCH_PACKAGE_NAME poseaae-torch)
set(CPACK_DEBIAN_TORCH_PACKAGE_SECTION science)
set(CPACK_DEBIAN_TORCH_PACKAGE_DEPENDS "poseaae (= ${PROJECT_VERSION})")
set(CPACK_DEBIAN_TORCH_PACKAGE_RECOMMENDS libopenblas0)  # the reference BLAS is slow
set(CPACK_DEBIAN_TORCH_DESCRIPTION
"Training engine of PoseAAE that uses libtorch
With this package, aae_train and aae_eval of poseaae also train with libtorch
(training.engine=torch): the reference that the built-in engine is held
against, R1 regularisation, spectral norms, and graphics processors where
libtorch supports them.")

set(CPACK_DEBIAN_VIDEO_PACKAGE_NAME poseaae-video)
set(CPACK_DEBIAN_VIDEO_PACKAGE_SECTION science)
set(CPACK_DEBIAN_VIDEO_PACKAGE_ENHANCES "poseaae, python3-poseaae")
set(CPACK_DEBIAN_VIDEO_DESCRIPTION
"Films of PoseAAE's dancers as MP4, WebM and APNG
With this package, the programs of poseaae and the Python package also write
H.264 in MP4, VP9 in WebM, and animated PNG, beside GIF. It is a library that
they load when such a file is written.")

set(CPACK_DEBIAN_FBX_PACKAGE_NAME poseaae-fbx)
set(CPACK_DEBIAN_FBX_PACKAGE_SECTION science)
set(CPACK_DEBIAN_FBX_PACKAGE_ENHANCES "poseaae, python3-poseaae")
set(CPACK_DEBIAN_FBX_DESCRIPTION
"Reader of FBX motion for PoseAAE (experimental)
With this package, the programs of poseaae and the Python package also read
motion from FBX files. It is a program that they run, within limits of time and
memory, for each file.")

set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME libposeaae1)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
# How other packages depend on it, and that the cache of libraries is renewed.
file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/packaging/shlibs "libposeaae 1 libposeaae1 (>= ${PROJECT_VERSION})\n")
file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/packaging/triggers "activate-noawait ldconfig\n")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA
    "${CMAKE_CURRENT_BINARY_DIR}/packaging/shlibs;${CMAKE_CURRENT_BINARY_DIR}/packaging/triggers")
set(CPACK_DEBIAN_LIBRARY_DESCRIPTION
"C library for autoencoders of motion-capture poses
Loads models that were trained with PoseAAE, decodes and encodes poses, and
walks through their latent space. Its interface is plain C, for programs in
other languages and for plug-ins of game engines and other hosts.")

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libposeaae-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
# What PoseAAEConfig.cmake asks for. Only the component torch_engine needs libtorch.
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
    "libeigen3-dev, libfmt-dev, libyaml-cpp-dev, libhdf5-dev, libssl-dev, libcairo2-dev, libminizip-dev, pkg-config")
if(POSEAAE_WITH_C_API)
  string(APPEND CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS ", libposeaae1 (= ${PROJECT_VERSION})")
endif()
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SUGGESTS "poseaae, libtorch-dev")
set(CPACK_DEBIAN_DEVELOPMENT_DESCRIPTION
"C++ library for autoencoders of motion-capture poses
Headers, static libraries and the CMake package of PoseAAE: reading and
writing BVH, encoding and decoding poses with trained models, paths through
latent space, pictures and animations, training.
find_package(PoseAAE) gives a target for each module.")

set(CPACK_DEBIAN_PYTHON_PACKAGE_NAME python3-poseaae)
set(CPACK_DEBIAN_PYTHON_PACKAGE_SECTION python)
if(POSEAAE_WITH_PYTHON)  # an extension is for one minor version
  string(REGEX REPLACE "^3\\." "" minor ${POSEAAE_PYTHON_VERSION})
  math(EXPR next "${minor} + 1")
  set(CPACK_DEBIAN_PYTHON_PACKAGE_DEPENDS
      "python3 (>= ${POSEAAE_PYTHON_VERSION}), python3 (<< 3.${next}), python3-numpy")
endif()
set(CPACK_DEBIAN_PYTHON_PACKAGE_SUGGESTS "poseaae, jupyter-notebook, python3-nbclient")
set(CPACK_DEBIAN_PYTHON_DESCRIPTION
"Python package for autoencoders of motion-capture poses
Clips, models and training of PoseAAE from Python: motion as NumPy arrays,
encoding and decoding, walks, loops and mixes through latent space, measures,
pictures that a notebook shows, and training with a callback each epoch.
.
A notebook in the documentation trains, measures and explores a model; the
clips that it needs lie beside it.")

# Each Debian package brings its licence and a changelog; elsewhere LICENSE is installed.
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/poseaae COMPONENT plain)
string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)  # SOURCE_DATE_EPOCH where that is set
set(debian_dir ${CMAKE_CURRENT_BINARY_DIR}/packaging)
configure_file(${packaging}/changelog.in ${debian_dir}/changelog @ONLY)
add_custom_command(
  OUTPUT ${debian_dir}/changelog.gz
  COMMAND ${Python3_EXECUTABLE} ${packaging}/compress.py ${debian_dir}/changelog ${debian_dir}/changelog.gz
  DEPENDS ${debian_dir}/changelog ${packaging}/compress.py
  COMMENT "Debian changelog" VERBATIM)
add_custom_target(debian_changelog ALL DEPENDS ${debian_dir}/changelog.gz)
add_dependencies(programs debian_changelog)
foreach(component IN LISTS CPACK_COMPONENTS_ALL)
  string(TOUPPER ${component} upper)
  install(FILES ${packaging}/copyright ${debian_dir}/changelog.gz
          DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${CPACK_DEBIAN_${upper}_PACKAGE_NAME}
          COMPONENT ${component}_debian EXCLUDE_FROM_ALL)
  set(CPACK_COMPONENT_${upper}_GROUP ${component})
  set(CPACK_COMPONENT_${upper}_DEBIAN_GROUP ${component})
  list(APPEND CPACK_COMPONENTS_ALL ${component}_debian)
endforeach()

if(POSEAAE_WITH_C_API)
  install(FILES ${packaging}/libposeaae1.lintian-overrides DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides
          RENAME libposeaae1 COMPONENT library_debian EXCLUDE_FROM_ALL)
endif()

include(CPack)
