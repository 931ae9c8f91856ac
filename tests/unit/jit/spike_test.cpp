// DESIGN section 6, steps 3 and 4: what the baseline spike proves about the frame, the calls and the collector.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/jit/machine.h"

namespace scrim {
namespace {

// fib(n), by itself or through the function in slot 1 of the environment ("other").
constexpr std::string_view kFib = R"(
function "fib" parameters=1 registers=6 locals=1 {
  feedback call call
    JumpIfNotLessInt a0, 2, L0
    Return a0
  L0:
    LoadCallee r1
    SubInt r4, a0, 1
    CallUndefinedThis r2, r1, r5, 1, f0
    SubInt r4, a0, 2
    CallUndefinedThis r3, r1, r5, 1, f1
    Add r0, r2, r3
    Return r0
}
)";

// Each calls the other: f(n) = n < 1 ? 0 : 1 + g(n - 1), and g likewise.
constexpr std::string_view kMutual = R"(
function "f" parameters=1 registers=6 locals=1 {
  feedback call
    JumpIfNotLessInt a0, 1, L0
    LoadInt r0, 0
    Return r0
  L0:
    GetScoped r1, 0, 1
    SubInt r4, a0, 1
    CallUndefinedThis r2, r1, r5, 1, f0
    AddInt r0, r2, 1
    Return r0
}
function "g" parameters=1 registers=6 locals=1 {
  feedback call
    JumpIfNotLessInt a0, 1, L0
    LoadInt r0, 0
    Return r0
  L0:
    GetScoped r1, 0, 0
    SubInt r4, a0, 1
    CallUndefinedThis r2, r1, r5, 1, f0
    AddInt r0, r2, 1
    Return r0
}
)";

// Sums i * 3 - (i & 7) for i below a0, with a loop at the bottom.
constexpr std::string_view kLoop = R"(
function "loop" parameters=1 registers=5 locals=2 {
    LoadInt r0, 0
    LoadInt r1, 0
    Jump L1
  L0:
    MulInt r2, r1, 3
    BitAndInt r3, r1, 7
    Sub r2, r2, r3
    Add r0, r0, r2
    Increment r1, r1
  L1:
    LoopIfLess r1, a0, L0
    Return r0
}
)";

int32_t loop_result(int32_t n) {
  int64_t sum = 0;
  for (int32_t i = 0; i < n; ++i) sum += int64_t{i} * 3 - (i & 7);
  return static_cast<int32_t>(sum);
}

TEST(Spike, RunsRecursionInCompiledCodeAlone) {
  Machine machine(kFib);
  EXPECT_EQ(machine.run_int(0, {Value::int32(15)}), 610);
  machine.compile({0});
  EXPECT_EQ(machine.run_int(0, {Value::int32(20)}), 6765);
  const Spike::Statistics& statistics = machine.spike().statistics();
  EXPECT_EQ(statistics.entries, 1u);
  EXPECT_EQ(statistics.interpreted_calls, 0u);
  EXPECT_EQ(statistics.bailing_opcodes, 0u);
}

TEST(Spike, ComputesWithDoublesThroughHelpers) {
  Machine machine(kFib);
  machine.compile({0});
  Completion<Value> result = machine.run(0, {Value::raw_double(10.5)});
  ASSERT_FALSE(result.failed());
  double expected = [](auto self, double n) -> double {
    return n < 2 ? n : self(self, n - 1) + self(self, n - 2);
  }([](auto self, double n) -> double { return n < 2 ? n : self(self, n - 1) + self(self, n - 2); }, 10.5);
  EXPECT_EQ(result.value().as_number(), expected);
}

TEST(Spike, TrampolineCallsInterpretedCode) {
  Machine machine(kMutual);
  EXPECT_EQ(machine.run_int(0, {Value::int32(101)}), 101);
  machine.compile({0});  // g stays interpreted: every second call goes through the trampoline, each way
  EXPECT_EQ(machine.run_int(0, {Value::int32(101)}), 101);
  EXPECT_EQ(machine.spike().statistics().interpreted_calls, 51u);
  EXPECT_EQ(machine.spike().statistics().entries, 51u);
  EXPECT_EQ(machine.run_int(1, {Value::int32(100)}), 100);
}

