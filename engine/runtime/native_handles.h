// What a binding keeps outside the heap for a program: a compressor, a digest under way. The program holds an object
// that stands for it; it is released by the binding, or when that object has died.
#pragma once

#include <memory>
#include <vector>

#include "engine/objects/isolate.h"

namespace scrim {

// HostObject::kind of such objects; timers have smaller ones.
enum class HandleKind : uint32_t { kCodec = 16, kCrypto };

class NativeHandles {
 public:
  // The object; `bytes` is about what the resource takes, it drives the collector's pace.
  Value add(Isolate& isolate, HandleKind kind, std::shared_ptr<void> resource, size_t bytes);
  // Null: not an object of that kind, or released.
  std::shared_ptr<void> find(HandleKind kind, Value object) const;
  void release(Isolate& isolate, HandleKind kind, Value object);
  size_t open() const { return entries_.size() - free_.size(); }
  // Isolate::finalizers of HostObjects.
  static void finalize(Cell* cell);

 private:
  void release_at(Heap& heap, uint32_t index);
  struct Entry {
    std::shared_ptr<void> resource;
    size_t bytes = 0;
  };
  std::vector<Entry> entries_;
  std::vector<uint32_t> free_;
};

}  // namespace scrim
