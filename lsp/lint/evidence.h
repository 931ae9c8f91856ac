// What a program says about its own values: which variable certainly holds an array, which object is used as a
// dictionary. Everything is read off this one file; what is not certain is "unknown", and rules stay silent or mild
// about it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "lsp/lint/index.h"

namespace scrim::lint {

enum class ValueKind : uint8_t {
  kUnknown,
  kNothing,  // null, undefined: says nothing against another kind
  kArray,
  kTypedArray,
  kArguments,
  kObject,          // an ordinary object with Object.prototype
  kNullObject,      // Object.create(null), {__proto__: null}
  kComputedObject,  // its keys are computed: Object.fromEntries, grouping
  kFunction,
  kPrimitive,
  kOther,  // an instance of some class, a Map, ...
};

struct Value {
  ValueKind kind = ValueKind::kUnknown;
  const syntax::Node* place = nullptr;  // what shows it
  const char* reason = "";              // "an array literal": what `place` is
  bool is_array() const {
    return kind == ValueKind::kArray || kind == ValueKind::kTypedArray || kind == ValueKind::kArguments;
  }
};

// Something that holds a value and whose uses can be found: a variable, `this.name` in a class, or NAME.name.
struct Place {
  const syntax::Binding* binding = nullptr;
  const syntax::ClassNode* home = nullptr;  // of `this`
  syntax::NameId property = syntax::kNoName;
  explicit operator bool() const { return binding != nullptr || home != nullptr; }
};

struct DictionaryUse {
  const syntax::Node* place = nullptr;  // where a computed key is added or deleted
  const char* what = "";                // "a computed key is added"
};

class Evidence {
 public:
  Evidence(const syntax::ParseResult& parse, const TreeIndex& tree) : parse_(parse), tree_(tree) {}

  Value value_of(const syntax::Node* expression, int depth = 0);
  Value value_of_place(const Place& place, int depth = 0);

  Place place_of(const syntax::Node* expression) const;
  // The expressions that denote the place, in source order (declarations included).
  std::vector<NodeIndex> uses(const Place& place);
  // Where, if anywhere, the object in `place` gets or loses keys that are computed.
  std::optional<DictionaryUse> dictionary_use(const Place& place, int depth = 0);

  // The program tells apart whether this variable holds an array, and `at` is not where it does.
  bool is_array_excluded(const syntax::Binding* binding, NodeIndex at) const;
  // The array was made empty and then only gets names, or elements with gaps between them.
  bool is_sparse_or_named(const Value& array);

  // The function a call of this variable runs; null if that is not certain.
  const syntax::FunctionNode* function_of(const syntax::Binding* binding);
  // The calls of that function that this file shows.
  std::vector<const syntax::CallExpression*> calls_of(const syntax::FunctionNode* function);
  bool is_numeric(const syntax::Node* expression, int depth = 0);
  // `name` refers to the global of that name.
  bool is_global(const syntax::Node* expression, std::string_view name) const;
  // The class whose instances `this` is here; null elsewhere.
  static const syntax::ClassNode* class_of_this(const syntax::ThisExpression* expression);
  std::string_view name_of(syntax::NameId id) const { return parse_.names.text(id); }

 private:
  Value value_of_binding(const syntax::Binding* binding, int depth);
  Value value_of_call(const syntax::CallExpression* call, int depth);
  Value value_of_member(const syntax::MemberExpression* member, int depth);
  Value value_of_parameter(const syntax::Binding* binding, NodeIndex declaration, int depth);
  Value value_of_result(const syntax::FunctionNode* function, int depth);
  // Calls visit with each expression whose value the function may return.
  void each_result(const syntax::FunctionNode* function, const std::function<void(const syntax::Node*)>& visit);
  bool is_copied_key(const syntax::Node* key, const syntax::Node* stored);
  bool is_fixed_key(const syntax::Node* key);

  const syntax::ParseResult& parse_;
  const TreeIndex& tree_;
  std::unordered_map<const syntax::Binding*, Value> values_;
  struct MemberKey {
    const void* owner;
    syntax::NameId property;
    bool operator==(const MemberKey&) const = default;
  };
  struct MemberHash {
    size_t operator()(const MemberKey& key) const { return std::hash<const void*>()(key.owner) * 31 + key.property; }
  };
  std::unordered_map<MemberKey, std::vector<NodeIndex>, MemberHash> this_members_;
  bool this_members_made_ = false;
};

}  // namespace scrim::lint
