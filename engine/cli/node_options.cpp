#include "engine/cli/node_options.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "engine/runtime/file.h"

namespace scrim::cli {

namespace {

enum class Kind : uint8_t {
  kIgnored,       // changes nothing here
  kIgnoredValue,  // the same, with a value
  kKept,          // read by the JavaScript half (internal.nodeOptions)
  kKeptValue,
  kSpecial,
  kMissing,  // named, and not there
  kMissingValue,
};
struct Row {
  const char* name;
  Kind kind;
  const char* hint = nullptr;
};
constexpr Row kOptions[] = {
    {"--env-file", Kind::kSpecial},
    {"--env-file-if-exists", Kind::kSpecial},
    {"--stack-trace-limit", Kind::kSpecial},
    {"--stack_trace_limit", Kind::kSpecial},
    {"--test", Kind::kSpecial},
    {"--watch", Kind::kSpecial},
    {"--watch-path", Kind::kSpecial},
    {"--watch-preserve-output", Kind::kSpecial},
    {"--check", Kind::kSpecial},
    {"-c", Kind::kSpecial},
    {"--test-name-pattern", Kind::kKeptValue},
    {"--test-skip-pattern", Kind::kKeptValue},
    {"--test-only", Kind::kKept},
    {"--test-reporter", Kind::kKeptValue},
    {"--test-reporter-destination", Kind::kKeptValue},
    {"--test-timeout", Kind::kKeptValue},
    {"--test-concurrency", Kind::kKeptValue},
    {"--test-isolation", Kind::kKeptValue},
    {"--experimental-test-isolation", Kind::kKeptValue},
    {"--test-force-exit", Kind::kKept},
    {"--no-warnings", Kind::kIgnored},
    {"--warnings", Kind::kIgnored},
    {"--no-deprecation", Kind::kIgnored},
    {"--throw-deprecation", Kind::kIgnored},
    {"--trace-deprecation", Kind::kIgnored},
    {"--pending-deprecation", Kind::kIgnored},
    {"--trace-warnings", Kind::kIgnored},
    {"--trace-uncaught", Kind::kIgnored},
    {"--disable-warning", Kind::kKeptValue},
    {"--enable-source-maps", Kind::kSpecial},
    {"--experimental-strip-types", Kind::kIgnored},
    {"--experimental-transform-types", Kind::kIgnored},
    {"--experimental-vm-modules", Kind::kIgnored},
    {"--experimental-require-module", Kind::kIgnored},
    {"--experimental-detect-module", Kind::kIgnored},
    {"--experimental-import-meta-resolve", Kind::kIgnored},
    {"--strip-types", Kind::kIgnored},
    {"--no-strip-types", Kind::kSpecial},
    {"--no-experimental-strip-types", Kind::kSpecial},
    {"--preserve-symlinks", Kind::kIgnored},
    {"--preserve-symlinks-main", Kind::kIgnored},
    {"--max-semi-space-size", Kind::kIgnoredValue},
    {"--max_old_space_size", Kind::kIgnoredValue},
    {"--stack-size", Kind::kIgnoredValue},
    {"--title", Kind::kKeptValue},
    {"--no-opt", Kind::kIgnored},
    {"--jitless", Kind::kIgnored},
    {"--harmony", Kind::kIgnored},
    {"--use-strict", Kind::kSpecial},
    {"--use_strict", Kind::kSpecial},
    {"--interpreted-frames-native-stack", Kind::kIgnored},
    {"--dns-result-order", Kind::kIgnoredValue},
    {"--no-addons", Kind::kIgnored},
    {"--no-node-snapshot", Kind::kIgnored},
    {"--no-global-search-paths", Kind::kIgnored},
    {"--throw-on-invalid-utf8", Kind::kIgnored},
    {"--use-openssl-ca", Kind::kIgnored},
    {"--use-bundled-ca", Kind::kIgnored},
    {"--use-system-ca", Kind::kIgnored},
    {"--openssl-legacy-provider", Kind::kIgnored},
    {"--tls-min-v1.2", Kind::kIgnored},
    {"--icu-data-dir", Kind::kIgnoredValue},
    {"--abort-on-uncaught-exception", Kind::kIgnored},
    {"--trace-exit", Kind::kIgnored},
    {"--trace-sync-io", Kind::kIgnored},
    {"--trace-event-categories", Kind::kIgnoredValue},
    {"--report-uncaught-exception", Kind::kIgnored},
    {"--report-on-fatalerror", Kind::kIgnored},
    {"--insecure-http-parser", Kind::kIgnored},
    {"--max-http-header-size", Kind::kIgnoredValue},
    {"--network-family-autoselection", Kind::kIgnored},
    {"--no-network-family-autoselection", Kind::kIgnored},
    {"--experimental-websocket", Kind::kIgnored},
    {"--experimental-global-webcrypto", Kind::kIgnored},
    {"--experimental-wasm-modules", Kind::kIgnored},
    {"--experimental-webstorage", Kind::kIgnored},
    {"--no-experimental-webstorage", Kind::kIgnored},
    {"--localstorage-file", Kind::kIgnoredValue},
    {"--no-verify-base-objects", Kind::kIgnored},
    {"--verify-base-objects", Kind::kIgnored},
    {"--track-heap-objects", Kind::kIgnored},
    {"--zero-fill-buffers", Kind::kIgnored},
    {"--force-context-aware", Kind::kIgnored},
    {"--deprecation", Kind::kIgnored},
    {"--addons", Kind::kIgnored},
    {"--global-search-paths", Kind::kIgnored},
    {"--experimental-addon-modules", Kind::kIgnored},
    {"--experimental-eventsource", Kind::kIgnored},
    {"--use-env-proxy", Kind::kIgnored},
    {"--secure-heap", Kind::kIgnoredValue},
    {"--secure-heap-min", Kind::kIgnoredValue},
    {"--tls-cipher-list", Kind::kIgnoredValue},
    {"--node-memory-debug", Kind::kIgnored},
    {"--diagnostic-dir", Kind::kIgnoredValue},
    {"--enable-etw-stack-walking", Kind::kIgnored},
    {"--perf-basic-prof", Kind::kIgnored},
    {"--perf-prof", Kind::kIgnored},
    {"--no-experimental-sqlite", Kind::kIgnored},
    {"--inspect", Kind::kMissing, "the debugger is `scrim debug FILE`, or `scrim dap` for an editor"},
    {"--inspect-brk", Kind::kMissing, "the debugger is `scrim debug FILE`, or `scrim dap` for an editor"},
    {"--inspect-wait", Kind::kMissing, "the debugger is `scrim debug FILE`, or `scrim dap` for an editor"},
    {"--inspect-port", Kind::kMissingValue, "the debugger is `scrim debug FILE`, or `scrim dap` for an editor"},
    {"--cpu-prof", Kind::kMissing, "CPU profiles are not there yet"},
    {"--heap-prof", Kind::kMissing, "allocation profiles are not there yet; `v8.writeHeapSnapshot()` writes the heap"},
    {"--heapsnapshot-signal", Kind::kMissingValue, "`v8.writeHeapSnapshot()` writes the heap"},
    {"--prof", Kind::kMissing, "CPU profiles are not there yet"},
    {"--experimental-test-coverage", Kind::kMissing, "coverage is not there yet"},
    {"--experimental-loader", Kind::kMissingValue,
     "hooks are registered by a file that --import names (module.registerHooks)"},
    {"--loader", Kind::kMissingValue, "hooks are registered by a file that --import names (module.registerHooks)"},
    {"--permission", Kind::kMissing, "permissions are not there yet"},
    {"--build-sea", Kind::kMissingValue, "single executable applications are not there yet"},
    {"--experimental-sqlite", Kind::kMissing, "node:sqlite is not there yet"},
};

// https://nodejs.org/api/environment_variables.html#env-files; what the environment says already stays, what a file
// said before does not.
void set_environment(const std::string& text, std::vector<std::string>& from_files) {
  size_t i = 0;
  auto skip_spaces = [&](bool lines) {
    while (i < text.size() && (text[i] == ' ' || text[i] == '\t' || (lines && (text[i] == '\n' || text[i] == '\r'))))
      ++i;
  };
  auto skip_line = [&] {
    while (i < text.size() && text[i] != '\n') ++i;
  };
  while (true) {
    skip_spaces(true);
    if (i >= text.size()) return;
    if (text[i] == '#') {
      skip_line();
      continue;
    }
    size_t begin = i;
    while (i < text.size() && text[i] != '=' && text[i] != '\n') ++i;
    if (i >= text.size() || text[i] == '\n') continue;
    std::string key = text.substr(begin, i - begin);
    ++i;
    while (!key.empty() && (key.back() == ' ' || key.back() == '\t')) key.pop_back();
    if (key.starts_with("export ")) {
      size_t from = 7;
      while (from < key.size() && key[from] == ' ') ++from;
      key.erase(0, from);
    }
    skip_spaces(false);
    std::string value;
    char quote = i < text.size() ? text[i] : '\0';
    size_t close = quote == '"' || quote == '\'' || quote == '`' ? text.find(quote, i + 1) : std::string::npos;
    if (close != std::string::npos) {
      value = text.substr(i + 1, close - i - 1);
      if (quote == '"') {
        for (size_t at = 0; (at = value.find("\\n", at)) != std::string::npos; ++at) {
          value[at] = '\n';
          value.erase(at + 1, 1);
        }
      }
      i = close + 1;
      skip_line();
    } else {
      begin = i;
      while (i < text.size() && text[i] != '\n' && text[i] != '#') ++i;
      value = text.substr(begin, i - begin);
      while (!value.empty() && std::strchr(" \t\r", value.back())) value.pop_back();
      skip_line();
    }
    if (key.empty()) continue;
    const bool again = std::find(from_files.begin(), from_files.end(), key) != from_files.end();
    if (!again && std::getenv(key.c_str())) continue;
    if (!again) from_files.push_back(key);
    setenv(key.c_str(), value.c_str(), 1);
  }
}

NodeOption refuse(const std::string& message) {
  std::fprintf(stderr, "scrim: %s\n", message.c_str());
  return NodeOption::kRefused;
}

NodeOption take_special(const std::string& name, const NodeOptionSource& source, RunRequest* request) {
  std::string value;
  if (name == "--test") {
    request->test = true;
    return NodeOption::kTaken;
  }
  if (name == "--no-strip-types" || name == "--no-experimental-strip-types") {
    request->runtime.strip_types = false;
    return NodeOption::kTaken;
  }
  if (name == "--use-strict" || name == "--use_strict") {
    request->runtime.use_strict = true;
    return NodeOption::kTaken;
  }
  if (name == "--enable-source-maps") {
    request->runtime.source_maps = true;
    return NodeOption::kTaken;
  }
  if (name == "--check" || name == "-c") {
    request->check = true;
    return NodeOption::kTaken;
  }
  if (name == "--watch" || name == "--watch-preserve-output") {
    request->watch = true;
    request->watch_keeps_output = request->watch_keeps_output || name != "--watch";
    return NodeOption::kTaken;
  }
  if (!source.next(source.context, &value)) return refuse(name + " requires an argument");
  if (name == "--watch-path") {
    request->watch = true;
    request->watch_paths.push_back(value);
  } else if (name == "--stack-trace-limit" || name == "--stack_trace_limit") {
    char* end;
    unsigned long limit = std::strtoul(value.c_str(), &end, 10);
    if (*end) return refuse(name + " takes a number, not '" + value + "'");
    request->runtime.stack_trace_limit = static_cast<int>(limit);
  } else {
    request->env_files.push_back(value);
    std::string text;
    FileError error = read_text_file(value, &text);
    if (error.failed()) {
      if (name == "--env-file-if-exists") {
        std::fprintf(stderr, "%s not found. Continuing without it.\n", value.c_str());
        return NodeOption::kTaken;
      }
      return refuse(value + ": not found");
    }
    set_environment(text, request->from_files);
  }
  return NodeOption::kTaken;
}

}  // namespace

bool only_on_command_line(std::string_view name) {
  static constexpr std::string_view kNames[] = {"-e",
                                                "--eval",
                                                "-p",
                                                "--print",
                                                "-pe",
                                                "-c",
                                                "--check",
                                                "-i",
                                                "--interactive",
                                                "--run",
                                                "--test",
                                                "--test-timeout",
                                                "--test-concurrency",
                                                "--test-force-exit",
                                                "--experimental-test-coverage",
                                                "--env-file",
                                                "--env-file-if-exists",
                                                "--use-strict",
                                                "--no-opt",
                                                "--harmony",
                                                "--prof",
                                                "--stack-size"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

NodeOption take_node_option(const NodeOptionSource& source, RunRequest* request) {
  for (const Row& row : kOptions) {
    if (source.name != row.name) continue;
    std::string value;
    switch (row.kind) {
      case Kind::kIgnored: return NodeOption::kTaken;
      case Kind::kKept: request->runtime.node_options.emplace_back(source.name, ""); return NodeOption::kTaken;
      case Kind::kIgnoredValue:
      case Kind::kKeptValue:
        if (!source.next(source.context, &value)) return refuse(source.name + " requires an argument");
        if (row.kind == Kind::kKeptValue) request->runtime.node_options.emplace_back(source.name, value);
        return NodeOption::kTaken;
      case Kind::kSpecial: return take_special(source.name, source, request);
      case Kind::kMissing:
      case Kind::kMissingValue: return refuse("there is no " + source.name + " here: " + row.hint);
    }
  }
  return NodeOption::kUnknown;
}

bool split_node_options(const std::string& text, std::vector<std::string>* words) {
  bool quoted = false;
  bool begun = false;
  std::string word;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '\\' && quoted && i + 1 < text.size()) {
      word += text[++i];
    } else if (c == '"') {
      quoted = !quoted;
      begun = true;
    } else if (c == ' ' && !quoted) {
      if (begun) words->push_back(word);
      word.clear();
      begun = false;
    } else {
      word += c;
      begun = true;
    }
  }
  if (begun) words->push_back(word);
  return !quoted;
}

}  // namespace scrim::cli
