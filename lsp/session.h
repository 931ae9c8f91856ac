// What the server knows of its client: what it can do and what its user has set.
#pragma once

#include <string>

#include "lsp/document.h"
#include "lsp/lint/rule.h"
#include "protocol/lsp_messages.h"

namespace scrim::lsp {

namespace messages = protocol::lsp;

struct Settings {
  bool lint = true;           // scrim.lint.enable
  bool syntax_errors = true;  // scrim.lint.syntaxErrors: false leaves them to another server
  lint::Options rules;        // scrim.lint.rules: {"shape-for-in": "off"}
  bool navigation = true;     // scrim.navigation, at start only: outline, folding, definition, references, rename
};

// Reads {"lint": {...}, "navigation": ...}, also when wrapped as {"scrim": {...}}, over what is already there. Returns
// what is wrong with it in words, empty when nothing is.
std::string read_settings(const protocol::AnyJson& json, Settings& settings);

struct Session {
  enum class Phase : uint8_t { kNew, kInitialized, kShutDown };
  Phase phase = Phase::kNew;
  PositionEncoding encoding = PositionEncoding::kUtf16;
  bool pulls_diagnostics = false;
  bool refreshes_diagnostics = false;
  bool related_information = false;
  bool publishes_versions = false;
  bool code_descriptions = false;
  bool markdown_hover = false;
  bool hierarchical_symbols = false;
  bool folds_whole_lines = false;
  uint32_t fold_limit = UINT32_MAX;
  bool code_action_literals = false;
  bool document_changes = false;
  bool prepares_rename = false;
  bool has_configuration = false;
  bool registers_configuration = false;

  Settings settings;
  uint32_t generation = 1;  // counts changes of settings

  void read_capabilities(const messages::ClientCapabilities& client);
  messages::ServerCapabilities server_capabilities() const;
};

}  // namespace scrim::lsp
