#include "engine/cli/heap_command.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "engine/profile/report_parts.h"
#include "engine/profile/snapshot_report.h"

namespace scrim::cli {
namespace {

using namespace scrim::profile;

constexpr int kOk = 0, kFinding = 1, kUsage = 2;

constexpr const char kHelp[] =
    R"(scrim heap - questions to .heapsnapshot files, from scrim, Node (v8.writeHeapSnapshot) or Chrome

usage:
  scrim heap summary FILE               classes by the memory they keep alive
  scrim heap objects FILE CLASS         the objects of a class, biggest first, and where each is held
  scrim heap objects FILE @ID           one object and everything it refers to
  scrim heap retainers FILE CLASS|@ID   why they are alive: paths from the global object
  scrim heap diff BEFORE AFTER          what is new, gone and grown between two snapshots of a process
  scrim heap leaks FILE [FILE...]       what looks like a leak; with several snapshots also what grows

options:
  --top N          rows to print (default 20)
  --all            all rows
  --filter TEXT    only classes whose name contains TEXT
  --sort KEY       retained (default), shallow, count or name
  --paths N        retainers @ID: paths through N different references (default 1)
  --raw            sizes and names as the file has them; without it they are DevTools': inner arrays count
                   as part of their owner, plain objects are grouped by their properties, as {a, b}
  --json           JSON on standard output
  -h, --help

Shallow is an object's own memory, retained what would be freed with it. Distance counts references from the
global object. Ids (@123) are stable between snapshots of one process; quote names: 'closure', '{a, b}', '(string)'.

exit status:
  0  done; leaks: nothing suspicious
  1  summary, objects, retainers: nothing matched; leaks: there are suspects
  2  wrong usage, or a file that cannot be read

example:
  node -e 'require("v8").writeHeapSnapshot("a.heapsnapshot")'
  scrim heap summary a.heapsnapshot --top 10
)";

int usage_error(const std::string& message) {
  fprintf(stderr, "scrim heap: %s\nTry 'scrim heap --help'.\n", message.c_str());
  return kUsage;
}

struct Arguments {
  ReportOptions options;
  std::vector<std::string> words;  // what is no option
  bool help = false;
  std::string error;
};

bool parse_count(const char* text, size_t& count) {
  if (*text < '0' || *text > '9') return false;
  char* end;
  count = strtoull(text, &end, 10);
  return *end == '\0' && count != 0;
}

bool parse_sort(const std::string& key, SortBy& sort) {
  if (key == "retained") return sort = SortBy::kRetained, true;
  if (key == "shallow") return sort = SortBy::kShallow, true;
  if (key == "count") return sort = SortBy::kCount, true;
  if (key == "name") return sort = SortBy::kName, true;
  return false;
}

Arguments parse(int argc, char** argv) {
  Arguments result;
  for (int i = 1; i < argc && result.error.empty(); i++) {
    std::string word = argv[i];
    if (word == "--") {
      for (i++; i < argc; i++) result.words.push_back(argv[i]);
      break;
    }
    if (word.size() < 2 || word[0] != '-') {
      result.words.push_back(word);
      continue;
    }
    // --top=5 is --top 5.
    std::string value;
    const size_t equals = word.find('=');
    const bool attached = equals != std::string::npos;
    if (attached) {
      value = word.substr(equals + 1);
      word.resize(equals);
    }
    auto need = [&]() {
      if (attached) return true;
      if (i + 1 < argc) return value = argv[++i], true;
      result.error = word + " needs a value";
      return false;
    };
    ReportOptions& options = result.options;
    if (word == "-h" || word == "--help") {
      result.help = true;
    } else if (word == "--json") {
      options.json = true;
    } else if (word == "--raw") {
      options.raw = true;
    } else if (word == "--all") {
      options.top = SIZE_MAX;
    } else if (word == "--top" || word == "-n") {
      if (need() && !parse_count(value.c_str(), options.top))
        result.error = word + " needs a number from 1, not '" + value + "'";
    } else if (word == "--paths") {
      if (need() && !parse_count(value.c_str(), options.paths))
        result.error = word + " needs a number from 1, not '" + value + "'";
    } else if (word == "--filter") {
      if (need()) options.filter = value;
    } else if (word == "--sort") {
      if (need() && !parse_sort(value, options.sort)) {
        result.error = "--sort takes retained, shallow, count or name, not '" + value + "'";
      }
    } else {
      result.error = "unknown option '" + word + "'";
    }
  }
  return result;
}

// Returns false after saying what is wrong.
bool load(const std::string& path, const ReportOptions& options, const std::vector<Interface>* interfaces,
          Snapshot& snapshot) {
  std::string error;
  if (load_snapshot(path, options, interfaces, snapshot, error)) return true;
  fprintf(stderr, "scrim heap: %s\n", error.c_str());
  return false;
}

int print(const Report& report) {
  fwrite(report.text.data(), 1, report.text.size(), stdout);
  if (fflush(stdout) != 0) {
    fprintf(stderr, "scrim heap: cannot write: %s\n", strerror(errno));
    return kUsage;
  }
  return report.found == 0 ? kFinding : kOk;
}

int not_found(const Snapshot& snapshot, const std::string& target) {
  if (target.starts_with("@")) {
    fprintf(stderr, "scrim heap: no object %s in %s\n", target.c_str(), snapshot.path.c_str());
    return kFinding;
  }
  fprintf(stderr, "scrim heap: no class, object or function is named '%s' in %s\n", target.c_str(),
          snapshot.path.c_str());
  std::string similar;
  for (const std::string& name : similar_names(snapshot, target))
    similar += (similar.empty() ? "" : ", ") + printable(name);
  if (!similar.empty()) fprintf(stderr, "similar: %s\n", similar.c_str());
  return kFinding;
}

int summary(const Arguments& arguments) {
  Snapshot snapshot;
  if (!load(arguments.words[1], arguments.options, nullptr, snapshot)) return kUsage;
  return print(summary_report(snapshot, arguments.options));
}

int about_target(const Arguments& arguments) {
  Snapshot snapshot;
  if (!load(arguments.words[1], arguments.options, nullptr, snapshot)) return kUsage;
  const std::string& target = arguments.words[2];
  const Report report = arguments.words[0] == "objects" ? objects_report(snapshot, target, arguments.options)
                                                        : retainers_report(snapshot, target, arguments.options);
  return report.found == 0 ? not_found(snapshot, target) : print(report);
}

int diff(const Arguments& arguments) {
  Snapshot before, after;
  // The first is grouped as the second is, so that their classes can be compared.
  if (!load(arguments.words[2], arguments.options, nullptr, after)) return kUsage;
  if (!load(arguments.words[1], arguments.options, &after.classes.interfaces, before)) return kUsage;
  const int status = print(diff_report(before, after, arguments.options));
  return status == kFinding ? kOk : status;
}

int leaks(const Arguments& arguments) {
  const size_t count = arguments.words.size() - 1;
  std::vector<Snapshot> snapshots(count);
  for (size_t i = count; i-- > 0;) {
    const std::vector<Interface>* interfaces = i + 1 == count ? nullptr : &snapshots[count - 1].classes.interfaces;
    if (!load(arguments.words[i + 1], arguments.options, interfaces, snapshots[i])) return kUsage;
  }
  const Report report = leaks_report(snapshots, arguments.options);
  if (print(report) == kUsage) return kUsage;
  return report.found == 0 ? kOk : kFinding;
}

struct Subcommand {
  const char* name;
  size_t min_words, max_words;  // behind the name
  const char* words;
  int (*run)(const Arguments&);
};

constexpr Subcommand kSubcommands[] = {
    {"summary", 1, 1, "FILE", summary},
    {"objects", 2, 2, "FILE CLASS|@ID", about_target},
    {"retainers", 2, 2, "FILE CLASS|@ID", about_target},
    {"diff", 2, 2, "BEFORE AFTER", diff},
    {"leaks", 1, SIZE_MAX, "FILE [FILE...]", leaks},
};

}  // namespace

int run_heap_command(int argc, char** argv) {
  const Arguments arguments = parse(argc, argv);
  if (!arguments.error.empty()) return usage_error(arguments.error);
  if (arguments.help) {
    fputs(kHelp, stdout);
    return kOk;
  }
  if (arguments.words.empty()) return usage_error("which question? summary, objects, retainers, diff or leaks");
  for (const Subcommand& subcommand : kSubcommands) {
    if (arguments.words[0] != subcommand.name) continue;
    const size_t words = arguments.words.size() - 1;
    if (words < subcommand.min_words || words > subcommand.max_words) {
      return usage_error(std::string("usage: scrim heap ") + subcommand.name + " " + subcommand.words);
    }
    return subcommand.run(arguments);
  }
  return usage_error("no question is called '" + arguments.words[0] +
                     "'; there are summary, objects, retainers, diff and leaks");
}

}  // namespace scrim::cli
