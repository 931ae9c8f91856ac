// What util.inspect says of each kind of object: its prefix and braces, and its entries before its properties.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "engine/builtins/typed_array.h"
#include "engine/runtime/inspector.h"

namespace scrim {

std::string Inspector::prefix(const Description& about, std::string_view fallback, std::string_view size) const {
  std::string text;
  if (!about.constructor) {
    text = "[" + std::string(fallback) + std::string(size) + ": null prototype] ";
    if (!about.tag.empty() && about.tag != fallback) text += "[" + about.tag + "] ";
    return text;
  }
  // A tag that ends in the constructor's name after a dot stands for both.
  const size_t dot = about.tag.rfind('.');
  const bool dotted = dot != std::string::npos && dot >= 1;
  if (!about.tag.empty() && *about.constructor == (dotted ? about.tag.substr(dot + 1) : about.tag)) {
    return about.tag + std::string(size) + " ";
  }
  text = *about.constructor + std::string(size) + " ";
  if (!about.tag.empty()) text += "[" + about.tag + "] ";
  return text;
}

std::string Inspector::kind_name(Object* o) const {
  switch (o->type) {
    case CellType::kArray: return "Array";
    case CellType::kTypedArray:
      return std::string(kElementNames[static_cast<int>(static_cast<TypedArrayObject*>(o)->element_type)]) + "Array";
    case CellType::kMap: return "Map";
    case CellType::kSet: return "Set";
    case CellType::kWeakMap: return "WeakMap";
    case CellType::kWeakSet: return "WeakSet";
    case CellType::kPromise: return "Promise";
    case CellType::kFunction:
    case CellType::kNativeFunction:
    case CellType::kBoundFunction: return "Function";
    case CellType::kDate: return "Date";
    case CellType::kRegExp: return "RegExp";
    case CellType::kError: return "Error";
    default: return "Object";
  }
}

void Inspector::add_remaining(uint64_t rest, Output& out) const {
  if (rest) out.entries.push_back("... " + std::to_string(rest) + " more item" + (rest > 1 ? "s" : ""));
}

std::string Inspector::function_base(Object* o, const Description& about) {
  Value name = get_quiet(o, isolate_.names().name);
  std::string own = name.is_string() ? text(name) : std::string();
  if (o->has_flag(CellFlags::kClassConstructor)) {
    PropertyDescriptor descriptor;
    if (!get_own_quiet(o, isolate_.names().name, &descriptor)) own.clear();
    std::string base = "class " + (own.empty() ? std::string("(anonymous)") : own);
    if (about.constructor && *about.constructor != "Function") base += " [" + *about.constructor + "]";
    if (!about.tag.empty() && (!about.constructor || *about.constructor != about.tag)) base += " [" + about.tag + "]";
    if (!about.constructor) return "[" + base + " extends [null prototype]]";
    if (Object* above = o->prototype()) {
      Value super_name = get_quiet(above, isolate_.names().name);
      if (super_name.is_string() && as_string(super_name)->length) base += " extends " + text(super_name);
    }
    return "[" + base + "]";
  }
  std::string type = o->type == CellType::kFunction ? function_kind_name(static_cast<Function*>(o)) : "Function";
  std::string base = "[" + type;
  if (!about.constructor) base += " (null prototype)";
  if (name.is_string() || name.is_undefined()) {
    base += own.empty() ? " (anonymous)" : ": " + own;
  } else {
    base += ": " + value(name, 0);
  }
  base += "]";
  if (about.constructor && *about.constructor != type && *about.constructor != "Function") {
    base += " " + *about.constructor;
  }
  if (!about.tag.empty() && (!about.constructor || *about.constructor != about.tag)) base += " [" + about.tag + "]";
  return base;
}

std::string Inspector::boxed_base(Object* o, const Description& about) {
  static constexpr const char* kNames[] = {"Boolean", "Number", "String", "Symbol", "BigInt"};
  static constexpr Style kStyles[] = {Style::kBoolean, Style::kNumber, Style::kString, Style::kSymbol, Style::kBigint};
  int index = static_cast<int>(o->type) - static_cast<int>(CellType::kBooleanObject);
  std::string type = kNames[index];
  std::string base = "[" + type;
  if (!about.constructor) {
    base += " (null prototype)";
  } else if (*about.constructor != type) {
    base += " (" + *about.constructor + ")";
  }
  base += ": " + primitive(static_cast<PrimitiveWrapper*>(o)->primitive, true) + "]";
  if (!about.tag.empty() && (!about.constructor || *about.constructor != about.tag)) base += " [" + about.tag + "]";
  return about.keys->length ? base : style(base, kStyles[index]);
}

void Inspector::describe(Object* o, int recurse, bool typed, Description& about, Output& out) {
  bool skip_indices =
      o->type == CellType::kArray || o->type == CellType::kTypedArray || o->type == CellType::kStringObject;
  about.keys = keys(o, skip_indices);
  auto nothing_more = [&] { return about.keys->length == 0 && about.inherited.empty(); };
  auto complete = [&](std::string text) {
    about.complete = std::move(text);
    about.is_complete = true;
  };
  auto open = [&](std::string_view fallback, Form form, std::string_view size = {}) {
    out.open = prefix(about, fallback, size) + "{";
    about.form = form;
  };
  auto sized = [](uint64_t count) { return "(" + std::to_string(count) + ")"; };
  // What says of itself that an Object made it is shown as one, whatever it is inside.
  auto says_object = [&] {
    if (!about.constructor || *about.constructor != "Object") return false;
    switch (o->type) {
      case CellType::kRegExp:
      case CellType::kDate:
      case CellType::kError:
      case CellType::kArrayBuffer:
      case CellType::kSharedArrayBuffer:
      case CellType::kDataView:
      case CellType::kPromise:
      case CellType::kWeakSet:
      case CellType::kWeakMap:
      case CellType::kBooleanObject:
      case CellType::kNumberObject:
      case CellType::kStringObject:
      case CellType::kSymbolObject:
      case CellType::kBigIntObject: return true;
      default: return false;
    }
  };
  if (says_object()) {
    if (!about.tag.empty()) out.open = prefix(about, "Object") + "{";
    if (nothing_more()) complete(out.open + "}");
    return;
  }
  switch (o->type) {
    case CellType::kArray: {
      uint32_t length = static_cast<Array*>(o)->length;
      bool plain = about.constructor && *about.constructor == "Array" && about.tag.empty();
      out.open = (plain ? "" : prefix(about, "Array", sized(length))) + "[";
      out.close = "]";
      out.extras = Extras::kArrayExtras;
      about.form = Form::kArray;
      if (!length && nothing_more()) complete(out.open + "]");
      return;
    }
    case CellType::kSet:
    case CellType::kMap: {
      bool is_map = o->type == CellType::kMap;
      HashTable* table = static_cast<MapObject*>(o)->table;
      uint32_t count = table ? table->count : 0;
      open(is_map ? "Map" : "Set", is_map ? Form::kMap : Form::kSet, sized(count));
      if (!count && nothing_more()) complete(out.open + "}");
      return;
    }
    case CellType::kTypedArray: {
      auto* array = static_cast<TypedArrayObject*>(o);
      uint64_t length = typed_array_length(array);
      std::string fallback = kind_name(o);
      out.open = prefix(about, fallback, sized(length)) + "[";
      out.close = "]";
      out.extras = Extras::kArrayExtras;
      about.form = Form::kTypedArray;
      if (!length && about.keys->length == 0 && !options_.show_hidden) complete(out.open + "]");
      return;
    }
    case CellType::kIterator:
    case CellType::kGenerator:
    case CellType::kAsyncGenerator: {
      if (o->type == CellType::kIterator) {
        CollectionIterator at = collection_iterator_of(static_cast<IteratorObject*>(o));
        if (at.is_collection) {
          std::string type = about.tag.starts_with("Map") || (about.tag.empty() && at.values) ? "Map" : "Set";
          std::string tag = about.tag;
          if (tag != type + " Iterator") tag = (tag.empty() ? "" : tag + "] [") + type + " Iterator";
          if (at.pairs && tag.ends_with(" Iterator")) tag.replace(tag.size() - 8, 8, "Entries");
          out.open = "[" + tag + "] {";
          about.form = Form::kIterator;
          return;
        }
        if (about.tag == "Map Iterator" || about.tag == "Set Iterator") {  // at its end
          out.open = "[" + about.tag + "] {";
          about.form = Form::kIterator;
          return;
        }
      }
      out.open = prefix(about, "Object") + "{";
      if (nothing_more()) complete(out.open + "}");
      return;
    }
    case CellType::kArguments:
    case CellType::kMappedArguments:
      out.open = "[Arguments] {";
      if (nothing_more()) complete(out.open + "}");
      return;
    case CellType::kFunction:
    case CellType::kNativeFunction:
    case CellType::kBoundFunction:
      out.base = function_base(o, about);
      if (nothing_more()) complete(style(out.base, Style::kSpecial));
      return;
    case CellType::kRegExp: {
      auto* regexp = static_cast<RegExpObject*>(o);
      Object* prototype = isolate_.realm().intrinsic(Intrinsic::kRegExpPrototype);
      Completion<Value> source = call(isolate_, get_quiet(prototype, isolate_.names().toString), Value(o));
      if (!about.constructor) {
        out.base = "/" + to_utf8(isolate_, regexp->source) + "/" + to_utf8(isolate_, regexp->flags_string);
      } else if (!source.failed()) {
        out.base = text(source.value());
      }
      if (source.failed()) isolate_.take_exception();
      std::string before = prefix(about, "RegExp");
      if (before != "RegExp ") out.base = before + out.base;
      if (options_.colors) out.base = colored_regexp(out.base);
      if (nothing_more() || too_deep(recurse)) complete(out.base);
      return;
    }
    case CellType::kDate: {
      Value time = Value::number(static_cast<DateObject*>(o)->time);
      Object* prototype = isolate_.realm().intrinsic(Intrinsic::kDatePrototype);
      PropertyKey method = key(std::isnan(time.as_number()) ? "toString" : "toISOString");
      Completion<Value> shown = call(isolate_, get_quiet(prototype, method), Value(o));
      if (shown.failed()) {
        isolate_.take_exception();
      } else if (shown.value().is_string()) {
        out.base = text(shown.value());
      }
      std::string before = prefix(about, "Date");
      if (before != "Date ") out.base = before + out.base;
      if (nothing_more()) complete(style(out.base, Style::kDate));
      return;
    }
    case CellType::kError:
      out.base = error_base(o, about);
      if (nothing_more()) complete(out.base);
      return;
    case CellType::kArrayBuffer:
    case CellType::kSharedArrayBuffer:
      open(o->type == CellType::kArrayBuffer ? "ArrayBuffer" : "SharedArrayBuffer",
           typed ? Form::kNone : Form::kArrayBuffer);
      if (typed && nothing_more()) {
        complete(out.open + " [byteLength]: " +
                 number(static_cast<double>(static_cast<ArrayBufferObject*>(o)->byte_length)) + " }");
      }
      return;
    case CellType::kDataView: return open("DataView", Form::kDataView);
    case CellType::kPromise: return open("Promise", Form::kPromise);
    case CellType::kWeakSet: return open("WeakSet", Form::kWeakSet);
    case CellType::kWeakMap: return open("WeakMap", Form::kWeakMap);
    case CellType::kModuleNamespace:
      about.tag = "Module";
      out.open = "[Module: null prototype] {";
      return;
    case CellType::kBooleanObject:
    case CellType::kNumberObject:
    case CellType::kStringObject:
    case CellType::kSymbolObject:
    case CellType::kBigIntObject:
      out.base = boxed_base(o, about);
      if (nothing_more()) complete(out.base);
      return;
    default: {
      // Objects below Error.prototype are errors too, and URLs are told by what they say of themselves.
      Object* error_prototype = isolate_.realm().has_intrinsic(Intrinsic::kErrorPrototype)
                                    ? isolate_.realm().intrinsic(Intrinsic::kErrorPrototype)
                                    : nullptr;
      for (Object* at = o->prototype(); at && error_prototype && at->type != CellType::kProxy; at = at->prototype()) {
        if (at != error_prototype) continue;
        out.base = error_base(o, about);
        if (nothing_more()) complete(out.base);
        return;
      }
      if (about.constructor && *about.constructor == "URL" && about.tag == "URL" && !too_deep(recurse)) {
        Value href = get_quiet(o, key("href"));
        if (href.is_string()) out.base = text(href);
        if (nothing_more()) complete(out.base);
        return;
      }
      bool plain = about.constructor && *about.constructor == "Object" && about.tag.empty();
      // Without a constructor the engine's name for it is shown, which is its tag, also one that stands among its keys.
      std::string fallback = "Object";
      if (!about.constructor && about.tag.empty()) {
        Value tag = get_quiet(o, isolate_.names().to_string_tag);
        if (tag.is_string() && as_string(tag)->length) fallback = text(tag);
      }
      if (!plain) out.open = prefix(about, fallback) + "{";
      if (nothing_more()) complete(out.open + "}");
    }
  }
}

void Inspector::array_entries(Object* o, int recurse, Output& out) {
  auto* array = static_cast<Array*>(o);
  uint32_t length = array->length;
  uint32_t limit = array_limit();
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
      out.entries.push_back(
          style("<" + std::to_string(holes) + " empty item" + (holes > 1 ? "s" : "") + ">", Style::kUndefined));
      ++shown;
      continue;
    }
    out.entries.push_back(property(o, PropertyKey::from_index(i), recurse, Extras::kArray));
    if (isolate_.has_exception()) return;
    ++shown;
    ++i;
  }
  add_remaining(length - i, out);
}

