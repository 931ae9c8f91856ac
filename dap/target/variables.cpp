#include "dap/target/target.h"

namespace scrim::dap {

namespace {

const char* kind_name(debug::VariableKind kind) {
  switch (kind) {
    case debug::VariableKind::property: return "property";
    case debug::VariableKind::method: return "method";
    case debug::VariableKind::class_object: return "class";
    case debug::VariableKind::internal: return "virtual";
    case debug::VariableKind::virtual_entry: return "virtual";
    case debug::VariableKind::data: break;
  }
  return "data";
}

}  // namespace

wire::Variable Target::client_variable(const debug::VariableInfo& variable) const {
  using namespace debug::variable_flags;
  wire::Variable out{.name = variable.name, .value = variable.value.text};
  set_value(variable.value, out);
  if (!variable.evaluate_name.empty()) out.evaluate_name = variable.evaluate_name;
  wire::VariablePresentationHint hint;
  if (variable.kind != debug::VariableKind::data) hint.kind = kind_name(variable.kind);
  std::vector<std::string> attributes;
  if (variable.flags & kReadOnly) attributes.push_back("readOnly");
  if (variable.flags & kConstant) attributes.push_back("constant");
  if (variable.flags & kRawString) attributes.push_back("rawString");
  if (!attributes.empty()) hint.attributes = std::move(attributes);
  if (variable.flags & kPrivate) hint.visibility = "private";
  if (variable.flags & kNotEnumerable || variable.kind == debug::VariableKind::internal) hint.visibility = "internal";
  if (variable.flags & kAccessor) hint.lazy = true;
  if (hint.kind || hint.attributes || hint.visibility || hint.lazy) out.presentation_hint = std::move(hint);
  return out;
}

Target::Answer<wire::VariablesRequest> Target::variables(const wire::VariablesArguments& arguments,
                                                         const Incoming& request) {
  if (arguments.variables_reference <= 0 || arguments.variables_reference > INT32_MAX) {
    return failure("there is no object " + std::to_string(arguments.variables_reference),
                   protocol::error_code::kRequestFailed);
  }
  debug::VariablesRequest asked{.reference = static_cast<debug::Reference>(arguments.variables_reference),
                                .cancel = request.cancel.get()};
  if (arguments.filter)
    asked.filter = *arguments.filter == wire::VariablesArgumentsFilter::kIndexed ? debug::ChildFilter::indexed
                                                                                 : debug::ChildFilter::named;
  asked.start = static_cast<uint32_t>(std::clamp<int64_t>(arguments.start.value_or(0), 0, UINT32_MAX));
  asked.count = static_cast<uint32_t>(std::clamp<int64_t>(arguments.count.value_or(0), 0, UINT32_MAX));
  asked.hexadecimal = arguments.format && arguments.format->hex.value_or(false);
  const auto variables = debugger_.variables(asked);
  if (!variables) return failed(variables);
  wire::VariablesResponse out;
  out.variables.reserve(variables->size());
  for (const debug::VariableInfo& variable : *variables) out.variables.push_back(client_variable(variable));
  return out;
}

Target::Answer<wire::SetVariableRequest> Target::set_variable(const wire::SetVariableArguments& arguments,
                                                              const Incoming&) {
  const auto value = debugger_.set_variable(static_cast<debug::Reference>(arguments.variables_reference),
                                            arguments.name, arguments.value);
  if (!value) return failed(value);
  wire::SetVariableResponse out{.value = value->text};
  set_value(*value, out);
  return out;
}

}  // namespace scrim::dap
