#include "protocol/connection.h"

#include <gtest/gtest.h>

#include <future>

#include "protocol/dap_messages.h"
#include "protocol/dispatch.h"
#include "protocol/lsp_messages.h"

namespace scrim::protocol {
namespace {

// A client and a server over a pair of sockets; both ends' messages arrive in queues.
struct Pair {
  explicit Pair(Dialect dialect) {
    const auto fds = channel_pair().value();
    client = std::make_unique<Connection>(dialect, transport_of(fds.first, fds.first, true));
    server = std::make_unique<Connection>(dialect, transport_of(fds.second, fds.second, true));
    client->start([this](Incoming&& message) { from_server.push(std::move(message)); });
    server->start([this](Incoming&& message) { from_client.push(std::move(message)); });
  }
  Incoming to_server() { return *from_client.pop(); }
  Incoming to_client() { return *from_server.pop(); }

  MessageQueue from_server, from_client;
  std::unique_ptr<Connection> client, server;
};

struct Owner {
  Expected<dap::ThreadsResponse> threads(const Empty&, const Incoming&) {
    return dap::ThreadsResponse{.threads = {{.id = 1, .name = "main"}}};
  }
  Expected<dap::EvaluateResponse> evaluate(const dap::EvaluateArguments& arguments, const Incoming&) {
    if (arguments.expression == "throw") return failure("Error: thrown");
    return dap::EvaluateResponse{.result = arguments.expression + "!"};
  }
  void pause(const dap::PauseArguments&, Reply<dap::PauseRequest> reply) { pending.emplace(std::move(reply)); }
  void opened(const lsp::DidOpenTextDocumentParams& params) { uri = params.text_document.uri; }

