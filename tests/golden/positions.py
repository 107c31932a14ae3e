#!/usr/bin/env python3
"""Local rotations and world positions of the shipped clips and of clips/, computed over rotation
matrices (bvh.py), lengths in the files' unit.

    positions.py     writes positions.h5 beside this script"""

from pathlib import Path

import h5py
import numpy as np

import bvh

HERE = Path(__file__).resolve().parent


def main():
    shipped = sorted((bvh.ROOT / "data").glob("*.bvh"))
    made = sorted((HERE / "clips").glob("*.bvh"))
    with h5py.File(HERE / "positions.h5", "w", libver="latest") as file:
        file.attrs["inputs"] = bvh.inputs(HERE / "bvh.py", __file__, *shipped, *made)
        for path in shipped + made:
            clip = bvh.Clip(path)
            frames = np.unique(np.linspace(0, len(clip.rows) - 1, 5).astype(np.int64))
            group = file.create_group(str(path.relative_to(bvh.ROOT)))
            world = [clip.world(frame) for frame in frames]
            group["frames"] = frames
            group["rotations_wxyz"] = np.array(
                [[bvh.quaternion(m) for m in clip.local(frame)[0]] for frame in frames])
            group["positions"] = np.array([joints for joints, _ in world])
            group["end_sites"] = np.array([tips for _, tips in world])


if __name__ == "__main__":
    main()
