// Names looked up at run time: `with`, sloppy direct eval.
//
// The environments' scope infos say which names they hold. A var scope that a sloppy eval may add to has an object for
// the added variables in its last slot (undefined until there is one); a `with` environment has its object in slot 0.
#include "engine/bytecode/function_template.h"
#include "engine/interpreter/cache.h"
#include "engine/interpreter/extended.h"
#include "engine/interpreter/stack_trace.h"
#include "engine/objects/call.h"
#include "engine/objects/conversions.h"
#include "engine/objects/errors.h"
#include "engine/objects/inline_slots.h"
#include "engine/objects/script_data.h"

namespace scrim {

namespace {

using bytecode::BindingKind;
using bytecode::ScopeInfo;

// Where a name was found.
struct Place {
  Environment* environment = nullptr;  // with slot
  const ScopeInfo::Slot* slot = nullptr;
  Object* object = nullptr;  // a `with` object or eval's variables
  bool is_with = false;
};

bool name_equals(Isolate& isolate, const bytecode::CompiledUnit& unit, uint32_t index, PropertyKey name) {
  // Most names differ in length: no atom is looked for then.
  if (index == bytecode::kNoString || !name.is_string() || unit.strings[index].length() != name.as_string()->length)
    return false;
  return key_from_string(isolate, install_string(isolate, unit, index)) == name;
}

// ECMA-262 sec-object-environment-records-hasbinding-n
Completion<bool> with_has(Isolate& isolate, Object* object, PropertyKey name) {
  if (!TRY(has_property(isolate, object, name))) return false;
  Value unscopables = TRY(get(isolate, object, isolate.names().unscopables));
  if (unscopables.is_object()) return !to_boolean(TRY(get(isolate, as_object(unscopables), name)));
  return true;
}

Completion<bool> lookup(Isolate& isolate, PropertyKey name, Place* place) {
  for (Environment* environment = Frame::from(isolate.fp)->environment; environment;
       environment = environment->parent) {
    const ScopeInfo* info = environment->info;
    if (environment->has_flag(Environment::kObjectEnvironment)) {
      Object* object = as_object(environment->slots[0]);
      if (TRY(with_has(isolate, object, name))) {
        place->object = object;
        place->is_with = true;
        return true;
      }
      continue;
    }
    if (!info) continue;
    for (const ScopeInfo::Slot& slot : info->slots) {
      if (slot.kind >= BindingKind::kThis) continue;  // not a name that a program can say
      if (name_equals(isolate, *info->unit, slot.name, name)) {
        place->environment = environment;
        place->slot = &slot;
        return true;
      }
    }
    if (info->has_sloppy_eval) {
      Value variables = environment->slots[environment->count() - 1];
      if (variables.is_object() && TRY(has_own_property(isolate, as_object(variables), name))) {
        place->object = as_object(variables);
        return true;
      }
    }
  }
  return false;
}

// sec-object-environment-records-getbindingvalue-n-s: asks again whether the object has the name.
Completion<Value> read_from_object(Isolate& isolate, Object* object, PropertyKey name) {
  if (TRY(has_property(isolate, object, name))) return get(isolate, object, name);
  if (!Frame::from(isolate.fp)->code->function_template->flags.strict) return Value::undefined();
  return throw_error(isolate, ErrorType::kReferenceError, "%s is not defined", describe_key(isolate, name).c_str());
}

Completion<Value> read(Isolate& isolate, const Place& place, PropertyKey name) {
  if (place.object) return read_from_object(isolate, place.object, name);
  const Value* slots = place.environment->slots + place.slot->slot;
  Value value = slots[0];
  if (place.slot->kind == BindingKind::kImport && value.is_cell()) {
    value = cast<Environment>(value)->slots[slots[1].as_int32()];
  }
  if (value.is_empty()) return throw_not_initialized(isolate, key_to_value(isolate, name));
  return value;
}

Completion<Value> read_global(Isolate& isolate, PropertyKey name, bool for_typeof) {
  Realm& realm = isolate.realm();
  if (const PropertyEntry* entry = find_property(isolate, realm.lexical_scope->shape(), name)) {
    Value value = cast<Box>(realm.lexical_scope->get_slot(entry->slot))->value;
    if (value.is_empty()) return throw_not_initialized(isolate, key_to_value(isolate, name));
    return value;
  }
  if (TRY(has_property(isolate, realm.global_object, name))) return get(isolate, realm.global_object, name);
  if (for_typeof) return Value::undefined();
  return throw_error(isolate, ErrorType::kReferenceError, "%s is not defined", describe_key(isolate, name).c_str());
}

// The value ResolveDynamic gives for a place, and back.
Value holder_of(const Place& place) {
  return place.object ? Value(place.object) : Value(place.environment);
}

}  // namespace

Completion<Value> push_with(Isolate& isolate, Frame* frame, Value value, const ScopeInfo* info) {
  Object* object = TRY(to_object(isolate, value));
  Environment* environment = new_environment(isolate, frame->environment, info, 1);
  environment->flags |= Environment::kObjectEnvironment;
  environment->slots[0] = Value(object);
  frame->environment = environment;
  return value;
}

Completion<Value> get_dynamic(Isolate& isolate, PropertyKey name, bool for_typeof) {
  Place place;
  if (!TRY(lookup(isolate, name, &place))) return read_global(isolate, name, for_typeof);
  return read(isolate, place, name);
}

Completion<Value> get_dynamic_callee(Isolate& isolate, PropertyKey name, Value* this_value) {
  Place place;
  *this_value = Value::undefined();
  if (!TRY(lookup(isolate, name, &place))) return read_global(isolate, name, false);
  Value value = TRY(read(isolate, place, name));
  if (place.is_with) *this_value = Value(place.object);
  return value;
}

Completion<Value> delete_dynamic(Isolate& isolate, PropertyKey name) {
  Place place;
  if (TRY(lookup(isolate, name, &place))) {
    if (!place.object) return Value::boolean(false);
    return Value::boolean(TRY(delete_property(isolate, place.object, name)));
  }
  Realm& realm = isolate.realm();
  if (find_property(isolate, realm.lexical_scope->shape(), name)) return Value::boolean(false);
  if (!TRY(has_property(isolate, realm.global_object, name))) return Value::boolean(true);
  return Value::boolean(TRY(delete_property(isolate, realm.global_object, name)));
}

Completion<Value> resolve_dynamic(Isolate& isolate, PropertyKey name) {
  Place place;
  if (TRY(lookup(isolate, name, &place))) return holder_of(place);
  Realm& realm = isolate.realm();
  if (find_property(isolate, realm.lexical_scope->shape(), name)) return Value(realm.lexical_scope);
  if (TRY(has_property(isolate, realm.global_object, name))) return Value(realm.global_object);
  return Value::undefined();
}

Completion<Value> get_resolved(Isolate& isolate, Value holder, PropertyKey name) {
  if (holder.is_undefined()) {
    return throw_error(isolate, ErrorType::kReferenceError, "%s is not defined", describe_key(isolate, name).c_str());
  }
  if (holder.is_object()) {
    if (as_object(holder) == isolate.realm().lexical_scope) return read_global(isolate, name, false);
    return read_from_object(isolate, as_object(holder), name);
  }
  auto* environment = cast<Environment>(holder);
  for (const ScopeInfo::Slot& slot : environment->info->slots) {
    if (name_equals(isolate, *environment->info->unit, slot.name, name)) {
      return read(isolate, Place{environment, &slot, nullptr, false}, name);
    }
  }
  return Value::undefined();
}

Completion<Value> set_resolved(Isolate& isolate, Value holder, PropertyKey name, Value value, bool strict) {
  if (holder.is_undefined()) {
    if (strict) {
      return throw_error(isolate, ErrorType::kReferenceError, "%s is not defined", describe_key(isolate, name).c_str());
    }
    TRY(set(isolate, isolate.realm().global_object, name, value, Value(isolate.realm().global_object)));
    return value;
  }
  if (holder.is_object()) {
    Object* object = as_object(holder);
    if (object == isolate.realm().lexical_scope) {
      const PropertyEntry* entry = find_property(isolate, object->shape(), name);
      auto* box = cast<Box>(object->get_slot(entry->slot));
      if (box->value.is_empty()) return throw_not_initialized(isolate, key_to_value(isolate, name));
      if (!(entry->attributes & Attributes::kWritable)) {
        return throw_type_error(isolate, "Assignment to constant variable.");
      }
      box->value = value;
      isolate.heap().write_barrier(box);
      return value;
    }
    // sec-object-environment-records-setmutablebinding-n-v-s
    bool still = TRY(has_property(isolate, object, name));
    if (!still && strict) {
      return throw_error(isolate, ErrorType::kReferenceError, "%s is not defined", describe_key(isolate, name).c_str());
    }
    bool done = TRY(set(isolate, object, name, value, holder));
    if (!done && strict) {
      return throw_type_error(isolate, "Cannot assign to read only property '%s' of object",
                              describe_key(isolate, name).c_str());
    }
    return value;
  }
  auto* environment = cast<Environment>(holder);
  for (const ScopeInfo::Slot& slot : environment->info->slots) {
    if (!name_equals(isolate, *environment->info->unit, slot.name, name)) continue;
    if (environment->slots[slot.slot].is_empty() && slot.kind != BindingKind::kVar) {
      return throw_not_initialized(isolate, key_to_value(isolate, name));
    }
    bool constant = slot.kind == BindingKind::kConst || slot.kind == BindingKind::kUsing ||
                    slot.kind == BindingKind::kAwaitUsing || slot.kind == BindingKind::kClassName ||
                    slot.kind == BindingKind::kImport;
    if (slot.kind == BindingKind::kFunctionName) {
      if (!strict) return value;
      constant = true;
    }
    if (constant) return throw_type_error(isolate, "Assignment to constant variable.");
    environment->slots[slot.slot] = value;
    isolate.heap().write_barrier(environment);
    return value;
  }
  return value;
}

// ---- direct eval

namespace {

// Where the variables of a sloppy direct eval go that is called in `start`; null: to the global object.
Environment* eval_var_environment(Environment* start) {
  for (Environment* environment = start; environment; environment = environment->parent) {
    const ScopeInfo* info = environment->info;
    if (info && info->is_var_scope && info->has_sloppy_eval) return environment;
  }
  return nullptr;
}

// Whether a let or const stands between.
bool eval_name_conflicts(Isolate& isolate, Environment* start, PropertyKey name) {
  for (Environment* environment = start; environment; environment = environment->parent) {
    const ScopeInfo* info = environment->info;
    if (environment->has_flag(Environment::kObjectEnvironment) || !info) continue;
    bool is_var_scope = info->is_var_scope;
    for (const ScopeInfo::Slot& slot : info->slots) {
      bool lexical = slot.kind == BindingKind::kLet || slot.kind == BindingKind::kConst ||
                     slot.kind == BindingKind::kClass || slot.kind == BindingKind::kUsing ||
                     slot.kind == BindingKind::kAwaitUsing || (slot.kind == BindingKind::kFunction && !is_var_scope);
      // sec-functiondeclarationinstantiation: an eval in a parameter's initialiser has its variables outside the
      // parameters.
      lexical = lexical || (info->has_separate_body && slot.kind < BindingKind::kThis);
      if (lexical && name_equals(isolate, *info->unit, slot.name, name)) return true;
    }
    if (is_var_scope) return false;
  }
  return find_property(isolate, isolate.realm().lexical_scope->shape(), name) != nullptr;
}

}  // namespace

// ECMA-262 sec-web-compat-evaldeclarationinstantiation: what evaluating the function's declaration does. The block's
// own binding, and whatever stands between it and the variables, is passed by.
Completion<Value> set_eval_variable(Isolate& isolate, PropertyKey name, Value value) {
  Environment* start = cast<Function>(Frame::from(isolate.fp)->callee)->environment;
  if (eval_name_conflicts(isolate, start, name)) return value;
  Value holder(isolate.realm().global_object);
  if (Environment* variables = eval_var_environment(start)) {
    holder = variables->slots[variables->count() - 1];
    for (const ScopeInfo::Slot& slot : variables->info->slots) {
      if (slot.kind < BindingKind::kThis && name_equals(isolate, *variables->info->unit, slot.name, name)) {
        holder = Value(variables);
      }
    }
  }
  return set_resolved(isolate, holder, name, value, false);
}

// ECMA-262 sec-evaldeclarationinstantiation
Completion<Value> declare_eval(Isolate& isolate, const Code* code, uint32_t index) {
  Realm& realm = isolate.realm();
  const bytecode::CompiledUnit& unit = *code->function_template->unit;
  const bytecode::Declarations& declarations = unit.declarations[index];
  Frame* frame = Frame::from(isolate.fp);
  auto key_of = [&](uint32_t string) { return key_from_string(isolate, install_string(isolate, unit, string)); };

  Environment* start = cast<Function>(frame->callee)->environment;
  Environment* var_environment = eval_var_environment(start);
  auto conflict = [&](PropertyKey name) { return eval_name_conflicts(isolate, start, name); };
  auto redeclared = [&](PropertyKey name) {
    return throw_error(isolate, ErrorType::kSyntaxError, "Identifier '%s' has already been declared",
                       describe_key(isolate, name).c_str());
  };
  if (!declarations.strict) {
    for (const auto& declaration : declarations.functions) {
      if (conflict(key_of(declaration.name))) return redeclared(key_of(declaration.name));
    }
    for (uint32_t name : declarations.vars) {
      if (conflict(key_of(name))) return redeclared(key_of(name));
    }
  }
  // Where a variable of that name lives: a slot of the function, or the object of eval's variables.
  auto declare = [&](PropertyKey name, Value value, bool is_function) -> Completion<Value> {
    if (!var_environment) {
      Object* global = realm.global_object;
      PropertyDescriptor existing;
      bool has = TRY(get_own_property(isolate, global, name, &existing));
      if (!is_function) {
        if (has) return Value::undefined();
        if (!TRY(is_extensible(isolate, global))) {
          return throw_type_error(isolate, "Cannot define global variable '%s', object is not extensible",
                                  describe_key(isolate, name).c_str());
        }
        TRY(define_property_or_throw(isolate, global, name,
                                     PropertyDescriptor::data(Value::undefined(), Attributes::kAll)));
        return Value::undefined();
      }
      PropertyDescriptor descriptor;
      descriptor.value = value;
      if (!has || existing.is(Attributes::kConfigurable))
        descriptor = PropertyDescriptor::data(value, Attributes::kAll);
      TRY(define_property_or_throw(isolate, global, name, descriptor));
      TRY(set_or_throw(isolate, global, name, value));
      return Value::undefined();
    }
    for (const ScopeInfo::Slot& slot : var_environment->info->slots) {
      if (slot.kind >= BindingKind::kThis || !name_equals(isolate, *var_environment->info->unit, slot.name, name))
        continue;
      if (is_function) {
        var_environment->slots[slot.slot] = value;
        isolate.heap().write_barrier(var_environment);
      }
      return Value::undefined();
    }
    Value& variables = var_environment->slots[var_environment->count() - 1];
    if (!variables.is_object()) {
      Object* object = new_object_with_prototype(isolate, nullptr);
      var_environment->slots[var_environment->count() - 1] = Value(object);
      isolate.heap().write_barrier(var_environment);
    }
    Object* object = as_object(var_environment->slots[var_environment->count() - 1]);
    if (is_function || !TRY(has_own_property(isolate, object, name))) put_direct(isolate, object, name, value);
    return Value::undefined();
  };
  for (const auto& declaration : declarations.functions) {
    if (!var_environment) {
      PropertyKey name = key_of(declaration.name);
      PropertyDescriptor existing;
      bool has = TRY(get_own_property(isolate, realm.global_object, name, &existing));
      bool allowed = has ? existing.is(Attributes::kConfigurable) ||
                               (!existing.is_accessor() && existing.is(Attributes::kWritable) &&
                                existing.is(Attributes::kEnumerable))
                         : TRY(is_extensible(isolate, realm.global_object));
      if (!allowed) {
        return throw_type_error(isolate, "Cannot redefine property: %s", describe_key(isolate, name).c_str());
      }
    }
  }
  for (uint32_t name : declarations.annex_b_vars) {
    PropertyKey key = key_of(name);
    if (conflict(key)) continue;
    TRY(declare(key, Value::undefined(), false));
  }
  for (const auto& declaration : declarations.functions) {
    Code* function_code = install_function(isolate, realm, code->script, *unit.functions[declaration.function]);
    Value function(create_closure(isolate, function_code, frame->environment));
    TRY(declare(key_of(declaration.name), function, true));
  }
  for (uint32_t name : declarations.vars) TRY(declare(key_of(name), Value::undefined(), false));
  return Value::undefined();
}

Completion<Function*> compile_eval(Isolate& isolate, std::string text, Environment* environment,
                                   const bytecode::EvalSite& eval_site,
                                   std::span<const syntax::OuterBinding> innermost) {
  // The scopes around, as the parser wants them: what the environments say of themselves. A direct eval moves every
  // variable it can see to an environment, so that none is missing.
  struct Around {
    syntax::OuterScope scope;
    std::vector<syntax::OuterBinding> bindings;
    std::vector<std::string> names;
  };
  std::vector<std::unique_ptr<Around>> chain;
  for (Environment* e = environment; e; e = e->parent) {
    auto around = std::make_unique<Around>();
    const ScopeInfo* info = e->info;
    bool is_with = e->has_flag(Environment::kObjectEnvironment);
    around->scope.kind = is_with ? bytecode::ScopeKind::kWith : info ? info->kind : bytecode::ScopeKind::kBlock;
    around->scope.needs_environment = true;
    if (info && !is_with) {
      around->scope.is_var_scope = info->is_var_scope;
      around->scope.has_sloppy_eval = info->has_sloppy_eval;
      around->scope.strict = info->strict;
      around->names.reserve(info->slots.size());
      for (const ScopeInfo::Slot& slot : info->slots) {
        if (slot.kind == BindingKind::kComputedKey) continue;
        around->names.push_back(info->unit->text(slot.name));
        auto place =
            slot.kind == BindingKind::kImport ? bytecode::BindingPlace::kImport : bytecode::BindingPlace::kEnvironment;
        around->bindings.push_back({around->names.back(), slot.kind, place, slot.slot, slot.needs_tdz_check,
                                    slot.private_kind, slot.is_static});
      }
    }
    chain.push_back(std::move(around));
  }
  for (size_t i = 0; i < chain.size(); i++) {
    chain[i]->scope.bindings = i == 0 && !environment->info ? innermost : chain[i]->bindings;
    chain[i]->scope.parent = i + 1 < chain.size() ? &chain[i + 1]->scope : nullptr;
  }
  CompileRequest request;
  request.text = std::move(text);
  request.name = "<anonymous>";
  request.goal = syntax::ParseGoal::kDirectEval;
  request.wtf8 = true;
  request.eval_origin = eval_origin(isolate);
  request.completion_value = true;
  request.outer = chain.empty() ? nullptr : &chain[0]->scope;
  request.eval_site = &eval_site;
  request.referrer = active_referrer(isolate);
  Code* code = TRY(compile_script(isolate, isolate.realm(), std::move(request)));
  return create_closure(isolate, code, environment);
}

// ECMA-262 sec-performeval
Completion<Value> direct_eval(Isolate& isolate, Value source, uint32_t site) {
  if (!source.is_string()) return source;
  Frame* frame = Frame::from(isolate.fp);
  const bytecode::EvalSite& eval_site = frame->code->function_template->unit->eval_sites[site];
  Function* function = TRY(compile_eval(isolate, to_wtf8(isolate, as_string(source)), frame->environment, eval_site));
  return call_function(isolate, function, Value(isolate.realm().global_this), {}, Value::undefined());
}

Completion<Value> call_eval_spread(Isolate& isolate, Value callee, Value receiver, Value arguments, uint32_t site) {
  auto* array = cast<Array>(arguments);
  if (callee != Value(isolate.realm().intrinsic(Intrinsic::kEval)))
    return call(isolate, callee, receiver, std::span<const Value>(array->vector()->values, array->length));
  return direct_eval(isolate, array->length ? array->vector()->values[0] : Value::undefined(), site);
}

}  // namespace scrim
