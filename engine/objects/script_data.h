// The malloc memory behind a Script cell: its text and its compiled unit.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/bytecode/function_template.h"
#include "engine/syntax/parser.h"
#include "engine/syntax/source_map.h"

namespace scrim {

// What a script was made from, by its source map.
struct OriginalSources {
  syntax::SourceMap map;
  std::vector<std::string> paths;  // of map.sources(): absolute, or URLs that are no file's
};

struct ScriptData {
  syntax::SourceText source;  // its name: the path or URL as given
  std::unique_ptr<bytecode::CompiledUnit> unit;
  bool internal = false;            // scrim's own code
  size_t external_bytes = 0;        // what the heap was told of
  uint32_t lazy_from = UINT32_MAX;  // bytecode::CompileOptions'
  // How it was parsed, to parse it again for messages (interpreter/call_site.h).
  syntax::ParseGoal goal = syntax::ParseGoal::kScript;
  syntax::Language language = syntax::Language::kJavaScript;
  bool strict = false;
  syntax::SourceRange dynamic_parameters, dynamic_body;
  mutable std::vector<std::pair<uint32_t, std::string>> callee_texts;  // by offset, for messages that repeat
  syntax::SourceRange source_mapping_url;            // in `source`; empty: there is none, or it has been looked at
  std::unique_ptr<const OriginalSources> originals;  // set by the host (runtime/source_maps.h)
  // Where the text stands in its file, for stacks: added to lines, and to the columns of the first.
  int32_t line_offset = 0, column_offset = 0;
  bool maps_stacks = false;  // stack traces show original places
  std::string eval_origin;   // "eval at f (file:1:2)" of code from a string, else empty
};

// Names a slot of an environment to an EdgeVisitor (EdgeKind::kContext): valid during the call.
struct ContextName {
  const bytecode::ScopeInfo* info;  // may be null
  uint32_t slot;
};

}  // namespace scrim
