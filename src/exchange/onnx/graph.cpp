#include "graph.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace poseaae::exchange::onnx {

using protobuf::Message;

namespace {

constexpr int kIrVersion = 8;
constexpr int kOpset = 13;
enum DataType { kFloat = 1, kInt64 = 7 };
enum AttributeType { kInt = 2 };

Message value_info(const std::string& name, const std::vector<Dimension>& shape,
                   const std::string& meaning) {
  Message sizes;
  for (const Dimension& dimension : shape) {
    Message one;
    if (dimension.name.empty()) {
      one.varint(1, dimension.size);
    } else {
      one.text(2, dimension.name);
    }
    sizes.message(1, one);
  }
  const Message tensor = Message().varint(1, kFloat).message(2, sizes);
  return Message().text(1, name).message(2, Message().message(1, tensor)).text(3, meaning);
}

Message integer_attribute(const std::string& name, std::int64_t value) {
  return Message().text(1, name).varint(3, value).varint(20, kInt);
}

}  // namespace

Value Graph::fresh(const std::string& hint) { return fmt::format("{}_{}", hint, ++count_); }

Value Graph::input(const std::string& name, const std::vector<Dimension>& shape,
                   const std::string& meaning) {
  inputs_.push_back(value_info(name, shape, meaning));
  return name;
}

void Graph::output(const Value& value, const std::string& name, const std::vector<Dimension>& shape,
                   const std::string& meaning) {
  // The node that gives the value its shape also gives it its name. -1: what is left.
  std::vector<std::int64_t> sizes{-1};
  for (std::size_t i = 1; i < shape.size(); ++i) sizes.push_back(shape[i].size);
  nodes_.push_back(Message()
                       .text(1, value)
                       .text(1, integers(sizes))
                       .text(2, name)
                       .text(3, name + "_node")
                       .text(4, "Reshape"));
  outputs_.push_back(value_info(name, shape, meaning));
}

Value Graph::initializer(const std::string& hint, int type, const std::vector<std::int64_t>& shape,
                         const std::string& raw) {
  const std::string key = fmt::format("{} {} {}", type, fmt::join(shape, " "), raw);
  const auto [found, is_new] = constants_.try_emplace(key);
  if (is_new) {
    found->second = fresh(hint);
    Message tensor;
    for (const std::int64_t size : shape) tensor.varint(1, size);
    initializers_.push_back(tensor.varint(2, type).text(8, found->second).text(9, raw));
  }
  return found->second;
}

Value Graph::constant(const std::string& hint, const std::vector<std::int64_t>& shape,
                      const std::vector<float>& values) {
  return initializer(hint, kFloat, shape, protobuf::little_endian(values));
}

Value Graph::integers(const std::vector<std::int64_t>& values) {
  std::string raw;
  for (const std::int64_t value : values) {
    for (int i = 0; i < 8; ++i) {
      raw.push_back(static_cast<char>((static_cast<std::uint64_t>(value) >> (8 * i)) & 0xFFU));
    }
  }
  return initializer("integers", kInt64, {static_cast<std::int64_t>(values.size())}, raw);
}

Value Graph::finish(const std::string& operation, const std::vector<Value>& inputs,
                    const std::vector<Message>& attributes) {
  const Value result = fresh(operation);
  Message node;
  for (const Value& input : inputs) node.text(1, input);
  node.text(2, result).text(3, result + "_node").text(4, operation);
  for (const Message& attribute : attributes) node.message(5, attribute);
  nodes_.push_back(node);
  return result;
}

Value Graph::node(const std::string& operation, const std::vector<Value>& inputs) {
  return finish(operation, inputs, {});
}

Value Graph::gemm(const Value& x, const Value& weight, const Value& bias) {
  return finish("Gemm", {x, weight, bias}, {integer_attribute("transB", 1)});
}

Value Graph::concat(const std::vector<Value>& inputs, int axis) {
  return finish("Concat", inputs, {integer_attribute("axis", axis)});
}

Value Graph::slice(const Value& x, int axis, std::int64_t first, std::int64_t last) {
  return node("Slice", {x, integers({first}), integers({last}), integers({axis})});
}

Value Graph::reshape(const Value& x, const std::vector<std::int64_t>& shape) {
  return node("Reshape", {x, integers(shape)});
}

Value Graph::sum(const Value& x) {
  return finish("ReduceSum", {x, integers({2})}, {integer_attribute("keepdims", 1)});
}

std::string Graph::model(const std::string& name, const std::string& description,
                         const std::map<std::string, std::string>& facts) const {
  Message graph;
  for (const Message& node : nodes_) graph.message(1, node);
  graph.text(2, name);
  for (const Message& tensor : initializers_) graph.message(5, tensor);
  graph.text(10, description);
  for (const Message& input : inputs_) graph.message(11, input);
  for (const Message& output : outputs_) graph.message(12, output);
  Message model;
  model.varint(1, kIrVersion).text(2, "PoseAAE").text(6, description).message(7, graph);
  model.message(8, Message().text(1, "").varint(2, kOpset));
  for (const auto& [key, value] : facts) {
    model.message(14, Message().text(1, key).text(2, value));
  }
  return model.bytes();
}

}  // namespace poseaae::exchange::onnx
