#include <algorithm>

#include "lsp/features/features.h"

namespace scrim::lsp {

namespace {

messages::Position position_of(const Session& session, const Document& document, uint32_t offset) {
  LineColumn place = document.position_of(offset, session.encoding);
  return {place.line, place.column};
}

messages::Range range_of(const Session& session, const Document& document, SourceRange range) {
  return {position_of(session, document, range.start), position_of(session, document, range.end)};
}

messages::SymbolKind kind_of(Symbol::Kind kind) {
  switch (kind) {
    case Symbol::kClass: return messages::SymbolKind::kClass;
    case Symbol::kMethod: return messages::SymbolKind::kMethod;
    case Symbol::kConstructor: return messages::SymbolKind::kConstructor;
    case Symbol::kField: return messages::SymbolKind::kField;
    case Symbol::kFunction: return messages::SymbolKind::kFunction;
    case Symbol::kVariable: return messages::SymbolKind::kVariable;
    case Symbol::kConstant: return messages::SymbolKind::kConstant;
    case Symbol::kProperty: return messages::SymbolKind::kProperty;
  }
  return messages::SymbolKind::kVariable;
}

messages::DocumentSymbol symbol_of(const Session& session, const Document& document, const Symbol& symbol) {
  messages::DocumentSymbol out;
  out.name = symbol.name;
  if (!symbol.detail.empty()) out.detail = symbol.detail;
  out.kind = kind_of(symbol.kind);
  out.range = range_of(session, document, symbol.range);
  out.selection_range = range_of(session, document, symbol.selection);
  if (!symbol.children.empty()) {
    out.children.emplace();
    for (const Symbol& child : symbol.children) out.children->push_back(symbol_of(session, document, child));
  }
  return out;
}

}  // namespace

std::vector<messages::FoldingRange> folding_ranges_of(const Session& session, const Document& document,
                                                      SyntaxTree& tree) {
  tree.update(document.text());
  std::vector<messages::FoldingRange> out;
  for (const Fold& fold : tree.folds(document.text())) {
    if (out.size() >= session.fold_limit) break;
    messages::Position start = position_of(session, document, fold.range.start);
    messages::Position end = position_of(session, document, fold.range.end);
    messages::FoldingRange range;
    range.start_line = start.line;
    range.end_line = end.line;
    bool bracket = fold.kind == Fold::kCode;
    if (session.folds_whole_lines) {
      // The closing bracket stays in view.
      if (bracket) range.end_line--;
      if (range.end_line <= range.start_line) continue;
    } else {
      range.start_character = bracket ? start.character + 1 : start.character;
      range.end_character = bracket && end.character > 0 ? end.character - 1 : end.character;
    }
    if (fold.kind == Fold::kComment) range.kind = "comment";
    if (fold.kind == Fold::kImports) range.kind = "imports";
    if (fold.kind == Fold::kRegion) range.kind = "region";
    out.push_back(std::move(range));
  }
  return out;
}

std::vector<messages::DocumentSymbol> document_symbols_of(const Session& session, const Document& document,
                                                          SyntaxTree& tree) {
  tree.update(document.text());
  std::vector<messages::DocumentSymbol> out;
  for (const Symbol& symbol : tree.symbols(document.text())) out.push_back(symbol_of(session, document, symbol));
  return out;
}

messages::SelectionRange selection_range_of(const Session& session, const Document& document, SyntaxTree& tree,
                                            const messages::Position& position) {
  tree.update(document.text());
  uint32_t offset = document.offset_of({position.line, position.character}, session.encoding);
  std::vector<SourceRange> chain = tree.enclosing(offset);
  messages::SelectionRange out;
  if (chain.empty()) {
    out.range = range_of(session, document, {offset, offset});
    return out;
  }
  messages::SelectionRange* inner = &out;
  for (size_t i = 0; i < chain.size(); i++) {
    inner->range = range_of(session, document, chain[i]);
    if (i + 1 < chain.size()) inner = &inner->parent.emplace();
  }
  return out;
}

}  // namespace scrim::lsp
