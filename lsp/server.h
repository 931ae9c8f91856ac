// The server: its life from `initialize` to `exit`, the documents, and the order in which things are done.
//
// One thread works. Messages are handled in the order they came, so each answer is about the text its question was
// about. Diagnostics wait until no message does: edits that come in a burst are published once, for the last of them,
// without any delay built in.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lsp/analysis.h"
#include "lsp/session.h"
#include "lsp/syntax_tree.h"
#include "protocol/dispatch.h"

namespace scrim::lsp {

class Server {
 public:
  explicit Server(std::unique_ptr<protocol::Transport> transport);
  ~Server();
  // Returns the exit code: 0 after `shutdown` and `exit`, 1 when the client vanished or said `exit` too early.
  int run();

 private:
  struct OpenDocument {
    explicit OpenDocument(Document opened) : document(std::move(opened)) {}
    Document document;
    SyntaxTree tree;
    std::unique_ptr<Analysis> analysis;  // of an older version until somebody asks
    std::string path;
    bool dirty = true;         // diagnostics are to be published
    bool out_of_step = false;  // the client has been told
  };

  void bind_requests();
  std::optional<protocol::Error> admit(const protocol::Incoming& message);
  void publish_one();
  void publish(OpenDocument& open);
  bool has_dirty() const;
  OpenDocument* find(const std::string& uri);
  Analysis& analysis_of(OpenDocument& open);
  // Other languages are only kept in step.
  // What edits and finds names looks at all of them: not at TypeScript, whose types are not in the tree.
  static bool is_javascript(const OpenDocument& open) {
    const std::string& language = open.document.language();
    return language == "javascript" || language == "javascriptreact";
  }
  static bool is_linted(const OpenDocument& open) {
    const std::string& language = open.document.language();
    return is_javascript(open) || language == "typescript" || language == "typescriptreact";
  }
  void log(messages::MessageType type, const std::string& text);
  void settings_changed();
  void ask_configuration();
  void tell_out_of_step(OpenDocument& open, const std::string& problem);

  // Lifecycle.
  protocol::Expected<messages::InitializeResult> initialize(const messages::InitializeParams& params,
                                                            const protocol::Incoming&);
  void initialized(const messages::InitializedParams&);
  protocol::Expected<protocol::Empty> shutdown(const protocol::Empty&, const protocol::Incoming&);
  void exit(const protocol::Empty&);
  void set_trace(const messages::SetTraceParams&) {}
  void did_change_configuration(const messages::DidChangeConfigurationParams& params);
  // Documents.
  void did_open(const messages::DidOpenTextDocumentParams& params);
  void did_change(const messages::DidChangeTextDocumentParams& params);
  void did_save(const messages::DidSaveTextDocumentParams&) {}
  void did_close(const messages::DidCloseTextDocumentParams& params);
  // Features.
  template <class Request>
  using Result = protocol::Expected<typename Request::Result>;
  using Incoming = protocol::Incoming;
  Result<messages::TextDocumentDiagnosticRequest> diagnostic(const messages::DocumentDiagnosticParams&,
                                                             const Incoming&);
  Result<messages::TextDocumentCodeActionRequest> code_action(const messages::CodeActionParams&, const Incoming&);
  Result<messages::TextDocumentHoverRequest> hover(const messages::TextDocumentPositionParams&, const Incoming&);
  Result<messages::TextDocumentFoldingRangeRequest> folding(const messages::TextDocumentParams&, const Incoming&);
  Result<messages::TextDocumentDocumentSymbolRequest> symbols(const messages::TextDocumentParams&, const Incoming&);
  Result<messages::TextDocumentSelectionRangeRequest> selection(const messages::SelectionRangeParams&, const Incoming&);
  Result<messages::TextDocumentDefinitionRequest> definition(const messages::TextDocumentPositionParams&,
                                                             const Incoming&);
  Result<messages::TextDocumentReferencesRequest> references(const messages::ReferenceParams&, const Incoming&);
  Result<messages::TextDocumentDocumentHighlightRequest> highlight(const messages::TextDocumentPositionParams&,
                                                                   const Incoming&);
  Result<messages::TextDocumentPrepareRenameRequest> prepare_rename(const messages::TextDocumentPositionParams&,
                                                                    const Incoming&);
  Result<messages::TextDocumentRenameRequest> rename(const messages::RenameParams&, const Incoming&);

  protocol::MessageQueue queue_;
  std::atomic<int> waiting_changes_{0};  // didChange that are read but not yet handled
  std::unique_ptr<protocol::Connection> connection_;
  protocol::Dispatcher dispatcher_;
  Session session_;
  std::map<std::string, std::unique_ptr<OpenDocument>> documents_;  // by normalized URI
  int64_t client_process_ = 0;                                      // watched when not 0
  std::optional<int> exit_code_;
};

}  // namespace scrim::lsp
