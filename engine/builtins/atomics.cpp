// Atomics. ECMA-262 sec-atomics-object
#include <chrono>
#include <cmath>

#include "engine/builtins/typed_array.h"
#include "engine/builtins/waiter_list.h"
#include "engine/interpreter/promise.h"
#include "engine/objects/bigint.h"

namespace scrim {

namespace {

// How V8's messages name a typed array here: "[object Int32Array]".
std::string describe(Isolate& isolate, Value value) {
  if (!value.is_object()) return describe_for_error(isolate, value);
  if (is_type(value, CellType::kTypedArray)) {
    ElementType type = cast<TypedArrayObject>(value)->element_type;
    return std::string("[object ") + kElementNames[static_cast<int>(type)] + "Array]";
  }
  return as_object(value)->is_array() ? "[object Array]" : describe_for_error(isolate, value);
}

// A place in a typed array, as its index; the array is looked at again before it is touched.
struct Place {
  TypedArrayObject* array;
  uint64_t index;

  ElementType type() const { return array->element_type; }
  uint8_t* address() const { return element_address(array, index); }
};

// ECMA-262 sec-validateintegertypedarray; waitable: only what can be waited for.
Completion<TypedArrayObject*> integer_array(Isolate& isolate, Value value, bool waitable, const char* method,
                                            uint64_t* length, Access access = Access::kRead) {
  auto unfit = [&] {
    const char* wanted = waitable ? "an int32 or BigInt64" : "an integer";
    return throw_type_error(isolate, "%s is not %s typed array.", describe(isolate, value).c_str(), wanted);
  };
  if (!is_type(value, CellType::kTypedArray)) return unfit();
  TypedArrayObject* array = TRY(validate_typed_array(isolate, value, method, length, access));
  ElementType type = array->element_type;
  if (waitable) {
    if (type != ElementType::kInt32 && type != ElementType::kBigInt64) return unfit();
  } else if (type == ElementType::kUint8Clamped || type == ElementType::kFloat16 || type == ElementType::kFloat32 ||
             type == ElementType::kFloat64) {
    return unfit();
  }
  return array;
}

// ECMA-262 sec-validateatomicaccess
Completion<uint64_t> atomic_index(Isolate& isolate, Value value, uint64_t length) {
  Completion<uint64_t> index = to_index(isolate, value);
  if (index.failed()) {
    if (!value.is_number()) return Throw{};
    isolate.take_exception();
  }
  if (index.failed() || index.value() >= length) return throw_range_error(isolate, "Invalid atomic access index");
  return index;
}

Completion<void> access_place(Isolate& isolate, Frame& frame, bool waitable, Access access, const char* method,
                              Place* place) {
  uint64_t length;
  place->array = TRY(integer_array(isolate, frame.argument(0), waitable, method, &length, access));
  place->index = TRY(atomic_index(isolate, frame.argument(1), length));
  return {};
}

// ECMA-262 sec-revalidateatomicaccess
Completion<void> revalidate(Isolate& isolate, const Place& place, const char* method) {
  bool outside;
  uint64_t length = typed_array_length(place.array, &outside);
  if (outside) return throw_type_error(isolate, "Cannot perform %s on a detached ArrayBuffer", method);
  if (place.index >= length) return throw_range_error(isolate, "Invalid atomic access index");
  return {};
}

// --- read, modify, write

enum Operation : uint16_t { kAdd, kAnd, kCompareExchange, kExchange, kOr, kSub, kXor, kLoad, kStore };
constexpr const char* kMethods[] = {"Atomics.add",      "Atomics.and",  "Atomics.compareExchange",
                                    "Atomics.exchange", "Atomics.or",   "Atomics.sub",
                                    "Atomics.xor",      "Atomics.load", "Atomics.store"};

// A loop of our own: g++ 12 loses the operand of __atomic_fetch_and, or and xor where they stand in one switch.
template <typename T, typename Change>
T change_atomically(T* word, Change change) {
  T before = __atomic_load_n(word, __ATOMIC_SEQ_CST);
  while (!__atomic_compare_exchange_n(word, &before, change(before), false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {}
  return before;
}

// All are sequentially consistent. The value that was there.
template <typename T>
T operate_on(Operation operation, void* address, T operand, T replacement) {
  auto* word = static_cast<T*>(address);
  switch (operation) {
    case kAdd: return __atomic_fetch_add(word, operand, __ATOMIC_SEQ_CST);
    case kAnd: return change_atomically(word, [=](T before) { return static_cast<T>(before & operand); });
    case kCompareExchange: {
      T expected = operand;
      __atomic_compare_exchange_n(word, &expected, replacement, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
      return expected;
    }
    case kExchange: return __atomic_exchange_n(word, operand, __ATOMIC_SEQ_CST);
    case kOr: return change_atomically(word, [=](T before) { return static_cast<T>(before | operand); });
    case kSub: return __atomic_fetch_sub(word, operand, __ATOMIC_SEQ_CST);
    case kXor: return change_atomically(word, [=](T before) { return static_cast<T>(before ^ operand); });
    case kLoad: return __atomic_load_n(word, __ATOMIC_SEQ_CST);
    case kStore: __atomic_store_n(word, operand, __ATOMIC_SEQ_CST); return operand;
  }
  UNREACHABLE();
}

uint64_t operate(Operation operation, uint32_t size, void* address, uint64_t operand, uint64_t replacement) {
  switch (size) {
    case 1:
      return operate_on<uint8_t>(operation, address, static_cast<uint8_t>(operand), static_cast<uint8_t>(replacement));
    case 2:
      return operate_on<uint16_t>(operation, address, static_cast<uint16_t>(operand),
                                  static_cast<uint16_t>(replacement));
    case 4:
      return operate_on<uint32_t>(operation, address, static_cast<uint32_t>(operand),
                                  static_cast<uint32_t>(replacement));
    default: return operate_on<uint64_t>(operation, address, operand, replacement);
  }
}

// The operand as the specification coerces it: a BigInt, or an integer without a negative zero.
Completion<Value> to_operand(Isolate& isolate, ElementType type, Value value) {
  if (is_bigint_type(type)) return Value(TRY(to_bigint(isolate, value)));
  return Value::number(TRY(to_integer_or_infinity(isolate, value)) + 0.0);
}

uint64_t raw_bytes(ElementType type, Value operand) {
  uint64_t raw = 0;
  store_element(type, reinterpret_cast<uint8_t*>(&raw), operand);
  return raw;
}

// ECMA-262 sec-atomicreadmodifywrite, sec-atomics.compareexchange, sec-atomics.load, sec-atomics.store
Completion<Value> atomics_operation(Isolate& isolate, Frame& frame) {
  auto operation = static_cast<Operation>(callee_of(frame)->magic);
  const char* method = kMethods[operation];
  Place place;
  TRY(access_place(isolate, frame, false, operation == kLoad ? Access::kRead : Access::kWrite, method, &place));
  ElementType type = place.type();
  Value operand = Value::int32(0);
  uint64_t replacement = 0;
  uint64_t raw = 0;
  if (operation != kLoad) {
    operand = TRY(to_operand(isolate, type, frame.argument(2)));
    raw = raw_bytes(type, operand);
  }
  if (operation == kCompareExchange) replacement = raw_bytes(type, TRY(to_operand(isolate, type, frame.argument(3))));
  TRY(revalidate(isolate, place, method));
  uint64_t before = operate(operation, element_size(type), place.address(), raw, replacement);
  if (operation == kStore) return operand;
  return load_element(isolate, type, reinterpret_cast<const uint8_t*>(&before));
}

// ECMA-262 sec-atomics.islockfree
Completion<Value> atomics_is_lock_free(Isolate& isolate, Frame& frame) {
  double size = TRY(to_integer_or_infinity(isolate, frame.argument(0)));
  return Value::boolean(size == 1 || size == 2 || size == 4 || size == 8);
}

// ECMA-262 sec-atomics.pause
Completion<Value> atomics_pause(Isolate& isolate, Frame& frame) {
  Value count = frame.argument(0);
  if (!count.is_undefined()) {
    double number = count.is_number() ? count.as_number() : HUGE_VAL;
    if (std::trunc(number) != number || std::isinf(number))
      return throw_type_error(isolate, "Atomics.pause argument must be undefined or an integer");
  }
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
  return Value::undefined();
}

// --- waiting

// Blocks its thread.
class Sleeper final : public WaiterList::Waiter {
 public:
  explicit Sleeper(const uint8_t* address) : Waiter(address) {}
  void woken() override {
    woken_ = true;
    condition_.notify_one();
  }
  // False: the time is over. The lock is the list's.
  bool sleep(std::unique_lock<std::mutex>& lock, double milliseconds) {
    auto is_woken = [this] { return woken_; };
    if (milliseconds > 1e12) {
      condition_.wait(lock, is_woken);
      return true;
    }
    return condition_.wait_for(lock, std::chrono::duration<double, std::milli>(milliseconds), is_woken);
  }

 private:
  std::condition_variable condition_;
  bool woken_ = false;
};

Value text(Isolate& isolate, const char* latin1) {
  return Value(intern_latin1(isolate, latin1));
}

Object* wait_result(Isolate& isolate, bool async, Value value) {
  Object* result = new_plain_object(isolate, 2);
  put_direct(isolate, result, isolate.names().async, Value::boolean(async));
  put_direct(isolate, result, isolate.names().value, value);
  return result;
}

// The value to wait for, as the array's type has it.
Completion<void> expected_value(Isolate& isolate, ElementType type, Value value, int64_t* expected) {
  if (type == ElementType::kInt32) {
    *expected = TRY(to_int32(isolate, value));
  } else {
    *expected = bigint_to_int64(TRY(to_bigint(isolate, value)));
  }
  return {};
}

// ECMA-262 sec-dowait
template <bool async>
Completion<Value> atomics_wait(Isolate& isolate, Frame& frame) {
  constexpr const char* kMethod = async ? "Atomics.waitAsync" : "Atomics.wait";
  Place place;
  uint64_t length;
  place.array = TRY(integer_array(isolate, frame.argument(0), true, kMethod, &length));
  if (place.array->buffer->type != CellType::kSharedArrayBuffer)
    return throw_type_error(isolate, "%s is not a shared typed array.", describe(isolate, frame.argument(0)).c_str());
  place.index = TRY(atomic_index(isolate, frame.argument(1), length));
  ElementType type = place.type();
  int64_t expected;
  TRY(expected_value(isolate, type, frame.argument(2), &expected));
  double timeout = TRY(to_number(isolate, frame.argument(3)));
  if (timeout != timeout) timeout = HUGE_VAL;
  if (timeout < 0) timeout = 0;
  if (!async && !isolate.host.may_block)
    return throw_type_error(isolate, "Atomics.wait cannot be called in this context");

  PromiseObject* promise = async ? new_promise(isolate) : nullptr;
  uint8_t* address = place.address();
  WaiterList& waiters = *place.array->buffer->store->waiters;
  std::unique_lock lock(waiters.mutex);
  uint64_t raw = operate(kLoad, element_size(type), address, 0, 0);
  int64_t value = type == ElementType::kInt32 ? static_cast<int32_t>(raw) : static_cast<int64_t>(raw);
  const char* at_once = value != expected ? "not-equal" : timeout == 0 ? "timed-out" : nullptr;
  if (!async) {
    if (at_once) return text(isolate, at_once);
    Sleeper sleeper(address);
    waiters.add(&sleeper);
    bool woken = sleeper.sleep(lock, timeout);
    if (!woken) waiters.remove(&sleeper);
    lock.unlock();
    return text(isolate, woken ? "ok" : "timed-out");
  }
  if (!at_once && !isolate.host.wait_async) at_once = "timed-out";
  if (!at_once) isolate.host.wait_async(isolate.host.context, isolate, place.array->buffer, address, promise, timeout);
  lock.unlock();
  return Value(wait_result(isolate, !at_once, at_once ? text(isolate, at_once) : Value(promise)));
}

// ECMA-262 sec-atomics.notify
Completion<Value> atomics_notify(Isolate& isolate, Frame& frame) {
  Place place;
  TRY(access_place(isolate, frame, true, Access::kRead, "Atomics.notify", &place));
  uint32_t count = ~0u;
  if (!frame.argument(2).is_undefined()) {
    double number = TRY(to_integer_or_infinity(isolate, frame.argument(2)));
    count = number < 0 ? 0 : number < 4294967295.0 ? static_cast<uint32_t>(number) : ~0u;
  }
  ArrayBufferObject* buffer = place.array->buffer;
  if (buffer->type != CellType::kSharedArrayBuffer) return Value::int32(0);
  WaiterList& waiters = *buffer->store->waiters;
  std::lock_guard lock(waiters.mutex);
  return Value::number(waiters.notify(place.address(), count));
}

using P = BuiltinProperty;
constexpr P kAtomicsTable[] = {
    P::function("load", atomics_operation, 2, kLoad),
    P::function("store", atomics_operation, 3, kStore),
    P::function("add", atomics_operation, 3, kAdd),
    P::function("sub", atomics_operation, 3, kSub),
    P::function("and", atomics_operation, 3, kAnd),
    P::function("or", atomics_operation, 3, kOr),
    P::function("xor", atomics_operation, 3, kXor),
    P::function("exchange", atomics_operation, 3, kExchange),
    P::function("compareExchange", atomics_operation, 4, kCompareExchange),
    P::function("isLockFree", atomics_is_lock_free, 1),
    P::function("wait", atomics_wait<false>, 4),
    P::function("waitAsync", atomics_wait<true>, 4),
    P::function("notify", atomics_notify, 3),
    P::function("pause", atomics_pause, 0),
    P::string("@@toStringTag", "Atomics"),
};

}  // namespace

extern constexpr ObjectSpec kAtomicsObject = {Intrinsic::kAtomics, Intrinsic::kObjectPrototype, kAtomicsTable};

}  // namespace scrim
