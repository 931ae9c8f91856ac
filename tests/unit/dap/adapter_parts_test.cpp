#include <gtest/gtest.h>

#include "dap/adapter/breakpoints.h"
#include "dap/adapter/launch.h"
#include "dap/client/terminal.h"
#include "dap/paths.h"

namespace scrim::dap {
namespace {

TEST(Paths, UrisBothWays) {
  EXPECT_EQ(path_of_uri("file:///a/b%20c.js"), "/a/b c.js");
  EXPECT_EQ(path_of_uri("vscode-remote://wsl%2Bdebian/a/b.js"), "/a/b.js");
  EXPECT_EQ(path_of_uri("/plain%20path.js"), "/plain%20path.js");
  EXPECT_EQ(path_of_uri("untitled:Untitled-1"), "untitled:Untitled-1");
  EXPECT_EQ(uri_of_path("/a b/ä.js"), "file:///a%20b/%C3%A4.js");
  EXPECT_EQ(path_of_uri(uri_of_path("/a b/ä%.js")), "/a b/ä%.js");
  EXPECT_TRUE(is_uri("file:///x"));
  EXPECT_FALSE(is_uri("c:/x"));
  EXPECT_FALSE(is_uri("/a://b"));
}

TEST(Paths, AbsoluteAndPlainWhereNothingExists) {
  EXPECT_EQ(real_path("/no/such/../place/./x.js"), "/no/place/x.js");
  EXPECT_EQ(real_path("/"), "/");
  EXPECT_TRUE(real_path("nothing-here.js").starts_with('/'));
}

TEST(PathMap, TheClientsSpellingAndWhatFollowsFromIt) {
  PathMap map;
  map.learn("/home/me/link/src/a.js", "/data/project/src/a.js");
  EXPECT_EQ(map.to_client("/data/project/src/a.js"), "/home/me/link/src/a.js");
  EXPECT_EQ(map.to_client("/data/project/lib/b.js"), "/home/me/link/lib/b.js");
  EXPECT_EQ(map.to_client("/data/projects/b.js"), "/data/projects/b.js");
  EXPECT_EQ(map.to_client("/elsewhere/c.js"), "/elsewhere/c.js");
  map.learn("/w/alias.js", "/data/project/real.js");  // a link to a file says nothing of folders
  EXPECT_EQ(map.to_client("/data/project/real.js"), "/w/alias.js");
  EXPECT_EQ(map.to_client("/data/project/lib/b.js"), "/home/me/link/lib/b.js");
}

TEST(Launch, EnvFiles) {
  const auto values = parse_env_file(
      "\xEF\xBB\xBF# c\nA=1\r\nexport B = two words # note\nC=\"a\\nb # kept\"\nD='x\\n'\n=\nE=\nF=a=b\nbroken\n");
  const std::map<std::string, std::optional<std::string>> expected{
      {"A", "1"}, {"B", "two words"}, {"C", "a\nb # kept"}, {"D", "x\\n"}, {"E", ""}, {"F", "a=b"}};
  EXPECT_EQ(values, expected);
}

TEST(Launch, WordsOfACommandLine) {
  EXPECT_EQ(split_words("  a 'b c' \"d \\\" e\" f\\ g '' "),
            (std::vector<std::string>{"a", "b c", "d \" e", "f g", ""}));
  EXPECT_TRUE(split_words(" ").empty());
}

TEST(BreakpointStore, NumbersStayWithWhatDidNotChange) {
  using protocol::channel::SourceBreakpoint;
  BreakpointStore store;
  const protocol::dap::Source source{.path = "/a.js"};
  auto ids = [](const BreakpointStore::File& file) {
    std::vector<int64_t> out;
    for (const auto& entry : file.entries) out.push_back(entry.asked.id);
    return out;
  };
  EXPECT_EQ(ids(store.replace("/a.js", source, "/a.js", {{.line = 1}, {.line = 2}, {.line = 2}})),
            (std::vector<int64_t>{1, 2, 3}));
  EXPECT_EQ(ids(store.replace("/a.js", source, "/a.js", {{.line = 2}, {.line = 5}, {.line = 1}})),
            (std::vector<int64_t>{2, 4, 1}));
  EXPECT_EQ(ids(store.replace("/a.js", source, "/a.js", {{.line = 2, .condition = "x"}})), (std::vector<int64_t>{5}));
  EXPECT_EQ(ids(store.replace("/b.js", source, "/b.js", {{.line = 2}})), (std::vector<int64_t>{6}));
  EXPECT_TRUE(store.update({.id = 6, .verified = true, .line = 3}));
  EXPECT_FALSE(store.update({.id = 6, .verified = true, .line = 3}));
  EXPECT_FALSE(store.update({.id = 1, .verified = true}));  // gone
  EXPECT_EQ(store.file_of(6)->client_path, "/b.js");
  EXPECT_EQ(store.file_of(1), nullptr);
}

TEST(Terminal, SplitsABatch) {
  EXPECT_EQ(Terminal::split_batch("a; b\n# c\n\n print f({x: 1; y});print ';' ;d"),
            (std::vector<std::string>{"a", "b", "print f({x: 1; y})", "print ';'", "d"}));
  EXPECT_EQ(Terminal::split_batch("print 'open\nnext"), (std::vector<std::string>{"print 'open", "next"}));
}

}  // namespace
}  // namespace scrim::dap
