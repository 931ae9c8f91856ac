// Which creator makes which intrinsic.
#include "engine/builtins/iterators.h"
#include "engine/builtins/support.h"

namespace scrim {

// clang-format off
#define CLASSES(V) \
  V(kSymbolClass) V(kBooleanClass) V(kNumberClass) V(kBigIntClass) V(kArrayClass) V(kMapClass) V(kSetClass) \
  V(kIteratorClass) V(kPromiseClass) V(kDateClass) V(kArrayBufferClass) V(kSharedArrayBufferClass) \
  V(kDataViewClass) V(kWeakMapClass) V(kWeakSetClass) V(kWeakRefClass) V(kFinalizationRegistryClass) \
  V(kDisposableStackClass) V(kAsyncDisposableStackClass) V(kIntlCollatorClass) V(kIntlNumberFormatClass) \
  V(kIntlDateTimeFormatClass) V(kIntlPluralRulesClass) V(kIntlRelativeTimeFormatClass) V(kIntlListFormatClass) \
  V(kIntlLocaleClass) V(kIntlDisplayNamesClass) V(kIntlSegmenterClass) V(kIntlDurationFormatClass)
#define OBJECTS(V) \
  V(kMathObject) V(kJsonObject) V(kCallSitePrototype) V(kReflectObject) V(kAtomicsObject) \
  V(kArrayIteratorPrototype) V(kMapIteratorPrototype) V(kSetIteratorPrototype) V(kAsyncIteratorPrototype) \
  V(kIteratorHelperPrototype) V(kWrapForValidIteratorPrototype) V(kIntlObject) V(kIntlSegmentsPrototype) \
  V(kIntlSegmentIteratorPrototype)
// clang-format on

#define DECLARE(name) extern const ClassSpec name;
CLASSES(DECLARE)
#undef DECLARE
#define DECLARE(name) extern const ObjectSpec name;
OBJECTS(DECLARE)
#undef DECLARE
extern const ClassSpec kErrorClasses[9];
extern const FunctionSpec kGlobalFunctions[10];
extern const FunctionSpec kArrayValuesFunction;
Object* make_global_object(Isolate& isolate, Realm& realm);
Object* make_object_prototype(Isolate& isolate, Realm& realm);
Object* make_object_constructor(Isolate& isolate, Realm& realm);
Object* make_symbol_constructor(Isolate& isolate, Realm& realm);
void register_functions(Isolate& isolate);
void register_errors(Isolate& isolate);
void register_generators(Isolate& isolate);
void register_proxy(Isolate& isolate);
void register_buffers(Isolate& isolate);
void register_typed_arrays(Isolate& isolate);
void register_regexp(Isolate& isolate);
void register_regexp_string_iterator(Isolate& isolate);
void register_string(Isolate& isolate);
void register_weak(Isolate& isolate);
void register_intl(Isolate& isolate);

namespace {

void set(Isolate& isolate, Intrinsic id, IntrinsicCreator creator) {
  isolate.intrinsic_creators[static_cast<int>(id)] = creator;
}

template <const ClassSpec& spec>
void add(Isolate& isolate) {
  set(isolate, spec.constructor, [](Isolate& i, Realm& realm) { return make_class_constructor(i, realm, spec); });
  set(isolate, spec.prototype, [](Isolate& i, Realm& realm) { return make_class_prototype(i, realm, spec); });
}

template <const ObjectSpec& spec>
void add(Isolate& isolate) {
  set(isolate, spec.id, [](Isolate& i, Realm& realm) { return make_object(i, realm, spec); });
}

template <int index>
void add_error(Isolate& isolate) {
  const ClassSpec& spec = kErrorClasses[index];
  set(isolate, spec.constructor,
      [](Isolate& i, Realm& realm) { return make_class_constructor(i, realm, kErrorClasses[index]); });
  set(isolate, spec.prototype,
      [](Isolate& i, Realm& realm) { return make_class_prototype(i, realm, kErrorClasses[index]); });
}

template <int index>
void add_function(Isolate& isolate) {
  set(isolate, kGlobalFunctions[index].id,
      [](Isolate& i, Realm& realm) { return make_function(i, realm, kGlobalFunctions[index]); });
}

template <int... index>
void add_all(Isolate& isolate, std::integer_sequence<int, index...>) {
  (add_function<index>(isolate), ...);
}
template <int... index>
void add_errors(Isolate& isolate, std::integer_sequence<int, index...>) {
  (add_error<index>(isolate), ...);
}

Value materialize(Isolate& isolate, Object* object, PropertyKey key) {
  Value value = materialize_global(isolate, object, key);
  return value.is_empty() ? materialize_stack(isolate, object, key) : value;
}

}  // namespace

void register_builtins(Isolate& isolate) {
  isolate.materialize_builtin = materialize;
  isolate.array_iterator_next = array_iterator_next;
  set(isolate, Intrinsic::kGlobalObject, make_global_object);
  set(isolate, Intrinsic::kObjectPrototype, make_object_prototype);
  set(isolate, Intrinsic::kObject, make_object_constructor);
  register_functions(isolate);
  register_errors(isolate);
  register_generators(isolate);
  register_buffers(isolate);
  register_typed_arrays(isolate);
  register_proxy(isolate);
  register_string(isolate);
  register_weak(isolate);
  register_intl(isolate);
  register_regexp(isolate);
  register_regexp_string_iterator(isolate);
#define ADD(name) add<name>(isolate);
  CLASSES(ADD)
  OBJECTS(ADD)
#undef ADD
  add_errors(isolate, std::make_integer_sequence<int, 9>());
  add_all(isolate, std::make_integer_sequence<int, 10>());
  set(isolate, Intrinsic::kSymbol, make_symbol_constructor);
  set(isolate, Intrinsic::kArrayPrototypeValues,
      [](Isolate& i, Realm& realm) { return make_function(i, realm, kArrayValuesFunction); });
}

}  // namespace scrim
