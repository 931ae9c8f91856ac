// Where the native stack is scanned from.
#pragma once

#include "engine/heap/collector.h"
#include "engine/heap/sanitizers.h"

namespace scrim {

// Stands in the functions through which the mutator enters the collector: saves the callee-saved registers there, so
// that the words from that frame upwards are all the mutator's native stack has. What the collector's own frames hold
// are no roots: they are full of the cells it has just looked at.
class Collector::NativeStackEnd {
 public:
  __attribute__((always_inline)) explicit NativeStackEnd(Collector& collector)
      : collector_(collector), outer_(collector.native_low_) {
    uintptr_t stack_pointer;
#if defined(__x86_64__)
    asm volatile(
        "movq %%rbx, 0(%1)\n\tmovq %%rbp, 8(%1)\n\tmovq %%r12, 16(%1)\n\t"
        "movq %%r13, 24(%1)\n\tmovq %%r14, 32(%1)\n\tmovq %%r15, 40(%1)\n\tmovq %%rsp, %0"
        : "=r"(stack_pointer)
        : "r"(registers_)
        : "memory");
#elif defined(__aarch64__)
    asm volatile(
        "stp x19, x20, [%1, 0]\n\tstp x21, x22, [%1, 16]\n\tstp x23, x24, [%1, 32]\n\t"
        "stp x25, x26, [%1, 48]\n\tstp x27, x28, [%1, 64]\n\tstp x29, x30, [%1, 80]\n\tmov %0, sp"
        : "=&r"(stack_pointer)
        : "r"(registers_)
        : "memory");
#else
#error "the collector does not know this processor's callee-saved registers"
#endif
    if (!outer_) collector.native_low_ = reinterpret_cast<const uint64_t*>(stack_pointer & ~uintptr_t{7});
  }
  __attribute__((always_inline)) ~NativeStackEnd() {
    asm volatile("" : : "r"(registers_) : "memory");
    collector_.native_low_ = outer_;
  }
  NativeStackEnd(const NativeStackEnd&) = delete;

 private:
  Collector& collector_;
  const uint64_t* const outer_;
  uint64_t registers_[12];
};

}  // namespace scrim
