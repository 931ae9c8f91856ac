// Proxy: the constructor and the internal methods. ECMA-262 sec-proxy-object-internal-methods-and-internal-slots
#include "engine/builtins/support.h"
#include "engine/interpreter/cache.h"

namespace scrim {

namespace {

struct Trap {
  ProxyObject* proxy;
  Object* target;
  Value function;  // undefined: go to the target
};

Completion<void> find_trap(Isolate& isolate, Object* object, PropertyKey name, Trap* trap) {
  trap->proxy = static_cast<ProxyObject*>(object);
  if (!trap->proxy->target)
    return throw_type_error(isolate, "Cannot perform '%s' on a proxy that has been revoked",
                            describe_key(isolate, name).c_str());
  trap->target = trap->proxy->target;
  Value method = TRY(get_through_cache(isolate, Value(trap->proxy->handler), name));
  if (method.is_undefined_or_null()) {
    trap->function = Value::undefined();
  } else if (!is_callable(method)) {
    return throw_type_error(isolate, "'%s' returned for property '%s' of object '#<Object>' is not a function",
                            describe_for_error(isolate, method).c_str(), describe_key(isolate, name).c_str());
  } else {
    trap->function = method;
  }
  return {};
}

Completion<Value> run_trap(Isolate& isolate, const Trap& trap, std::initializer_list<Value> arguments) {
  return call(isolate, trap.function, Value(trap.proxy->handler), arguments);
}

// Native recursion through chains of proxies without traps is bounded like calls are.
#define GUARD                    \
  RecursionGuard guard(isolate); \
  if (guard.overflowed()) return throw_stack_overflow(isolate)

Value word(Isolate& isolate, PropertyKey key) {
  return key_to_value(isolate, key);
}
std::string name(Isolate& isolate, PropertyKey key) {
  return describe_key(isolate, key);
}

// Private names are never handed to traps: a proxy keeps its own.
Completion<Object*> proxy_get_prototype_of(Isolate& isolate, Object* object, bool* has) {
  GUARD;
  Trap trap;
  TRY(find_trap(isolate, object, isolate.names().getPrototypeOf, &trap));
  if (trap.function.is_undefined()) return get_prototype_of(isolate, trap.target, has);
  Value result = TRY(run_trap(isolate, trap, {Value(trap.target)}));
  if (!result.is_object() && !result.is_null())
    return throw_type_error(isolate, "'getPrototypeOf' on proxy: trap returned neither object nor null");
  *has = result.is_object();
  Object* prototype = *has ? as_object(result) : object;
  if (TRY(is_extensible(isolate, trap.target))) return prototype;
  bool target_has = false;
  Object* actual = TRY(get_prototype_of(isolate, trap.target, &target_has));
  if (target_has != *has || (*has && actual != prototype))
    return throw_type_error(isolate,
                            "'getPrototypeOf' on proxy: proxy target is non-extensible but the trap did not return its "
                            "actual prototype");
  return prototype;
}

Completion<bool> proxy_set_prototype_of(Isolate& isolate, Object* object, Object* prototype) {
  GUARD;
  Trap trap;
  TRY(find_trap(isolate, object, isolate.names().setPrototypeOf, &trap));
  if (trap.function.is_undefined()) return set_prototype_of(isolate, trap.target, prototype);
  Value wanted = prototype ? Value(prototype) : Value::null();
  if (!to_boolean(TRY(run_trap(isolate, trap, {Value(trap.target), wanted})))) return false;
  if (TRY(is_extensible(isolate, trap.target))) return true;
  bool has = false;
  Object* actual = TRY(get_prototype_of(isolate, trap.target, &has));
  if ((has ? actual : nullptr) != prototype)
    return throw_type_error(isolate,
                            "'setPrototypeOf' on proxy: trap returned truish for setting a new prototype on the "
                            "non-extensible proxy target");
  return true;
}

Completion<bool> proxy_is_extensible(Isolate& isolate, Object* object) {
  GUARD;
  Trap trap;
  TRY(find_trap(isolate, object, isolate.names().isExtensible, &trap));
  if (trap.function.is_undefined()) return is_extensible(isolate, trap.target);
  bool result = to_boolean(TRY(run_trap(isolate, trap, {Value(trap.target)})));
  if (result != TRY(is_extensible(isolate, trap.target)))
    return throw_type_error(isolate,
                            "'isExtensible' on proxy: trap result does not reflect extensibility of proxy target "
                            "(which is '%s')",
                            result ? "false" : "true");
  return result;
}

Completion<bool> proxy_prevent_extensions(Isolate& isolate, Object* object) {
  GUARD;
  Trap trap;
  TRY(find_trap(isolate, object, isolate.names().preventExtensions, &trap));
  if (trap.function.is_undefined()) return prevent_extensions(isolate, trap.target);
  bool result = to_boolean(TRY(run_trap(isolate, trap, {Value(trap.target)})));
  if (result && TRY(is_extensible(isolate, trap.target)))
    return throw_type_error(isolate, "'preventExtensions' on proxy: the proxy target is extensible");
  return result;
}

// ECMA-262 sec-iscompatiblepropertydescriptor
Completion<bool> is_compatible(Isolate& isolate, PropertyKey key, bool extensible, const PropertyDescriptor& descriptor,
                               bool has_current, const PropertyDescriptor& current) {
  return validate_and_apply_property_descriptor(isolate, nullptr, key, extensible, descriptor, has_current, current);
}

Completion<bool> proxy_get_own_property(Isolate& isolate, Object* object, PropertyKey key,
                                        PropertyDescriptor* descriptor) {
  if (key.is_private_name()) return ordinary_get_own_property(isolate, object, key, descriptor);
  GUARD;
  Trap trap;
  TRY(find_trap(isolate, object, isolate.names().getOwnPropertyDescriptor, &trap));
  if (trap.function.is_undefined()) return get_own_property(isolate, trap.target, key, descriptor);
  Value result = TRY(run_trap(isolate, trap, {Value(trap.target), word(isolate, key)}));
  if (!result.is_object() && !result.is_undefined())
    return throw_type_error(isolate,
                            "'getOwnPropertyDescriptor' on proxy: trap returned neither object nor undefined for "
                            "property '%s'",
                            name(isolate, key).c_str());
  PropertyDescriptor target_own;
  bool target_has = TRY(get_own_property(isolate, trap.target, key, &target_own));
  if (result.is_undefined()) {
    if (!target_has) return false;
    if (!target_own.is(Attributes::kConfigurable))
      return throw_type_error(isolate,
                              "'getOwnPropertyDescriptor' on proxy: trap returned undefined for property '%s' which is "
                              "non-configurable in the proxy target",
                              name(isolate, key).c_str());
    if (!TRY(is_extensible(isolate, trap.target)))
      return throw_type_error(isolate,
                              "'getOwnPropertyDescriptor' on proxy: trap returned undefined for property '%s' which "
                              "exists in the non-extensible proxy target",
                              name(isolate, key).c_str());
    return false;
  }
  bool extensible = TRY(is_extensible(isolate, trap.target));
  PropertyDescriptor found;
  TRY(to_property_descriptor(isolate, result, &found));
  // CompletePropertyDescriptor
  if (!found.is_accessor()) {
    if (!found.has_value()) found.value = Value::undefined();
    found.present = Attributes::kAll;
  } else {
    if (!found.has_getter()) found.getter = Value::undefined();
    if (!found.has_setter()) found.setter = Value::undefined();
    found.present = Attributes::kEnumerable | Attributes::kConfigurable;
  }
  if (!TRY(is_compatible(isolate, key, extensible, found, target_has, target_own)))
    return throw_type_error(isolate,
                            "'getOwnPropertyDescriptor' on proxy: trap returned descriptor for property '%s' that is "
                            "incompatible with the existing property in the proxy target",
                            name(isolate, key).c_str());
  if (!found.is(Attributes::kConfigurable)) {
    if (!target_has || target_own.is(Attributes::kConfigurable) ||
        (found.has(Attributes::kWritable) && !found.is(Attributes::kWritable) && target_own.is(Attributes::kWritable)))
      return throw_type_error(
          isolate,
          "'getOwnPropertyDescriptor' on proxy: trap reported non-configurability for property '%s' "
          "which is either non-existent or configurable in the proxy target",
          name(isolate, key).c_str());
  }
  *descriptor = found;
  return true;
}

Completion<bool> proxy_define_own_property(Isolate& isolate, Object* object, PropertyKey key,
                                           const PropertyDescriptor& descriptor) {
  if (key.is_private_name()) {
    PropertyDescriptor current;
    bool has = TRY(ordinary_get_own_property(isolate, object, key, &current));
    return validate_and_apply_property_descriptor(isolate, object, key, true, descriptor, has, current);
  }
  GUARD;
  Trap trap;
  TRY(find_trap(isolate, object, isolate.names().defineProperty, &trap));
  if (trap.function.is_undefined()) return define_own_property(isolate, trap.target, key, descriptor);
  Value as_value = Value(from_property_descriptor(isolate, descriptor));
  if (!to_boolean(TRY(run_trap(isolate, trap, {Value(trap.target), word(isolate, key), as_value})))) return false;
  PropertyDescriptor target_own;
  bool target_has = TRY(get_own_property(isolate, trap.target, key, &target_own));
  bool extensible = TRY(is_extensible(isolate, trap.target));
  bool fixed = descriptor.has(Attributes::kConfigurable) && !descriptor.is(Attributes::kConfigurable);
  std::string text = name(isolate, key);
  if (!target_has) {
    if (!extensible)
      return throw_type_error(isolate,
                              "'defineProperty' on proxy: trap returned truish for adding property '%s'  to the "
                              "non-extensible proxy target",
                              text.c_str());
    if (fixed)
      return throw_type_error(isolate,
                              "'defineProperty' on proxy: trap returned truish for defining non-configurable property "
                              "'%s' which is either non-existent or configurable in the proxy target",
                              text.c_str());
    return true;
  }
  if (!TRY(is_compatible(isolate, key, extensible, descriptor, true, target_own)))
    return throw_type_error(isolate,
                            "'defineProperty' on proxy: trap returned truish for adding property '%s'  that is "
                            "incompatible with the existing property in the proxy target",
                            text.c_str());
  bool write_lie = !target_own.is_accessor() && !target_own.is(Attributes::kConfigurable) &&
                   target_own.is(Attributes::kWritable) && descriptor.has(Attributes::kWritable) &&
                   !descriptor.is(Attributes::kWritable);
  if ((fixed && target_own.is(Attributes::kConfigurable)) || write_lie)
    return throw_type_error(
        isolate,
        "'defineProperty' on proxy: trap returned truish for defining non-configurable property "
        "'%s' which %s",
        text.c_str(),
        write_lie ? "cannot be non-writable" : "is either non-existent or configurable in the proxy target");
  return true;
}

Completion<bool> proxy_has_property(Isolate& isolate, Object* object, PropertyKey key) {
  if (key.is_private_name()) {
    PropertyDescriptor ignored;
    return ordinary_get_own_property(isolate, object, key, &ignored);
  }
  GUARD;
  Trap trap;
  TRY(find_trap(isolate, object, isolate.names().has, &trap));
  if (trap.function.is_undefined()) return has_property(isolate, trap.target, key);
  if (to_boolean(TRY(run_trap(isolate, trap, {Value(trap.target), word(isolate, key)})))) return true;
  PropertyDescriptor own;
  if (TRY(get_own_property(isolate, trap.target, key, &own))) {
    if (!own.is(Attributes::kConfigurable))
      return throw_type_error(
          isolate,
          "'has' on proxy: trap returned falsish for property '%s' which exists in the proxy target "
          "as non-configurable",
          name(isolate, key).c_str());
    if (!TRY(is_extensible(isolate, trap.target)))
      return throw_type_error(
          isolate, "'has' on proxy: trap returned falsish for property '%s' but the proxy target is not extensible",
          name(isolate, key).c_str());
  }
  return false;
}

// Whether what the target has under this key may bind the traps of [[Get]] and [[Set]]: a property that is not
// configurable, and an accessor or not writable. The shape tells without a search that there is none.
bool may_bind(const Object* target, PropertyKey key) {
  if (target->is_exotic() || target->is_array()) return true;
  if (key.is_index()) return target->elements_kind == ElementsKind::kDictionary;
  return target->shape()->shape_flags & Shape::kHasReadOnly;
}

Completion<Value> proxy_get(Isolate& isolate, Object* object, PropertyKey key, Value receiver) {
  if (key.is_private_name()) return ordinary_get(isolate, object, key, receiver);
  GUARD;
  Trap trap;
  TRY(find_trap(isolate, object, isolate.names().get, &trap));
  if (trap.function.is_undefined()) return get(isolate, trap.target, key, receiver);
  Value value = TRY(run_trap(isolate, trap, {Value(trap.target), word(isolate, key), receiver}));
  if (!may_bind(trap.target, key)) return value;
  PropertyDescriptor own;
  if (TRY(get_own_property(isolate, trap.target, key, &own)) && !own.is(Attributes::kConfigurable)) {
    if (!own.is_accessor() && !own.is(Attributes::kWritable) && !same_value(isolate, value, own.value))
      return throw_type_error(isolate,
                              "'get' on proxy: property '%s' is a read-only and non-configurable data property on the "
                              "proxy target but the proxy did not return its actual value (expected '%s' but got '%s')",
                              name(isolate, key).c_str(), describe_for_error(isolate, own.value).c_str(),
                              describe_for_error(isolate, value).c_str());
    if (own.is_accessor() && (!own.has_getter() || own.getter.is_undefined()) && !value.is_undefined())
      return throw_type_error(
          isolate,
          "'get' on proxy: property '%s' is a non-configurable accessor property on the proxy target "
          "and does not have a getter function, but the trap did not return 'undefined' (got '%s')",
          name(isolate, key).c_str(), describe_for_error(isolate, value).c_str());
  }
  return value;
}

Completion<bool> proxy_set(Isolate& isolate, Object* object, PropertyKey key, Value value, Value receiver) {
  if (key.is_private_name()) return ordinary_set(isolate, object, key, value, receiver);
  GUARD;
  Trap trap;
  TRY(find_trap(isolate, object, isolate.names().set, &trap));
  if (trap.function.is_undefined()) return set(isolate, trap.target, key, value, receiver);
  if (!to_boolean(TRY(run_trap(isolate, trap, {Value(trap.target), word(isolate, key), value, receiver}))))
    return false;
  if (!may_bind(trap.target, key)) return true;
  PropertyDescriptor own;
  if (TRY(get_own_property(isolate, trap.target, key, &own)) && !own.is(Attributes::kConfigurable)) {
    if (!own.is_accessor() && !own.is(Attributes::kWritable) && !same_value(isolate, value, own.value))
      return throw_type_error(
          isolate,
          "'set' on proxy: trap returned truish for property '%s' which exists in the proxy target as "
          "a non-configurable and non-writable data property with a different value",
          name(isolate, key).c_str());
    if (own.is_accessor() && (!own.has_setter() || own.setter.is_undefined()))
      return throw_type_error(
          isolate,
          "'set' on proxy: trap returned truish for property '%s' which exists in the proxy target as "
          "a non-configurable and non-writable accessor property without a setter",
          name(isolate, key).c_str());
  }
  return true;
}

Completion<bool> proxy_delete_property(Isolate& isolate, Object* object, PropertyKey key) {
  if (key.is_private_name()) return ordinary_delete(isolate, object, key);
  GUARD;
  Trap trap;
  TRY(find_trap(isolate, object, isolate.names().deleteProperty, &trap));
  if (trap.function.is_undefined()) return delete_property(isolate, trap.target, key);
  if (!to_boolean(TRY(run_trap(isolate, trap, {Value(trap.target), word(isolate, key)})))) return false;
  PropertyDescriptor own;
  if (!TRY(get_own_property(isolate, trap.target, key, &own))) return true;
  if (!own.is(Attributes::kConfigurable))
    return throw_type_error(
        isolate,
        "'deleteProperty' on proxy: trap returned truish for property '%s' which is non-configurable "
        "in the proxy target",
        name(isolate, key).c_str());
  if (!TRY(is_extensible(isolate, trap.target)))
    return throw_type_error(isolate,
                            "'deleteProperty' on proxy: trap returned truish for property '%s' but the proxy target is "
                            "non-extensible",
                            name(isolate, key).c_str());
  return true;
}

bool passes(KeyFilter filter, Value key) {
  return filter == KeyFilter::kAll || (filter == KeyFilter::kStrings) == key.is_string();
}

Completion<Array*> filtered(Isolate& isolate, Array* keys, KeyFilter filter) {
  if (filter == KeyFilter::kAll) return keys;
  Array* result = new_array(isolate);
  for (uint32_t i = 0; i < keys->length; ++i) {
    if (passes(filter, keys->vector()->values[i])) array_push(isolate, result, keys->vector()->values[i]);
  }
  return result;
}

int64_t position_of(Isolate& isolate, Array* keys, Value key) {
  for (uint32_t i = 0; i < keys->length; ++i) {
    if (strict_equals(isolate, keys->vector()->values[i], key)) return i;
  }
  return -1;
}

// ECMA-262 sec-proxy-object-internal-methods-and-internal-slots-ownpropertykeys
Completion<Array*> proxy_own_property_keys(Isolate& isolate, Object* object, KeyFilter filter) {
  GUARD;
  Trap trap;
  TRY(find_trap(isolate, object, isolate.names().ownKeys, &trap));
  if (trap.function.is_undefined()) return own_property_keys(isolate, trap.target, filter);
  Value result = TRY(run_trap(isolate, trap, {Value(trap.target)}));
  if (!result.is_object()) return throw_type_error(isolate, "CreateListFromArrayLike called on non-object");
  Array* keys = TRY(list_from_array_like(isolate, result));
  for (uint32_t i = 0; i < keys->length; ++i) {
    Value key = keys->vector()->values[i];
    if (!key.is_string() && !key.is_symbol())
      return throw_type_error(isolate, "%s is not a valid property name", describe_for_error(isolate, key).c_str());
    if (position_of(isolate, keys, key) < i)
      return throw_type_error(isolate, "'ownKeys' on proxy: trap returned duplicate entries");
  }
  bool extensible = TRY(is_extensible(isolate, trap.target));
  Array* target_keys = TRY(own_property_keys(isolate, trap.target));
  Array* unchecked = new_array_from(isolate, values_of(keys));
  auto remove = [&](Value key) {
    int64_t at = position_of(isolate, unchecked, key);
    if (at < 0) return false;
    unchecked->vector()->values[at] = unchecked->vector()->values[unchecked->length - 1];
    --unchecked->vector()->length;
    --unchecked->length;
    return true;
  };
  for (int pass = 0; pass < 2; ++pass) {  // first what cannot be missing, then the rest if nothing may be
    if (pass == 1 && extensible) break;
    for (uint32_t i = 0; i < target_keys->length; ++i) {
      Value key_word = target_keys->vector()->values[i];
      PropertyKey key = TRY(to_property_key(isolate, key_word));
      PropertyDescriptor own;
      bool fixed = TRY(get_own_property(isolate, trap.target, key, &own))
      &&!own.is(Attributes::kConfigurable);
      if (fixed != (pass == 0)) continue;
      if (!remove(key_word))
        return throw_type_error(isolate, "'ownKeys' on proxy: trap result did not include '%s'",
                                name(isolate, key).c_str());
    }
  }
  if (!extensible && unchecked->length)
    return throw_type_error(isolate, "'ownKeys' on proxy: trap returned extra keys but proxy target is non-extensible");
  return filtered(isolate, keys, filter);
}

}  // namespace

// [[Call]] and [[Construct]] of proxies.
Completion<Value> call_proxy(Isolate& isolate, Object* callee, Value this_value, std::span<const Value> arguments,
                             Object* new_target) {
  GUARD;
  Trap trap;
  TRY(find_trap(isolate, callee, new_target ? isolate.names().construct : isolate.names().apply, &trap));
  if (trap.function.is_undefined()) {
    if (new_target) return Value(TRY(construct(isolate, trap.target, arguments, new_target)));
    return call(isolate, Value(trap.target), this_value, arguments);
  }
  Value list = Value(new_array_from(isolate, arguments));
  if (!new_target) return run_trap(isolate, trap, {Value(trap.target), this_value, list});
  Value result = TRY(run_trap(isolate, trap, {Value(trap.target), list, Value(new_target)}));
  if (!result.is_object()) return throw_type_error(isolate, "proxy [[Construct]] must return an object");
  return result;
}

namespace {

Completion<ProxyObject*> create_proxy(Isolate& isolate, Frame& frame) {
  if (!frame.argument(0).is_object() || !frame.argument(1).is_object())
    return throw_type_error(isolate, "Cannot create proxy with a non-object as target or handler");
  Object* target = as_object(frame.argument(0));
  uint8_t flags = CellFlags::kExotic;
  flags |= target->flags & (CellFlags::kCallable | CellFlags::kConstructor);
  Shape* shape = root_shape(isolate, nullptr, CellType::kProxy, flags, 0);
  auto* proxy = allocate_object<ProxyObject>(isolate, shape);
  proxy->target = target;
  proxy->handler = as_object(frame.argument(1));
  return proxy;
}

Completion<Value> proxy_constructor(Isolate& isolate, Frame& frame) {
  if (frame.new_target.is_undefined()) return throw_type_error(isolate, "Constructor Proxy requires 'new'");
  return Value(TRY(create_proxy(isolate, frame)));
}

Completion<Value> revoke(Isolate& isolate, Frame& frame) {
  NativeFunction* self = callee_of(frame);
  if (self->data.is_object()) {
    auto* proxy = cast<ProxyObject>(self->data);
    proxy->target = proxy->handler = nullptr;
    self->data = Value::null();
  }
  (void)isolate;
  return Value::undefined();
}

Completion<Value> proxy_revocable(Isolate& isolate, Frame& frame) {
  ProxyObject* proxy = TRY(create_proxy(isolate, frame));
  NativeFunction* revoker = make_closure(isolate, revoke, 0, Value(proxy));
  Object* result = new_plain_object(isolate);
  put_direct(isolate, result, isolate.names().proxy, Value(proxy));
  put_direct(isolate, result, isolate.names().revoke, Value(revoker));
  return Value(result);
}

constexpr BuiltinProperty kProxyTable[] = {BuiltinProperty::function("revocable", proxy_revocable, 2)};

constexpr ExoticMethods kProxyMethods = {
    proxy_get_own_property,
    proxy_define_own_property,
    proxy_has_property,
    proxy_get,
    proxy_set,
    proxy_delete_property,
    proxy_own_property_keys,
    proxy_get_prototype_of,
    proxy_set_prototype_of,
    proxy_is_extensible,
    proxy_prevent_extensions,
};

}  // namespace

void register_proxy(Isolate& isolate) {
  isolate.exotic_methods[static_cast<int>(CellType::kProxy)] = &kProxyMethods;
  isolate.call_exotic = call_proxy;
  isolate.intrinsic_creators[static_cast<int>(Intrinsic::kProxy)] = [](Isolate& i, Realm& realm) {
    return make_builtin_constructor(i, realm, "Proxy", proxy_constructor, 2, nullptr, kProxyTable);
  };
}

}  // namespace scrim
