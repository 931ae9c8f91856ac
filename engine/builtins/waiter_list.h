// Who waits for places in one SharedArrayBuffer's memory. Any thread. ECMA-262 sec-waiterlist-records
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace scrim {

class WaiterList {
 public:
  // One that waits; it is its owner's, and must be taken out before it dies.
  class Waiter {
   public:
    explicit Waiter(const uint8_t* address) : address_(address) {}
    Waiter(const Waiter&) = delete;
    // Called once it was notified and is in the list no more; the list is locked.
    virtual void woken() = 0;

   protected:
    ~Waiter() = default;

   private:
    friend class WaiterList;
    const uint8_t* address_;
    Waiter* next_ = nullptr;
  };

  // For all that follows the caller holds it.
  std::mutex mutex;

  void add(Waiter* waiter) {
    waiter->next_ = nullptr;
    *last_ = waiter;
    last_ = &waiter->next_;
  }
  // Whether it was still there.
  bool remove(Waiter* waiter) {
    for (Waiter** place = &first_; *place; place = &(*place)->next_) {
      if (*place != waiter) continue;
      *place = waiter->next_;
      if (last_ == &waiter->next_) last_ = place;
      return true;
    }
    return false;
  }
  // Wakes those that wait for this address, the ones that came first; how many they were.
  uint32_t notify(const uint8_t* address, uint32_t count) {
    uint32_t woken = 0;
    for (Waiter** place = &first_; *place && woken < count;) {
      Waiter* waiter = *place;
      if (waiter->address_ != address) {
        place = &waiter->next_;
        continue;
      }
      *place = waiter->next_;
      if (last_ == &waiter->next_) last_ = place;
      ++woken;
      waiter->woken();
    }
    return woken;
  }

 private:
  Waiter* first_ = nullptr;
  Waiter** last_ = &first_;
};

}  // namespace scrim
