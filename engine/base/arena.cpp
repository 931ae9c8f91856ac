#include "engine/base/arena.h"

#include <cstdlib>

#include "engine/base/assert.h"
#include "engine/base/huge_pages.h"

namespace scrim {

namespace {
constexpr size_t kFirstChunk = 8 * 1024;
constexpr size_t kLargestChunk = 1024 * 1024;
// Of arenas that have become so large, further chunks are huge pages.
constexpr size_t kLargeArena = 4 * 1024 * 1024;
constexpr size_t kHugeChunk = 4 * 1024 * 1024;
}  // namespace

void* Arena::allocate_slow(size_t size) {
  wasted_ += static_cast<size_t>(end_ - cursor_);
  size_t chunk_size = chunk_ ? chunk_->size * 2 : kFirstChunk;
  if (chunk_size > kLargestChunk) chunk_size = kLargestChunk;
  if (chunk_size < size + sizeof(Chunk)) chunk_size = size + sizeof(Chunk);
  bool huge = reserved_ >= kLargeArena && chunk_size <= kHugeChunk;
  auto* chunk = static_cast<Chunk*>(huge ? map_huge(kHugeChunk) : nullptr);
  huge = chunk != nullptr;
  if (huge) {
    chunk_size = kHugeChunk;
  } else {
    chunk = static_cast<Chunk*>(std::malloc(chunk_size));
  }
  VERIFY(chunk != nullptr);
  chunk->huge = huge;
  chunk->previous = chunk_;
  chunk->size = chunk_size;
  chunk_ = chunk;
  reserved_ += chunk_size;
  wasted_ += sizeof(Chunk);
  char* result = reinterpret_cast<char*>(chunk + 1);
  cursor_ = result + size;
  end_ = reinterpret_cast<char*>(chunk) + chunk_size;
  return result;
}

void Arena::release() {
  while (chunk_) {
    Chunk* previous = chunk_->previous;
    if (chunk_->huge) {
      unmap_huge(chunk_, chunk_->size);
    } else {
      std::free(chunk_);
    }
    chunk_ = previous;
  }
  cursor_ = end_ = nullptr;
  reserved_ = wasted_ = 0;
}

}  // namespace scrim
