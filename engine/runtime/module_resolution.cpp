#include "engine/runtime/module_resolution.h"
#include "engine/runtime/host_call.h"

#include <algorithm>

#include "engine/builtins/json.h"
#include "engine/objects/inline_slots.h"
#include "engine/runtime/file.h"
#include "engine/runtime/module_paths.h"

namespace scrim {

// ---- errors

Object* make_node_error(Isolate& isolate, ErrorType type, const char* code, const std::string& message) {
  static constexpr const char* kNames[] = {"Error", "TypeError", "RangeError", "ReferenceError", "SyntaxError"};
  Object* error = make_error(isolate, type, new_string_utf8(isolate, message));
  // The header of the stack carries the code; `name` itself does not.
  PropertyKey name = isolate.names().name;
  put_direct(isolate, error, name,
             Value(new_string_utf8(isolate, std::string(kNames[static_cast<int>(type)]) + " [" + code + "]")),
             Attributes::kHidden);
  if (get(isolate, error, key_from_latin1(isolate, "stack")).failed()) isolate.take_exception();
  if (delete_property(isolate, error, name).failed()) isolate.take_exception();
  put_direct(isolate, error, key_from_latin1(isolate, "code"), Value(new_string_latin1(isolate, code)));
  NativeCode to_text = [](Isolate& i, Frame& frame) -> Completion<Value> {
    Object* self = TRY(to_object(i, frame.this_value));
    String* own_name = TRY(to_string(i, TRY(get(i, self, i.names().name))));
    String* own_code = TRY(to_string(i, TRY(get(i, self, key_from_latin1(i, "code")))));
    String* own_message = TRY(to_string(i, TRY(get(i, self, i.names().message))));
    return Value(
        new_string_utf8(i, to_utf8(i, own_name) + " [" + to_utf8(i, own_code) + "]: " + to_utf8(i, own_message)));
  };
  PropertyKey key = key_from_latin1(isolate, "toString");
  put_direct(isolate, error, key, Value(new_native_function(isolate, to_text, key, 0)), Attributes::kHidden);
  return error;
}

Throw throw_node_error(Isolate& isolate, ErrorType type, const char* code, const std::string& message) {
  return throw_value(isolate, Value(make_node_error(isolate, type, code, message)));
}

static Throw throw_with_url(Isolate& isolate, const char* code, const std::string& message, const std::string& url) {
  Object* error = make_node_error(isolate, ErrorType::kError, code, message);
  put_direct(isolate, error, key_from_latin1(isolate, "url"), Value(new_string_utf8(isolate, url)));
  return throw_value(isolate, Value(error));
}

static std::string imported_from(const std::string& parent) {
  return parent.empty() ? "" : " imported from " + parent;
}

// ---- specifiers

bool is_relative_specifier(const std::string& specifier) {
  return specifier == "." || specifier == ".." || specifier.starts_with("./") || specifier.starts_with("../");
}

bool split_package_specifier(const std::string& specifier, std::string* name, std::string* subpath) {
  size_t slash = specifier.find('/');
  if (specifier.starts_with("@")) {
    if (slash == std::string::npos) return false;
    slash = specifier.find('/', slash + 1);
  }
  *name = specifier.substr(0, slash);
  *subpath = slash == std::string::npos ? "." : "." + specifier.substr(slash);
  return !name->empty() && (*name)[0] != '.' && name->find_first_of("\\%") == std::string::npos;
}

std::string ResolvedModule::url() const {
  if (!data.empty()) return data;
  return is_builtin ? "node:" + path : file_url_of_path(path) + suffix;
}

// The name behind node:, and whether there is such a builtin. Some exist with the prefix only.
static bool find_builtin(const std::string& specifier, std::string* name) {
  bool prefixed = specifier.starts_with("node:");
  *name = prefixed ? specifier.substr(5) : specifier;
  if (is_node_module_name(*name)) return prefixed || !needs_node_prefix(*name);
  return false;
}

// ---- packages

ModuleResolver::ModuleResolver(Runtime& runtime)
    : import_conditions{"node", "import", "module-sync", "node-addons"},
      require_conditions{"node", "require", "module-sync", "node-addons"},
      runtime_(runtime),
      values_(runtime.isolate().heap(), "package.json") {
  for (const std::string& condition : runtime.options().conditions) {
    import_conditions.push_back(condition);
    require_conditions.push_back(condition);
  }
}

Completion<const PackageConfig*> ModuleResolver::read_package(const std::string& directory, const std::string& base) {
  Isolate& isolate = runtime_.isolate();
  auto found = packages_.find(directory);
  if (found != packages_.end()) return const_cast<const PackageConfig*>(found->second.get());
  auto package = std::make_unique<PackageConfig>();
  package->directory = directory;
  package->path = (directory == "/" ? "" : directory) + "/package.json";
  std::string text;
  if (!read_text_file(runtime_.host(), package->path, &text).failed()) {
    package->exists = true;
    Completion<Value> parsed = json_parse_text(isolate, new_string_utf8(isolate, text));
    if (parsed.failed()) {
      isolate.take_exception();
      return throw_node_error(
          isolate, ErrorType::kError, "ERR_INVALID_PACKAGE_CONFIG",
          "Invalid package config " + package->path + (base.empty() ? "" : " while importing " + base) + ".");
    }
    if (parsed.value().is_object()) {
      Object* object = as_object(parsed.value());
      auto field = [&](const char* name) { return get_own_data(isolate, object, key_from_latin1(isolate, name)); };
      auto text_field = [&](const char* name, bool* has, std::string* value) {
        Value field_value = field(name);
        *has = field_value.is_string();
        if (*has) *value = to_utf8(isolate, as_string(field_value));
      };
      bool has_type;
      std::string type;
      text_field("name", &package->has_name, &package->name);
      text_field("main", &package->has_main, &package->main);
      text_field("type", &has_type, &type);
      package->type = type == "module"     ? PackageConfig::kModule
                      : type == "commonjs" ? PackageConfig::kCommonJs
                                           : PackageConfig::kNone;
      auto keep = [&](const char* name, size_t* index) {
        Value value = field(name);
        if (value.is_empty() || value.is_null()) return;
        *index = values_.size();
        values_.push_back(value);
      };
      keep("exports", &package->exports);
      keep("imports", &package->imports);
    }
  }
  const PackageConfig* result = package.get();
  packages_[directory] = std::move(package);
  return result;
}

Completion<const PackageConfig*> ModuleResolver::package_scope(const std::string& path) {
  for (std::string directory = directory_of(path);; directory = directory_of(directory)) {
    if (base_name_of(directory) == "node_modules") break;
    const PackageConfig* package = TRY(read_package(directory));
    if (package->exists) return package;
    if (directory == "/" || directory == ".") break;
  }
  static const PackageConfig kNone;
  return &kNone;
}

// ---- "exports" and "imports"

static Throw throw_not_exported(Isolate& isolate, const PackageConfig& package, const std::string& subpath,
                                const std::string* parent) {
  std::string message = subpath == "."
                            ? "No \"exports\" main defined in " + package.path
                            : "Package subpath '" + subpath + "' is not defined by \"exports\" in " + package.path;
  return throw_node_error(isolate, ErrorType::kError, "ERR_PACKAGE_PATH_NOT_EXPORTED",
                          message + (parent ? imported_from(*parent) : ""));
}

static Throw throw_invalid_package(Isolate& isolate, const PackageConfig& package, const std::string* parent,
                                   const char* why) {
  return throw_node_error(isolate, ErrorType::kError, "ERR_INVALID_PACKAGE_CONFIG",
                          "Invalid package config " + package.path +
                              (parent ? " while importing " + file_url_of_path(*parent) : "") + ". " + why);
}

static Throw throw_invalid_target(Isolate& isolate, const PackageConfig& package, const std::string& key, Value target,
                                  bool is_imports, const std::string* parent) {
  std::string shown;
  if (target.is_string()) {
    shown = "\"" + to_utf8(isolate, as_string(target)) + "\"";
  } else {
    Object* json = isolate.realm().intrinsic(Intrinsic::kJSON);
    Completion<Value> text = invoke(isolate, Value(json), key_from_latin1(isolate, "stringify"), {&target, 1});
    if (text.failed()) isolate.take_exception();
    shown = !text.failed() && text.value().is_string() ? to_utf8(isolate, as_string(text.value())) : "undefined";
  }
  bool relative_error = !is_imports && target.is_string() && as_string(target)->length > 0 &&
                        !to_utf8(isolate, as_string(target)).starts_with("./");
  std::string message;
  if (key == ".") {
    message = "Invalid \"exports\" main target " + shown + " defined in the package config " + package.path;
  } else {
    message = std::string("Invalid \"") + (is_imports ? "imports" : "exports") + "\" target " + shown +
              " defined for '" + key + "' in the package config " + package.path;
  }
  message += parent ? imported_from(*parent) : "";
  if (relative_error) message += "; targets must start with \"./\"";
  return throw_node_error(isolate, ErrorType::kError, "ERR_INVALID_PACKAGE_TARGET", message);
}

// A segment that leaves the package or names node_modules.
static bool has_invalid_segment(const std::string& path) {
  for (size_t start = 0; start <= path.size();) {
    size_t end = path.find_first_of("/\\", start);
    if (end == std::string::npos) end = path.size();
    std::string part = path.substr(start, end - start);
    if (part == "." || part == ".." || part == "node_modules") return true;
    start = end + 1;
  }
  return false;
}

static std::string with_pattern(std::string text, const std::string* pattern) {
  if (!pattern) return text;
  for (size_t at = 0; (at = text.find('*', at)) != std::string::npos; at += pattern->size()) {
    text.replace(at, 1, *pattern);
  }
  return text;
}

// PACKAGE_TARGET_RESOLVE
Completion<ModuleResolver::Target> ModuleResolver::package_target(const PackageConfig& package, Value target,
                                                                  const std::string& key, const std::string* pattern,
                                                                  const std::string* parent, bool is_imports,
                                                                  const Conditions& conditions, std::string* result) {
  Isolate& isolate = runtime_.isolate();
  if (target.is_string()) {
    std::string text = to_utf8(isolate, as_string(target));
    if (!text.starts_with("./")) {
      bool bare = is_imports && !text.starts_with("../") && !text.starts_with("/") && !text.empty();
      if (!bare) return throw_invalid_target(isolate, package, key, target, is_imports, parent);
      std::string specifier = with_pattern(text, pattern);
      std::string name;
      // What is a URL is no target, node: names included.
      if (!scheme_of(specifier).empty()) {
        return throw_invalid_target(isolate, package, key, target, is_imports, parent);
      }
      if (find_builtin(specifier, &name)) {
        *result = name;
        return Target::kBuiltin;
      }
      ResolvedModule resolved;
      TRY(resolve_package(specifier, package.path, conditions, &resolved, true));
      *result = resolved.path;
      return Target::kPath;
    }
    if (has_invalid_segment(text.substr(2))) {
      return throw_invalid_target(isolate, package, key, target, is_imports, parent);
    }
    if (pattern && has_invalid_segment(*pattern)) {
      return throw_node_error(isolate, ErrorType::kTypeError, "ERR_INVALID_MODULE_SPECIFIER",
                              "Invalid module \"" + key + "\" request is not a valid match in pattern");
    }
    *result = normalize_path(package.directory + "/" + with_pattern(text, pattern));
    return Target::kPath;
  }
  if (target.is_null()) return Target::kNull;
  if (!target.is_object()) return throw_invalid_target(isolate, package, key, target, is_imports, parent);
  Object* object = as_object(target);
  if (object->is_array()) {
    Target last = Target::kNull;
    for (uint32_t i = 0; i < static_cast<Array*>(object)->length; ++i) {
      Completion<Target> one =
          package_target(package, fast_element(object, i), key, pattern, parent, is_imports, conditions, result);
      if (one.failed()) {
        // An invalid target is passed over; the last one's error stays.
        if (i + 1 == static_cast<Array*>(object)->length) return Throw{};
        isolate.take_exception();
        continue;
      }
      last = one.value();
      if (last == Target::kPath || last == Target::kBuiltin) return last;
    }
    return last;
  }
  Array* keys = TRY(ordinary_own_property_keys(isolate, object, KeyFilter::kStrings));
  for (uint32_t i = 0; i < keys->length; ++i) {
    if (key_from_string(isolate, as_string(fast_element(keys, i))).is_index()) {
      return throw_invalid_package(isolate, package, parent, "\"exports\" cannot contain numeric property keys.");
    }
  }
  for (uint32_t i = 0; i < keys->length; ++i) {
    String* name = as_string(fast_element(keys, i));
    std::string condition = to_utf8(isolate, name);
    if (condition != "default" && std::find(conditions.begin(), conditions.end(), condition) == conditions.end()) {
      continue;
    }
    Target one = TRY(package_target(package, TRY(get(isolate, object, key_from_string(isolate, name))), key, pattern,
                                    parent, is_imports, conditions, result));
    if (one != Target::kNone) return one;
  }
  return Target::kNone;
}

// PACKAGE_IMPORTS_EXPORTS_RESOLVE
Completion<ModuleResolver::Target> ModuleResolver::imports_or_exports(const PackageConfig& package,
                                                                      const std::string& key, Value map,
                                                                      const std::string* parent, bool is_imports,
                                                                      const Conditions& conditions,
                                                                      std::string* result) {
  Isolate& isolate = runtime_.isolate();
  if (!map.is_object()) return Target::kNone;
  Object* object = as_object(map);
  if (key.find('*') == std::string::npos && !key.ends_with("/")) {
    Value own = get_own_data(isolate, object, key_from_string(isolate, new_string_utf8(isolate, key)));
    if (!own.is_empty()) return package_target(package, own, key, nullptr, parent, is_imports, conditions, result);
  }
  // The pattern with the longest text before its star; of two, the longer one (PATTERN_KEY_COMPARE).
  Array* keys = TRY(ordinary_own_property_keys(isolate, object, KeyFilter::kStrings));
  std::string best;
  std::string matched;
  Value target = Value::empty();
  size_t best_base = 0;
  for (uint32_t i = 0; i < keys->length; ++i) {
    String* name = as_string(fast_element(keys, i));
    std::string pattern = to_utf8(isolate, name);
    size_t star = pattern.find('*');
    if (star == std::string::npos || pattern.find('*', star + 1) != std::string::npos) continue;
    std::string tail = pattern.substr(star + 1);
    if (!key.starts_with(pattern.substr(0, star)) || key.size() < pattern.size() || !key.ends_with(tail)) continue;
    if (key.size() == star + tail.size()) continue;
    if (!target.is_empty() && (star < best_base || (star == best_base && pattern.size() <= best.size()))) continue;
    best = pattern;
    best_base = star;
    matched = key.substr(star, key.size() - star - tail.size());
    target = get_own_data(isolate, object, key_from_string(isolate, name));
  }
  if (target.is_empty()) return Target::kNone;
  return package_target(package, target, best, &matched, parent, is_imports, conditions, result);
}

// PACKAGE_EXPORTS_RESOLVE
Completion<bool> ModuleResolver::package_exports(const PackageConfig& package, const std::string& subpath,
                                                 const std::string* parent, const Conditions& conditions,
                                                 std::string* result) {
  Isolate& isolate = runtime_.isolate();
  Value exports = values_[package.exports];
  bool has_subpaths = false;
  if (exports.is_object() && !as_object(exports)->is_array()) {
    Array* keys = TRY(ordinary_own_property_keys(isolate, as_object(exports), KeyFilter::kStrings));
    for (uint32_t i = 0; i < keys->length; ++i) {
      std::string key = to_utf8(isolate, as_string(fast_element(keys, i)));
      bool dotted = key.starts_with(".");
      if (i > 0 && dotted != has_subpaths) {
        return throw_invalid_package(isolate, package, parent,
                                     "\"exports\" cannot contain some keys starting with '.' and some not. The "
                                     "exports object must either be an object of package subpath keys or an object of "
                                     "main entry condition name keys only.");
      }
      has_subpaths = dotted;
    }
  }
  Target target = Target::kNone;
  if (!has_subpaths) {
    if (subpath == ".") {
      target = TRY(package_target(package, exports, ".", nullptr, parent, false, conditions, result));
    }
  } else {
    target = TRY(imports_or_exports(package, subpath, exports, parent, false, conditions, result));
  }
  if (target == Target::kPath) return true;
  return throw_not_exported(isolate, package, subpath, parent);
}

// PACKAGE_IMPORTS_RESOLVE
Completion<ModuleResolver::Target> ModuleResolver::package_imports(const std::string& name, const std::string& parent,
                                                                   const Conditions& conditions, std::string* result) {
  Isolate& isolate = runtime_.isolate();
  if (name == "#" || name.ends_with("/")) {
    return throw_node_error(
        isolate, ErrorType::kTypeError, "ERR_INVALID_MODULE_SPECIFIER",
        "Invalid module \"" + name + "\" is not a valid internal imports specifier name" + imported_from(parent));
  }
  const PackageConfig* package = TRY(package_scope(parent));
  if (package->exists && package->imports != SIZE_MAX) {
    Target target =
        TRY(imports_or_exports(*package, name, values_[package->imports], &parent, true, conditions, result));
    if (target == Target::kPath || target == Target::kBuiltin) return target;
  }
  return throw_node_error(isolate, ErrorType::kTypeError, "ERR_PACKAGE_IMPORT_NOT_DEFINED",
                          "Package import specifier \"" + name + "\" is not defined" +
                              (package->exists ? " in package " + package->path : "") + imported_from(parent));
}

// ---- import

std::string ModuleResolver::legacy_main(const PackageConfig& package, const std::string& directory) {
  if (package.has_main) {
    std::string main = normalize_path(directory + "/" + package.main);
    for (const char* tail : {"", ".js", ".json", ".node", "/index.js", "/index.json", "/index.node"}) {
      if (file_exists(runtime_.host(), main + tail)) return main + tail;
    }
  }
  for (const char* index : {"/index.js", "/index.json", "/index.node"}) {
    if (file_exists(runtime_.host(), directory + index)) return directory + index;
  }
  return "";
}

// PACKAGE_RESOLVE
Completion<bool> ModuleResolver::resolve_package(const std::string& specifier, const std::string& parent,
                                                 const Conditions& conditions, ResolvedModule* result, bool check) {
  Isolate& isolate = runtime_.isolate();
  std::string name;
  if (find_builtin(specifier, &name)) {
    result->is_builtin = true;
    result->path = name;
    return true;
  }
  std::string subpath;
  if (!specifier.empty() && !split_package_specifier(specifier, &name, &subpath)) {
    return throw_node_error(isolate, ErrorType::kTypeError, "ERR_INVALID_MODULE_SPECIFIER",
                            "Invalid module \"" + specifier + "\" is not a valid package name" + imported_from(parent));
  }
  if (specifier.empty()) {
    name.clear();
    subpath = ".";
  }
  const PackageConfig* own = TRY(package_scope(parent));
  if (own->exists && own->has_name && own->name == name && own->exports != SIZE_MAX) {
    TRY(package_exports(*own, subpath, &parent, conditions, &result->path));
    return check ? finish(result, parent) : Completion<bool>(true);
  }
  for (const std::string& modules : node_modules_paths(directory_of(parent))) {
    std::string directory = modules + "/" + name;
    if (!is_directory(runtime_.host(), directory)) continue;
    const PackageConfig* package = TRY(read_package(directory, "\"" + specifier + "\" from " + parent));
    if (package->exists && package->exports != SIZE_MAX) {
      TRY(package_exports(*package, subpath, &parent, conditions, &result->path));
    } else if (subpath == ".") {
      result->path = legacy_main(*package, directory);
      if (result->path.empty()) {
        return throw_node_error(
            isolate, ErrorType::kError, "ERR_MODULE_NOT_FOUND",
            "Cannot find package '" +
                (package->has_main ? normalize_path(directory + "/" + package->main) : directory + "/index.js") + "'" +
                imported_from(parent));
      }
    } else {
      result->path = normalize_path(directory + "/" + subpath);
    }
    return check ? finish(result, parent) : Completion<bool>(true);
  }
  return throw_node_error(isolate, ErrorType::kError, "ERR_MODULE_NOT_FOUND",
                          "Cannot find package '" + name + "'" + imported_from(parent));
}

// The file must be one; its real path is what counts.
Completion<bool> ModuleResolver::finish(ResolvedModule* result, const std::string& parent) {
  Isolate& isolate = runtime_.isolate();
  const std::string& path = result->path;
  if (path.ends_with("/") || is_directory(runtime_.host(), path)) {
    return throw_with_url(
        isolate, "ERR_UNSUPPORTED_DIR_IMPORT",
        "Directory import '" + path + "' is not supported resolving ES modules" + imported_from(parent),
        file_url_of_path(path));
  }
  if (!file_exists(runtime_.host(), path)) {
    return throw_with_url(isolate, "ERR_MODULE_NOT_FOUND", "Cannot find module '" + path + "'" + imported_from(parent),
                          file_url_of_path(path));
  }
  result->path = real_path(runtime_.host(), path);
  return true;
}

Completion<bool> ModuleResolver::resolve_import_url(const std::string& specifier, const std::string& parent,
                                                    ResolvedModule* result) {
  Isolate& isolate = runtime_.isolate();
  bool relative = is_relative_specifier(specifier) || specifier.starts_with("/");
  std::string scheme = scheme_of(specifier);
  if (relative || scheme == "file") {
    size_t end = specifier.find_first_of("?#");
    std::string text = specifier.substr(0, end);
    if (end != std::string::npos) result->suffix = specifier.substr(end);
    if (relative) {
      // Percent sequences are those of a URL.
      if (!text.starts_with("/")) {
        std::string base = directory_of(parent) == "/" ? "/" : directory_of(parent) + "/";
        text = base + (text.starts_with("./") ? text.substr(2) : text);
      }
      text = "file://" + text;
    }
    if (!path_of_file_url(text, &result->path)) {
      return throw_node_error(isolate, ErrorType::kTypeError, "ERR_INVALID_MODULE_SPECIFIER",
                              "Invalid module \"" + (relative ? text.substr(7) : specifier) +
                                  "\" must not include encoded \"/\" or \"\\\" characters" + imported_from(parent));
    }
    const bool folder = text.ends_with("/") || text.ends_with("/.") || text.ends_with("/..");
    if (folder && result->path != "/") result->path += "/";
    return true;
  }
  if (scheme == "data") {
    result->data = specifier;
    return true;
  }
  if (scheme == "node") {
    std::string name = specifier.substr(5);
    if (!is_node_module_name(name)) {
      return throw_node_error(isolate, ErrorType::kError, "ERR_UNKNOWN_BUILTIN_MODULE",
                              "No such built-in module: " + specifier);
    }
    result->is_builtin = true;
    result->path = name;
    return true;
  }
  if (!scheme.empty()) {
    for (char& c : scheme) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    return throw_node_error(isolate, ErrorType::kError, "ERR_UNSUPPORTED_ESM_URL_SCHEME",
                            std::string("Only URLs with a scheme in: ") +
                                (scheme == "http" || scheme == "https" ? "file and data" : "file, data, and node") +
                                " are supported by the default ESM loader. Received protocol '" + scheme + ":'");
  }
  if (specifier.starts_with("#")) {
    Target target = TRY(package_imports(specifier, parent, import_conditions, &result->path));
    result->is_builtin = target == Target::kBuiltin;
    return true;
  }
  return resolve_package(specifier, parent, import_conditions, result, false);
}

Completion<bool> ModuleResolver::resolve_import(const std::string& specifier, const std::string& parent,
                                                ResolvedModule* result) {
  TRY(resolve_import_url(specifier, parent, result));
  if (result->is_builtin || !result->data.empty()) return true;
  return finish(result, parent);
}

// ---- require

// What "exports" and "imports" lead to must be there.
static Completion<bool> check_required_file(Isolate& isolate, const PackageConfig& package, const std::string& file) {
  if (file_exists(host_of(isolate), file)) return true;
  Object* error = make_error(isolate, ErrorType::kError, new_string_utf8(isolate, "Cannot find module '" + file + "'"));
  put_direct(isolate, error, key_from_latin1(isolate, "code"), Value(new_string_latin1(isolate, "MODULE_NOT_FOUND")));
  put_direct(isolate, error, key_from_latin1(isolate, "path"), Value(new_string_utf8(isolate, package.directory)));
  return throw_value(isolate, Value(error));
}

Completion<bool> ModuleResolver::resolve_package_exports(const std::string& node_modules, const std::string& request,
                                                         std::string* result) {
  std::string name;
  std::string subpath;
  if (!split_package_specifier(request, &name, &subpath)) return false;
  const PackageConfig* package = TRY(read_package(node_modules + "/" + name));
  if (!package->exists || package->exports == SIZE_MAX) return false;
  TRY(package_exports(*package, subpath, nullptr, require_conditions, result));
  TRY(check_required_file(runtime_.isolate(), *package, *result));
  *result = real_path(runtime_.host(), *result);
  return true;
}

Completion<bool> ModuleResolver::resolve_self(const std::string& parent_directory, const std::string& request,
                                              std::string* result) {
  std::string name;
  std::string subpath;
  if (!split_package_specifier(request, &name, &subpath)) return false;
  const PackageConfig* package = TRY(package_scope(parent_directory + "/x"));
  if (!package->exists || package->exports == SIZE_MAX || !package->has_name || package->name != name) return false;
  TRY(package_exports(*package, subpath, nullptr, require_conditions, result));
  const std::string real = real_path(runtime_.host(), *result);
  if (!real.empty()) *result = real;
  return true;
}

Completion<bool> ModuleResolver::resolve_hash_import(const std::string& specifier, const std::string& parent,
                                                     std::string* result, bool* is_builtin) {
  const PackageConfig* package = TRY(package_scope(parent));
  if (!package->exists || package->imports == SIZE_MAX) return false;
  Target target = TRY(package_imports(specifier, parent, require_conditions, result));
  *is_builtin = target == Target::kBuiltin;
  if (*is_builtin) return true;
  TRY(check_required_file(runtime_.isolate(), *package, *result));
  *result = real_path(runtime_.host(), *result);
  return true;
}

}  // namespace scrim
