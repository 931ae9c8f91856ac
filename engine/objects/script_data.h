// The malloc memory behind a Script cell: its text and its compiled unit.
#pragma once

#include <memory>
#include <string>

#include "engine/bytecode/function_template.h"

namespace scrim {

struct ScriptData {
  std::string text;  // UTF-8, as read
  std::string path;  // as given; for messages and the debugger
  std::unique_ptr<bytecode::CompiledUnit> unit;
  uint32_t line_offset = 0;  // added to line numbers shown (functions made from strings)
};

// Names a slot of an environment to an EdgeVisitor (EdgeKind::kContext): valid during the call.
struct ContextName {
  const bytecode::ScopeInfo* info;  // may be null
  uint32_t slot;
};

}  // namespace scrim
