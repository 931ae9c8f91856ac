// What the heap must know of each cell type: how to trace, size and finalize it.
#pragma once

#include "engine/heap/heap.h"

namespace scrim {

CellOperations cell_operations();
// Frees the malloc memory a dead cell owns. Registered per type by the room that owns the type.
using Finalizer = void (*)(Cell* cell);

}  // namespace scrim
