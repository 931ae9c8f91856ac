#include "engine/builtins/icu_api.h"

#include <dlfcn.h>

namespace scrim {

namespace {

#define SCRIM_TEXT(x) #x
#define SCRIM_SYMBOL(name) SCRIM_TEXT(name)

Icu load() {
  Icu icu;
  void* common = dlopen("libicuuc.so." U_ICU_VERSION_SHORT, RTLD_LAZY | RTLD_LOCAL);
  void* i18n = dlopen("libicui18n.so." U_ICU_VERSION_SHORT, RTLD_LAZY | RTLD_LOCAL);
  if (common == nullptr || i18n == nullptr) return icu;
  icu.loaded = true;
#define LOAD(library, name)                                                           \
  icu.name = reinterpret_cast<decltype(&::name)>(dlsym(library, SCRIM_SYMBOL(name))); \
  icu.loaded = icu.loaded && icu.name != nullptr;
#define LOAD_COMMON(name) LOAD(common, name)
#define LOAD_I18N(name) LOAD(i18n, name)
  SCRIM_ICU_COMMON(LOAD_COMMON)
  SCRIM_ICU_I18N(LOAD_I18N)
  return icu;
}

}  // namespace

// Made once and never changed.
const Icu& icu() {
  static const Icu instance = load();
  return instance;
}

}  // namespace scrim
