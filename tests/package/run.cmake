# run(<what is done> <command>...): stops the test with the command's output when it fails; leaves
# its standard output in `output`, its standard error in `log`.
function(run what)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE out ERROR_VARIABLE err)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${what}: expected exit code 0, found ${result}\n${out}${err}")
  endif()
  set(output "${out}" PARENT_SCOPE)
  set(log "${err}" PARENT_SCOPE)
endfunction()

# expect(<text> <part>): stops the test unless the part occurs in the text.
function(expect text part)
  string(FIND "${text}" "${part}" place)
  if(place EQUAL -1)
    message(FATAL_ERROR "expected '${part}', found\n${text}")
  endif()
endfunction()
