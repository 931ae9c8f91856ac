#include "engine/syntax/scope.h"

namespace scrim::syntax {

Binding* Scope::find(NameId name) const {
  if (index_.empty()) {
    for (Binding* binding : bindings) {
      if (binding->name == name) return binding;
    }
    return nullptr;
  }
  uint32_t mask = index_.size() - 1;
  for (uint32_t slot = (name * 0x9E3779B1u) & mask;; slot = (slot + 1) & mask) {
    uint32_t position = index_[slot];
    if (position == 0) return nullptr;
    if (bindings[position - 1]->name == name) return bindings[position - 1];
  }
}

uint32_t hops(const Scope* from, const Scope* to) {
  uint32_t count = 0;
  for (const Scope* scope = from; scope != to; scope = scope->parent) {
    ASSERT(scope != nullptr);
    if (scope->needs_environment) count++;
  }
  return count;
}

const char* to_string(BindingKind kind) {
  static constexpr const char* kText[] = {
      "var",        "let",    "const",         "using",          "await using",    "class",        "function",
      "parameter",  "catch",  "function name", "class name",     "import",         "arguments",    "this",
      "new.target", "callee", "private",       "private method", "private setter", "computed key", "default export"};
  return kText[static_cast<uint8_t>(kind)];
}

const char* to_string(BindingPlace place) {
  static constexpr const char* kText[] = {"register", "argument", "frame",  "environment",
                                          "import",   "global",   "dynamic"};
  return kText[static_cast<uint8_t>(place)];
}

const char* to_string(ScopeKind kind) {
  static constexpr const char* kText[] = {"script",        "module", "eval",  "function",     "function body",
                                          "function name", "block",  "catch", "for",          "for head",
                                          "switch",        "with",   "class", "static block", "outer"};
  return kText[static_cast<uint8_t>(kind)];
}

}  // namespace scrim::syntax
