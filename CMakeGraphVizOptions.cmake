# What scripts/modules_picture.sh draws: the project's libraries, without tests and outside libraries.
set(GRAPHVIZ_GRAPH_NAME modules)
set(GRAPHVIZ_EXECUTABLES FALSE)
set(GRAPHVIZ_MODULE_LIBS FALSE)
set(GRAPHVIZ_OBJECT_LIBS FALSE)
set(GRAPHVIZ_INTERFACE_LIBS FALSE)
set(GRAPHVIZ_UNKNOWN_LIBS FALSE)
set(GRAPHVIZ_EXTERNAL_LIBS FALSE)
set(GRAPHVIZ_CUSTOM_TARGETS FALSE)
set(GRAPHVIZ_GENERATE_PER_TARGET FALSE)
set(GRAPHVIZ_GENERATE_DEPENDERS FALSE)
set(GRAPHVIZ_IGNORE_TARGETS "poseaae_test_.*" "poseaae_.*_headers" "poseaae_kernels_.*" "poseaae_.*tool_support"
    "poseaae_choreography" "gtest.*" "gmock.*" "rapidcheck.*")
