// Slow paths of the extended opcodes (opcodes_extended.def). All run with isolate.pc and isolate.fp set.
#pragma once

#include "engine/interpreter/generators.h"
#include "engine/interpreter/interpreter.h"
#include "engine/interpreter/promise.h"
#include "engine/objects/collections.h"

namespace scrim {

// --- control (control.cpp)
Completion<Value> throw_error_of_kind(Isolate& isolate, uint32_t kind, Value message);
// Where JumpTable goes for a number: the offset in units, 0 for none.
int32_t switch_target(const Code* code, uint32_t table, Value value);

// --- iteration (iteration.cpp). `record` is [iterator, next, done], see opcodes_extended.def.
Completion<Value> get_iterator_record(Isolate& isolate, Value* record, Value iterable);
Completion<Value> get_async_iterator_record(Isolate& isolate, Value* record, Value iterable);
// The next value, or empty at the end; the fast path for arrays stands in the handler.
Completion<Value> iterator_record_next(Isolate& isolate, Value* record);
Completion<Value> iterator_record_rest(Isolate& isolate, Value* record);
Completion<Value> iterator_record_close(Isolate& isolate, Value* record);
void iterator_record_close_silently(Isolate& isolate, Value* record);
Completion<Value> iterator_record_call_next(Isolate& isolate, Value* record);
Completion<Value> iterator_record_unwrap(Isolate& isolate, Value* record, Value result);  // empty: done
// empty: nothing to await
Completion<Value> iterator_record_call_return(Isolate& isolate, Value* record);
Completion<Value> delegate_call(Isolate& isolate, Value* record, ResumeMode mode, Value received);
Completion<Value> check_iterator_result(Isolate& isolate, Value result);
Completion<Value> for_in_prepare(Isolate& isolate, Value object);
Completion<Value> for_in_next(Isolate& isolate, NameIterator* names);  // empty at the end
Completion<Value> to_property_key_of(Isolate& isolate, Value object, Value key);
Completion<Value> require_object_coercible_for_pattern(Isolate& isolate, Value value);
Completion<Value> copy_data_properties(Isolate& isolate, Value target, Value source, const Value* excluded,
                                       uint32_t count);
Completion<Value> concat_strings(Isolate& isolate, const Value* parts, uint32_t count);

// --- classes (classes.cpp)
Completion<Value> create_class(Isolate& isolate, Code* outer, uint32_t constant, Environment* environment,
                               Value heritage, Value* prototype);
Completion<Value> set_function_name_from_key(Isolate& isolate, Value function, Value key, uint32_t prefix);
void set_field_initializer(Isolate& isolate, Value constructor, Value initializer);
Value field_initializer(Isolate& isolate, Value constructor);
Completion<Value> throw_this_unset(Isolate& isolate);
Completion<Value> throw_super_called_twice(Isolate& isolate);
// The parent of a running derived constructor; TypeError unless it is a constructor.
Completion<Value> super_constructor(Isolate& isolate, Value function);
Completion<Value> check_derived_return(Isolate& isolate, Value value, Value this_value);
// Empty: *accessor is the getter to call.
Completion<Value> get_super(Isolate& isolate, Value home, Value key, Value receiver, Value* accessor);
Completion<Value> get_super_named(Isolate& isolate, Value home, Value receiver, PropertyKey key, Value* accessor);
Completion<Value> set_super(Isolate& isolate, Value home, Value key, Value receiver, Value value, bool strict);
Value create_private_name(Isolate& isolate, Value description);
Completion<Value> get_private(Isolate& isolate, Value object, Value name, CacheSlot* slot);
Completion<Value> set_private(Isolate& isolate, Value object, Value name, Value value, CacheSlot* slot);
Completion<Value> define_private(Isolate& isolate, Value object, Value name, Value value);
Completion<Value> has_private(Isolate& isolate, Value object, Value name);
Completion<Value> check_private_brand(Isolate& isolate, Value object, Value name, Value text);

// --- dynamic scopes (dynamic_scopes.cpp)
Completion<Value> push_with(Isolate& isolate, Frame* frame, Value object, const bytecode::ScopeInfo* info);
Completion<Value> get_dynamic(Isolate& isolate, PropertyKey name, bool for_typeof);
Completion<Value> get_dynamic_callee(Isolate& isolate, PropertyKey name, Value* this_value);
Completion<Value> delete_dynamic(Isolate& isolate, PropertyKey name);
Completion<Value> resolve_dynamic(Isolate& isolate, PropertyKey name);
Completion<Value> get_resolved(Isolate& isolate, Value holder, PropertyKey name);
Completion<Value> set_resolved(Isolate& isolate, Value holder, PropertyKey name, Value value, bool strict);
Completion<Value> set_eval_variable(Isolate& isolate, PropertyKey name, Value value);
Completion<Value> declare_eval(Isolate& isolate, const Code* code, uint32_t index);
// The callee is known to be %eval%.
Completion<Value> direct_eval(Isolate& isolate, Value source, uint32_t site);
// eval(...arguments), whatever eval is.
Completion<Value> call_eval_spread(Isolate& isolate, Value callee, Value receiver, Value arguments, uint32_t site);

// --- explicit resource management (disposal.cpp)
Value new_dispose_stack(Isolate& isolate);
Completion<Value> add_disposable(Isolate& isolate, Value stack, Value value, bool is_async);
// A callable to call without a receiver (DisposableStack.prototype.defer).
void add_disposable_method(Isolate& isolate, Value stack, Value method, bool is_async);
Completion<Value> dispose_step(Isolate& isolate, Value stack);  // empty: nothing is left
void dispose_error(Isolate& isolate, Value stack, Value exception);
Completion<Value> dispose_end(Isolate& isolate, Value stack);

// --- modules (module_import.cpp)
Completion<Value> import_meta(Isolate& isolate, Code* code);
// import(specifier, options): a promise; `phase` is a syntax::ImportPhase.
Completion<Value> import_dynamically(Isolate& isolate, Code* code, Value specifier, Value options, uint32_t phase);

}  // namespace scrim
