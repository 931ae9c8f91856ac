#include "lsp/lint/for_in.h"

namespace scrim::lint {

using namespace syntax;

void check_ElemForInArray(RuleContext& context) {
  for (const ForInLoop& loop : for_in_loops(context)) {
    if (!loop.value.is_array()) continue;
    const char* kind = loop.value.kind == ValueKind::kTypedArray  ? "a typed array"
                       : loop.value.kind == ValueKind::kArguments ? "`arguments`"
                                                                  : "an array";
    std::string_view subject = context.text(loop.statement->right);
    std::string which = loop.place && subject.size() <= 40 ? ", `" + std::string(subject) + "`," : "";
    Finding& finding = context.report(RuleId::kElemForInArray, loop.head,
                                      "for-in over " + std::string(kind) + which +
                                          " turns every index into a string and searches the prototypes too");
    if (loop.value.place != nullptr && loop.value.place != loop.statement->right) {
      finding.related.push_back({loop.value.place->range(), std::string("it is ") + loop.value.reason});
    }
    if (loop.key == nullptr) continue;
    std::string keyword;
    if (auto* declaration = as_if<VariableDeclaration>(loop.statement->left)) {
      keyword = std::string(to_string(declaration->declaration_kind)) + " ";
    }
    std::string object(subject);
    if (loop.only_reads_values && !loop.value_reads.empty() && loop.declared) {
      std::string value = free_name(context, {"value", "element", "item", "entry"});
      if (!value.empty()) {
        Fix fix{"Convert to for-of", {head_edit(loop, keyword + value + " of " + object)}, true};
        for (const Node* read : loop.value_reads) fix.edits.push_back({read->range(), value});
        finding.fixes.push_back(std::move(fix));
      }
    }
    if (loop.place && loop.declared) {
      std::string key(context.name(loop.key->name));
      finding.fixes.push_back(
          {"Convert to an index loop (the index becomes a number)",
           {head_edit(loop, "let " + key + " = 0; " + key + " < " + object + ".length; " + key + "++")}});
    }
  }
}

}  // namespace scrim::lint
