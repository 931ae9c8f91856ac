#include "dap/target/target.h"

namespace scrim::dap {

namespace {

debug::EvaluateContext context_of(const std::optional<std::string>& name) {
  if (name == "hover") return debug::EvaluateContext::hover;
  if (name == "watch") return debug::EvaluateContext::watch;
  if (name == "clipboard") return debug::EvaluateContext::clipboard;
  if (name == "variables") return debug::EvaluateContext::variables;
  return debug::EvaluateContext::repl;
}

std::optional<debug::FrameId> frame_of(const std::optional<int64_t>& id) {
  return id ? std::optional(static_cast<debug::FrameId>(*id)) : std::nullopt;
}

}  // namespace

Target::Answer<wire::EvaluateRequest> Target::evaluate(const wire::EvaluateArguments& arguments,
                                                       const Incoming& request) {
  if (arguments.frame_id) {
    if (const auto ready = must_be_paused(); !ready) return std::unexpected(ready.error());
  }
  const auto value = debugger_.evaluate({.expression = arguments.expression,
                                         .frame = frame_of(arguments.frame_id),
                                         .context = context_of(arguments.context),
                                         .hexadecimal = arguments.format && arguments.format->hex.value_or(false),
                                         .cancel = request.cancel.get()});
  if (!value) return failed(value);
  wire::EvaluateResponse out{.result = value->text};
  set_value(*value, out);
  return out;
}

Target::Answer<wire::SetExpressionRequest> Target::set_expression(const wire::SetExpressionArguments& arguments,
                                                                  const Incoming&) {
  const auto value = debugger_.set_expression(arguments.expression, arguments.value, frame_of(arguments.frame_id));
  if (!value) return failed(value);
  wire::SetExpressionResponse out{.value = value->text};
  set_value(*value, out);
  return out;
}

Target::Answer<wire::CompletionsRequest> Target::completions(const wire::CompletionsArguments& arguments,
                                                             const Incoming&) {
  // `line` picks a line of a text of several.
  std::string_view text = arguments.text;
  for (int64_t line = arguments.line ? engine_line(*arguments.line) : 0; line > 0; line--) {
    const size_t newline = text.find('\n');
    if (newline == std::string_view::npos) break;
    text.remove_prefix(newline + 1);
  }
  text = text.substr(0, text.find('\n'));
  const auto found = debugger_.completions(text, engine_column(arguments.column), frame_of(arguments.frame_id));
  if (!found) return failed(found);
  wire::CompletionsResponse out;
  for (const debug::CompletionInfo& completion : *found) {
    wire::CompletionItem& item = out.targets.emplace_back();
    item.label = completion.label;
    if (!completion.detail.empty()) item.detail = completion.detail;
    if (!completion.text.empty()) item.text = completion.text;
    if (completion.replaced != 0) {
      item.start = client_column(engine_column(arguments.column) - completion.replaced);
      item.length = completion.replaced;
    }
    item.sort_text = std::string(std::min<uint32_t>(completion.depth, 20), '~') + completion.label;
    if (completion.type == "method") item.type = wire::CompletionItemType::kMethod;
    if (completion.type == "function") item.type = wire::CompletionItemType::kFunction;
    if (completion.type == "class") item.type = wire::CompletionItemType::kClass;
    if (completion.type == "keyword") item.type = wire::CompletionItemType::kKeyword;
    if (completion.type == "variable") item.type = wire::CompletionItemType::kVariable;
    if (completion.type == "property") item.type = wire::CompletionItemType::kProperty;
  }
  return out;
}

}  // namespace scrim::dap
