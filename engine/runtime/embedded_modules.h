// The builtin modules written in JavaScript (engine/runtime/node, engine/runtime/web), embedded at build time.
#pragma once

#include <cstddef>

namespace scrim {

struct EmbeddedModule {
  const char*
      name;  // "path", "fs/promises" (node/fs+promises.js), "internal/web/url" (web/url.js); null ends the table
  const char* text;
  size_t size;
};
extern const EmbeddedModule kEmbeddedModules[];

}  // namespace scrim
