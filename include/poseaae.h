/*
 * PoseAAE for C: trained models of poses, and paths through their latent space.
 *
 * One shared library, libposeaae, which needs no other part of PoseAAE; C99, and C++ alike.
 *
 * Letters: N poses or latents, J joints, Z numbers of a latent, P numbers of a row. A row is what a
 * model decodes to: of a pose the local rotation of every joint, a unit quaternion w x y z each,
 * P = 4J; of a window of time P = window_frames times the numbers of a frame (docs/FILES.md).
 * Metres, seconds, radians; y is up, right-handed.
 *
 * Arrays are row-major and the caller's. Beside each stands how many numbers it has, not bytes;
 * where that does not fit, the call fails and writes nothing. Nothing is kept of what is passed in.
 *
 * Errors: a function that can fail returns a poseaae_status. When that is not POSEAAE_OK,
 * poseaae_message() says what was expected and what was found. No exception leaves the library, and
 * null where there should be an object or an array is POSEAAE_USAGE.
 *
 * Threads: a model never changes, so that any number of threads may use it at once. A walk is for
 * one thread at a time; different walks are independent. Messages belong to the thread that made
 * the failing call. Objects are freed when no call uses them; a walk keeps what it needs of its
 * model, which may be freed before it.
 *
 * Memory: once a thread has called poseaae_decode() or poseaae_decode_poses() of a model of poses,
 * or poseaae_positions(), its later calls with as many poses allocate nothing. Models that were
 * trained with model.space: normal, which map latents before they decode them, allocate a little.
 *
 * Versions: a program that was built for an older header works with a newer library whose
 * poseaae_abi() is the same. Structs grow at their end; their member `size` says how much of them
 * the program knows.
 */
#ifndef POSEAAE_H
#define POSEAAE_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__) || defined(__clang__)
#define POSEAAE_API __attribute__((visibility("default")))
#else
#define POSEAAE_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Of this header. Programs that were built for another do not work with the library. */
#define POSEAAE_ABI 1
/* That of the library. */
POSEAAE_API int32_t poseaae_abi(void);
/* The version of PoseAAE, such as "0.1.0". */
POSEAAE_API const char* poseaae_version(void);

typedef int32_t poseaae_status;
enum {
  POSEAAE_OK = 0,
  POSEAAE_FAILED = 1, /* at run time */
  POSEAAE_USAGE = 2,  /* an argument that is not possible: null, a size, a name, a number */
  POSEAAE_INPUT = 3,  /* a file that is missing, damaged, or no model */
  POSEAAE_MEMORY = 4  /* there is not enough of it */
};

/* What went wrong in the last call of this thread that failed; "" before the first. It stays until
 * the next one that fails in this thread. */
POSEAAE_API const char* poseaae_message(void);

/* ---- Models ---- */

typedef struct poseaae_model poseaae_model;

/* Reads a model (best.safetensors of a run). `path` is UTF-8. On failure *model is null. */
POSEAAE_API poseaae_status poseaae_model_load(const char* path, poseaae_model** model);
/* The same from the bytes of such a file, which are no longer needed afterwards. */
POSEAAE_API poseaae_status poseaae_model_load_memory(const void* bytes, size_t size,
                                                     poseaae_model** model);
/* Null is allowed. */
POSEAAE_API void poseaae_model_free(poseaae_model* model);

typedef struct poseaae_model_info {
  size_t size;           /* set this to sizeof(poseaae_model_info) before the call */
  int32_t joints;        /* J */
  int32_t latents;       /* Z */
  int32_t row;           /* P */
  int32_t window_frames; /* frames of a row: 1 in models of poses */
  int32_t hop;           /* frames from one row of a path to the next: 1 in models of poses */
  int32_t has_mixture;   /* whether poseaae_sample() knows the law "mixture" */
  int32_t has_flow;      /* and "flow" */
  double fps;            /* latents of a path a second */
} poseaae_model_info;
/* Fills as much of `info` as its `size` says. */
POSEAAE_API poseaae_status poseaae_model_get_info(const poseaae_model* model,
                                                  poseaae_model_info* info);

/* Name of a joint, UTF-8, as long as the model lives; null where there is no such joint. */
POSEAAE_API const char* poseaae_model_joint_name(const poseaae_model* model, int32_t joint);
/* (J): the parent of each joint, which comes before it; -1 of the root, the first. */
POSEAAE_API poseaae_status poseaae_model_parents(const poseaae_model* model, int32_t* parents,
                                                 size_t numbers);
