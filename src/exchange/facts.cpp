#include "facts.hpp"

#include "poseaae/footing/contacts.hpp"
#include "poseaae/safetensors/json.hpp"

namespace poseaae::exchange {

namespace {

template <typename Vector>
std::string list(const Vector& numbers) {
  return json::list(std::vector<double>(numbers.begin(), numbers.end()));
}

std::string offsets(const mocap::Skeleton& skeleton) {
  std::vector<std::string> each;
  for (const mocap::Vec3& offset : skeleton.offsets()) each.push_back(list(offset));
  return json::array(each);
}

std::string matrix(const Eigen::MatrixXd& rows) {
  std::vector<std::string> each;
  for (const auto& row : rows.rowwise()) each.push_back(list(row));
  return json::array(each);
}

std::string text_of(const codec::Window& window) {
  return json::ObjectWriter()
      .add("frames", json::number(window.frames))
      .add("hop", json::number(window.hop))
      .add("body", json::number(window.body))
      .add("fps", json::number(window.fps))
      .done();
}

}  // namespace

std::map<std::string, std::string> facts_of(const codec::PoseAutoencoder& model) {
  const codec::PoseFormat& format = model.format();
  const mocap::Skeleton& skeleton = format.skeleton();
  std::map<std::string, std::string> facts{
      {"joints", json::list(skeleton.names())},
      {"parents", list(skeleton.parents())},
      {"offsets", offsets(skeleton)},
      {"fps", json::number(model.data().fps)},
      {"units", json::literal("metres, y up; local rotations as unit quaternions w x y z")},
      {"latent_mean", list(model.latent().mean)},
      {"latent_covariance", matrix(model.latent().covariance)}};
  if (format.window()) {
    facts["window"] = text_of(*format.window());
    facts["contact_points"] = json::list(footing::contact_points(skeleton));
  }
  return facts;
}

}  // namespace poseaae::exchange