  std::optional<Reply<dap::PauseRequest>> pending;
  std::string uri;
};

std::string answer(Pair& pair, Dispatcher& dispatcher, std::string_view method, std::string_view arguments) {
  std::string out;
  pair.client->request(method, arguments,
                       [&](Incoming&& reply) { out = reply.success ? reply.body_text() : "!" + reply.error.message; });
  dispatcher.dispatch(*pair.server, pair.to_server());
  pair.client->deliver(pair.to_client());
  return out;
}

TEST(Connection, TypedRequestsAndErrors) {
  Pair pair(Dialect::dap);
  Owner owner;
  Dispatcher dispatcher("scrim", dap::messages());
  dispatcher.bind<dap::ThreadsRequest>(&owner, &Owner::threads);
  dispatcher.bind<dap::EvaluateRequest>(&owner, &Owner::evaluate);
  EXPECT_EQ(answer(pair, dispatcher, "threads", ""), R"({"threads":[{"id":1,"name":"main"}]})");
  EXPECT_EQ(answer(pair, dispatcher, "threads", "null"), R"({"threads":[{"id":1,"name":"main"}]})");
  EXPECT_EQ(answer(pair, dispatcher, "evaluate", R"({"expression":"a"})"), R"({"result":"a!","variablesReference":0})");
  EXPECT_EQ(answer(pair, dispatcher, "evaluate", R"({"expression":"throw"})"), "!Error: thrown");
  EXPECT_EQ(answer(pair, dispatcher, "evaluate", R"({"expression":1})"),
            "!evaluate: arguments.expression: expected a string, got a number");
  EXPECT_EQ(answer(pair, dispatcher, "stepBack", R"({"threadId":1})"), "!scrim does not support 'stepBack' yet");
  EXPECT_EQ(answer(pair, dispatcher, "dance", "{}"), "!unknown request 'dance'");
}

TEST(Connection, TypedReply) {
  Pair pair(Dialect::dap);
  Owner owner;
  Dispatcher dispatcher("scrim", dap::messages());
  dispatcher.bind<dap::ThreadsRequest>(&owner, &Owner::threads);
  std::string name;
  pair.client->send_request<dap::ThreadsRequest>(
      {}, [&](Expected<dap::ThreadsResponse> reply) { name = reply->threads.at(0).name; });
  dispatcher.dispatch(*pair.server, pair.to_server());
  pair.client->deliver(pair.to_client());
  EXPECT_EQ(name, "main");
}

TEST(Connection, ADroppedReplyIsAnError) {
  Pair pair(Dialect::dap);
  Owner owner;
  Dispatcher dispatcher("scrim", dap::messages());
  dispatcher.bind<dap::PauseRequest>(&owner, &Owner::pause);
  pair.client->request("pause", R"({"threadId":1})", nullptr);
  dispatcher.dispatch(*pair.server, pair.to_server());
  EXPECT_TRUE(pair.from_server.empty());
  owner.pending.reset();
  const Incoming reply = pair.to_client();
  EXPECT_FALSE(reply.success);
  EXPECT_EQ(reply.error.message, "pause was not answered");
}

TEST(Connection, CancelOvertakesAndStillGetsOneResponse) {
  Pair pair(Dialect::dap);
  Owner owner;
  Dispatcher dispatcher("scrim", dap::messages());
  dispatcher.bind<dap::EvaluateRequest>(&owner, &Owner::evaluate);
  const int64_t first = pair.client->request("evaluate", R"({"expression":"a"})", nullptr);
  pair.client->request("cancel", "{\"requestId\":" + std::to_string(first) + "}", nullptr);
  pair.client->request("pause", R"({"threadId":1})", nullptr);
  // A fourth tells that the first three have arrived.
  pair.client->send_event("end", "");
  std::vector<std::string> order;
  Incoming evaluate;
  while (order.size() < 4) {
    Incoming message = pair.to_server();
    order.push_back(message.method);
    if (message.method == "evaluate") evaluate = std::move(message);
    if (message.method == "end") break;
  }
  ASSERT_EQ(order.size(), 4u);
  EXPECT_TRUE(evaluate.cancelled());
  dispatcher.dispatch(*pair.server, std::move(evaluate));
  const Incoming reply = pair.to_client();
  EXPECT_EQ(reply.error.message, "cancelled");
  EXPECT_EQ(reply.error.code, error_code::kRequestCancelled);
}

TEST(MessageQueue, PauseGoesFirst) {
  MessageQueue queue;
  for (const char* name : {"evaluate", "variables", "pause", "cancel"}) {
    Incoming message;
    message.kind = Incoming::Kind::request;
    message.method = name;
    queue.push(std::move(message));
  }
  std::vector<std::string> order;
  while (!queue.empty()) order.push_back(queue.pop()->method);
  EXPECT_EQ(order, (std::vector<std::string>{"pause", "cancel", "evaluate", "variables"}));
  EXPECT_FALSE(queue.pop(0));
}

TEST(Connection, JsonRpcGuardAndNotifications) {
  Pair pair(Dialect::json_rpc);
  Owner owner;
  bool initialized = false;
  std::vector<std::string> complaints;
  Dispatcher dispatcher("scrim", lsp::messages());
  dispatcher.bind_event<lsp::TextDocumentDidOpenNotification>(&owner, &Owner::opened);
  dispatcher.set_complaint([&](const std::string& text) { complaints.push_back(text); });
  dispatcher.set_guard([&](const Incoming&) {
    return initialized ? std::nullopt : std::optional(Error{"not initialized", error_code::kServerNotInitialized});
  });
  EXPECT_EQ(answer(pair, dispatcher, "textDocument/hover", "{}"), "!not initialized");
  initialized = true;
  EXPECT_EQ(answer(pair, dispatcher, "textDocument/hover", "{}"), "!scrim does not support 'textDocument/hover' yet");
  pair.client->send_event("textDocument/didOpen",
                          R"({"textDocument":{"uri":"u","languageId":"javascript","version":1,"text":""}})");
  dispatcher.dispatch(*pair.server, pair.to_server());
  EXPECT_EQ(owner.uri, "u");
  pair.client->send_event("textDocument/didOpen", R"({"textDocument":{"uri":1}})");
  dispatcher.dispatch(*pair.server, pair.to_server());
  ASSERT_EQ(complaints.size(), 1u);
  EXPECT_EQ(complaints[0], "textDocument/didOpen: params.textDocument.uri: expected a string, got a number");
  pair.client->send_event("$/unknown", "{}");
  dispatcher.dispatch(*pair.server, pair.to_server());
}

TEST(Connection, ClosingEndsBothSides) {
  Pair pair(Dialect::dap);
  std::string error;
  pair.client->request("threads", "", [&](Incoming&& reply) { error = reply.error.message; });
  EXPECT_EQ(pair.to_server().method, "threads");
  pair.server.reset();
  EXPECT_EQ(pair.to_client().kind, Incoming::Kind::closed);
  pair.client->fail_pending(Error{"gone"});
  EXPECT_EQ(error, "gone");
}

TEST(Transport, TcpOnLoopback) {
  auto listener = TcpListener::open(0);
  ASSERT_TRUE(listener) << listener.error().message;
  auto accepted = std::async(std::launch::async, [&] { return (*listener)->accept(); });
  auto client = connect_tcp("127.0.0.1", (*listener)->port());
  ASSERT_TRUE(client) << client.error().message;
  auto server = accepted.get();
  ASSERT_TRUE(server);
  ASSERT_TRUE((*client)->write("ping"));
  char buffer[8];
  EXPECT_EQ((*server)->read(buffer, sizeof buffer), 4u);
  client->reset();
  EXPECT_EQ((*server)->read(buffer, sizeof buffer), 0u);
  auto taken = TcpListener::open((*listener)->port());
  ASSERT_FALSE(taken);
  EXPECT_TRUE(taken.error().message.starts_with("cannot listen on 127.0.0.1:")) << taken.error().message;
}

TEST(Transport, CloseWakesAReader) {
  const auto fds = channel_pair().value();
  const auto ours = transport_of(fds.first, fds.first, true), theirs = transport_of(fds.second, fds.second, true);
  auto reading = std::async(std::launch::async, [&] {
    char buffer[8];
    return ours->read(buffer, sizeof buffer);
  });
  ours->close();
  EXPECT_EQ(reading.get(), 0u);
}

}  // namespace
}  // namespace scrim::protocol
