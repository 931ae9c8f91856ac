#include "lsp/server.h"

#include <signal.h>

#include <cerrno>

#include "lsp/features/features.h"

namespace scrim::lsp {

using protocol::Expected;
using protocol::failure;
namespace error_code = protocol::error_code;

namespace {

// How often the client's process is looked for. Only a client that dies without closing its pipe is noticed this way.
constexpr int kWatchMilliseconds = 3000;

bool process_exists(int64_t pid) {
  return ::kill(static_cast<pid_t>(pid), 0) == 0 || errno == EPERM;
}

}  // namespace

Server::Server(std::unique_ptr<protocol::Transport> transport)
    : connection_(std::make_unique<protocol::Connection>(protocol::Dialect::json_rpc, std::move(transport))),
      dispatcher_("scrim lsp", messages::messages()) {
  dispatcher_.set_guard([this](const Incoming& message) { return admit(message); });
  dispatcher_.set_complaint([this](const std::string& text) { log(messages::MessageType::kError, text); });
  bind_requests();
}

Server::~Server() = default;

void Server::bind_requests() {
  namespace m = messages;
  dispatcher_.bind<m::InitializeRequest>(this, &Server::initialize);
  dispatcher_.bind_event<m::InitializedNotification>(this, &Server::initialized);
  dispatcher_.bind<m::ShutdownRequest>(this, &Server::shutdown);
  dispatcher_.bind_event<m::ExitNotification>(this, &Server::exit);
  dispatcher_.bind_event<m::SetTraceNotification>(this, &Server::set_trace);
  dispatcher_.bind_event<m::WorkspaceDidChangeConfigurationNotification>(this, &Server::did_change_configuration);
  dispatcher_.bind_event<m::TextDocumentDidOpenNotification>(this, &Server::did_open);
  dispatcher_.bind_event<m::TextDocumentDidChangeNotification>(this, &Server::did_change);
  dispatcher_.bind_event<m::TextDocumentDidSaveNotification>(this, &Server::did_save);
  dispatcher_.bind_event<m::TextDocumentDidCloseNotification>(this, &Server::did_close);
  dispatcher_.bind<m::TextDocumentDiagnosticRequest>(this, &Server::diagnostic);
  dispatcher_.bind<m::TextDocumentCodeActionRequest>(this, &Server::code_action);
  dispatcher_.bind<m::TextDocumentHoverRequest>(this, &Server::hover);
  dispatcher_.bind<m::TextDocumentFoldingRangeRequest>(this, &Server::folding);
  dispatcher_.bind<m::TextDocumentDocumentSymbolRequest>(this, &Server::symbols);
  dispatcher_.bind<m::TextDocumentSelectionRangeRequest>(this, &Server::selection);
  dispatcher_.bind<m::TextDocumentDefinitionRequest>(this, &Server::definition);
  dispatcher_.bind<m::TextDocumentReferencesRequest>(this, &Server::references);
  dispatcher_.bind<m::TextDocumentDocumentHighlightRequest>(this, &Server::highlight);
  dispatcher_.bind<m::TextDocumentPrepareRenameRequest>(this, &Server::prepare_rename);
  dispatcher_.bind<m::TextDocumentRenameRequest>(this, &Server::rename);
}

int Server::run() {
  connection_->start([this](Incoming&& message) {
    if (message.method == messages::TextDocumentDidChangeNotification::kName) waiting_changes_++;
    queue_.push(std::move(message));
  });
  while (!exit_code_) {
    bool work = has_dirty();
    std::optional<Incoming> message = queue_.pop(work ? 0 : client_process_ != 0 ? kWatchMilliseconds : -1);
    if (!message) {
      if (work) {
        publish_one();
      } else if (client_process_ != 0 && !process_exists(client_process_)) {
        exit_code_ = 1;
      }
      continue;
    }
    if (message->kind == Incoming::Kind::closed) {
      // The client vanished; after shutdown, one that forgot to say exit.
      exit_code_ = session_.phase == Session::Phase::kShutDown ? 0 : 1;
      break;
    }
    if (message->method == messages::TextDocumentDidChangeNotification::kName) waiting_changes_--;
    dispatcher_.dispatch(*connection_, std::move(*message));
  }
  connection_->flush();
  connection_->close();
  return *exit_code_;
}

std::optional<protocol::Error> Server::admit(const Incoming& message) {
  if (message.method == messages::ExitNotification::kName) return std::nullopt;
  switch (session_.phase) {
    case Session::Phase::kNew:
      if (message.method == messages::InitializeRequest::kName) return std::nullopt;
      return protocol::Error{"the first request must be 'initialize'", error_code::kServerNotInitialized};
    case Session::Phase::kInitialized:
      if (message.method == messages::InitializeRequest::kName) {
        return protocol::Error{"already initialized", error_code::kInvalidRequest};
      }
      return std::nullopt;
    case Session::Phase::kShutDown:
      return protocol::Error{"the server is shut down: only 'exit' may follow", error_code::kInvalidRequest};
  }
  return std::nullopt;
}

void Server::log(messages::MessageType type, const std::string& text) {
  if (session_.phase == Session::Phase::kInitialized) {
    connection_->send<messages::WindowLogMessageNotification>({type, text});
  }
}

// ---- lifecycle ----

Expected<messages::InitializeResult> Server::initialize(const messages::InitializeParams& params, const Incoming&) {
  session_.read_capabilities(params.capabilities);
  read_settings(params.initialization_options, session_.settings);
  session_.phase = Session::Phase::kInitialized;
  if (params.process_id && *params.process_id > 0 && process_exists(*params.process_id)) {
    client_process_ = *params.process_id;
  }
  messages::InitializeResult result;
  result.capabilities = session_.server_capabilities();
  result.server_info = messages::ServerInfo{"scrim", SCRIM_VERSION};
  return result;
}

void Server::initialized(const messages::InitializedParams&) {
  if (session_.registers_configuration) {
    messages::Registration registration;
    registration.id = "scrim-configuration";
    registration.method = messages::WorkspaceDidChangeConfigurationNotification::kName;
    registration.register_options.text = R"({"section":"scrim"})";
    connection_->send_request<messages::ClientRegisterCapabilityRequest>({{registration}},
                                                                         [](Expected<protocol::Empty>) {});
  }
  ask_configuration();
}

Expected<protocol::Empty> Server::shutdown(const protocol::Empty&, const Incoming&) {
  session_.phase = Session::Phase::kShutDown;
  documents_.clear();
  return protocol::Empty{};
}

void Server::exit(const protocol::Empty&) {
  exit_code_ = session_.phase == Session::Phase::kShutDown ? 0 : 1;
}

void Server::ask_configuration() {
  if (!session_.has_configuration) return;
  messages::ConfigurationItem item;
  item.section = "scrim";
  connection_->send_request<messages::WorkspaceConfigurationRequest>(
      {{item}}, [this](Expected<std::vector<protocol::AnyJson>> answer) {
        if (!answer || answer->empty()) return;
        Settings settings;
        settings.navigation = session_.settings.navigation;
        std::string problem = read_settings(answer->front(), settings);
        if (!problem.empty()) log(messages::MessageType::kWarning, problem);
        session_.settings = settings;
        settings_changed();
      });
}

void Server::did_change_configuration(const messages::DidChangeConfigurationParams& params) {
  if (session_.has_configuration) return ask_configuration();
  std::string problem = read_settings(params.settings, session_.settings);
  if (!problem.empty()) log(messages::MessageType::kWarning, problem);
  settings_changed();
}

void Server::settings_changed() {
  session_.generation++;
  for (auto& [uri, open] : documents_) open->dirty = true;
  if (session_.pulls_diagnostics && session_.refreshes_diagnostics && !documents_.empty()) {
    connection_->send_request<messages::WorkspaceDiagnosticRefreshRequest>({}, [](Expected<protocol::Empty>) {});
  }
}

// ---- documents ----

Server::OpenDocument* Server::find(const std::string& uri) {
  auto found = documents_.find(normalized_uri(uri));
  return found == documents_.end() ? nullptr : found->second.get();
}

void Server::did_open(const messages::DidOpenTextDocumentParams& params) {
  const messages::TextDocumentItem& item = params.text_document;
  auto open = std::make_unique<OpenDocument>(
      Document(item.uri, item.language_id, static_cast<int32_t>(item.version), item.text));
  open->path = path_of_uri(item.uri);
  documents_[normalized_uri(item.uri)] = std::move(open);
}

void Server::did_change(const messages::DidChangeTextDocumentParams& params) {
  OpenDocument* open = find(params.text_document.uri);
  if (open == nullptr) {
    return log(messages::MessageType::kError, "a change of " + params.text_document.uri + ", which is not open");
  }
  std::string problem;
  for (const messages::TextDocumentContentChangeEvent& change : params.content_changes) {
    if (change.range) {
      PositionRange range{{change.range->start.line, change.range->start.character},
                          {change.range->end.line, change.range->end.character}};
      open->tree.edited(open->document.edit(range, change.text, session_.encoding, &problem));
    } else {
      open->tree.edited(open->document.replace_all(change.text));
      open->out_of_step = false;
      problem.clear();
    }
  }
  auto version = static_cast<int32_t>(params.text_document.version);
  if (version < open->document.version() && problem.empty()) {
    problem = "version " + std::to_string(version) + " came after version " + std::to_string(open->document.version());
  }
  open->document.set_version(version);
  open->dirty = true;
  if (!problem.empty()) tell_out_of_step(*open, problem);
}

void Server::tell_out_of_step(OpenDocument& open, const std::string& problem) {
  log(messages::MessageType::kWarning, open.document.uri() + ": " + problem);
  if (open.out_of_step) return;
  open.out_of_step = true;
  connection_->send<messages::WindowShowMessageNotification>(
      {messages::MessageType::kWarning, "scrim's copy of " + open.document.uri() +
                                            " may be out of step with the editor (" + problem +
                                            "): close and open the file again if what is shown looks wrong"});
}

void Server::did_close(const messages::DidCloseTextDocumentParams& params) {
  OpenDocument* open = find(params.text_document.uri);
  if (open == nullptr) return;
  if (!session_.pulls_diagnostics && is_linted(*open)) {
    connection_->send<messages::TextDocumentPublishDiagnosticsNotification>({open->document.uri(), std::nullopt, {}});
  }
  documents_.erase(normalized_uri(params.text_document.uri));
}

Analysis& Server::analysis_of(OpenDocument& open) {
  if (open.analysis == nullptr || open.analysis->version() != open.document.version()) {
    open.analysis = std::make_unique<Analysis>(open.document, open.path, session_.encoding, open.analysis.get());
  }
  return *open.analysis;
}

// ---- diagnostics ----

bool Server::has_dirty() const {
  if (session_.pulls_diagnostics || session_.phase != Session::Phase::kInitialized) return false;
  for (const auto& [uri, open] : documents_) {
    if (open->dirty) return true;
  }
  return false;
}

void Server::publish_one() {
  for (auto& [uri, open] : documents_) {
    if (open->dirty) return publish(*open);
  }
}

void Server::publish(OpenDocument& open) {
  open.dirty = false;
  if (!is_linted(open)) return;
  messages::PublishDiagnosticsParams params;
  params.uri = open.document.uri();
  if (session_.publishes_versions) params.version = open.document.version();
  params.diagnostics = diagnostics_of(session_, params.uri, analysis_of(open));
  connection_->send<messages::TextDocumentPublishDiagnosticsNotification>(params);
}

Expected<messages::DocumentDiagnosticReport> Server::diagnostic(const messages::DocumentDiagnosticParams& params,
                                                                const Incoming&) {
  OpenDocument* open = find(params.text_document.uri);
  messages::DocumentDiagnosticReport report;
  report.kind = "full";
  if (open == nullptr || !is_linted(*open)) {
    report.items.emplace();
    return report;
  }
  if (waiting_changes_ > 0) {
    // The text has moved on: what would be computed now is of no use, and the client is to ask again.
    protocol::Error error{"the document has changed", error_code::kServerCancelled};
    error.data.text = R"({"retriggerRequest":true})";
    return std::unexpected(std::move(error));
  }
  report.result_id = std::to_string(open->document.version()) + "." + std::to_string(session_.generation);
  if (params.previous_result_id && params.previous_result_id == report.result_id) {
    report.kind = "unchanged";
    return report;
  }
  report.items = diagnostics_of(session_, open->document.uri(), analysis_of(*open));
  return report;
}

// ---- features ----

Expected<std::optional<std::vector<messages::CodeAction>>> Server::code_action(const messages::CodeActionParams& params,
                                                                               const Incoming&) {
  OpenDocument* open = find(params.text_document.uri);
  if (open == nullptr || !is_linted(*open)) return std::nullopt;
  return code_actions_of(session_, open->document.uri(), analysis_of(*open), params);
}

Expected<std::optional<messages::Hover>> Server::hover(const messages::TextDocumentPositionParams& params,
                                                       const Incoming&) {
  OpenDocument* open = find(params.text_document.uri);
  if (open == nullptr || !is_linted(*open)) return std::nullopt;
  return hover_of(session_, analysis_of(*open), params.position);
}

Expected<std::optional<std::vector<messages::FoldingRange>>> Server::folding(const messages::TextDocumentParams& params,
                                                                             const Incoming&) {
  OpenDocument* open = find(params.text_document.uri);
  // The concrete tree knows no TypeScript: the client then folds by indentation.
  if (open == nullptr || !is_javascript(*open)) return std::nullopt;
  return folding_ranges_of(session_, open->document, open->tree);
}

Expected<std::optional<std::vector<messages::DocumentSymbol>>> Server::symbols(
    const messages::TextDocumentParams& params, const Incoming&) {
  OpenDocument* open = find(params.text_document.uri);
  if (open == nullptr) return std::nullopt;
  return document_symbols_of(session_, open->document, open->tree);
}

Expected<std::optional<std::vector<messages::SelectionRange>>> Server::selection(
    const messages::SelectionRangeParams& params, const Incoming&) {
  OpenDocument* open = find(params.text_document.uri);
  if (open == nullptr) return std::nullopt;
  std::vector<messages::SelectionRange> out;
  for (const messages::Position& position : params.positions) {
    out.push_back(selection_range_of(session_, open->document, open->tree, position));
  }
  return out;
}

Expected<std::optional<std::vector<messages::Location>>> Server::definition(
    const messages::TextDocumentPositionParams& params, const Incoming&) {
  OpenDocument* open = find(params.text_document.uri);
  if (open == nullptr || !is_javascript(*open)) return std::nullopt;
  return definition_of(open->document.uri(), analysis_of(*open), params.position);
}

Expected<std::optional<std::vector<messages::Location>>> Server::references(const messages::ReferenceParams& params,
                                                                            const Incoming&) {
  OpenDocument* open = find(params.text_document.uri);
  if (open == nullptr || !is_javascript(*open)) return std::nullopt;
  return references_of(open->document.uri(), analysis_of(*open), params.position, params.context.include_declaration);
}

Expected<std::optional<std::vector<messages::DocumentHighlight>>> Server::highlight(
    const messages::TextDocumentPositionParams& params, const Incoming&) {
  OpenDocument* open = find(params.text_document.uri);
  if (open == nullptr || !is_javascript(*open)) return std::nullopt;
  return highlights_of(analysis_of(*open), params.position);
}

Expected<std::optional<messages::PrepareRenameResult>> Server::prepare_rename(
    const messages::TextDocumentPositionParams& params, const Incoming&) {
  OpenDocument* open = find(params.text_document.uri);
  if (open == nullptr || !is_javascript(*open)) return std::nullopt;
  Expected<messages::PrepareRenameResult> result = lsp::prepare_rename(analysis_of(*open), params.position);
  if (!result) return std::unexpected(result.error());
  return std::move(*result);
}

Expected<std::optional<messages::WorkspaceEdit>> Server::rename(const messages::RenameParams& params, const Incoming&) {
  OpenDocument* open = find(params.text_document.uri);
  if (open == nullptr || !is_javascript(*open)) return std::nullopt;
  Expected<messages::WorkspaceEdit> result =
      lsp::rename(session_, open->document.uri(), analysis_of(*open), params.position, params.new_name);
  if (!result) return std::unexpected(result.error());
  return std::move(*result);
}

}  // namespace scrim::lsp
