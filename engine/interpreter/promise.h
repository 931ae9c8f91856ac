// Promises as the language itself uses them (await, async functions and generators); the Promise constructor and its
// methods in builtins/promise.cpp stand on these. Jobs go to the host (isolate.host.enqueue_job).
#pragma once

#include "engine/objects/collections.h"
#include "engine/objects/isolate.h"

namespace scrim {

// A pending promise of the current realm's %Promise%, or with the given shape (of type kPromise).
PromiseObject* new_promise(Isolate& isolate);
PromiseObject* new_promise_of_shape(Isolate& isolate, Shape* shape);

// ECMA-262 sec-promise-resolve-functions, the steps after "already resolved": thenables are followed. A getter of
// `then` that ends the program leaves the promise as it is and the exception pending: see unless_ending().
void resolve_promise(Isolate& isolate, PromiseObject* promise, Value resolution);
// sec-fulfillpromise, sec-rejectpromise; the promise must be pending.
void fulfill_promise(Isolate& isolate, PromiseObject* promise, Value value);
void reject_promise(Isolate& isolate, PromiseObject* promise, Value reason);
// What a native gives back after steps that have no result themselves: the value, unless they ended the program.
inline Completion<Value> unless_ending(const Isolate& isolate, Value value) {
  return isolate.has_exception() ? Completion<Value>(Throw{}) : Completion<Value>(value);
}
// sec-promise-resolve
Completion<Object*> promise_resolve(Isolate& isolate, Object* constructor, Value value);
// sec-createresolvingfunctions
void create_resolving_functions(Isolate& isolate, PromiseObject* promise, Value* resolve, Value* reject);

// sec-promisecapability-records; resolve and reject undefined: a plain promise of the engine's own.
struct PromiseCapability {
  Value promise;
  Value resolve;
  Value reject;
};
// sec-newpromisecapability; functions: resolve and reject are wanted even for a plain promise.
Completion<void> new_promise_capability(Isolate& isolate, Value constructor, bool functions,
                                        PromiseCapability* capability);

PromiseReaction* new_reaction(Isolate& isolate);
// sec-performpromisethen: the reaction's handlers are set; its promise, resolve and reject say what depends on them.
void perform_promise_then(Isolate& isolate, PromiseObject* promise, PromiseReaction* reaction);

// sec-promise.prototype.then
Completion<Value> promise_prototype_then(Isolate& isolate, Frame& frame);
// Calls that `then` of `followed` with the functions that resolve `follower`. They are made only if a constructor of
// the program's sees them: else one reaction is all that waits, as of a `then` without handlers.
Completion<void> follow_promise(Isolate& isolate, PromiseObject* follower, PromiseObject* followed);
// `get [Symbol.species]` of every class that has one.
Completion<Value> species_getter(Isolate& isolate, Frame& frame);

// The functions that Promise.all, allSettled and any hand to `then` have this bit in their magic (below it the
// combinator, see kPromiseCombinators) and as data an Array; stack traces go through them to the combinator's promise.
constexpr uint64_t kPromiseElementMagic = 0x8000;
constexpr const char* kPromiseCombinators[] = {"Promise.all", "Promise.allSettled", "Promise.any", "Promise.race"};
enum PromiseElement : uint32_t { kElementShared, kElementIndex, kElementCalled };
enum PromiseElementShared : uint32_t {
  kSharedValues,
  kSharedRemaining,
  kSharedPromise,
  kSharedResolve,
  kSharedReject,
  kSharedKeys
};

// Is this the engine's own job that runs a reaction (its first argument)?
bool is_reaction_job(const NativeFunction* function);
// ... or the one that calls a thenable's method (NewPromiseResolveThenableJob)?
bool is_thenable_job(const NativeFunction* function);
// The promise that a function of create_resolving_functions settles; null for other functions.
PromiseObject* promise_of_resolving_function(const NativeFunction* function);

// Where an await hands over: `generator` goes on when `value` is settled. Throw: reading value.constructor threw.
Completion<void> await_promise(Isolate& isolate, GeneratorObject* generator, Value value);

}  // namespace scrim
