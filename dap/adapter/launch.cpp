#include "dap/adapter/launch.h"

#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "dap/paths.h"

namespace scrim::dap {

namespace {

using protocol::failure;

std::string joined(const std::string& folder, const std::string& path) {
  if (path.starts_with('/') || folder.empty()) return path;
  return folder + (folder.ends_with('/') ? "" : "/") + path;
}

std::optional<std::string> environment_value(const protocol::AnyJson& value) {
  if (value.text == "null" || !value.present()) return std::nullopt;
  if (auto text = value.as_string()) return text;
  return value.text;  // a number or a boolean as it is written
}

std::string why_not_a_program(const std::string& path) {
  struct stat info{};
  if (stat(path.c_str(), &info) != 0) return std::strerror(errno);
  if (S_ISDIR(info.st_mode)) {  // `node .`: a package
    const bool package =
        access((path + "/package.json").c_str(), R_OK) == 0 || access((path + "/index.js").c_str(), R_OK) == 0;
    return package ? "" : "it is a folder";
  }
  if (access(path.c_str(), R_OK) != 0) return std::strerror(errno);
  return {};
}

}  // namespace

std::vector<std::string> skip_files_of(const std::optional<std::vector<std::string>>& asked) {
  return asked.value_or(std::vector<std::string>{debug::kInternalFiles});
}

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> words;
  bool in_word = false;
  char quote = 0;
  for (size_t i = 0; i < text.size(); i++) {
    const char c = text[i];
    if (quote == 0 && (c == ' ' || c == '\t' || c == '\n')) {
      in_word = false;
      continue;
    }
    if (!in_word) words.emplace_back();
    in_word = true;
    if (c == '\\' && quote != '\'' && i + 1 < text.size()) {
      words.back() += text[++i];
    } else if (quote != 0 ? c == quote : c == '"' || c == '\'') {
      quote = quote != 0 ? 0 : c;
    } else {
      words.back() += c;
    }
  }
  return words;
}

std::map<std::string, std::optional<std::string>> parse_env_file(std::string_view text) {
  std::map<std::string, std::optional<std::string>> out;
  const auto trim = [](std::string_view part) {
    const size_t first = part.find_first_not_of(" \t\r"), last = part.find_last_not_of(" \t\r");
    return first == std::string_view::npos ? std::string_view() : part.substr(first, last - first + 1);
  };
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  while (!text.empty()) {
    const size_t newline = std::min(text.find('\n'), text.size());
    std::string_view line = trim(text.substr(0, newline));
    text.remove_prefix(std::min(newline + 1, text.size()));
    if (line.starts_with("export ")) line = trim(line.substr(7));
    const size_t equals = line.find('=');
    if (line.starts_with('#') || equals == std::string_view::npos || equals == 0) continue;
    const std::string name(trim(line.substr(0, equals)));
    std::string_view value = trim(line.substr(equals + 1));
    std::string result;
    if (!value.empty() && (value.front() == '"' || value.front() == '\'')) {
      const char quote = value.front();
      for (size_t i = 1; i < value.size() && value[i] != quote; i++) {
        if (quote == '"' && value[i] == '\\' && i + 1 < value.size()) {
          i++;
          result += value[i] == 'n' ? '\n' : value[i];
        } else {
          result += value[i];
        }
      }
    } else {
      result = trim(value.substr(0, value.find(" #")));
    }
    out[name] = result;
  }
  return out;
}

