// Slow paths of the extended opcodes: errors and jumps, destructuring, templates.
#include "engine/bytecode/function_template.h"
#include "engine/interpreter/call_site.h"
#include "engine/interpreter/extended.h"
#include "engine/objects/conversions.h"
#include "engine/objects/errors.h"

namespace scrim {

Completion<Value> throw_error_of_kind(Isolate& isolate, uint32_t kind, Value message) {
  static constexpr ErrorType kTypes[] = {ErrorType::kTypeError, ErrorType::kReferenceError, ErrorType::kSyntaxError,
                                         ErrorType::kRangeError};
  return throw_error(isolate, kTypes[kind], "%s", to_utf8(isolate, as_string(message)).c_str());
}

int32_t switch_target(const Code* code, uint32_t table, Value value) {
  if (!value.is_number()) return 0;
  double number = value.as_number();
  const bytecode::SwitchTable& targets = code->function_template->switch_tables[table];
  double index = number - targets.first;
  if (!(index >= 0 && index < static_cast<double>(targets.targets.size()))) return 0;
  auto position = static_cast<size_t>(index);
  return static_cast<double>(position) == index ? targets.targets[position] : 0;
}

Completion<Value> require_object_coercible_for_pattern(Isolate& isolate, Value value) {
  return throw_not_destructurable(isolate, value);
}

Completion<Value> to_property_key_of(Isolate& isolate, Value object, Value key) {
  if (object.is_undefined_or_null()) return throw_nullish_access(isolate, object, key, false);
  return to_property_key_value(isolate, key);
}

// ECMA-262 sec-copydataproperties
Completion<Value> copy_data_properties(Isolate& isolate, Value target, Value source, const Value* excluded,
                                       uint32_t count) {
  if (source.is_undefined_or_null()) return target;
  Object* from = TRY(to_object(isolate, source));
  Array* keys = TRY(own_property_keys(isolate, from));
  for (uint32_t i = 0; i < keys->length; ++i) {
    PropertyKey key = TRY(to_property_key(isolate, fast_element(keys, i)));
    bool skip = false;
    for (uint32_t k = 0; k < count && !skip; ++k) skip = TRY(to_property_key(isolate, excluded[k]))
    == key;
    if (skip) continue;
    PropertyDescriptor descriptor;
    if (!TRY(get_own_property(isolate, from, key, &descriptor)) || !descriptor.is(Attributes::kEnumerable)) continue;
    Value value = TRY(get(isolate, from, key));
    TRY(create_data_property(isolate, as_object(target), key, value));
  }
  return target;
}

Completion<Value> concat_strings(Isolate& isolate, const Value* parts, uint32_t count) {
  String* result = as_string(parts[0]);
  for (uint32_t i = 1; i < count; ++i) result = TRY(concatenate(isolate, result, as_string(parts[i])));
  return Value(result);
}

}  // namespace scrim
