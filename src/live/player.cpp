#include "poseaae/live/player.hpp"

#include <algorithm>
#include <cmath>

namespace poseaae::live {

using mocap::Quat;
using mocap::Vec3;

Player::Player(PlayerSetup setup)
    : setup_(std::move(setup)),
      space_(setup_.space),
      sources_(make_sources(space_, setup_.seed)),
      live_(static_cast<LiveSource&>(*sources_[static_cast<std::size_t>(SourceKind::kLive)])),
      sliders_(space_.dim()),
      offset_(space_.dim()),
      styles_(static_cast<int>(setup_.styles.size())),
      tempo_(Eigen::VectorXd::Ones(1)),
      crossing_(space_.dim()),
      deviations_(
          setup_.model.latent().covariance.diagonal().cast<double>().cwiseMax(0).cwiseSqrt()),
      z_(space_.dim()),
      latents_(1, space_.dim()),
      poses_(1, setup_.model.pose_dim()),
      stander_(setup_.model.skeleton(), setup_.stand),
      kinematics_(setup_.model.skeleton()),
      root_(3),
      world_positions_(3 * static_cast<std::size_t>(setup_.model.skeleton().joints())),
      world_rotations_(4 * static_cast<std::size_t>(setup_.model.skeleton().joints())) {}

const Frame& Player::play(std::uint32_t number) {
  const Settings& settings = setup_.settings.read();
  performer_ = &setup_.performer.read();
  const std::uint32_t ticks = std::max<std::uint32_t>(begun_ ? number - number_ : 1, 1);
  number_ = number;
  const double dt = ticks / setup_.fps;
  follow_sliders(settings, dt);
  z_ = source_point(settings, dt);
  add_changes();
  decode();
  stand(settings, dt);
  kinematics_.place({poses_.data(), static_cast<std::size_t>(poses_.size())}, root_,
                    world_positions_, world_rotations_);
  frame_ = {.number = number,
            .time_s = number / setup_.fps,
            .rotations = {poses_.data(), static_cast<std::size_t>(poses_.size())},
            .root = root_,
            .world_positions = world_positions_,
            .world_rotations = world_rotations_,
            .latents = {latents_.data(), static_cast<std::size_t>(latents_.size())}};
  record(settings);
  begun_ = true;
  return frame_;
}

void Player::follow_sliders(const Settings& settings, double dt) {
  const double glide = begun_ ? settings.glide_s : 0.0;  // it begins with what is set
  sliders_.step(settings.sliders, dt, glide);
  offset_.step(settings.offset, dt, glide);
  styles_.step(settings.styles, dt, glide);
  tempo_.step(settings.tempo, dt, glide);
}

const Eigen::VectorXd& Player::source_point(const Settings& settings, double dt) {
  Source& before = *sources_[static_cast<std::size_t>(source_)];
  Source& source = *sources_[static_cast<std::size_t>(settings.source)];
  live_.follow(*performer_);
  source.step(settings, {.played = dt * tempo_.value(), .real = dt});
  if (!begun_) crossing_.begin(source.point());
  if (settings.source != source_ || source.jumped()) {
    crossing_.jump(before.smooth(), source.smooth());
  }
  source_ = settings.source;
  return crossing_.step(source.point(), dt, settings.glide_s);
}

void Player::add_changes() {
  z_.array() += deviations_.array() * sliders_.values().array() + offset_.values().array();
  for (std::size_t s = 0; s < setup_.styles.size(); ++s) {
    const double amount = styles_.values()[static_cast<Eigen::Index>(s)];
    if (amount != 0.0) z_ += amount * setup_.styles[s];
  }
}

void Player::decode() {
  latents_.row(0) = z_.cast<float>().transpose();
  setup_.model.decode(latents_, poses_);
}

void Player::face_as(const Performer& performer, double dt) {
  const Quat pose = math::load_wxyz(poses_.data()).cast<double>();
  const bool there = source_ == SourceKind::kLive && performer.latents.size() > 0;
  if (there) {
    const Quat turn = math::twist_about(performer.root_rotation * pose.conjugate(), Vec3::UnitY());
    const double angle = 2.0 * std::atan2(turn.y(), turn.w());
    turned_ += std::remainder(angle - turned_, 2.0 * EIGEN_PI);
  }
  if (there != faces_) heading_.jump();
  faces_ = there;
  const double angle = heading_.step(Eigen::Map<const Eigen::VectorXd>(&turned_, 1), dt, 0.3)[0];
  if (angle == 0.0) return;
  const Quat turned = Quat(Eigen::AngleAxisd(angle, Vec3::UnitY())) * pose;
  math::store_wxyz(Eigen::Quaternionf(turned.cast<float>()), poses_.data());
}

void Player::stand(const Settings& settings, double dt) {
  const std::span<float> rotations{poses_.data(), static_cast<std::size_t>(poses_.size())};
  face_as(*performer_, dt);
  const bool by_performer = settings.source == SourceKind::kLive && performer_->root.has_value();
  Vec3 place;
  if (by_performer) {
    place = *performer_->root;
    stander_.put(rotations, room_.value());
  } else {
    place = stander_.stand(rotations, dt);
  }
  if (!begun_) room_.begin(place);
  if (by_performer != by_performer_) room_.jump();
  by_performer_ = by_performer;
  const Eigen::VectorXd& root = room_.step(place, dt, settings.glide_s);
  for (int i = 0; i < 3; ++i) root_[static_cast<std::size_t>(i)] = static_cast<float>(root[i]);
}

bool Player::end_take() {
  if (setup_.recorded.next().empty()) return false;
  setup_.recorded.push({.take = take_, .number = number_, .last = true});
  take_ = 0;
  return true;
}

void Player::end_recording() {
  if (take_ != 0) static_cast<void>(end_take());
}

void Player::record(const Settings& settings) {
  if (take_ != settings.take && take_ != 0 && !end_take()) return;  // with the next frame
  take_ = settings.take;
  if (take_ == 0) return;
  const std::span<float> row = setup_.recorded.next();
  if (row.empty()) return;  // the gap in the numbers shows it
  auto end = std::ranges::copy(frame_.root, row.begin()).out;
  end = std::ranges::copy(frame_.rotations, end).out;
  std::ranges::copy(frame_.latents, end);
  setup_.recorded.push({.take = take_, .number = number_});
}

}  // namespace poseaae::live