void Inspector::typed_array_entries(TypedArrayObject* o, int recurse, Output& out) {
  uint64_t length = typed_array_length(o);
  uint64_t shown = std::min<uint64_t>(length, array_limit());
  for (uint64_t i = 0; i < shown; ++i) {
    out.entries.push_back(primitive(load_element(isolate_, o->element_type, element_address(o, i))));
  }
  add_remaining(length - shown, out);
  if (!options_.show_hidden) return;
  indentation_ += 2;
  for (const char* name : {"BYTES_PER_ELEMENT", "length", "byteLength", "byteOffset", "buffer"}) {
    const std::string label = style("[" + std::string(name) + "]", Style::kString);
    out.entries.push_back(label + ": " + value(get_quiet(o, key(name)), recurse, true));
  }
  indentation_ -= 2;
}

void Inspector::hash_entries(HashTable* table, bool is_map, int recurse, uint32_t limit, Output& out) {
  indentation_ += 2;
  uint32_t shown = 0;
  uint32_t total = settled(table) ? table->count : 0;
  for (uint32_t i = 0; table && i < table->used && shown < limit; ++i) {
    HashTable::Entry entry = table->entries()[i];
    if (entry.key.is_empty()) continue;
    ++shown;
    std::string text = value(entry.key, recurse);
    if (is_map) text += " => " + value(entry.value, recurse);
    out.entries.push_back(text);
  }
  add_remaining(total - shown, out);
  indentation_ -= 2;
}

