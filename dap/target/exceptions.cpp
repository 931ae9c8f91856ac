#include "dap/target/target.h"

namespace scrim::dap {

namespace {

wire::ExceptionDetails client_details(const debug::ExceptionDetails& details) {
  wire::ExceptionDetails out{
      .message = details.message, .type_name = details.type_name, .full_type_name = details.type_name};
  if (!details.stack.empty()) out.stack_trace = details.stack;
  if (details.inner.empty()) return out;
  out.inner_exception.emplace();
  for (const debug::ExceptionDetails& inner : details.inner) out.inner_exception->push_back(client_details(inner));
  return out;
}

}  // namespace

Target::Answer<wire::SetExceptionBreakpointsRequest> Target::set_exception_breakpoints(
    const wire::SetExceptionBreakpointsArguments& arguments, const Incoming&) {
  debug::ExceptionFilters filters;
  const auto set = [&](const std::string& name, const std::string& condition) {
    if (name == "all") {
      filters.caught = filters.uncaught = true;
      filters.caught_condition = condition;
      if (filters.uncaught_condition.empty()) filters.uncaught_condition = condition;
    } else if (name == "uncaught") {
      filters.uncaught = true;
      filters.uncaught_condition = condition;
    } else {
      return false;
    }
    return true;
  };
  wire::SetExceptionBreakpointsResponse out;
  out.breakpoints.emplace();
  const auto answer = [&](const std::string& name, const std::string& condition) {
    const bool known = set(name, condition);
    out.breakpoints->push_back({.verified = known});
    if (!known) out.breakpoints->back().message = "there is no exception filter '" + name + "'";
  };
  for (const std::string& name : arguments.filters) answer(name, "");
  for (const auto& option : arguments.filter_options.value_or(std::vector<wire::ExceptionFilterOptions>{})) {
    answer(option.filter_id, option.condition.value_or(""));
  }
  if (const debug::Done done = debugger_.set_exception_filters(filters); !done) {
    for (wire::Breakpoint& breakpoint : *out.breakpoints) {
      breakpoint.verified = false;
      breakpoint.message = done.error().text;
    }
  }
  return out;
}

Target::Answer<wire::ExceptionInfoRequest> Target::exception_info(const wire::ExceptionInfoArguments&,
                                                                  const Incoming&) {
  if (const auto ready = must_be_paused(); !ready) return std::unexpected(ready.error());
  const auto info = debugger_.exception_info();
  if (!info) return failed(info);
  wire::ExceptionDetails details = client_details(info->details);
  return wire::ExceptionInfoResponse{
      .exception_id = info->details.type_name.empty() ? "Error" : info->details.type_name,
      .description = info->details.message,
      .break_mode = info->uncaught ? wire::ExceptionBreakMode::kUnhandled : wire::ExceptionBreakMode::kAlways,
      .details = std::move(details)};
}

}  // namespace scrim::dap
