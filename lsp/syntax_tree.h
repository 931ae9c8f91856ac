// The concrete tree of an open document, kept by tree-sitter: re-parsed incrementally with each edit and usable while
// the text is broken. It serves structure only (folding, outline, selection); everything exact comes from
// engine/syntax.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/syntax/source.h"
#include "lsp/document.h"

struct TSTree;
struct TSParser;

namespace scrim::lsp {

struct Fold {
  enum Kind : uint8_t { kCode, kComment, kImports, kRegion };
  SourceRange range;  // from the opening bracket to the closing one
  Kind kind = kCode;
};

struct Symbol {
  enum Kind : uint8_t { kClass, kMethod, kConstructor, kField, kFunction, kVariable, kConstant, kProperty };
  std::string name;
  std::string detail;
  Kind kind = kVariable;
  SourceRange range;
  SourceRange selection;
  std::vector<Symbol> children;
};

class SyntaxTree {
 public:
  SyntaxTree() = default;
  ~SyntaxTree();
  SyntaxTree(const SyntaxTree&) = delete;
  SyntaxTree& operator=(const SyntaxTree&) = delete;

  // Remembers an edit; the text is parsed again when somebody asks.
  void edited(const AppliedEdit& edit);
  // Makes the tree that of `text`.
  void update(std::string_view text);

  // All of the following are about the text last given to update().
  std::vector<Fold> folds(std::string_view text) const;
  std::vector<Symbol> symbols(std::string_view text) const;
  // The ranges of the nodes around `offset`, innermost first, each larger than the one before.
  std::vector<SourceRange> enclosing(uint32_t offset) const;
  bool has_errors() const;
  // The tree in tree-sitter's own notation.
  std::string to_string() const;

 private:
  TSParser* parser_ = nullptr;
  TSTree* tree_ = nullptr;
  bool stale_ = true;
};

}  // namespace scrim::lsp
