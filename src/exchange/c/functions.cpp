#include "functions.hpp"

namespace poseaae::exchange::c {

const char* const kNetwork = R"(
/* y = activation(W x + b), W (outputs x inputs) row by row. */
typedef struct {
  int inputs, outputs;
  float (*activation)(float);
  const float *weight, *bias;
} $n_layer;

static inline float $n_linear(float x) { return x; }
static inline float $n_relu(float x) { return x < 0.0f ? 0.0f : x; }
static inline float $n_leaky_relu(float x) { return x > 0.0f ? x : 0.01f * x; }
static inline float $n_elu(float x) { return x > 0.0f ? x : expm1f(x); }
static inline float $n_sigmoid(float x) { return 1.0f / (1.0f + expf(-x)); }
static inline float $n_silu(float x) { return x * $n_sigmoid(x); }
static inline float $n_tanh(float x) { return tanhf(x); }

/* Layers one after the other; x and y may be the same. What comes to layer `from` is also appended
   to what comes to layer `to`, unless that is negative. */
static inline void $n_network(const $n_layer *layers, int count, int from, int to, const float *x,
                              float *y)
{
  float in[$N_WIDEST], out[$N_WIDEST], kept[$N_WIDEST];
  int i, o, l;
  for (i = 0; i < layers[0].inputs; ++i) in[i] = x[i];
  for (l = 0; l < count; ++l) {
    const $n_layer *layer = &layers[l];
    if (l == from) for (i = 0; i < layer->inputs; ++i) kept[i] = in[i];
    if (l == to) {
      const int before = layers[l - 1].outputs;
      for (i = before; i < layer->inputs; ++i) in[i] = kept[i - before];
    }
    for (o = 0; o < layer->outputs; ++o) {
      float sum = layer->bias[o];
      for (i = 0; i < layer->inputs; ++i) sum += layer->weight[o * layer->inputs + i] * in[i];
      out[o] = layer->activation(sum);
    }
    for (o = 0; o < layer->outputs; ++o) in[o] = out[o];
  }
  for (o = 0; o < layers[count - 1].outputs; ++o) y[o] = in[o];
}
)";

const char* const kQuaternions = R"(
/* q or -q, whichever lies on the side of the reference pose. */
static inline void $n_features(const float *q, const float *reference, float *x)
{
  const float dot =
      q[0] * reference[0] + q[1] * reference[1] + q[2] * reference[2] + q[3] * reference[3];
  int i;
  for (i = 0; i < 4; ++i) x[i] = dot < 0.0f ? -q[i] : q[i];
}

/* x / |x|; of zero the identity. */
static inline void $n_rotation(const float *x, float *q)
{
  const float length = sqrtf(x[0] * x[0] + x[1] * x[1] + x[2] * x[2] + x[3] * x[3]);
  int i;
  for (i = 0; i < 4; ++i) q[i] = length > 0.0f ? x[i] / length : (i == 0 ? 1.0f : 0.0f);
}
)";

const char* const kTwoColumns = R"(
/* The first two columns of the matrix of q. */
static inline void $n_features(const float *q, const float *reference, float *x)
{
  (void)reference;
  x[0] = 1.0f - 2.0f * (q[2] * q[2] + q[3] * q[3]);
  x[1] = 2.0f * (q[1] * q[2] + q[0] * q[3]);
  x[2] = 2.0f * (q[1] * q[3] - q[0] * q[2]);
  x[3] = 2.0f * (q[1] * q[2] - q[0] * q[3]);
  x[4] = 1.0f - 2.0f * (q[1] * q[1] + q[3] * q[3]);
  x[5] = 2.0f * (q[2] * q[3] + q[0] * q[1]);
}

