# cmake -P: install, configure a consumer, build it, run it; see CMakeLists.txt for the variables.
include(${CMAKE_CURRENT_LIST_DIR}/run.cmake)
set(prefix ${WORK_DIR}/prefix)
set(build ${WORK_DIR}/build)
file(REMOVE_RECURSE ${prefix} ${build})

# expect_without(<names, between bars> <program>): the program loads no such library
function(expect_without names program)
  run("list the libraries of ${program}" ldd ${program})
  if(output MATCHES "lib(${names})")
    message(FATAL_ERROR "${program}: expected no lib(${names}), found\n${output}")
  endif()
endfunction()

run("install" ${CMAKE_COMMAND} --install ${BUILD_DIR} --prefix ${prefix})
run("configure the consumer" ${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR}/consumer -B ${build}
    -G ${GENERATOR} -C ${WORK_DIR}/initial_cache.cmake -D PoseAAE_ROOT=${prefix})
run("build the consumer" ${CMAKE_COMMAND} --build ${build})

# The consumer makes a small model and decodes a pose of it, as the README says.
run("make a model" ${build}/make_model ${build}/model.safetensors)
run("decode a pose" ${build}/decode_pose ${build}/model.safetensors ${build}/pose.png)
if(NOT output MATCHES "3 joints")
  message(FATAL_ERROR "decode_pose: expected a skeleton of 3 joints, found: ${output}")
endif()
file(READ ${build}/pose.png signature LIMIT 4 HEX)
if(NOT signature STREQUAL "89504e47")
  message(FATAL_ERROR "pose.png: expected a PNG, found a file that begins with ${signature}")
endif()
expect_without("torch|c10" ${build}/decode_pose)

# An installed program works from where it lies.
run("walk with the installed program" ${prefix}/bin/pose_walk --model ${build}/model.safetensors --count 4
    --out ${build}/walk.bvh)
expect_without("torch|c10" ${prefix}/bin/pose_walk)

# The examples are a project of somebody else too.
set(examples ${WORK_DIR}/examples)
file(REMOVE_RECURSE ${examples})
run("configure the examples" ${CMAKE_COMMAND} -S ${SOURCE_DIR}/examples -B ${examples}
    -G ${GENERATOR} -C ${WORK_DIR}/initial_cache.cmake -D PoseAAE_ROOT=${prefix})
run("build the examples" ${CMAKE_COMMAND} --build ${examples})
run("dance at an offset" ${examples}/hello_pose ${build}/model.safetensors ${build}/walk.bvh ${build}/offset.bvh)
expect("${output}" "4 frames, 2 latents")
run("read what it wrote" ${prefix}/bin/pose_render ${build}/offset.bvh --frame 0 --out ${build}/offset.png)

# Models and paths through their space need Eigen and fmt, no more.
set(light ${WORK_DIR}/light)
file(REMOVE_RECURSE ${light})
run("configure the light consumer" ${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR}/light_consumer -B ${light}
    -G ${GENERATOR} -C ${WORK_DIR}/initial_cache.cmake -D PoseAAE_ROOT=${prefix})
run("build the light consumer" ${CMAKE_COMMAND} --build ${light})
run("write, read, encode, walk and decode" ${light}/walk ${light}/arm.safetensors)
expect("${output}" "5 frames of 2 joints")
expect_without("hdf5|yaml|crypto|ssl|spdlog|cairo|torch|c10" ${light}/walk)

# The library for C: a program in C99 that finds nothing else, through CMake and through pkg-config.
if(WITH_C_API)
  set(plain ${WORK_DIR}/plain_c)
  file(REMOVE_RECURSE ${plain})
  run("configure the consumer in C" ${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR}/c_consumer -B ${plain}
      -G ${GENERATOR} -C ${WORK_DIR}/initial_cache.cmake -D PoseAAE_ROOT=${prefix} -D EXAMPLES=${SOURCE_DIR}/examples)
  run("build the consumer in C" ${CMAKE_COMMAND} --build ${plain})
  run("walk in C" ${plain}/walk_pose ${build}/model.safetensors 0.2)
  if(NOT output MATCHES "^0\\.000 [^ ]+ [-0-9.]+ [-0-9.]+ [-0-9.]+\n")
    message(FATAL_ERROR "walk_pose: expected lines of time, joint and place, found: ${output}")
  endif()
  expect_without("hdf5|yaml|crypto|ssl|spdlog|cairo|torch|c10" ${plain}/walk_pose)
  file(GLOB_RECURSE library ${prefix}/libposeaae.so)
  run("list what the library shows" nm -D --defined-only --format=just-symbols ${library})
  string(REGEX REPLACE "@+POSEAAE_1" "" shown "${output}")
  string(REGEX REPLACE "\n$" "" shown "${shown}")
  string(REPLACE "\n" ";" shown "${shown}")
  list(LENGTH shown count)
  list(FILTER shown EXCLUDE REGEX "^(poseaae_[a-z_]+|POSEAAE_1)$")
  if(shown OR count LESS 20)
    message(FATAL_ERROR "libposeaae.so: expected functions poseaae_*, found of ${count} symbols these others: ${shown}")
  endif()
  file(GLOB_RECURSE pc ${prefix}/poseaae.pc)
  cmake_path(GET pc PARENT_PATH pc_dir)
  run("ask pkg-config" ${CMAKE_COMMAND} -E env PKG_CONFIG_PATH=${pc_dir} pkg-config --cflags --libs poseaae)
  separate_arguments(flags UNIX_COMMAND "${output}")
  run("build with pkg-config" ${C_COMPILER} -std=c99 ${SOURCE_DIR}/examples/walk_pose.c -o ${plain}/by_pkg_config
      ${flags} ${LINKER_FLAGS})
  cmake_path(GET library PARENT_PATH library_dir)
  run("walk in C again" ${CMAKE_COMMAND} -E env LD_LIBRARY_PATH=${library_dir}
      ${plain}/by_pkg_config ${build}/model.safetensors 0.2)
endif()

# The README shows this very program.
file(READ ${CMAKE_CURRENT_LIST_DIR}/consumer/decode_pose.cpp program)
file(READ ${SOURCE_DIR}/README.md readme)
string(FIND "${readme}" "${program}" place)
if(place EQUAL -1)
  message(FATAL_ERROR "README.md: expected the text of tests/package/consumer/decode_pose.cpp")
endif()
