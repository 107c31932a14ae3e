#include "poseaae/io/hdf5.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <chrono>
#include <cmath>
#include <csignal>
#include <limits>
#include <thread>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "support/support.hpp"

namespace poseaae::h5 {
namespace {

using test::TemporaryFolder;
using Names = std::vector<std::string>;

template <typename T>
class Hdf5Numbers : public testing::Test {};
using Scalars = testing::Types<float, double, std::int32_t, std::int64_t, std::uint8_t>;
TYPED_TEST_SUITE(Hdf5Numbers, Scalars);

TYPED_TEST(Hdf5Numbers, ComeBackExactlyWithTheirShape) {
  using T = TypeParam;
  const std::vector<T> values{std::numeric_limits<T>::lowest(),
                              std::numeric_limits<T>::max(),
                              std::numeric_limits<T>::min(),
                              T(1),
                              T(2),
                              std::numeric_limits<T>::epsilon()};
  const TemporaryFolder folder;
  write_file(folder / "n.h5", [&](Group& root) {
    root.write<T>("deep/er/table", values, {2, 1, 3});
    root.write<T>("none", {}, {0, 4});
    root.write<T>("one", {values.data(), 1}, {});
  });
  const Group root = open_file(folder / "n.h5");
  const auto table = root.read<T>("deep/er/table");
  EXPECT_EQ(table.values, values);
  EXPECT_EQ(table.shape, (Shape{2, 1, 3}));
  EXPECT_EQ(root.group("deep").group("er").read<T>("table", {2, 1, 3}), values);
  EXPECT_EQ(root.read<T>("none").shape, (Shape{0, 4}));
  EXPECT_TRUE(root.read<T>("none").values.empty());
  EXPECT_EQ(root.read<T>("one", {}), std::vector<T>{values[0]});
}

TEST(Hdf5, ReadingConvertsBetweenNumericTypes) {
  const TemporaryFolder folder;
  const std::vector<std::int32_t> whole{-3, 0, 70'000};
  const std::vector<double> real{0.5, -2.0, 1e9};
  write_file(folder / "n.h5", [&](Group& root) {
    root.write<std::int32_t>("whole", whole, {3});
    root.write<double>("real", real, {3});
  });
  const Group root = open_file(folder / "n.h5");
  EXPECT_EQ(root.read<double>("whole").values, (std::vector<double>{-3.0, 0.0, 70'000.0}));
  EXPECT_EQ(root.read<std::int64_t>("whole").values, (std::vector<std::int64_t>{-3, 0, 70'000}));
  EXPECT_EQ(root.read<float>("real").values, (std::vector<float>{0.5F, -2.0F, 1e9F}));
}

TEST(Hdf5, TextKeepsEveryLetter) {
  const Names texts{"", "Grüße", "踊り", "two\nlines", std::string(100'000, 'x')};
  const TemporaryFolder folder;
  write_file(folder / "t.h5", [&](Group& root) {
    root.write_strings("texts", texts);
    root.write_strings("none", {});
  });
  EXPECT_EQ(open_file(folder / "t.h5").read_strings("texts"), texts);
  EXPECT_TRUE(open_file(folder / "t.h5").read_strings("none").empty());
}

TEST(Hdf5, TextBelongsToAnArrayOrAGroup) {
  const TemporaryFolder folder;
  const Names joints{"Hips", "Spine"};
  write_file(folder / "t.h5", [&](Group& root) {
    root.write<std::int32_t>("parents", std::vector<std::int32_t>{-1, 0}, {2});
    root.write_strings("joint_names", joints, "parents");
    Group facts = root.create_group("facts");
    facts.write_strings("list", joints);
    facts.set_attribute("text", std::string("a \xFF"));
  });
  const Group root = open_file(folder / "t.h5");
  EXPECT_EQ(root.read_strings("joint_names", "parents"), joints);
  EXPECT_THROW((void)root.read_strings("joint_names"), ModelError);
  EXPECT_EQ(root.members(), (Names{"facts", "parents"})) << "no array of text";
  EXPECT_EQ(root.group("facts").text_names(), (Names{"list", "text"}));
}

// More than an attribute of 64 KiB has room for.
TEST(Hdf5, AListOfTextHasAnyLength) {
  const TemporaryFolder folder;
  for (const std::size_t count : {3000U, 4000U, 4001U, 20'000U}) {
    Names names;
    for (std::size_t i = 0; i < count; ++i) {
      names.push_back(fmt::format("{}_{}", i, std::string(i % 300, 'n')));
    }
    write_file(folder / "t.h5", [&](Group& root) {
      root.write<float>("values", std::vector<float>{1.0F}, {1});
      root.write_strings("names", names, "values");
      root.create_group("g").write_strings("names", names);
    });
    const Group root = open_file(folder / "t.h5");
    EXPECT_EQ(root.read_strings("names", "values"), names);
    EXPECT_EQ(root.group("g").text_names(), Names{"names"});
  }
}

TEST(Hdf5, BytesThatAreNoUtf8ComeBackAndAreUtf8InTheFile) {
  const TemporaryFolder folder;
  const Names names{"\x8D\xB6", "plain",
                    "Gr\xC3\xBC\xDF"
                    "e\\x",
                    "C:\\xyz", "\\"};
  write_file(folder / "t.h5", [&](Group& root) {
    root.write_strings("names", names);
    root.set_attribute("name", names[2]);
    root.set_attribute("path", names[3]);
  });
  const Group root = open_file(folder / "t.h5");
  EXPECT_EQ(root.read_strings("names"), names);
  EXPECT_EQ(root.text_attribute("name"), names[2]);
  EXPECT_EQ(root.text_attribute("path"), names[3]);
  EXPECT_EQ(root.text_names(), (Names{"name", "names", "path"}));
  const std::string bytes = read_file(folder / "t.h5");
  EXPECT_EQ(bytes.find("\x8D\xB6"), std::string::npos);
  EXPECT_NE(bytes.find("\\x8d\\xb6"), std::string::npos);
  EXPECT_NE(bytes.find("Grü\\xdfe\\\\x"), std::string::npos);
}

TEST(Hdf5, AttributesOfGroupsAndMembers) {
  const TemporaryFolder folder;
  const std::string config(200'000, 'c');
  write_file(folder / "a.h5", [&](Group& root) {
    root.write<float>("poses", std::vector<float>{1.0F}, {1});
    root.set_attribute("unit", "m", "poses");
    root.set_attribute("unit", "cm", "poses");  // the last one counts
    root.set_attribute("empty", "");
    root.set_attribute("config", config);
    root.set_attribute("fps", 29.97);
    root.set_attribute("seed", std::int64_t{-7});
  });
  const Group root = open_file(folder / "a.h5");
  EXPECT_EQ(root.text_attribute("unit", "poses"), "cm");
  EXPECT_EQ(root.text_attribute("empty"), "");
  EXPECT_EQ(root.text_attribute("config"), config);
  EXPECT_EQ(root.number_attribute("fps"), 29.97);
  EXPECT_EQ(root.number_attribute("seed"), -7.0);
  EXPECT_TRUE(root.has_attribute("fps"));
  EXPECT_FALSE(root.has_attribute("unit"));
  EXPECT_THROW((void)root.text_attribute("missing"), ModelError);
  EXPECT_THROW((void)root.text_attribute("fps"), ModelError);
  EXPECT_THROW((void)root.number_attribute("missing"), ModelError);
  EXPECT_THROW((void)root.number_attribute("config"), ModelError);
}

TEST(Hdf5, MembersAreSortedAndFound) {
  const TemporaryFolder folder;
  write_file(folder / "m.h5", [](Group& root) {
    root.create_group("b/c");
    root.create_group("a");
    root.create_group("b").write<float>("x", std::vector<float>{1.0F}, {1});
  });
  const Group root = open_file(folder / "m.h5");
  EXPECT_EQ(root.members(), (Names{"a", "b"}));
  EXPECT_EQ(root.group("b").members(), (Names{"c", "x"}));
  EXPECT_TRUE(root.has("b/x"));
  EXPECT_FALSE(root.has("b/y") || root.has("z/x") || root.has("b/x/y") || root.has(""));
}

TEST(Hdf5, TheSameContentsAreTheSameBytesAtAnyTime) {
  const TemporaryFolder folder;
  const auto write = [&](const std::string& name) {
    write_file(folder / name, [](Group& root) {
      root.write<float>("values", std::vector<float>{1.0F, 2.0F}, {2});
      root.write_strings("names", std::vector<std::string>{"a", "b"});
      root.create_group("group").set_attribute("unit", std::string("m"));
    });
  };
  write("a.h5");
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));  // HDF5 would count in seconds
  write("b.h5");
  EXPECT_TRUE(read_file(folder / "a.h5") == read_file(folder / "b.h5"));
}

TEST(Hdf5, ManyMembersAndAttributes) {
  const TemporaryFolder folder;
  write_file(folder / "m.h5", [](Group& root) {
    for (int i = 0; i < 500; ++i) {
      const std::string name = fmt::format("n{}", i);
      root.set_attribute(name, std::string(1000, 'v') + name);
      root.write<double>("g/" + name, std::vector<double>{static_cast<double>(i)}, {1});
    }
  });
  const Group root = open_file(folder / "m.h5");
  EXPECT_EQ(root.group("g").members().size(), 500U);
  EXPECT_EQ(root.text_attribute("n499"), std::string(1000, 'v') + "n499");
  EXPECT_EQ(root.read<double>("g/n123", {1}), std::vector<double>{123.0});
}

TEST(Hdf5, WhatIsNotThereIsNamedWithFileAndPath) {
  const TemporaryFolder folder;
  write_file(folder / "w.h5", [](Group& root) {
    root.create_group("g").write<float>("x", std::vector<float>{1.0F, 2.0F}, {2});
    root.write_strings("texts", Names{"a"});
  });
  const Group root = open_file(folder / "w.h5");
  const auto message = [&](auto&& action) -> std::string {
    try {
      action();
    } catch (const ModelError& error) {
      return error.what();
    }
    return "no ModelError";
  };
  const std::string missing = message([&] { (void)root.group("g").read<float>("y"); });
  EXPECT_NE(missing.find((folder / "w.h5").string() + ": /g/y"), std::string::npos) << missing;
  const std::string shape = message([&] { (void)root.read<float>("g/x", {2, 1}); });
  EXPECT_NE(shape.find("expected shape (2, 1), found (2)"), std::string::npos) << shape;
  EXPECT_THROW((void)root.read<float>("g"), ModelError);
  EXPECT_THROW((void)root.read<float>("texts"), ModelError);
  EXPECT_THROW((void)root.read_strings("g/x"), ModelError);
  EXPECT_THROW((void)root.read_strings("g"), ModelError);
  EXPECT_THROW((void)root.read_strings("nothing"), ModelError);
  EXPECT_THROW((void)root.group("g/x"), ModelError);
  EXPECT_THROW((void)root.group("nothing"), ModelError);
}

TEST(Hdf5, AnOpenFileStaysReadableWhileItsNameIsReplaced) {
  const TemporaryFolder folder;
  const auto fill = [](float value) {
    return [value](Group& root) { root.write<float>("x", std::vector<float>{value}, {1}); };
  };
  write_file(folder / "x.h5", fill(1.0F));
  const Group old = open_file(folder / "x.h5");
  write_file(folder / "x.h5", fill(2.0F));
  EXPECT_EQ(old.read<float>("x", {1}), std::vector<float>{1.0F});
  EXPECT_EQ(open_file(folder / "x.h5").read<float>("x", {1}), std::vector<float>{2.0F});
}

TEST(Hdf5, AFailedWriteLeavesTheOldFile) {
  const TemporaryFolder folder;
  write_file(folder / "x.h5", [](Group& root) { root.set_attribute("v", 1.0); });
  const auto half = [](Group& root) {
    root.set_attribute("v", 2.0);
    throw TrainingError("in the middle");
  };
  EXPECT_THROW(write_file(folder / "x.h5", half), TrainingError);
  const auto twice = [](Group& root) {
    root.write<float>("x", std::vector<float>{1.0F}, {1});
    root.write<float>("x", std::vector<float>{2.0F}, {1});
  };
  EXPECT_THROW(write_file(folder / "x.h5", twice), OutputError);
  const auto wrong_count = [](Group& root) {
    root.write<float>("x", std::vector<float>{1.0F}, {2});
  };
  EXPECT_THROW(write_file(folder / "x.h5", wrong_count), OutputError);
  EXPECT_EQ(open_file(folder / "x.h5").number_attribute("v"), 1.0);
  EXPECT_EQ(folder.entries(), Names{"x.h5"});
}

/// A disk that takes files of `bytes` and no more, for as long as the object lives.
class SmallDisk {
 public:
  explicit SmallDisk(rlim_t bytes) : signal_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, signal_);
  }

 private:
  void (*signal_)(int);
  rlimit before_{};
};

TEST(Hdf5, ADiskThatFillsUpIsToldAndLeavesTheOldFile) {
  const TemporaryFolder folder;
  const auto fill = [](Group& root) {
    root.write<float>("x", std::vector<float>(1000, 1.0F), {1000});
    root.write<float>("y", std::vector<float>(100000, 1.0F), {100000});
  };
  write_file(folder / "x.h5", [](Group& root) { root.set_attribute("v", 1.0); });
  // In the second array, in the first, in what HDF5 writes when it closes the file, in the seal.
  const auto whole = folder / "whole.h5";
  write_file(whole, fill);
  const auto size = std::filesystem::file_size(whole);
  std::filesystem::remove(whole);
  for (const rlim_t room :
       {rlim_t{50000}, rlim_t{3000}, rlim_t{100}, rlim_t{size - 1000}, rlim_t{size - 20}}) {
    const SmallDisk disk(room);
    try {
      write_file(folder / "x.h5", fill);
      ADD_FAILURE() << "written within " << room << " bytes";
    } catch (const OutputError& error) {
      const std::string message = error.what();
      EXPECT_NE(message.find("x.h5: cannot write"), std::string::npos) << message;
      EXPECT_NE(message.find("File too large"), std::string::npos) << message;
    }
  }
  EXPECT_EQ(open_file(folder / "x.h5").number_attribute("v"), 1.0);
  EXPECT_EQ(folder.entries(), Names{"x.h5"});
}

TEST(Hdf5, ADeviceGetsTheBytesOfAFile) {
  const TemporaryFolder folder;
  const auto fill = [](Group& root) {
    root.write<float>("x", std::vector<float>(1000, 1.0F), {1000});
  };
  write_file(folder / "x.h5", fill);
  const auto pipe = folder / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  std::jthread writer([&] { write_file(pipe, fill); });
  EXPECT_EQ(read_file(pipe), read_file(folder / "x.h5"));
}

TEST(Hdf5, ArraysAreReadIntoMemoryThatIsThere) {
  const TemporaryFolder folder;
  write_file(folder / "x.h5", [](Group& root) {
    root.write<float>("x", std::vector<float>{1, 2, 3, 4, 5, 6}, {3, 2});
    root.write_strings("names", std::vector<std::string>{"a"});
  });
  const Group root = open_file(folder / "x.h5");
  EXPECT_EQ(root.shape("x"), (Shape{3, 2}));
  EXPECT_THROW((void)root.shape("names"), ModelError);
  EXPECT_THROW((void)root.shape("nothing"), ModelError);
  std::vector<double> values(7, -1.0);
  const std::span<double> six = std::span(values).first(6);
  root.read<double>("x", {3, 2}, six);
  EXPECT_EQ(values, (std::vector<double>{1, 2, 3, 4, 5, 6, -1}));
  EXPECT_THROW(root.read<double>("x", {2, 3}, six), ModelError);
  EXPECT_THROW(root.read<double>("x", {3, 2}, std::span(values)), ModelError);
}

TEST(Hdf5, UnwritablePlacesAreOutputErrors) {
  const TemporaryFolder folder;
  const auto fill = [](Group& root) { root.set_attribute("v", 1.0); };
  EXPECT_THROW(write_file("/dev/full", fill), OutputError);
  EXPECT_THROW(write_file(folder.path(), fill), OutputError);
  EXPECT_THROW(write_file(folder / "missing" / "x.h5", fill), OutputError);
  EXPECT_TRUE(folder.entries().empty());
}

RC_GTEST_PROP(Hdf5Property, AnyTableComesBack, (std::vector<double> values, std::string raw)) {
  const TemporaryFolder folder;
  const std::string text = raw.substr(0, raw.find('\0'));
  write_file(folder / "p.h5", [&](Group& root) {
    root.write<double>("v", values, {values.size()});
    root.set_attribute("text", text);
  });
  const Group root = open_file(folder / "p.h5");
  RC_ASSERT(root.read<double>("v").values == values);
  RC_ASSERT(root.text_attribute("text") == text);
}

}  // namespace
}  // namespace poseaae::h5