static inline void $n_to_one(float *v)
{
  const float length = sqrtf(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
  int i;
  for (i = 0; i < 3; ++i) v[i] /= length > 1e-12f ? length : 1e-12f;
}

/* The columns are made orthonormal (Gram-Schmidt). Each row of 4 q q^T, which is linear in the
   matrix, is a multiple of q; the one with the largest diagonal loses no digits. */
static inline void $n_rotation(const float *x, float *q)
{
  float a[3], b[3], c[3], s[4][4], along, length;
  int i, best;
  for (i = 0; i < 3; ++i) a[i] = x[i];
  $n_to_one(a);
  along = a[0] * x[3] + a[1] * x[4] + a[2] * x[5];
  for (i = 0; i < 3; ++i) b[i] = x[3 + i] - along * a[i];
  $n_to_one(b);
  c[0] = a[1] * b[2] - a[2] * b[1];
  c[1] = a[2] * b[0] - a[0] * b[2];
  c[2] = a[0] * b[1] - a[1] * b[0];
  s[0][0] = 1.0f + a[0] + b[1] + c[2];
  s[1][1] = 1.0f + a[0] - b[1] - c[2];
  s[2][2] = 1.0f - a[0] + b[1] - c[2];
  s[3][3] = 1.0f - a[0] - b[1] + c[2];
  s[0][1] = s[1][0] = b[2] - c[1];
  s[0][2] = s[2][0] = c[0] - a[2];
  s[0][3] = s[3][0] = a[1] - b[0];
  s[1][2] = s[2][1] = b[0] + a[1];
  s[1][3] = s[3][1] = c[0] + a[2];
  s[2][3] = s[3][2] = c[1] + b[2];
  for (best = 3, i = 2; i >= 0; --i) if (s[i][i] > s[best][best]) best = i;
  for (length = 0.0f, i = 0; i < 4; ++i) length += s[best][i] * s[best][i];
  for (length = sqrtf(length), i = 0; i < 4; ++i) q[i] = s[best][i] / length;
}
)";

const char* const kModel = R"(
static inline void $n_encode(const float row[$N_ROW], float latents[$N_LATENTS])
{
  float x[$N_WIDEST];
  int t, j, i;
  for (t = 0; t < $N_FRAMES; ++t) {
    const float *frame = row + t * $N_FRAME;
    float *seen = x + t * ($N_JOINTS * $N_SEEN + $N_EXTRAS);
    for (j = 0; j < $N_JOINTS; ++j)
      $n_features(frame + 4 * j, $n_reference[j], seen + $N_SEEN * j);
    for (i = 0; i < $N_EXTRAS; ++i) seen[$N_JOINTS * $N_SEEN + i] = frame[4 * $N_JOINTS + i];
  }
  $n_network($n_encoder, $N_ENCODER_LAYERS, $N_ENCODER_FROM, $N_ENCODER_TO, x, x);
  for (i = 0; i < $N_LATENTS; ++i) latents[i] = x[i];
}

static inline void $n_decode(const float latents[$N_LATENTS], float row[$N_ROW])
{
  float y[$N_WIDEST];
  int t, j, i;
  $n_network($n_decoder, $N_DECODER_LAYERS, $N_DECODER_FROM, $N_DECODER_TO, latents, y);
  for (t = 0; t < $N_FRAMES; ++t) {
    const float *seen = y + t * ($N_JOINTS * $N_SEEN + $N_EXTRAS);
    float *frame = row + t * $N_FRAME;
    for (j = 0; j < $N_JOINTS; ++j) $n_rotation(seen + $N_SEEN * j, frame + 4 * j);
    for (i = 0; i < $N_EXTRAS; ++i) frame[4 * $N_JOINTS + i] = seen[$N_JOINTS * $N_SEEN + i];
  }
}

static inline void $n_positions(const float rotations[4 * $N_JOINTS],
                                float positions[3 * $N_JOINTS])
{
  float world[$N_JOINTS][4];
  int j, i;
  for (j = 0; j < $N_JOINTS; ++j) {
    const float *b = rotations + 4 * j, *o = $n_offsets[j];
    const float *a = world[j == 0 ? 0 : $n_parents[j]]; /* Of the root this is not read. */
    float c[3], *q = world[j], *p = positions + 3 * j;
    if (j == 0) {
      for (i = 0; i < 4; ++i) q[i] = b[i];
      for (i = 0; i < 3; ++i) p[i] = 0.0f;
      continue;
    }
    q[0] = a[0] * b[0] - a[1] * b[1] - a[2] * b[2] - a[3] * b[3];
    q[1] = a[0] * b[1] + a[1] * b[0] + a[2] * b[3] - a[3] * b[2];
    q[2] = a[0] * b[2] - a[1] * b[3] + a[2] * b[0] + a[3] * b[1];
    q[3] = a[0] * b[3] + a[1] * b[2] - a[2] * b[1] + a[3] * b[0];
    /* p_parent + o + 2 u x (u x o + w o), the parent's world rotation being (w, u) */
    c[0] = a[2] * o[2] - a[3] * o[1] + a[0] * o[0];
    c[1] = a[3] * o[0] - a[1] * o[2] + a[0] * o[1];
    c[2] = a[1] * o[1] - a[2] * o[0] + a[0] * o[2];
    for (i = 0; i < 3; ++i) {
      const int k = (i + 1) % 3, l = (i + 2) % 3;
      p[i] = positions[3 * $n_parents[j] + i] + o[i] + 2.0f * (a[1 + k] * c[l] - a[1 + l] * c[k]);
    }
  }
}
)";

}  // namespace poseaae::exchange::c
