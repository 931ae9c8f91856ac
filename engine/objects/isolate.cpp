#include "engine/objects/isolate.h"

#include <sys/mman.h>

#include <cstdio>
#include <cstdlib>

#include "engine/heap/root.h"
#include "engine/heap/sanitizers.h"
#include "engine/heap/visitor.h"
#include "engine/objects/atoms.h"
#include "engine/objects/cell_table.h"
#include "engine/objects/function.h"
#include "engine/objects/prototype_links.h"

#if SCRIM_ASAN
#include <sanitizer/common_interface_defs.h>
#endif

namespace scrim {

// The VM stack and the native stack the isolate runs on; reserved once, committed as they are touched.
struct Isolate::Stacks {
  char* vm = nullptr;
  size_t vm_bytes = 0;
  char* native = nullptr;
  size_t native_bytes = 0;
  const void* native_high = nullptr;  // where scanning ends: of our own stack while on it, else of the caller's frame
  CacheSlot* zero_feedback = nullptr;
  void (*function)(void*) = nullptr;
  void* argument = nullptr;
#if SCRIM_ASAN
  const void* caller_bottom = nullptr;
  size_t caller_size = 0;
#endif
};

namespace {

constexpr size_t kZeroFeedbackBytes = 65536 * sizeof(CacheSlot);

char* reserve(size_t bytes, int protection) {
  void* memory = mmap(nullptr, bytes, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) {
    std::fprintf(stderr, "scrim: cannot reserve %zu MB of address space for a stack\n", bytes >> 20);
    std::exit(134);
  }
  return static_cast<char*>(memory);
}

}  // namespace

Isolate::Isolate(const IsolateOptions& options)
    : options_(options),
      stacks_(std::make_unique<Stacks>()),
      heap_(cell_operations(), this, this, options.heap),
      atoms_(std::make_unique<AtomTable>()),
      links_(std::make_unique<PrototypeLinks>()) {
  DeferCollection until_stacks_are_known(heap_);
  stacks_->vm_bytes = options.vm_stack_bytes;
  stacks_->vm = reserve(stacks_->vm_bytes, PROT_READ | PROT_WRITE);
  stack_base = reinterpret_cast<Value*>(stacks_->vm + stacks_->vm_bytes);
  // Natives and slow paths may use a few words below the limit without asking.
  stack_limit = reinterpret_cast<Value*>(stacks_->vm) + 4096;
  countdown = static_cast<int32_t>(options.countdown_period);
  stacks_->zero_feedback = reinterpret_cast<CacheSlot*>(reserve(kZeroFeedbackBytes, PROT_READ));
  zero_feedback = stacks_->zero_feedback;

  empty_elements = static_cast<Elements*>(heap_.allocate(Elements::size_for(0)));
  empty_elements->set_header(Cell::header_word(CellType::kElements));
  empty_elements->length = 0;
  empty_elements->capacity = 0;

#define NAME(identifier) names_.identifier = PropertyKey::from_atom(intern_latin1(*this, #identifier));
#define NAME_TEXT(identifier, text) names_.identifier = PropertyKey::from_atom(intern_latin1(*this, text));
#define SYMBOL(identifier, text) \
  names_.identifier = PropertyKey::from_symbol(new_symbol(*this, intern_latin1(*this, text), Symbol::kWellKnown));
#define PRIVATE(identifier, text) \
  names_.identifier = PropertyKey::from_symbol(new_symbol(*this, intern_latin1(*this, text), Symbol::kPrivateName));
#include "engine/objects/names.def"
#undef PRIVATE
#undef NAME
#undef NAME_TEXT
#undef SYMBOL
}

Isolate::~Isolate() {
  std::free(global_cache);
  munmap(stacks_->vm, stacks_->vm_bytes);
  if (stacks_->native) munmap(stacks_->native, stacks_->native_bytes);
  munmap(stacks_->zero_feedback, kZeroFeedbackBytes);
}

void Isolate::visit_roots(RootVisitor& visitor) {
  visitor.root("(Isolate)", "empty_elements", static_cast<Cell*>(empty_elements));
  if (null_prototype_roots) visitor.root("(Isolate)", "null_prototype_roots", null_prototype_roots);
  visitor.root("(Isolate)", "exception", exception_);
  if (pending_registries) visitor.root("(Isolate)", "pending_registries", pending_registries);
  visitor.root("(Isolate)", "async context", async_context);
  visitor.root("(Isolate)", "current task", current_task);
  for (TaskOrigin* origin : task_origins) {
    if (origin) visitor.root("(Isolate)", "task origins", reinterpret_cast<Cell*>(origin));
  }
  if (current_realm) visitor.root("(Isolate)", "realm", static_cast<Cell*>(current_realm));
  for (String* string : single_characters) {
    if (string) visitor.root("(Isolate)", "single_characters", static_cast<Cell*>(string));
  }
  const auto* first = reinterpret_cast<const PropertyKey*>(&names_);
  for (size_t i = 0; i < sizeof(Names) / sizeof(PropertyKey); ++i) {
    if (!first[i].is_null()) visitor.root("(Names)", "name", first[i].as_cell());
  }
  for (const RootSource& source : root_sources_) source.visit(source.context, visitor);
}

void Isolate::vm_stack_bounds(const uint64_t** low, const uint64_t** high) {
  *high = reinterpret_cast<const uint64_t*>(stack_base);
  *low = fp ? reinterpret_cast<const uint64_t*>(stack_low(*this)) : *high;
}

const void* Isolate::native_stack_high() {
  return stacks_->native_high;
}

void Isolate::clear_weak(bool full) {
  atoms_->clear_weak(heap_, full);
  links_->clear_weak(heap_);
  for (TaskOrigin*& origin : task_origins) origin = nullptr;
  const bool thrown_lives = thrown.code && heap_.is_marked(reinterpret_cast<Cell*>(thrown.code)) &&
                            (!thrown.error.is_cell() || heap_.is_marked(thrown.error.as_cell()));
  if (!thrown_lives) thrown = {};
  for (const RootSource& source : root_sources_) {
    if (source.clear_weak) source.clear_weak(source.context, heap_, full);
  }
}

void Isolate::add_root_source(RootSource source) {
  root_sources_.push_back(source);
}

void Isolate::remove_root_source(void* context) {
  std::erase_if(root_sources_, [&](const RootSource& source) { return source.context == context; });
}

// Calls entry(stacks) with the stack pointer at `top`. Its own frame is found through the frame pointer, so that
// debuggers see through it.
template <typename Stacks>
static __attribute__((noinline)) void call_on_stack(char* top, void (*entry)(Stacks*), Stacks* stacks) {
  asm volatile("" : : "r"(__builtin_frame_address(0)));
#if defined(__x86_64__)
  asm volatile("movq %%rsp, %%rbx\n\tmovq %[top], %%rsp\n\tcall *%[entry]\n\tmovq %%rbx, %%rsp"
               : "+D"(stacks)
               : [top] "r"(top), [entry] "r"(entry)
               : "rax", "rbx", "rcx", "rdx", "rsi", "r8", "r9", "r10", "r11", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4",
                 "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15", "cc",
                 "memory");
#elif defined(__aarch64__)
  register Stacks* argument asm("x0") = stacks;
  asm volatile("mov x19, sp\n\tmov sp, %[top]\n\tblr %[entry]\n\tmov sp, x19"
               : "+r"(argument)
               : [top] "r"(top), [entry] "r"(entry)
               : "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15", "x16",
                 "x17", "x19", "x30", "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "v10", "v11", "v12",
                 "v13", "v14", "v15", "v16", "v17", "v18", "v19", "v20", "v21", "v22", "v23", "v24", "v25", "v26",
                 "v27", "v28", "v29", "v30", "v31", "cc", "memory");
#else
#error "how a function is called on another stack is not known for this processor"
#endif
}

void Isolate::run_on_stack(void (*f)(void*), void* context) {
  if (!stacks_->native) {
    // Frames with AddressSanitizer's red zones are many times as big.
    stacks_->native_bytes = options_.native_stack_bytes * (kAsan ? 8 : 1);
    stacks_->native = reserve(stacks_->native_bytes, PROT_READ | PROT_WRITE);
    mprotect(stacks_->native, 64 * 1024, PROT_NONE);
  }
  stacks_->function = f;
  stacks_->argument = context;
  const void* previous_high = stacks_->native_high;
  stacks_->native_high = stacks_->native + stacks_->native_bytes;
  auto entry = +[](Stacks* stacks) {
#if SCRIM_ASAN
    __sanitizer_finish_switch_fiber(nullptr, &stacks->caller_bottom, &stacks->caller_size);
#endif
    stacks->function(stacks->argument);
#if SCRIM_ASAN
    __sanitizer_start_switch_fiber(nullptr, stacks->caller_bottom, stacks->caller_size);
#endif
  };
#if SCRIM_ASAN
  void* fake_stack = nullptr;
  __sanitizer_start_switch_fiber(&fake_stack, stacks_->native, stacks_->native_bytes);
#endif
  call_on_stack(stacks_->native + stacks_->native_bytes, entry, stacks_.get());
#if SCRIM_ASAN
  __sanitizer_finish_switch_fiber(fake_stack, nullptr, nullptr);
#endif
  stacks_->native_high = previous_high;
}

void Isolate::scan_native_stack_from(const void* high) {
  stacks_->native_high = high;
}

}  // namespace scrim
