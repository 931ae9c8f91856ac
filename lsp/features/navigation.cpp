#include <algorithm>

#include "engine/syntax/ast_visit.h"
#include "engine/syntax/scope.h"
#include "lsp/features/features.h"

namespace scrim::lsp {

using namespace syntax;

namespace {

NameId name_id_of(const Node* node) {
  if (auto* identifier = as_if<Identifier>(node)) return identifier->name;
  if (auto* identifier = as_if<BindingIdentifier>(node)) return identifier->name;
  if (auto* name = as_if<PrivateName>(node)) return name->name;
  return kNoName;
}

bool is_written(const Node* node) {
  return node->is<BindingIdentifier>() || (node->is<Identifier>() && node->is_written());
}

}  // namespace

std::optional<NameAt> name_at(const Analysis& analysis, const messages::Position& position) {
  uint32_t offset = analysis.offset(position);
  const Node* found = find_innermost(analysis.parse().program, offset);
  if (name_id_of(found) == kNoName && offset > 0) found = find_innermost(analysis.parse().program, offset - 1);
  if (name_id_of(found) == kNoName || offset < found->start || offset > found->end) return std::nullopt;
  NameAt out;
  out.name = found;
  out.binding = lint::binding_of(found);
  if (out.binding != nullptr) {
    for (lint::NodeIndex use : analysis.tree().uses(out.binding)) {
      // Two names in one place, as in {a}, count once.
      if (out.uses.empty() || analysis.tree().node(out.uses.back())->start != analysis.tree().node(use)->start) {
        out.uses.push_back(use);
      }
    }
  } else {
    for (lint::NodeIndex use : analysis.tree().of_kind(NodeKind::kIdentifier)) {
      auto* identifier = as<Identifier>(analysis.tree().node(use));
      if (identifier->binding == nullptr && identifier->name == name_id_of(found)) out.uses.push_back(use);
    }
  }
  return out;
}

std::vector<messages::Location> definition_of(const std::string& uri, const Analysis& analysis,
                                              const messages::Position& position) {
  std::optional<NameAt> name = name_at(analysis, position);
  std::vector<messages::Location> out;
  if (!name || name->binding == nullptr) return out;
  if (name->binding->declaration.length() > 0) {
    out.push_back({uri, analysis.range(name->binding->declaration)});
  } else if (name->binding->kind == BindingKind::kArguments && name->binding->scope->function != nullptr) {
    const FunctionNode* function = name->binding->scope->function;
    SourceRange range = function->id != nullptr ? function->id->range() : function->parameters_range;
    out.push_back({uri, analysis.range(range)});
  }
  return out;
}

std::vector<messages::Location> references_of(const std::string& uri, const Analysis& analysis,
                                              const messages::Position& position, bool with_declaration) {
  std::vector<messages::Location> out;
  std::optional<NameAt> name = name_at(analysis, position);
  if (!name) return out;
  for (lint::NodeIndex use : name->uses) {
    const Node* node = analysis.tree().node(use);
    bool declares =
        node->is<BindingIdentifier>() || (name->binding != nullptr && node->range() == name->binding->declaration);
    if (declares && !with_declaration) continue;
    out.push_back({uri, analysis.range(node->range())});
  }
  return out;
}

std::vector<messages::DocumentHighlight> highlights_of(const Analysis& analysis, const messages::Position& position) {
  std::vector<messages::DocumentHighlight> out;
  std::optional<NameAt> name = name_at(analysis, position);
  if (!name) return out;
  for (lint::NodeIndex use : name->uses) {
    const Node* node = analysis.tree().node(use);
    messages::DocumentHighlight highlight;
    highlight.range = analysis.range(node->range());
    highlight.kind =
        is_written(node) ? messages::DocumentHighlightKind::kWrite : messages::DocumentHighlightKind::kRead;
    out.push_back(highlight);
  }
  return out;
}

}  // namespace scrim::lsp
