// Functions and what they run in: code, environments, scripts, feedback.
#pragma once

#include "engine/objects/object.h"

namespace scrim {

struct Frame;
struct Realm;
struct Script;
struct FeedbackVector;

namespace bytecode {
struct FunctionTemplate;
struct ScopeInfo;
}  // namespace bytecode

// A builtin. The frame holds this, the arguments, the callee and new.target (undefined for a call).
using NativeCode = Completion<Value> (*)(Isolate& isolate, Frame& frame);

// One inline cache (decision 15): a fixed record. Kinds are listed in interpreter/cache_kinds.def.
struct CacheSlot {
  uint32_t shape_id;  // the receiver's; 0: empty
  uint8_t kind;
  uint8_t state;    // how often it was refilled, saturating
  uint16_t types;   // operators, branches: what was seen
  uint32_t offset;  // bytes from the object, its slots or the holder
  uint32_t new_shape_id;
  // Prototype hits: where the property is. `in` and private names: the key. Calls: the function seen, or the Code that
  // several seen have in common. Polymorphic: a FeedbackVector with the records. All but the last are weak.
  Cell* holder;
  ValidityCell* validity;

  static constexpr uint8_t kPolymorphicKind = 1;  // CacheKind::kPolymorphic, asserted there
  bool is_polymorphic() const { return kind == kPolymorphicKind; }
  // Without a record; how often it was refilled stays known.
  void clear(uint8_t new_kind = 0) {
    uint8_t refills = state;
    *this = CacheSlot{};
    kind = new_kind;
    state = refills;
  }
};
static_assert(sizeof(CacheSlot) == 32);

// Strings, symbols and BigInts carry pseudo shape ids up to this one.
constexpr uint32_t kLastPrimitiveShapeId = 63;

struct FeedbackVector : Cell {
  uint32_t count;
  uint32_t is_records;  // 1: the records of one polymorphic site, from the first on; 0: a function's sites
  CacheSlot slots[];
  static size_t size_for(uint32_t count) { return sizeof(FeedbackVector) + size_t{count} * sizeof(CacheSlot); }
  template <typename V>
  void visit(V& visitor) {
    for (uint32_t i = 0; i < count; ++i) {
      const CacheSlot& slot = slots[i];
      if constexpr (V::kNamed) {
        auto shape = [&](uint32_t id) { return reinterpret_cast<Cell*>(region_base(this) + id); };
        if (slot.shape_id > kLastPrimitiveShapeId) visitor.weak("shape", shape(slot.shape_id));
        if (slot.new_shape_id > kLastPrimitiveShapeId) visitor.weak("new shape", shape(slot.new_shape_id));
      }
      // Vectors live as long as what points to them: the only holder whose type may be asked for here.
      if (slot.is_polymorphic()) {
        visitor.internal("records", slot.holder);
      } else {
        visitor.weak("holder", slot.holder);
      }
      visitor.internal("validity", static_cast<Cell*>(slot.validity));
    }
    visitor.weak_cell(this);
  }
  // Records of what died in this collection are emptied, those of a polymorphic site moved together. A shape's id thus
  // never stays where a later shape's could be taken for it.
  void clear_dead(Heap& heap);
};

// What an instruction was seen to do while isolate.observer looked on (interpreter/observer.h).
struct Observation {
  uint32_t pc;                   // in units from the start of the bytecode
  uint16_t left, right, result;  // operators: SeenTypes of the operands and of the result; keyed accesses: of the key
  uint16_t receivers;            // keyed accesses and lengths: SeenReceivers
  uint32_t count;                // how often it began
  uint32_t taken;                // jumps: how often it jumped
};
// Of a Code: one entry for each of its operators, jumps and feedback sites, by pc.
struct Observations : Cell {
  uint32_t count;
  uint32_t calls;
  Observation entries[];
  static size_t size_for(uint32_t count) { return sizeof(Observations) + size_t{count} * sizeof(Observation); }
  template <typename V>
  void visit(V&) {}
};

// A function's bytecode, installed in an isolate and realm: atoms made, feedback beside it.
struct Code : Cell {
  const uint16_t* entry;     // where a call starts: bytecode, or a stub while the code is cold
  uint16_t* bytecode;        // owned by function_template; breakpoints are patched in
  Value* constants;          // the values of constant_pool
  CacheSlot* feedback;       // feedback_vector's slots, or the isolate's read-only zero slots before the second call
  uint32_t register_count;   // words below the header
  uint32_t local_count;      // of these, the first so many start as undefined
  uint32_t parameter_count;  // formal parameters that have a place in the frame
  uint32_t call_count;       // until the feedback vector is made
  uint32_t feedback_count;
  uint32_t code_flags;         // bytecode::FunctionTemplate's flags
  const void* compiled_entry;  // machine code for calls from compiled code; null: interpreted
  uint32_t padding;
  uint32_t instance_capacity;  // in-object properties of objects constructed by this function
  const bytecode::FunctionTemplate* function_template;
  Script* script;
  Realm* realm;
  Elements* constant_pool;
  FeedbackVector* feedback_vector;  // null before the second call
  Observations* observations;       // null unless it ran while isolate.observer looked on
  String* name;

