# ccache, where it is installed and no other launcher was asked for. It keeps what is compiled with a
# precompiled header only if it may take the header's macros and __TIME__ on trust.
find_program(POSEAAE_CCACHE ccache DOC "Compiler cache; empty: none")
if(POSEAAE_CCACHE AND PROJECT_IS_TOP_LEVEL AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${POSEAAE_CCACHE})
endif()
