// scrim run, scrim FILE, -e, -p and standard input.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "engine/cli/commands.h"
#include "engine/cli/node_options.h"
#include "engine/objects/inline_slots.h"
#include "engine/profile/snapshot_writer.h"
#include "engine/runtime/file.h"

namespace scrim::cli {

// What fills the heap, for whoever looks into it afterwards. Named as Node names it.
static void write_last_snapshot(void* isolate) {
  char name[100];
  const time_t now = time(nullptr);
  tm local{};
  localtime_r(&now, &local);
  const size_t length = std::strftime(name, sizeof(name), "Heap.%Y%m%d.%H%M%S.", &local);
  std::snprintf(name + length, sizeof(name) - length, "%d.0.001.heapsnapshot", static_cast<int>(getpid()));
  std::string error;
  if (profile::write_snapshot_file(*static_cast<Isolate*>(isolate), name, error)) {
    std::fprintf(stderr, "Wrote snapshot to %s\n", name);
  } else {
    std::fprintf(stderr, "scrim: cannot write %s: %s\n", name, error.c_str());
  }
}

int parse_run_options(const Invocation& invocation, RunRequest* request) {
  RuntimeOptions& runtime = request->runtime;
  runtime.executable = invocation.self;
  runtime.argv0 = invocation.argv0;
  // NODE_OPTIONS come first, so that the command line has the last word.
  std::vector<std::string> arguments;
  const char* from_environment = std::getenv("NODE_OPTIONS");
  if (from_environment && !split_node_options(from_environment, &arguments)) {
    return usage_error("invalid value for NODE_OPTIONS (unterminated string)");
  }
  for (const std::string& word : arguments) {
    const size_t equals = word.find('=');
    if (only_on_command_line(word.substr(0, equals))) {
      return usage_error((equals == std::string::npos ? word : word.substr(0, equals + 1)) +
                         " is not allowed in NODE_OPTIONS");
    }
  }
  const size_t own_options = arguments.size();
  arguments.insert(arguments.end(), invocation.arguments.begin(), invocation.arguments.end());
  size_t i = 0;
  auto value_of = [&](const std::string& option, std::string* value) {
    size_t equals = option.find('=');
    if (equals != std::string::npos) {
      *value = option.substr(equals + 1);
      return true;
    }
    // As Node reads it: what looks like an option is no value, unless it is written \\-x.
    if (i + 1 >= arguments.size() || arguments[i + 1].starts_with("-")) return false;
    *value = arguments[++i];
    if (value->starts_with("\\-")) value->erase(0, 1);
    return true;
  };
  for (; i < arguments.size(); ++i) {
    const std::string& option = arguments[i];
    if (option.size() < 2 || option[0] != '-') {
      if (i < own_options) return usage_error(option + " is not allowed in NODE_OPTIONS");
      break;
    }
    std::string name = option.substr(0, option.find('='));
    std::string value;
    if (name == "--") {
      ++i;
      break;
    }
    const size_t first = i;
    if (name == "-e" || name == "--eval" || name == "-p" || name == "--print" || name == "-pe") {
      const bool prints = name == "-p" || name == "--print" || name == "-pe";
      request->print = request->print || prints;
      if (value_of(option, &request->text)) {
        request->has_text = true;
      } else if (!prints || name == "-pe") {
        return usage_error(name + " requires an argument");
      }
    } else if (name == "--run") {
      if (!value_of(option, &request->script)) return usage_error(name + " requires an argument");
    } else if (name == "-r" || name == "--require") {
      if (!value_of(option, &value)) return usage_error(name + " requires an argument");
      request->requires_first.push_back(value);
    } else if (name == "-i" || name == "--interactive") {
      request->interactive = true;
    } else if (name == "--import") {
      if (!value_of(option, &value)) return usage_error(name + " requires an argument");
      request->imports_first.push_back(value);
    } else if (name == "--input-type") {
      if (!value_of(option, &value)) return usage_error(name + " requires an argument");
      if (value != "module" && value != "commonjs" && value != "module-typescript" && value != "commonjs-typescript") {
        return usage_error(
            "--input-type must be \"module\",\"commonjs\", \"module-typescript\" or \"commonjs-typescript\"");
      }
      runtime.input_type = value;
    } else if (name == "-C" || name == "--conditions") {
      if (!value_of(option, &value)) return usage_error(name + " requires an argument");
      runtime.conditions.push_back(value);
    } else if (name == "--prelude") {
      if (!value_of(option, &value)) return usage_error(name + " requires an argument");
      request->preludes.push_back(value);
    } else if (name == "--debug-channel") {
      if (!value_of(option, &request->debug_channel)) return usage_error(name + " requires an argument");
    } else if (name == "--max-heap" || name == "--max-old-space-size") {
      if (!value_of(option, &value)) return usage_error(name + " requires a number of megabytes");
      char* end;
      unsigned long megabytes = std::strtoul(value.c_str(), &end, 10);
      if (*end || megabytes == 0) return usage_error(name + " takes a number of megabytes, not '" + value + "'");
      runtime.isolate.heap.max_bytes = size_t{megabytes} << 20;
    } else if (name == "--heapsnapshot-near-heap-limit") {
      if (!value_of(option, &value)) return usage_error(name + " requires an argument");
      char* end;
      const unsigned long count = std::strtoul(value.c_str(), &end, 10);
      if (*end || count == 0) return usage_error(name + " must be greater than 0");
      runtime.isolate.heap.out_of_memory = write_last_snapshot;
    } else if (name == "--stress-gc") {
      runtime.isolate.heap.stress_gc = true;
      if (option.find('=') != std::string::npos) {
        runtime.isolate.heap.stress_interval = static_cast<uint32_t>(std::strtoul(option.c_str() + 12, nullptr, 10));
      }
    } else if (name == "--verify-heap") {
      runtime.isolate.heap.verify_heap = true;
    } else if (name == "--verify-ic") {
      runtime.isolate.verify_ic = true;
    } else if (name == "--compile") {
      if (!value_of(option, &value)) return usage_error(name + " requires an argument");
      if (value != "lazy" && value != "eager") return usage_error("--compile must be \"lazy\" or \"eager\"");
      runtime.isolate.lazy_functions = value == "lazy" ? LazyFunctions::kAll : LazyFunctions::kNone;
    } else if (name == "--no-ic") {
      runtime.isolate.no_ic = true;
    } else if (name == "--trace-ic") {
      runtime.isolate.trace_ic = true;
    } else if (name == "--trace-shapes") {
      runtime.isolate.trace_shapes = true;
    } else if (name == "--count-opcodes") {
      if (!value_of(option, &runtime.isolate.count_opcodes)) return usage_error(name + " requires a file");
    } else if (name == "--lock-step") {
      if (!value_of(option, &runtime.isolate.lock_step)) return usage_error(name + " requires a file");
    } else if (name == "--trace-gc") {
      runtime.isolate.heap.trace_gc = true;
    } else if (name == "--unhandled-rejections") {
      static constexpr const char* kModes[] = {"strict", "warn", "none", "throw", "warn-with-error-code"};
      if (!value_of(option, &value)) return usage_error(name + " requires an argument");
      bool known = false;
      for (const char* mode : kModes) known = known || value == mode;
      if (!known) return usage_error("invalid value for --unhandled-rejections");
      runtime.unhandled_rejections = value;
    } else if (name == "--expose-gc" || name == "--expose_gc") {
      runtime.expose_gc = true;
    } else if (name == "--record" || name == "--replay") {
      if (!value_of(option, &value)) return usage_error(name + " requires an argument");
      (name == "--record" ? request->record : request->replay) = value;
      continue;  // no business of the program's
    } else if (name == "--expose-test262") {
      runtime.expose_test262 = true;
    } else {
      struct Next {
        decltype(value_of)* read;
        const std::string* option;
      } next{&value_of, &option};
      NodeOptionSource source{name, option.find('=') != std::string::npos, &next,
                              [](void* context, std::string* target) {
                                auto* from = static_cast<Next*>(context);
                                return (*from->read)(*from->option, target);
                              }};
      NodeOption taken = take_node_option(source, request);
      if (taken == NodeOption::kRefused) return 9;
      if (taken == NodeOption::kUnknown) {
        if (i < own_options) {
          return usage_error(name + (source.has_inline_value ? "=" : "") + " is not allowed in NODE_OPTIONS");
        }
        return usage_error("bad option: " + option);
      }
    }
    // The channel is this process's own: a child that is started with the same options has none.
    if (first >= own_options && name != "--debug-channel") {
      for (size_t k = first; k <= i; ++k) runtime.exec_arguments.push_back(arguments[k]);
    }
  }
  if (request->watch && request->has_text) return usage_error("either --watch or --eval can be used, not both");
  if (request->watch && request->check) return usage_error("either --watch or --check can be used, not both");
  if (request->check && request->has_text) return usage_error("either --check or --eval can be used, not both");
  if (!request->has_text && !request->test && request->script.empty() &&
      (!request->interactive || i < arguments.size())) {
    if (i < arguments.size()) {
      request->file = arguments[i++];
      request->from_stdin = request->file == "-";
    } else {
      request->from_stdin = true;
    }
  }
  if (!request->file.empty() && !request->from_stdin) {
    std::string real = real_path(request->file);
    runtime.arguments.push_back(real.empty() ? request->file : real);
  } else if (!request->file.empty()) {
    runtime.arguments.push_back(request->file);  // "-", as Node has it
  }
  for (; i < arguments.size(); ++i) runtime.arguments.push_back(arguments[i]);
  return -1;
}

static bool read_standard_input(std::string* text) {
  char buffer[65536];
  for (;;) {
    ssize_t count = read(0, buffer, sizeof buffer);
    if (count < 0) return false;
    if (count == 0) return true;
    text->append(buffer, static_cast<size_t>(count));
  }
}

int run_run_command(const Invocation& invocation) {
  RunRequest request;
  int bad = parse_run_options(invocation, &request);
  if (bad >= 0) return bad;
  if (!request.script.empty()) return run_package_script(request);
  if (request.check && !request.from_stdin) return check_syntax(request.file);
  if (request.from_stdin && request.replay.empty() && !read_standard_input(&request.text)) {
    return usage_error("cannot read standard input");
  }
  if (request.check)
    return check_text(std::move(request.text), "[stdin]", request.runtime.input_type.starts_with("module"));
  bad = open_record(&request);
  if (bad >= 0) return bad;
  // Of a debugged program's children. A terminal's questions and answers are nobody's to stop.
  if (const char* channel = std::getenv("SCRIM_DEBUG_CHANNEL");
      channel && request.debug_channel.empty() && request.record.empty() && request.replay.empty() &&
      (!request.file.empty() || request.has_text || request.test)) {
    request.debug_channel = channel;
  }
  if (!request.debug_channel.empty()) {
    if (const std::optional<int> code = run_debugged(request)) return *code;
  }
  if (request.watch && !request.file.empty() && !request.from_stdin) return run_watching(invocation, request);
  if (request.watch && !request.test) return usage_error("--watch needs a file");
  Runtime runtime(request.runtime);
  for (const std::string& prelude : request.preludes) {
    if (!runtime.run_prelude(prelude)) return runtime.exit_code ? runtime.exit_code : 1;
  }
  if (!request.requires_first.empty() && !runtime.run_requires(request.requires_first)) return 1;
  if (!request.imports_first.empty() && !runtime.run_imports(request.imports_first)) return 1;
  if (request.test) return runtime.run_tests(request.runtime.arguments);
  if (request.interactive && request.file.empty()) return runtime.run_repl(request.has_text ? &request.text : nullptr);
  if (request.has_text) return runtime.run_text(request.text, "[eval]", request.print);
  if (request.from_stdin) return runtime.run_text(request.text, "[stdin]", request.print);
  return runtime.run_main(request.file);
}

}  // namespace scrim::cli
