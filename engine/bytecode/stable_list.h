// A list that grows without moving its elements: pointers to them stay good. Chunks double in size.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

namespace scrim::bytecode {

template <typename T>
class StableList {
 public:
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T& operator[](size_t index) { return *at(index); }
  const T& operator[](size_t index) const { return *at(index); }
  void push_back(T item) {
    auto [chunk, offset] = place(size_);
    if (offset == 0) chunks_[chunk] = std::make_unique<T[]>(kFirst << chunk);
    chunks_[chunk][offset] = std::move(item);
    size_++;
  }
  // Whether `item` is one of these; `item` may point anywhere.
  bool contains(const T* item) const {
    for (size_t i = 0; i < chunks_.size() && chunks_[i]; i++) {
      const T* first = chunks_[i].get();
      if (item >= first && item < first + (kFirst << i)) return true;
    }
    return false;
  }

  class Iterator {
   public:
    Iterator(const StableList& list, size_t index) : list_(list), index_(index) {}
    const T& operator*() const { return list_[index_]; }
    Iterator& operator++() {
      ++index_;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return index_ != other.index_; }

   private:
    const StableList& list_;
    size_t index_;
  };
  Iterator begin() const { return {*this, 0}; }
  Iterator end() const { return {*this, size_}; }

 private:
  static constexpr size_t kFirst = 16;
  static std::pair<size_t, size_t> place(size_t index) {
    size_t shifted = index + kFirst;
    auto chunk = static_cast<size_t>(std::bit_width(shifted)) - static_cast<size_t>(std::bit_width(kFirst));
    return {chunk, shifted - (kFirst << chunk)};
  }
  T* at(size_t index) const {
    auto [chunk, offset] = place(index);
    return chunks_[chunk].get() + offset;
  }

  std::array<std::unique_ptr<T[]>, 28> chunks_;
  size_t size_ = 0;
};

}  // namespace scrim::bytecode
