// What the operating system refused, as Node's errors say it: "ENOENT: no such file or directory, open 'x'".
#pragma once

#include <string>

#include "engine/objects/errors.h"

namespace scrim {

// "ENOENT"; "UNKNOWN" for numbers Node has no name for.
const char* system_error_name(int code);
const char* system_error_message(int code);

// An Error with errno, code, syscall and, unless null, path and dest.
Object* make_system_error(Isolate& isolate, int code, const char* syscall, const std::string* path = nullptr,
                          const std::string* destination = nullptr);
Throw throw_system_error(Isolate& isolate, int code, const char* syscall, const std::string* path = nullptr,
                         const std::string* destination = nullptr);

}  // namespace scrim