/* (J, 3): the place of each joint in its parent's frame, in metres. */
POSEAAE_API poseaae_status poseaae_model_offsets(const poseaae_model* model, float* offsets,
                                                 size_t numbers);

/* (Z) and (Z, Z): mean and covariance of the encodings of the poses that the model learned from. */
POSEAAE_API poseaae_status poseaae_model_mean(const poseaae_model* model, double* mean,
                                              size_t numbers);
POSEAAE_API poseaae_status poseaae_model_covariance(const poseaae_model* model, double* covariance,
                                                    size_t numbers);

/* ---- Poses ---- */

/* (N, P) -> (N, Z). */
POSEAAE_API poseaae_status poseaae_encode(const poseaae_model* model, const float* rows,
                                          size_t row_numbers, float* latents,
                                          size_t latent_numbers);
/* (N, Z) -> (N, P). Latents that are not finite are refused with their place. */
POSEAAE_API poseaae_status poseaae_decode(const poseaae_model* model, const float* latents,
                                          size_t latent_numbers, float* rows, size_t row_numbers);
/* (N, Z) -> (N, 4J): one pose of each latent; of a window that in the middle of its time.
 * Latents that are not finite are refused likewise. */
POSEAAE_API poseaae_status poseaae_decode_poses(const poseaae_model* model, const float* latents,
                                                size_t latent_numbers, float* poses,
                                                size_t pose_numbers);
/* Forward kinematics, (N, 4J) -> (N, J, 3): places of the joints in metres, the root at the origin.
 */
POSEAAE_API poseaae_status poseaae_positions(const poseaae_model* model, const float* poses,
                                             size_t pose_numbers, float* positions,
                                             size_t position_numbers);

/* ---- Latents ---- */

/* (N, Z): random latents, the same for the same seed. `law` is "prior", the Gaussian of the model's
 * mean and covariance; "mixture" or "flow", which are nearer to recorded poses, where the model has
 * them; or null, what the programs of PoseAAE use. */
POSEAAE_API poseaae_status poseaae_sample(const poseaae_model* model, const char* law,
                                          uint64_t seed, float* latents, size_t latent_numbers);
/* (Z), (Z) -> (Z): from a (t = 0) to b (t = 1), to the bit at both, on the great circle about the
 * mean of the model's poses (slerp in whitened coordinates), so that nothing between is more
 * ordinary than both. Beyond 0 and 1 it goes on. */
POSEAAE_API poseaae_status poseaae_interpolate(const poseaae_model* model, const float* a,
                                               const float* b, double t, float* latent,
                                               size_t numbers);
/* (N, Z), (N) -> (Z): latents mixed by weights that are not negative and sum to 1, by successive
 * slerps in their order. */
POSEAAE_API poseaae_status poseaae_mix(const poseaae_model* model, const float* latents,
                                       size_t latent_numbers, const double* weights, size_t count,
                                       float* latent, size_t numbers);

/* ---- Walks ---- */

typedef struct poseaae_walk poseaae_walk;

typedef struct poseaae_walk_options {
  size_t size;        /* sizeof(poseaae_walk_options) */
  const char* kind;   /* "matern", "ou", "sphere", "steps", "tutorial"; null: "steps" for models of
                         windows, else "matern" */
  const char* law;    /* of where it begins, as in poseaae_sample() */
  const float* start; /* (Z): where it begins; null: at a random latent */
  size_t start_numbers;
  uint64_t seed;
  double fps;          /* latents a second; 0: the model's */
  double time_scale_s; /* how long a movement takes; 0: as is usual for the kind */
  double spread;       /* how far it strays, in units of the model's own poses */
} poseaae_walk_options;
/* The walk that pose_walk makes without options: all null and 0 but seed 1 and spread 1. */
POSEAAE_API void poseaae_walk_options_init(poseaae_walk_options* options);

/* A walk without an end. `options` may be null. On failure *walk is null. */
POSEAAE_API poseaae_status poseaae_walk_begin(const poseaae_model* model,
                                              const poseaae_walk_options* options,
                                              poseaae_walk** walk);
/* (N, Z): the latents that follow those of the last call, from the start on. The walk is the same
 * to the bit however many are asked for at a time. */
POSEAAE_API poseaae_status poseaae_walk_next(poseaae_walk* walk, float* latents,
                                             size_t latent_numbers);
/* Null is allowed. */
POSEAAE_API void poseaae_walk_free(poseaae_walk* walk);

#ifdef __cplusplus
}
#endif

#endif
