// util.inspect, as Node 26 prints: values of every kind, nested and cut, on one line where they fit.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>

#include "engine/objects/bigint.h"
#include "engine/objects/inline_slots.h"
#include "engine/runtime/inspect_text.h"
#include "engine/runtime/runtime.h"

namespace scrim {

namespace {

enum class EntryKind : uint8_t { kObject, kArray, kArrayExtras };

class Inspector {
 public:
  Inspector(Isolate& isolate, const InspectOptions& options)
      : isolate_(isolate), options_(options), seen_(isolate.heap(), "inspect"), circular_(isolate.heap(), "inspect") {}

  std::string value(Value v, int recurse, bool typed = false);

 private:
  struct Output {
    std::vector<std::string> entries;
    std::string base;
    std::string open = "{";
    std::string close = "}";
    EntryKind kind = EntryKind::kObject;
  };

  std::string object(Object* o, int recurse);
  std::string primitive(Value v);
  std::string property(Object* o, Value key, int recurse, EntryKind kind);
  Array* keys(Object* o, bool skip_indices);
  std::string function_base(Object* o, const std::string* constructor, const std::string& tag);
  std::string error_base(Object* o, const std::string* constructor, const std::string& tag, Array** keys);
  void array_entries(Object* o, int recurse, Output& out);
  void typed_array_entries(TypedArrayObject* o, Output& out);
  void hash_entries(HashTable* table, bool is_map, int recurse, Output& out);
  std::string reduce(Output& out, int recurse, Object* o);
  void group(std::vector<std::string>& output, Object* o);
  bool constructor_name(Object* o, std::string* name);
  std::string tag_of(Object* o, const std::string* constructor);
  std::string prefix(const std::string* constructor, const std::string& tag, const char* fallback,
                     const std::string& size = "");
  Value get_quiet(Object* o, PropertyKey key);
  std::string text(Value v) { return to_utf8(isolate_, as_string(v)); }
  PropertyKey key(const char* name) { return key_from_latin1(isolate_, name); }

