#include "engine/base/unicode.h"
#include "engine/syntax/scope.h"
#include "engine/syntax/token.h"
#include "lsp/features/features.h"

namespace scrim::lsp {

using namespace syntax;

namespace {

constexpr int kRefused = protocol::error_code::kRequestFailed;

// The next code point; the text is valid UTF-8.
char32_t next_code_point(std::string_view text, size_t& at) {
  auto byte = static_cast<unsigned char>(text[at++]);
  if (byte < 0x80) return byte;
  int more = byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3;
  char32_t c = byte & (0x3F >> more);
  while (more-- > 0 && at < text.size()) c = (c << 6) | (static_cast<unsigned char>(text[at++]) & 0x3F);
  return c;
}

bool is_identifier(std::string_view text) {
  if (text.empty()) return false;
  for (size_t at = 0; at < text.size();) {
    bool first = at == 0;
    char32_t c = next_code_point(text, at);
    bool fits = c == '$' || c == '_' || unicode::is_id_start(c) ||
                (!first && (unicode::is_id_continue(c) || c == 0x200C || c == 0x200D));
    if (!fits) return false;
  }
  return !may_be_reserved(text) && text != "eval" && text != "arguments";
}

protocol::Expected<NameAt> renamable(const Analysis& analysis, const messages::Position& position) {
  std::optional<NameAt> name = name_at(analysis, position);
  if (!name) return protocol::failure("there is no name here", kRefused);
  const Binding* binding = name->binding;
  std::string text(analysis.source().text(name->name->range()));
  if (binding == nullptr) return protocol::failure("`" + text + "` is not declared in this file", kRefused);
  if (binding->declaration.length() == 0) {
    return protocol::failure("`" + text + "` is not declared by anybody", kRefused);
  }
  // export { a } keeps the old name outside; export let a does not.
  if (binding->exported) {
    for (lint::NodeIndex use : name->uses) {
      for (lint::NodeIndex i = use; i != lint::kNoNode; i = analysis.tree().parent(i)) {
        const Node* node = analysis.tree().node(i);
        if (node->is<FunctionBody>() || node->is<BlockStatement>()) break;
        if (node->is<ExportDeclaration>() && analysis.tree().node(use)->is<BindingIdentifier>()) {
          return protocol::failure("`" + text + "` is exported under this name: other files may use it", kRefused);
        }
      }
    }
  }
  for (lint::NodeIndex use : name->uses) {
    const Node* node = analysis.tree().node(use);
    if (node->is<Identifier>() && node->resolution() == Resolution::kDynamic) {
      return protocol::failure(
          "`" + text + "` is used inside `with`, or beside a direct eval, which may mean another variable", kRefused);
    }
  }
  return std::move(*name);
}

}  // namespace

protocol::Expected<messages::PrepareRenameResult> prepare_rename(const Analysis& analysis,
                                                                 const messages::Position& position) {
  protocol::Expected<NameAt> name = renamable(analysis, position);
  if (!name) return std::unexpected(name.error());
  return messages::PrepareRenameResult{analysis.range(name->name->range()),
                                       std::string(analysis.source().text(name->name->range()))};
}

protocol::Expected<messages::WorkspaceEdit> rename(const Session& session, const std::string& uri,
                                                   const Analysis& analysis, const messages::Position& position,
                                                   const std::string& new_name) {
  protocol::Expected<NameAt> name = renamable(analysis, position);
  if (!name) return std::unexpected(name.error());
  bool is_private = name->name->is<PrivateName>();
  if (is_private ? !new_name.starts_with('#') || !is_identifier(std::string_view(new_name).substr(1))
                 : !is_identifier(new_name)) {
    return protocol::failure("`" + new_name + "` is not a name that can be used here", kRefused);
  }
  const lint::TreeIndex& tree = analysis.tree();
  // The new name must mean nothing else where the variable is visible. Names are few: no finer test is needed.
  NameId wanted = analysis.parse().names.find(new_name);
  if (wanted != kNoName) {
    const SourceRange visible =
        name->binding->scope != nullptr ? name->binding->scope->range : SourceRange{0, analysis.source().size()};
    for (NodeKind kind : {NodeKind::kIdentifier, NodeKind::kBindingIdentifier, NodeKind::kPrivateName}) {
      for (lint::NodeIndex i : tree.of_kind(kind)) {
        const Node* node = tree.node(i);
        bool same = analysis.source().text(node->range()) == new_name;
        if (same && node->start >= visible.start && node->end <= visible.end) {
          return protocol::failure(
              "`" + new_name + "` is already used on line " + std::to_string(analysis.position(node->start).line + 1),
              kRefused);
        }
      }
    }
  }
  std::string old(analysis.source().text(name->name->range()));
  std::vector<lint::Edit> edits;
  for (lint::NodeIndex use : name->uses) {
    const Node* node = tree.node(use);
    std::string text = new_name;
    // {a} stands for {a: a}, also with a default in patterns; import {a} for {a as a}; export {a} likewise.
    const Node* around = tree.parent_node(use);
    if (around != nullptr && around->is<DefaultPattern>()) around = tree.parent_node(use, 2);
    if (auto* property = as_if<Property>(around); property != nullptr && property->shorthand) {
      text = old + ": " + new_name;
    } else if (auto* imported = as_if<ImportSpecifier>(around)) {
      if (imported->form == ImportForm::kNamed && imported->imported != nullptr &&
          imported->imported->start == imported->local->start) {
        text = old + " as " + new_name;
      }
    } else if (auto* exported = as_if<ExportSpecifier>(around)) {
      if (exported->exported == nullptr || exported->exported->start == exported->local->start) {
        text = new_name + " as " + old;
      }
    }
    edits.push_back({node->range(), std::move(text)});
  }
  return workspace_edit_of(session, uri, analysis, edits);
}

}  // namespace scrim::lsp
