// scrim repl: read, evaluate, print.
#include <unistd.h>

#include <iostream>

#include "engine/cli/commands.h"
#include "engine/interpreter/script.h"
#include "engine/runtime/event_loop.h"
#include "engine/runtime/modules.h"

namespace scrim::cli {

// A statement that needs more lines ends in "Unexpected end of input" or an unfinished template or comment.
static bool is_incomplete(Isolate& isolate, Value error) {
  if (!error.is_object()) return false;
  Value message = get_own_data(isolate, as_object(error), isolate.names().message);
  if (!message.is_string()) return false;
  std::string text = to_utf8(isolate, as_string(message));
  return text == "Unexpected end of input" || text == "Unterminated template literal" ||
         text == "missing ) after argument list";
}

static void loop(void*, Runtime& runtime) {
  Isolate& isolate = runtime.isolate();
  runtime.modules().expose_require_globally();
  bool terminal = isatty(0);
  std::string pending;
  std::string line;
  if (terminal) runtime.write(1, "Welcome to scrim. Type .exit to leave.\n");
  while (!runtime.exiting) {
    if (terminal) runtime.write(1, pending.empty() ? "> " : "| ");
    if (!std::getline(std::cin, line)) break;
    if (pending.empty() && line == ".exit") break;
    if (pending.empty() && line == ".help") {
      runtime.write(1, ".exit  leave\n.help  this text\n");
      continue;
    }
    pending += line + "\n";
    if (pending.find_first_not_of(" \t\r\n") == std::string::npos) {
      pending.clear();
      continue;
    }
    CompileRequest request;
    // What begins with { is an object where that parses.
    bool braces = pending[pending.find_first_not_of(" \t\r\n")] == '{';
    request.text = braces ? "(" + pending + ")" : pending;
    request.name = "REPL";
    request.completion_value = true;
    request.redeclarable = true;
    Completion<Code*> code = compile_script(isolate, isolate.realm(), request);
    if (code.failed() && braces) {
      isolate.take_exception();
      request.text = pending;
      code = compile_script(isolate, isolate.realm(), request);
    }
    if (code.failed()) {
      Value error = isolate.take_exception();
      if (is_incomplete(isolate, error)) continue;
      runtime.write(1, "Uncaught " + inspect(isolate, error) + "\n");
      pending.clear();
      continue;
    }
    pending.clear();
    Completion<Value> result = run_program(isolate, code.value());
    if (result.failed()) {
      if (isolate.terminating) break;
      runtime.write(1, "Uncaught " + inspect(isolate, isolate.take_exception()) + "\n");
    } else {
      runtime.write(1, inspect(isolate, result.value()) + "\n");
    }
    runtime.drain_microtasks();
    runtime.loop().run();
  }
  emit_exit(runtime);
}

int run_repl_command(const Invocation& invocation) {
  RuntimeOptions options;
  options.executable = invocation.self;
  Runtime runtime(options);
  runtime.enter(loop, nullptr);
  return runtime.exit_code;
}

}  // namespace scrim::cli
