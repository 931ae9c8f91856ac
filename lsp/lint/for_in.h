// The pieces of a for-in loop that both rules about it, and their conversions, need.
#pragma once

#include "lsp/lint/linter.h"

namespace scrim::lint {

struct ForInLoop {
  NodeIndex index;
  const syntax::ForInStatement* statement;
  Value value;                           // what is iterated
  Place place;                           // where it is held, if it is held in one place
  const syntax::Binding* key = nullptr;  // the loop variable, if it is a plain one
  bool declared = false;                 // declared by the loop
  SourceRange head;                      // `for (... in ...)`
  // `object[key]`, read: all uses of the key are of this form when `only_reads_values`.
  std::vector<const syntax::Node*> value_reads;
  bool only_reads_values = false;
  // The body leaves in its first turn whatever happens: a test for emptiness.
  bool leaves_at_once = false;
};

std::vector<ForInLoop> for_in_loops(const RuleContext& context);

// A name that nothing in the file has, from `candidates`, or empty.
std::string free_name(const RuleContext& context, std::initializer_list<const char*> candidates);

// Replaces everything between `for (` and `)`.
Edit head_edit(const ForInLoop& loop, std::string text);

}  // namespace scrim::lint
