#include "training/history.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <memory>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"

namespace poseaae::training {

namespace {

std::string format_row(const EpochRecord& record) {
  std::string row = fmt::format("{}", record.epoch);
  const auto cell = [&](double value) {
    row += std::isnan(value) ? "," : fmt::format(",{}", value);
  };
  cell(record.train.total);
  cell(record.test_loss);
  for (const double term : record.train.terms) cell(term);
  for (const double value :
       {record.train.discriminator, record.test_position_cm, record.test_rotation_deg,
        record.test_mpjpe_mm, record.test_mmd, record.test_ks, record.learning_rate,
        record.discriminator_learning_rate}) {
    cell(value);
  }
  return row + fmt::format(",{:.4f}\n", record.seconds);
}

/// The header and the first `rows` rows of an existing history.
std::string kept_rows(const std::filesystem::path& path, int rows) {
  const std::string text = read_file(path);
  std::size_t end = 0;
  for (int line = 0; line <= rows; ++line) {
    end = text.find('\n', end);
    if (end == std::string::npos) {
      throw ParseError(path, static_cast<std::size_t>(line + 1), 1,
                       fmt::format("{} epochs, as the saved state says", rows), "fewer rows");
    }
    ++end;
  }
  return text.substr(0, end);
}

}  // namespace

std::vector<std::string> History::columns() {
  std::vector<std::string> names{"epoch", "ae_train", "ae_test"};
  for (const objective::LossTerm& term : objective::loss_terms()) names.push_back(term.column);
  for (const char* name :
       {"disc_prior", "test_position_cm", "test_rotation_deg", "test_mpjpe_mm", "test_mmd",
        "test_ks", "ae_learning_rate", "disc_learning_rate", "seconds"}) {
    names.emplace_back(name);
  }
  return names;
}

History::History(std::filesystem::path path, int epochs) : path_(std::move(path)) {
  write_file(path_, epochs > 0 ? kept_rows(path_, epochs)
                               : fmt::format("{}\n", fmt::join(columns(), ",")));
}

void History::append(const EpochRecord& record) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path_.c_str(), "ab"),
                                                             &std::fclose);
  const std::string row = format_row(record);
  if (!file || std::fwrite(row.data(), 1, row.size(), file.get()) != row.size() ||
      std::fflush(file.get()) != 0) {
    throw OutputError(fmt::format("{}: cannot write: {}", path_.string(), std::strerror(errno)));
  }
}

}  // namespace poseaae::training