protocol::Expected<LaunchPlan> plan_launch(const protocol::dap::LaunchArguments& arguments, const std::string& self) {
  LaunchPlan plan;
  const std::string executable = path_of_uri(arguments.runtime_executable.value_or(""));
  const bool has_program = arguments.program && !arguments.program->empty();
  if (!has_program && executable.empty() && arguments.runtime_args.value_or(std::vector<std::string>{}).empty())
    return failure("launch: 'program' is missing: the file to run");
  if (arguments.cwd && !arguments.cwd->empty()) {
    plan.folder = path_of_uri(*arguments.cwd);
    struct stat info{};
    if (stat(plan.folder.c_str(), &info) != 0)
      return failure("launch: the folder 'cwd' " + plan.folder + ": " + std::strerror(errno));
    if (!S_ISDIR(info.st_mode)) return failure("launch: 'cwd' " + plan.folder + " is not a folder");
  }
  // A launch.json made for js-debug may name node; this debugger runs scrim. What else it names runs node itself.
  plan.runtime = self;
  const std::string name = base_name(executable);
  if (name.starts_with("scrim")) {
    plan.runtime = executable;
  } else if (!executable.empty() && name != "node" && name != "nodejs" && name != "default") {
    plan.launcher = true;
    plan.runtime_executable = executable;
  }
  // Those that make Node wait for a debugger have no meaning here: it is there already.
  for (const std::string& argument : arguments.runtime_args.value_or(std::vector<std::string>{})) {
    const bool about_debugging = argument.starts_with("--inspect") || argument.starts_with("--debug-brk") ||
                                 argument == "--nolazy" || argument == "--lazy";
    if (!about_debugging || plan.launcher) plan.runtime_arguments.push_back(argument);
  }
  if (has_program) {
    plan.client_program = joined(plan.folder, path_of_uri(*arguments.program));
    std::string why = why_not_a_program(plan.client_program);
    // As Node finds `node demo`: the extension may be left out.
    if (!why.empty() && why_not_a_program(plan.client_program + ".js").empty()) {
      plan.client_program += ".js";
      why.clear();
    }
    if (!why.empty()) return failure("cannot run the program " + plan.client_program + ": " + why);
    plan.program = real_path(plan.client_program);
    // One that was compiled from it is meant, if there is one.
    const std::string compiled =
        arguments.source_maps.value_or(true) ? compiled_file(plan.program, arguments.out_files) : "";
    if (!compiled.empty()) plan.client_program = plan.program = compiled;
    plan.has_program = true;
  } else {
    plan.client_program = plan.launcher                    ? executable
                          : plan.runtime_arguments.empty() ? ""
                                                           : plan.runtime_arguments.back();
  }

  if (arguments.args) {
    const auto* text = std::get_if<std::string>(&*arguments.args);
    plan.arguments = text != nullptr ? split_words(*text) : std::get<std::vector<std::string>>(*arguments.args);
  }
  if (arguments.env_file) {
    const auto* one = std::get_if<std::string>(&*arguments.env_file);
    const std::vector<std::string> files =
        one != nullptr ? std::vector{*one} : std::get<std::vector<std::string>>(*arguments.env_file);
    for (const std::string& file : files) {
      std::ifstream stream(joined(plan.folder, path_of_uri(file)));
      if (!stream) return failure("launch: cannot read 'envFile' " + file + ": " + std::strerror(errno));
      const std::string text{std::istreambuf_iterator<char>(stream), {}};
      for (auto& [name, value] : parse_env_file(text)) plan.environment[name] = std::move(value);
    }
  }
  if (arguments.env) {
    for (const auto& [name, value] : *arguments.env) plan.environment[name] = environment_value(value);
  }
  plan.skip_files = skip_files_of(arguments.skip_files);
  plan.source_maps = arguments.source_maps.value_or(true);
  plan.out_files = arguments.out_files;
  if (arguments.stop_on_entry) {
    const auto* flag = std::get_if<bool>(&*arguments.stop_on_entry);
    plan.stop_on_entry = flag == nullptr || *flag;
  }
  plan.no_debug = arguments.no_debug.value_or(false);
  plan.follow_children = arguments.auto_attach_child_processes.value_or(true);
  if (arguments.console == "integratedTerminal") plan.console = LaunchPlan::Console::integrated;
  if (arguments.console == "externalTerminal") plan.console = LaunchPlan::Console::external;
  plan.capture_output =
      plan.console == LaunchPlan::Console::internal && arguments.output_capture.value_or("console") != "std";
  if (arguments.timeout && *arguments.timeout > 0)
    plan.timeout_ms = static_cast<int>(std::min(*arguments.timeout, 1e8));
  return plan;
}

std::vector<std::string> LaunchPlan::command_line(const std::string& channel) const {
  std::vector<std::string> out{runtime, "run", "--debug-channel=" + channel};
  if (launcher) out = {runtime_executable};
  out.insert(out.end(), runtime_arguments.begin(), runtime_arguments.end());
  if (has_program) out.push_back(client_program);
  out.insert(out.end(), arguments.begin(), arguments.end());
  return out;
}

}  // namespace scrim::dap
