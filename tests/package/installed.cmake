# cmake -P: installs the programs, with what they load and run, moves them elsewhere and uses them from an empty folder, where
# configurations, path files, scores and clips are known by name only; see CMakeLists.txt for the
# variables.
include(${CMAKE_CURRENT_LIST_DIR}/run.cmake)
set(prefix ${WORK_DIR}/moved)
set(share ${prefix}/share/poseaae)
set(here ${WORK_DIR}/empty)
file(REMOVE_RECURSE ${WORK_DIR})
file(MAKE_DIRECTORY ${here})
run("install" ${CMAKE_COMMAND} --install ${BUILD_DIR} --prefix ${WORK_DIR}/first --component programs)
foreach(part IN ITEMS video fbx)
  string(TOUPPER ${part} upper)
  if(WITH_${upper})
    run("install ${part}" ${CMAKE_COMMAND} --install ${BUILD_DIR} --prefix ${WORK_DIR}/first --component ${part})
  endif()
endforeach()
file(RENAME ${WORK_DIR}/first ${prefix})

# use(<program> <argument>...): runs an installed program in the empty folder.
function(use program)
  run("${program} ${ARGN}" ${CMAKE_COMMAND} -E chdir ${here} ${prefix}/bin/${program} ${ARGN})
  set(log "${log}" PARENT_SCOPE)
endfunction()

# refuse(<part of the message> <program> <argument>...)
function(refuse part program)
  execute_process(COMMAND ${prefix}/bin/${program} ${ARGN} WORKING_DIRECTORY ${here}
                  RESULT_VARIABLE result OUTPUT_QUIET ERROR_VARIABLE err)
  string(FIND "${err}" "${part}" place)
  if(NOT result EQUAL 3 OR place EQUAL -1)
    message(FATAL_ERROR "${program} ${ARGN}: expected exit code 3 and '${part}', found ${result}\n${err}")
  endif()
endfunction()

use(aae_train --config dance.yaml --set training.epochs=1)
expect("${log}" "dance.yaml: not found here, using the installed ${share}/configs/dance.yaml")
expect("${log}" "data/*.bvh: not found here, using the installed ${share}/data/*.bvh")
use(aae_train --resume runs/dance --set training.epochs=2)
expect("${log}" "resuming after epoch 1")
use(pose_walk --model runs/dance/best.safetensors --count 8 --out walk.gif)
use(pose_morph --path duet.yaml --model runs/dance/best.safetensors --out duet.bvh)
expect("${log}" "using the installed ${share}/paths/duet.yaml")
expect("${log}" "using the installed ${share}/data/waltz_sway.bvh")
use(dance_synth --score slow_arms.yaml --out slow_arms.bvh)
expect("${log}" "using the installed ${share}/data/scores/slow_arms.yaml")
if(WITH_VIDEO)
  use(pose_render slow_arms.bvh:0:20 --size 64 --out slow_arms.mp4)
endif()
if(WITH_FBX)
  use(pose_render "${SOURCE_DIR}/tests/golden/fbx_small.fbx#Turn" --out turn.bvh)
endif()

# A file that is found nowhere is reported with the folders that were searched.
refuse("dence.yaml: no such file here, nor among the installed ones in ${share}/configs (benchmark.yaml, "
       aae_train --config dence.yaml)
refuse("no such file here, nor among the installed ones in ${share}/data" pose_render none.bvh --out x.png)
refuse("./duet.yaml: no such file" pose_morph --path ./duet.yaml --model runs/dance/best.safetensors --out x.bvh)

# Every program has a manual page, with its subcommands, and completion.
file(GLOB programs RELATIVE ${prefix}/bin ${prefix}/bin/*)
foreach(program IN LISTS programs)
  run("unpack the page of ${program}" gzip -dc ${prefix}/share/man/man1/${program}.1.gz)
  expect("${output}" ".SH NAME\n${program} \\- ")
  expect("${output}" "\\fB\\-h\\fR, \\fB\\-\\-help\\fR")
  if(NOT EXISTS ${prefix}/share/bash-completion/completions/${program})
    message(FATAL_ERROR "${program}: expected completion for bash, found none")
  endif()
endforeach()
run("unpack a page" gzip -dc ${prefix}/share/man/man1/pose_style.1.gz)
expect("${output}" ".SS pose_style transfer")
expect("${output}" "\\fB\\-t\\fR, \\fB\\-\\-towards\\fR")

# Without its data a program still says where it looked.
file(REMOVE_RECURSE ${share})
refuse("in ${share}/configs (none is there)" aae_train --config dance.yaml)
