#include "lsp/session.h"

#include <algorithm>

#include "protocol/json.h"

namespace scrim::lsp {

using protocol::JsonKind;
using protocol::JsonView;

namespace {

struct Reading {
  Settings* settings;
  std::string problem;
};

bool read_rule(void* context, const std::string& key, const JsonView& value) {
  auto* reading = static_cast<Reading*>(context);
  std::optional<lint::RuleId> rule = lint::rule_of(key);
  if (!rule) {
    reading->problem = "scrim.lint.rules has no rule '" + key + "'";
    return true;
  }
  std::string text;
  std::optional<lint::Severity>& slot = reading->settings->rules.severities[static_cast<size_t>(*rule)];
  if (value.kind() == JsonKind::null || (value.kind() == JsonKind::string && value.read(text) && text == "default")) {
    slot.reset();
  } else if (value.kind() == JsonKind::string && lint::severity_of(text)) {
    slot = lint::severity_of(text);
  } else {
    reading->problem = "scrim.lint.rules." + key + " must be off, hint, info, warning, error or default";
  }
  return true;
}

bool read_lint(void* context, const std::string& key, const JsonView& value) {
  auto* reading = static_cast<Reading*>(context);
  if (key == "enable" && value.kind() == JsonKind::boolean) {
    value.read(reading->settings->lint);
  } else if (key == "syntaxErrors" && value.kind() == JsonKind::boolean) {
    value.read(reading->settings->syntax_errors);
  } else if (key == "rules" && value.kind() == JsonKind::object) {
    reading->settings->rules = {};
    value.each_member(read_rule, context);
  }
  return true;
}

bool read_top(void* context, const std::string& key, const JsonView& value) {
  auto* reading = static_cast<Reading*>(context);
  if (key == "scrim" && value.kind() == JsonKind::object) {
    value.each_member(read_top, context);
  } else if (key == "lint" && value.kind() == JsonKind::object) {
    value.each_member(read_lint, context);
  } else if (key == "navigation" && value.kind() == JsonKind::boolean) {
    value.read(reading->settings->navigation);
  }
  return true;
}

}  // namespace

std::string read_settings(const protocol::AnyJson& json, Settings& settings) {
  if (!json.present()) return {};
  auto document = protocol::JsonDocument::parse(json.text);
  if (!document) return document.error().message;
  std::string error;
  JsonView root(document->root(), "settings", error);
  if (root.kind() != JsonKind::object) return {};
  Reading reading{&settings, {}};
  root.each_member(read_top, &reading);
  return reading.problem;
}

void Session::read_capabilities(const messages::ClientCapabilities& client) {
  if (client.general && client.general->position_encodings) {
    // The client lists what it prefers first; UTF-16 must be there and is the default.
    const std::vector<std::string>& offered = *client.general->position_encodings;
    if (!offered.empty() && offered.front() == "utf-8") encoding = PositionEncoding::kUtf8;
  }
  if (client.workspace) {
    has_configuration = client.workspace->configuration.value_or(false);
    registers_configuration = client.workspace->did_change_configuration &&
                              client.workspace->did_change_configuration->dynamic_registration.value_or(false);
    refreshes_diagnostics =
        client.workspace->diagnostics && client.workspace->diagnostics->refresh_support.value_or(false);
    document_changes =
        client.workspace->workspace_edit && client.workspace->workspace_edit->document_changes.value_or(false);
  }
  if (!client.text_document) return;
  const messages::TextDocumentClientCapabilities& text = *client.text_document;
  pulls_diagnostics = text.diagnostic.has_value();
  if (text.diagnostic) {
    related_information = text.diagnostic->related_information.value_or(false);
    code_descriptions = text.diagnostic->code_description_support.value_or(false);
  }
  if (text.publish_diagnostics) {
    related_information = related_information || text.publish_diagnostics->related_information.value_or(false);
    publishes_versions = text.publish_diagnostics->version_support.value_or(false);
    code_descriptions = code_descriptions || text.publish_diagnostics->code_description_support.value_or(false);
  }
  if (text.hover && text.hover->content_format) {
    const std::vector<std::string>& formats = *text.hover->content_format;
    markdown_hover = std::find(formats.begin(), formats.end(), "markdown") != formats.end();
  }
  if (text.document_symbol) {
    hierarchical_symbols = text.document_symbol->hierarchical_document_symbol_support.value_or(false);
  }
  if (text.folding_range) {
    folds_whole_lines = text.folding_range->line_folding_only.value_or(false);
    fold_limit = text.folding_range->range_limit.value_or(UINT32_MAX);
  }
  code_action_literals = text.code_action && text.code_action->code_action_literal_support.has_value();
  prepares_rename = text.rename && text.rename->prepare_support.value_or(false);
}

messages::ServerCapabilities Session::server_capabilities() const {
  messages::ServerCapabilities out;
  out.position_encoding = encoding == PositionEncoding::kUtf8 ? "utf-8" : "utf-16";
  messages::TextDocumentSyncOptions sync;
  sync.open_close = true;
  sync.change = messages::TextDocumentSyncKind::kIncremental;
  out.text_document_sync = sync;
  if (pulls_diagnostics) {
    messages::DiagnosticOptions pull;
    pull.identifier = "scrim";
    out.diagnostic_provider = pull;
  }
  if (code_action_literals) {
    messages::CodeActionOptions actions;
    actions.code_action_kinds = {"quickfix", "source.fixAll.scrim"};
    out.code_action_provider = actions;
  }
  out.hover_provider = true;
  if (settings.navigation) {
    out.definition_provider = true;
    out.references_provider = true;
    out.document_highlight_provider = true;
    // A flat list of symbols is for clients that this server does not have.
    if (hierarchical_symbols) out.document_symbol_provider = true;
    out.folding_range_provider = true;
    out.selection_range_provider = true;
    messages::RenameOptions rename;
    if (prepares_rename) rename.prepare_provider = true;
    out.rename_provider = rename;
  }
  return out;
}

}  // namespace scrim::lsp
