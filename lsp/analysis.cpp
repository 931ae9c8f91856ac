#include "lsp/analysis.h"

#include <algorithm>

namespace scrim::lsp {

using syntax::LineRule;

namespace {

std::optional<lint::Goal> goal_of(const std::string& path, const std::optional<lint::Goal>* known) {
  if (known != nullptr) return *known;
  return path.empty() ? std::nullopt : lint::goal_of_file(path);
}

// The editor knows better than the file's name, which a new text does not have.
std::optional<syntax::Language> language_of(const Document& document) {
  if (document.language() == "typescript") return syntax::Language::kTypeScript;
  if (document.language() == "typescriptreact") return syntax::Language::kTsx;
  if (document.language() == "javascriptreact") return syntax::Language::kJsx;
  return std::nullopt;
}

lint::Goal likely_goal(const syntax::ParseResult* previous) {
  bool module = previous != nullptr && previous->program->kind_of_program == syntax::ProgramKind::kModule;
  return module ? lint::Goal::kModule : lint::Goal::kScript;
}

}  // namespace

Analysis::Analysis(const Document& document, const std::string& path, PositionEncoding encoding, Analysis* previous)
    : version_(document.version()),
      encoding_(encoding),
      goal_(goal_of(path, previous != nullptr ? &previous->goal_ : nullptr)),
      source_(document.text(), path),
      parse_(previous != nullptr ? std::move(previous->parse_) : nullptr) {
  lint::Goal likely = likely_goal(parse_.get());
  parse_ = lint::parse_for_lint(source_, goal_, likely, language_of(document), std::move(parse_));
  tree_ = std::make_unique<lint::TreeIndex>(parse_->program);
}

const std::vector<lint::Finding>& Analysis::findings(const lint::Options& options, uint32_t generation) {
  if (findings_generation_ != generation) {
    findings_ = lint::lint(*parse_, *tree_, options);
    findings_generation_ = generation;
  }
  return findings_;
}

messages::Position Analysis::position(uint32_t offset) const {
  offset = std::min(offset, source_.size());
  LineColumn place = encoding_ == PositionEncoding::kUtf16 ? source_.utf16_position(offset, LineRule::kEditor)
                                                           : source_.utf8_position(offset, LineRule::kEditor);
  return {place.line, place.column};
}

uint32_t Analysis::offset(const messages::Position& position) const {
  if (encoding_ == PositionEncoding::kUtf16) {
    return source_.offset_of_utf16({position.line, position.character}, LineRule::kEditor);
  }
  if (position.line >= source_.line_count(LineRule::kEditor)) return source_.size();
  SourceRange line = source_.line_range(position.line, LineRule::kEditor);
  return line.start + std::min(position.character, line.length());
}

}  // namespace scrim::lsp
