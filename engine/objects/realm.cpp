#include "engine/objects/realm.h"

#include <cstdio>
#include <cstdlib>

#include "engine/objects/isolate.h"

namespace scrim {

void Realm::set_intrinsic(Intrinsic id, Object* object) {
  intrinsics[static_cast<int>(id)] = Value(object);
  isolate->heap().write_barrier(this);
}

Object* Realm::make_intrinsic(Intrinsic id) {
  IntrinsicCreator creator = isolate->intrinsic_creators[static_cast<int>(id)];
  if (!creator) {
    static constexpr const char* kNames[] = {
#define INTRINSIC(name) #name,
#include "engine/objects/intrinsics.def"
#undef INTRINSIC
    };
    std::fprintf(stderr, "scrim: no room registered a creator for intrinsic %s\n", kNames[static_cast<int>(id)]);
    std::abort();
  }
  // An intrinsic made while another realm's code runs belongs to this realm all the same.
  Realm* previous = isolate->current_realm;
  isolate->current_realm = this;
  Object* object = creator(*isolate, *this);
  isolate->current_realm = previous;
  if (!has_intrinsic(id)) set_intrinsic(id, object);
  return static_cast<Object*>(intrinsics[static_cast<int>(id)].as_cell());
}

Realm* new_realm(Isolate& isolate) {
  auto* realm = static_cast<Realm*>(isolate.heap().allocate(sizeof(Realm)));
  std::memset(static_cast<void*>(realm), 0, sizeof(Realm));
  realm->set_header(Cell::header_word(CellType::kRealm));
  realm->isolate = &isolate;
  realm->host_defined = Value::undefined();
  for (Value& value : realm->intrinsics) value = Value::empty();
  Realm* previous = isolate.current_realm;
  isolate.current_realm = realm;
  realm->global_object = realm->intrinsic(Intrinsic::kGlobalObject);
  realm->global_this = realm->global_object;
  isolate.heap().write_barrier(realm);
  realm->lexical_scope = new_object_with_prototype(isolate, nullptr);
  isolate.heap().write_barrier(realm);
  become_prototype(isolate, realm->lexical_scope);  // a unique shape: declarations do not transition
  const Names& names = isolate.names();
  Shape* shape = root_shape(isolate, realm->intrinsic(Intrinsic::kObjectPrototype), CellType::kObject, 0, 2);
  shape = add_property_transition(isolate, shape, names.value, Attributes::kAll);
  realm->iterator_result_shape = add_property_transition(isolate, shape, names.done, Attributes::kAll);
  isolate.heap().write_barrier(realm);
  if (previous) isolate.current_realm = previous;
  return realm;
}

}  // namespace scrim
