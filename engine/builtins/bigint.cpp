// BigInt. ECMA-262 sec-bigint-objects
#include "engine/objects/bigint.h"

#include "engine/builtins/intl/to_locale_string.h"
#include "engine/builtins/support.h"

namespace scrim {

namespace {

Completion<Value> bigint_constructor(Isolate& isolate, Frame& frame) {
  if (!frame.new_target.is_undefined()) return throw_type_error(isolate, "BigInt is not a constructor");
  Value primitive = TRY(to_primitive(isolate, frame.argument(0), PreferredType::kNumber));
  if (primitive.is_number()) return Value(TRY(bigint_from_number(isolate, primitive.as_number())));
  return Value(TRY(to_bigint(isolate, primitive)));
}

Completion<uint64_t> to_bits(Isolate& isolate, Value value) {
  if (value.is_undefined()) return uint64_t{0};
  double bits = TRY(to_integer_or_infinity(isolate, value));
  if (!(bits >= 0 && bits <= 9007199254740991.0))
    return throw_range_error(isolate, "Invalid value: not (convertible to) a safe integer");
  return static_cast<uint64_t>(bits);
}

Completion<Value> bigint_as_int_n_native(Isolate& isolate, Frame& frame) {
  uint64_t bits = TRY(to_bits(isolate, frame.argument(0)));
  BigInt* value = TRY(to_bigint(isolate, frame.argument(1)));
  return bigint_as_int_n(isolate, bits, value);
}
Completion<Value> bigint_as_uint_n_native(Isolate& isolate, Frame& frame) {
  uint64_t bits = TRY(to_bits(isolate, frame.argument(0)));
  BigInt* value = TRY(to_bigint(isolate, frame.argument(1)));
  return bigint_as_uint_n(isolate, bits, value);
}

Completion<Value> this_bigint(Isolate& isolate, Value value, const char* method) {
  if (value.is_bigint()) return value;
  if (is_type(value, CellType::kBigIntObject)) return cast<PrimitiveWrapper>(value)->primitive;
  return throw_type_error(isolate, "%s requires that 'this' be a BigInt", method);
}

Completion<Value> bigint_prototype_to_string(Isolate& isolate, Frame& frame) {
  Value value = TRY(this_bigint(isolate, frame.this_value, "BigInt.prototype.toString"));
  double radix = 10;
  if (!frame.argument(0).is_undefined()) radix = TRY(to_integer_or_infinity(isolate, frame.argument(0)));
  if (!(radix >= 2 && radix <= 36))
    return throw_range_error(isolate, "toString() radix argument must be between 2 and 36");
  return Value(new_string_latin1(isolate, bigint_to_string(as_bigint(value), static_cast<int>(radix))));
}

// ECMA-402 sup-bigint.prototype.tolocalestring
Completion<Value> bigint_prototype_to_locale_string(Isolate& isolate, Frame& frame) {
  Value value = TRY(this_bigint(isolate, frame.this_value, "BigInt.prototype.toLocaleString"));
  return intl::number_to_locale_string(isolate, callee_of(frame), value, frame.argument(0), frame.argument(1));
}

Completion<Value> bigint_prototype_value_of(Isolate& isolate, Frame& frame) {
  return this_bigint(isolate, frame.this_value, "BigInt.prototype.valueOf");
}

using P = BuiltinProperty;
constexpr P kBigIntTable[] = {
    P::function("asUintN", bigint_as_uint_n_native, 2),
    P::function("asIntN", bigint_as_int_n_native, 2),
};
constexpr P kBigIntPrototypeTable[] = {
    P::function("toLocaleString", bigint_prototype_to_locale_string, 0),
    P::function("toString", bigint_prototype_to_string, 0),
    P::function("valueOf", bigint_prototype_value_of, 0),
    P::string("@@toStringTag", "BigInt"),
};

}  // namespace

extern constexpr ClassSpec kBigIntClass = {
    Intrinsic::kBigInt, Intrinsic::kBigIntPrototype, "BigInt", bigint_constructor, 1,
    kBigIntTable,       kBigIntPrototypeTable};

}  // namespace scrim
