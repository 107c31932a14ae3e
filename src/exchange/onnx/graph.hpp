#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "poseaae/base/protobuf.hpp"

/// Graphs of ONNX: nodes and constants, written as they are added. Field numbers are those of
/// onnx.proto (ONNX 1.12, IR version 8).
namespace poseaae::exchange::onnx {

/// A size, or the name of one that only the caller knows, "N".
struct Dimension {
  std::int64_t size = 0;
  std::string name{};
};

/// A name for a tensor that a node gives, with what the builder adds to it.
using Value = std::string;

class Graph {
 public:
  Value input(const std::string& name, const std::vector<Dimension>& shape,
              const std::string& meaning);
  /// `value` under a name of its own, with this shape; its first size follows from the others.
  void output(const Value& value, const std::string& name, const std::vector<Dimension>& shape,
              const std::string& meaning);

  Value constant(const std::string& hint, const std::vector<std::int64_t>& shape,
                 const std::vector<float>& values);
  Value integers(const std::vector<std::int64_t>& values);
  Value scalar(float value) { return constant("number", {1}, {value}); }

  Value node(const std::string& operation, const std::vector<Value>& inputs);
  /// W x + b with W (O, I).
  Value gemm(const Value& x, const Value& weight, const Value& bias);
  Value concat(const std::vector<Value>& inputs, int axis);
  /// Numbers first to last - 1 of an axis.
  Value slice(const Value& x, int axis, std::int64_t first, std::int64_t last);
  Value reshape(const Value& x, const std::vector<std::int64_t>& shape);
  /// Over the last axis of three, which stays, with size 1.
  Value sum(const Value& x);

  Value add(const Value& a, const Value& b) { return node("Add", {a, b}); }
  Value multiply(const Value& a, const Value& b) { return node("Mul", {a, b}); }
  Value divide(const Value& a, const Value& b) { return node("Div", {a, b}); }
  Value root(const Value& a) { return node("Sqrt", {a}); }
  Value product(const Value& a, const Value& b) { return node("MatMul", {a, b}); }

  /// ModelProto. `facts`: metadata_props.
  [[nodiscard]] std::string model(const std::string& name, const std::string& description,
                                  const std::map<std::string, std::string>& facts) const;

 private:
  Value fresh(const std::string& hint);
  Value initializer(const std::string& hint, int type, const std::vector<std::int64_t>& shape,
                    const std::string& raw);
  Value finish(const std::string& operation, const std::vector<Value>& inputs,
               const std::vector<protobuf::Message>& attributes);

  std::map<std::string, Value> constants_;  ///< by shape and bytes
  std::vector<protobuf::Message> nodes_, initializers_, inputs_, outputs_;
  int count_ = 0;
};

}  // namespace poseaae::exchange::onnx
