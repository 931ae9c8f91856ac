// What the builtin modules written in JavaScript stand on: one object of native functions.
#pragma once

#include "engine/runtime/runtime.h"

namespace scrim {

// Shared by all of them. Natives of one area are made when internal.binding("name") first asks for them.
Object* internal_natives(Runtime& runtime);

// An area's natives; a file each.
struct NativeBinding {
  const char* name;
  BuiltinTable table;
};
extern const NativeBinding kAsyncContextBinding;  // async_context.cpp
extern const NativeBinding kCryptoBinding;        // crypto_binding.cpp
extern const NativeBinding kVmBinding;            // vm_binding.cpp
extern const NativeBinding kWebBinding;           // web_natives.cpp
extern const NativeBinding kBufferBinding;        // buffer_binding.cpp
extern const NativeBinding kModulesBinding;       // modules_commonjs.cpp
extern const NativeBinding kModuleHooksBinding;   // modules_hooks.cpp
extern const NativeBinding kConsoleBinding;
extern const NativeBinding kFsBinding;
extern const NativeBinding kIoBinding;
extern const NativeBinding kOsBinding;
extern const NativeBinding kProcessBinding;  // process.cpp
extern const NativeBinding kSpawnBinding;
extern const NativeBinding kZlibBinding;

// A script that vm compiled, as the referrer of its imports: data[0] what vm.js says of them (kImport...), data[1] the
// script's name.
constexpr uint32_t kVmReferrerKind = 0x5c219701;
enum VmImports : int32_t { kImportMissing, kImportNeedsFlag, kImportDefault };

}  // namespace scrim
