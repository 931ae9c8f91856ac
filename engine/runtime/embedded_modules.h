// The builtin modules written in JavaScript (engine/runtime/node), embedded at build time.
#pragma once

#include <cstddef>

namespace scrim {

struct EmbeddedModule {
  const char* name;  // "path", "fs"; null ends the table
  const char* text;
  size_t size;
};
extern const EmbeddedModule kEmbeddedModules[];

}  // namespace scrim
