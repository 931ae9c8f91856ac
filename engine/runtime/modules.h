// Modules as Node 26 has them: CommonJS (`require`, the Module class), ES modules (the engine's host hooks), and each
// from the other. What specifiers mean is module_resolution.h's.
#pragma once

#include <map>
#include <set>
#include <string>

#include "engine/interpreter/module.h"
#include "engine/runtime/file.h"
#include "engine/runtime/module_resolution.h"
#include "engine/runtime/runtime.h"

namespace scrim {

inline Value text_value(Isolate& isolate, const std::string& text) {
  return Value(new_string_utf8(isolate, text));
}

// How a file is to be understood. kDetect: CommonJS unless it has the syntax of an ES module.
enum class ModuleFormat : uint8_t { kCommonJs, kModule, kDetect, kJson, kAddon, kWasm, kUnknown };

class ModuleLoader {
 public:
  explicit ModuleLoader(Runtime& runtime);

  // Fills in the isolate's host hooks.
  void attach();
  // The program's main module. A path as given on the command line. An ES module goes on in the event loop.
  Completion<Value> run_main(const std::string& path);
  // -e and standard input as an ES module, for start_main. `text` is given back if it does not parse.
  Completion<ModuleRecord*> compile_main_text(std::string* text, syntax::Language language);
  Completion<Value> start_main(ModuleRecord* record);
  // How a file of that name is read: as JavaScript under --no-strip-types whatever it is called.
  syntax::Language language_of(const std::string& file) const;
  // --import: evaluated to its end before anything else runs.
  Completion<Value> preload_import(const std::string& specifier);
  // -r: what require(specifier) gives a module that Node calls internal/preload, in that file's place.
  Completion<Value> require(const std::string& specifier, const std::string& from_file);
  // A module compiled into the binary, scrim's own "internal/..." included; empty: there is none of that name.
  Completion<Value> require_builtin(const std::string& name);
  // -e and the REPL: require, module, exports, __filename as globals.
  void expose_require_globally(const std::string& name = "[eval]");
  // A `require` as a CommonJS file of that path has it; `file` need not exist.
  Value require_from(const std::string& file);
  // A name in the current directory to resolve from.
  std::string current_directory_file() const;
  // The main ES module waits for a promise that nobody can settle any more: writes Node's warning.
  bool warn_if_unsettled();

  Value main_module() const { return main_.get(); }

  ModuleResolver& resolver() { return resolver_; }
  // The class behind require('module').
  Object* module_class();

  // --- CommonJS, for the class's natives (modules_commonjs.cpp)
  Completion<bool> find_path(const std::string& request, const std::vector<std::string>& paths, bool is_main,
                             std::string* result);
  // Node's global folders: NODE_PATH, $HOME/.node_modules ...
  const std::vector<std::string>& global_paths();
  // Module._resolveFilename. `search`: with options.paths.
  Completion<Value> resolve_filename(Value request, Value parent, bool is_main, Value options);
  Completion<Value> load(Value request, Value parent, bool is_main);
  // Module.prototype._compile: runs a text as `module`. `format` is Node's: "commonjs", "module", either with
  // "-typescript", "typescript", or empty: an ES module if it has the syntax of one.
  Completion<Value> compile(Object* module, const std::string& file, std::string text, const std::string& format);
  Completion<Value> load_javascript(Object* module, const std::string& file);
  Completion<Value> load_json(Object* module, const std::string& file);
  // What require() of an ES module gives; it is stored as module.exports.
  Completion<Value> load_module_from_commonjs(Object* module, const std::string& file, std::string* text,
                                              syntax::Language language);
  Completion<Value> exports_for_require(ModuleRecord* record);
  Value make_require(Object* module);
  Object* construct_module(const std::string& id, Value parent);
  // What it needs to look for others from a file.
  static void place_module(Isolate& isolate, Object* module, const std::string& file);
  PropertyKey parent_key() const { return parent_key_; }
  Object* cache();
  // Every registered extension, Node's order.
  std::vector<std::string> extensions();

  // --- ES modules (modules_esm.cpp)
  // From a path, or from the referrer of an import.
  Completion<ModuleRecord*> import_from(const std::string& specifier, const std::string& parent,
                                        std::span<const Value> attributes);
  Completion<ModuleRecord*> load_resolved(const ResolvedModule& resolved, std::span<const Value> attributes,
                                          std::string* text = nullptr);
  Completion<void> fill_import_meta(ModuleRecord* record, Object* meta);
  std::string referrer_path(Value referrer);
  std::string referrer_url(Value referrer);
  Completion<ModuleFormat> format_of(const std::string& path, bool for_import);

