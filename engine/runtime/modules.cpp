// CommonJS as Node has it: https://nodejs.org/api/modules.html, "All together".
#include "engine/runtime/modules.h"

#include <algorithm>

#include <libgen.h>
#include <unistd.h>

#include <cstdlib>

#include "engine/interpreter/script.h"
#include "engine/objects/inline_slots.h"
#include "engine/runtime/file.h"

namespace scrim {

namespace {

std::string directory_of(const std::string& path) {
  size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

// Resolves . and .. without looking at the disk.
std::string normalize_path(const std::string& path) {
  std::vector<std::string> parts;
  for (size_t i = 0; i < path.size();) {
    size_t end = path.find('/', i);
    if (end == std::string::npos) end = path.size();
    std::string part = path.substr(i, end - i);
    if (part == ".." && !parts.empty()) {
      parts.pop_back();
    } else if (!part.empty() && part != "." && part != "..") {
      parts.push_back(part);
    }
    i = end + 1;
  }
  std::string result;
  for (const std::string& part : parts) result += "/" + part;
  return result.empty() ? "/" : result;
}

std::string absolute_path(const std::string& path) {
  if (path.starts_with("/")) return normalize_path(path);
  char* current = getcwd(nullptr, 0);
  std::string result = normalize_path(std::string(current ? current : "/") + "/" + path);
  std::free(current);
  return result;
}

Completion<Value> parse_json(Isolate& isolate, std::string_view text) {
  Object* json = isolate.realm().intrinsic(Intrinsic::kJSON);
  Value parse = TRY(get(isolate, json, key_from_latin1(isolate, "parse")));
  return call(isolate, parse, Value(json), {Value(new_string_utf8(isolate, text))});
}

Throw throw_coded(Isolate& isolate, const std::string& message, const char* code,
                  const std::vector<std::string>* require_stack = nullptr) {
  Object* error = make_error(isolate, ErrorType::kError, new_string_utf8(isolate, message));
  put_direct(isolate, error, key_from_latin1(isolate, "code"), Value(new_string_latin1(isolate, code)));
  if (require_stack) {
    Array* stack = new_array(isolate);
    for (const std::string& file : *require_stack) array_push(isolate, stack, Value(new_string_utf8(isolate, file)));
    put_direct(isolate, error, key_from_latin1(isolate, "requireStack"), Value(stack));
  }
  return throw_value(isolate, Value(error));
}

std::string text_of(Isolate& isolate, Value value) {
  return to_utf8(isolate, as_string(value));
}

Completion<Value> require_native(Isolate& isolate, Frame& frame) {
  auto* callee = cast<NativeFunction>(frame.callee);
  Value specifier = frame.argument(0);
  if (!specifier.is_string()) {
    return throw_coded(isolate,
                       "The \"id\" argument must be of type string. Received " +
                           (specifier.is_object() ? std::string("an object") : inspect(isolate, specifier)),
                       "ERR_INVALID_ARG_TYPE");
  }
  return runtime_of(isolate).modules().require(text_of(isolate, specifier), text_of(isolate, callee->data));
}

Completion<Value> resolve_native(Isolate& isolate, Frame& frame) {
  auto* callee = cast<NativeFunction>(frame.callee);
  String* specifier = TRY(to_string(isolate, frame.argument(0)));
  std::string name = to_utf8(isolate, specifier);
  std::string bare = name.starts_with("node:") ? name.substr(5) : name;
  for (std::string_view known : builtin_module_names()) {
    if (known == bare) return Value(specifier);
  }
  std::string file;
  TRY(runtime_of(isolate).modules().resolve(name, text_of(isolate, callee->data), &file));
  return Value(new_string_utf8(isolate, file));
}

}  // namespace

ModuleLoader::ModuleLoader(Runtime& runtime)
    : runtime_(runtime),
      cache_(runtime.isolate().heap(), Value::undefined(), "require.cache"),
      main_(runtime.isolate().heap(), Value::undefined(), "main module") {}

bool ModuleLoader::resolve_file(const std::string& path, std::string* result) {
  for (const char* extension : {"", ".js", ".json", ".cjs"}) {
    if (file_exists(path + extension)) {
      *result = real_path(path + extension);
      return true;
    }
  }
  if (!is_directory(path)) return false;
  std::string package;
  if (!read_text_file(path + "/package.json", &package).failed()) {
    Isolate& isolate = runtime_.isolate();
    Completion<Value> parsed = parse_json(isolate, package);
    if (parsed.failed()) {
      isolate.take_exception();
    } else if (parsed.value().is_object()) {
      Value main = get_own_data(isolate, as_object(parsed.value()), key_from_latin1(isolate, "main"));
      if (main.is_string()) {
        std::string target = normalize_path(path + "/" + text_of(isolate, main));
        if (target != path && resolve_file(target, result)) return true;
      }
    }
  }
  for (const char* index : {"/index.js", "/index.json"}) {
    if (file_exists(path + index)) {
      *result = real_path(path + index);
      return true;
    }
  }
  return false;
}

// A target of "exports": a string, a list of alternatives, or conditions in order.
static bool resolve_target(Isolate& isolate, Value target, const std::string& matched, std::string* result) {
  if (target.is_string()) {
    std::string path = text_of(isolate, target);
    size_t star;
    while ((star = path.find('*')) != std::string::npos) path.replace(star, 1, matched);
    *result = path;
    return true;
  }
  if (!target.is_object()) return false;
  Object* object = as_object(target);
  if (object->is_array()) {
    for (uint32_t i = 0; i < static_cast<Array*>(object)->length; ++i) {
      if (resolve_target(isolate, fast_element(object, i), matched, result)) return true;
    }
    return false;
  }
  Array* keys = MUST(ordinary_own_property_keys(isolate, object, KeyFilter::kStrings));
  for (uint32_t i = 0; i < keys->length; ++i) {
    String* key = as_string(fast_element(keys, i));
    std::string condition = to_utf8(isolate, key);
    if (condition != "node" && condition != "require" && condition != "default" && condition != "module-sync") continue;
    if (resolve_target(isolate, get_own_data(isolate, object, key_from_string(isolate, key)), matched, result)) {
      return true;
    }
  }
  return false;
}

bool ModuleLoader::resolve_exports(const std::string& directory, const std::string& subpath, std::string* result) {
  Isolate& isolate = runtime_.isolate();
  std::string package;
  if (read_text_file(directory + "/package.json", &package).failed()) return false;
  Completion<Value> parsed = parse_json(isolate, package);
  if (parsed.failed()) {
    isolate.take_exception();
    return false;
  }
  if (!parsed.value().is_object()) return false;
  Value exports = get_own_data(isolate, as_object(parsed.value()), isolate.names().exports);
  if (exports.is_empty() || exports.is_null()) return false;
  std::string target;
  std::string wanted = subpath.empty() ? "." : "." + subpath;
  bool has_subpaths = false;
  if (exports.is_object() && !as_object(exports)->is_array()) {
    Array* keys = MUST(ordinary_own_property_keys(isolate, as_object(exports), KeyFilter::kStrings));
    has_subpaths = keys->length > 0 && text_of(isolate, fast_element(keys, 0)).starts_with(".");
    if (has_subpaths) {
      size_t best = 0;
      for (uint32_t i = 0; i < keys->length; ++i) {
        String* key = as_string(fast_element(keys, i));
        std::string pattern = to_utf8(isolate, key);
        Value value = get_own_data(isolate, as_object(exports), key_from_string(isolate, key));
        size_t star = pattern.find('*');
        if (pattern == wanted) {
          best = pattern.size() + 1;
          target.clear();
          if (!resolve_target(isolate, value, "", &target)) return false;
          break;
        }
        if (star == std::string::npos || star < best) continue;
        std::string tail = pattern.substr(star + 1);
        if (!wanted.starts_with(pattern.substr(0, star)) || !wanted.ends_with(tail) || wanted.size() < pattern.size()) {
          continue;
        }
        std::string matched = wanted.substr(star, wanted.size() - star - tail.size());
        if (resolve_target(isolate, value, matched, &target)) best = star;
      }
    }
  }
  if (!has_subpaths && (wanted != "." || !resolve_target(isolate, exports, "", &target))) return false;
  if (target.empty()) return false;
  std::string path = normalize_path(directory + "/" + target);
  if (!file_exists(path)) return false;
  *result = real_path(path);
  return true;
}

bool ModuleLoader::resolve_package(const std::string& name, const std::string& from_directory, std::string* result) {
  size_t slash = name.find('/');
  if (name.starts_with("@") && slash != std::string::npos) slash = name.find('/', slash + 1);
  std::string package = name.substr(0, slash);
  std::string subpath = slash == std::string::npos ? "" : name.substr(slash);
  for (std::string directory = from_directory;; directory = directory_of(directory)) {
    if (!directory.ends_with("/node_modules")) {
      std::string base = (directory == "/" ? "" : directory) + "/node_modules/" + package;
      if (is_directory(base) || !subpath.empty()) {
        if (resolve_exports(base, subpath, result)) return true;
      }
      if (resolve_file(base + subpath, result)) return true;
    }
    if (directory == "/" || directory == ".") return false;
  }
}

Completion<bool> ModuleLoader::resolve(const std::string& specifier, const std::string& from_file,
                                       std::string* result) {
  std::string from = directory_of(from_file);
  bool found;
  if (specifier.starts_with("/") || specifier == "." || specifier == ".." || specifier.starts_with("./") ||
      specifier.starts_with("../")) {
    std::string path = specifier.starts_with("/") ? specifier : from + "/" + specifier;
    bool only_directory = specifier.ends_with("/");
    path = normalize_path(path);
    found = only_directory ? is_directory(path) && resolve_file(path, result) : resolve_file(path, result);
  } else {
    found = resolve_package(specifier, from, result);
  }
  if (found) return true;
  Isolate& isolate = runtime_.isolate();
  std::string message = "Cannot find module '" + specifier + "'";
  std::vector<std::string> stack;
  for (std::string file = from_file; !file.empty(); file = required_by_[file]) {
    if (std::find(stack.begin(), stack.end(), file) != stack.end()) break;
    stack.push_back(file);
    message += (stack.size() == 1 ? "\nRequire stack:\n- " : "\n- ") + file;
  }
  return throw_coded(isolate, message, "MODULE_NOT_FOUND", &stack);
}

Value ModuleLoader::make_require(Object* module, const std::string& file) {
  (void)module;
  Isolate& isolate = runtime_.isolate();
  Value path(new_string_utf8(isolate, file));
  NativeFunction* require = new_native_function(isolate, require_native, isolate.names().require, 1, path);
  NativeFunction* resolve = new_native_function(isolate, resolve_native, isolate.names().resolve, 2, path);
  put_direct(isolate, require, isolate.names().resolve, Value(resolve));
  put_direct(isolate, require, key_from_latin1(isolate, "main"), main_.get());
  if (!cache_.get().is_object()) cache_.set(Value(new_object_with_prototype(isolate, nullptr)));
  put_direct(isolate, require, key_from_latin1(isolate, "cache"), cache_.get());
  return Value(require);
}

Object* ModuleLoader::make_module(const std::string& file, Value parent) {
  (void)parent;
  Isolate& isolate = runtime_.isolate();
  auto key = [&](const char* name) { return key_from_latin1(isolate, name); };
  Object* module = new_plain_object(isolate, 8);
  put_direct(isolate, module, key("id"), Value(new_string_utf8(isolate, main_.get().is_object() ? file : ".")));
  put_direct(isolate, module, key("path"), Value(new_string_utf8(isolate, directory_of(file))));
  put_direct(isolate, module, isolate.names().exports, Value(new_plain_object(isolate)));
  put_direct(isolate, module, key("filename"), Value(new_string_utf8(isolate, file)));
  put_direct(isolate, module, key("loaded"), Value::boolean(false));
  put_direct(isolate, module, key("children"), Value(new_array(isolate)));
  Array* paths = new_array(isolate);
  for (std::string directory = directory_of(file);; directory = directory_of(directory)) {
    if (!directory.ends_with("/node_modules")) {
      array_push(isolate, paths,
                 Value(new_string_utf8(isolate, (directory == "/" ? "" : directory) + "/node_modules")));
    }
    if (directory == "/" || directory == ".") break;
  }
  put_direct(isolate, module, key("paths"), Value(paths));
  return module;
}

Completion<Value> ModuleLoader::load(const std::string& file, Value parent, bool is_main) {
  Isolate& isolate = runtime_.isolate();
  if (!cache_.get().is_object()) cache_.set(Value(new_object_with_prototype(isolate, nullptr)));
  PropertyKey cache_key = key_from_string(isolate, new_string_utf8(isolate, file));
  Value cached = get_own_data(isolate, as_object(cache_.get()), cache_key);
  if (cached.is_object()) return get(isolate, as_object(cached), isolate.names().exports);
  std::string text;
  FileError error = read_text_file(file, &text);
  if (error.failed()) {
    return throw_coded(isolate, "Cannot read module '" + file + "': " + error.message, error_name(error.code));
  }
  Object* module = make_module(file, parent);
  if (is_main) main_.set(Value(module));
  put_direct(isolate, as_object(cache_.get()), cache_key, Value(module));
  auto fail = [&]() {
    Value exception = isolate.take_exception();
    (void)delete_property(isolate, as_object(cache_.get()), cache_key);
    return throw_value(isolate, exception);
  };
  if (file.ends_with(".json")) {
    Completion<Value> parsed = parse_json(isolate, text);
    if (parsed.failed()) {
      Value exception = isolate.exception();
      if (exception.is_object()) {
        Value message = get_own_data(isolate, as_object(exception), isolate.names().message);
        if (message.is_string()) {
          put_direct(isolate, as_object(exception), isolate.names().message,
                     Value(new_string_utf8(isolate, file + ": " + text_of(isolate, message))), Attributes::kHidden);
        }
      }
      return fail();
    }
    put_direct(isolate, module, isolate.names().exports, parsed.value());
  } else {
    static constexpr std::string_view kParameters[] = {"exports", "require", "module", "__filename", "__dirname"};
    CompileRequest request;
    request.text = std::move(text);
    request.name = file;
    request.goal = syntax::ParseGoal::kFunctionBody;
    request.wrapper_parameters = kParameters;
    Completion<Code*> program = compile_script(isolate, isolate.realm(), std::move(request));
    if (program.failed()) return fail();
    Value wrapper = MUST(run_program(isolate, program.value()));  // its value is the function around the text
    Value exports = MUST(get(isolate, module, isolate.names().exports));
    Value require = make_require(module, file);
    Value filename(new_string_utf8(isolate, file));
    Value directory(new_string_utf8(isolate, directory_of(file)));
    Completion<Value> run = call(isolate, wrapper, exports, {exports, require, Value(module), filename, directory});
    if (run.failed()) return fail();
  }
  put_direct(isolate, module, key_from_latin1(isolate, "loaded"), Value::boolean(true));
  return get(isolate, module, isolate.names().exports);
}

Completion<Value> ModuleLoader::require_builtin(const std::string& name) {
  return load_builtin_module(runtime_, name);
}

Completion<Value> ModuleLoader::require(const std::string& specifier, const std::string& from_file) {
  Isolate& isolate = runtime_.isolate();
  bool prefixed = specifier.starts_with("node:");
  std::string name = prefixed ? specifier.substr(5) : specifier;
  for (std::string_view builtin : builtin_module_names()) {
    if (builtin == name) return require_builtin(name);
  }
  if (prefixed || is_node_module_name(name)) {
    std::string message;
    if (is_node_module_name(name)) {
      message = "scrim has no '" + name + "' yet. It has:";
      for (std::string_view builtin : builtin_module_names()) message += " " + std::string(builtin);
    } else {
      message = "No such built-in module: " + specifier;
    }
    return throw_coded(isolate, message, "ERR_UNKNOWN_BUILTIN_MODULE");
  }
  std::string file;
  TRY(resolve(specifier, from_file, &file));
  required_by_.try_emplace(file, from_file);
  return load(file, Value::undefined(), false);
}

Completion<Value> ModuleLoader::run_main(const std::string& path) {
  std::string file;
  std::string absolute = absolute_path(path);
  if (!resolve_file(absolute, &file)) {
    Isolate& isolate = runtime_.isolate();
    std::vector<std::string> none;
    return throw_coded(isolate, "Cannot find module '" + absolute + "'", "MODULE_NOT_FOUND", &none);
  }
  return load(file, Value::undefined(), true);
}

std::string ModuleLoader::current_directory_file() const {
  return absolute_path("[eval]");
}

void ModuleLoader::expose_require_globally() {
  Isolate& isolate = runtime_.isolate();
  std::string file = absolute_path("[eval]");
  Object* global = isolate.realm().global_object;
  Object* module = make_module(file, Value::undefined());
  put_direct(isolate, global, isolate.names().require, make_require(module, file), Attributes::kHidden);
  put_direct(isolate, global, isolate.names().module, Value(module), Attributes::kHidden);
  put_direct(isolate, global, isolate.names().exports, MUST(get(isolate, module, isolate.names().exports)),
             Attributes::kHidden);
  put_direct(isolate, global, key_from_latin1(isolate, "__filename"), Value(new_string_latin1(isolate, "[eval]")),
             Attributes::kHidden);
  put_direct(isolate, global, key_from_latin1(isolate, "__dirname"), Value(new_string_latin1(isolate, ".")),
             Attributes::kHidden);
}

}  // namespace scrim
