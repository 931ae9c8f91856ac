// Rooted places for C++ that holds cells outside cells and the native stack (decision 21): a Root is one, a
// RootedVector many. Both may live anywhere, malloc memory included, and unregister themselves; both belong to the
// heap's thread and must die before their heap.
//
// Nothing else in malloc memory may hold a cell, so std::vector<Value> and std::vector<Cell*> do not compile (see
// heap.h); the unit test heap_containers_test looks for the other containers in the sources.
#pragma once

#include <type_traits>
#include <vector>

#include "engine/heap/heap.h"
#include "engine/heap/visitor.h"

namespace scrim {

// An entry in the heap's list of handles.
class RootLink {
 public:
  explicit RootLink(Heap& heap) : heap_(&heap), next_(heap.handles_) {
    if (next_) next_->previous_ = this;
    heap.handles_ = this;
  }
  RootLink(const RootLink&) = delete;
  RootLink& operator=(const RootLink&) = delete;

  RootLink* next() const { return next_; }
  virtual void visit(RootVisitor& visitor) = 0;
  Heap& heap() const { return *heap_; }

 protected:
  ~RootLink() {
    if (next_) next_->previous_ = previous_;
    if (previous_) previous_->next_ = next_;
    if (heap_->handles_ == this) heap_->handles_ = next_;
  }

 private:
  Heap* heap_;
  RootLink* previous_ = nullptr;
  RootLink* next_;
};

// One rooted Value or cell pointer. `name` is what a snapshot shows.
template <typename T = Value>
class Root final : public RootLink {
 public:
  explicit Root(Heap& heap, T value = T(), const char* name = "handle") : RootLink(heap), value_(value), name_(name) {}

  T get() const { return value_; }
  void set(T value) { value_ = value; }
  Root& operator=(T value) {
    value_ = value;
    return *this;
  }
  operator T() const { return value_; }
  T operator->() const
    requires std::is_pointer_v<T>
  {
    return value_;
  }

  void visit(RootVisitor& visitor) override {
    if constexpr (std::is_pointer_v<T>) {
      if (value_) visitor.root("(Handles)", name_, static_cast<Cell*>(value_));
    } else {
      visitor.root("(Handles)", name_, value_);
    }
  }

 private:
  T value_;
  const char* name_;
};

// A growing array of Values or cell pointers, all of them roots.
template <typename T = Value>
class RootedVector final : public RootLink {
  static_assert(sizeof(T) == 8 && std::is_trivially_copyable_v<T>);

 public:
  explicit RootedVector(Heap& heap, const char* name = "vector") : RootLink(heap), name_(name) {}

  size_t size() const { return words_.size(); }
  bool empty() const { return words_.empty(); }
  void push_back(T value) { words_.push_back(to_word(value)); }
  T pop_back() {
    T value = back();
    words_.pop_back();
    return value;
  }
  T operator[](size_t index) const {
    ASSERT(index < words_.size());
    return to_value(words_[index]);
  }
  T back() const { return (*this)[words_.size() - 1]; }
  void set(size_t index, T value) {
    ASSERT(index < words_.size());
    words_[index] = to_word(value);
  }
  void resize(size_t size, T fill = T()) { words_.resize(size, to_word(fill)); }
  void reserve(size_t size) { words_.reserve(size); }
  void clear() { words_.clear(); }
  void truncate(size_t size) {
    ASSERT(size <= words_.size());
    words_.resize(size);
  }
  // Valid until the vector grows.
  const T* data() const { return reinterpret_cast<const T*>(words_.data()); }
  T* data() { return reinterpret_cast<T*>(words_.data()); }
  const T* begin() const { return data(); }
  const T* end() const { return data() + size(); }

  void visit(RootVisitor& visitor) override {
    for (uint64_t word : words_) {
      if constexpr (std::is_pointer_v<T>) {
        if (word) visitor.root("(Handles)", name_, reinterpret_cast<Cell*>(word));
      } else {
        visitor.root("(Handles)", name_, Value::from_bits(word));
      }
    }
  }

 private:
  static uint64_t to_word(T value) {
    if constexpr (std::is_pointer_v<T>) {
      return reinterpret_cast<uint64_t>(static_cast<const Cell*>(value));
    } else {
      return value.bits();
    }
  }
  static T to_value(uint64_t word) {
    if constexpr (std::is_pointer_v<T>) {
      return static_cast<T>(reinterpret_cast<Cell*>(word));
    } else {
      return Value::from_bits(word);
    }
  }

  std::vector<uint64_t> words_;
  const char* name_;
};

}  // namespace scrim
