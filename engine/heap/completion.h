// A throw is a return value (decision 10). A function that may run JavaScript or throw returns Completion<T>; the
// exception itself waits in the isolate. Propagate with TRY; assert that a call cannot fail with MUST.
#pragma once

#include <type_traits>
#include <utility>

#include "engine/heap/value.h"

namespace scrim {

// What a throwing function returns: converts to any Completion.
struct Throw {};

template <typename T>
class [[nodiscard]] Completion {
  static_assert(sizeof(T) <= 8 && std::is_trivially_copyable_v<T>, "larger results are out-parameters");

 public:
  Completion(T value) : value_(value), failed_(false) {}
  Completion(Throw) : value_{}, failed_(true) {}
  bool failed() const { return failed_; }
  T value() const { return value_; }

 private:
  T value_;
  bool failed_;
};

// One word: no value has the sentinel's bits.
template <>
class [[nodiscard]] Completion<Value> {
 public:
  Completion(Value value) : value_(value) {}
  Completion(Throw) : value_(Value::from_bits(Value::kException)) {}
  template <typename U>
    requires std::is_base_of_v<Cell, U>
  Completion(U* cell) : value_(cell) {}
  bool failed() const { return value_.bits() == Value::kException; }
  Value value() const { return value_; }

 private:
  Value value_;
};

// One word: a cell's address is never null here.
template <typename T>
class [[nodiscard]] Completion<T*> {
 public:
  Completion(T* cell) : cell_(cell) {}
  Completion(Throw) : cell_(reinterpret_cast<T*>(Value::kException)) {}
  bool failed() const { return reinterpret_cast<uint64_t>(cell_) == Value::kException; }
  T* value() const { return cell_; }

 private:
  T* cell_;
};

template <>
class [[nodiscard]] Completion<void> {
 public:
  Completion() : failed_(false) {}
  Completion(Throw) : failed_(true) {}
  bool failed() const { return failed_; }
  void value() const {}

 private:
  bool failed_;
};

static_assert(std::is_trivially_copyable_v<Completion<Value>> && sizeof(Completion<Value>) == 8);
static_assert(std::is_trivially_copyable_v<Completion<Cell*>> && sizeof(Completion<Cell*>) == 8);

}  // namespace scrim

#define TRY(expression)                          \
  ({                                             \
    auto scrim_completion_ = (expression);       \
    if (scrim_completion_.failed()) [[unlikely]] \
      return ::scrim::Throw{};                   \
    scrim_completion_.value();                   \
  })
#define MUST(expression)                   \
  ({                                       \
    auto scrim_completion_ = (expression); \
    VERIFY(!scrim_completion_.failed());   \
    scrim_completion_.value();             \
  })
