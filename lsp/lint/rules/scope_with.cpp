#include <algorithm>

#include "lsp/lint/linter.h"

namespace scrim::lint {

using namespace syntax;

void check_ScopeWith(RuleContext& context) {
  for (NodeIndex i : context.tree.of_kind(NodeKind::kWithStatement)) {
    auto* statement = as<WithStatement>(context.tree.node(i));
    uint32_t lookups = 0;
    std::vector<std::string> names;
    for (NodeIndex j = i; j < context.tree.end(i); j++) {
      auto* identifier = as_if<Identifier>(context.tree.node(j));
      if (identifier == nullptr || identifier->resolution() != Resolution::kDynamic) continue;
      if (identifier->start < statement->object->end) continue;
      lookups++;
      std::string name = "`" + std::string(context.name(identifier->name)) + "`";
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
    std::string message = "`with` makes every name in its body a search at run time";
    if (lookups > 0) {
      std::string list;
      for (size_t n = 0; n < names.size() && n < 4; n++) list += (n ? ", " : "") + names[n];
      if (names.size() > 4) list += ", …";
      message =
          (lookups == 1 ? "the one use of a name in this `with` (" + list + ") is"
                        : "each of " + std::to_string(lookups) + " uses of names in this `with` (" + list + ") is") +
          " looked up in the object and its prototypes first, uncached";
    }
    // The head only: a squiggle under the whole body would hide everything else.
    std::string_view text = context.parse.source->text();
    uint32_t end = statement->object->end;
    while (end < statement->body->start && text[end] != ')') end++;
    if (end < statement->body->start) end++;
    context.report(RuleId::kScopeWith, {statement->start, end}, std::move(message));
  }
}

}  // namespace scrim::lint
