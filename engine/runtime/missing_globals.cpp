#include "engine/runtime/missing_globals.h"

#include "engine/builtins/support.h"

namespace scrim {

namespace {

constexpr const char* kNoPage = "There is no page: scrim runs programs outside a browser, as Node does.";
constexpr struct {
  const char* name;
  const char* hint;
} kHints[] = {
    {"window", "There is no page: scrim runs programs outside a browser. The global object is `globalThis`."},
    {"self", "There is no page: scrim runs programs outside a browser. The global object is `globalThis`."},
    {"document", kNoPage},
    {"alert", kNoPage},
    {"confirm", kNoPage},
    {"prompt", kNoPage},
    {"location", kNoPage},
    {"history", kNoPage},
    {"localStorage", kNoPage},
    {"sessionStorage", kNoPage},
    {"XMLHttpRequest", kNoPage},
    {"HTMLElement", kNoPage},
    {"Element", kNoPage},
    {"Node", kNoPage},
    {"DOMParser", kNoPage},
    {"Image", kNoPage},
    {"customElements", kNoPage},
    {"requestAnimationFrame", "There is no page to draw; `setImmediate` or `setTimeout` run something later."},
    {"cancelAnimationFrame", kNoPage},
    {"getComputedStyle", kNoPage},
    {"Headers", "scrim has no fetch yet, nor its Headers, Request and Response."},
    {"Request", "scrim has no fetch yet, nor its Headers, Request and Response."},
    {"Response", "scrim has no fetch yet, nor its Headers, Request and Response."},
    {"FormData", "scrim has no FormData yet."},
    {"WebSocket", "scrim has no WebSocket yet."},
    {"EventSource", "scrim has no EventSource yet."},
    {"WebAssembly", "scrim has no WebAssembly yet."},
    {"URLPattern", "scrim has no URLPattern yet."},
    {"Temporal", "scrim has no Temporal yet."},
    {"require",
     "In an ES module `import` takes the place of `require`; `module.createRequire(import.meta.url)` makes one."},
};

}  // namespace

std::string missing_global_hint(Isolate& isolate, Value error) {
  if (!is_type(error, CellType::kError)) return {};
  Object* prototype = as_object(error)->prototype();
  if (!isolate.realm().has_intrinsic(Intrinsic::kReferenceErrorPrototype) ||
      prototype != isolate.realm().intrinsic(Intrinsic::kReferenceErrorPrototype)) {
    return {};
  }
  Value message = get_own_data(isolate, as_object(error), isolate.names().message);
  if (!message.is_string()) return {};
  std::string text = to_utf8(isolate, as_string(message));
  for (const auto& [name, hint] : kHints) {
    if (text == std::string(name) + " is not defined") return hint;
  }
  return {};
}

}  // namespace scrim
