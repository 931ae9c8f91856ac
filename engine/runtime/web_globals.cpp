// Globals written in JavaScript: each is an empty slot of the global object until it is first touched, then what its
// module exports under its name. They look like Node's data properties.
#include "engine/builtins/support.h"
#include "engine/runtime/modules.h"
#include "engine/runtime/runtime.h"

namespace scrim {

namespace {

struct WebGlobal {
  const char* name;
  const char* module;
  uint8_t attributes = Attributes::kHidden;
};

constexpr const char* kEvents = "internal/web/events";
constexpr const char* kStreams = "internal/web/streams";
constexpr const char* kCompression = "internal/web/compression";
constexpr const char* kEncoding = "internal/web/encoding";
constexpr const char* kPerformance = "perf_hooks";
constexpr const char* kMessages = "internal/web/messages";
constexpr const char* kMisc = "internal/web/misc";
constexpr WebGlobal kWebGlobals[] = {
    {"Buffer", "buffer"},
    {"URL", "internal/web/url"},
    {"URLSearchParams", "internal/web/url"},
    {"DOMException", "internal/web/exception"},
    {"AbortController", kEvents},
    {"AbortSignal", kEvents},
    {"Event", kEvents},
    {"EventTarget", kEvents},
    {"CustomEvent", kEvents},
    {"TextEncoder", kEncoding},
    {"TextDecoder", kEncoding},
    {"TextEncoderStream", kStreams},
    {"TextDecoderStream", kStreams},
    {"CompressionStream", kCompression},
    {"DecompressionStream", kCompression},
    {"ReadableStream", kStreams},
    {"ReadableStreamDefaultReader", kStreams},
    {"ReadableStreamBYOBReader", kStreams},
    {"ReadableStreamBYOBRequest", kStreams},
    {"ReadableByteStreamController", kStreams},
    {"ReadableStreamDefaultController", kStreams},
    {"WritableStream", kStreams},
    {"WritableStreamDefaultController", kStreams},
    {"WritableStreamDefaultWriter", kStreams},
    {"TransformStream", kStreams},
    {"TransformStreamDefaultController", kStreams},
    {"ByteLengthQueuingStrategy", kStreams},
    {"CountQueuingStrategy", kStreams},
    {"Blob", "internal/web/blob"},
    {"File", "internal/web/blob"},
    {"MessageChannel", kMessages},
    {"MessagePort", kMessages},
    {"MessageEvent", kMessages},
    {"BroadcastChannel", kMessages},
    {"structuredClone", "internal/web/clone", Attributes::kAll},
    {"atob", kMisc, Attributes::kAll},
    {"btoa", kMisc, Attributes::kAll},
    {"fetch", kMisc, Attributes::kAll},
    {"Navigator", kMisc},
    {"navigator", kMisc, Attributes::kEnumerable | Attributes::kConfigurable},
    {"crypto", "internal/web/crypto", Attributes::kEnumerable | Attributes::kConfigurable},
    {"Crypto", "internal/web/crypto"},
    {"CryptoKey", "internal/web/crypto"},
    {"SubtleCrypto", "internal/web/crypto"},
    {"performance", kPerformance, Attributes::kAll},
    {"Performance", kPerformance},
    {"PerformanceEntry", kPerformance},
    {"PerformanceMark", kPerformance},
    {"PerformanceMeasure", kPerformance},
    {"PerformanceObserver", kPerformance},
    {"PerformanceObserverEntryList", kPerformance},
    {"PerformanceResourceTiming", kPerformance},
};

Value materialize(Isolate& isolate, Object* object, PropertyKey key) {
  Runtime& runtime = runtime_of(isolate);
  Value value = runtime.materialize_language(isolate, object, key);
  if (!value.is_empty() || object->type != CellType::kHostObject || !key.is_string()) return value;
  if (static_cast<HostObject*>(object)->kind != kGlobalObjectKind) return value;
  std::string name = to_utf8(isolate, key.as_string());
  for (const WebGlobal& global : kWebGlobals) {
    if (name != global.name) continue;
    Completion<Value> exports = runtime.modules().require_builtin(global.module);
    if (!exports.failed()) exports = get(isolate, as_object(exports.value()), key);
    if (!exports.failed()) return exports.value();
    if (!isolate.terminating) {
      // Never a program's fault; it must not pass for `undefined` in silence.
      runtime.write(2, "scrim: making the global '" + name +
                           "' failed: " + inspect_error(isolate, isolate.take_exception()) + "\n");
    }
    return Value::undefined();
  }
  return value;
}

}  // namespace

void install_web_globals(Runtime& runtime) {
  Isolate& isolate = runtime.isolate();
  runtime.materialize_language = isolate.materialize_builtin;
  isolate.materialize_builtin = materialize;
  put_direct(isolate, isolate.realm().global_object, isolate.names().to_string_tag,
             Value(intern_latin1(isolate, "global")), Attributes::kConfigurable);
  for (const WebGlobal& global : kWebGlobals) {
    put_direct(isolate, isolate.realm().global_object, key_from_latin1(isolate, global.name), Value::empty(),
               global.attributes);
  }
}

}  // namespace scrim
