/* Runs an exported header, pose.h: use_header FOLDER. Encodes the rows of FOLDER/rows.f32 into
   latents.f32; decodes the points of points.f32 into decoded.f32, and, of each frame, the
   positions of its joints into positions.f32. */
#include <stdio.h>

#include "pose.h"

static FILE *opened(const char *folder, const char *name, const char *mode)
{
  char path[4096];
  if (snprintf(path, sizeof path, "%s/%s.f32", folder, name) >= (int)sizeof path) return NULL;
  return fopen(path, mode);
}

int main(int argc, char **argv)
{
  float row[POSE_ROW], latents[POSE_LATENTS], positions[3 * POSE_JOINTS];
  const char *folder = argc > 1 ? argv[1] : ".";
  FILE *rows = opened(folder, "rows", "rb"), *encoded = opened(folder, "latents", "wb");
  FILE *points = opened(folder, "points", "rb"), *decoded = opened(folder, "decoded", "wb");
  FILE *placed = opened(folder, "positions", "wb");
  int t;
  if (!rows || !encoded || !points || !decoded || !placed) return 1;
  while (fread(row, sizeof row, 1, rows) == 1) {
    pose_encode(row, latents);
    if (fwrite(latents, sizeof latents, 1, encoded) != 1) return 1;
  }
  while (fread(latents, sizeof latents, 1, points) == 1) {
    pose_decode(latents, row);
    if (fwrite(row, sizeof row, 1, decoded) != 1) return 1;
    for (t = 0; t < POSE_FRAMES; ++t) {
      pose_positions(row + t * POSE_FRAME, positions);
      if (fwrite(positions, sizeof positions, 1, placed) != 1) return 1;
    }
  }
  printf("%s %d\n", pose_joint_names[POSE_JOINTS - 1], pose_parents[POSE_JOINTS - 1]);
  return fclose(encoded) || fclose(decoded) || fclose(placed);
}
