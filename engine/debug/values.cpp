// How values are shown: one line each, their children on demand, in pages.
#include <algorithm>
#include <cctype>
#include <cstdio>

#include "engine/debug/evaluation.h"
#include "engine/interpreter/script.h"
#include "engine/objects/bigint.h"
#include "engine/objects/inline_slots.h"
#include "engine/objects/realm.h"
#include "engine/objects/script_data.h"
#include "engine/profile/snapshot_writer.h"
#include "engine/runtime/inspect_text.h"

namespace scrim::debug {

namespace {

std::string cut(std::string text, size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xc0) == 0x80) --limit;
  return text.substr(0, limit) + "…";
}

// How many elements an object has whose elements are shown by index, in pages if there are many; 0 for others.
uint32_t indexed_length(Object* object) {
  if (object->is_array()) return static_cast<Array*>(object)->length;
  if (object->type != CellType::kTypedArray) return 0;
  const auto* array = static_cast<const TypedArrayObject*>(object);
  uint64_t length = array->length;
  // One that tracks its buffer, and one whose buffer has shrunk or gone.
  static constexpr uint8_t kShifts[] = {0, 0, 0, 1, 1, 2, 2, 1, 2, 3, 3, 3};
  const uint8_t shift = kShifts[static_cast<int>(array->element_type)];
  const uint64_t held = array->buffer->byte_length;
  const uint64_t room = held > array->byte_offset ? (held - array->byte_offset) >> shift : 0;
  if (length == UINT64_MAX) length = room;
  return length > room ? 0 : static_cast<uint32_t>(std::min<uint64_t>(length, UINT32_MAX));
}

// The first place after `index` that may have an element: sparse arrays can have billions of holes.
uint32_t next_element(Array* array, uint32_t index) {
  if (array->elements_kind != ElementsKind::kDictionary) return index + 1;
  std::vector<uint32_t> indices;
  collect_element_indices(array, &indices);
  const auto next = std::upper_bound(indices.begin(), indices.end(), index);
  return next == indices.end() ? array->length : *next;
}

bool element_at(Isolate& isolate, Object* object, uint32_t index, Value* out) {
  if (object->type != CellType::kTypedArray) {
    uint8_t attributes;
    return find_element(object, index, out, &attributes);
  }
  const Completion<Value> element = get(isolate, object, PropertyKey::from_index(index));
  if (element.failed()) {
    isolate.take_exception();
    return false;
  }
  *out = element.value();
  return true;
}

}  // namespace

std::string EngineDebugger::member_path(const std::string& path, const VariableInfo& member) {
  const std::string& name = member.name;
  if (path.empty() || name.empty() || member.kind == VariableKind::internal || name.starts_with("Symbol(")) return {};
  auto is_name = [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '$' || c >= 0x80; };
  const bool digits = name.find_first_not_of("0123456789") == std::string::npos;
  if (digits) return path + "[" + name + "]";
  const size_t first = member.flags & variable_flags::kPrivate ? 1 : 0;
  if (name.size() > first && std::all_of(name.begin() + static_cast<long>(first), name.end(), is_name) &&
      !std::isdigit(static_cast<unsigned char>(name[first]))) {
    return path + "." + name;
  }
  std::string quoted = path + "[\"";
  for (char c : name) {
    if (c == '"' || c == '\\') quoted += '\\';
    if (c == '\n') {
      quoted += "\\n";
    } else {
      quoted += c;
    }
  }
  return quoted + "\"]";
}

void EngineDebugger::set_path(VariableInfo& variable, std::string path) {
  variable.evaluate_name = std::move(path);
  if (auto found = handles_.find(variable.value.reference); found != handles_.end()) {
    found->second.path = variable.evaluate_name;
  }
}

size_t EngineDebugger::root(Value value) {
  if (!free_values_.empty()) {
    const size_t index = free_values_.back();
    free_values_.pop_back();
    values_->set(index, value);
    return index;
  }
  values_->push_back(value);
  return values_->size() - 1;
}

void EngineDebugger::release(size_t index) {
  if (index == SIZE_MAX) return;
  values_->set(index, Value::undefined());
  free_values_.push_back(index);
}

void EngineDebugger::release(const Handle& handle) {
  release(handle.value);
  release(handle.receiver);
  release(handle.scope.object);
}