// In no order of their own, so they are sorted.
void Inspector::weak_entries(HashTable* table, bool is_map, int recurse, Output& out) {
  if (!options_.show_hidden) {
    out.entries.push_back(style("<items unknown>", Style::kSpecial));
    return;
  }
  size_t before = out.entries.size();
  uint32_t limit = array_limit();
  uint32_t total = 0;
  indentation_ += 2;
  settled(table);
  for (uint32_t i = 0; table && i < table->used; ++i) {
    HashTable::Entry entry = table->entries()[i];
    if (entry.key.is_empty() || ++total > limit) continue;
    std::string text = value(entry.key, recurse);
    if (is_map) text += " => " + value(entry.value, recurse);
    out.entries.push_back(text);
  }
  indentation_ -= 2;
  std::sort(out.entries.begin() + static_cast<std::ptrdiff_t>(before), out.entries.end());
  if (total > limit) add_remaining(total - limit, out);
}

void Inspector::iterator_entries(IteratorObject* o, int recurse, Output& out) {
  CollectionIterator at = collection_iterator_of(o);
  uint32_t limit = array_limit();
  uint32_t shown = 0;
  uint32_t total = 0;
  indentation_ += 2;
  settled(at.table);
  for (uint32_t i = at.position; at.table && i < at.table->used; ++i) {
    HashTable::Entry entry = at.table->entries()[i];
    if (entry.key.is_empty()) continue;
    if (++total > limit) continue;
    ++shown;
    if (!at.pairs) {
      out.entries.push_back(value(at.values ? entry.value : entry.key, recurse));
      continue;
    }
    Output pair;
    pair.open = "[";
    pair.close = "]";
    pair.extras = Extras::kArrayExtras;
    pair.entries.push_back(value(entry.key, recurse));
    bool is_map = as_object(o->target)->type == CellType::kMap;
    pair.entries.push_back(value(is_map ? entry.value : entry.key, recurse));
    out.entries.push_back(reduce(pair, recurse, nullptr));
  }
  indentation_ -= 2;
  add_remaining(total - shown, out);
}

