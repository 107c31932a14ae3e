#pragma once

#include <filesystem>
#include <string>
#include <string_view>

/// An HDF5 file as text, so that what is damaged at random is what a file says, and not how the
/// library of HDF5 stores it: every file made from a text is valid, and may lie.
///
/// A line for each thing, in fields with tabs between them; the root is ".":
///
///     group    PATH
///     numbers  PATH  TYPE  DIMS  VALUES   f4, f8, i4, i8 or u1; "3x4", "" for one number; "1 2 3",
///                                         from the first again where there are too few
///     empty    PATH  TYPE  DIMS           chunked, and nothing written
///     strings  PATH  TEXT...              a dataset of text, as of old
///     text     PATH  NAME  TEXT           an attribute: a text,
///     texts    PATH  NAME  TEXT...        a list of text,
///     number   PATH  NAME  VALUE          or a number
///     link     PATH  PLACE                a soft link, which may lead nowhere or round
///
/// In fields, \t, \n and \\ stand for a tab, the end of a line and a backslash. What HDF5 does not
/// take is left out.
namespace poseaae::fuzz {

/// Makes the file. At most 64 Ki values are written into an array; of a larger one, none.
void write_hdf5(std::string_view text, const std::filesystem::path& path);

/// The text of a file in which there are only such things. @throws Error
[[nodiscard]] std::string text_of_hdf5(const std::filesystem::path& path);

}  // namespace poseaae::fuzz