Reference EngineDebugger::add_object(Value value, bool permanent) {
  Handle handle;
  handle.value = root(value);
  handle.permanent = permanent;
  Reference reference = next_reference_++;
  handles_[reference] = handle;
  return reference;
}

// VS Code's JavaScript debugger's way: A {x: 1}, (3) [1, 2, 3], ƒ f(a) {…}, 'text'.
std::string EngineDebugger::preview(Value value, int depth) {
  if (value.is_empty()) return "<uninitialized>";
  if (hexadecimal_ && value.is_int32()) {
    char digits[16];
    const int64_t number = value.as_int32();
    std::snprintf(digits, sizeof digits, number < 0 ? "-0x%llx" : "0x%llx",
                  static_cast<unsigned long long>(number < 0 ? -number : number));
    return digits;
  }
  if (!value.is_object()) {
    InspectOptions options;
    options.break_length = 1 << 28;
    return inspect(isolate_, value, options);
  }
  Object* object = as_object(value);
  if (object->is_callable() && object->type != CellType::kProxy) {
    if (depth > 0) return "ƒ";
    std::string source = to_utf8(isolate_, isolate_.function_source(isolate_, object));
    if (source.starts_with("class")) return cut(source, 100);
    if (source.starts_with("function")) source = source.substr(8);
    size_t start = source.find_first_not_of(" ");
    return "ƒ " + cut(start == std::string::npos ? source : source.substr(start), 100);
  }
  if (value == isolate_.realm().global_this) return "global";
  std::string name = constructor_name(isolate_, object);
  if (object->type == CellType::kError) {
    Value stack = own_stack(isolate_, object);
    if (stack.is_string()) return depth > 0 ? name : to_utf8(isolate_, as_string(stack));
    return inspect(isolate_, value);
  }
  if (object->type == CellType::kDate || object->type == CellType::kRegExp) return inspect(isolate_, value);
  if (object->is_array()) {
    auto* array = static_cast<Array*>(object);
    if (depth > 1) return "Array(" + std::to_string(array->length) + ")";
    std::string text = (name == "Array" ? "" : name) + "(" + std::to_string(array->length) + ") [";
    uint32_t shown = 0;
    for (uint32_t i = 0; i < array->length; ++shown) {
      if (shown == 100 || text.size() > 150) return text + ", …]";
      Value element;
      uint8_t attributes;
      const uint32_t from = i;
      while (i < array->length && !find_element(array, i, &element, &attributes)) i = next_element(array, i);
      text += shown ? ", " : "";
      if (i > from) {
        text += i - from == 1 ? "empty" : "empty × " + std::to_string(i - from);
      } else {
        text += preview(element, depth + 1);
        ++i;
      }
    }
    return text + "]";
  }
  if (object->type == CellType::kTypedArray) {
    const uint32_t length = indexed_length(object);
    std::string text = name + "(" + std::to_string(length) + ")";
    if (depth > 1) return text;
    text += " [";
    for (uint32_t i = 0; i < length && i < 100; ++i) {
      Value element;
      if (!element_at(isolate_, object, i, &element)) break;
      text += (i ? ", " : "") + preview(element, depth + 1);
      if (text.size() > 150) return text + ", …]";
    }
    return text + (length > 100 ? ", …]" : "]");
  }
  if (object->type == CellType::kMap || object->type == CellType::kSet) {
    auto* map = static_cast<MapObject*>(object);
    bool is_map = object->type == CellType::kMap;
    std::string text = name + "(" + std::to_string(map->table ? map->table->count : 0) + ") {";
    if (depth > 0) return text + "…}";
    bool first = true;
    settled(map->table);
    for (uint32_t i = 0; map->table && i < map->table->used && text.size() < 150; ++i) {
      HashTable::Entry entry = map->table->entries()[i];
      if (entry.key.is_empty()) continue;
      text += (first ? "" : ", ") + preview(entry.key, depth + 1);
      if (is_map) text += " => " + preview(entry.value, depth + 1);
      first = false;
    }
    return text + "}";
  }
  if (object->type == CellType::kProxy) {
    Object* target = static_cast<ProxyObject*>(object)->target;
    if (!target || depth > 1) return "Proxy";
    return "Proxy(" + (target->type == CellType::kProxy ? "Proxy" : constructor_name(isolate_, target)) + ") " +
           (target->type == CellType::kProxy ? "{…}" : preview(Value(target), depth + 1));
  }
  if (object->type == CellType::kArguments) {
    Completion<Value> length = get(isolate_, object, key_from_latin1(isolate_, "length"));
    const uint32_t count = !length.failed() && length.value().is_int32() && length.value().as_int32() > 0
                               ? static_cast<uint32_t>(length.value().as_int32())
                               : 0;
    if (length.failed()) isolate_.take_exception();
    std::string text = "Arguments(" + std::to_string(count) + ") [";
    for (uint32_t i = 0; depth <= 1 && i < count && text.size() < 150; ++i) {
      Completion<Value> element = get(isolate_, object, PropertyKey::from_index(i));
      if (element.failed()) isolate_.take_exception();
      text += (i ? ", " : "") + (element.failed() ? std::string("…") : preview(element.value(), depth + 1));
    }
    return text + "]";
  }
  if (object->type == CellType::kArrayBuffer) {
    return name + "(" + std::to_string(static_cast<ArrayBufferObject*>(object)->byte_length) + ")";
  }
  if (object->type == CellType::kStringObject || object->type == CellType::kNumberObject) {
    return depth > 0 ? name : inspect(isolate_, Value(object));
  }
  std::string head = name == "Object" || name.empty() ? "" : name + " ";
  if (depth > 1) return head + "{…}";
  std::string text = head + "{";
  if (object->type == CellType::kPromise) {
    auto* promise = static_cast<PromiseObject*>(object);
    return "Promise {" +
           (promise->state == PromiseObject::kPending     ? "<pending>"
            : promise->state == PromiseObject::kFulfilled ? "<fulfilled>: " + preview(promise->result, depth + 1)
                                                          : "<rejected>: " + preview(promise->result, depth + 1)) +
           "}";
  }
  PropertyTable* table = property_table(isolate_, object->shape());
  bool first = true;
  for (uint32_t i = 0; table && i < object->shape()->property_count; ++i) {
    PropertyEntry entry = table->entries[i];
    if (entry.key.is_null() || !(entry.attributes & Attributes::kEnumerable)) continue;
    if (entry.key.is_symbol() && entry.key.is_private_name()) continue;
    std::string shown;
    if (entry.attributes & Attributes::kAccessor) {
      shown = "ƒ";
    } else {
      shown = preview(get_own_data(isolate_, object, entry.key), depth + 1);
    }
    text += (first ? "" : ", ") + describe_key(isolate_, entry.key) + ": " + shown;
    first = false;
    if (text.size() > 150) return text + ", …}";
  }
  return text + "}";
}

