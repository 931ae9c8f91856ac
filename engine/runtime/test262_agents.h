// $262.agent: agents of test262's Atomics tests, each an isolate on a thread of its own (INTERPRETING.md).
#pragma once

#include "engine/runtime/runtime.h"

namespace scrim {

// The `agent` object of a realm; the functions that its runtime's side has, the main one or an agent's.
Object* make_agent_object(Isolate& isolate);

}  // namespace scrim
