// Suspended activations: generators, async functions, async generators.
//
// A GeneratorObject owns a SuspendedFrame with room for all registers and arguments of its function; each suspension
// copies the live ones out, each resumption copies them back into a new entry frame. Await is the same mechanism with
// the promise machinery as the one who resumes.
#pragma once

#include "engine/bytecode/opcodes.h"
#include "engine/interpreter/frame.h"
#include "engine/objects/collections.h"
#include "engine/objects/isolate.h"

namespace scrim {

// GeneratorObject::kind
enum class GeneratorKind : uint32_t { kGenerator, kAsyncFunction, kAsyncGenerator };
enum class ResumeMode : uint32_t { kNext, kThrow, kReturn };

// Runs the generator until it suspends or ends. *done: it returned (the result is the return value). The state must be
// checked by the caller (sec-generatorvalidate).
Completion<Value> resume_generator(Isolate& isolate, GeneratorObject* generator, ResumeMode mode, Value value,
                                   bool* done);
// sec-generatorresume and sec-generatorresumeabrupt with what they do in each state; plain generators.
Completion<Value> generator_resume(Isolate& isolate, Value generator, ResumeMode mode, Value value, bool* done,
                                   const char* method);
// A promise that an async function or async generator waits for was settled.
void resume_after_await(Isolate& isolate, GeneratorObject* generator, bool rejected, Value value);
// next, throw and return of async generators: a promise.
Completion<Value> async_generator_enqueue(Isolate& isolate, Value generator, ResumeMode mode, Value value);

// --- for the opcodes; `frame` is the running one
// Makes the generator and suspends it at `pc`; what the caller gets.
Completion<Value> create_generator(Isolate& isolate, Frame* frame, const uint16_t* pc, uint32_t live);
// Copies registers 0 to live - 1 and the arguments out.
void suspend(Isolate& isolate, GeneratorObject* generator, Frame* frame, const uint16_t* pc, uint32_t live,
             bytecode::Opcode opcode);
// First suspension of an async function: makes its generator object and promise.
GeneratorObject* create_async_state(Isolate& isolate, Frame* frame);
// The end of an async function; the value is what the caller of a frame that never suspended gets.
Completion<Value> async_return(Isolate& isolate, Value state, Value value, bool rejected);
}  // namespace scrim