ValueInfo EngineDebugger::show(Value value, bool permanent, bool full) {
  ValueInfo info;
  info.text = preview(value);
  if (!full) info.text = cut(std::move(info.text), 1000);
  if (value.is_empty()) {
    info.text = "<uninitialized>";
    return info;
  }
  if (!value.is_object()) {
    info.type = to_utf8(isolate_, typeof_string(isolate_, value));
    return info;
  }
  Object* object = as_object(value);
  info.type = object->is_callable() ? "function" : constructor_name(isolate_, object);
  info.reference = add_object(value, permanent);
  if (const uint32_t length = indexed_length(object); length > 100) {
    info.indexed = std::min<uint32_t>(length, INT32_MAX);  // the protocol counts in 32 bits with a sign
    info.named = object->shape()->property_count + (object->is_array() ? 2 : 1);  // length and [[Prototype]]
  }
  return info;
}

VariableInfo EngineDebugger::named_value(std::string name, Value value, bool permanent) {
  VariableInfo info;
  info.name = std::move(name);
  info.value = show(value, permanent);
  if (value.is_empty()) info.flags |= variable_flags::kUninitialized;
  if (value.is_string()) info.flags |= variable_flags::kRawString;
  if (value.is_object() && as_object(value)->is_callable()) info.kind = VariableKind::method;
  return info;
}

