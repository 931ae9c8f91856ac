// ES modules: what the engine asks of its host, and the modules that are none (CommonJS, JSON, builtins) as they look
// to an import.
#include <algorithm>
#include <cerrno>

#include "engine/interpreter/promise.h"
#include "engine/objects/inline_slots.h"
#include "engine/objects/script_data.h"
#include "engine/runtime/bytes.h"
#include "engine/runtime/commonjs_exports.h"
#include "engine/runtime/file.h"
#include "engine/runtime/host_call.h"
#include "engine/runtime/module_paths.h"
#include "engine/runtime/modules.h"
#include "engine/runtime/natives.h"
#include "engine/runtime/system_error.h"

namespace scrim {

namespace {

constexpr std::string_view kWrapperParameters[] = {"exports", "require", "module", "__filename", "__dirname"};

// import.meta.resolve
Completion<Value> meta_resolve(Isolate& isolate, Frame& frame) {
  auto* self = cast<NativeFunction>(frame.callee);
  std::string specifier = to_utf8(isolate, TRY(to_string(isolate, frame.argument(0))));
  ResolvedModule resolved;
  ModuleLoader& loader = runtime_of(isolate).modules();
  if (loader.hooks.resolve) {
    Value arguments[] = {text_value(isolate, specifier), text_value(isolate, loader.referrer_url(self->data)),
                         Value(new_object_with_prototype(isolate, nullptr))};
    Completion<Value> found = loader.call_hooks("resolveImport", arguments);
    PropertyKey url = key_from_latin1(isolate, "url");
    if (!found.failed()) return get_value(isolate, found.value(), url);
    if (isolate.terminating || !isolate.exception().is_object()) return Throw{};
    Value there = get_own_data(isolate, as_object(isolate.exception()), url);  // what is not there has a URL
    if (!there.is_string()) return Throw{};
    isolate.take_exception();
    return there;
  }
  // A URL that only loading would refuse.
  std::string scheme = scheme_of(specifier);
  if (!scheme.empty() && scheme != "file" && scheme != "data") {
    for (size_t i = 0; i < scheme.size(); ++i) {
      if (specifier[i] >= 'A' && specifier[i] <= 'Z') specifier[i] = static_cast<char>(specifier[i] + 32);
    }
    return text_value(isolate, specifier);
  }
  TRY(loader.resolver().resolve_import_url(specifier, loader.referrer_path(self->data), &resolved));
  return text_value(isolate, resolved.url());
}

// An export gets what the property gives now; a getter that throws leaves it as it was.
Completion<void> set_export_from(Isolate& isolate, ModuleRecord* record, Object* exports, PropertyKey name) {
  Completion<Value> value = get(isolate, exports, name);
  if (!value.failed()) {
    set_synthetic_export(isolate, record, name, value.value());
  } else if (isolate.terminating) {
    return Throw{};
  } else {
    isolate.take_exception();
  }
  return {};
}

// A synthetic module over CommonJS: data is [record, file, is it the main module?].
Completion<Value> evaluate_commonjs(Isolate& isolate, Frame& frame) {
  auto* data = cast<Array>(cast<NativeFunction>(frame.callee)->data);
  auto* record = cast<ModuleRecord>(data->vector()->values[0]);
  Value file = data->vector()->values[1];
  ModuleLoader& loader = runtime_of(isolate).modules();
  Object* module_class = loader.module_class();
  const bool is_hooked = loader.is_pending(file);
  Value cached = get_own_data(isolate, loader.cache(), key_from_string(isolate, as_string(file)));
  Value exports;
  if (cached.is_object()) {
    exports = TRY(get(isolate, as_object(cached), isolate.names().exports));
  } else {
    Value load = TRY(get(isolate, module_class, key_from_latin1(isolate, "_load")));
    if (is_hooked) loader.give_file(file);
    exports = TRY(call(isolate, load, Value(module_class), {file, Value::undefined(), data->vector()->values[2]}));
  }
  for (uint32_t i = 0; i < record->synthetic_names->length; ++i) {
    PropertyKey name = key_from_string(isolate, as_string(record->synthetic_names->vector()->values[i]));
    if (!exports.is_object() || !TRY(has_own_property(isolate, as_object(exports), name))) continue;
    TRY(set_export_from(isolate, record, as_object(exports), name));
  }
  set_synthetic_export(isolate, record, isolate.names().default_, exports);
  set_synthetic_export(isolate, record, key_from_latin1(isolate, "module.exports"), exports);
  return Value::undefined();
}

}  // namespace

Throw throw_unreadable(Isolate& isolate, const std::string& file, const FileError& error) {
  if (error.code == EISDIR) return throw_system_error(isolate, EISDIR, "read");
  // That it is not UTF-8 is no fault of the system: its message says where.
  if (error.code && error.code != EILSEQ) return throw_system_error(isolate, error.code, "open", &file);
  return throw_node_error(isolate, ErrorType::kError, "ERR_INVALID_SOURCE",
                          "Cannot read module '" + file + "': " + error.message);
}

std::unique_ptr<syntax::ParseResult> parse_commonjs(const std::string& file, std::string text,
                                                    syntax::Language language,
                                                    std::unique_ptr<syntax::SourceText>& source) {
  source = std::make_unique<syntax::SourceText>(std::move(text), file);
  syntax::ParseOptions options;
  options.goal = syntax::ParseGoal::kFunctionBody;
  options.wrapper_parameters = kWrapperParameters;
  options.language = language;
  options.erasable_only = true;
  options.max_diagnostics = 1;
  return syntax::parse(*source, options);
}

void ModuleLoader::attach() {
  Isolate& isolate = runtime_.isolate();
  isolate.host.load_module = [](void* context, Isolate&, Value referrer, String* specifier,
                                std::span<const Value> attributes) {
    ModuleLoader& loader = static_cast<Runtime*>(context)->modules();
    Isolate& i = static_cast<Runtime*>(context)->isolate();
    if (is_type(referrer, CellType::kHostObject) && cast<HostObject>(referrer)->data[0].is_int32()) {
      switch (cast<HostObject>(referrer)->data[0].as_int32()) {
        case kImportDefault: break;
        case kImportNeedsFlag:
          return Completion<ModuleRecord*>(
              throw_node_error(i, ErrorType::kTypeError, "ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING_FLAG",
                               "A dynamic import callback was invoked without --experimental-vm-modules"));
        default:
          return Completion<ModuleRecord*>(throw_node_error(i, ErrorType::kTypeError,
                                                            "ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING",
                                                            "A dynamic import callback was not specified."));
      }
    }
    if (loader.hooks_imports()) {
      Object* bag = new_object_with_prototype(i, nullptr);
      for (size_t k = 0; k + 1 < attributes.size(); k += 2) {
        put_direct(i, bag, key_from_string(i, as_string(attributes[k])), attributes[k + 1]);
      }
      return loader.import_hooked(Value(specifier), text_value(i, loader.referrer_url(referrer)), Value(bag));
    }
    return loader.import_from(to_utf8(static_cast<Runtime*>(context)->isolate(), specifier),
                              loader.referrer_path(referrer), attributes);
  };
  isolate.host.import_meta = [](void* context, Isolate&, ModuleRecord* record, Object* meta) {
    return static_cast<Runtime*>(context)->modules().fill_import_meta(record, meta);
  };
  isolate.host.describe_missing_export = [](void*, Isolate& i, ModuleRecord* module, const std::string& specifier,
                                            const std::string& name, std::string* message) {
    if (!module || !module->is_synthetic || !module->host_defined.is_string()) return;
    if (to_utf8(i, as_string(module->host_defined)) != "commonjs") return;
    std::string statement = *message;
    *message = "Named export '" + name + "' not found. The requested module '" + specifier +
               "' is a CommonJS module, which may not support all module.exports as named exports.\nCommonJS modules "
               "can always be imported via the default export, for example using:\n\nimport pkg from '" +
               specifier + "';\n";
    // The names as they stand in the import, destructured.
    size_t open = statement.find('{');
    size_t close = statement.find('}', open);
    if (open == std::string::npos || close == std::string::npos) return;
    std::string names(statement.substr(open, close - open + 1));
    for (size_t at = 0; (at = names.find(" as ", at)) != std::string::npos;) names.replace(at, 4, ": ");
    *message += "const " + names + " = pkg;\n";
  };
}

std::string ModuleLoader::referrer_path(Value referrer) {
  std::string name;
  if (is_type(referrer, CellType::kHostObject)) {
    name = path_of_script_name(to_utf8(runtime_.isolate(), as_string(cast<HostObject>(referrer)->data[1])));
    if (!name.starts_with("/")) name = directory_of(current_directory_file()) + "/";
  } else if (referrer.is_cell()) {
    const Script* script =
        referrer.as_cell()->type == CellType::kScript ? cast<Script>(referrer) : cast<ModuleRecord>(referrer)->script;
    if (script && script->data) name = path_of_script_name(script->data->source.name());
  }
  return name.starts_with("/") ? name : current_directory_file();
}

// The same as import hooks are told: a URL.
std::string ModuleLoader::referrer_url(Value referrer) {
  if (referrer.is_cell() && !is_type(referrer, CellType::kHostObject)) {
    const Script* script =
        referrer.as_cell()->type == CellType::kScript ? cast<Script>(referrer) : cast<ModuleRecord>(referrer)->script;
    if (script && script->data && !scheme_of(script->data->source.name()).empty()) return script->data->source.name();
  }
  return file_url_of_path(referrer_path(referrer));
}

Completion<void> ModuleLoader::fill_import_meta(ModuleRecord* record, Object* meta) {
  Isolate& isolate = runtime_.isolate();
  const std::string& url = record->script->data->source.name();
  std::string path;
  if (path_of_file_url(url, &path) && !path.ends_with("[eval1]")) {
    put_direct(isolate, meta, key_from_latin1(isolate, "dirname"), text_value(isolate, directory_of(path)));
    put_direct(isolate, meta, key_from_latin1(isolate, "filename"), text_value(isolate, path));
  }
  put_direct(isolate, meta, key_from_latin1(isolate, "main"), Value::boolean(main_record_.get() == Value(record)));
  NativeFunction* resolve = new_native_function(isolate, meta_resolve, isolate.names().resolve, 1, Value(record));
  put_direct(isolate, meta, isolate.names().resolve, Value(resolve));
  put_direct(isolate, meta, key_from_latin1(isolate, "url"), text_value(isolate, url));
  return {};
}

void ModuleLoader::remember(const std::string& key, ModuleRecord* record) {
  record_index_[key] = records_.size();
  records_.push_back(Value(record));
}

ModuleRecord* ModuleLoader::find_record(const std::string& key) {
  auto found = record_index_.find(key);
  return found == record_index_.end() ? nullptr : cast<ModuleRecord>(records_[found->second]);
}

// The pending error of an import says what require() would have found.
void ModuleLoader::add_commonjs_hint(const std::string& specifier, const std::string& parent) {
  Isolate& isolate = runtime_.isolate();
  if (isolate.terminating || !isolate.exception().is_object()) return;
  Root<Value> error(isolate.heap(), isolate.take_exception());
  Value code = get_own_data(isolate, as_object(error), key_from_latin1(isolate, "code"));
  std::string code_text = code.is_string() ? to_utf8(isolate, as_string(code)) : "";
  bool eligible = code_text == "ERR_MODULE_NOT_FOUND" || code_text == "ERR_UNSUPPORTED_DIR_IMPORT";
  bool relative = is_relative_specifier(specifier);
  std::string found;
  if (eligible && scheme_of(specifier).empty() && !specifier.empty()) {
    std::vector<std::string> paths = node_modules_paths(directory_of(parent));
    // Relative ones from the working directory, as in Node.
    if (relative || specifier.starts_with("/")) paths = {relative ? directory_of(current_directory_file()) : ""};
    Completion<bool> result = find_path(specifier, paths, false, &found);
    if (result.failed()) {
      isolate.take_exception();
      found.clear();
    }
  }
  if (found.empty()) {
    isolate.set_exception(error);
    return;
  }
  if (relative) {
    found = relative_path(directory_of(parent), found);
    if (!found.starts_with("../")) found.insert(0, "./");
  } else {
    std::string needle = "/node_modules/" + specifier.substr(0, specifier.find('/')) + "/";
    size_t at = found.rfind(needle);
    found = at == std::string::npos ? file_url_of_path(found) : found.substr(at + 14);
  }
  if (found == specifier) {
    isolate.set_exception(error);
    return;
  }
  Value url = get_own_data(isolate, as_object(error), key_from_latin1(isolate, "url"));
  Value message = get_own_data(isolate, as_object(error), isolate.names().message);
  std::string text = message.is_string() ? to_utf8(isolate, as_string(message)) : "";
  Object* hinted = make_node_error(isolate, ErrorType::kError, code_text.c_str(),
                                   text + "\nDid you mean to import \"" + found + "\"?");
  if (!url.is_empty()) put_direct(isolate, hinted, key_from_latin1(isolate, "url"), url);
  isolate.set_exception(Value(hinted));
}

Completion<ModuleRecord*> ModuleLoader::import_from(const std::string& specifier, const std::string& parent,
                                                    std::span<const Value> attributes) {
  ResolvedModule resolved;
  if (resolver_.resolve_import(specifier, parent, &resolved).failed()) {
    add_commonjs_hint(specifier, parent);
    return Throw{};
  }
  return load_resolved(resolved, attributes);
}

Completion<ModuleRecord*> ModuleLoader::load_resolved(const ResolvedModule& resolved, std::span<const Value> attributes,
                                                      std::string* text) {
  Isolate& isolate = runtime_.isolate();
  std::string url = resolved.url();
  bool wants_json = false;
  for (size_t i = 0; i + 1 < attributes.size(); i += 2) {
    std::string name = to_utf8(isolate, as_string(attributes[i]));
    std::string value = to_utf8(isolate, as_string(attributes[i + 1]));
    if (name != "type" || value != "json") {
      return throw_node_error(
          isolate, ErrorType::kTypeError, "ERR_IMPORT_ATTRIBUTE_UNSUPPORTED",
          "Import attribute \"" + name + "\" with value \"" + value + "\" is not supported in " + url);
    }
    wants_json = true;
  }
  auto not_json = [&] {
    return throw_node_error(isolate, ErrorType::kTypeError, "ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE",
                            "Module \"" + url + "\" is not of type \"json\"");
  };
  if (!resolved.data.empty()) return load_data_url(resolved.data);
  if (resolved.is_builtin) {
    if (wants_json) return not_json();
    return load_builtin(resolved.path);
  }
  const std::string& path = resolved.path;
  ModuleFormat format = TRY(format_of(path, true));
  if (format == ModuleFormat::kUnknown || format == ModuleFormat::kAddon || format == ModuleFormat::kWasm) {
    return throw_node_error(isolate, ErrorType::kTypeError, "ERR_UNKNOWN_FILE_EXTENSION",
                            "Unknown file extension \"" + extension_of(path) + "\" for " + path);
  }
  if (format == ModuleFormat::kJson && !wants_json) {
    return throw_node_error(isolate, ErrorType::kTypeError, "ERR_IMPORT_ATTRIBUTE_MISSING",
                            "Module \"" + url + "\" needs an import attribute of \"type: json\"");
  }
  if (format != ModuleFormat::kJson && wants_json) return not_json();
  if (ModuleRecord* known = find_record(url)) return known;
  report_to_watcher(path);
  if (format == ModuleFormat::kCommonJs) return load_commonjs(path, url, Value::undefined());

  std::string content;
  if (text) {
    content = *text;
  } else if (FileError error = read_module_file(runtime_.host(), path, &content); error.failed()) {
    return throw_unreadable(isolate, path, error);
  }
  if (format == ModuleFormat::kJson) return load_json_module(path, url, std::move(content));
  if (format == ModuleFormat::kDetect && !text) {
    std::unique_ptr<syntax::SourceText> source;
    std::unique_ptr<syntax::ParseResult> parse = parse_commonjs(path, content, language_of(path), source);
    // Neither the one nor the other: what CommonJS says of it counts.
    if (parse->ok() || !is_module_syntax_message(parse->diagnostics.front().engine_message)) {
      return load_commonjs(path, url, Value::undefined());
    }
    TRY(warn_typeless(path));
  }
  CompileRequest request;
  request.text = std::move(content);
  request.name = url;
  request.language = language_of(path);
  ModuleRecord* record = TRY(compile_module(isolate, isolate.realm(), std::move(request), Value::undefined()));
  remember(url, record);
  return record;
}

// A package.json without "type" made the text be read twice: said once of each.
Completion<void> ModuleLoader::warn_typeless(const std::string& path) {
  const PackageConfig* package = TRY(resolver_.package_scope(path));
  if (!package->exists || path.find("/node_modules/") != std::string::npos) return {};
  if (!typeless_warned_.insert(package->path).second) return {};
  Isolate& isolate = runtime_.isolate();
  Value process = TRY(require_builtin("internal/process"));
  const std::string text = "Module type of " + file_url_of_path(path) +
                           " is not specified and it doesn't parse as CommonJS.\nReparsing as ES module because module "
                           "syntax was detected. This incurs a performance overhead.\nTo eliminate this warning, add "
                           "\"type\": \"module\" to " +
                           package->path + ".";
  Value arguments[] = {text_value(isolate, text), text_value(isolate, "Warning"),
                       text_value(isolate, "MODULE_TYPELESS_PACKAGE_JSON")};
  TRY(invoke(isolate, process, key_from_latin1(isolate, "emitWarning"), arguments));
  return {};
}

// Of a module or, where hooks have one for it, of their text.
Completion<bool> ModuleLoader::commonjs_text(const std::string& file, std::string* text, syntax::Language* language) {
  Isolate& isolate = runtime_.isolate();
  *language = language_of(file);
  Value info = Value::undefined();
  if (pending_.get().is_object()) {
    info = get_own_data(isolate, as_object(pending_.get()), key_from_string(isolate, new_string_utf8(isolate, file)));
  }
  if (info.is_object()) {
    Value source = get_own_data(isolate, as_object(info), key_from_latin1(isolate, "source"));
    Value format = get_own_data(isolate, as_object(info), key_from_latin1(isolate, "format"));
    if (source.is_string()) {
      *text = to_utf8(isolate, as_string(source));
      const bool typed = format.is_string() && to_utf8(isolate, as_string(format)).ends_with("typescript");
      *language = typed ? syntax::Language::kTypeScript : syntax::Language::kJavaScript;
      return true;
    }
  }
  return !read_text_file(runtime_.host(), file, text).failed();
}

Completion<ModuleRecord*> ModuleLoader::load_json_module(const std::string& path, const std::string& url,
                                                         std::string content) {
  Isolate& isolate = runtime_.isolate();
  // One object for import and require().
  const bool shares = url == file_url_of_path(path);
  const PropertyKey key = key_from_string(isolate, new_string_utf8(isolate, path));
  const PropertyKey loaded = key_from_latin1(isolate, "loaded");
  if (shares) {
    Value cached = TRY(get(isolate, cache(), key));
    if (cached.is_object() && to_boolean(TRY(get(isolate, as_object(cached), loaded)))) {
      Value exports = TRY(get(isolate, as_object(cached), isolate.names().exports));
      ModuleRecord* known = new_default_export_module(isolate, isolate.realm(), exports, text_value(isolate, "json"));
      remember(url, known);
      return known;
    }
  }
  Completion<ModuleRecord*> json =
      new_json_module(isolate, isolate.realm(), new_string_utf8(isolate, content), text_value(isolate, "json"));
  if (json.failed()) {
    Value error = isolate.exception();
    if (error.is_object()) {
      Value message = get_own_data(isolate, as_object(error), isolate.names().message);
      if (message.is_string()) {
        put_direct(isolate, as_object(error), isolate.names().message,
                   text_value(isolate, path + ": " + to_utf8(isolate, as_string(message))), Attributes::kHidden);
      }
    }
    return Throw{};
  }
  remember(url, json.value());
  if (shares) {
    Object* module = construct_module(path, Value::undefined());
    Value exports = json.value()->environment->slots[0];
    TRY(set_or_throw(isolate, module, isolate.names().exports, exports));
    TRY(set_or_throw(isolate, module, key_from_latin1(isolate, "filename"), text_value(isolate, path)));
    TRY(set_or_throw(isolate, module, loaded, Value::boolean(true)));
    TRY(set_or_throw(isolate, cache(), key, Value(module)));
  }
  return json;
}

Completion<ModuleRecord*> ModuleLoader::load_commonjs(const std::string& file, const std::string& url, Value info) {
  Isolate& isolate = runtime_.isolate();
  std::vector<std::string> names;
  std::vector<std::string> visited{file};
  auto add = [&](const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  };
  for (size_t i = 0; i < visited.size(); ++i) {
    std::string text;
    syntax::Language language;
    if (!TRY(commonjs_text(visited[i], &text, &language))) continue;
    std::unique_ptr<syntax::SourceText> source;
    std::unique_ptr<syntax::ParseResult> parse = parse_commonjs(visited[i], std::move(text), language, source);
    if (!parse->ok()) continue;
    CommonJsExports found = find_commonjs_exports(*parse);
    for (const std::string& name : found.names) add(name);
    for (const std::string& specifier : found.reexports) {
      Object* from = construct_module(visited[i], Value::undefined());
      place_module(isolate, from, visited[i]);
      Completion<Value> target = Value::undefined();
      if (hooks.sync_resolve) {
        Completion<Object*> found =
            resolve_required(text_value(isolate, specifier), Value(from), false, Value::undefined());
        if (found.failed()) {
          target = Throw{};
        } else {
          target = get_own_data(isolate, found.value(), key_from_latin1(isolate, "filename"));
        }
      } else {
        target = resolve_filename(text_value(isolate, specifier), Value(from), false, Value::undefined());
      }
      if (target.failed()) {
        if (isolate.terminating) return Throw{};
        isolate.take_exception();
        continue;
      }
      std::string path = to_utf8(isolate, as_string(target.value()));
      std::string extension = extension_of(path);
      bool is_script = path.starts_with("/") && (extension == ".js" || extension == ".cjs" || extension.empty());
      if (is_script && std::find(visited.begin(), visited.end(), path) == visited.end()) visited.push_back(path);
    }
  }
  add("default");
  add("module.exports");
  Array* name_array = new_array(isolate);
  for (const std::string& name : names) array_push(isolate, name_array, text_value(isolate, name));
  const bool is_main =
      info.is_object() && !get_own_data(isolate, as_object(info), key_from_latin1(isolate, "main")).is_empty();
  Value words[] = {Value::undefined(), text_value(isolate, file), Value::boolean(is_main)};
  Array* data = new_array_from(isolate, words);
  NativeFunction* steps = new_native_function(isolate, evaluate_commonjs, isolate.names().empty, 0, Value(data));
  steps->magic = kHiddenNative;
  ModuleRecord* record =
      new_synthetic_module(isolate, isolate.realm(), name_array, Value(steps), text_value(isolate, "commonjs"));
  data->vector()->values[0] = Value(record);
  isolate.heap().write_barrier(data->vector());
  remember(url, record);
  return record;
}

Completion<ModuleRecord*> ModuleLoader::load_builtin(const std::string& name) {
  Isolate& isolate = runtime_.isolate();
  std::string url = "node:" + name;
  if (ModuleRecord* known = find_record(url)) return known;
  given_file_ = url;  // what hooks have to say of an import they have said
  Value exports = TRY(load(text_value(isolate, url), Value::undefined(), false));
  Array* names = new_array(isolate);
  RootedVector<Value> values(isolate.heap(), "builtin exports");
  bool has_default = false;
  if (exports.is_object()) {
    Array* keys = TRY(own_property_keys(isolate, as_object(exports), KeyFilter::kStrings));
    for (uint32_t i = 0; i < keys->length; ++i) {
      PropertyKey key = key_from_string(isolate, as_string(keys->vector()->values[i]));
      PropertyDescriptor descriptor;
      if (!TRY(get_own_property(isolate, as_object(exports), key, &descriptor))) continue;
      if (!descriptor.is(Attributes::kEnumerable)) continue;
      if (key == isolate.names().default_) has_default = true;
      Completion<Value> value = get(isolate, as_object(exports), key);
      if (value.failed()) {
        isolate.take_exception();
        continue;
      }
      array_push(isolate, names, keys->vector()->values[i]);
      values.push_back(value.value());
    }
  }
  if (!has_default) {
    array_push(isolate, names, key_to_value(isolate, isolate.names().default_));
    values.push_back(exports);
  }
  ModuleRecord* record =
      new_synthetic_module(isolate, isolate.realm(), names, Value::undefined(), text_value(isolate, "builtin"));
  for (uint32_t i = 0; i < names->length; ++i) {
    set_synthetic_export(isolate, record, key_from_string(isolate, as_string(names->vector()->values[i])), values[i]);
  }
  remember(url, record);
  return record;
}

Completion<void> ModuleLoader::sync_builtins() {
  Isolate& isolate = runtime_.isolate();
  for (const auto& [url, index] : record_index_) {
    if (!url.starts_with("node:")) continue;
    auto* record = cast<ModuleRecord>(records_[index]);
    Value exports = record->environment->slots[find_in_key_table(record->export_table, isolate.names().default_)];
    if (!exports.is_object()) continue;
    for (uint32_t i = 0; i < record->synthetic_names->length; ++i) {
      const PropertyKey name = key_from_string(isolate, as_string(fast_element(record->synthetic_names, i)));
      if (name == isolate.names().default_) continue;
      TRY(set_export_from(isolate, record, as_object(exports), name));
    }
  }
  return {};
}

// data:[<media type>][;base64],<data>
Completion<ModuleRecord*> ModuleLoader::load_data_url(const std::string& url) {
  Isolate& isolate = runtime_.isolate();
  if (ModuleRecord* known = find_record(url)) return known;
  size_t comma = url.find(',');
  if (comma == std::string::npos) {
    return throw_node_error(isolate, ErrorType::kTypeError, "ERR_INVALID_URL", "Invalid URL");
  }
  std::string type = url.substr(5, comma - 5);
  bool base64 = type.ends_with(";base64");
  std::string media = type.substr(0, type.find(';'));
  std::string content;
  std::string body = url.substr(comma + 1);
  auto digit = [](char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
  };
  for (size_t i = 0; i < body.size(); ++i) {
    if (body[i] == '%' && i + 2 < body.size() && digit(body[i + 1]) >= 0 && digit(body[i + 2]) >= 0) {
      content += static_cast<char>(digit(body[i + 1]) * 16 + digit(body[i + 2]));
      i += 2;
    } else {
      content += body[i];
    }
  }
  if (base64) {
    std::string decoded;
    uint32_t bits = 0;
    int count = 0;
    for (char c : content) {
      static constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
      size_t at = kAlphabet.find(c == '-' ? '+' : c == '_' ? '/' : c);
      if (at == std::string_view::npos) continue;
      bits = bits << 6 | static_cast<uint32_t>(at);
      if (++count % 4 == 0) {
        for (int shift : {16, 8, 0}) decoded += static_cast<char>(bits >> shift);
        bits = 0;
      }
    }
    if (count % 4 >= 2) decoded += static_cast<char>(bits >> (count % 4 == 2 ? 4 : 10));
    if (count % 4 == 3) decoded += static_cast<char>(bits >> 2);
    content = decoded;
  }
  ModuleRecord* record = nullptr;
  if (media == "application/json") {
    record =
        TRY(new_json_module(isolate, isolate.realm(), new_string_utf8(isolate, content), text_value(isolate, "json")));
  } else if (media == "text/javascript" || media == "application/javascript") {
    CompileRequest request;
    request.text = std::move(content);
    request.name = url;
    record = TRY(compile_module(isolate, isolate.realm(), std::move(request), Value::undefined()));
  } else {
    return throw_node_error(isolate, ErrorType::kRangeError, "ERR_UNKNOWN_MODULE_FORMAT",
                            "Unknown module format: " + (media.empty() ? "null" : media) + " for URL " + url);
  }
  remember(url, record);
  return record;
}

// ---- require() of ES modules

Completion<Value> ModuleLoader::load_module_from_commonjs(Object* module, const std::string& file, std::string* text,
                                                          syntax::Language language) {
  Isolate& isolate = runtime_.isolate();
  bool is_main = main_.get() == Value(module);
  const std::string url = file_url_of_path(file);
  ModuleRecord* record = find_record(url);
  if (!record) {
    CompileRequest request;
    request.text = *text;
    request.name = url;
    request.language = language;
    record = TRY(compile_module(isolate, isolate.realm(), std::move(request), Value::undefined()));
    remember(url, record);
  }
  if (is_main) {
    main_.set(Value::undefined());
    return start_main(record);
  }
  auto stack_text = [&] {
    std::string lines;
    Value at = get_own_data(isolate, module, parent_key_);
    while (at.is_object()) {
      Value name = get_own_data(isolate, as_object(at), key_from_latin1(isolate, "filename"));
      if (name.is_string())
        lines += (lines.empty() ? "\nRequire stack:\n- " : "\n- ") + to_utf8(isolate, as_string(name));
      at = get_own_data(isolate, as_object(at), parent_key_);
    }
    return lines;
  };
  auto with_stack = [&](const char* code, const std::string& message) {
    Object* error = make_node_error(isolate, ErrorType::kError, code, message + stack_text());
    Array* files = new_array(isolate);
    for (Value at = get_own_data(isolate, module, parent_key_); at.is_object();
         at = get_own_data(isolate, as_object(at), parent_key_)) {
      array_push(isolate, files, get_own_data(isolate, as_object(at), key_from_latin1(isolate, "filename")));
    }
    put_direct(isolate, error, key_from_latin1(isolate, "requireStack"), Value(files), Attributes::kHidden);
    return throw_value(isolate, Value(error));
  };
  if (record->status == ModuleRecord::kEvaluating) {
    return throw_node_error(isolate, ErrorType::kError, "ERR_REQUIRE_CYCLE_MODULE",
                            "Cannot require() ES Module " + file +
                                " in a cycle. A cycle involving require(esm) is disallowed to maintain invariants "
                                "mandated by the ECMAScript specification. Try making at least part of the dependency "
                                "in the graph lazily loaded." +
                                stack_text());
  }
  TRY(load_requested_modules(isolate, record));
  TRY(link_module(isolate, record));
  if (is_async_graph(isolate, record)) {
    return with_stack("ERR_REQUIRE_ASYNC_MODULE",
                      "require() cannot be used on an ESM graph with top-level await. Use import() instead. To "
                      "see where the top-level await comes from, use --experimental-print-required-tla."
                      "\nRequired module: " +
                          file);
  }
  Value exports = TRY(exports_for_require(record));
  TRY(set_or_throw(isolate, module, isolate.names().exports, exports));
  return Value::undefined();
}

// Evaluates it; the graph is linked and has no top-level await.
Completion<Value> ModuleLoader::exports_for_require(ModuleRecord* record) {
  Isolate& isolate = runtime_.isolate();
  PromiseObject* promise = TRY(evaluate_module(isolate, record));
  if (promise->state == PromiseObject::kRejected) {
    promise->handled = 1;
    return throw_value(isolate, promise->result);
  }
  Object* space = get_module_namespace(isolate, record);
  PropertyKey module_exports = key_from_latin1(isolate, "module.exports");
  Value exports(space);
  if (TRY(has_property(isolate, space, module_exports))) {
    exports = TRY(get(isolate, space, module_exports));
  } else if (TRY(has_property(isolate, space, isolate.names().default_)) &&
             !TRY(has_property(isolate, space, key_from_latin1(isolate, "__esModule")))) {
    // Compiled ES modules in CommonJS look for the mark that transpilers set.
    CompileRequest request;
    request.text = "export * from 'original'; export { default } from 'original'; export const __esModule = true;";
    request.name = "node:internal/require_module_default_facade";
    request.internal = true;
    ModuleRecord* facade = TRY(compile_module(isolate, isolate.realm(), std::move(request), Value::undefined()));
    facade->requested->values[0] = Value(record);
    isolate.heap().write_barrier(facade->requested);
    facade->requests_loaded = true;
    TRY(link_module(isolate, facade));
    TRY(evaluate_module(isolate, facade));
    exports = Value(get_module_namespace(isolate, facade));
  }
  return exports;
}

}  // namespace scrim