void Inspector::add_entries(Object* o, int recurse, const Description& about, Output& out) {
  const Form form = about.form;
  // Node reads a Map or Set without a constructor through an iterator, which has no size to be cut.
  const uint32_t limit = about.constructor ? array_limit() : UINT32_MAX;
  switch (form) {
    case Form::kNone:
    case Form::kNamespace: return;
    case Form::kArray: return array_entries(o, recurse, out);
    case Form::kTypedArray: return typed_array_entries(static_cast<TypedArrayObject*>(o), recurse, out);
    case Form::kSet: return hash_entries(static_cast<MapObject*>(o)->table, false, recurse, limit, out);
    case Form::kMap: return hash_entries(static_cast<MapObject*>(o)->table, true, recurse, limit, out);
    case Form::kWeakSet: return weak_entries(static_cast<WeakMapObject*>(o)->table, false, recurse, out);
    case Form::kWeakMap: return weak_entries(static_cast<WeakMapObject*>(o)->table, true, recurse, out);
    case Form::kIterator: return iterator_entries(static_cast<IteratorObject*>(o), recurse, out);
    case Form::kPromise: {
      auto* promise = static_cast<PromiseObject*>(o);
      if (promise->state == PromiseObject::kPending) {
        out.entries.push_back(style("<pending>", Style::kSpecial));
        return;
      }
      indentation_ += 2;
      std::string shown = value(promise->result, recurse);
      indentation_ -= 2;
      bool rejected = promise->state == PromiseObject::kRejected;
      out.entries.push_back(rejected ? style("<rejected>", Style::kSpecial) + " " + shown : shown);
      return;
    }
    case Form::kArrayBuffer: {
      auto* buffer = static_cast<ArrayBufferObject*>(o);
      if (is_detached(buffer)) {
        out.entries.push_back(style("(detached)", Style::kSpecial));
      } else {
        std::string bytes;
        uint64_t shown = std::min<uint64_t>(buffer->byte_length, array_limit());
        for (uint64_t i = 0; i < shown; ++i) {
          char hex[4];
          std::snprintf(hex, sizeof hex, "%02x", buffer->data[i]);
          bytes += (i ? " " : "") + std::string(hex);
        }
        if (buffer->byte_length > shown) {
          uint64_t rest = buffer->byte_length - shown;
          bytes += " ... " + std::to_string(rest) + " more byte" + (rest > 1 ? "s" : "");
        }
        out.entries.push_back(style("[Uint8Contents]", Style::kSpecial) + ": <" + bytes + ">");
      }
      out.entries.push_back(style("[byteLength]", Style::kString) + ": " +
                            number(static_cast<double>(buffer->byte_length)));
      return;
    }
    case Form::kDataView: {
      auto* view = static_cast<TypedArrayObject*>(o);
      out.entries.push_back(style("[byteLength]", Style::kString) + ": " +
                            value(get_quiet(o, isolate_.names().byteLength), recurse));
      out.entries.push_back(style("[byteOffset]", Style::kString) + ": " +
                            number(static_cast<double>(view->byte_offset)));
      indentation_ += 2;
      out.entries.push_back(style("[buffer]", Style::kString) + ": " + value(Value(view->buffer), recurse));
      indentation_ -= 2;
      return;
    }
  }
}

}  // namespace scrim
