# Manual pages and completion for bash, made from each program's --help, in the folders of the build
# tree that they have in an installation.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
get_property(tools GLOBAL PROPERTY POSEAAE_PROGRAMS)
set(packaging ${PROJECT_SOURCE_DIR}/packaging)
set(man_dir ${CMAKE_BINARY_DIR}/share/man/man1)
set(completion_dir ${CMAKE_BINARY_DIR}/share/bash-completion/completions)

set(programs)
set(pages)
foreach(tool IN LISTS tools)
  list(APPEND programs $<TARGET_FILE:${tool}>)
  list(APPEND pages ${man_dir}/${tool}.1.gz)
endforeach()
add_custom_command(
  OUTPUT ${pages}
  COMMAND ${Python3_EXECUTABLE} -B ${packaging}/man.py ${man_dir} ${PROJECT_VERSION} ${programs}
  DEPENDS ${tools} ${packaging}/man.py ${packaging}/help_text.py
  COMMENT "Manual pages" VERBATIM)
add_custom_command(
  OUTPUT ${completion_dir}/poseaae
  COMMAND ${Python3_EXECUTABLE} -B ${packaging}/completion.py ${completion_dir} ${programs}
  DEPENDS ${tools} ${packaging}/completion.py ${packaging}/help_text.py
  COMMENT "Completion for bash" VERBATIM)
add_custom_target(pages ALL DEPENDS ${pages} ${completion_dir}/poseaae)
add_dependencies(programs pages)

install(DIRECTORY ${man_dir} DESTINATION ${CMAKE_INSTALL_MANDIR} COMPONENT programs)
install(DIRECTORY ${completion_dir} DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion
        COMPONENT programs)
