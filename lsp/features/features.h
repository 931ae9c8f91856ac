// features/: one file a feature, each a function from a document (and what is known of it) to the protocol's answer.
// Nothing here keeps state or talks to the client.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lsp/analysis.h"
#include "lsp/session.h"
#include "lsp/syntax_tree.h"

namespace scrim::lsp {

// ---- diagnostics.cpp ----
messages::Diagnostic diagnostic_of(const Session& session, const std::string& uri, const Analysis& analysis,
                                   const lint::Finding& finding);
// Syntax errors and findings, as the settings say, in source order.
std::vector<messages::Diagnostic> diagnostics_of(const Session& session, const std::string& uri, Analysis& analysis);

// ---- code_actions.cpp ----
std::vector<messages::CodeAction> code_actions_of(const Session& session, const std::string& uri, Analysis& analysis,
                                                  const messages::CodeActionParams& params);
messages::WorkspaceEdit workspace_edit_of(const Session& session, const std::string& uri, const Analysis& analysis,
                                          const std::vector<lint::Edit>& edits);

// ---- hover.cpp ----
std::optional<messages::Hover> hover_of(const Session& session, Analysis& analysis, const messages::Position& position);

// ---- structure.cpp: from tree-sitter's tree, whatever state the text is in ----
std::vector<messages::FoldingRange> folding_ranges_of(const Session& session, const Document& document,
                                                      SyntaxTree& tree);
std::vector<messages::DocumentSymbol> document_symbols_of(const Session& session, const Document& document,
                                                          SyntaxTree& tree);
messages::SelectionRange selection_range_of(const Session& session, const Document& document, SyntaxTree& tree,
                                            const messages::Position& position);

// ---- navigation.cpp: by scope analysis, inside one file ----
// The name at a place and all places that mean the same variable.
struct NameAt {
  const syntax::Node* name = nullptr;
  const syntax::Binding* binding = nullptr;  // null: a global that this file does not declare
  std::vector<lint::NodeIndex> uses;
};
std::optional<NameAt> name_at(const Analysis& analysis, const messages::Position& position);
std::vector<messages::Location> definition_of(const std::string& uri, const Analysis& analysis,
                                              const messages::Position& position);
std::vector<messages::Location> references_of(const std::string& uri, const Analysis& analysis,
                                              const messages::Position& position, bool with_declaration);
std::vector<messages::DocumentHighlight> highlights_of(const Analysis& analysis, const messages::Position& position);

// ---- rename.cpp ----
protocol::Expected<messages::PrepareRenameResult> prepare_rename(const Analysis& analysis,
                                                                 const messages::Position& position);
protocol::Expected<messages::WorkspaceEdit> rename(const Session& session, const std::string& uri,
                                                   const Analysis& analysis, const messages::Position& position,
                                                   const std::string& new_name);

}  // namespace scrim::lsp