void EngineDebugger::append_properties(Object* object, const VariablesRequest& request, bool permanent,
                                       std::vector<VariableInfo>* out) {
  const uint32_t length = indexed_length(object);
  const bool paged = length > 100;
  if (request.filter == ChildFilter::indexed || (length && (request.filter != ChildFilter::named || !paged))) {
    const uint32_t start = request.filter == ChildFilter::indexed ? std::min(request.start, length) : 0;
    const uint32_t end = request.filter == ChildFilter::indexed && request.count
                             ? start + std::min(request.count, length - start)
                             : length;
    for (uint32_t i = start; i < end; ++i) {
      Value element;
      if (element_at(isolate_, object, i, &element)) {
        out->push_back(named_value(std::to_string(i), element, permanent));
      }
    }
    if (request.filter == ChildFilter::indexed) return;
  }
  // Of a proxy nothing is asked; a typed array's indices are no ordinary properties.
  Completion<Array*> keys = object->type == CellType::kProxy || object->type == CellType::kTypedArray
                                ? ordinary_own_property_keys(isolate_, object, KeyFilter::kAll)
                                : own_property_keys(isolate_, object, KeyFilter::kAll);
  if (keys.failed()) {
    isolate_.take_exception();
    return;
  }
  for (uint32_t i = 0; i < keys.value()->length; ++i) {
    Value name = fast_element(keys.value(), i);
    PropertyKey key =
        name.is_symbol() ? PropertyKey::from_symbol(as_symbol(name)) : key_from_string(isolate_, as_string(name));
    if (key.is_index() && object->is_array()) continue;
    PropertyDescriptor descriptor;
    Completion<bool> has = get_own_property(isolate_, object, key, &descriptor);
    if (has.failed()) {
      isolate_.take_exception();
      continue;
    }
    if (!has.value()) continue;
    std::string label = name.is_symbol() ? inspect(isolate_, name) : to_utf8(isolate_, as_string(name));
    if (key == isolate_.names().stack && descriptor.is_accessor()) {
      if (Value stack = own_stack(isolate_, object); !stack.is_empty()) {
        out->push_back(named_value(label, stack, permanent));
        continue;
      }
    }
    if (descriptor.is_accessor()) {
      VariableInfo info;
      info.name = label;
      info.value.text = "(...)";
      info.kind = VariableKind::property;
      info.flags = variable_flags::kAccessor;
      if (descriptor.has_getter() && !descriptor.getter.is_undefined()) {
        Handle handle;
        handle.kind = Handle::kGetter;
        handle.value = root(descriptor.getter);
        handle.receiver = root(Value(object));
        handle.permanent = permanent;
        info.value.reference = next_reference_++;
        handles_[info.value.reference] = handle;
      } else {
        info.value.text = "undefined";
      }
      out->push_back(std::move(info));
      continue;
    }
    VariableInfo info = named_value(label, descriptor.value, permanent);
    if (!descriptor.is(Attributes::kEnumerable)) info.flags |= variable_flags::kNotEnumerable;
    if (!descriptor.is(Attributes::kWritable)) info.flags |= variable_flags::kReadOnly;
    out->push_back(std::move(info));
  }
  // Private fields and methods.
  PropertyTable* table = property_table(isolate_, object->shape());
  for (uint32_t i = 0; table && i < object->shape()->property_count; ++i) {
    PropertyEntry entry = table->entries[i];
    if (entry.key.is_null() || !entry.key.is_symbol() || !entry.key.is_private_name()) continue;
    if (!entry.key.as_symbol()->description) continue;
    if (entry.attributes & Attributes::kAccessor) continue;
    std::string label = to_utf8(isolate_, entry.key.as_symbol()->description);
    // The engine's own have a space in them.
    if (!label.starts_with("#") || label.find(' ') != std::string::npos) continue;
    VariableInfo info = named_value(label, object->get_slot(entry.slot), permanent);
    info.flags |= variable_flags::kPrivate;
    out->push_back(std::move(info));
  }
  auto internal = [&](const char* label, Value value) {
    VariableInfo info = named_value(label, value, permanent);
    info.kind = VariableKind::internal;
    out->push_back(std::move(info));
  };
  if (object->type == CellType::kMap || object->type == CellType::kSet) {
    auto* map = static_cast<MapObject*>(object);
    Array* entries = new_array(isolate_);
    settled(map->table);
    for (uint32_t i = 0; map->table && i < map->table->used; ++i) {
      HashTable::Entry entry = map->table->entries()[i];
      if (entry.key.is_empty()) continue;
      if (object->type == CellType::kSet) {
        array_push(isolate_, entries, entry.key);
        continue;
      }
      Object* pair = new_plain_object(isolate_, 2);
      put_direct(isolate_, pair, key_from_latin1(isolate_, "key"), entry.key);
      put_direct(isolate_, pair, isolate_.names().value, entry.value);
      array_push(isolate_, entries, Value(pair));
    }
    internal("[[Entries]]", Value(entries));
  } else if (object->type == CellType::kPromise) {
    auto* promise = static_cast<PromiseObject*>(object);
    static constexpr const char* kStates[] = {"pending", "fulfilled", "rejected"};
    internal("[[PromiseState]]", Value(new_string_latin1(isolate_, kStates[promise->state])));
    internal("[[PromiseResult]]", promise->state == PromiseObject::kPending ? Value::undefined() : promise->result);
  } else if (object->type == CellType::kProxy && static_cast<ProxyObject*>(object)->target) {
    internal("[[Target]]", Value(static_cast<ProxyObject*>(object)->target));
    internal("[[Handler]]", Value(static_cast<ProxyObject*>(object)->handler));
  } else if (object->type == CellType::kBoundFunction) {
    internal("[[TargetFunction]]", Value(static_cast<BoundFunction*>(object)->target));
  }
  if (Object* prototype = object->prototype(); prototype && object->type != CellType::kProxy) {
    internal("[[Prototype]]", Value(prototype));
  }
}

