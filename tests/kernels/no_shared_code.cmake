# cmake -P: no object of a level defines a function that the linker could take from another.
file(GLOB_RECURSE objects ${OBJECTS}/poseaae_kernels_*/table.cpp.o)
list(LENGTH objects count)
if(count EQUAL 0)
  message(FATAL_ERROR "${OBJECTS}: expected the kernels' object files, found none")
endif()
foreach(object IN LISTS objects)
  execute_process(COMMAND ${NM} --defined-only ${object} OUTPUT_VARIABLE symbols
                  COMMAND_ERROR_IS_FATAL ANY)
  if(NOT symbols MATCHES "kFloat")
    message(FATAL_ERROR "${object}: expected the table kFloat*, found\n${symbols}")
  endif()
  # W: functions; weak data (V, u: a constant that an unoptimised build keeps) holds no instructions.
  if(symbols MATCHES "[^\n]* W [^\n]*")
    message(FATAL_ERROR "${object}: expected no weak function, found\n${CMAKE_MATCH_0}")
  endif()
endforeach()
