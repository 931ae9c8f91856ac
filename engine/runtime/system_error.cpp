#include "engine/runtime/system_error.h"

#include <cerrno>

#include "engine/objects/isolate.h"

namespace scrim {

const char* system_error_name(int code) {
  switch (code) {
#define SYSTEM_ERROR(name, message) \
  case name: return #name;
#include "engine/runtime/system_errors.def"
#undef SYSTEM_ERROR
    default: return "UNKNOWN";
  }
}

const char* system_error_message(int code) {
  switch (code) {
#define SYSTEM_ERROR(name, message) \
  case name: return message;
#include "engine/runtime/system_errors.def"
#undef SYSTEM_ERROR
    default: return "unknown error";
  }
}

Object* make_system_error(Isolate& isolate, int code, const char* syscall, const std::string* path,
                          const std::string* destination) {
  std::string message = std::string(system_error_name(code)) + ": " + system_error_message(code) + ", " + syscall;
  if (path) message += " '" + *path + "'";
  if (destination) message += " -> '" + *destination + "'";
  Object* error = make_error(isolate, ErrorType::kError, new_string_utf8(isolate, message));
  auto put = [&](const char* name, Value value) { put_direct(isolate, error, key_from_latin1(isolate, name), value); };
  put("errno", Value::int32(-code));
  put("code", Value(new_string_latin1(isolate, system_error_name(code))));
  put("syscall", Value(new_string_latin1(isolate, syscall)));
  if (path) put("path", Value(new_string_utf8(isolate, *path)));
  if (destination) put("dest", Value(new_string_utf8(isolate, *destination)));
  return error;
}

Throw throw_system_error(Isolate& isolate, int code, const char* syscall, const std::string* path,
                         const std::string* destination) {
  return throw_value(isolate, Value(make_system_error(isolate, code, syscall, path, destination)));
}

}  // namespace scrim
