// What a specifier means: Node's resolution of packages, files and URLs, for import and require.
// https://nodejs.org/api/esm.html#resolution-algorithm-specification, https://nodejs.org/api/modules.html#all-together
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/heap/root.h"
#include "engine/objects/errors.h"
#include "engine/runtime/runtime.h"

namespace scrim {

// Throws an error as Node makes them: its stack begins with "Name [CODE]: message".
Throw throw_node_error(Isolate& isolate, ErrorType type, const char* code, const std::string& message);
Object* make_node_error(Isolate& isolate, ErrorType type, const char* code, const std::string& message);

// A package.json.
struct PackageConfig {
  enum Type : uint8_t { kNone, kCommonJs, kModule };
  bool exists = false;
  std::string directory;
  std::string path;  // of the file
  Type type = kNone;
  bool has_name = false;
  bool has_main = false;
  std::string name;
  std::string main;
  size_t exports = SIZE_MAX;  // into the resolver's values; SIZE_MAX: absent or null
  size_t imports = SIZE_MAX;
};

using Conditions = std::vector<std::string>;

// Where an ES module specifier leads.
struct ResolvedModule {
  std::string path;    // a file, or the name of a builtin module
  std::string suffix;  // of the URL: ?query#fragment
  std::string data;    // a data: URL, whole
  bool is_builtin = false;
  std::string url() const;
};

class ModuleResolver {
 public:
  explicit ModuleResolver(Runtime& runtime);

  Conditions import_conditions;  // node, import, module-sync, default and those of -C
  Conditions require_conditions;

  // ESM_RESOLVE. `parent`: a path to resolve from and to name in messages.
  Completion<bool> resolve_import(const std::string& specifier, const std::string& parent, ResolvedModule* result);
  // The same without a look whether the file is there: import.meta.resolve.
  Completion<bool> resolve_import_url(const std::string& specifier, const std::string& parent, ResolvedModule* result);

  // The package.json that governs a file, null without. Throws ERR_INVALID_PACKAGE_CONFIG.
  Completion<const PackageConfig*> package_scope(const std::string& path);
  Completion<const PackageConfig*> read_package(const std::string& directory, const std::string& base = "");

  // --- for require
  // "exports" of the package that `request` names in a node_modules directory; *found false: it has none.
  Completion<bool> resolve_package_exports(const std::string& node_modules, const std::string& request,
                                           std::string* result);
  // A package that requires itself by name.
  Completion<bool> resolve_self(const std::string& parent_directory, const std::string& request, std::string* result);
  Completion<bool> resolve_hash_import(const std::string& specifier, const std::string& parent, std::string* result,
                                       bool* is_builtin);

 private:
  enum class Target : uint8_t { kPath, kBuiltin, kNull, kNone };

  Completion<bool> resolve_package(const std::string& specifier, const std::string& parent,
                                   const Conditions& conditions, ResolvedModule* result, bool check);
  Completion<bool> package_exports(const PackageConfig& package, const std::string& subpath, const std::string* parent,
                                   const Conditions& conditions, std::string* result);
  Completion<Target> package_imports(const std::string& name, const std::string& parent, const Conditions& conditions,
                                     std::string* result);
  Completion<Target> imports_or_exports(const PackageConfig& package, const std::string& key, Value object,
                                        const std::string* parent, bool is_imports, const Conditions& conditions,
                                        std::string* result);
  Completion<Target> package_target(const PackageConfig& package, Value target, const std::string& key,
                                    const std::string* pattern, const std::string* parent, bool is_imports,
                                    const Conditions& conditions, std::string* result);
  Completion<bool> finish(ResolvedModule* result, const std::string& parent);
  std::string legacy_main(const PackageConfig& package, const std::string& directory);

  Runtime& runtime_;
  std::map<std::string, std::unique_ptr<PackageConfig>> packages_;
  RootedVector<Value> values_;  // "exports" and "imports" objects
};

// "@scope/name" and "./sub" of "@scope/name/sub".
bool split_package_specifier(const std::string& specifier, std::string* name, std::string* subpath);
bool is_relative_specifier(const std::string& specifier);

}  // namespace scrim
