// A small machine for tests of the tiers: an isolate with bare intrinsics, functions assembled from text, a record of
// every safepoint, calls from C++.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "engine/bytecode/assembler.h"
#include "engine/heap/root.h"
#include "engine/interpreter/interpreter.h"
#include "engine/jit/spike/spike.h"
#include "engine/objects/call.h"

namespace scrim {

class Machine {
 public:
  explicit Machine(std::string_view text, IsolateOptions options = default_options()) : isolate_(options) {
    isolate_.scan_native_stack_from(__builtin_frame_address(0));
    initialize_interpreter(isolate_);
    for (IntrinsicCreator& creator : isolate_.intrinsic_creators) {
      creator = [](Isolate& isolate, Realm& realm) -> Object* {
        return new_object_with_prototype(isolate, realm.intrinsic(Intrinsic::kObjectPrototype));
      };
    }
    isolate_.intrinsic_creators[static_cast<int>(Intrinsic::kObjectPrototype)] = [](Isolate& isolate, Realm&) {
      return new_object_with_prototype(isolate, nullptr);
    };
    realm_ = std::make_unique<Root<Realm*>>(isolate_.heap(), new_realm(isolate_));
    functions_ = std::make_unique<RootedVector<Function*>>(isolate_.heap());
    std::string error;
    unit_ = bytecode::assemble(text, &error);
    if (!unit_) {
      ADD_FAILURE() << error;
      return;
    }
    Environment* environment = new_environment(isolate_, nullptr, nullptr, 4);
    for (const auto& definition : unit_->functions) {
      Root<Code*> code(isolate_.heap(), install_function(isolate_, *realm_->get(), nullptr, *definition));
      functions_->push_back(create_closure(isolate_, code.get(), environment));
    }
    for (uint32_t i = 0; i < functions_->size() && i < 4; ++i) environment->slots[i] = Value((*functions_)[i]);
    isolate_.heap().write_barrier(environment);
    isolate_.on_safepoint = on_safepoint;
    isolate_.host.context = this;
  }
  ~Machine() {
    spike_.reset();
    functions_.reset();
    realm_.reset();
  }

  static IsolateOptions default_options() {
    IsolateOptions options;
    options.heap.verify_heap = true;
    return options;
  }

  Isolate& isolate() { return isolate_; }
  Function* function(size_t index) { return (*functions_)[index]; }
  Spike& spike() {
    if (!spike_) spike_ = std::make_unique<Spike>(isolate_);
    return *spike_;
  }
  void compile(std::initializer_list<size_t> indices) {
    std::vector<uint64_t> codes;
    for (size_t index : indices) codes.push_back(reinterpret_cast<uint64_t>(function(index)->code));
    ASSERT_TRUE(spike().compile(codes));
  }
  void compile_all() {
    std::vector<uint64_t> codes;
    for (size_t i = 0; i < functions_->size(); ++i) codes.push_back(reinterpret_cast<uint64_t>(function(i)->code));
    ASSERT_TRUE(spike().compile(codes));
  }

  __attribute__((noinline)) Completion<Value> run(size_t index, std::initializer_list<Value> arguments) {
    isolate_.scan_native_stack_from(__builtin_frame_address(0));
    return call(isolate_, Value(function(index)), Value::undefined(), arguments);
  }
  int32_t run_int(size_t index, std::initializer_list<Value> arguments) {
    Completion<Value> result = run(index, arguments);
    EXPECT_FALSE(result.failed());
    EXPECT_EQ(isolate_.fp, nullptr);
    if (result.failed()) return INT32_MIN;
    EXPECT_TRUE(result.value().is_number());
    return static_cast<int32_t>(result.value().as_number());
  }

  // A hash of all safepoints: at which count, in which function, at which pc, with which values in its registers.
  uint64_t hash = 14695981039346656037u;
  uint64_t safepoints = 0;
  // Called at each safepoint, after it is in the hash.
  void (*at_safepoint)(Machine& machine) = nullptr;

 private:
  void mix(uint64_t word) { hash = (hash ^ word) * 1099511628211u; }

  static Completion<void> on_safepoint(Isolate& isolate) {
    Machine& machine = *static_cast<Machine*>(isolate.host.context);
    Frame* frame = Frame::from(isolate.fp);
    const bytecode::FunctionTemplate& function = *frame->code->function_template;
    auto pc = static_cast<uint64_t>(isolate.pc - frame->code->bytecode);
    if (pc >= function.code.size()) pc = 0;  // a call's start: the stub differs between tiers
    machine.mix(isolate.clock_base);
    machine.mix(function.index);
    machine.mix(pc);
    // The named variables and the arguments; cells by their type alone, since addresses differ.
    auto mix_value = [&](Value value) {
      machine.mix(value.is_cell() ? static_cast<uint64_t>(value.as_cell()->type) : value.bits());
    };
    for (uint32_t i = 0; i < function.local_count; ++i) mix_value(isolate.fp[-1 - static_cast<int>(i)]);
    for (uint32_t i = 0; i < frame->argument_count; ++i) mix_value(frame->arguments[i]);
    ++machine.safepoints;
    if (machine.at_safepoint) machine.at_safepoint(machine);
    return {};
  }

  Isolate isolate_;
  std::unique_ptr<bytecode::CompiledUnit> unit_;
  std::unique_ptr<Root<Realm*>> realm_;
  std::unique_ptr<RootedVector<Function*>> functions_;
  std::unique_ptr<Spike> spike_;
};

}  // namespace scrim
