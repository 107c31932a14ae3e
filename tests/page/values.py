"""What the codec makes of latents, as JSON for the page's tests: values.py MODEL COUNT OUT. Latents are drawn from a
normal distribution of the model's own mean and covariance, at 1.5 times its width; positions are those of joints and
then of end sites, metres, the root at the origin."""

import json
import sys

import numpy

import poseaae

model = poseaae.codec.load_model(sys.argv[1])
count = int(sys.argv[2])
space = model.latent
random = numpy.random.default_rng(11)
latents = random.multivariate_normal(space.mean, 1.5**2 * space.covariance, count).astype("f4")
rows = model.decode_poses(latents)
skeleton = model.skeleton
nodes = list(zip(skeleton.parents, skeleton.offsets))
nodes += [(site.parent, site.offset) for site in skeleton.end_sites]


def matrices(q):
    w, x, y, z = q.astype("f8").T
    rows = [[1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
            [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
            [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)]]
    return numpy.moveaxis(numpy.array(rows), -1, 0)


world, places = [], []
for j, (parent, offset) in enumerate(nodes):
    places.append(numpy.zeros((count, 3)) if j == 0 else places[parent] + world[parent] @ numpy.asarray(offset))
    if j < skeleton.joints:
        own = matrices(rows[:, j])
        world.append(own if j == 0 else world[parent] @ own)
with open(sys.argv[3], "w") as out:
    json.dump({"latents": latents.tolist(), "rotations": rows.reshape(count, -1).tolist(),
               "positions": numpy.stack(places, 1).reshape(count, -1).tolist()}, out)