TEST(Spike, PadsMissingArguments) {
  Machine machine(R"(
function "outer" parameters=1 registers=4 locals=1 {
  feedback call
    GetScoped r0, 0, 1
    Move r2, a0
    CallUndefinedThis r0, r0, r3, 1, f0
    Return r0
}
function "inner" parameters=3 registers=1 locals=1 {
    JumpIfUndefined a2, L0
    LoadInt r0, -1
    Return r0
  L0:
    AddInt r0, a0, 5
    Return r0
}
)");
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(machine.run_int(0, {Value::int32(3)}), 8);
    machine.compile_all();
  }
}

TEST(Spike, ReplacesOnStackAtALoopHeader) {
  IsolateOptions options = Machine::default_options();
  options.countdown_period = 1000;
  Machine machine(kLoop, options);
  Machine interpreted(kLoop, options);
  EXPECT_EQ(interpreted.run_int(0, {Value::int32(20000)}), loop_result(20000));
  machine.spike().set_replace_on_stack(true);
  EXPECT_EQ(machine.run_int(0, {Value::int32(20000)}), loop_result(20000));
  const Spike::Statistics& statistics = machine.spike().statistics();
  EXPECT_EQ(statistics.functions, 1u);
  EXPECT_EQ(statistics.loop_entries, 1u);
  EXPECT_EQ(statistics.entries, 0u);
  EXPECT_GT(machine.safepoints, 10u);
  EXPECT_EQ(machine.safepoints, interpreted.safepoints);
  EXPECT_EQ(machine.hash, interpreted.hash);
  EXPECT_EQ(machine.run_int(0, {Value::int32(100)}), loop_result(100));
  EXPECT_EQ(statistics.entries, 1u);
}

TEST(Spike, BailsOutAtTheSameFrame) {
  // Negate has no compiled code: each run of it continues this frame in the interpreter, loop and locals included.
  Machine machine(R"(
function "f" parameters=1 registers=5 locals=2 {
    LoadInt r0, 0
    LoadInt r1, 0
    Jump L1
  L0:
    Negate r2, r1
    Add r0, r0, r2
    Increment r1, r1
  L1:
    LoopIfLess r1, a0, L0
    Return r0
}
function "main" parameters=1 registers=6 locals=1 {
  feedback call call
    GetScoped r1, 0, 0
    Move r4, a0
    CallUndefinedThis r0, r1, r5, 1, f0
    Move r4, r0
    GetScoped r1, 0, 0
    LoadInt r4, 3
    CallUndefinedThis r2, r1, r5, 1, f1
    Add r0, r0, r2
    Return r0
}
)");
  machine.compile_all();
  EXPECT_EQ(machine.run_int(1, {Value::int32(100)}), -4950 - 3);
  EXPECT_EQ(machine.spike().statistics().bailing_opcodes, 1u);
  EXPECT_EQ(machine.spike().statistics().bailouts, 2u);
}

// outer catches what inner throws, with `middle` between them; the exception's value comes back, plus 1.
constexpr std::string_view kThrow = R"(
function "outer" parameters=1 registers=6 locals=2 {
  feedback call
  handler L0 L1 L2 exception=r1 catch
  L0:
    GetScoped r2, 0, 1
    Move r4, a0
    CallUndefinedThis r0, r2, r5, 1, f0
  L1:
    Return r0
  L2:
    AddInt r0, r1, 1
    Return r0
}
function "middle" parameters=1 registers=6 locals=2 {
  feedback call
    GetScoped r2, 0, 2
    Move r4, a0
    CallUndefinedThis r0, r2, r5, 1, f0
    Return r0
}
function "inner" parameters=1 registers=2 locals=1 {
    JumpIfLessInt a0, 10, L0
    Throw a0
  L0:
    Return a0
}
)";

