"""A model read by docs/FILES.md alone: model_reader.py MODEL. Prints the joints, and what its decoder makes of the
latents 0.1, 0.2, ...: the features of a pose, one a line."""

import json
import sys
import zlib

import numpy

TYPES = {"F32": "<f4", "F64": "<f8", "I32": "<i4", "U8": "u1"}
ACTIVATIONS = {
    "linear": lambda x: x,
    "relu": lambda x: numpy.maximum(x, 0),
    "elu": lambda x: numpy.where(x > 0, x, numpy.expm1(x)),
    "tanh": numpy.tanh,
    "sigmoid": lambda x: 1 / (1 + numpy.exp(-x)),
}


def load(path):
    content = open(path, "rb").read()
    size = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + size])
    data = content[8 + size :]
    texts = header.pop("__metadata__")
    arrays = {}
    for name, entry in header.items():
        first, last = entry["data_offsets"]
        arrays[name] = numpy.frombuffer(data[first:last], TYPES[entry["dtype"]]).reshape(entry["shape"])
    check = texts.pop("crc32")
    others = "".join(key + texts[key] for key in sorted(texts)).encode()
    assert check == f"{zlib.crc32(others, zlib.crc32(data)):08x}", "another checksum"
    return arrays, texts


def forward(arrays, texts, name, x):
    network = json.loads(texts[name])
    assert network["skip"] == "none", network["skip"]
    for i, layer in enumerate(network["layers"]):
        assert layer["kind"] == "dense", layer["kind"]
        x = x @ arrays[f"{name}.{i}.weight"].astype("f8").T + arrays[f"{name}.{i}.bias"]
        x = ACTIVATIONS[layer["activation"]](x)
    return x


arrays, texts = load(sys.argv[1])
print(*(joint["name"] for joint in json.loads(texts["skeleton"])["joints"]))
latents = arrays["latent.mean"].size
for value in forward(arrays, texts, "decoder", numpy.arange(1, latents + 1) / 10):
    print(repr(float(value)))
