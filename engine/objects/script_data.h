// The malloc memory behind a Script cell: its text and its compiled unit.
#pragma once

#include <memory>
#include <string>

#include "engine/bytecode/function_template.h"
#include "engine/syntax/source.h"

namespace scrim {

struct ScriptData {
  syntax::SourceText source;  // its name: the path or URL as given
  std::unique_ptr<bytecode::CompiledUnit> unit;
  bool internal = false;      // scrim's own code
};

// Names a slot of an environment to an EdgeVisitor (EdgeKind::kContext): valid during the call.
struct ContextName {
  const bytecode::ScopeInfo* info;  // may be null
  uint32_t slot;
};

}  // namespace scrim
