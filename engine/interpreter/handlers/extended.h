// The extended opcodes, a file a family.
#include "engine/interpreter/handlers/classes.h"
#include "engine/interpreter/handlers/control.h"
#include "engine/interpreter/handlers/dynamic_scopes.h"
#include "engine/interpreter/handlers/generators.h"
#include "engine/interpreter/handlers/iteration.h"
