"""Runs an ONNX model in NumPy: evaluate_onnx.py MODEL FOLDER.

Reads FOLDER/<input>.f32 and writes FOLDER/<output>.f32, each the 32-bit numbers of an array alone. Checks the file with
onnx.checker first, its shapes included, and that it has only the operations, the opset and the version of which the
project says so. Prints the shape of each input and output, then the texts of the file.
"""

import pathlib
import sys

import numpy
import onnx
import onnx.checker
import onnx.helper
import onnx.numpy_helper


def gemm(node, x, weight, bias):
    assert attributes(node) == {"transB": 1}, node
    return x @ weight.T + bias


def slice_of(node, x, starts, ends, axes):
    (start,), (end,), (axis,) = starts, ends, axes
    return numpy.take(x, numpy.arange(start, end), axis)


def sum_of(node, x, axes):
    return x.sum(tuple(axes), keepdims=bool(attributes(node)["keepdims"]))


def attributes(node):
    return {attribute.name: onnx.helper.get_attribute_value(attribute) for attribute in node.attribute}


OPERATIONS = {
    "Gemm": gemm,
    "MatMul": lambda node, a, b: a @ b,
    "Add": lambda node, a, b: a + b,
    "Mul": lambda node, a, b: a * b,
    "Div": lambda node, a, b: a / b,
    "Sqrt": lambda node, x: numpy.sqrt(x),
    "ReduceSum": sum_of,
    "Concat": lambda node, *inputs: numpy.concatenate(inputs, attributes(node)["axis"]),
    "Slice": slice_of,
    "Reshape": lambda node, x, shape: x.reshape(shape),
    "Relu": lambda node, x: numpy.maximum(x, 0),
    "LeakyRelu": lambda node, x: numpy.where(x < 0, numpy.float32(0.01) * x, x),
    "Elu": lambda node, x: numpy.where(x < 0, numpy.expm1(x), x),
    "Tanh": lambda node, x: numpy.tanh(x),
    "Sigmoid": lambda node, x: 1 / (1 + numpy.exp(-x)),
}


def shape(value):
    return [size.dim_param or size.dim_value for size in value.type.tensor_type.shape.dim]


def main(path, folder):
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    assert model.ir_version == 8, model.ir_version
    assert [(opset.domain, opset.version) for opset in model.opset_import] == [("", 13)], model.opset_import
    graph = model.graph
    arrays = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in graph.initializer}
    for value in graph.input:
        numbers = numpy.fromfile(folder / f"{value.name}.f32", "<f4")
        arrays[value.name] = numbers.reshape([size if isinstance(size, int) else -1 for size in shape(value)])
        print("input", value.name, *shape(value))
    for node in graph.node:
        result = OPERATIONS[node.op_type](node, *(arrays[name] for name in node.input))
        assert result.dtype == numpy.float32, (node.name, result.dtype)
        (arrays[node.output[0]],) = (result,)
    for value in graph.output:
        found, declared = arrays[value.name].shape, shape(value)
        assert len(found) == len(declared), (value.name, found, declared)
        assert all(isinstance(size, str) or size == count for size, count in zip(declared, found)), (found, declared)
        arrays[value.name].tofile(folder / f"{value.name}.f32")
        print("output", value.name, *declared)
    for text in model.metadata_props:
        print("text", text.key, text.value)


if __name__ == "__main__":
    main(sys.argv[1], pathlib.Path(sys.argv[2]))
