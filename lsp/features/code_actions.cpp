#include <algorithm>

#include "lsp/features/features.h"

namespace scrim::lsp {

namespace {

// Whether a client that asks for `only` wants `kind`: "quickfix" wants "quickfix.x", not the other way round.
bool wanted(const messages::CodeActionContext& context, std::string_view kind) {
  if (!context.only) return true;
  for (const std::string& only : *context.only) {
    if (only.empty() || kind == only || (kind.starts_with(only) && kind[only.size()] == '.')) return true;
  }
  return false;
}

// All preferred fixes that do not touch each other.
std::vector<lint::Edit> all_preferred(const std::vector<lint::Finding>& findings) {
  std::vector<lint::Edit> edits;
  for (const lint::Finding& finding : findings) {
    for (const lint::Fix& fix : finding.fixes) {
      if (!fix.preferred) continue;
      bool overlaps = std::any_of(fix.edits.begin(), fix.edits.end(), [&](const lint::Edit& edit) {
        return std::any_of(edits.begin(), edits.end(), [&](const lint::Edit& other) {
          return edit.range.start <= other.range.end && other.range.start <= edit.range.end;
        });
      });
      if (!overlaps) edits.insert(edits.end(), fix.edits.begin(), fix.edits.end());
      break;
    }
  }
  return edits;
}

lint::Edit disable_edit(const Analysis& analysis, const lint::Finding& finding) {
  const syntax::SourceText& source = analysis.source();
  uint32_t line = source.line_of(finding.range.start, syntax::LineRule::kEditor);
  SourceRange whole = source.line_range(line, syntax::LineRule::kEditor);
  std::string_view text = source.text(whole);
  std::string indent(text.substr(0, std::min(text.find_first_not_of(" \t"), text.size())));
  return {{whole.start, whole.start}, indent + "// scrim-disable-next-line " + lint::info(finding.rule).code + "\n"};
}

}  // namespace

messages::WorkspaceEdit workspace_edit_of(const Session& session, const std::string& uri, const Analysis& analysis,
                                          const std::vector<lint::Edit>& edits) {
  messages::WorkspaceEdit out;
  if (session.document_changes) {
    messages::TextDocumentEdit change;
    change.text_document.uri = uri;
    change.text_document.version = analysis.version();
    for (const lint::Edit& edit : edits) {
      messages::AnnotatedTextEdit one;
      one.range = analysis.range(edit.range);
      one.new_text = edit.text;
      change.edits.push_back(std::move(one));
    }
    out.document_changes.emplace().push_back(std::move(change));
  } else {
    std::vector<messages::TextEdit>& list = out.changes.emplace()[uri];
    for (const lint::Edit& edit : edits) list.push_back({analysis.range(edit.range), edit.text});
  }
  return out;
}

std::vector<messages::CodeAction> code_actions_of(const Session& session, const std::string& uri, Analysis& analysis,
                                                  const messages::CodeActionParams& params) {
  std::vector<messages::CodeAction> out;
  if (!session.settings.lint) return out;
  const std::vector<lint::Finding>& findings = analysis.findings(session.settings.rules, session.generation);
  uint32_t start = analysis.offset(params.range.start);
  uint32_t end = analysis.offset(params.range.end);
  if (wanted(params.context, "quickfix")) {
    for (const lint::Finding& finding : findings) {
      if (finding.range.start > end || finding.range.end < start) continue;
      messages::Diagnostic diagnostic = diagnostic_of(session, uri, analysis, finding);
      for (const lint::Fix& fix : finding.fixes) {
        messages::CodeAction action;
        action.title = fix.title;
        action.kind = "quickfix";
        action.diagnostics = {diagnostic};
        if (fix.preferred) action.is_preferred = true;
        action.edit = workspace_edit_of(session, uri, analysis, fix.edits);
        out.push_back(std::move(action));
      }
      messages::CodeAction disable;
      disable.title = std::string("Disable ") + lint::info(finding.rule).code + " for this line";
      disable.kind = "quickfix";
      disable.diagnostics = {diagnostic};
      disable.edit = workspace_edit_of(session, uri, analysis, {disable_edit(analysis, finding)});
      out.push_back(std::move(disable));
    }
  }
  // Only when asked for by name: nobody wants to see it under every light bulb.
  if (params.context.only && wanted(params.context, "source.fixAll.scrim")) {
    std::vector<lint::Edit> edits = all_preferred(findings);
    if (!edits.empty()) {
      messages::CodeAction action;
      action.title = "Fix all that scrim can fix safely";
      action.kind = "source.fixAll.scrim";
      action.edit = workspace_edit_of(session, uri, analysis, edits);
      out.push_back(std::move(action));
    }
  }
  return out;
}

}  // namespace scrim::lsp
