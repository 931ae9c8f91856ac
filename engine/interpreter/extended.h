// Slow paths of the extended opcodes (opcodes_extended.def).
#pragma once

#include "engine/interpreter/interpreter.h"
