#include "engine/runtime/natives.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "engine/bytecode/function_template.h"
#include "engine/objects/inline_slots.h"
#include "engine/profile/snapshot_writer.h"
#include "engine/runtime/file.h"

namespace scrim {

namespace {

PropertyKey name(Isolate& isolate, const char* text) {
  return key_from_latin1(isolate, text);
}

// Node's: "ENOENT: no such file or directory, open 'x'" with errno, code, syscall and path.
Throw throw_system_error(Isolate& isolate, int code, const char* call, const std::string& path,
                         const std::string& destination = "") {
  std::string text = std::strerror(code);
  if (!text.empty()) text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  if (code == EISDIR) text = "illegal operation on a directory";
  if (code == EEXIST) text = "file already exists";
  if (code == EPERM) text = "operation not permitted";
  std::string message = std::string(error_name(code)) + ": " + text + ", " + call;
  if (!path.empty()) message += " '" + path + "'";
  if (!destination.empty()) message += " -> '" + destination + "'";
  Object* error = make_error(isolate, ErrorType::kError, new_string_utf8(isolate, message));
  put_direct(isolate, error, name(isolate, "errno"), Value::int32(-code));
  put_direct(isolate, error, name(isolate, "code"), Value(new_string_latin1(isolate, error_name(code))));
  put_direct(isolate, error, name(isolate, "syscall"), Value(new_string_latin1(isolate, call)));
  if (!path.empty()) put_direct(isolate, error, name(isolate, "path"), Value(new_string_utf8(isolate, path)));
  if (!destination.empty()) {
    put_direct(isolate, error, name(isolate, "dest"), Value(new_string_utf8(isolate, destination)));
  }
  return throw_value(isolate, Value(error));
}

Completion<bool> path_argument(Isolate& isolate, Frame& frame, uint32_t index, std::string* path) {
  Value value = frame.argument(index);
  if (!value.is_string()) {
    return throw_type_error(isolate, "The \"path\" argument must be of type string. Received %s",
                            inspect(isolate, value).c_str());
  }
  *path = to_utf8(isolate, as_string(value));
  return true;
}

// (path, latin1) -> string: UTF-8 text, or a byte a character.
Completion<Value> read_file_native(Isolate& isolate, Frame& frame) {
  std::string path;
  TRY(path_argument(isolate, frame, 0, &path));
  std::string content;
  FileError error = read_file(path, &content);
  if (error.failed())
    return throw_system_error(isolate, error.code, error.code == EISDIR ? "read" : "open",
                              error.code == EISDIR ? "" : path);
  if (to_boolean(frame.argument(1))) return Value(new_string_latin1(isolate, content));
  return Value(new_string_utf8(isolate, content));
}

// (path, text, flag: 0 write, 1 append, 2 exclusive, latin1)
Completion<Value> write_file_native(Isolate& isolate, Frame& frame) {
  std::string path;
  TRY(path_argument(isolate, frame, 0, &path));
  String* text = TRY(to_string(isolate, frame.argument(1)));
  int32_t mode = TRY(to_int32(isolate, frame.argument(2)));
  std::string bytes;
  if (to_boolean(frame.argument(3))) {
    Characters units = characters(isolate, text);
    for (uint32_t i = 0; i < units.length; ++i) bytes += static_cast<char>(units[i]);
  } else {
    bytes = to_utf8(isolate, text);
  }
  int flags = O_WRONLY | O_CREAT | O_CLOEXEC | (mode == 1 ? O_APPEND : O_TRUNC) | (mode == 2 ? O_EXCL : 0);
  int fd = open(path.c_str(), flags, 0666);
  if (fd < 0) return throw_system_error(isolate, errno, "open", path);
  for (size_t done = 0; done < bytes.size();) {
    ssize_t count = write(fd, bytes.data() + done, bytes.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      int code = errno;
      close(fd);
      return throw_system_error(isolate, code, "write", "");
    }
    done += static_cast<size_t>(count);
  }
  close(fd);
  return Value::undefined();
}

// (path, follow, throw_if_missing) -> [mode, size, mtimeMs, atimeMs, ctimeMs, ino, dev, nlink, uid, gid, birthtimeMs]
Completion<Value> stat_native(Isolate& isolate, Frame& frame) {
  std::string path;
  TRY(path_argument(isolate, frame, 0, &path));
  bool follow = to_boolean(frame.argument(1));
  struct stat status;
  if ((follow ? stat : lstat)(path.c_str(), &status) != 0) {
    if (!to_boolean(frame.argument(2))) return Value::undefined();
    return throw_system_error(isolate, errno, follow ? "stat" : "lstat", path);
  }
  auto ms = [](const timespec& t) {
    return Value::number(static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6);
  };
  Value fields[] = {Value::number(static_cast<uint32_t>(status.st_mode)),
                    Value::number(static_cast<int64_t>(status.st_size)),
                    ms(status.st_mtim),
                    ms(status.st_atim),
                    ms(status.st_ctim),
                    Value::number(static_cast<uint64_t>(status.st_ino)),
                    Value::number(static_cast<uint64_t>(status.st_dev)),
                    Value::number(static_cast<uint64_t>(status.st_nlink)),
                    Value::number(static_cast<uint32_t>(status.st_uid)),
                    Value::number(static_cast<uint32_t>(status.st_gid)),
                    ms(status.st_ctim)};
  return Value(new_array_from(isolate, fields));
}

Completion<Value> read_directory_native(Isolate& isolate, Frame& frame) {
  std::string path;
  TRY(path_argument(isolate, frame, 0, &path));
  DIR* directory = opendir(path.c_str());
  if (!directory) return throw_system_error(isolate, errno, "scandir", path);
  std::vector<std::string> names;
  while (dirent* entry = readdir(directory)) {
    std::string text = entry->d_name;
    if (text != "." && text != "..") names.push_back(text);
  }
  closedir(directory);
  std::sort(names.begin(), names.end());
  Array* result = new_array(isolate);
  for (const std::string& text : names) array_push(isolate, result, Value(new_string_utf8(isolate, text)));
  return Value(result);
}

// (operation, path, second): one system call on paths.
Completion<Value> path_call_native(Isolate& isolate, Frame& frame) {
  String* operation = TRY(to_string(isolate, frame.argument(0)));
  std::string call = to_utf8(isolate, operation);
  std::string path;
  TRY(path_argument(isolate, frame, 1, &path));
  std::string second;
  int32_t number = 0;
  if (frame.argument(2).is_string()) second = to_utf8(isolate, as_string(frame.argument(2)));
  if (frame.argument(2).is_number()) number = TRY(to_int32(isolate, frame.argument(2)));
  int result = -1;
  if (call == "mkdir") result = mkdir(path.c_str(), number ? static_cast<mode_t>(number) : 0777);
  if (call == "unlink") result = unlink(path.c_str());
  if (call == "rmdir") result = rmdir(path.c_str());
  if (call == "rename") result = rename(path.c_str(), second.c_str());
  if (call == "symlink") result = symlink(path.c_str(), second.c_str());
  if (call == "link") result = link(path.c_str(), second.c_str());
  if (call == "access") result = access(path.c_str(), number);
  if (call == "chmod") result = chmod(path.c_str(), static_cast<mode_t>(number));
  if (call == "realpath") {
    std::string real = real_path(path);
    if (real.empty()) return throw_system_error(isolate, errno, "lstat", path);
    return Value(new_string_utf8(isolate, real));
  }
  if (call == "readlink") {
    char buffer[4096];
    ssize_t count = readlink(path.c_str(), buffer, sizeof buffer);
    if (count < 0) return throw_system_error(isolate, errno, "readlink", path);
    return Value(new_string_utf8(isolate, std::string_view(buffer, static_cast<size_t>(count))));
  }
  if (call == "mkdtemp") {
    path += "XXXXXX";
    if (!mkdtemp(path.data())) return throw_system_error(isolate, errno, "mkdtemp", path);
    return Value(new_string_utf8(isolate, path));
  }
  if (result != 0) return throw_system_error(isolate, errno, call.c_str(), path, second);
  return Value::undefined();
}

// (value, options or showHidden, depth, colors): as util.inspect takes them
Completion<Value> inspect_native(Isolate& isolate, Frame& frame) {
  Runtime& runtime = runtime_of(isolate);
  InspectOptions options = runtime.inspect_defaults ? *runtime.inspect_defaults : InspectOptions{};
  Value bag = frame.argument(1);
  if (bag.is_boolean()) {
    options.show_hidden = bag.as_boolean();
  } else {
    TRY(read_inspect_options(isolate, bag, &options));
  }
  if (frame.argument_count > 2 && frame.argument(2).is_number()) {
    double depth = frame.argument(2).as_number();
    options.depth = depth > 1e9 ? InspectOptions::kNoLimit : static_cast<int>(depth);
  } else if (frame.argument_count > 2 && frame.argument(2).is_null()) {
    options.depth = InspectOptions::kNoLimit;
    options.depth_is_null = true;
  }
  if (frame.argument_count > 3 && !frame.argument(3).is_undefined()) options.colors = to_boolean(frame.argument(3));
  std::string text = inspect(isolate, frame.argument(0), options);
  if (isolate.has_exception()) return Throw{};
  return Value(new_string_utf8(isolate, text));
}

// (options): inspect.defaultOptions from now on
Completion<Value> set_inspect_defaults_native(Isolate& isolate, Frame& frame) {
  auto options = std::make_unique<InspectOptions>();
  TRY(read_inspect_options(isolate, frame.argument(0), options.get()));
  options->sort_with = options->user_options = Value::undefined();
  runtime_of(isolate).inspect_defaults = std::move(options);
  return Value::undefined();
}

// (options or undefined, ...arguments)
Completion<Value> format_native(Isolate& isolate, Frame& frame) {
  InspectOptions options;
  bool given = frame.argument(0).is_object();
  if (given) TRY(read_inspect_options(isolate, frame.argument(0), &options));
  std::span<const Value> rest;
  if (frame.argument_count > 1) rest = {frame.arguments + 1, frame.argument_count - 1};
  std::string text = format_log(isolate, rest, given ? &options : nullptr);
  if (isolate.has_exception()) return Throw{};
  return Value(new_string_utf8(isolate, text));
}

// The engine's own name of what a value is: "Map", "Promise", "AsyncFunction", ... for util.types.
Completion<Value> class_of_native(Isolate& isolate, Frame& frame) {
  Value value = frame.argument(0);
  if (!value.is_object()) return Value(isolate.names().empty.as_cell());
  static constexpr const char* kNames[] = {
#define CELL_TYPE(enumerator, cpp_type) #enumerator,
#include "engine/heap/cell_types.def"
#undef CELL_TYPE
  };
  std::string text = kNames[static_cast<int>(as_object(value)->type)] + 1;
  if (text == "Function") {
    const bytecode::TemplateFlags& flags = cast<Function>(value)->code->function_template->flags;
    if (flags.is_async) text = "AsyncFunction";
    if (flags.is_generator) text = flags.is_async ? "AsyncGeneratorFunction" : "GeneratorFunction";
  }
  return Value(new_string_latin1(isolate, text));
}

// (promise) -> [state, result]
Completion<Value> promise_state_native(Isolate& isolate, Frame& frame) {
  if (!frame.argument(0).is_object() || as_object(frame.argument(0))->type != CellType::kPromise) {
    return throw_type_error(isolate, "not a promise");
  }
  auto* promise = cast<PromiseObject>(frame.argument(0));
  Value pair[] = {Value::int32(static_cast<int32_t>(promise->state)), promise->result};
  return Value(new_array_from(isolate, pair));
}

Completion<Value> write_heap_snapshot_native(Isolate& isolate, Frame& frame) {
  std::string path;
  TRY(path_argument(isolate, frame, 0, &path));
  std::string error;
  if (!profile::write_snapshot_file(isolate, path, error)) {
    return throw_error(isolate, ErrorType::kError, "cannot write %s: %s", path.c_str(), error.c_str());
  }
  return frame.argument(0);
}

struct StringSink final : profile::SnapshotSink {
  std::string text;
  bool write(const char* data, size_t size) override {
    text.append(data, size);
    return true;
  }
};

Completion<Value> heap_snapshot_text_native(Isolate& isolate, Frame&) {
  StringSink sink;
  (void)profile::write_snapshot(isolate, sink);
  return Value(new_string_utf8(isolate, sink.text));
}

// [live bytes, committed bytes, external bytes, limit]
Completion<Value> heap_statistics_native(Isolate& isolate, Frame&) {
  HeapStatistics statistics = isolate.heap().statistics();
  Value fields[] = {Value::number(static_cast<uint64_t>(statistics.live_bytes)),
                    Value::number(static_cast<uint64_t>(statistics.committed_bytes)),
                    Value::number(static_cast<uint64_t>(statistics.external_bytes)),
                    Value::number(static_cast<uint64_t>(isolate.options().heap.max_bytes))};
  return Value(new_array_from(isolate, fields));
}

Completion<Value> gc_native(Isolate& isolate, Frame&) {
  isolate.heap().collect(CollectionKind::kFull);
  return Value::undefined();
}

// (name) -> the area's natives
Completion<Value> binding_native(Isolate& isolate, Frame& frame) {
  static const NativeBinding* const kBindings[] = {
      &kModulesBinding, &kAsyncContextBinding, &kCryptoBinding, &kVmBinding, &kWebBinding,
      &kBufferBinding,  &kConsoleBinding,      &kFsBinding,     &kIoBinding, &kOsBinding,
      &kProcessBinding, &kSpawnBinding,        &kZlibBinding};
  String* wanted = TRY(to_string(isolate, frame.argument(0)));
  auto* callee = cast<NativeFunction>(frame.callee);
  if (!callee->data.is_object()) {
    callee->data = Value(new_object_with_prototype(isolate, nullptr));
    isolate.heap().write_barrier(callee);
  }
  PropertyKey key = key_from_string(isolate, wanted);
  Value made = get_own_data(isolate, as_object(callee->data), key);
  if (made.is_object()) return made;
  std::string text = to_utf8(isolate, wanted);
  for (const NativeBinding* binding : kBindings) {
    if (text != binding->name) continue;
    Object* natives = make_builtin_object(isolate, isolate.realm(), nullptr, binding->table);
    put_direct(isolate, as_object(callee->data), key, Value(natives));
    return Value(natives);
  }
  return throw_error(isolate, ErrorType::kError, "No such binding: %s", text.c_str());
}

// () -> [[name, value], ...]: options of the command line
Completion<Value> node_options_native(Isolate& isolate, Frame&) {
  Array* list = new_array(isolate);
  for (const auto& [option, value] : runtime_of(isolate).options().node_options) {
    Value pair[] = {Value(new_string_utf8(isolate, option)), Value(new_string_utf8(isolate, value))};
    array_push(isolate, list, Value(new_array_from(isolate, pair)));
  }
  return Value(list);
}
// (descriptor, text): past streams and console
Completion<Value> write_native(Isolate& isolate, Frame& frame) {
  int32_t fd = TRY(to_int32(isolate, frame.argument(0)));
  String* text = TRY(to_string(isolate, frame.argument(1)));
  runtime_of(isolate).write(fd, to_utf8(isolate, text));
  return Value::undefined();
}

using P = BuiltinProperty;
constexpr P kNatives[] = {
    P::function("nodeOptions", node_options_native, 0),
    P::function("write", write_native, 2),
    P::function("binding", binding_native, 1),
    P::function("readFile", read_file_native, 2),
    P::function("writeFile", write_file_native, 4),
    P::function("stat", stat_native, 3),
    P::function("readDirectory", read_directory_native, 1),
    P::function("pathCall", path_call_native, 3),
    P::function("inspect", inspect_native, 2),
    P::function("setInspectDefaults", set_inspect_defaults_native, 1),
    P::function("format", format_native, 1),
    P::function("classOf", class_of_native, 1),
    P::function("promiseState", promise_state_native, 1),
    P::function("writeHeapSnapshot", write_heap_snapshot_native, 1),
    P::function("heapSnapshotText", heap_snapshot_text_native, 0),
    P::function("heapStatistics", heap_statistics_native, 0),
    P::function("gc", gc_native, 0),
};

}  // namespace

Object* internal_natives(Runtime& runtime) {
  if (!runtime.internal->get().is_object()) {
    Isolate& isolate = runtime.isolate();
    runtime.internal->set(Value(make_builtin_object(isolate, isolate.realm(), nullptr, kNatives)));
  }
  return as_object(runtime.internal->get());
}

}  // namespace scrim
