// scrim --record FILE and --replay FILE: the start of a program in a record, and the host that goes with it.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "engine/cli/commands.h"
#include "engine/runtime/file.h"
#include "engine/runtime/host_record.h"

namespace scrim::cli {

namespace {

// What the program was started with, to a record or from one.
void archive_start(HostArchive& archive, RunRequest& request) {
  RuntimeOptions& runtime = request.runtime;
  for (std::vector<std::string>* list : {&request.preludes, &request.imports_first, &request.requires_first,
                                         &runtime.exec_arguments, &runtime.arguments, &runtime.conditions}) {
    archive.value(*list);
  }
  for (std::string* text : {&request.text, &request.file, &runtime.executable, &runtime.argv0,
                            &runtime.unhandled_rejections, &runtime.input_type}) {
    archive.value(*text);
  }
  for (bool* flag :
       {&request.has_text, &request.print, &request.from_stdin, &request.interactive, &request.test, &runtime.expose_gc,
        &runtime.expose_test262, &runtime.source_maps, &runtime.strip_types, &runtime.use_strict}) {
    archive.value(*flag);
  }
  archive.value(runtime.stack_trace_limit);
  std::vector<std::string> names, values;
  for (auto& [name, value] : runtime.node_options) {
    names.push_back(name);
    values.push_back(value);
  }
  archive.value(names);
  archive.value(values);
  runtime.node_options.clear();
  for (size_t i = 0; i < names.size(); ++i) runtime.node_options.emplace_back(names[i], values[i]);
}

// Dates and numbers are shown by them (built-ins and the C library ask for them themselves); what a program changes of
// its environment it changes in a replay again.
constexpr const char* kVariables[] = {"TZ", "LC_ALL", "LC_MESSAGES", "LANG"};

// The system's own zone has a name too: its rules are found by it on another machine.
std::string system_zone() {
  constexpr std::string_view kZones = "/zoneinfo/";
  const std::string file = real_path("/etc/localtime");
  const size_t at = file.find(kZones);
  return at == std::string::npos ? "" : file.substr(at + kZones.size());
}

// What the environment says of it, to a record; or from one, into the environment.
void archive_variable(HostArchive& archive, const char* name, bool replays) {
  const char* found = std::getenv(name);
  std::string value = found ? found : std::string_view(name) == "TZ" ? system_zone() : "";
  bool has = found || !value.empty();
  archive.value(has);
  archive.value(value);
  if (!replays) return;
  if (has) {
    setenv(name, value.c_str(), 1);
  } else {
    unsetenv(name);
  }
}

}  // namespace

int open_record(RunRequest* request) {
  const bool replays = !request->replay.empty();
  if (!replays && request->record.empty()) return -1;
  if (replays && (!request->record.empty() || !request->file.empty() || request->has_text)) {
    return usage_error("--replay takes the program from the record");
  }
  if (request->watch) return usage_error("--watch starts programs anew: it cannot be recorded");
  const std::string& path = replays ? request->replay : request->record;
  std::string error;
  std::unique_ptr<HostArchive> record = replays ? read_record(path, &error) : write_record(path, &error);
  if (!record) {
    std::fprintf(stderr, "scrim: cannot %s the record %s: %s\n", replays ? "read" : "write", path.c_str(),
                 error.c_str());
    return 1;
  }
  std::string version = SCRIM_VERSION;
  record->value(version);
  if (version != SCRIM_VERSION) {
    std::fprintf(stderr, "scrim: %s was recorded by scrim %s; this is %s\n", path.c_str(), version.c_str(),
                 SCRIM_VERSION);
    return 1;
  }
  for (const char* name : kVariables) archive_variable(*record, name, replays);
  archive_start(*record, *request);
  request->runtime.host = replays ? replaying_host(std::move(record)) : recording_host(std::move(record));
  return -1;
}

}  // namespace scrim::cli
