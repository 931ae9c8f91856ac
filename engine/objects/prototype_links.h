// Which prototypes inherit from which, for those whose chain an inline cache relies on. Weak in both directions.
#pragma once

#include <unordered_map>
#include <vector>

#include "engine/heap/heap.h"

namespace scrim {

struct Object;

class PrototypeLinks {
 public:
  bool add(Object* above, Object* below);  // false: known already
  template <typename F>
  void for_each_below(Object* above, F f) {
    auto found = below_.find(reinterpret_cast<uintptr_t>(above));
    if (found == below_.end()) return;
    std::vector<uintptr_t> list = found->second;  // f may change the table
    for (uintptr_t below : list) f(reinterpret_cast<Object*>(below));
  }
  void clear_weak(Heap& heap);

 private:
  // Addresses, not pointers: nothing here keeps an object alive.
  std::unordered_map<uintptr_t, std::vector<uintptr_t>> below_;
};

}  // namespace scrim