  Isolate& isolate_;
  InspectOptions options_;
  RootedVector<Value> seen_;
  RootedVector<Value> circular_;
  int indentation_ = 0;
  int current_depth_ = 0;
};

// A get that shows nothing when it throws.
Value Inspector::get_quiet(Object* o, PropertyKey key) {
  Completion<Value> result = get(isolate_, o, key);
  if (result.failed()) {
    if (!isolate_.terminating) isolate_.take_exception();
    return Value::undefined();
  }
  return result.value();
}

std::string Inspector::primitive(Value v) {
  if (v.is_string()) {
    String* string = as_string(v);
    std::string trailer;
    if (options_.max_string_length >= 0 && string->length > static_cast<uint32_t>(options_.max_string_length)) {
      uint32_t rest = string->length - static_cast<uint32_t>(options_.max_string_length);
      trailer = "... " + std::to_string(rest) + " more character" + (rest > 1 ? "s" : "");
      string = substring(isolate_, string, 0, static_cast<uint32_t>(options_.max_string_length));
    }
    // Long strings with line breaks are shown a line each.
    if (options_.compact && string->length > 16 &&
        static_cast<int>(string->length) > options_.break_length - indentation_ - 4) {
      std::u16string units = to_utf16(isolate_, string);
      std::string result;
      for (size_t i = 0; i < units.size();) {
        size_t end = units.find(u'\n', i);
        end = end == std::u16string::npos ? units.size() : end + 1;
        if (i) result += " +\n" + std::string(static_cast<size_t>(indentation_) + 2, ' ');
        result += quote_text(std::u16string_view(units).substr(i, end - i));
        i = end;
      }
      return result + trailer;
    }
    return quote_text(to_utf16(isolate_, string)) + trailer;
  }
  if (v.is_number()) {
    double number = v.as_number();
    if (number == 0 && std::signbit(number)) return "-0";
    char buffer[32];
    return std::string(number_to_latin1(number, buffer));
  }
  if (v.is_bigint()) return bigint_to_string(as_bigint(v)) + "n";
  if (v.is_boolean()) return v.as_boolean() ? "true" : "false";
  if (v.is_null()) return "null";
  if (v.is_symbol()) {
    String* description = as_symbol(v)->description;
    return "Symbol(" + (description ? to_utf8(isolate_, description) : std::string()) + ")";
  }
  return "undefined";
}

std::string Inspector::value(Value v, int recurse, bool typed) {
  (void)typed;
  if (!v.is_object()) return primitive(v);
  Object* o = as_object(v);
  if (o->type == CellType::kProxy) {
    auto* proxy = static_cast<ProxyObject*>(o);
    if (!proxy->target) return "<Revoked Proxy>";
    if (options_.show_proxy) {
      Output out;
      out.open = "Proxy [";
      out.close = "]";
      out.kind = EntryKind::kArrayExtras;
      indentation_ += 2;
      out.entries = {value(Value(proxy->target), recurse + 1), value(Value(proxy->handler), recurse + 1)};
      indentation_ -= 2;
      return reduce(out, recurse, o);
    }
    return "Proxy(" + value(Value(proxy->target), recurse) + ")";
  }
  if (options_.custom_inspect) {
    AtomTable& atoms = isolate_.atoms();
    if (Symbol* symbol = custom_inspect_symbol(isolate_, atoms)) {
      Value method = get_quiet(o, PropertyKey::from_symbol(symbol));
      if (is_callable(method) && as_object(method)->type != CellType::kNativeFunction) {
        Object* bag = new_plain_object(isolate_);
        int depth = options_.depth < 0 ? options_.depth : options_.depth - recurse;
        Value depth_value = options_.depth < 0 ? Value::raw_double(INFINITY) : Value::int32(depth);
        put_direct(isolate_, bag, key("depth"), depth_value);
        Completion<Value> shown = call(isolate_, method, v, {depth_value, Value(bag)});
        if (shown.failed()) return "";
        if (shown.value() != v) {
          if (!shown.value().is_object() && shown.value().is_string()) {
            return indent_lines(text(shown.value()), indentation_);
          }
          return value(shown.value(), recurse);
        }
      }
    }
  }
  for (size_t i = 0; i < seen_.size(); ++i) {
    if (seen_[i] != v) continue;
    size_t index = 0;
    while (index < circular_.size() && circular_[index] != v) ++index;
    if (index == circular_.size()) circular_.push_back(v);
    return "[Circular *" + std::to_string(index + 1) + "]";
  }
  return object(o, recurse);
}

bool Inspector::constructor_name(Object* o, std::string* name) {
  for (Object* at = o; at;) {
    if (at->type == CellType::kProxy) break;
    Value constructor = get_own_data(isolate_, at, isolate_.names().constructor);
    if (!constructor.is_empty() && is_callable(constructor) && as_object(constructor)->type != CellType::kProxy) {
      Value own = get_own_data(isolate_, as_object(constructor), isolate_.names().name);
      if (own.is_string() && as_string(own)->length) {
        *name = text(own);
        return true;
      }
    }
    at = at->prototype();
  }
  return false;
}

std::string Inspector::tag_of(Object* o, const std::string* constructor) {
  Value tag = get_quiet(o, isolate_.names().to_string_tag);
  if (!tag.is_string() || !as_string(tag)->length) return {};
  std::string shown = text(tag);
  // Only a tag that says something else than the constructor.
  if (constructor && *constructor == shown) return {};
  return shown;
}

std::string Inspector::prefix(const std::string* constructor, const std::string& tag, const char* fallback,
                              const std::string& size) {
  if (!constructor) {
    if (!tag.empty() && tag != fallback) return "[" + std::string(fallback) + size + ": null prototype] [" + tag + "] ";
    return "[" + std::string(fallback) + size + ": null prototype] ";
  }
  if (!tag.empty() && *constructor != tag) return *constructor + size + " [" + tag + "] ";
  return *constructor + size + " ";
}

// Own keys as shown: enumerable strings, then enumerable symbols; all of them with showHidden.
Array* Inspector::keys(Object* o, bool skip_indices) {
  Array* result = new_array(isolate_);
  Completion<Array*> all = ordinary_own_property_keys(isolate_, o, KeyFilter::kAll);
  if (o->is_exotic()) all = own_property_keys(isolate_, o, KeyFilter::kAll);
  if (all.failed()) {
    isolate_.take_exception();
    return result;
  }
  for (uint32_t i = 0; i < all.value()->length; ++i) {
    Value name = fast_element(all.value(), i);
    PropertyKey k =
        name.is_symbol() ? PropertyKey::from_symbol(as_symbol(name)) : key_from_string(isolate_, as_string(name));
    if (skip_indices && k.is_index()) continue;
    PropertyDescriptor descriptor;
    Completion<bool> has = get_own_property(isolate_, o, k, &descriptor);
    if (has.failed()) {
      isolate_.take_exception();
      continue;
    }
    if (!has.value() || (!descriptor.is(Attributes::kEnumerable) && !options_.show_hidden)) continue;
    array_push(isolate_, result, name);
  }
  return result;
}

std::string Inspector::property(Object* o, Value name, int recurse, EntryKind kind) {
  PropertyKey k =
      name.is_symbol() ? PropertyKey::from_symbol(as_symbol(name)) : key_from_string(isolate_, as_string(name));
  PropertyDescriptor descriptor;
  Completion<bool> has = get_own_property(isolate_, o, k, &descriptor);
  if (has.failed()) isolate_.take_exception();
  std::string shown;
  if (descriptor.is_accessor()) {
    bool getter = descriptor.has_getter() && !descriptor.getter.is_undefined();
    bool setter = descriptor.has_setter() && !descriptor.setter.is_undefined();
    shown = getter ? setter ? "[Getter/Setter]" : "[Getter]" : setter ? "[Setter]" : "undefined";
  } else {
    int difference = options_.compact != 0 || kind != EntryKind::kObject ? 2 : 3;
    indentation_ += difference;
    shown = value(descriptor.has_value() ? descriptor.value : Value::undefined(), recurse);
    indentation_ -= difference;
  }
  if (kind == EntryKind::kArray) return shown;
  std::string label;
  if (name.is_symbol()) {
    String* description = as_symbol(name)->description;
    label = "Symbol(" + (description ? to_utf8(isolate_, description) : std::string()) + ")";
    if (!descriptor.is(Attributes::kEnumerable)) label = "[" + label + "]";
  } else {
    std::string plain = text(name);
    if (plain == "__proto__") {
      label = "['__proto__']";
    } else if (!descriptor.is(Attributes::kEnumerable)) {
      label = "[" + plain + "]";
    } else {
      label = is_plain_identifier(plain) ? plain : quote_text(to_utf16(isolate_, as_string(name)));
    }
  }
  return label + ": " + shown;
}

std::string Inspector::function_base(Object* o, const std::string* constructor, const std::string& tag) {
  Value name = get_own_data(isolate_, o, isolate_.names().name);
  std::string own = name.is_string() ? text(name) : std::string();
  std::string base;
  if (o->has_flag(CellFlags::kClassConstructor)) {
    base = "class " + (own.empty() ? std::string("(anonymous)") : own);
    if (constructor && *constructor != "Function") base += " [" + *constructor + "]";
    if (!tag.empty()) base += " [" + tag + "]";
    if (Object* above = o->prototype()) {
      Value super_name = get_own_data(isolate_, above, isolate_.names().name);
      if (super_name.is_string() && as_string(super_name)->length) base += " extends " + text(super_name);
    } else {
      base += " extends [null prototype]";
    }
    return "[" + base + "]";
  }
  std::string type = "Function";
  if (o->type == CellType::kFunction) type = function_kind_name(static_cast<Function*>(o));
  base = "[" + type;
  if (!constructor) base += " (null prototype)";
  base += own.empty() ? " (anonymous)" : ": " + own;
  base += "]";
  if (constructor && *constructor != type && *constructor != "Function") base += " " + *constructor;
  if (!tag.empty() && (!constructor || *constructor != tag)) base += " [" + tag + "]";
  return base;
}

// The stack, with the class's name in front where `name` does not say it; what the stack says already is not repeated
// as a property.
std::string Inspector::error_base(Object* o, const std::string* constructor, const std::string& tag, Array** own_keys) {
  const Names& names = isolate_.names();
  Value name_value = get_quiet(o, names.name);
  Value message_value = get_quiet(o, names.message);
  std::string name = name_value.is_string() ? text(name_value) : "Error";
  std::string message = message_value.is_string() ? text(message_value) : "";
  Value stack_value = get_quiet(o, names.stack);
  std::string stack = stack_value.is_string() && as_string(stack_value)->length ? text(stack_value)
                      : message.empty()                                         ? name
                                                                                : name + ": " + message;
  Array* kept = new_array(isolate_);
  for (uint32_t i = 0; i < (*own_keys)->length; ++i) {
    Value k = fast_element(*own_keys, i);
    std::string key_text = k.is_string() ? text(k) : "";
    if (!options_.show_hidden && (key_text == "name" || key_text == "message" || key_text == "stack")) {
      Value shown = get_quiet(o, key_from_string(isolate_, as_string(k)));
      if (shown.is_string() && stack.find(text(shown)) != std::string::npos) continue;
    }
    array_push(isolate_, kept, k);
  }
  auto add = [&](PropertyKey k) {
    PropertyDescriptor descriptor;
    Completion<bool> has = get_own_property(isolate_, o, k, &descriptor);
    if (has.failed()) {
      isolate_.take_exception();
      return;
    }
    if (!has.value()) return;
    for (uint32_t i = 0; i < kept->length; ++i) {
      if (fast_element(kept, i) == Value(k.as_cell())) return;
    }
    array_push(isolate_, kept, Value(k.as_cell()));
  };
  add(names.cause);
  Value errors = get_own_data(isolate_, o, names.errors);
  if (errors.is_object() && as_object(errors)->is_array()) add(names.errors);
  *own_keys = kept;
  // Node's improveStack: "E2 [Error]: boo" for a class that did not set its own name.
  std::string shown_name = constructor ? *constructor : "Error";
  if (shown_name != name && stack.starts_with(name) && stack.find(shown_name) == std::string::npos) {
    std::string rest = stack.substr(name.size());
    if (name == "Error" || name.ends_with("Error")) stack = shown_name + " [" + name + "]" + rest;
  }
  if (!constructor) {
    if (stack.starts_with(name)) stack = "[" + name + ": null prototype]" + stack.substr(name.size());
  } else if (!tag.empty() && stack.find(tag) == std::string::npos && stack.starts_with(shown_name)) {
    stack = shown_name + " [" + tag + "]" + stack.substr(shown_name.size());
  }
  size_t frames = stack.find("\n    at");
  if (frames == std::string::npos && !options_.uncaught) stack = "[" + stack + "]";
  return indent_lines(stack, indentation_);
}

void Inspector::array_entries(Object* o, int recurse, Output& out) {
  auto* array = static_cast<Array*>(o);
  uint32_t length = array->length;
  auto limit = static_cast<uint32_t>(options_.max_array_length < 0 ? 0x7fffffff : options_.max_array_length);
  uint32_t shown = 0;
  uint32_t i = 0;
  while (i < length && shown < limit) {
    Value element;
    uint8_t attributes;
    if (!find_element(array, i, &element, &attributes)) {
      uint32_t begin = i;
      if (array->elements_kind == ElementsKind::kDictionary) {
        std::vector<uint32_t> indices;
        collect_element_indices(array, &indices);
        auto next = std::lower_bound(indices.begin(), indices.end(), i);
        i = next == indices.end() ? length : *next;
      } else {
        uint32_t end = array->has_vector_elements() ? std::min(length, array->vector()->length) : 0;
        while (i < end && array->vector()->values[i].is_empty()) ++i;
        if (i >= end) i = length;
      }
      uint32_t holes = i - begin;
      out.entries.push_back("<" + std::to_string(holes) + " empty item" + (holes > 1 ? "s" : "") + ">");
      ++shown;
      continue;
    }
    String* name = key_to_string(isolate_, PropertyKey::from_index(i));
    out.entries.push_back(property(o, Value(name), recurse, EntryKind::kArray));
    ++shown;
    ++i;
  }
  if (i < length) {
    uint32_t rest = length - i;
    out.entries.push_back("... " + std::to_string(rest) + " more item" + (rest > 1 ? "s" : ""));
  }
}

void Inspector::typed_array_entries(TypedArrayObject* o, Output& out) {
  Completion<Value> length_value = get(isolate_, o, isolate_.names().length);
  uint32_t length = !length_value.failed() && length_value.value().is_number()
                        ? static_cast<uint32_t>(length_value.value().as_number())
                        : 0;
  auto limit = static_cast<uint32_t>(options_.max_array_length < 0 ? 0x7fffffff : options_.max_array_length);
  for (uint32_t i = 0; i < std::min(length, limit); ++i) {
    Completion<Value> element = get(isolate_, o, PropertyKey::from_index(i));
    out.entries.push_back(element.failed() ? "" : primitive(element.value()));
  }
  if (length > limit) {
    out.entries.push_back("... " + std::to_string(length - limit) + " more item" + (length - limit > 1 ? "s" : ""));
  }
}

void Inspector::hash_entries(HashTable* table, bool is_map, int recurse, Output& out) {
  auto limit = static_cast<uint32_t>(options_.max_array_length < 0 ? 0x7fffffff : options_.max_array_length);
  indentation_ += 2;
  uint32_t shown = 0;
  uint32_t total = table ? table->count : 0;
  for (uint32_t i = 0; table && i < table->used && shown < limit; ++i) {
    HashTable::Entry entry = table->entries()[i];
    if (entry.key.is_empty()) continue;
    ++shown;
    std::string text = value(entry.key, recurse);
    if (is_map) text += " => " + value(entry.value, recurse);
    out.entries.push_back(text);
  }
  if (shown < total) {
    out.entries.push_back("... " + std::to_string(total - shown) + " more item" + (total - shown > 1 ? "s" : ""));
  }
  indentation_ -= 2;
}

std::string Inspector::object(Object* o, int recurse) {
  std::string constructor_text;
  const std::string* constructor = constructor_name(o, &constructor_text) ? &constructor_text : nullptr;
  std::string null_prototype_of;
  if (!constructor && o->prototype()) {
    // A chain that ends without any constructor.
    null_prototype_of = "Object <" + value(Value(o->prototype()), recurse + 1) + "> ";
  }
  std::string tag = tag_of(o, constructor);
  Output out;
  Array* own = nullptr;
  std::string size;
  bool too_deep = options_.depth != -1 && recurse > options_.depth;

  enum { kPlain, kArrayForm, kTyped, kSetForm, kMapForm, kPromiseForm, kWeak, kBuffer, kView } form = kPlain;
  switch (o->type) {
    case CellType::kArray: {
      size = "(" + std::to_string(static_cast<Array*>(o)->length) + ")";
      bool plain = constructor && *constructor == "Array" && tag.empty();
      out.open = (plain ? "" : prefix(constructor, tag, "Array", size)) + "[";
      out.close = "]";
      out.kind = EntryKind::kArrayExtras;
      own = keys(o, true);
      // `length` of an array is not shown unless asked for.
      if (!static_cast<Array*>(o)->length && !own->length) return out.open + "]";
      form = kArrayForm;
      break;
    }
    case CellType::kSet:
    case CellType::kMap: {
      bool is_map = o->type == CellType::kMap;
      HashTable* table = static_cast<MapObject*>(o)->table;
      uint32_t count = table ? table->count : 0;
      size = "(" + std::to_string(count) + ")";
      out.open = prefix(constructor, tag, is_map ? "Map" : "Set", size) + "{";
      own = keys(o, false);
      if (!count && !own->length) return out.open + "}";
      form = is_map ? kMapForm : kSetForm;
      break;
    }
    case CellType::kTypedArray: {
      Value length = get_quiet(o, isolate_.names().length);
      size = "(" + primitive(length) + ")";
      out.open = prefix(constructor, tag, "TypedArray", size) + "[";
      out.close = "]";
      out.kind = EntryKind::kArrayExtras;
      own = keys(o, true);
      if (length.is_int32() && length.as_int32() == 0 && !own->length) return out.open + "]";
      form = kTyped;
      break;
    }
    case CellType::kFunction:
    case CellType::kNativeFunction:
    case CellType::kBoundFunction:
      own = keys(o, false);
      out.base = function_base(o, constructor, tag);
      if (!own->length) return out.base;
      break;
    case CellType::kRegExp: {
      auto* regexp = static_cast<RegExpObject*>(o);
      own = keys(o, false);
      out.base = "/" + to_utf8(isolate_, regexp->source) + "/" + to_utf8(isolate_, regexp->flags_string);
      std::string before = prefix(constructor, tag, "RegExp");
      if (before != "RegExp ") out.base = before + out.base;
      if (!own->length || too_deep) return out.base;
      break;
    }
    case CellType::kDate: {
      own = keys(o, false);
      double time = static_cast<DateObject*>(o)->time;
      out.base = std::isnan(time) ? "Invalid Date" : "";
      if (out.base.empty()) {
        Completion<Value> iso = invoke(isolate_, Value(o), key("toISOString"));
        if (iso.failed()) isolate_.take_exception();
        out.base = !iso.failed() && iso.value().is_string() ? text(iso.value()) : "Date";
      }
      std::string before = prefix(constructor, tag, "Date");
      if (before != "Date ") out.base = before + out.base;
      if (!own->length) return out.base;
      break;
    }
    case CellType::kError:
      own = keys(o, false);
      out.base = error_base(o, constructor, tag, &own);
      if (!own->length) return out.base;
      break;
    case CellType::kArguments:
    case CellType::kMappedArguments:
      own = keys(o, false);
      out.open = "[Arguments] {";
      if (!own->length) return out.open + "}";
      break;
    case CellType::kPromise:
      own = keys(o, false);
      out.open = prefix(constructor, tag, "Promise") + "{";
      form = kPromiseForm;
      break;
    case CellType::kWeakMap:
    case CellType::kWeakSet:
      own = keys(o, false);
      out.open = prefix(constructor, tag, o->type == CellType::kWeakMap ? "WeakMap" : "WeakSet") + "{";
      form = kWeak;
      break;
    case CellType::kArrayBuffer:
    case CellType::kSharedArrayBuffer:
      own = keys(o, false);
      out.open = prefix(constructor, tag, "ArrayBuffer") + "{";
      form = kBuffer;
      break;
    case CellType::kDataView:
      own = keys(o, false);
      out.open = prefix(constructor, tag, "DataView") + "{";
      form = kView;
      break;
    case CellType::kBooleanObject:
    case CellType::kNumberObject:
    case CellType::kStringObject:
    case CellType::kSymbolObject:
    case CellType::kBigIntObject: {
      static constexpr const char* kNames[] = {"Boolean", "Number", "String", "Symbol", "BigInt"};
      std::string type = kNames[static_cast<int>(o->type) - static_cast<int>(CellType::kBooleanObject)];
      own = keys(o, o->type == CellType::kStringObject);
      out.base = "[" + type;
      if (!constructor) {
        out.base += " (null prototype)";
      } else if (*constructor != type) {
        out.base += " (" + *constructor + ")";
      }
      out.base += ": " + primitive(static_cast<PrimitiveWrapper*>(o)->primitive) + "]";
      if (!tag.empty()) out.base += " [" + tag + "]";
      if (!own->length) return out.base;
      break;
    }
    case CellType::kIterator: {
      own = keys(o, false);
      std::string shown = tag.empty() ? (constructor ? *constructor : "") : tag;
      if (inspect_collection_iterator(isolate_, static_cast<IteratorObject*>(o), &out.entries,
                                      [&](Value v) { return value(v, recurse + 1); })) {
        if (!out.entries.empty() && out.entries[0] == "\x01") {
          out.entries.erase(out.entries.begin());
          shown = shown.substr(0, shown.find(' ')) + " Entries";
        }
        out.open = "[" + shown + "] {";
        for (uint32_t i = 0; i < own->length; ++i) {
          out.entries.push_back(property(o, fast_element(own, i), recurse + 1, EntryKind::kObject));
        }
        return reduce(out, recurse, o);
      }
      out.open = prefix(constructor, tag, "Object") + "{";
      if (!own->length) return out.open + "}";
      break;
    }
    default: {
      own = keys(o, false);
      bool plain = constructor && *constructor == "Object";
      if (!null_prototype_of.empty()) {
        out.open = null_prototype_of + "{";
      } else if (plain) {
        out.open = tag.empty() ? "{" : prefix(constructor, tag, "Object") + "{";
      } else {
        out.open = prefix(constructor, tag, "Object") + "{";
      }
      if (!own->length) return out.open + "}";
    }
  }

  if (too_deep) {
    std::string name = prefix(constructor, tag, o->is_array() ? "Array" : "Object");
    name.pop_back();
    return name.starts_with("[") && constructor == nullptr ? name : "[" + name + "]";
  }
  ++recurse;
  seen_.push_back(Value(o));
  current_depth_ = recurse;
  EntryKind property_kind = out.kind == EntryKind::kArrayExtras ? EntryKind::kArrayExtras : EntryKind::kObject;
  switch (form) {
    case kPlain: break;
    case kArrayForm:
      array_entries(o, recurse, out);
      if (options_.show_hidden) break;
      break;
    case kTyped: typed_array_entries(static_cast<TypedArrayObject*>(o), out); break;
    case kSetForm: hash_entries(static_cast<MapObject*>(o)->table, false, recurse, out); break;
    case kMapForm: hash_entries(static_cast<MapObject*>(o)->table, true, recurse, out); break;
    case kPromiseForm: {
      auto* promise = static_cast<PromiseObject*>(o);
      if (promise->state == PromiseObject::kPending) {
        out.entries.push_back("<pending>");
      } else {
        indentation_ += 2;
        std::string shown = value(promise->result, recurse);
        indentation_ -= 2;
        out.entries.push_back(promise->state == PromiseObject::kRejected ? "<rejected> " + shown : shown);
      }
      break;
    }
    case kWeak: out.entries.push_back("<items unknown>"); break;
    case kBuffer: {
      auto* buffer = static_cast<ArrayBufferObject*>(o);
      if (!buffer->store) {
        out.entries.push_back("(detached)");
      } else {
        std::string bytes;
        uint64_t shown = std::min<uint64_t>(buffer->byte_length, 50);
        for (uint64_t i = 0; i < shown; ++i) {
          char hex[4];
          std::snprintf(hex, sizeof hex, "%02x", buffer->data[i]);
          bytes += (i ? " " : "") + std::string(hex);
        }
        if (buffer->byte_length > shown) {
          uint64_t rest = buffer->byte_length - shown;
          bytes += " ... " + std::to_string(rest) + " more byte" + (rest > 1 ? "s" : "");
        }
        out.entries.push_back("[Uint8Contents]: <" + bytes + ">");
      }
      out.entries.push_back("[byteLength]: " + std::to_string(buffer->byte_length));
      break;
    }
    case kView: {
      auto* view = static_cast<TypedArrayObject*>(o);
      out.entries.push_back("[byteLength]: " + primitive(get_quiet(o, isolate_.names().byteLength)));
      out.entries.push_back("[byteOffset]: " + std::to_string(view->byte_offset));
      indentation_ += 2;
      out.entries.push_back("[buffer]: " + value(Value(view->buffer), recurse));
      indentation_ -= 2;
      break;
    }
  }
  if (options_.show_hidden && o->is_array()) {
    out.entries.push_back("[length]: " + std::to_string(static_cast<Array*>(o)->length));
  }
  for (uint32_t i = 0; i < own->length; ++i) {
    Value name = fast_element(own, i);
    if (options_.show_hidden && o->is_array() && name == Value(isolate_.names().length.as_cell())) continue;
    out.entries.push_back(property(o, name, recurse, property_kind));
  }
  seen_.pop_back();
  for (size_t i = 0; i < circular_.size(); ++i) {
    if (circular_[i] != Value(o)) continue;
    std::string reference = "<ref *" + std::to_string(i + 1) + ">";
    out.base = out.base.empty() ? reference : reference + " " + out.base;
  }
  return reduce(out, recurse, o);
}

// Many short array entries go into columns.
void Inspector::group(std::vector<std::string>& output, Object* o) {
  size_t total = 0;
  size_t longest = 0;
  size_t count = output.size();
  bool has_more =
      !output.empty() && output.back().starts_with("... ") && output.back().find(" more item") != std::string::npos;
  if (has_more) --count;
  constexpr size_t kSeparator = 2;
  std::vector<size_t> lengths(count);
  for (size_t i = 0; i < count; ++i) {
    lengths[i] = text_width(output[i]);
    total += lengths[i] + kSeparator;
    longest = std::max(longest, lengths[i]);
  }
  size_t actual = longest + kSeparator;
  if (actual * 3 + static_cast<size_t>(indentation_) >= static_cast<size_t>(options_.break_length)) return;
  if (!(static_cast<double>(total) / static_cast<double>(actual) > 5 || longest <= 6)) return;
  double bias =
      std::sqrt(static_cast<double>(actual) - static_cast<double>(total) / static_cast<double>(output.size()));
  double biased = std::max(static_cast<double>(actual) - 3 - bias, 1.0);
  auto columns =
      static_cast<size_t>(std::min({std::round(std::sqrt(2.5 * biased * static_cast<double>(count)) / biased),
                                    std::floor((options_.break_length - indentation_) / static_cast<double>(actual)),
                                    static_cast<double>(options_.compact * 4), 15.0}));
  if (columns <= 1) return;
  std::vector<size_t> widths;
  for (size_t c = 0; c < columns; ++c) {
    size_t width = 0;
    for (size_t i = c; i < count; i += columns) width = std::max(width, lengths[i]);
    widths.push_back(width + kSeparator);
  }
  bool pad_start = o != nullptr;
  if (o && o->is_array()) {
    for (size_t i = 0; i < output.size(); ++i) {
      Value element = fast_element(o, static_cast<uint32_t>(i));
      if (!element.is_number() && !element.is_bigint()) {
        pad_start = false;
        break;
      }
    }
  } else if (o && o->type != CellType::kTypedArray) {
    pad_start = false;
  }
  std::vector<std::string> grouped;
  for (size_t i = 0; i < count; i += columns) {
    size_t end = std::min(i + columns, count);
    std::string line;
    for (size_t j = i; j + 1 < end; ++j) {
      std::string padding(widths[j - i] - lengths[j] - kSeparator, ' ');
      line += pad_start ? padding + output[j] + ", " : output[j] + ", " + padding;
    }
    if (pad_start) line += std::string(widths[end - 1 - i] - kSeparator - lengths[end - 1], ' ');
    grouped.push_back(line + output[end - 1]);
  }
  if (has_more) grouped.push_back(output.back());
  output = std::move(grouped);
}

std::string Inspector::reduce(Output& out, int recurse, Object* o) {
  std::vector<std::string>& output = out.entries;
  std::string separator_base = out.base.empty() ? "" : out.base + " ";
  if (options_.compact >= 1) {
    size_t entries = output.size();
    if (out.kind == EntryKind::kArrayExtras && entries > 6) group(output, o);
    if (current_depth_ - recurse < options_.compact && entries == output.size()) {
      size_t start =
          output.size() + static_cast<size_t>(indentation_) + utf16_size(out.open) + utf16_size(out.base) + 10;
      size_t total = output.size() + start;
      bool fits = total + output.size() <= static_cast<size_t>(options_.break_length);
      for (size_t i = 0; fits && i < output.size(); ++i) {
        total += utf16_size(output[i]);
        fits = total <= static_cast<size_t>(options_.break_length);
      }
      if (fits && out.base.find('\n') == std::string::npos) {
        std::string joined;
        for (size_t i = 0; i < output.size(); ++i) joined += (i ? ", " : "") + output[i];
        if (joined.find('\n') == std::string::npos) {
          return separator_base + out.open + " " + joined + " " + out.close;
        }
      }
    }
  }
  std::string indentation = "\n" + std::string(static_cast<size_t>(indentation_), ' ');
  std::string joined;
  for (size_t i = 0; i < output.size(); ++i) joined += (i ? "," + indentation + "  " : "") + output[i];
  return separator_base + out.open + indentation + "  " + joined + indentation + out.close;
}

}  // namespace

std::string inspect(Isolate& isolate, Value value, const InspectOptions& options) {
  if (options.depth == -2) {  // console.table's cells: what is nested is named only
    InspectOptions shallow = options;
    shallow.depth = 0;
    Inspector inspector(isolate, shallow);
    return inspector.value(value, 1);
  }
  Inspector inspector(isolate, options);
  return inspector.value(value, 0);
}

std::string inspect_error(Isolate& isolate, Value error) {
  InspectOptions options;
  options.uncaught = true;
  return inspect(isolate, error, options);
}

// util.format
std::string format_log(Isolate& isolate, std::span<const Value> arguments, const InspectOptions& options) {
  std::string result;
  size_t next = 0;
  auto show = [&](Value value) {
    return value.is_string() ? to_utf8(isolate, as_string(value)) : inspect(isolate, value, options);
  };
  if (!arguments.empty() && arguments[0].is_string()) {
    next = 1;
    std::string format = to_utf8(isolate, as_string(arguments[0]));
    if (arguments.size() == 1) return format;
    for (size_t i = 0; i < format.size(); ++i) {
      if (format[i] != '%' || i + 1 == format.size()) {
        result += format[i];
        continue;
      }
      char directive = format[i + 1];
      if (directive == '%') {
        result += '%';
        ++i;
        continue;
      }
      if (!std::strchr("sdifjoOc", directive) || next >= arguments.size()) {
        result += '%';
        continue;
      }
      Value value = arguments[next++];
      ++i;
      switch (directive) {
        case 's':
          if (value.is_bigint()) {
            result += bigint_to_string(as_bigint(value)) + "n";
          } else if (value.is_number() || !value.is_object()) {
            result += value.is_string() ? to_utf8(isolate, as_string(value)) : inspect(isolate, value);
          } else if (has_own_to_string(isolate, as_object(value))) {
            Completion<String*> text = to_string(isolate, value);
            if (text.failed()) return result;
            result += to_utf8(isolate, text.value());
          } else {
            InspectOptions flat = options;
            flat.depth = 0;
            result += inspect(isolate, value, flat);
          }
          break;
        case 'd':
        case 'i':
        case 'f': {
          if (value.is_object() && directive != 'f') {
            result += "NaN";
            break;
          }
          if (value.is_bigint() && directive != 'f') {
            result += bigint_to_string(as_bigint(value)) + "n";
            break;
          }
          if (value.is_symbol()) {
            result += "NaN";
            break;
          }
          double number;
          if (directive == 'd') {
            Completion<double> converted = to_number(isolate, value);
            if (converted.failed()) return result;
            number = converted.value();
          } else {
            Completion<String*> text = to_string(isolate, value);
            if (text.failed()) return result;
            std::string digits = to_utf8(isolate, text.value());
            const char* begin = digits.c_str();
            while (*begin == ' ' || *begin == '\t' || *begin == '\n') ++begin;
            const char* end = begin;
            number = parse_decimal(begin, digits.c_str() + digits.size(), &end);
            if (end == begin) number = std::nan("");
            if (directive == 'i') number = std::trunc(number);
          }
          result += inspect(isolate, Value::number(number));
          break;
        }
        case 'j': {
          Object* json = isolate.realm().intrinsic(Intrinsic::kJSON);
          Completion<Value> text =
              invoke(isolate, Value(json), key_from_latin1(isolate, "stringify"), std::span<const Value>(&value, 1));
          if (text.failed()) return result;
          result += text.value().is_string() ? to_utf8(isolate, as_string(text.value())) : "undefined";
          break;
        }
        case 'o': {
          InspectOptions deep = options;
          deep.show_hidden = true;
          deep.show_proxy = true;
          deep.depth = 4;
          result += inspect(isolate, value, deep);
          break;
        }
        case 'O': result += inspect(isolate, value, options); break;
        default: break;  // %c: no styles here
      }
    }
  }
  for (; next < arguments.size(); ++next) {
    if (next > 0) result += ' ';
    result += show(arguments[next]);
  }
  return result;
}

}  // namespace scrim