TEST(Spike, ThrowsThroughNativeFrames) {
  // Every combination of tiers.
  for (int tiers = 0; tiers < 8; ++tiers) {
    Machine machine(kThrow);
    for (size_t i = 0; i < 3; ++i) {
      if (tiers >> i & 1) machine.compile({i});
    }
    EXPECT_EQ(machine.run_int(0, {Value::int32(5)}), 5) << tiers;
    EXPECT_EQ(machine.run_int(0, {Value::int32(41)}), 42) << tiers;
    // Nobody catches: the exception reaches C++ and the stack is as it was.
    Completion<Value> result = machine.run(1, {Value::int32(77)});
    ASSERT_TRUE(result.failed()) << tiers;
    EXPECT_EQ(machine.isolate().take_exception(), Value::int32(77)) << tiers;
    EXPECT_EQ(machine.isolate().fp, nullptr) << tiers;
    EXPECT_EQ(machine.run_int(0, {Value::int32(50)}), 51) << tiers;
  }
}

// Makes a list of a0 objects {value, next}, then sums their values.
constexpr std::string_view kObjects = R"(
function "objects" parameters=1 registers=6 locals=4 {
  feedback define-named define-named get-named get-named
    LoadInt r0, 0
    LoadNull r1
    Jump L1
  L0:
    CreateObject r2, 2
    DefineNamed r2, "value", r0, f0
    DefineNamed r2, "next", r1, f1
    Move r1, r2
    Increment r0, r0
  L1:
    LoopIfLess r0, a0, L0
    LoadInt r3, 0
    LoadNull r4
    Jump L3
  L2:
    GetNamed r2, r1, "value", f2
    Add r3, r3, r2
    GetNamed r1, r1, "next", f3
  L3:
    LoopIfNotStrictEqual r1, r4, L2
    Return r3
}
function "main" parameters=1 registers=8 locals=3 {
  feedback call
    LoadInt r0, 0
    LoadInt r1, 0
    Jump L1
  L0:
    GetScoped r2, 0, 0
    Move r6, a0
    CallUndefinedThis r2, r2, r7, 1, f0
    Add r0, r0, r2
    Increment r1, r1
  L1:
    LoopIfLessInt r1, 5, L0
    Return r0
}
)";

TEST(Spike, CollectsWithCompiledFramesOnTheStack) {
  for (uint32_t interval : {1u, 3u, 10u}) {
    IsolateOptions options = Machine::default_options();
    options.heap.stress_gc = true;
    options.heap.stress_interval = interval;
    Machine machine(kObjects, options);
    machine.compile_all();
    uint32_t before = machine.isolate().heap().statistics().young_collections;
    EXPECT_EQ(machine.run_int(1, {Value::int32(100)}), 5 * 4950);
    EXPECT_GE(machine.isolate().heap().statistics().young_collections - before, 400 / interval);
    EXPECT_EQ(machine.spike().statistics().bailouts, 0u);
  }
}

TEST(Spike, OverflowsAtTheSameDepthInEveryTier) {
  constexpr std::string_view kEndless = R"(
function "f" parameters=1 registers=5 locals=1 {
  feedback call
    LoadCallee r1
    AddInt r3, a0, 1
    CallUndefinedThis r0, r1, r4, 1, f0
    Return r0
}
)";
  static int32_t depth;
  std::vector<int32_t> depths;
  for (bool compiled : {false, true}) {
    IsolateOptions options = Machine::default_options();
    options.vm_stack_bytes = size_t{1} << 20;
    Machine machine(kEndless, options);
    if (compiled) machine.compile({0});
    depth = -1;
    machine.isolate().on_throw = [](Isolate& isolate) {
      if (depth < 0) depth = Frame::from(isolate.fp)->arguments[0].as_int32();
    };
    Completion<Value> result = machine.run(0, {Value::int32(0)});
    ASSERT_TRUE(result.failed());
    EXPECT_TRUE(machine.isolate().take_exception().is_object());
    EXPECT_EQ(machine.isolate().fp, nullptr);
    depths.push_back(depth);
  }
  EXPECT_GT(depths[0], 1000);
  EXPECT_EQ(depths[0], depths[1]);
}

