# Builds examples/walk_pose.c by pkg-config with what lies in the build tree alone, and runs it.
include(${SOURCE_DIR}/tests/package/run.cmake)
file(MAKE_DIRECTORY ${WORK_DIR})
run("ask pkg-config" ${CMAKE_COMMAND} -E env PKG_CONFIG_PATH=${BUILD_DIR} pkg-config --cflags --libs poseaae)
separate_arguments(flags UNIX_COMMAND "${output}")
run("build with pkg-config" ${C_COMPILER} -std=c99 ${SOURCE_DIR}/examples/walk_pose.c -o ${WORK_DIR}/walk_pose ${flags}
    ${LINKER_FLAGS})
execute_process(COMMAND ${CMAKE_COMMAND} -E env LD_LIBRARY_PATH=${LIBRARY_DIR} ${WORK_DIR}/walk_pose none.safetensors 1
                RESULT_VARIABLE result ERROR_VARIABLE log)
expect("${log}" "load: none.safetensors: ")
if(NOT result EQUAL 1)
  message(FATAL_ERROR "walk_pose: expected exit code 1 for a model that is missing, found ${result}")
endif()
