// Where tasks come from (decision 28). An origin is a place in the program's code and the origin of the task that ran
// there. It is taken whenever something is scheduled, debugger or not: a walk to the innermost frame of the program's
// own code and a look into a small cache. Chains are cut at 64 tasks, and a task that schedules itself again from the
// same place keeps the origin it has, so that what goes on for ever needs no more memory.
#pragma once

#include "engine/interpreter/script.h"
#include "engine/objects/collections.h"
#include "engine/objects/isolate.h"

namespace scrim {

constexpr uint32_t kMaxOriginDepth = 64;

// Of what the running code schedules now; null if none of the program's code has had a part in it. May collect.
TaskOrigin* task_origin(Isolate& isolate);
// Of a task as Isolate::current_task names it; null for the main program.
TaskOrigin* origin_of_task(Isolate& isolate, Value task);
// Value of current_task for a task that was scheduled from `origin`.
inline Value task_of(TaskOrigin* origin) {
  return origin ? Value(static_cast<Cell*>(origin)) : Value::undefined();
}

}  // namespace scrim
