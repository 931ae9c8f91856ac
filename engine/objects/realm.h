// A realm: one global object and its intrinsics, each made on first touch (decision 32).
#pragma once

#include "engine/objects/function.h"

namespace scrim {

enum class Intrinsic : uint16_t {
#define INTRINSIC(name) name,
#include "engine/objects/intrinsics.def"
#undef INTRINSIC
  kCount
};

// Makes an intrinsic. It may touch other intrinsics; the result is stored in the realm by the caller, or earlier by
// realm.set_intrinsic() where two intrinsics refer to each other.
using IntrinsicCreator = Object* (*)(Isolate& isolate, Realm& realm);

// A global lexical binding (let, const, class at script level); its value lives in the box so that caches may hold it.
struct Box : Cell {
  Value value;
  template <typename V>
  void visit(V& visitor) {
    visitor.internal("value", value);
  }
};

struct Realm : Cell {
  static constexpr uint32_t kMaxCachedCapacity = 16;

  Isolate* isolate;
  Object* global_object;
  Object* global_this;
  Object* lexical_scope;  // a null-prototype object whose values are Boxes; attributes without kWritable: const
  Value host_defined;
  Shape* plain_shapes[kMaxCachedCapacity + 1];  // {} with room for n properties
  Shape* array_shape;
  Shape* function_shape;         // ordinary functions: length, name, prototype
  Shape* arrow_shape;            // length, name
  Shape* class_shape;            // class constructors: prototype not writable
  Shape* iterator_result_shape;  // value, done
  Shape* promise_shape;          // of %Promise.prototype%'s
  // Of arguments objects: length, callee, @@iterator; unmapped: length, @@iterator, callee. Null until the first.
  Shape* mapped_arguments_shape;
  Shape* arguments_shape;
  Cell* arguments_callee;  // the AccessorPair of unmapped ones
  Cell* error_stack;       // the AccessorPair that all errors have as `stack`; null until the first error
  // The functions of promise jobs, made with the first.
  NativeFunction* reaction_job;
  NativeFunction* thenable_job;
  Value intrinsics[static_cast<int>(Intrinsic::kCount)];

  inline Object* intrinsic(Intrinsic id) {
    Value value = intrinsics[static_cast<int>(id)];
    return value.is_cell() ? static_cast<Object*>(value.as_cell()) : make_intrinsic(id);
  }
  bool has_intrinsic(Intrinsic id) const { return intrinsics[static_cast<int>(id)].is_cell(); }
  void set_intrinsic(Intrinsic id, Object* object);
  Object* make_intrinsic(Intrinsic id);

  template <typename V>
  void visit(V& visitor) {
    visitor.internal("global", static_cast<Cell*>(global_object));
    visitor.internal("global_this", static_cast<Cell*>(global_this));
    visitor.internal("lexical_scope", static_cast<Cell*>(lexical_scope));
    visitor.internal("host_defined", host_defined);
    for (Shape* shape : plain_shapes) visitor.internal("plain_shape", static_cast<Cell*>(shape));
    for (Shape* shape : {array_shape, function_shape, arrow_shape, class_shape, iterator_result_shape, promise_shape,
                         mapped_arguments_shape, arguments_shape})
      visitor.internal("shape", static_cast<Cell*>(shape));
    visitor.internal("arguments_callee", arguments_callee);
    visitor.internal("error_stack", error_stack);
    visitor.internal("job", static_cast<Cell*>(reaction_job));
    visitor.internal("job", static_cast<Cell*>(thenable_job));
    for (Value value : intrinsics) visitor.internal("intrinsic", value);
  }
};

// A realm with the language's globals; runtime/ adds the host's.
Realm* new_realm(Isolate& isolate);

}  // namespace scrim
