#include "protocol/message.h"

#include <gtest/gtest.h>

#include "protocol/dap_messages.h"
#include "protocol/lsp_messages.h"

namespace scrim::protocol {
namespace {

template <class T>
std::string problem(std::string_view text) {
  auto value = from_json_text<T>(text, "arguments");
  return value ? "none: " + to_json_text(*value) : value.error().message;
}

TEST(Messages, ReadAndWriteBack) {
  const std::string text =
      R"({"source":{"name":"a.js","path":"/x/a.js"},"breakpoints":[{"line":5,"condition":"i > 2"},{"line":8,"column":3}],"sourceModified":false})";
  EXPECT_EQ(problem<dap::SetBreakpointsArguments>(text), "none: " + text);
}

TEST(Messages, ErrorsNameTheField) {
  EXPECT_EQ(problem<dap::SetBreakpointsArguments>(R"({"source":{},"breakpoints":[{"line":1},{"line":"two"}]})"),
            "arguments.breakpoints[1].line: expected an integer, got a string");
  EXPECT_EQ(problem<dap::StackTraceArguments>("{}"), "arguments.threadId is missing");
  EXPECT_EQ(problem<dap::StackTraceArguments>("[1]"), "arguments: expected an object, got an array");
  EXPECT_EQ(problem<dap::NextArguments>(R"({"threadId":1,"granularity":"word"})"),
            "arguments.granularity: expected one of statement, line, instruction, got 'word'");
  EXPECT_EQ(problem<dap::ContinueArguments>(R"({"threadId":1.5})"),
            "arguments.threadId: expected an integer, got a number");
  EXPECT_EQ(problem<lsp::Position>(R"({"line":-1,"character":0})"),
            "arguments.line: expected an integer that is not negative, got a number");
  EXPECT_EQ(problem<dap::Module>(R"({"id":{},"name":"m"})"), "arguments.id: expected another type, got an object");
}

TEST(Messages, LenientWhereClientsAre) {
  // Floats that are whole, nulls for absent fields, unknown fields, the largest position as "to the end".
  EXPECT_EQ(problem<dap::ContinueArguments>(R"({"threadId":1.0,"singleThread":null,"extra":[1]})"),
            R"(none: {"threadId":1})");
  EXPECT_EQ(problem<lsp::Position>(R"({"line":4294967295,"character":18446744073709551615})"),
            "arguments.character: expected a smaller integer, got a number");
  EXPECT_EQ(problem<lsp::Position>(R"({"line":4294967295,"character":0})"),
            R"(none: {"line":2147483647,"character":0})");
}

TEST(Messages, NullableFieldsArePresentOptionalOnesAbsent) {
  EXPECT_EQ(to_json_text(dap::DataBreakpointInfoResponse{.data_id = {}, .description = "d"}),
            R"({"dataId":null,"description":"d"})");
  EXPECT_EQ(problem<dap::RunInTerminalArguments>(R"({"cwd":"/","args":[],"env":{"A":"1","B":null}})"),
            R"(none: {"cwd":"/","args":[],"env":{"A":"1","B":null}})");
}

TEST(Messages, RecursiveAndConstantFields) {
  EXPECT_EQ(
      problem<lsp::SelectionRange>(
          R"({"range":{"start":{"line":1,"character":2},"end":{"line":1,"character":3}},"parent":{"range":{"start":{"line":0,"character":0},"end":{"line":9,"character":0}}}})"),
      R"(none: {"range":{"start":{"line":1,"character":2},"end":{"line":1,"character":3}},"parent":{"range":{"start":{"line":0,"character":0},"end":{"line":9,"character":0}}}})");
  EXPECT_EQ(to_json_text(lsp::WorkDoneProgressBegin{.title = "t"}), R"({"kind":"begin","title":"t"})");
}

TEST(Messages, StringsThatAreNotUtf8AreRepaired) {
  // A lone surrogate as the engine encodes it (CESU), a cut sequence, a control character.
  dap::Variable variable{.name = "a\xED\xA0\x80z", .value = "\xE2\x82\x01\""};
  const std::string text = to_json_text(variable);
  EXPECT_EQ(text,
            "{\"name\":\"a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz\",\"value\":\"\xEF\xBF\xBD\xEF\xBF\xBD\\u0001\\\"\","
            "\"variablesReference\":0}");
  EXPECT_TRUE(JsonDocument::parse(text));
}

TEST(Messages, AnyIsKeptAsText) {
  auto launch = from_json_text<dap::LaunchArguments>(
      R"({"program":"a.js","env":{"A":"x","N":5,"Z":null},"args":"one two","__restart":{"n":[1]}})", "arguments");
  ASSERT_TRUE(launch) << launch.error().message;
  EXPECT_EQ(launch->internal_restart.text, R"({"n":[1]})");
  EXPECT_EQ(*launch->env->at("A").as_string(), "x");
  EXPECT_EQ(*launch->env->at("N").as_number(), 5);
  EXPECT_EQ(std::get<std::string>(*launch->args), "one two");
}

TEST(Envelopes, Dap) {
  Incoming message = parse_message(Dialect::dap, R"({"seq":3,"type":"request","command":"threads"})");
  EXPECT_EQ(message.kind, Incoming::Kind::request);
  EXPECT_EQ(std::get<int64_t>(message.id), 3);
  EXPECT_EQ(message.body_text(), "{}");
  message = parse_message(
      Dialect::dap,
      R"({"seq":4,"type":"response","request_seq":2,"success":false,"command":"x","message":"no","body":{"error":{"id":1,"format":"no {what}","variables":{"what":"way"}}}})");
  EXPECT_EQ(message.kind, Incoming::Kind::response);
  EXPECT_EQ(message.error.message, "no way");
  EXPECT_EQ(parse_message(Dialect::dap, R"({"type":"request","command":"x"})").error.message,
            "a request without an integer 'seq'");
  EXPECT_EQ(parse_message(Dialect::dap, R"({"seq":1,"type":"request"})").error.message, "a request without 'command'");
  EXPECT_EQ(parse_message(Dialect::dap, "[]").error.message, "a message that is not an object");
  EXPECT_EQ(parse_message(Dialect::dap, R"({"seq":)").kind, Incoming::Kind::malformed);
  EXPECT_EQ(parse_message(Dialect::dap, "{\"seq\":1,\"type\":\"\xFF\"}").kind, Incoming::Kind::malformed);
}

TEST(Envelopes, JsonRpc) {
  EXPECT_EQ(std::get<std::string>(parse_message(Dialect::json_rpc, R"({"jsonrpc":"2.0","id":"a","method":"m"})").id),
            "a");
  EXPECT_EQ(parse_message(Dialect::json_rpc, R"({"jsonrpc":"2.0","method":"m","params":{}})").kind,
            Incoming::Kind::event);
  EXPECT_EQ(parse_message(Dialect::json_rpc, R"({"jsonrpc":"2.0","id":1,"result":null})").kind,
            Incoming::Kind::response);
  EXPECT_EQ(parse_message(Dialect::json_rpc, R"({"id":1,"method":"m"})").kind, Incoming::Kind::malformed);
  EXPECT_EQ(parse_message(Dialect::json_rpc, R"({"jsonrpc":"2.0","id":{},"method":"m"})").kind,
            Incoming::Kind::malformed);
  EXPECT_EQ(format_result(Dialect::json_rpc, 9, MessageId("a"), "m", ""),
            R"({"jsonrpc":"2.0","id":"a","result":null})");
  EXPECT_EQ(format_error(Dialect::json_rpc, 9, MessageId(int64_t{1}), "m", Error{"bad", -32602}),
            R"({"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"bad"}})");
}

TEST(Envelopes, DeepNestingIsRefused) {
  const std::string deep = std::string(100000, '[');
  EXPECT_EQ(parse_message(Dialect::dap, deep).error.message, "JSON nested deeper than 512 levels at byte 513");
}

TEST(Envelopes, DapErrorsWithBracesSurvive) {
  const std::string text =
      format_error(Dialect::dap, 1, MessageId(int64_t{2}), "evaluate", Error{"Unexpected token '{'", 7, true});
  EXPECT_EQ(parse_message(Dialect::dap, text).error.message, "Unexpected token '{'");
}

TEST(Table, HasAllOfDap) {
  int requests = 0, reverse = 0, events = 0;
  for (const MessageInfo& message : dap::messages())
    (message.is_request ? (message.to_client ? reverse : requests) : events)++;
  EXPECT_EQ(requests, 43);
  EXPECT_EQ(reverse, 2);
  EXPECT_EQ(events, 17);
}

}  // namespace
}  // namespace scrim::protocol
