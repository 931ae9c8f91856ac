// A bump allocator: objects are trivially destructible and die together with their arena. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

namespace scrim {

class Arena {
 public:
  Arena() = default;
  ~Arena() { release(); }
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  Arena(Arena&& other) noexcept { take(other); }
  Arena& operator=(Arena&& other) noexcept {
    if (this != &other) {
      release();
      take(other);
    }
    return *this;
  }

  // Memory of `size` bytes aligned to 8; never null (exhaustion aborts).
  void* allocate(size_t size) {
    size = (size + 7) & ~size_t{7};
    if (static_cast<size_t>(end_ - cursor_) < size) return allocate_slow(size);
    char* result = cursor_;
    cursor_ += size;
    return result;
  }

  template <typename T, typename... Arguments>
  T* make(Arguments&&... arguments) {
    static_assert(std::is_trivially_destructible_v<T>, "arena objects are never destroyed");
    static_assert(alignof(T) <= 8);
    return new (allocate(sizeof(T))) T{std::forward<Arguments>(arguments)...};
  }

  std::string_view copy(std::string_view text) {
    char* result = static_cast<char*>(allocate(text.size()));
    if (!text.empty()) std::memcpy(result, text.data(), text.size());
    return {result, text.size()};
  }

  // Bytes asked from the system so far.
  size_t reserved_bytes() const { return reserved_; }
  // Bytes handed out so far, padding included.
  size_t used_bytes() const { return reserved_ - static_cast<size_t>(end_ - cursor_) - wasted_; }

 private:
  struct Chunk {
    Chunk* previous;
    size_t size : 63;
    size_t huge : 1;
  };
  void* allocate_slow(size_t size);
  void release();
  void take(Arena& other) {
    chunk_ = std::exchange(other.chunk_, nullptr);
    cursor_ = std::exchange(other.cursor_, nullptr);
    end_ = std::exchange(other.end_, nullptr);
    reserved_ = std::exchange(other.reserved_, 0);
    wasted_ = std::exchange(other.wasted_, 0);
  }

  Chunk* chunk_ = nullptr;
  char* cursor_ = nullptr;
  char* end_ = nullptr;
  size_t reserved_ = 0;
  size_t wasted_ = 0;
};

// An immutable list in an arena, one word: a pointer to a counted block, null when empty. Elements are values (often
// pointers) that are trivially copyable.
template <typename T>
class ArenaList {
  static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= 8);
  struct Block {
    uint64_t size;
  };

 public:
  ArenaList() = default;

  static ArenaList copy(Arena& arena, std::span<const T> items) {
    ArenaList result;
    if (items.empty()) return result;
    result.block_ = static_cast<Block*>(arena.allocate(sizeof(Block) + items.size() * sizeof(T)));
    result.block_->size = items.size();
    std::memcpy(static_cast<void*>(result.block_ + 1), items.data(), items.size() * sizeof(T));
    return result;
  }

  uint32_t size() const { return block_ ? static_cast<uint32_t>(block_->size) : 0; }
  bool empty() const { return block_ == nullptr; }
  T* begin() const { return block_ ? reinterpret_cast<T*>(block_ + 1) : nullptr; }
  T* end() const { return block_ ? begin() + block_->size : nullptr; }
  T& operator[](size_t index) const { return begin()[index]; }
  T& front() const { return begin()[0]; }
  T& back() const { return begin()[size() - 1]; }
  std::span<T> span() const { return block_ ? std::span<T>(begin(), size()) : std::span<T>(); }

 private:
  Block* block_ = nullptr;
};

}  // namespace scrim
