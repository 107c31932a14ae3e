#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "poseaae/base/random.hpp"

namespace poseaae::fuzz {

/// The words of a dictionary of libFuzzer: one a line, "word" or name="word", with \", \\ and \xNN.
/// @throws ParseError
[[nodiscard]] std::vector<std::string> words_of(std::string_view dictionary,
                                                const std::string& name);

/// One to five changes: bytes flipped, taken, doubled, cut off; numbers replaced by others, some of
/// them enormous; words put in.
void change(std::string& bytes, const std::vector<std::string>& words, Random& random);

}  // namespace poseaae::fuzz