  template <typename V>
  void visit(V& visitor) {
    visitor.internal("script", reinterpret_cast<Cell*>(script));
    visitor.internal("realm", reinterpret_cast<Cell*>(realm));
    visitor.internal("constants", static_cast<Cell*>(constant_pool));
    visitor.internal("feedback", static_cast<Cell*>(feedback_vector));
    visitor.internal("observations", static_cast<Cell*>(observations));
    visitor.internal("name", static_cast<Cell*>(name));
  }
};

// A scope's captured variables. The slot count is in the header's shape_id word (environments have no shape).
struct Environment : Cell {
  static constexpr uint8_t kObjectEnvironment = 1;  // flags: slots[0] is a `with` object or eval's variable object

  Environment* parent;              // null above a script's outermost scope
  const bytecode::ScopeInfo* info;  // names for the debugger; owned by the script's templates; may be null
  Value slots[];

  uint32_t count() const { return shape_id; }
  static size_t size_for(uint32_t count) { return sizeof(Environment) + size_t{count} * sizeof(Value); }
  template <typename V>
  void visit(V& visitor);  // names each slot by its variable
};
static_assert(sizeof(Environment) == 24);
Environment* new_environment(Isolate& isolate, Environment* parent, const bytecode::ScopeInfo* info, uint32_t count);

// A function compiled from source. Its own properties length, name and prototype start as lazy slots.
struct Function : Object {
  static constexpr uint32_t kInlineSlots = 3;

  Code* code;
  Environment* environment;
  Object* home_object;     // methods that use super; null otherwise
  Shape* construct_shape;  // of objects made by new; null until the first; reset when prototype is written
  Value properties[kInlineSlots];

  template <typename V>
  void visit(V& visitor) {
    visit_properties(visitor);
    visitor.internal("code", static_cast<Cell*>(code));
    visitor.internal("context", static_cast<Cell*>(environment));
    visitor.internal("home_object", static_cast<Cell*>(home_object));
    visitor.internal("initial_map", reinterpret_cast<Cell*>(construct_shape));
  }
};

struct NativeFunction : Object {
  static constexpr uint32_t kInlineSlots = 3;  // length, name and, for constructors, prototype

  NativeCode native;
  Realm* realm;
  Value data;      // what the native closes over; undefined if nothing
  uint64_t magic;  // a small number the native is told apart by
  Value properties[kInlineSlots];

  template <typename V>
  void visit(V& visitor) {
    visit_properties(visitor);
    visitor.internal("realm", reinterpret_cast<Cell*>(realm));
    visitor.internal("data", data);
  }
};

struct BoundFunction : Object {
  Object* target;
  Value bound_this;
  Elements* arguments;
  uint64_t padding;
  Value properties[2];  // length, name

  template <typename V>
  void visit(V& visitor) {
    visit_properties(visitor);
    visitor.internal("target", static_cast<Cell*>(target));
    visitor.internal("bound_this", bound_this);
    visitor.internal("bound_arguments", static_cast<Cell*>(arguments));
  }
};

// A script or module as loaded: its text, its name, its compiled templates. Owns malloc memory (finalized).
struct ScriptData;
struct Script : Cell {
  ScriptData* data;
  uint32_t id;  // from 1, in order of loading
  uint32_t padding;
  String* name;  // path or URL
  // A module's: its ModuleRecord. Code from strings: whose import() it is, a ModuleRecord or Script. Else undefined.
  Value host_defined;
  template <typename V>
  void visit(V& visitor) {
    visitor.internal("name", static_cast<Cell*>(name));
    visitor.internal("host_defined", host_defined);
  }
};

NativeFunction* new_native_function(Isolate& isolate, NativeCode native, PropertyKey name, uint32_t length,
                                    Value data = Value::undefined(), bool constructor = false);
enum class FunctionShapeKind : uint8_t { kPlain, kConstructor, kClass, kGenerator, kAsync, kAsyncGenerator };
Shape* function_shape(Isolate& isolate, Realm& realm, FunctionShapeKind kind);
Function* new_function_of_shape(Isolate& isolate, Shape* shape, Code* code, Environment* environment);
// sec-getfunctionrealm
Completion<Realm*> get_function_realm(Isolate& isolate, Object* function);
// sec-setfunctionname: prefix may be null, "get", "set" or "bound".
void set_function_name(Isolate& isolate, Object* function, PropertyKey name, const char* prefix = nullptr);

}  // namespace scrim
