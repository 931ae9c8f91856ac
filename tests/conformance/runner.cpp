// test262 in process: a fresh isolate and realm for each run, both modes, several workers, a list of known failures
// that may only shrink, counts per area.
//
//   conformance --suite DIR [--sample N] [--workers N] [--known FILE] [--write-known] [--filter TEXT] [--verbose]
//               [--stress-gc N] [--verify-heap] [--verify-ic] [--compile lazy|eager]
//
// Beside each area's count stands that of the core: language, built-ins and annexB without what is newer than ES2026.
// Workers are processes: a crash or an endless loop is one failed test, a crash also where the test is known to fail.
// --sample 5 takes every fifth test by a hash of its path. --stress-gc N collects at every Nth allocation.
// Exit 0: no test failed that is not listed; 1: some did; 77: the suite is not there (skipped).
#include <fcntl.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "engine/interpreter/script.h"
#include "engine/runtime/runtime.h"
#include "tests/conformance/test_modules.h"

namespace {

namespace fs = std::filesystem;

struct Test {
  std::string path;  // below test/
  std::string text;
  std::vector<std::string> includes;
  std::set<std::string> flags;
  std::vector<std::string> features;
  std::string negative_phase;
  std::string negative_type;
};

std::string read_file(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::string> words_in_brackets(const std::string& line) {
  std::vector<std::string> words;
  std::string word;
  size_t begin = line.find('[');
  for (size_t i = begin + 1; begin != std::string::npos && i < line.size(); ++i) {
    if (line[i] == ',' || line[i] == ']') {
      if (!word.empty()) words.push_back(word);
      word.clear();
    } else if (line[i] != ' ') {
      word += line[i];
    }
  }
  return words;
}

Test parse_test(const fs::path& root, const std::string& path) {
  Test test;
  test.path = path;
  test.text = read_file(root / "test" / path);
  size_t begin = test.text.find("/*---");
  size_t end = test.text.find("---*/");
  if (begin == std::string::npos || end == std::string::npos) return test;
  std::string head = test.text.substr(begin + 5, end - begin - 5);
  if (head.find('\n') == std::string::npos) std::replace(head.begin(), head.end(), '\r', '\n');
  std::istringstream lines(head);
  std::string line;
  std::string list;
  while (std::getline(lines, line)) {
    if (line.starts_with("includes:")) {
      test.includes = words_in_brackets(line);
      list = "includes";
    } else if (line.starts_with("flags:")) {
      for (const std::string& flag : words_in_brackets(line)) test.flags.insert(flag);
      list = "flags";
    } else if (line.starts_with("features:")) {
      test.features = words_in_brackets(line);
      list = "features";
    } else if (line.starts_with("  - ") && !list.empty()) {
      std::string word = line.substr(4);
      while (!word.empty() && (word.back() == ' ' || word.back() == '\r')) word.pop_back();
      if (list == "includes") test.includes.push_back(word);
      if (list == "flags") test.flags.insert(word);
      if (list == "features") test.features.push_back(word);
    } else if (size_t at = line.find("phase:"); at != std::string::npos) {
      test.negative_phase = line.substr(line.find_first_not_of(' ', at + 6));
    } else if (at = line.find("  type:"); at != std::string::npos) {
      test.negative_type = line.substr(line.find_first_not_of(' ', at + 7));
    } else if (!line.empty() && line[0] != ' ') {
      list.clear();
    }
  }
  return test;
}

struct Sink final : scrim::OutputSink {
  std::string text;
  void write(int, std::string_view more) override { text += more; }
};

std::string name_of_error(scrim::Isolate& isolate, scrim::Value error) {
  if (!error.is_object()) return "";
  auto constructor = get(isolate, as_object(error), isolate.names().constructor);
  if (constructor.failed() || !constructor.value().is_object()) return "";
  auto name = get(isolate, as_object(constructor.value()), isolate.names().name);
  return !name.failed() && name.value().is_string() ? to_utf8(isolate, as_string(name.value())) : "";
}

// Empty: passed. Runs in a worker process.
std::string run_once(const fs::path& root, const Test& test, bool strict, const scrim::IsolateOptions& mode) {
  struct Run {
    const fs::path& root;
    const Test& test;
    bool strict;
    Sink sink;
    std::string failure;
  } run{root, test, strict, {}, {}};
  scrim::RuntimeOptions options;
  options.isolate = mode;
  options.expose_test262 = true;
  scrim::Runtime runtime(options);
  runtime.sink = &run.sink;
  runtime.enter(
      [](void* raw, scrim::Runtime& entered) {
        auto& r = *static_cast<Run*>(raw);
        scrim::Isolate& isolate = entered.isolate();
        isolate.host.may_block = !r.test.flags.count("CanBlockIsFalse");
        bool raw_test = r.test.flags.count("raw");
        bool async = r.test.flags.count("async");
        if (!raw_test) {
          std::vector<std::string> includes{"assert.js", "sta.js"};
          if (async) includes.push_back("doneprintHandle.js");
          includes.insert(includes.end(), r.test.includes.begin(), r.test.includes.end());
          for (const std::string& include : includes) {
            scrim::CompileRequest request;
            request.text = read_file(r.root / "harness" / include);
            request.name = include;
            if (evaluate_script(isolate, std::move(request)).failed()) {
              r.failure = "harness file " + include + " failed";
              return;
            }
          }
        }
        scrim::TestModules modules(isolate);
        scrim::CompileRequest request;
        request.text = r.strict ? "\"use strict\";\n" + r.test.text : r.test.text;
        request.name = (r.root / "test" / r.test.path).string();
        request.wtf8 = false;
        bool parsed = false;
        scrim::Completion<scrim::Value> result = scrim::Throw{};
        if (r.test.flags.count("module")) {
          result = modules.run(std::move(request), &parsed, [](scrim::Runtime& runtime) { runtime.run_loop(); });
        } else {
          auto code = compile_script(isolate, isolate.realm(), std::move(request));
          parsed = !code.failed();
          if (parsed) result = run_program(isolate, code.value());
        }
        std::string thrown;
        if (result.failed()) {
          scrim::Value error = isolate.take_exception();
          thrown = name_of_error(isolate, error);
          if (thrown.empty()) thrown = "a value that is no error";
          if (r.test.negative_type.empty()) {
            r.failure = thrown;
            if (error.is_object()) {
              auto message = get(isolate, as_object(error), isolate.names().message);
              if (!message.failed() && message.value().is_string()) {
                r.failure += ": " + to_utf8(isolate, as_string(message.value()));
              }
            }
            return;
          }
        }
        if (!r.test.negative_type.empty()) {
          bool early = r.test.negative_phase == "parse";
          if (thrown != r.test.negative_type) {
            r.failure = "expected " + r.test.negative_type + ", got " + (thrown.empty() ? "none" : thrown);
          } else if (early && parsed) {
            r.failure = "the error came at run time, not while parsing";
          }
          return;
        }
        entered.drain_microtasks();
        if (async) {
          entered.run_loop();
          if (r.sink.text.find("Test262:AsyncTestComplete") == std::string::npos) {
            r.failure = r.sink.text.empty() ? "$DONE was not called" : r.sink.text.substr(0, 200);
          }
        }
      },
      &run);
  return run.failure;
}

std::string run_test(const fs::path& root, const Test& test, const scrim::IsolateOptions& mode) {
  if (test.flags.count("module")) return run_once(root, test, false, mode);
  bool only_strict = test.flags.count("onlyStrict");
  bool no_strict = test.flags.count("noStrict") || test.flags.count("raw");
  if (!only_strict) {
    std::string failure = run_once(root, test, false, mode);
    if (!failure.empty()) return failure;
  }
  if (!no_strict) {
    std::string failure = run_once(root, test, true, mode);
    if (!failure.empty()) return "strict: " + failure;
  }
  return {};
}

uint32_t hash_of(const std::string& text) {
  uint32_t hash = 2166136261u;
  for (char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return hash ^ hash >> 15;
}

std::string area_of(const std::string& path) {
  size_t first = path.find('/');
  size_t second = path.find('/', first + 1);
  return second == std::string::npos ? path.substr(0, first) : path.substr(0, second);
}

// Features that no edition up to ES2026 has: the proposals, as the suite lists them, and what came after.
std::set<std::string> later_features(const fs::path& root) {
  std::set<std::string> features{"Temporal",          "explicit-resource-management",
                                 "joint-iteration",   "Atomics.pause",
                                 "iterator-chunking", "iterator-includes"};
  std::istringstream lines(read_file(root / "features.txt"));
  for (std::string line; std::getline(lines, line) && line.find("Standard language features") == std::string::npos;) {
    if (!line.empty() && line[0] != '#') features.insert(line.substr(0, line.find(' ')));
  }
  return features;
}

bool is_core(const fs::path& root, const std::string& path, const std::set<std::string>& later) {
  if (!path.starts_with("language/") && !path.starts_with("built-ins/") && !path.starts_with("annexB/")) return false;
  for (const std::string& feature : parse_test(root, path).features) {
    if (later.count(feature)) return false;
  }
  return true;
}

struct Area {
  size_t passed = 0, tests = 0, core_passed = 0, core_tests = 0;
  void add(bool ok, bool core) {
    passed += ok;
    ++tests;
    core_passed += ok && core;
    core_tests += core;
  }
};

double percent(size_t part, size_t whole) {
  return whole ? 100.0 * static_cast<double>(part) / static_cast<double>(whole) : 0;
}

struct Worker {
  pid_t pid = -1;
  int to = -1;
  int from = -1;
  size_t test = SIZE_MAX;
};

constexpr char kCrashed[] = "the engine crashed";

bool was_slow(int status) {
  return WIFSIGNALED(status) && (WTERMSIG(status) == SIGALRM || WTERMSIG(status) == SIGPROF);
}

}  // namespace

int main(int argc, char** argv) {
  fs::path root;
  std::string known_file;
  std::string filter;
  unsigned sample = 1;
  unsigned workers = 2;
  bool write_known = false;
  bool verbose = false;
  scrim::IsolateOptions mode;
  for (int i = 1; i < argc; ++i) {
    std::string option = argv[i];
    auto value = [&] { return i + 1 < argc ? std::string(argv[++i]) : std::string(); };
    if (option == "--suite") root = value();
    if (option == "--known") known_file = value();
    if (option == "--filter") filter = value();
    if (option == "--sample") sample = static_cast<unsigned>(std::stoul(value()));
    if (option == "--workers") workers = static_cast<unsigned>(std::stoul(value()));
    if (option == "--write-known") write_known = true;
    if (option == "--verbose") verbose = true;
    if (option == "--stress-gc") {
      mode.heap.stress_gc = true;
      mode.heap.stress_interval = static_cast<uint32_t>(std::stoul(value()));
    }
    if (option == "--verify-heap") mode.heap.verify_heap = true;
    if (option == "--verify-ic") mode.verify_ic = true;
    if (option == "--compile") {
      mode.lazy_functions = value() == "lazy" ? scrim::LazyFunctions::kAll : scrim::LazyFunctions::kNone;
    }
  }
  if (root.empty() || !fs::exists(root / "harness" / "assert.js")) {
    std::printf("skipped: there is no test262 at '%s'\n", root.c_str());
    return 77;
  }
  std::vector<std::string> paths;
  for (const auto& entry : fs::recursive_directory_iterator(root / "test")) {
    std::string path = fs::relative(entry.path(), root / "test").string();
    if (!path.ends_with(".js") || path.find("_FIXTURE") != std::string::npos) continue;
    if (!filter.empty() && path.find(filter) == std::string::npos) continue;
    if (hash_of(path) % sample == 0) paths.push_back(path);
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> failures(paths.size());

  // Each test in a child of its own batch: a worker handles a stretch of tests and reports after each; when it dies,
  // the test it was at has failed and a new worker goes on behind it.
  std::vector<std::pair<size_t, size_t>> stretches;
  size_t each = paths.size() / workers + 1;
  for (size_t begin = 0; begin < paths.size(); begin += each)
    stretches.push_back({begin, std::min(begin + each, paths.size())});
  std::vector<Worker> running(stretches.size());
  auto start = [&](size_t w) {
    int pipes[2];
    if (pipe(pipes) != 0) std::exit(2);
    std::fflush(nullptr);
    pid_t pid = fork();
    if (pid == 0) {
      close(pipes[0]);
      int null = open("/dev/null", O_RDWR);
      dup2(null, 1);
      dup2(null, 2);
      for (size_t t = stretches[w].first; t < stretches[w].second; ++t) {
        // 20 seconds of CPU; of time, for those that wait, more: other programs may run.
        const itimerval cpu{{0, 0}, {mode.heap.stress_gc ? 300 : 20, 0}};
        setitimer(ITIMER_PROF, &cpu, nullptr);
        alarm(mode.heap.stress_gc ? 3000 : 200);
        std::string failure = run_test(root, parse_test(root, paths[t]), mode);
        std::replace(failure.begin(), failure.end(), '\n', ' ');
        failure += '\n';
        if (::write(pipes[1], failure.data(), failure.size()) < 0) _exit(3);
      }
      _exit(0);
    }
    close(pipes[1]);
    running[w] = {pid, -1, pipes[0], stretches[w].first};
  };
  for (size_t w = 0; w < stretches.size(); ++w) start(w);
  std::vector<std::string> pending(stretches.size());
  size_t left = stretches.size();
  while (left > 0) {
    fd_set set;
    FD_ZERO(&set);
    int highest = 0;
    for (Worker& worker : running) {
      if (worker.from < 0) continue;
      FD_SET(worker.from, &set);
      highest = std::max(highest, worker.from);
    }
    if (select(highest + 1, &set, nullptr, nullptr, nullptr) < 0) continue;
    for (size_t w = 0; w < running.size(); ++w) {
      Worker& worker = running[w];
      if (worker.from < 0 || !FD_ISSET(worker.from, &set)) continue;
      char buffer[4096];
      ssize_t count = ::read(worker.from, buffer, sizeof buffer);
      if (count > 0) {
        pending[w].append(buffer, static_cast<size_t>(count));
        for (size_t end; (end = pending[w].find('\n')) != std::string::npos;) {
          failures[worker.test++] = pending[w].substr(0, end);
          pending[w].erase(0, end + 1);
        }
        continue;
      }
      int status = 0;
      waitpid(worker.pid, &status, 0);
      close(worker.from);
      worker.from = -1;
      if (worker.test < stretches[w].second) {
        failures[worker.test] = was_slow(status) ? "ran for too long" : kCrashed;
        stretches[w].first = worker.test + 1;
        pending[w].clear();
        if (stretches[w].first < stretches[w].second) {
          start(w);
          continue;
        }
      }
      --left;
    }
  }

  std::set<std::string> known;
  std::ifstream known_stream(known_file);
  for (std::string line; std::getline(known_stream, line);) {
    if (!line.empty() && line[0] != '#') known.insert(line);
  }
  std::set<std::string> later = later_features(root);
  std::map<std::string, Area> areas;
  Area all;
  size_t expected = 0;
  size_t unexpected = 0;
  size_t fixed = 0;
  for (size_t t = 0; t < paths.size(); ++t) {
    bool ok = failures[t].empty();
    bool core = is_core(root, paths[t], later);
    areas[area_of(paths[t])].add(ok, core);
    all.add(ok, core);
    if (ok && known.count(paths[t])) {
      ++fixed;
      if (verbose) std::printf("now passes: %s\n", paths[t].c_str());
    }
    if (ok) continue;
    if (known.count(paths[t]) && failures[t] != kCrashed) {
      ++expected;
    } else {
      ++unexpected;
      if (verbose || unexpected <= 50) std::printf("FAIL %s: %s\n", paths[t].c_str(), failures[t].c_str());
    }
  }
  for (const auto& [area, counts] : areas) {
    std::printf("%6zu of %6zu  %-40s", counts.passed, counts.tests, area.c_str());
    if (counts.core_tests)
      std::printf(" core %6zu of %6zu, %6.2f %%", counts.core_passed, counts.core_tests,
                  percent(counts.core_passed, counts.core_tests));
    std::printf("\n");
  }
  std::printf("core up to ES2026: %zu of %zu pass (%.2f %%)\n", all.core_passed, all.core_tests,
              percent(all.core_passed, all.core_tests));
  std::printf("%zu of %zu pass (%.2f %%); %zu known failures, %zu of the known ones pass now\n", all.passed, all.tests,
              percent(all.passed, all.tests), expected, fixed);
  if (write_known) {
    std::ofstream out(known_file);
    out << "# Tests of test262 that fail. The list may only shrink; written by conformance --write-known.\n";
    for (size_t t = 0; t < paths.size(); ++t) {
      if (failures[t].empty())
        known.erase(paths[t]);
      else
        known.insert(paths[t]);
    }
    for (const std::string& path : known) out << path << "\n";
    return 0;
  }
  std::printf("%zu passed, %zu failed\n", all.passed + expected, unexpected);
  return unexpected ? 1 : 0;
}
