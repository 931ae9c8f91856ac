// CommonJS as Node has it: the Module class, require, and how file names are found.
// https://nodejs.org/api/modules.html
#include <algorithm>
#include <cstdlib>

#include "engine/builtins/json.h"
#include "engine/builtins/support.h"
#include "engine/objects/inline_slots.h"
#include "engine/runtime/file.h"
#include "engine/runtime/host_call.h"
#include "engine/runtime/module_paths.h"
#include "engine/runtime/modules.h"
#include "engine/runtime/natives.h"
#include "engine/runtime/source_maps.h"
#include "engine/runtime/system_error.h"

namespace scrim {

namespace {

std::string text_of(Isolate& isolate, Value value) {
  return value.is_string() ? to_utf8(isolate, as_string(value)) : "";
}
ModuleLoader& loader_of(Isolate& isolate) {
  return runtime_of(isolate).modules();
}
Array* text_array(Isolate& isolate, const std::vector<std::string>& texts) {
  Array* array = new_array(isolate);
  for (const std::string& text : texts) array_push(isolate, array, text_value(isolate, text));
  return array;
}
Completion<bool> texts_of(Isolate& isolate, Value value, std::vector<std::string>* texts) {
  if (!value.is_object()) return false;
  uint64_t length = TRY(length_of_array_like(isolate, as_object(value)));
  for (uint64_t i = 0; i < length; ++i) {
    Value item = TRY(get(isolate, as_object(value), PropertyKey::from_index(static_cast<uint32_t>(i))));
    texts->push_back(to_utf8(isolate, TRY(to_string(isolate, item))));
  }
  return true;
}

// The text of `value` in Node's messages: "type number (5)".
std::string received(Isolate& isolate, Value value) {
  Completion<Value> errors = runtime_of(isolate).modules().require_builtin("internal/errors");
  if (!errors.failed() && errors.value().is_object()) {
    Completion<Value> text = invoke(isolate, errors.value(), key_from_latin1(isolate, "describeReceived"),
                                    std::span<const Value>(&value, 1));
    if (!text.failed() && text.value().is_string()) return to_utf8(isolate, as_string(text.value()));
  }
  if (isolate.has_exception()) isolate.take_exception();
  return inspect(isolate, value);
}

Completion<bool> check_string(Isolate& isolate, Value value, const char* name) {
  if (value.is_string()) return true;
  return throw_node_error(
      isolate, ErrorType::kTypeError, "ERR_INVALID_ARG_TYPE",
      std::string("The \"") + name + "\" argument must be of type string. Received " + received(isolate, value));
}

// ---- Module.prototype

Completion<Value> module_require(Isolate& isolate, Frame& frame) {
  Value id = frame.argument(0);
  TRY(check_string(isolate, id, "id"));
  if (as_string(id)->length == 0) {
    return throw_node_error(isolate, ErrorType::kTypeError, "ERR_INVALID_ARG_VALUE",
                            "The argument 'id' must be a non-empty string. Received ''");
  }
  Object* module_class = loader_of(isolate).module_class();
  Value load = TRY(get(isolate, module_class, key_from_latin1(isolate, "_load")));
  return call(isolate, load, Value(module_class), {id, frame.this_value, Value::boolean(false)});
}

Completion<Value> module_load(Isolate& isolate, Frame& frame) {
  Object* module = TRY(to_object(isolate, frame.this_value));
  std::string file = to_utf8(isolate, TRY(to_string(isolate, frame.argument(0))));
  ModuleLoader& loader = loader_of(isolate);
  TRY(set_or_throw(isolate, module, key_from_latin1(isolate, "filename"), text_value(isolate, file)));
  TRY(set_or_throw(isolate, module, key_from_latin1(isolate, "paths"),
                   Value(text_array(isolate, node_modules_paths(directory_of(file))))));
  // The longest registered extension of the name.
  std::string name = base_name_of(file);
  Value extensions = TRY(get(isolate, loader.module_class(), key_from_latin1(isolate, "_extensions")));
  Value handler = Value::undefined();
  if (Value info = loader.hook_info(module); info.is_object()) {
    Value format = get_own_data(isolate, as_object(info), key_from_latin1(isolate, "format"));
    if (!format.is_empty() && !format.is_undefined()) {
      const std::string known = text_of(isolate, format);
      const char* extension = known == "json" ? ".json" : known == "addon" ? ".node" : ".js";
      handler = TRY(get_value(isolate, extensions, key_from_latin1(isolate, extension)));
    }
  }
  for (size_t dot = name.find('.', 1); dot != std::string::npos && handler.is_undefined();
       dot = name.find('.', dot + 1)) {
    handler = TRY(get_value(isolate, extensions, key_from_string(isolate, new_string_utf8(isolate, name.substr(dot)))));
  }
  if (handler.is_undefined()) handler = TRY(get_value(isolate, extensions, key_from_latin1(isolate, ".js")));
  TRY(call(isolate, handler, extensions, {Value(module), text_value(isolate, file)}));
  TRY(set_or_throw(isolate, module, key_from_latin1(isolate, "loaded"), Value::boolean(true)));
  return Value::undefined();
}

Completion<Value> module_compile(Isolate& isolate, Frame& frame) {
  Object* module = TRY(to_object(isolate, frame.this_value));
  String* content = TRY(to_string(isolate, frame.argument(0)));
  std::string file = to_utf8(isolate, TRY(to_string(isolate, frame.argument(1))));
  return loader_of(isolate).compile(module, file, to_utf8(isolate, content), text_of(isolate, frame.argument(2)));
}

Completion<Value> module_parent(Isolate& isolate, Frame& frame) {
  Object* module = TRY(to_object(isolate, frame.this_value));
  Value parent = get_own_data(isolate, module, loader_of(isolate).parent_key());
  return parent.is_empty() ? Value::undefined() : parent;
}

Completion<Value> module_set_parent(Isolate& isolate, Frame& frame) {
  Object* module = TRY(to_object(isolate, frame.this_value));
  put_direct(isolate, module, loader_of(isolate).parent_key(), frame.argument(0));
  return Value::undefined();
}

Completion<Value> module_is_preloading(Isolate&, Frame&) {
  return Value::boolean(false);
}

Completion<Value> module_constructor_of(Isolate& isolate, Frame&) {
  return Value(loader_of(isolate).module_class());
}

// ---- static

Completion<Value> static_load(Isolate& isolate, Frame& frame) {
  return loader_of(isolate).load(frame.argument(0), frame.argument(1), to_boolean(frame.argument(2)));
}

Completion<Value> static_resolve_filename(Isolate& isolate, Frame& frame) {
  return loader_of(isolate).resolve_filename(frame.argument(0), frame.argument(1), to_boolean(frame.argument(2)),
                                             frame.argument(3));
}

Completion<Value> static_find_path(Isolate& isolate, Frame& frame) {
  std::string request = to_utf8(isolate, TRY(to_string(isolate, frame.argument(0))));
  std::vector<std::string> paths;
  TRY(texts_of(isolate, frame.argument(1), &paths));
  std::string file;
  if (request.starts_with("/")) paths = {""};
  if (!TRY(loader_of(isolate).find_path(request, paths, to_boolean(frame.argument(2)), &file))) {
    return Value::boolean(false);
  }
  return text_value(isolate, file);
}

Completion<Value> static_node_module_paths(Isolate& isolate, Frame& frame) {
  std::string from = to_utf8(isolate, TRY(to_string(isolate, frame.argument(0))));
  return Value(text_array(isolate, node_modules_paths(absolute_path(host_of(isolate), from))));
}

bool is_plain_builtin(const std::string& request) {
  return request.starts_with("node:") || (is_node_module_name(request) && !needs_node_prefix(request));
}

// Where a request is looked for, seen from a module. Null: it is a builtin's.
Completion<Value> lookup_paths(Isolate& isolate, Value request, Value parent) {
  std::string name = to_utf8(isolate, TRY(to_string(isolate, request)));
  if (is_plain_builtin(name)) return Value::null();
  if (!is_relative_specifier(name)) {
    std::vector<std::string> paths;
    if (parent.is_object()) {
      Value own = TRY(get(isolate, as_object(parent), key_from_latin1(isolate, "paths")));
      TRY(texts_of(isolate, own, &paths));
    }
    for (const std::string& path : loader_of(isolate).global_paths()) paths.push_back(path);
    return Value(text_array(isolate, paths));
  }
  std::string file = parent.is_object()
                         ? text_of(isolate, TRY(get(isolate, as_object(parent), key_from_latin1(isolate, "filename"))))
                         : "";
  if (file.empty()) file = loader_of(isolate).current_directory_file();
  return Value(text_array(isolate, {directory_of(file)}));
}

Completion<Value> static_resolve_lookup_paths(Isolate& isolate, Frame& frame) {
  return lookup_paths(isolate, frame.argument(0), frame.argument(1));
}

// function Module(id = '', parent)
Completion<Value> module_constructor(Isolate& isolate, Frame& frame) {
  ModuleLoader& loader = loader_of(isolate);
  Value prototype = TRY(get(isolate, loader.module_class(), isolate.names().prototype));
  if (frame.new_target.is_object()) {
    prototype = TRY(get(isolate, as_object(frame.new_target), isolate.names().prototype));
  }
  Object* module = frame.new_target.is_undefined() && frame.this_value.is_object()
                       ? as_object(frame.this_value)
                       : new_object_with_prototype(isolate, prototype.is_object() ? as_object(prototype) : nullptr);
  Value id = frame.argument(0).is_undefined() ? text_value(isolate, "") : frame.argument(0);
  Value parent = frame.argument(1);
  put_direct(isolate, module, key_from_latin1(isolate, "id"), id);
  put_direct(isolate, module, key_from_latin1(isolate, "path"),
             text_value(isolate, directory_of(to_utf8(isolate, TRY(to_string(isolate, id))))));
  put_direct(isolate, module, isolate.names().exports, Value(new_plain_object(isolate)));
  put_direct(isolate, module, loader.parent_key(), parent);
  if (parent.is_object()) {
    Value children = TRY(get(isolate, as_object(parent), key_from_latin1(isolate, "children")));
    if (children.is_object() && as_object(children)->is_array()) {
      array_push(isolate, cast<Array>(children), Value(module));
    }
  }
  put_direct(isolate, module, key_from_latin1(isolate, "filename"), Value::null());
  put_direct(isolate, module, key_from_latin1(isolate, "loaded"), Value::boolean(false));
  put_direct(isolate, module, key_from_latin1(isolate, "children"), Value(new_array(isolate)));
  return Value(module);
}

// ---- extensions

Completion<Value> extension_js(Isolate& isolate, Frame& frame) {
  Object* module = TRY(to_object(isolate, frame.argument(0)));
  return loader_of(isolate).load_javascript(module, to_utf8(isolate, TRY(to_string(isolate, frame.argument(1)))));
}

Completion<Value> extension_json(Isolate& isolate, Frame& frame) {
  Object* module = TRY(to_object(isolate, frame.argument(0)));
  return loader_of(isolate).load_json(module, to_utf8(isolate, TRY(to_string(isolate, frame.argument(1)))));
}

Completion<Value> extension_node(Isolate& isolate, Frame& frame) {
  return throw_node_error(
      isolate, ErrorType::kError, "ERR_DLOPEN_FAILED",
      "scrim cannot load addons compiled for Node: " + to_utf8(isolate, TRY(to_string(isolate, frame.argument(1)))));
}

// ---- require, its data is the module

Completion<Value> require_native(Isolate& isolate, Frame& frame) {
  Value module = cast<NativeFunction>(frame.callee)->data;
  Value id = frame.argument(0);
  return invoke(isolate, module, isolate.names().require, std::span<const Value>(&id, 1));
}

Completion<Value> require_resolve(Isolate& isolate, Frame& frame) {
  Value module = cast<NativeFunction>(frame.callee)->data;
  TRY(check_string(isolate, frame.argument(0), "request"));
  ModuleLoader& loader = loader_of(isolate);
  Object* module_class = loader.module_class();
  if (loader.hooks.sync_resolve) {
    Value options = frame.argument(1);
    if (options.is_undefined() || options.is_null()) options = Value(new_plain_object(isolate));
    Object* found = TRY(loader.resolve_required(frame.argument(0), module, false, options));
    Value url = get_own_data(isolate, found, key_from_latin1(isolate, "url"));
    const std::string text = text_of(isolate, url);
    if (text.starts_with("node:") && text == text_of(isolate, frame.argument(0))) return url;
    return get(isolate, found, key_from_latin1(isolate, "filename"));
  }
  Value resolve = TRY(get(isolate, module_class, key_from_latin1(isolate, "_resolveFilename")));
  return call(isolate, resolve, Value(module_class),
              {frame.argument(0), module, Value::boolean(false), frame.argument(1)});
}

Completion<Value> require_resolve_paths(Isolate& isolate, Frame& frame) {
  TRY(check_string(isolate, frame.argument(0), "request"));
  return lookup_paths(isolate, frame.argument(0), cast<NativeFunction>(frame.callee)->data);
}

using P = BuiltinProperty;

constexpr P kStaticTable[] = {
    P::function("_load", static_load, 3, kHiddenNative),
    P::function("_resolveFilename", static_resolve_filename, 4, kHiddenNative),
    P::function("_findPath", static_find_path, 3, kHiddenNative),
    P::function("_nodeModulePaths", static_node_module_paths, 1, kHiddenNative),
    P::function("_resolveLookupPaths", static_resolve_lookup_paths, 2, kHiddenNative),
};
constexpr P kPrototypeTable[] = {
    P::function("load", module_load, 1, kHiddenNative),        P::function("require", module_require, 1, kHiddenNative),
    P::function("_compile", module_compile, 3, kHiddenNative), P::accessor("constructor", module_constructor_of),
    P::accessor("parent", module_parent, module_set_parent),   P::accessor("isPreloading", module_is_preloading),
};

}  // namespace

Object* ModuleLoader::module_class() {
  if (class_.get().is_object()) return as_object(class_.get());
  Isolate& isolate = runtime_.isolate();
  Realm& realm = isolate.realm();
  Symbol* symbol = new_symbol(isolate, new_string_latin1(isolate, "#parent"), Symbol::kPrivateName);
  parent_symbol_.set(Value(symbol));
  parent_key_ = PropertyKey::from_symbol(symbol);
  Symbol* info = new_symbol(isolate, new_string_latin1(isolate, "#hooks"), Symbol::kPrivateName);
  info_symbol_.set(Value(info));
  info_key_ = PropertyKey::from_symbol(info);
  Object* prototype =
      make_builtin_object(isolate, realm, realm.intrinsic(Intrinsic::kObjectPrototype), kPrototypeTable);
  Object* constructor =
      new_native_function(isolate, module_constructor, key_from_latin1(isolate, "Module"), 0, Value::undefined(), true);
  put_direct(isolate, constructor, isolate.names().prototype, Value(prototype), Attributes::kWritable);
  for (const P& method : kStaticTable) {
    PropertyKey key = key_from_latin1(isolate, method.name);
    NativeFunction* function = new_native_function(isolate, method.native, key, method.length);
    function->magic = method.magic;
    put_direct(isolate, constructor, key, Value(function));
  }
  class_.set(Value(constructor));
  put_direct(isolate, constructor, key_from_latin1(isolate, "_cache"),
             Value(new_object_with_prototype(isolate, nullptr)));
  put_direct(isolate, constructor, key_from_latin1(isolate, "_pathCache"),
             Value(new_object_with_prototype(isolate, nullptr)));
  Object* extensions = new_object_with_prototype(isolate, nullptr);
  auto add = [&](const char* name, NativeCode native) {
    NativeFunction* function = new_native_function(isolate, native, isolate.names().empty, 2);
    function->magic = kHiddenNative;
    put_direct(isolate, extensions, key_from_latin1(isolate, name), Value(function));
  };
  add(".js", extension_js);
  add(".json", extension_json);
  add(".node", extension_node);
  put_direct(isolate, constructor, key_from_latin1(isolate, "_extensions"), Value(extensions));
  return constructor;
}

Object* ModuleLoader::cache() {
  Isolate& isolate = runtime_.isolate();
  Value value = get_own_data(isolate, module_class(), key_from_latin1(isolate, "_cache"));
  if (value.is_object()) return as_object(value);
  Object* fresh = new_object_with_prototype(isolate, nullptr);
  put_direct(isolate, module_class(), key_from_latin1(isolate, "_cache"), Value(fresh));
  return fresh;
}

std::vector<std::string> ModuleLoader::extensions() {
  Isolate& isolate = runtime_.isolate();
  Value value = get_own_data(isolate, module_class(), key_from_latin1(isolate, "_extensions"));
  std::vector<std::string> names;
  if (value.is_object()) {
    Completion<Array*> keys = own_property_keys(isolate, as_object(value), KeyFilter::kStrings);
    if (keys.failed()) {
      isolate.take_exception();
    } else {
      for (uint32_t i = 0; i < keys.value()->length; ++i) {
        names.push_back(to_utf8(isolate, as_string(keys.value()->vector()->values[i])));
      }
    }
  }
  return names;
}

const std::vector<std::string>& ModuleLoader::global_paths() {
  if (has_global_paths_) return global_paths_;
  has_global_paths_ = true;
  if (const std::string text = environment_variable(runtime_.host(), "NODE_PATH"); !text.empty()) {
    for (size_t start = 0; start <= text.size();) {
      size_t end = text.find(':', start);
      if (end == std::string::npos) end = text.size();
      if (end > start) global_paths_.push_back(text.substr(start, end - start));
      start = end + 1;
    }
  }
  if (const std::string home = environment_variable(runtime_.host(), "HOME"); !home.empty()) {
    global_paths_.push_back(home + "/.node_modules");
    global_paths_.push_back(home + "/.node_libraries");
  }
  const std::string& executable = runtime_.options().executable;
  if (!executable.empty()) {
    std::string prefix = directory_of(directory_of(executable));
    global_paths_.push_back((prefix == "/" ? "" : prefix) + "/lib/node");
  }
  return global_paths_;
}

Object* ModuleLoader::construct_module(const std::string& id, Value parent) {
  Isolate& isolate = runtime_.isolate();
  Value arguments[] = {text_value(isolate, id), parent};
  return MUST(construct(isolate, module_class(), arguments));
}

Value ModuleLoader::make_require(Object* module) {
  Isolate& isolate = runtime_.isolate();
  NativeFunction* require = new_native_function(isolate, require_native, isolate.names().require, 1, Value(module));
  NativeFunction* resolve = new_native_function(isolate, require_resolve, isolate.names().resolve, 2, Value(module));
  require->magic = resolve->magic = kHiddenNative;
  PropertyKey paths = key_from_latin1(isolate, "paths");
  put_direct(isolate, resolve, paths,
             Value(new_native_function(isolate, require_resolve_paths, paths, 1, Value(module))));
  put_direct(isolate, require, isolate.names().resolve, Value(resolve));
  put_direct(isolate, require, key_from_latin1(isolate, "main"), main_.get());
  Value extensions = get_own_data(isolate, module_class(), key_from_latin1(isolate, "_extensions"));
  put_direct(isolate, require, key_from_latin1(isolate, "extensions"), extensions);
  put_direct(isolate, require, key_from_latin1(isolate, "cache"), Value(cache()));
  return Value(require);
}

// ---- finding files

Completion<bool> ModuleLoader::try_file(const std::string& path, std::string* result) {
  if (!file_exists(runtime_.host(), path)) return false;
  *result = real_path(runtime_.host(), path);
  return true;
}

Completion<bool> ModuleLoader::try_extensions(const std::string& path, std::string* result) {
  for (const std::string& extension : extensions()) {
    if (TRY(try_file(path + extension, result))) return true;
  }
  return false;
}

Completion<bool> ModuleLoader::try_package(const std::string& directory, const std::string& request,
                                           std::string* result) {
  Isolate& isolate = runtime_.isolate();
  const PackageConfig* package = TRY(resolver_.read_package(directory));
  if (!package->exists || !package->has_main || package->main.empty()) {
    return try_extensions((directory == "/" ? "" : directory) + "/index", result);
  }
  std::string main = normalize_path(directory + "/" + package->main);
  if (TRY(try_file(main, result)) || TRY(try_extensions(main, result)) ||
      TRY(try_extensions(main + "/index", result))) {
    return true;
  }
  if (TRY(try_extensions(directory + "/index", result))) return true;
  Object* error = make_error(isolate, ErrorType::kError,
                             new_string_utf8(isolate, "Cannot find module '" + main +
                                                          "'. Please verify that the package.json has a valid "
                                                          "\"main\" entry"));
  put_direct(isolate, error, key_from_latin1(isolate, "code"), text_value(isolate, "MODULE_NOT_FOUND"));
  put_direct(isolate, error, key_from_latin1(isolate, "path"), text_value(isolate, package->path));
  put_direct(isolate, error, key_from_latin1(isolate, "requestPath"), text_value(isolate, request));
  return throw_value(isolate, Value(error));
}

// Module._findPath
Completion<bool> ModuleLoader::find_path(const std::string& request, const std::vector<std::string>& paths,
                                         bool is_main, std::string* result) {
  (void)is_main;
  bool absolute = request.starts_with("/");
  bool directory_only = request.ends_with("/") || request == "." || request == ".." || request.ends_with("/.") ||
                        request.ends_with("/..");
  for (const std::string& path : paths) {
    if (!path.empty() && !is_directory(runtime_.host(), path)) continue;
    if (!absolute && !is_relative_specifier(request) && TRY(resolver_.resolve_package_exports(path, request, result))) {
      return true;
    }
    std::string base = normalize_path(absolute ? request : absolute_path(runtime_.host(), path) + "/" + request);
    bool is_folder = is_directory(runtime_.host(), base);
    if (!directory_only) {
      if (!is_folder && TRY(try_file(base, result))) return true;
      if (TRY(try_extensions(base, result))) return true;
    }
    if (is_folder && TRY(try_package(base, request, result))) return true;
  }
  return false;
}

// Module._resolveFilename
Completion<Value> ModuleLoader::resolve_filename(Value request_value, Value parent, bool is_main, Value options) {
  Isolate& isolate = runtime_.isolate();
  std::string request = to_utf8(isolate, TRY(to_string(isolate, request_value)));
  const bool is_unknown_builtin = request.starts_with("node:") && !is_node_module_name(request.substr(5));
  if (is_plain_builtin(request) && !is_unknown_builtin) return request_value;
  Object* self = module_class();
  Value lookup = TRY(get(isolate, self, key_from_latin1(isolate, "_resolveLookupPaths")));
  std::vector<std::string> paths;
  Value option_paths = Value::undefined();
  if (options.is_object()) option_paths = TRY(get(isolate, as_object(options), key_from_latin1(isolate, "paths")));
  if (option_paths.is_object()) {
    std::vector<std::string> given;
    TRY(texts_of(isolate, option_paths, &given));
    for (const std::string& path : given) {
      std::vector<std::string> one;
      if (is_relative_specifier(request)) {
        one = {path};
      } else {
        Object* from = construct_module("", Value::null());
        put_direct(isolate, from, key_from_latin1(isolate, "paths"),
                   Value(text_array(isolate, node_modules_paths(absolute_path(runtime_.host(), path)))));
        TRY(texts_of(isolate, TRY(call(isolate, lookup, Value(self), {request_value, Value(from)})), &one));
      }
      for (const std::string& item : one) {
        if (std::find(paths.begin(), paths.end(), item) == paths.end()) paths.push_back(item);
      }
    }
  } else if (!is_unknown_builtin) {
    TRY(texts_of(isolate, TRY(call(isolate, lookup, Value(self), {request_value, parent})), &paths));
  }
  // Only hooks have conditions of their own.
  Conditions saved = resolver_.require_conditions;
  struct Restore {
    Conditions& conditions;
    Conditions& saved;
    ~Restore() { conditions = std::move(saved); }
  } restore{resolver_.require_conditions, saved};
  if (options.is_object()) {
    std::vector<std::string> own;
    Value given = TRY(get(isolate, as_object(options), key_from_latin1(isolate, "conditions")));
    if (given.is_object() && as_object(given)->is_array()) {
      TRY(texts_of(isolate, given, &own));
      resolver_.require_conditions = std::move(own);
    }
  }
  std::string parent_file;
  if (parent.is_object()) {
    parent_file = text_of(isolate, TRY(get(isolate, as_object(parent), key_from_latin1(isolate, "filename"))));
  }
  std::string file;
  if (request.starts_with("#") && !parent_file.empty()) {
    bool builtin = false;
    if (TRY(resolver_.resolve_hash_import(request, parent_file, &file, &builtin))) {
      return text_value(isolate, builtin ? "node:" + file : file);
    }
  }
  std::string from = parent_file.empty() ? current_directory_file() : parent_file;
  if (!is_relative_specifier(request) && !request.starts_with("/") &&
      TRY(resolver_.resolve_self(directory_of(from), request, &file))) {
    return text_value(isolate, file);
  }
  if (request.starts_with("/")) paths = {""};
  if (!is_unknown_builtin && TRY(find_path(request, paths, is_main, &file))) return text_value(isolate, file);

  Array* stack = new_array(isolate);
  std::string message = "Cannot find module '" + request + "'";
  Value at = parent;
  for (int depth = 0; at.is_object() && depth < 1000; ++depth) {
    Value name = TRY(get(isolate, as_object(at), key_from_latin1(isolate, "filename")));
    if (!name.is_string()) name = TRY(get(isolate, as_object(at), key_from_latin1(isolate, "id")));
    array_push(isolate, stack, name);
    at = get_own_data(isolate, as_object(at), parent_key_);
  }
  if (stack->length > 0) {
    message += "\nRequire stack:";
    for (uint32_t i = 0; i < stack->length; ++i) message += "\n- " + text_of(isolate, stack->vector()->values[i]);
  }
  Object* error = make_error(isolate, ErrorType::kError, new_string_utf8(isolate, message));
  put_direct(isolate, error, key_from_latin1(isolate, "code"), text_value(isolate, "MODULE_NOT_FOUND"));
  put_direct(isolate, error, key_from_latin1(isolate, "requireStack"), Value(stack));
  return throw_value(isolate, Value(error));
}

// ---- loading

// Module._load
Completion<Value> ModuleLoader::load(Value request_value, Value parent, bool is_main) {
  Isolate& isolate = runtime_.isolate();
  std::string request = to_utf8(isolate, TRY(to_string(isolate, request_value)));
  auto builtin = [&](const std::string& name) -> Completion<Value> {
    for (std::string_view known : builtin_module_names()) {
      if (known == name) return require_builtin(name);
    }
    return throw_missing_builtin(isolate, is_node_module_name(name) ? name : request);
  };
  Object* self = module_class();
  // An import's hooks have been asked already.
  const bool is_given = !given_file_.empty() && given_file_ == request;
  if (is_given) given_file_.clear();
  Value file_value = Value::empty();
  Value info = Value::undefined();
  Value url = Value::undefined();
  Value format = Value::undefined();
  // A builtin as it is, or what the load hooks have put in its place (info).
  auto hooked_builtin = [&](const std::string& name) -> Completion<bool> {
    if (!hooks.sync_load || is_given) return false;
    info = TRY(load_hooked_builtin(url, format, name));
    return info.is_object();
  };
  std::string before;
  if (parent.is_object()) {
    before = text_of(isolate, TRY(get(isolate, as_object(parent), key_from_latin1(isolate, "path")))) + '\0' + request;
    if (auto known = resolved_before_.find(before); known != resolved_before_.end()) {
      file_value = text_value(isolate, known->second);
      Value there = TRY(get(isolate, cache(), key_from_string(isolate, as_string(file_value))));
      if (!there.is_object()) {
        file_value = Value::empty();
        resolved_before_.erase(known);
      }
    }
  }
  if (!file_value.is_empty()) {
    // Resolved before.
  } else if (hooks.sync_resolve && !is_given) {
    Object* found = TRY(resolve_required(request_value, parent, is_main, Value::undefined()));
    url = get_own_data(isolate, found, key_from_latin1(isolate, "url"));
    format = get_own_data(isolate, found, key_from_latin1(isolate, "format"));
    file_value = get_own_data(isolate, found, key_from_latin1(isolate, "filename"));
    info = Value(found);
    if (request.starts_with("node:") && text_of(isolate, url) == request && !TRY(hooked_builtin(request.substr(5)))) {
      return builtin(request.substr(5));
    }
  } else if (request.starts_with("node:")) {
    if (!is_node_module_name(request.substr(5)) || !TRY(hooked_builtin(request.substr(5)))) {
      return builtin(request.substr(5));
    }
    file_value = text_value(isolate, request.substr(5));
  } else {
    // What is no file has no other name.
    const bool is_url = is_given && !request.starts_with("/");
    Value resolve = is_url ? Value::undefined() : TRY(get(isolate, self, key_from_latin1(isolate, "_resolveFilename")));
    file_value = is_url ? request_value
                        : TRY(call(isolate, resolve, Value(self), {request_value, parent, Value::boolean(is_main)}));
  }
  const bool in_builtins_place =
      info.is_object() && !get_own_data(isolate, as_object(info), key_from_latin1(isolate, "source")).is_empty();
  String* file_text = TRY(to_string(isolate, file_value));
  std::string file = to_utf8(isolate, file_text);
  PropertyKey cache_key = key_from_string(isolate, file_text);
  Value cached = in_builtins_place ? Value::undefined() : TRY(get(isolate, cache(), cache_key));
  auto children_of = [&](Value module) -> Completion<Array*> {
    Value children = TRY(get(isolate, as_object(module), key_from_latin1(isolate, "children")));
    bool is_list = children.is_object() && as_object(children)->is_array();
    return is_list ? cast<Array>(children) : new_array(isolate);
  };
  if (cached.is_object()) {
    if (parent.is_object()) {
      Array* children = TRY(children_of(parent));
      bool known = false;
      for (uint32_t i = 0; i < children->length; ++i) known = known || fast_element(children, i) == cached;
      if (!known) array_push(isolate, children, cached);
    }
    const bool loaded = to_boolean(TRY(get(isolate, as_object(cached), key_from_latin1(isolate, "loaded"))));
    if (!loaded) {
      ModuleRecord* record = find_record(file_url_of_path(file));
      if (record && record->status == ModuleRecord::kEvaluating) {
        Value from = get_own_data(isolate, as_object(cached), parent_key_);
        if (from.is_object()) from = get_own_data(isolate, as_object(from), key_from_latin1(isolate, "filename"));
        return throw_node_error(isolate, ErrorType::kError, "ERR_REQUIRE_CYCLE_MODULE",
                                "Cannot require() ES Module " + file + " in a cycle." +
                                    (from.is_string() ? " (from " + text_of(isolate, from) + ")" : ""));
      }
      // A use of what is not exported yet is worth a warning.
      Value exports = TRY(get(isolate, as_object(cached), isolate.names().exports));
      Value circular = TRY(require_builtin("internal/circular_exports"));
      watches_circular_exports_ = true;
      return invoke(isolate, circular, key_from_latin1(isolate, "watch"), {&exports, 1});
    }
    return get(isolate, as_object(cached), isolate.names().exports);
  }
  if (!in_builtins_place && is_plain_builtin(file)) {
    const std::string name = file.starts_with("node:") ? file.substr(5) : file;
    if (!is_node_module_name(name) || !TRY(hooked_builtin(name))) return builtin(name);
  }

  Object* module = construct_module(file, parent);
  if (pending_.get().is_object()) {
    Value found = get_own_data(isolate, as_object(pending_.get()), cache_key);
    if (found.is_object()) {
      info = found;
      TRY(delete_property(isolate, as_object(pending_.get()), cache_key));
    }
  }
  if (info.is_object()) put_direct(isolate, module, info_key_, info);
  if (is_main) {
    main_.set(Value(module));
    if (!is_given) put_direct(isolate, module, key_from_latin1(isolate, "id"), text_value(isolate, "."));
    if (runtime_.process_object->get().is_object()) {
      put_direct(isolate, as_object(runtime_.process_object->get()), key_from_latin1(isolate, "mainModule"),
                 Value(module));
    }
  }
  TRY(set_or_throw(isolate, cache(), cache_key, Value(module)));
  if (!before.empty()) resolved_before_[before] = file;
  Value argument = file_value;
  Completion<Value> loaded = invoke(isolate, Value(module), key_from_latin1(isolate, "load"), {&argument, 1});
  if (loaded.failed()) {
    if (isolate.terminating) return Throw{};
    resolved_before_.erase(before);
    Value exception = isolate.take_exception();
    if (delete_property(isolate, cache(), cache_key).failed()) isolate.take_exception();
    if (parent.is_object()) {
      Completion<Array*> children = children_of(parent);
      if (children.failed()) {
        isolate.take_exception();
      } else if (Array* list = children.value(); list->length > 0 && list->has_vector_elements() &&
                                                 fast_element(list, list->length - 1) == Value(module)) {
        if (array_set_length(isolate, list, list->length - 1).failed()) isolate.take_exception();
      }
    }
    return throw_value(isolate, exception);
  }
  Value exports = TRY(get(isolate, module, isolate.names().exports));
  if (!watches_circular_exports_) return exports;
  Value circular = TRY(require_builtin("internal/circular_exports"));
  return invoke(isolate, circular, key_from_latin1(isolate, "unwatch"), {&exports, 1});
}

Completion<Value> ModuleLoader::load_javascript(Object* module, const std::string& file) {
  Isolate& isolate = runtime_.isolate();
  report_to_watcher(file);
  ModuleFormat format = TRY(format_of(file, false));
  std::string text;
  // The program itself is better refused than run with other characters than were meant.
  const bool is_main = main_.get() == Value(module);
  FileError error;
  std::string kind = format == ModuleFormat::kModule ? "module" : format == ModuleFormat::kCommonJs ? "commonjs" : "";
  if (language_of(file) == syntax::Language::kTypeScript) kind += kind.empty() ? "typescript" : "-typescript";
  if (hooks.sync_load || hook_info(module).is_object()) {
    if (!TRY(source_of(module, file, &kind, &text, &error))) VERIFY(error.failed());
  } else {
    error = is_main ? read_text_file(runtime_.host(), file, &text) : read_module_file(runtime_.host(), file, &text);
  }
  if (error.failed()) return throw_unreadable(isolate, file, error);
  Value compiler = TRY(get(isolate, module, key_from_latin1(isolate, "_compile")));
  bool own = compiler.is_object() && as_object(compiler)->type == CellType::kNativeFunction &&
             cast<NativeFunction>(compiler)->native == module_compile;
  if (own) return compile(module, file, std::move(text), kind);
  return call(isolate, compiler, Value(module),
              {text_value(isolate, text), text_value(isolate, file),
               kind.empty() ? Value::undefined() : text_value(isolate, kind)});
}

Completion<Value> ModuleLoader::load_json(Object* module, const std::string& file) {
  Isolate& isolate = runtime_.isolate();
  std::string text;
  FileError error;
  report_to_watcher(file);
  if (hooks.sync_load || hook_info(module).is_object()) {
    std::string format = "json";
    TRY(source_of(module, file, &format, &text, &error));
  } else {
    error = read_module_file(runtime_.host(), file, &text);
  }
  if (error.failed()) return throw_unreadable(isolate, file, error);
  Completion<Value> parsed = json_parse_text(isolate, new_string_utf8(isolate, text));
  if (parsed.failed()) {
    Value exception = isolate.exception();
    if (exception.is_object()) {
      Value message = get_own_data(isolate, as_object(exception), isolate.names().message);
      if (message.is_string()) {
        put_direct(isolate, as_object(exception), isolate.names().message,
                   text_value(isolate, file + ": " + text_of(isolate, message)), Attributes::kHidden);
      }
    }
    return Throw{};
  }
  TRY(set_or_throw(isolate, module, isolate.names().exports, parsed.value()));
  return Value::undefined();
}

bool is_module_syntax_error(Isolate& isolate, Value error) {
  if (!error.is_object()) return false;
  Value value = get_own_data(isolate, as_object(error), isolate.names().message);
  if (!value.is_string()) return false;
  return is_module_syntax_message(to_utf8(isolate, as_string(value)));
}

bool is_module_syntax_message(std::string_view message) {
  for (const char* known :
       {"Cannot use import statement outside a module", "Unexpected token 'export'",
        "Cannot use 'import.meta' outside a module",
        "await is only valid in async functions and the top level bodies of modules",
        "Identifier '__filename' has already been declared", "Identifier '__dirname' has already been declared",
        "Identifier 'exports' has already been declared", "Identifier 'module' has already been declared",
        "Identifier 'require' has already been declared", "Unexpected reserved word"}) {
    if (message.starts_with(known)) return true;
  }
  return false;
}

static Throw throw_decorated(Isolate& isolate) {
  if (isolate.terminating) return Throw{};
  Root<Value> error(isolate.heap(), isolate.take_exception());
  runtime_of(isolate).decorate_stack(error.get());
  return throw_value(isolate, error.get());
}

Completion<Value> ModuleLoader::compile(Object* module, const std::string& file, std::string text,
                                        const std::string& format) {
  static constexpr std::string_view kParameters[] = {"exports", "require", "module", "__filename", "__dirname"};
  Isolate& isolate = runtime_.isolate();
  syntax::Language language = language_of(file);
  if (format.ends_with("typescript")) {
    language = syntax::Language::kTypeScript;
  } else if (language == syntax::Language::kTypeScript) {
    language = syntax::Language::kJavaScript;  // somebody has taken the types out
  }
  if (format.starts_with("module")) return load_module_from_commonjs(module, file, &text, language);
  const bool may_be_module = !format.starts_with("commonjs");
  CompileRequest request;
  request.text = std::move(text);
  request.refused_text = &text;
  request.name = file;
  request.goal = syntax::ParseGoal::kFunctionBody;
  request.language = language;
  request.wrapper_parameters = kParameters;
  Completion<Code*> program = compile_script(isolate, isolate.realm(), std::move(request));
  if (program.failed()) {
    if (!may_be_module || !is_module_syntax_error(isolate, isolate.exception())) return throw_decorated(isolate);
    Root<Value> error(isolate.heap(), isolate.take_exception());
    auto place = isolate.syntax_error_place;
    if (main_.get() == Value(module)) TRY(warn_typeless(file));
    Completion<Value> loaded = load_module_from_commonjs(module, file, &text, language);
    if (!loaded.failed() || isolate.syntax_error_place.error == place.error || isolate.terminating) return loaded;
    // It is no ES module either if it does not parse as one.
    if (isolate.exception().is_cell() && isolate.syntax_error_place.error == isolate.exception().bits() &&
        path_of_script_name(isolate.syntax_error_place.name) == file && text.find("export") == std::string::npos &&
        text.find("import") == std::string::npos) {
      isolate.take_exception();
      isolate.syntax_error_place = place;
      throw_value(isolate, error.get());
      return throw_decorated(isolate);
    }
    return Throw{};
  }
  Value wrapper = TRY(run_program(isolate, program.value()));  // its value is the function around the text
  Value exports = TRY(get(isolate, module, isolate.names().exports));
  Value require = Value::undefined();
  if (Value info = hook_info(module); info.is_object()) {
    if (!get_own_data(isolate, as_object(info), key_from_latin1(isolate, "special")).is_empty()) {
      Value url = get_own_data(isolate, as_object(info), key_from_latin1(isolate, "url"));
      Value arguments[] = {Value(module), url};
      require = TRY(call_hooks("specialRequire", arguments));
    }
  }
  if (require.is_undefined()) require = make_require(module);
  return call(isolate, wrapper, exports,
              {exports, require, Value(module), text_value(isolate, file), text_value(isolate, directory_of(file))});
}

void ModuleLoader::place_module(Isolate& isolate, Object* module, const std::string& file) {
  put_direct(isolate, module, key_from_latin1(isolate, "filename"), text_value(isolate, file));
  put_direct(isolate, module, key_from_latin1(isolate, "paths"),
             Value(text_array(isolate, node_modules_paths(directory_of(file)))));
}

Value ModuleLoader::require_from(const std::string& file) {
  Object* module = construct_module(file, Value::undefined());
  place_module(runtime_.isolate(), module, file);
  return make_require(module);
}

void ModuleLoader::expose_require_globally(const std::string& name) {
  Isolate& isolate = runtime_.isolate();
  Object* global = isolate.realm().global_object;
  Object* module = construct_module(name, Value::undefined());
  place_module(isolate, module, current_directory_file());
  put_direct(isolate, global, isolate.names().require, make_require(module), Attributes::kHidden);
  put_direct(isolate, global, isolate.names().module, Value(module), Attributes::kHidden);
  put_direct(isolate, global, isolate.names().exports, MUST(get(isolate, module, isolate.names().exports)),
             Attributes::kHidden);
  put_direct(isolate, global, key_from_latin1(isolate, "__filename"), text_value(isolate, name), Attributes::kHidden);
  put_direct(isolate, global, key_from_latin1(isolate, "__dirname"), text_value(isolate, "."), Attributes::kHidden);
}

// ---- what node:module in JavaScript stands on

namespace {

Completion<Value> binding_module_class(Isolate& isolate, Frame&) {
  return Value(loader_of(isolate).module_class());
}

// (path of the file to require from): a require function
Completion<Value> binding_create_require(Isolate& isolate, Frame& frame) {
  std::string file = to_utf8(isolate, TRY(to_string(isolate, frame.argument(0))));
  ModuleLoader& loader = loader_of(isolate);
  Object* module = loader.construct_module(file, Value::undefined());
  ModuleLoader::place_module(isolate, module, file);
  return loader.make_require(module);
}

// Names as node:module lists them.
Completion<Value> binding_builtin_names(Isolate& isolate, Frame&) {
  Array* names = new_array(isolate);
  for (std::string_view name : node_module_names()) {
    std::string text(name);
    array_push(isolate, names, text_value(isolate, needs_node_prefix(text) ? "node:" + text : text));
  }
  return Value(names);
}

Completion<Value> binding_global_paths(Isolate& isolate, Frame&) {
  return Value(text_array(isolate, loader_of(isolate).global_paths()));
}

Completion<Value> binding_path_of_url(Isolate& isolate, Frame& frame) {
  std::string path;
  if (!path_of_file_url(to_utf8(isolate, TRY(to_string(isolate, frame.argument(0)))), &path)) return Value::undefined();
  return text_value(isolate, path);
}

// (name): whether require() of it is a builtin's
Completion<Value> binding_is_builtin(Isolate& isolate, Frame& frame) {
  const std::string name = text_of(isolate, frame.argument(0));
  const bool prefixed = name.starts_with("node:");
  return Value::boolean(prefixed ? is_node_module_name(name.substr(5)) : is_plain_builtin(name));
}

Completion<Value> binding_sync_builtins(Isolate& isolate, Frame&) {
  TRY(loader_of(isolate).sync_builtins());
  return Value::undefined();
}

// (URL): whether an ES module of it has been loaded
Completion<Value> binding_is_loaded(Isolate& isolate, Frame& frame) {
  return Value::boolean(loader_of(isolate).is_loaded(text_of(isolate, frame.argument(0))));
}

Completion<Value> binding_enable_source_maps(Isolate& isolate, Frame& frame) {
  // With a debugger there is a hook already.
  if (to_boolean(frame.argument(0))) {
    if (!isolate.on_script) enable_source_maps(isolate);
  } else if (isolate.on_script) {
    disable_source_maps(isolate);
  }
  return Value::undefined();
}

// (name of a package, path of the file that would import it): the path of its package.json
Completion<Value> binding_package_of(Isolate& isolate, Frame& frame) {
  const std::string specifier = text_of(isolate, frame.argument(0));
  const std::string from = text_of(isolate, frame.argument(1));
  std::string name;
  std::string subpath;
  if (!split_package_specifier(specifier, &name, &subpath)) {
    return throw_node_error(isolate, ErrorType::kTypeError, "ERR_INVALID_MODULE_SPECIFIER",
                            "Invalid module \"" + specifier + "\" is not a valid package name imported from " + from);
  }
  ModuleResolver& resolver = loader_of(isolate).resolver();
  const PackageConfig* own = TRY(resolver.package_scope(from));
  if (own->exists && own->exports != SIZE_MAX && own->name == name) return text_value(isolate, own->path);
  for (const std::string& folder : node_modules_paths(directory_of(from))) {
    if (is_directory(host_of(isolate), folder + "/" + name)) {
      return text_value(isolate, folder + "/" + name + "/package.json");
    }
  }
  return throw_node_error(isolate, ErrorType::kError, "ERR_MODULE_NOT_FOUND",
                          "Cannot find package '" + name + "' imported from " + from);
}

// (specifier, URL that it is seen from): the path of the package.json around the file, or undefined
Completion<Value> binding_scope_of(Isolate& isolate, Frame& frame) {
  ModuleLoader& loader = loader_of(isolate);
  std::string url;
  Completion<Value> found =
      loader.resolve_hooked_default(text_of(isolate, frame.argument(0)), frame.argument(1), Value::undefined());
  if (!found.failed()) {
    url = text_of(isolate, found.value());
  } else {
    if (isolate.terminating || !isolate.exception().is_object()) return Throw{};
    Object* error = as_object(isolate.exception());
    Value code = get_own_data(isolate, error, key_from_latin1(isolate, "code"));
    if (text_of(isolate, code) != "ERR_UNSUPPORTED_DIR_IMPORT") return Throw{};
    isolate.take_exception();
    url = text_of(isolate, get_own_data(isolate, error, key_from_latin1(isolate, "url")));
  }
  std::string path;
  if (!path_of_file_url(url, &path)) return Value::undefined();
  if (is_directory(host_of(isolate), path)) path = normalize_path(path + "/x");
  const PackageConfig* scope = TRY(loader.resolver().package_scope(path));
  return scope->exists ? text_value(isolate, scope->path) : Value::undefined();
}

constexpr P kModulesTable[] = {
    P::function("moduleClass", binding_module_class, 0),
    P::function("createRequire", binding_create_require, 1),
    P::function("builtinNames", binding_builtin_names, 0),
    P::function("globalPaths", binding_global_paths, 0),
    P::function("pathOfUrl", binding_path_of_url, 1),
    P::function("isBuiltin", binding_is_builtin, 1),
    P::function("syncBuiltins", binding_sync_builtins, 0),
    P::function("isLoaded", binding_is_loaded, 1),
    P::function("packageOf", binding_package_of, 2),
    P::function("scopeOf", binding_scope_of, 2),
    P::function("enableSourceMaps", binding_enable_source_maps, 1),
};

}  // namespace

const NativeBinding kModulesBinding{"modules", kModulesTable};

}  // namespace scrim
