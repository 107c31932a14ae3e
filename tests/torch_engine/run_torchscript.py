"""Runs a module of TorchScript in PyTorch: run_torchscript.py MODULE FOLDER. Reads rows.f32 and latents.f32 there, numbers
alone, as many to a row as nn~ is told, and writes what each method gives to <method>.f32."""

import pathlib
import sys

import numpy
import torch


def main(path, folder):
    module = torch.jit.load(path)
    assert not module.training
    channels, _, latents, _ = module.encode_params.tolist()
    rows = torch.from_numpy(numpy.fromfile(folder / "rows.f32", "<f4").reshape(-1, channels))
    points = torch.from_numpy(numpy.fromfile(folder / "latents.f32", "<f4").reshape(-1, latents))

    def keep(name, array):
        assert array.dtype == torch.float32, name
        array.contiguous().numpy().tofile(folder / f"{name}.f32")

    with torch.no_grad():
        keep("encode_rows", module.encode_rows(rows))
        decoded = module.decode_rows(points)
        keep("decode_rows", decoded)
        positions = module.positions(decoded)
        keep("positions", positions)
        if hasattr(module, "points"):
            keep("points", module.points(points))
        signals(module, rows, points, keep)
    print("methods", *module.get_methods())
    print("attributes", *module.get_attributes())
    print("positions", *positions.shape[1:])
    print("joints", *module.joint_names)
    print("labels", *(len(labels(module, method, side)) for method in module.get_methods() for side in ("input", "output")))
    print("first labels", labels(module, "encode", "input")[0], "|", labels(module, "decode", "input")[-1])


def labels(module, method, side):
    return getattr(module, f"{method}_{side}_labels")


def signals(module, rows, points, keep):
    """Two voices of half the rows each, as nn~ hands them over: (voices, channels, samples)."""

    def voices(array):
        return array.reshape(2, array.shape[0] // 2, -1).transpose(1, 2)

    def back(array):
        return array.transpose(1, 2).reshape(rows.shape[0], -1)

    keep("encode", back(module.encode(voices(rows))))
    keep("decode", back(module.decode(voices(points))))
    keep("forward", back(module.forward(voices(rows))))
    assert module.get_spread() == 1.0 and module.spread_params.tolist() == [2]
    assert module.set_spread(0.25) == 0
    keep("narrow", back(module.decode(voices(points))))


main(sys.argv[1], pathlib.Path(sys.argv[2]))
