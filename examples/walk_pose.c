/* walk_pose MODEL SECONDS: walks through the poses of a model, and prints where a joint goes: a line for
 * each pose, with time, name of the joint that is highest, and its place in metres. Plain C99. */
#include <poseaae.h>
#include <stdio.h>
#include <stdlib.h>

static int failed(const char *doing) {
  fprintf(stderr, "%s: %s\n", doing, poseaae_message());
  return EXIT_FAILURE;
}

/* Prints `poses` poses of the walk. */
static int show(const poseaae_model *model, poseaae_walk *walk, const poseaae_model_info *info, long poses) {
  const size_t latents = (size_t)info->latents;
  const size_t joints = (size_t)info->joints;
  float *latent = malloc(latents * sizeof *latent);
  float *rotations = malloc(4 * joints * sizeof *rotations);
  float *places = malloc(3 * joints * sizeof *places);
  int result = latent && rotations && places ? EXIT_SUCCESS : EXIT_FAILURE;
  for (long i = 0; i < poses && result == EXIT_SUCCESS; ++i) {
    size_t highest = 0;
    if (poseaae_walk_next(walk, latent, latents) != POSEAAE_OK ||
        poseaae_decode_poses(model, latent, latents, rotations, 4 * joints) != POSEAAE_OK ||
        poseaae_positions(model, rotations, 4 * joints, places, 3 * joints) != POSEAAE_OK) {
      result = failed("walk");
      break;
    }
    for (size_t j = 1; j < joints; ++j) {
      if (places[3 * j + 1] > places[3 * highest + 1]) highest = j;
    }
    printf("%.3f %s %.3f %.3f %.3f\n", (double)i / info->fps,
           poseaae_model_joint_name(model, (int32_t)highest), (double)places[3 * highest],
           (double)places[3 * highest + 1], (double)places[3 * highest + 2]);
  }
  free(latent);
  free(rotations);
  free(places);
  return result;
}

int main(int argc, char **argv) {
  poseaae_model *model = NULL;
  poseaae_walk *walk = NULL;
  poseaae_model_info info = {0};
  int result;
  if (argc != 3 || poseaae_abi() != POSEAAE_ABI) {
    fprintf(stderr, "walk_pose MODEL SECONDS, with a library of ABI %d\n", POSEAAE_ABI);
    return EXIT_FAILURE;
  }
  info.size = sizeof info;
  if (poseaae_model_load(argv[1], &model) != POSEAAE_OK) return failed("load");
  if (poseaae_model_get_info(model, &info) != POSEAAE_OK ||
      poseaae_walk_begin(model, NULL, &walk) != POSEAAE_OK) {
    result = failed("begin");
  } else {
    result = show(model, walk, &info, (long)(atof(argv[2]) * info.fps));
  }
  poseaae_walk_free(walk);
  poseaae_model_free(model);
  return result;
}
