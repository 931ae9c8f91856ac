// The malloc memory behind a Script cell: its text and its compiled unit.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/bytecode/function_template.h"
#include "engine/syntax/parser.h"

namespace scrim {

struct ScriptData {
  syntax::SourceText source;  // its name: the path or URL as given
  std::unique_ptr<bytecode::CompiledUnit> unit;
  bool internal = false;      // scrim's own code
  size_t external_bytes = 0;  // what the heap was told of
  uint32_t lazy_from = UINT32_MAX;  // bytecode::CompileOptions'
  // How it was parsed, to parse it again for messages (interpreter/call_site.h).
  syntax::ParseGoal goal = syntax::ParseGoal::kScript;
  syntax::Language language = syntax::Language::kJavaScript;
  bool strict = false;
  syntax::SourceRange dynamic_parameters, dynamic_body;
  mutable std::vector<std::pair<uint32_t, std::string>> callee_texts;  // by offset, for messages that repeat
  std::string eval_origin;  // "eval at f (file:1:2)" of code from a string, else empty
};

// Names a slot of an environment to an EdgeVisitor (EdgeKind::kContext): valid during the call.
struct ContextName {
  const bytecode::ScopeInfo* info;  // may be null
  uint32_t slot;
};

}  // namespace scrim
