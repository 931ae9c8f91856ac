#include "engine/profile/cell_names.h"

#include <algorithm>
#include <string_view>

#include "engine/bytecode/function_template.h"
#include "engine/objects/collections.h"
#include "engine/objects/inline_slots.h"
#include "engine/objects/script_data.h"
#include "engine/objects/string_buffer.h"
#include "engine/syntax/source.h"

namespace scrim::profile {

NodeType CellNames::type_of(const Cell* cell) {
  switch (cell->type) {
    case CellType::kString: {
      auto* string = static_cast<const String*>(cell);
      return string->is_rope()    ? NodeType::kConcatenatedString
             : string->is_slice() ? NodeType::kSlicedString
                                  : NodeType::kString;
    }
    case CellType::kSymbol: return NodeType::kSymbol;
    case CellType::kBigInt: return NodeType::kBigInt;
    case CellType::kShape:
    case CellType::kPropertyTable:
    case CellType::kTransitionTable:
    case CellType::kValidityCell: return NodeType::kObjectShape;
    case CellType::kSlots:
    case CellType::kElements:
    case CellType::kSparseElements:
    case CellType::kHashTable:
    case CellType::kSuspendedFrame: return NodeType::kArray;
    case CellType::kEnvironment: return NodeType::kObject;
    case CellType::kCode:
    case CellType::kFeedbackVector:
    case CellType::kObservations:
    case CellType::kScript:
    case CellType::kModuleRecord: return NodeType::kCode;
    case CellType::kRegExp: return NodeType::kRegExp;
    case CellType::kFunction:
    case CellType::kNativeFunction:
    case CellType::kBoundFunction: return NodeType::kClosure;
    default: return cell->is_object() ? NodeType::kObject : NodeType::kHidden;
  }
}

Value peek_own(Object* object, PropertyKey key, bool* lazy) {
  Shape* shape = object->shape();
  uint32_t slot = 0;
  uint8_t attributes = 0;
  bool found = false;
  if (shape->table != nullptr) {
    const int32_t at = shape->table->find(key, shape->property_count);
    if (at >= 0) {
      found = true;
      slot = shape->table->entries[at].slot;
      attributes = shape->table->entries[at].attributes;
    }
  } else {
    for (Shape* step = shape; step != nullptr && step->property_count != 0 && !found; step = step->parent) {
      if (step->key != key) continue;
      found = true;
      slot = step->slot;
      attributes = step->attributes;
    }
  }
  if (!found) return Value::empty();
  const Value value = object->get_slot(slot);
  if (value.is_empty()) {
    if (lazy != nullptr) *lazy = true;
    return value;
  }
  return attributes & Attributes::kAccessor ? Value::empty() : value;
}

// What the cell's type says when no constructor is found (a builtin's may not be made yet).
static const char* name_by_type(CellType type) {
  switch (type) {
    case CellType::kArray: return "Array";
    case CellType::kError: return "Error";
    case CellType::kBooleanObject: return "Boolean";
    case CellType::kNumberObject: return "Number";
    case CellType::kStringObject: return "String";
    case CellType::kSymbolObject: return "Symbol";
    case CellType::kBigIntObject: return "BigInt";
    case CellType::kDate: return "Date";
    case CellType::kMap: return "Map";
    case CellType::kSet: return "Set";
    case CellType::kWeakMap: return "WeakMap";
    case CellType::kWeakSet: return "WeakSet";
    case CellType::kWeakRef: return "WeakRef";
    case CellType::kFinalizationRegistry: return "FinalizationRegistry";
    case CellType::kPromise: return "Promise";
    case CellType::kGenerator: return "Generator";
    case CellType::kAsyncGenerator: return "AsyncGenerator";
    case CellType::kIterator: return "Iterator";
    case CellType::kArrayBuffer: return "ArrayBuffer";
    case CellType::kSharedArrayBuffer: return "SharedArrayBuffer";
    case CellType::kTypedArray: return "TypedArray";
    case CellType::kDataView: return "DataView";
    case CellType::kModuleNamespace: return "Module";
    default: return "Object";
  }
}

static const char* name_of_internal(CellType type) {
  switch (type) {
    case CellType::kShape: return "system / Shape";
    case CellType::kPropertyTable: return "system / PropertyTable";
    case CellType::kTransitionTable: return "system / TransitionTable";
    case CellType::kValidityCell: return "system / ValidityCell";
    case CellType::kSlots: return "(object properties)";
    case CellType::kElements:
    case CellType::kSparseElements: return "(object elements)";
    case CellType::kHashTable: return "(hash table)";
    case CellType::kSuspendedFrame: return "(suspended frame)";
    case CellType::kAccessorPair: return "system / AccessorPair";
    case CellType::kEnvironment: return "system / Context";
    case CellType::kFeedbackVector: return "system / FeedbackVector";
    case CellType::kObservations: return "system / Observations";
    case CellType::kModuleRecord: return "system / Module";
    case CellType::kPromiseReaction: return "system / PromiseReaction";
    case CellType::kTaskOrigin: return "system / TaskOrigin";
    case CellType::kNameIterator: return "system / NameIterator";
    case CellType::kRealm: return "system / NativeContext";
    case CellType::kBox: return "system / Box";
    default: return "system";
  }
}

uint32_t CellNames::symbol_name(const Symbol* symbol) {
  if (symbol->description == nullptr || symbol->description->is_rope()) return strings_.of_constant("<symbol>");
  if (symbol->kind == Symbol::kPrivateName) return strings_.of_string(symbol->description);
  return strings_.of_text("<symbol " + to_utf8(symbol->description) + ">");
}

uint32_t CellNames::property_name(uint64_t key_word) {
  const PropertyKey key = PropertyKey::from_bits(key_word);
  if (key.is_null()) return strings_.of_constant("");
  if (key.is_index()) return strings_.of_text(std::to_string(key.as_index()));
  return key.is_symbol() ? symbol_name(key.as_symbol()) : strings_.of_string(key.as_string());
}

uint32_t CellNames::context_name(uint64_t word) {
  const auto& name = *reinterpret_cast<const ContextName*>(word);
  if (name.info != nullptr) {
    for (uintptr_t script : scripts_) {
      const ScriptData* data = reinterpret_cast<const Script*>(script)->data;
      if (data == nullptr || data->unit == nullptr || data->unit->scope_infos.empty()) continue;
      if (!data->unit->scope_infos.contains(name.info)) continue;
      for (const auto& slot : name.info->slots) {
        if (slot.slot == name.slot) return strings_.of_text(data->unit->text(slot.name));
      }
    }
  }
  return strings_.of_text(std::to_string(name.slot));
}

uint32_t CellNames::function_name(Object* function) {
  if (function->type == CellType::kFunction) {
    const String* name = static_cast<Function*>(function)->code->name;
    return name == nullptr || name->is_rope() ? strings_.of_constant("") : strings_.of_string(name);
  }
  const Value name = peek_own(function, isolate_.names().name);
  if (name.is_string() && !as_string(name)->is_rope()) return strings_.of_string(as_string(name));
  return strings_.of_constant("");
}

// "Map" for %Map.prototype%; "" for what is no intrinsic prototype.
uint32_t CellNames::intrinsic_name(const Object* prototype) {
  static constexpr const char* kIntrinsicNames[] = {
#define INTRINSIC(name) #name,
#include "engine/objects/intrinsics.def"
#undef INTRINSIC
  };
  constexpr std::string_view kSuffix = "Prototype";
  for (size_t r = 0; r < realm_count(); r++) {
    const Realm* realm = this->realm(r);
    for (size_t i = 0; i < std::size(kIntrinsicNames); i++) {
      if (!realm->intrinsics[i].is_cell() || realm->intrinsics[i].as_cell() != prototype) continue;
      std::string_view name = kIntrinsicNames[i];
      if (!name.ends_with(kSuffix)) continue;
      return strings_.of_text(std::string(name.substr(1, name.size() - 1 - kSuffix.size())));
    }
  }
  return strings_.of_constant("");
}

// The first prototype that has a constructor, or says by Symbol.toStringTag what it is the prototype of.
CellNames::Constructor CellNames::find_constructor(Object* object) {
  const Names& names = isolate_.names();
  const Constructor by_type{strings_.of_constant(name_by_type(object->type)), nullptr};
  // A prototype object is no instance of the class it belongs to: Foo.prototype is an Object, as V8 has it.
  const Value own = peek_own(object, names.constructor);
  if (own.is_object() && as_object(own)->is_callable()) {
    const Value prototype = peek_own(as_object(own), names.prototype);
    if (prototype.is_cell() && prototype.as_cell() == object) return by_type;
  }
  const uint32_t nameless = strings_.of_constant("");
  int steps = 0;
  for (Object* prototype = object->prototype(); prototype != nullptr && steps < 10000; steps++) {
    bool lazy = false;
    const Value constructor = peek_own(prototype, names.constructor, &lazy);
    if (constructor.is_object() && as_object(constructor)->is_callable()) {
      const uint32_t name = function_name(as_object(constructor));
      if (name != nameless) return {name, constructor.as_cell()};
    } else if (lazy) {
      // A builtin's constructor that no program has touched yet.
      const uint32_t name = intrinsic_name(prototype);
      return name == nameless ? by_type : Constructor{name, nullptr};
    } else {
      const Value tag = peek_own(prototype, names.to_string_tag);
      if (tag.is_string() && !as_string(tag)->is_rope()) return {strings_.of_string(as_string(tag)), nullptr};
    }
    prototype = prototype->prototype();
  }
  return by_type;
}

CellNames::Constructor CellNames::constructor_of(Object* object) {
  // A shape names its prototype, and what has an own constructor has a shape of its own: one answer a shape.
  auto [at, added] = constructors_.try_emplace(object->shape_id, Constructor{0, nullptr});
  if (added) at->second = find_constructor(object);
  return at->second;
}

uint32_t CellNames::name_of(Cell* cell) {
  switch (cell->type) {
    case CellType::kString: {
      auto* string = static_cast<String*>(cell);
      if (string->is_rope()) return strings_.of_constant("(concatenated string)");
      if (string->is_flat() && is_string_buffer(static_cast<FlatString*>(string)))
        return strings_.of_constant("(string buffer)");
      return strings_.of_string(string);
    }
    case CellType::kSymbol: {
      auto* symbol = static_cast<Symbol*>(cell);
      if (symbol->description == nullptr || symbol->description->is_rope()) return strings_.of_constant("symbol");
      return symbol->kind == Symbol::kPrivateName ? strings_.of_string(symbol->description)
                                                  : strings_.of_text("Symbol(" + to_utf8(symbol->description) + ")");
    }
    case CellType::kBigInt: return strings_.of_constant("bigint");
    case CellType::kCode: {
      const String* name = static_cast<Code*>(cell)->name;
      return name == nullptr || name->length == 0 || name->is_rope() ? strings_.of_constant("(code)")
                                                                     : strings_.of_string(name);
    }
    case CellType::kScript: {
      const String* name = static_cast<Script*>(cell)->name;
      return name == nullptr || name->is_rope() ? strings_.of_constant("(script)") : strings_.of_string(name);
    }
    case CellType::kFunction:
    case CellType::kNativeFunction:
    case CellType::kBoundFunction: return function_name(static_cast<Object*>(cell));
    case CellType::kRegExp: {
      const String* source = static_cast<RegExpObject*>(cell)->source;
      return source == nullptr || source->is_rope() ? strings_.of_constant("RegExp") : strings_.of_string(source);
    }
    case CellType::kProxy: return strings_.of_constant("Proxy");
    case CellType::kArguments:
    case CellType::kMappedArguments: return strings_.of_constant("Arguments");
    default: break;
  }
  if (!cell->is_object()) return strings_.of_constant(name_of_internal(cell->type));
  for (size_t r = 0; r < realm_count(); r++) {
    if (realm(r)->global_object == cell || realm(r)->global_this == cell) return strings_.of_constant("global");
  }
  return constructor_of(static_cast<Object*>(cell)).name;
}

template <typename Data>
static ScriptPlace place_in(const Data& data, uint32_t id, uint32_t offset) {
  if constexpr (requires { data.source; }) {
    const auto place = data.source.utf16_position(offset, syntax::LineRule::kGrammar);
    return {id, place.line, place.column};
  } else {
    const size_t end = std::min<size_t>(offset, data.text.size());
    const auto line =
        static_cast<uint32_t>(std::count(data.text.begin(), data.text.begin() + static_cast<ptrdiff_t>(end), '\n'));
    const size_t start = end == 0 ? 0 : data.text.rfind('\n', end - 1) + 1;
    return {id, line, offset - static_cast<uint32_t>(start)};
  }
}

ScriptPlace CellNames::function_place(const Cell* cell) {
  if (cell == nullptr || cell->type != CellType::kFunction) return {0, 0, 0};
  const Code* code = static_cast<const Function*>(cell)->code;
  const Script* script = code->script;
  if (script == nullptr || script->data == nullptr || code->function_template == nullptr) return {0, 0, 0};
  return place_in(*script->data, script->id, code->function_template->source.start);
}

ScriptPlace CellNames::place_of(const Cell* cell) {
  if (cell->type == CellType::kFunction) return function_place(cell);
  if (type_of(cell) != NodeType::kObject || !cell->is_object()) return {0, 0, 0};
  return function_place(constructor_of(const_cast<Object*>(static_cast<const Object*>(cell))).function);
}

}  // namespace scrim::profile