  // --- module.registerHooks and module.register (modules_hooks.cpp); node/internal/module_hooks.js has the chains
  struct Hooks {
    bool resolve = false;  // there is one, of either
    bool load = false;
    bool sync_resolve = false;  // there is one of registerHooks(): it sees require() too
    bool sync_load = false;
  } hooks;
  // Under --watch: the file is one that the program depends on.
  void report_to_watcher(const std::string& file);
  // module.syncBuiltinESMExports: what imports of builtins see is what their objects have now.
  Completion<void> sync_builtins();
  bool is_loaded(const std::string& url) { return find_record(url) != nullptr; }
  bool hooks_imports() const { return hooks.resolve || hooks.load; }
  // One of the functions that module_hooks.js has for the loader.
  Completion<Value> call_hooks(const char* function, std::span<const Value> arguments);
  // The same as import_from, through the hooks. No parent: the program's main module.
  Completion<ModuleRecord*> import_hooked(Value specifier, Value parent_url, Value attributes);
  // What a require() or require.resolve(request, options) means to the hooks: an object { url, format, filename }.
  Completion<Object*> resolve_required(Value request, Value parent, bool is_main, Value options);
  // The text of a module, from the hooks, from what they found before, or from the file. `format`: what Node takes the
  // file for, and then what the hooks say. False: the file cannot be read (*error).
  Completion<bool> source_of(Object* module, const std::string& file, std::string* format, std::string* text,
                             FileError* error);
  // An import's hooks have found out about the file what Module._load is to use; it is told of that with give_file.
  bool is_pending(Value file);
  void give_file(Value file);
  // What hooks have found out about a module: an object { url, format, source, special }, or undefined.
  Value hook_info(Object* module);
  // Calls an async function and waits for its end while the program's own jobs stand still.
  Completion<Value> wait_for(Value function);
  // import() of hooks of register(): [promise of the evaluation, namespace].
  Completion<Value> import_for_hooks(Value specifier, Value parent_url);
  // require() in CommonJS that hooks of register() gave.
  Completion<Value> require_import(Value specifier, Value parent_url, Value attributes);
  Completion<Value> resolve_hooked_default(const std::string& specifier, Value parent_url, Value conditions);
  Completion<Value> format_of_url(const std::string& url, Value text);

 private:
  // `info`: what hooks have found (hook_info), or undefined.
  Completion<ModuleRecord*> load_commonjs(const std::string& file, const std::string& url, Value info);
  Completion<bool> commonjs_text(const std::string& file, std::string* text, syntax::Language* language);
  Completion<Value> load_hooked_builtin(Value url, Value format, const std::string& name);
  Completion<ModuleRecord*> translate(const std::string& url, const std::string& format, Object* loaded, bool is_main);
  Completion<ModuleRecord*> load_json_module(const std::string& path, const std::string& url, std::string content);
  void add_commonjs_hint(const std::string& specifier, const std::string& parent);
  Completion<void> warn_typeless(const std::string& path);
  Completion<ModuleRecord*> load_builtin(const std::string& name);
  Completion<ModuleRecord*> load_data_url(const std::string& url);
  void remember(const std::string& key, ModuleRecord* record);
  ModuleRecord* find_record(const std::string& key);
  Object* prototype();
  Completion<bool> try_file(const std::string& path, std::string* result);
  Completion<bool> try_extensions(const std::string& path, std::string* result);
  Completion<bool> try_package(const std::string& directory, const std::string& request, std::string* result);

  Runtime& runtime_;
  ModuleResolver resolver_;
  Root<Value> class_;
  Root<Value> main_;         // the main CommonJS module
  Root<Value> main_record_;  // the main ES module
  Root<Value> main_promise_;
  Root<Value> parent_symbol_;
  Root<Value> info_symbol_;
  PropertyKey parent_key_;
  PropertyKey info_key_;      // a Module's hook_info
  Root<Value> pending_;       // what hooks have found about files that are not loaded yet: file -> info
  std::string given_file_;    // an import evaluates this file: its hooks have run
  bool has_imports_ = false;  // --import
  int watch_reports_ = -1;    // the descriptor of kWatchReports
  // Node's relativeResolveCache, "folder\0request" -> file: what a folder's modules have required before, and is in
  // Module._cache, is not resolved again.
  std::map<std::string, std::string> resolved_before_;
  std::map<std::string, size_t> record_index_;  // by URL
  RootedVector<Value> records_;
  std::vector<std::string> global_paths_;
  bool has_global_paths_ = false;
  std::set<std::string> typeless_warned_;  // package.json files
  bool watches_circular_exports_ = false;  // some exports have the prototype that warns
};

// --watch: names the descriptor to which the program writes the files that it loads, in its environment; each line is
// watched_file_state and the path.
constexpr const char* kWatchReports = "SCRIM_WATCH_REPORTS";
// Modification time and size; "0 0" without a file.
std::string watched_file_state(const std::string& file);

// A text read as CommonJS; `source` owns what the result refers to.
std::unique_ptr<syntax::ParseResult> parse_commonjs(const std::string& file, std::string text,
                                                    syntax::Language language,
                                                    std::unique_ptr<syntax::SourceText>& source);

// A module's file cannot be read: Node's error of the system, or of a text that is not UTF-8.
Throw throw_unreadable(Isolate& isolate, const std::string& file, const FileError& error);

// A SyntaxError that only says that a text is an ES module.
bool is_module_syntax_error(Isolate& isolate, Value error);
bool is_module_syntax_message(std::string_view message);

// What report and process need of each other.
void report_unhandled_rejection(Runtime& runtime, Object* promise);
void report_handled_later(Runtime& runtime, Object* promise);
void emit_process_event(Runtime& runtime, const char* name);
// Once a run. What a listener throws is reported, unless an error is being reported already.
void emit_exit(Runtime& runtime, bool after_error = false);

}  // namespace scrim
