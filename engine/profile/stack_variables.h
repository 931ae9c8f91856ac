// What the variables of the running functions hold, by name, so that a snapshot taken in the middle of a program (or at
// a breakpoint) says "cache in load" and not "a stack slot".
#pragma once

#include <string>

#include "engine/objects/isolate.h"

namespace scrim::profile {

// Calls found(context, "cache in load", cell) for each named variable, receiver and environment of the frames that run
// the program's own code, innermost frame first. Allocates nothing in the heap.
void each_stack_variable(Isolate& isolate, void (*found)(void* context, std::string name, Cell* cell), void* context);

}  // namespace scrim::profile
