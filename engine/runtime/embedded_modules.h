// The builtin modules written in JavaScript (engine/runtime/node, engine/runtime/web), embedded at build time. A file
// "node/a+b.js" is "a/b", "web/url.js" is "internal/web/url"; what is below "internal/" programs cannot require.
#pragma once

#include <string_view>

namespace scrim {

struct EmbeddedModule {
  const char* name;  // null ends the table
  const char* begin;
  const char* end;
  std::string_view text() const { return {begin, static_cast<size_t>(end - begin)}; }
};
extern const EmbeddedModule kEmbeddedModules[];

}  // namespace scrim
