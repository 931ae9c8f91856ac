# Runs PROGRAM with SCRIM plainly and then with a collection at every N-th allocation for each N of INTERVALS, checking
# the heap around each collection and every inline cache hit: the output must be the same.
execute_process(COMMAND ${SCRIM} ${PROGRAM} OUTPUT_VARIABLE expected ERROR_VARIABLE errors RESULT_VARIABLE status)
if(NOT status STREQUAL "0" OR expected STREQUAL "")
  message(FATAL_ERROR "${PROGRAM} fails without stress (${status}): ${errors}")
endif()
foreach(interval IN LISTS INTERVALS)
  execute_process(COMMAND ${SCRIM} --stress-gc=${interval} --verify-heap --verify-ic ${PROGRAM}
                  OUTPUT_VARIABLE actual ERROR_VARIABLE errors RESULT_VARIABLE status)
  if(NOT status STREQUAL "0" OR NOT actual STREQUAL expected)
    message(FATAL_ERROR "${PROGRAM} with --stress-gc=${interval} (${status}): ${errors}\n${actual}\ninstead of\n${expected}")
  endif()
endforeach()
