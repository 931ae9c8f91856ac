// What is known of one version of a document: the exact tree, its scopes, what is wrong, what the rules found.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lsp/document.h"
#include "lsp/lint/linter.h"
#include "protocol/lsp_messages.h"

namespace scrim::lsp {

namespace messages = protocol::lsp;

class Analysis {
 public:
  // Parses. `path` is the file's, empty when there is none; `previous` is that of an older version, or null: what can
  // be kept of its tree is taken from it, so that it is good for nothing afterwards.
  Analysis(const Document& document, const std::string& path, PositionEncoding encoding, Analysis* previous);

  int32_t version() const { return version_; }
  const syntax::SourceText& source() const { return source_; }
  const syntax::ParseResult& parse() const { return *parse_; }
  const lint::TreeIndex& tree() const { return *tree_; }
  // Made for one set of options; made again when `generation` differs from that of the last call.
  const std::vector<lint::Finding>& findings(const lint::Options& options, uint32_t generation);

  // In the client's encoding; O(log n).
  messages::Position position(uint32_t offset) const;
  messages::Range range(SourceRange range) const { return {position(range.start), position(range.end)}; }
  uint32_t offset(const messages::Position& position) const;

 private:
  int32_t version_;
  PositionEncoding encoding_;
  std::optional<lint::Goal> goal_;  // as the file's name and folder say
  syntax::SourceText source_;
  std::unique_ptr<syntax::ParseResult> parse_;
  std::unique_ptr<lint::TreeIndex> tree_;
  std::vector<lint::Finding> findings_;
  uint32_t findings_generation_ = 0;
};

}  // namespace scrim::lsp