struct Outcome {
  int32_t result;
  uint64_t hash;
  uint64_t safepoints;
  bool operator==(const Outcome&) const = default;
};

Outcome run_with_period(std::string_view text, size_t index, int32_t argument, uint32_t period, bool compiled) {
  IsolateOptions options = Machine::default_options();
  options.countdown_period = period;
  Machine machine(text, options);
  if (compiled) machine.compile_all();
  int32_t result = machine.run_int(index, {Value::int32(argument)});
  return {result, machine.hash, machine.safepoints};
}

// The countdown is a logical clock: both tiers pass the same moments (count, pc) with the same values.
TEST(Spike, TiersAgreeAtEverySafepoint) {
  struct Program {
    std::string_view text;
    size_t index;
    int32_t argument;
  };
  for (const Program& program : {Program{kFib, 0, 15}, Program{kLoop, 0, 3000}, Program{kMutual, 0, 500},
                                 Program{kObjects, 1, 200}, Program{kThrow, 0, 41}}) {
    for (uint32_t period : {1u, 2u, 7u, 64u}) {
      Outcome interpreted = run_with_period(program.text, program.index, program.argument, period, false);
      Outcome compiled = run_with_period(program.text, program.index, program.argument, period, true);
      EXPECT_GE(interpreted.safepoints, period == 1 ? 1u : 0u);
      EXPECT_EQ(interpreted.safepoints, compiled.safepoints) << period;
      EXPECT_EQ(interpreted.hash, compiled.hash) << period;
      EXPECT_EQ(interpreted.result, compiled.result) << period;
    }
  }
}

// Replay: fork at a safepoint inside compiled code and let both go on; they pass the same moments to the same end.
TEST(Spike, AForkGoesOnInsideCompiledCode) {
  struct Program {
    std::string_view text;
    size_t index;
    int32_t argument;
  };
  for (const Program& program : {Program{kFib, 0, 15}, Program{kLoop, 0, 5000}, Program{kObjects, 1, 300}}) {
    for (bool compiled : {false, true}) {
      IsolateOptions options = Machine::default_options();
      options.countdown_period = 50;
      Machine machine(program.text, options);
      if (compiled) machine.compile_all();
      static pid_t child;
      static int channel[2];
      child = -1;
      ASSERT_EQ(pipe(channel), 0);
      machine.at_safepoint = [](Machine& at) {
        if (at.safepoints == 10) child = fork();
      };
      Outcome outcome{machine.run_int(program.index, {Value::int32(program.argument)}), 0, 0};
      outcome.hash = machine.hash;
      outcome.safepoints = machine.safepoints;
      if (child == 0) {
        // The child's code memory is its own: it can compile more and run that too.
        machine.at_safepoint = nullptr;
        if (compiled) machine.compile_all();
        bool same = machine.run_int(program.index, {Value::int32(program.argument)}) == outcome.result;
        bool written = write(channel[1], &outcome, sizeof outcome) == sizeof outcome;
        _exit(same && written && !testing::Test::HasFailure() ? 0 : 1);
      }
      ASSERT_GT(child, 0);
      Outcome replayed{};
      EXPECT_EQ(read(channel[0], &replayed, sizeof replayed), static_cast<ssize_t>(sizeof replayed));
      int status = 0;
      ASSERT_EQ(waitpid(child, &status, 0), child);
      EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
      close(channel[0]);
      close(channel[1]);
      EXPECT_GT(outcome.safepoints, 10u);
      EXPECT_EQ(replayed, outcome);
    }
  }
}

}  // namespace
}  // namespace scrim