Result<std::vector<VariableInfo>> EngineDebugger::variables(const VariablesRequest& request) {
  auto found = handles_.find(request.reference);
  if (found == handles_.end()) {
    return std::unexpected(Failure{"this reference is gone: the program has run on"});
  }
  Handle handle = found->second;
  std::vector<VariableInfo> result;
  Cancellable cancellable(*this, request.cancel);
  bool before = evaluating_;
  evaluating_ = true;
  hexadecimal_ = request.hexadecimal;
  switch (handle.kind) {
    case Handle::kObject:
      append_properties(as_object((*values_)[handle.value]), request, handle.permanent, &result);
      for (VariableInfo& member : result) set_path(member, member_path(handle.path, member));
      break;
    case Handle::kList: {
      auto* list = cast<Array>((*values_)[handle.value]);
      for (uint32_t i = 0; i < list->length; ++i) {
        result.push_back(named_value(std::to_string(i), fast_element(list, i), true));
      }
      break;
    }
    case Handle::kGetter: {
      Completion<Value> value = call(isolate_, (*values_)[handle.value], (*values_)[handle.receiver]);
      if (value.failed()) {
        Failure failure = failure_from_exception();
        evaluating_ = before;
        hexadecimal_ = false;
        return std::unexpected(failure);
      }
      result.push_back(named_value("", value.value(), handle.permanent));
      break;
    }
    case Handle::kScope: {
      if (handle.scope.object != SIZE_MAX) {
        append_properties(as_object((*values_)[handle.scope.object]), request, false, &result);
        break;
      }
      if (handle.scope.has_this && handle.scope.frame < frames_.size()) {
        Value this_value = Frame::from(frames_[handle.scope.frame].fp)->this_value;
        // Sloppy functions that never look at `this` leave it as it was passed: what they would see is shown.
        if (handle.scope.sloppy_this && this_value.is_undefined_or_null()) this_value = isolate_.realm().global_this;
        VariableInfo info = named_value("this", this_value, false);
        set_path(info, "this");
        result.push_back(std::move(info));
      }
      for (const ScopeVariable& variable : handle.scope.variables) {
        VariableInfo info =
            named_value(variable.name, variable.uninitialized ? Value::empty() : read(variable.place), false);
        set_path(info, variable.name);
        if (variable.constant) info.flags |= variable_flags::kConstant;
        result.push_back(std::move(info));
      }
      break;
    }
  }
  evaluating_ = before;
  hexadecimal_ = false;
  bool indexed_filter = request.filter == ChildFilter::indexed;
  if (!indexed_filter && (request.start || request.count)) {
    size_t start = std::min<size_t>(request.start, result.size());
    size_t end = request.count ? std::min<size_t>(start + request.count, result.size()) : result.size();
    result =
        std::vector<VariableInfo>(result.begin() + static_cast<long>(start), result.begin() + static_cast<long>(end));
  }
  return result;
}

Result<uint64_t> EngineDebugger::write_heap_snapshot(const std::string& path) {
  std::string error;
  profile::WrittenSnapshot written;
  if (!profile::write_snapshot_file(isolate_, path, error, &written)) {
    return std::unexpected(Failure{"cannot write " + path + ": " + error});
  }
  return written.nodes;
}

}  // namespace scrim::debug
