// CommonJS modules: resolution as Node does it, the cache, `require` of files, JSON, packages and builtins.
#pragma once

#include <map>
#include <string>

#include "engine/runtime/runtime.h"

namespace scrim {

class ModuleLoader {
 public:
  explicit ModuleLoader(Runtime& runtime);

  // The program's main module. A path as given on the command line.
  Completion<Value> run_main(const std::string& path);
  Completion<Value> require(const std::string& specifier, const std::string& from_file);
  // A module compiled into the binary, scrim's own "internal/..." included; empty: there is none of that name.
  Completion<Value> require_builtin(const std::string& name);
  // The file a specifier means, seen from a file; throws MODULE_NOT_FOUND.
  Completion<bool> resolve(const std::string& specifier, const std::string& from_file, std::string* result);
  // -e and the REPL: require, module, exports, __filename as globals.
  void expose_require_globally();
  // A name in the current directory to resolve from.
  std::string current_directory_file() const;
  Value main_module() const { return main_; }

 private:
  Completion<Value> load(const std::string& file, Value parent, bool is_main);
  Value make_require(Object* module, const std::string& file);
  Object* make_module(const std::string& file, Value parent);
  bool resolve_file(const std::string& path, std::string* result);
  bool resolve_package(const std::string& name, const std::string& from_directory, std::string* result);
  bool resolve_exports(const std::string& directory, const std::string& subpath, std::string* result);

  Runtime& runtime_;
  Root<Value> cache_;  // require.cache: a null-prototype object, file -> module
  Root<Value> main_;
  std::map<std::string, std::string> required_by_;  // file -> the file that required it first
};

// What report and process need of each other.
void report_unhandled_rejection(Runtime& runtime, Object* promise);
void report_handled_later(Runtime& runtime, Object* promise);
void emit_process_event(Runtime& runtime, const char* name);
void emit_exit(Runtime& runtime);

}  // namespace scrim
