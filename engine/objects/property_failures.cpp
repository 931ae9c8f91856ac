#include "engine/objects/property_failures.h"

#include "engine/objects/collections.h"
#include "engine/objects/conversions.h"
#include "engine/objects/errors.h"
#include "engine/objects/inline_slots.h"

namespace scrim {

namespace {

// The object whose own rules refused: behind proxies without the trap; null after throwing for a trap that refused.
Object* behind_proxies(Isolate& isolate, Object* object, const char* trap, PropertyKey key) {
  while (object->type == CellType::kProxy) {
    auto* proxy = static_cast<ProxyObject*>(object);
    if (!proxy->handler) return object;
    PropertyKey name = key_from_latin1(isolate, trap);
    for (Object* at = proxy->handler; at && at->type != CellType::kProxy; at = at->prototype()) {
      Value found = get_own_data(isolate, at, name);
      if (found.is_empty() || found.is_undefined_or_null()) continue;
      (void)throw_type_error(isolate, "'%s' on proxy: trap returned falsish for property '%s'", trap,
                             describe_key(isolate, key).c_str());
      return nullptr;
    }
    object = proxy->target;
  }
  return object;
}

Throw throw_read_only(Isolate& isolate, Value object, PropertyKey key) {
  return throw_type_error(isolate, "Cannot assign to read only property '%s' of %s '%s'",
                          describe_key(isolate, key).c_str(), to_utf8(isolate, typeof_string(isolate, object)).c_str(),
                          describe_for_error(isolate, object).c_str());
}

}  // namespace

Throw throw_failed_set(Isolate& isolate, Value base, PropertyKey key) {
  if (!base.is_object()) {
    if (base.is_string() &&
        (key == isolate.names().length || (key.is_index() && key.as_index() < as_string(base)->length))) {
      return throw_read_only(isolate, base, key);
    }
    return throw_type_error(isolate, "Cannot create property '%s' on %s '%s'", describe_key(isolate, key).c_str(),
                            to_utf8(isolate, typeof_string(isolate, base)).c_str(),
                            describe_for_error(isolate, base).c_str());
  }
  bool through_proxy = as_object(base)->type == CellType::kProxy;
  Object* object = behind_proxies(isolate, as_object(base), "set", key);
  if (!object) return Throw{};
  // A proxy without `set` passes the assignment on with itself as the receiver, whose [[DefineOwnProperty]] is asked.
  if (through_proxy && !behind_proxies(isolate, as_object(base), "defineProperty", key)) return Throw{};
  if (object->type == CellType::kModuleNamespace) {
    return throw_type_error(isolate, "Cannot assign to property '%s' of [object Module]",
                            describe_key(isolate, key).c_str());
  }
  PropertyDescriptor own;
  Object* at = object;
  for (; at && at->type != CellType::kProxy; at = at->prototype()) {
    Completion<bool> found = get_own_property(isolate, at, key, &own);
    if (found.failed()) return Throw{};
    if (found.value()) break;
  }
  if (object->type == CellType::kArray) {
    auto* array = static_cast<Array*>(object);
    bool fixed = array->has_flag(CellFlags::kLengthReadOnly);
    // The elements before the one that could not be deleted are there still.
    if (key == isolate.names().length && !fixed && array->length) {
      return throw_failed_delete(isolate, base, PropertyKey::from_index(array->length - 1));
    }
    if (!at && fixed && array->shape()->is_extensible()) return throw_read_only(isolate, base, isolate.names().length);
  }
  if (!at) {
    return throw_type_error(isolate,
                            through_proxy ? "Cannot define property %s, object is not extensible"
                                          : "Cannot add property %s, object is not extensible",
                            describe_key(isolate, key).c_str());
  }
  if (own.is_accessor()) {
    return throw_type_error(isolate, "Cannot set property %s of %s which has only a getter",
                            describe_key(isolate, key).c_str(), describe_for_error(isolate, base).c_str());
  }
  return throw_read_only(isolate, base, key);
}

Throw throw_failed_define(Isolate& isolate, Object* object, PropertyKey key) {
  object = behind_proxies(isolate, object, "defineProperty", key);
  if (!object) return Throw{};
  PropertyDescriptor current;
  Completion<bool> found = get_own_property(isolate, object, key, &current);
  if (found.failed()) return Throw{};
  if (!found.value()) {
    return throw_type_error(isolate, "Cannot define property %s, object is not extensible",
                            describe_key(isolate, key).c_str());
  }
  return throw_type_error(isolate, "Cannot redefine property: %s", describe_key(isolate, key).c_str());
}

Throw throw_failed_delete(Isolate& isolate, Value base, PropertyKey key) {
  if (base.is_object() && !behind_proxies(isolate, as_object(base), "deleteProperty", key)) return Throw{};
  return throw_type_error(isolate, "Cannot delete property '%s' of %s", describe_key(isolate, key).c_str(),
                          describe_for_error(isolate, base).c_str());
}

}  // namespace scrim
