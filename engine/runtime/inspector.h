// How a value is shown: one Inspector a call of util.inspect. Node's layout, byte for byte; texts are UTF-8 and their
// lengths are counted in UTF-16 units where Node counts a string's length. It lives on the native stack, so its Values
// are rooted.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/objects/inline_slots.h"
#include "engine/runtime/inspect_text.h"
#include "engine/runtime/runtime.h"

namespace scrim {

class Inspector {
 public:
  Inspector(Isolate& isolate, const InspectOptions& options)
      : isolate_(isolate), options_(options), seen_(isolate.heap(), "inspect"), circular_(isolate.heap(), "inspect") {}

  std::string value(Value v, int recurse, bool typed = false);
  std::string primitive(Value v, bool plain = false);
  std::string number(double value, bool plain = false) const;

 private:
  enum class Extras : uint8_t { kObject, kArray, kArrayExtras };
  struct Output {
    std::vector<std::string> entries;
    std::string base;
    std::string open = "{";
    std::string close = "}";
    Extras extras = Extras::kObject;
  };
  // What adds an object's entries once it is known that it is shown at all (inspect_kinds.cpp).
  enum class Form : uint8_t {
    kNone,
    kArray,
    kSet,
    kMap,
    kTypedArray,
    kIterator,
    kPromise,
    kWeakSet,
    kWeakMap,
    kArrayBuffer,
    kDataView,
    kNamespace
  };
  struct Description {
    const std::string* constructor = nullptr;  // null: none in the prototype chain
    std::string tag;
    Array* keys = nullptr;
    std::vector<std::string> inherited;  // with showHidden
    Form form = Form::kNone;
    std::string complete;  // what is shown, if that is all there is to show
    bool is_complete = false;
    bool is_leaf = false;  // shown by its base however deep it is
  };

  // inspect.cpp
  std::string object(Object* o, int recurse, bool typed);
  std::string property(Object* o, PropertyKey key, int recurse, Extras kind, Object* receiver = nullptr);
  std::string getter_value(Value getter, bool has_setter, Object* receiver, int recurse);
  bool custom(Object* o, int recurse, Value original, std::string* shown);
  Array* keys(Object* o, bool skip_indices);
  bool constructor_name(Object* o, int recurse, std::string* name, std::vector<std::string>* inherited);
  void inherited_properties(Object* main, Object* o, int recurse, std::vector<std::string>* entries);
  std::string proxied_text(const std::string& shown) const;
  std::string tag_of(Object* o);
  Value get_quiet(Object* o, PropertyKey key);
  bool get_own_quiet(Object* o, PropertyKey key, PropertyDescriptor* descriptor);
  bool too_deep(int recurse) const { return recurse > options_.depth; }

  // inspect_kinds.cpp
  void describe(Object* o, int recurse, bool typed, Description& about, Output& out);
  void add_entries(Object* o, int recurse, const Description& about, Output& out);
  void array_entries(Object* o, int recurse, Output& out);
  void typed_array_entries(TypedArrayObject* o, int recurse, Output& out);
  void hash_entries(HashTable* table, bool is_map, int recurse, uint32_t limit, Output& out);
  void weak_entries(HashTable* table, bool is_map, int recurse, Output& out);
  void iterator_entries(IteratorObject* o, int recurse, Output& out);
  std::string function_base(Object* o, const Description& about);
  std::string boxed_base(Object* o, const Description& about);
  std::string prefix(const Description& about, std::string_view fallback, std::string_view size = {}) const;
  // What an object without a constructor is called.
  std::string kind_name(Object* o) const;
  void add_remaining(uint64_t rest, Output& out) const;

  // inspect_errors.cpp
  std::string error_base(Object* o, Description& about);
  std::string stack_of(Object* o);
  std::string improve_stack(std::string stack, const Description& about, const std::string& name) const;
  std::string error_frames(Object* o, std::string_view frames);

  // inspect_layout.cpp
  std::string reduce(Output& out, int recurse, Object* o);
  void group(std::vector<std::string>& output, Object* o);
  bool fits(const std::vector<std::string>& output, size_t start, const std::string& base) const;
  size_t length_of(const std::string& text) const;
  std::string style(std::string_view text, Style style) const {
    return options_.colors ? colored(text, style) : std::string(text);
  }
  uint32_t array_limit() const { return static_cast<uint32_t>(std::max(options_.max_array_length, 0)); }

  std::string text(Value v) { return to_utf8(isolate_, as_string(v)); }
  PropertyKey key(const char* name) { return key_from_latin1(isolate_, name); }

  Isolate& isolate_;
  InspectOptions options_;
  RootedVector<Value> seen_;
  RootedVector<Value> circular_;
  int indentation_ = 0;
  int current_depth_ = 0;
};

}  // namespace scrim
