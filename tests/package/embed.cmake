# cmake -P: configure a project that adds this one as a folder of its own, build it, run it; see CMakeLists.txt for
# the variables.
file(REMOVE_RECURSE ${WORK_DIR}/embedder)
foreach(command IN ITEMS
    "${CMAKE_COMMAND};-S;${CMAKE_CURRENT_LIST_DIR}/embedder;-B;${WORK_DIR}/embedder;-G;${GENERATOR};-C;${WORK_DIR}/initial_cache.cmake;-D;POSEAAE_SOURCE=${SOURCE_DIR}"
    "${CMAKE_COMMAND};--build;${WORK_DIR}/embedder;--target;half_turn"
    "${WORK_DIR}/embedder/half_turn")
  execute_process(COMMAND ${command} RESULT_VARIABLE result OUTPUT_VARIABLE out ERROR_VARIABLE err)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${command}: expected exit code 0, found ${result}\n${out}${err}")
  endif()
endforeach()
