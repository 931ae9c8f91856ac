#include "lsp/lint/command.h"

#include <unistd.h>

#include <algorithm>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "lsp/lint/files.h"
#include "lsp/lint/linter.h"
#include "lsp/lint/report.h"

namespace scrim::lint {
namespace {

constexpr char kUsage[] =
    "usage: scrim lint [options] PATH...\n"
    "\n"
    "Says what costs JavaScript engines dearly in the given files (of a directory: all of JavaScript,\n"
    "TypeScript and JSX in it but node_modules and what begins with a dot), with the mechanism and the measured cost. "
    "`-` is standard input.\n"
    "\n"
    "  --format human|json|sarif   how to print (human)\n"
    "  --rule CODE=SEVERITY        off, hint, info, warning or error; may be repeated\n"
    "  --severity SEVERITY         show only this and above (hint)\n"
    "  --no-syntax                 leave syntax errors to another tool\n"
    "  --stdin-filename PATH       what standard input is called\n"
    "  --rules                     list the rules\n"
    "  --explain CODE              one rule: mechanism, measured cost, where to read more\n"
    "\n"
    "exit code: 0 nothing of warning or above, 1 something, 2 wrong usage or a file that cannot be read\n";

struct Arguments {
  Format format = Format::kHuman;
  Options options;
  Severity lowest = Severity::kHint;
  bool syntax = true;
  std::string stdin_name = "<stdin>";
  std::vector<std::string> paths;
};

int usage_error(const std::string& message) {
  std::fprintf(stderr, "scrim lint: %s\nSee `scrim lint --help`.\n", message.c_str());
  return 2;
}

void print(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
}

int list_rules() {
  for (size_t i = 0; i < kRuleCount; i++) {
    const RuleInfo& rule = info(static_cast<RuleId>(i));
    std::printf("%-24s %-8s %s\n", rule.code, to_string(rule.severity), rule.title);
  }
  return 0;
}

int explain(std::string_view code) {
  std::optional<RuleId> id = rule_of(code);
  if (!id) return usage_error("no rule '" + std::string(code) + "' (`scrim lint --rules` lists them)");
  const RuleInfo& rule = info(*id);
  std::printf("%s: %s (%s)\n\n%s\n\nMeasured: %s\n%s%s\n", rule.code, rule.title, to_string(rule.severity),
              rule.mechanism, cost_text(rule.cost, rule.unit).c_str(), std::string(cost_provenance()).c_str(),
              rule.documentation);
  return 0;
}

// Fills `out`; nullopt to go on, else the exit code.
std::optional<int> parse_arguments(int argc, char** argv, Arguments& out) {
  bool only_paths = false;
  for (int i = 1; i < argc; i++) {
    std::string argument = argv[i];
    std::string value;
    bool has_value = false;
    if (only_paths || argument == "-" || !argument.starts_with("-")) {
      out.paths.push_back(argument);
      continue;
    }
    if (size_t equals = argument.find('='); argument.starts_with("--") && equals != std::string::npos) {
      value = argument.substr(equals + 1);
      argument.resize(equals);
      has_value = true;
    }
    auto take = [&] {
      if (has_value) return true;
      if (i + 1 >= argc) return false;
      value = argv[++i];
      return true;
    };
    if (argument == "--") {
      only_paths = true;
    } else if (argument == "--help" || argument == "-h") {
      print(kUsage);
      return 0;
    } else if (argument == "--rules") {
      return list_rules();
    } else if (argument == "--no-syntax") {
      out.syntax = false;
    } else if (argument == "--explain") {
      if (!take()) return usage_error("--explain needs a rule");
      return explain(value);
    } else if (argument == "--format") {
      if (!take()) return usage_error("--format needs human, json or sarif");
      if (value == "human") {
        out.format = Format::kHuman;
      } else if (value == "json") {
        out.format = Format::kJson;
      } else if (value == "sarif") {
        out.format = Format::kSarif;
      } else {
        return usage_error("unknown format '" + value + "': human, json or sarif");
      }
    } else if (argument == "--severity") {
      std::optional<Severity> severity = take() ? severity_of(value) : std::nullopt;
      if (!severity || *severity == Severity::kOff) return usage_error("--severity needs hint, info, warning or error");
      out.lowest = *severity;
    } else if (argument == "--rule") {
      if (!take()) return usage_error("--rule needs CODE=SEVERITY");
      size_t equals = value.find('=');
      std::optional<RuleId> rule = rule_of(value.substr(0, equals));
      std::optional<Severity> severity =
          equals == std::string::npos ? std::nullopt : severity_of(value.substr(equals + 1));
      if (!rule) return usage_error("no rule '" + value.substr(0, equals) + "' (`scrim lint --rules` lists them)");
      if (!severity) return usage_error("--rule " + value + ": the severity is off, hint, info, warning or error");
      out.options.severities[static_cast<size_t>(*rule)] = severity;
    } else if (argument == "--stdin-filename") {
      if (!take()) return usage_error("--stdin-filename needs a path");
      out.stdin_name = value;
    } else {
      return usage_error("unknown option '" + argument + "'");
    }
  }
  if (out.paths.empty()) return usage_error("no files given");
  return std::nullopt;
}

void lint_text(const std::string& name, std::string text, bool on_disk, const Arguments& arguments,
               std::vector<ReportItem>& items) {
  syntax::SourceText source(std::move(text), name);
  std::unique_ptr<syntax::ParseResult> parse = parse_for_lint(source, on_disk ? goal_of_file(name) : std::nullopt);
  std::vector<ReportItem> found;
  if (arguments.syntax) {
    for (const syntax::Diagnostic& diagnostic : parse->diagnostics) found.push_back(item_of(name, source, diagnostic));
  }
  TreeIndex tree(parse->program);
  for (const Finding& finding : lint(*parse, tree, arguments.options)) {
    if (finding.severity >= arguments.lowest) found.push_back(item_of(name, source, finding));
  }
  std::stable_sort(found.begin(), found.end(), [](const ReportItem& a, const ReportItem& b) {
    return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
  });
  items.insert(items.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
}

}  // namespace

int run_lint_command(int argc, char** argv) {
  Arguments arguments;
  if (std::optional<int> code = parse_arguments(argc, argv, arguments)) return *code;
  std::vector<std::string> files;
  bool failed = false;
  auto complain = [&](const std::string& message) {
    std::fprintf(stderr, "scrim lint: %s\n", message.c_str());
    failed = true;
  };
  for (const std::string& path : arguments.paths) {
    size_t before = files.size();
    std::string error;
    if (!collect_files(path, files, error)) {
      complain(error);
    } else if (files.size() == before) {
      std::fprintf(stderr, "scrim lint: %s: no JavaScript or TypeScript files in it\n", path.c_str());
    }
  }
  std::vector<ReportItem> items;
  size_t read = 0;
  for (const std::string& file : files) {
    std::string text;
    std::string error;
    if (!read_source(file, text, error)) {
      complain(error);
      continue;
    }
    read++;
    bool on_disk = file != "-";
    lint_text(on_disk ? file : arguments.stdin_name, std::move(text), on_disk, arguments, items);
  }
  if (read > 0 || arguments.format != Format::kHuman) {
    bool color = arguments.format == Format::kHuman && isatty(STDOUT_FILENO) && std::getenv("NO_COLOR") == nullptr;
    print(format_report(items, arguments.format, read, color));
  }
  std::fflush(stdout);
  if (failed) return 2;
  for (const ReportItem& item : items) {
    if (item.severity >= Severity::kWarning) return 1;
  }
  return 0;
}

}  // namespace scrim::lint
