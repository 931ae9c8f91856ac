// internal.binding("vm"): realms, scripts and functions compiled from text, for node:vm.
#include <signal.h>

#include <algorithm>
#include <ctime>
#include <utility>

#include "engine/builtins/support.h"
#include "engine/bytecode/function_template.h"
#include "engine/interpreter/script.h"
#include "engine/regexp/literal_validator.h"
#include "engine/runtime/natives.h"

namespace scrim {

namespace {

constexpr uint32_t kScriptKind = 0x5c219700;  // a compiled script: data[0] its Code

// The realm whose global object this is (HostObject kGlobalObjectKind), else the current one.
Realm* realm_of(Isolate& isolate, Value global) {
  if (is_type(global, CellType::kHostObject)) {
    auto* host = cast<HostObject>(global);
    if (host->kind == kGlobalObjectKind) return static_cast<Realm*>(host->data[0].as_cell());
  }
  return &isolate.realm();
}

// () -> a fresh realm's global object
Completion<Value> create_realm(Isolate& isolate, Frame&) {
  return Value(new_realm(isolate)->global_object);
}
// (global, what stands for it in programs)
Completion<Value> set_global(Isolate& isolate, Frame& frame) {
  Realm* realm = realm_of(isolate, frame.argument(0));
  if (!frame.argument(1).is_object()) return throw_type_error(isolate, "not an object");
  realm->global_object = as_object(frame.argument(1));
  realm->global_this = realm->global_object;
  isolate.heap().write_barrier(realm);
  return Value::undefined();
}

HostObject* host_object(Isolate& isolate, uint32_t kind, Value first, Value second = Value::undefined()) {
  Object* prototype = isolate.realm().intrinsic(Intrinsic::kObjectPrototype);
  auto* object = allocate_object<HostObject>(isolate, root_shape(isolate, prototype, CellType::kHostObject, 0, 0));
  object->task = 0;
  object->kind = kind;
  for (Value& value : object->data) value = Value::undefined();
  object->data[0] = first;
  object->data[1] = second;
  isolate.heap().write_barrier(object);
  return object;
}
HostObject* script_object(Isolate& isolate, Code* code) {
  return host_object(isolate, kScriptKind, Value(code));
}

// What natives that compile are told from argument `first` on: lines and columns before the text, and what import() in
// it does (VmImports). `name` is the script's.
void read_place(Isolate& isolate, Frame& frame, uint32_t first, Value name, CompileRequest* request) {
  auto number = [&](uint32_t index) { return frame.argument(index).is_int32() ? frame.argument(index).as_int32() : 0; };
  request->line_offset = number(first);
  request->column_offset = number(first + 1);
  request->referrer = Value(host_object(isolate, kVmReferrerKind, Value::int32(number(first + 2)), name));
}

Completion<Value> decorated(Isolate& isolate, Completion<Value> result) {
  if (!result.failed() || isolate.terminating) return result;
  Root<Value> error(isolate.heap(), isolate.take_exception());
  runtime_of(isolate).decorate_stack(error.get());
  return throw_value(isolate, error.get());
}

// (text, name, global or undefined, line offset, column offset, imports) -> a script of that realm; SyntaxError
Completion<Value> compile_native(Isolate& isolate, Frame& frame) {
  Realm* realm = realm_of(isolate, frame.argument(2));
  String* name = TRY(to_string(isolate, frame.argument(1)));
  CompileRequest request;
  request.text = to_wtf8(isolate, TRY(to_string(isolate, frame.argument(0))));
  request.wtf8 = true;
  request.name = to_utf8(isolate, name);
  request.completion_value = true;
  read_place(isolate, frame, 3, Value(name), &request);
  Completion<Code*> code = compile_script(isolate, *realm, std::move(request));
  if (code.failed()) return decorated(isolate, Throw{});
  return Value(script_object(isolate, code.value()));
}
// (script) -> its completion value
Completion<Value> run_undecorated(Isolate& isolate, Frame& frame) {
  if (!is_type(frame.argument(0), CellType::kHostObject) || cast<HostObject>(frame.argument(0))->kind != kScriptKind) {
    return throw_type_error(isolate, "not a script");
  }
  auto* code = static_cast<Code*>(cast<HostObject>(frame.argument(0))->data[0].as_cell());
  Realm* previous = isolate.current_realm;
  isolate.current_realm = code->realm;
  Completion<Value> result = run_program(isolate, code);
  isolate.current_realm = previous;
  return result;
}
// (script, leave stacks of errors as they are) -> its completion value
Completion<Value> run_native(Isolate& isolate, Frame& frame) {
  Completion<Value> result = run_undecorated(isolate, frame);
  return frame.argument(1).is_true() ? result : decorated(isolate, result);
}
// What ends a script from outside: time, and Ctrl-C. A signal handler can reach nothing but a global flag.
volatile sig_atomic_t interrupted = 0;

struct Watch {
  uint64_t deadline_ns;  // 0: none
  bool timed_out = false;
};
uint64_t now_ns() {
  timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<uint64_t>(time.tv_sec) * 1000000000 + static_cast<uint64_t>(time.tv_nsec);
}
Completion<void> look_at_watch(Isolate& isolate) {
  auto* watch = static_cast<Watch*>(runtime_of(isolate).vm_watch);
  if (!watch || isolate.terminating) return {};
  if (watch->deadline_ns && now_ns() >= watch->deadline_ns) watch->timed_out = true;
  if (!interrupted && !watch->timed_out) return {};
  isolate.terminating = true;
  return throw_value(isolate, Value::null());
}

// (script, milliseconds or 0, end it at SIGINT, leave stacks of errors as they are) -> its value in an array; "timeout"
// or "SIGINT" if that ended it
Completion<Value> run_watched(Isolate& isolate, Frame& frame) {
  const double milliseconds = frame.argument(1).is_number() ? frame.argument(1).as_number() : 0;
  Runtime& runtime = runtime_of(isolate);
  Watch watch{milliseconds > 0 ? now_ns() + static_cast<uint64_t>(milliseconds * 1e6) : 0};
  void* outer = std::exchange(runtime.vm_watch, &watch);
  auto* hook = std::exchange(isolate.on_safepoint, look_at_watch);
  struct sigaction before{};
  const bool listens = frame.argument(2).is_true();
  interrupted = 0;
  if (listens) {
    struct sigaction action{};
    action.sa_handler = [](int) { interrupted = 1; };
    sigaction(SIGINT, &action, &before);
  }
  Completion<Value> result = run_undecorated(isolate, frame);
  if (listens) sigaction(SIGINT, &before, nullptr);
  isolate.on_safepoint = hook;
  runtime.vm_watch = outer;
  const bool ended = interrupted || watch.timed_out;
  interrupted = 0;
  if (result.failed() && ended && isolate.terminating && !runtime.exiting) {
    isolate.terminating = false;
    isolate.take_exception();
    return Value(new_string_latin1(isolate, watch.timed_out ? "timeout" : "SIGINT"));
  }
  if (!frame.argument(3).is_true()) result = decorated(isolate, result);
  const Value value = TRY(result);
  return Value(new_array_from(isolate, {&value, 1}));
}
// (text, name, parameter names, global or undefined, line offset, column offset, imports) -> a function
Completion<Value> compile_function(Isolate& isolate, Frame& frame) {
  Realm* realm = realm_of(isolate, frame.argument(3));
  Array* list = TRY(list_from_array_like(isolate, frame.argument(2)));
  std::vector<std::string> names;
  for (uint32_t i = 0; i < list->length; ++i) {
    names.push_back(to_utf8(isolate, TRY(to_string(isolate, fast_element(list, i)))));
  }
  std::vector<std::string_view> views(names.begin(), names.end());
  CompileRequest request;
  request.text = to_wtf8(isolate, TRY(to_string(isolate, frame.argument(0))));
  request.wtf8 = true;
  request.name = to_utf8(isolate, TRY(to_string(isolate, frame.argument(1))));
  request.goal = syntax::ParseGoal::kFunctionBody;
  request.wrapper_parameters = views;
  read_place(isolate, frame, 4, frame.argument(1), &request);
  Completion<Code*> compiled = compile_script(isolate, *realm, std::move(request));
  if (compiled.failed()) return decorated(isolate, Throw{});
  Code* code = compiled.value();
  Realm* previous = isolate.current_realm;
  isolate.current_realm = realm;
  Completion<Value> result = run_program(isolate, code);
  isolate.current_realm = previous;
  return result;
}

// --- the REPL

std::string text_argument(Isolate& isolate, Value value) {
  return value.is_string() ? to_wtf8(isolate, as_string(value)) : std::string();
}

// (text, name, global or undefined, with await) -> [script, whether it gives a promise]; SyntaxError
Completion<Value> compile_repl(Isolate& isolate, Frame& frame) {
  Realm* realm = realm_of(isolate, frame.argument(2));
  CompileRequest request;
  request.text = text_argument(isolate, frame.argument(0));
  request.wtf8 = true;
  request.name = to_utf8(isolate, TRY(to_string(isolate, frame.argument(1))));
  request.completion_value = true;
  request.allow_top_level_await = frame.argument(3).is_true();
  Code* code = TRY(compile_script(isolate, *realm, std::move(request)));
  const Value result[] = {Value(script_object(isolate, code)), Value::boolean(code->function_template->flags.is_async)};
  return Value(new_array_from(isolate, result));
}

// Whether more lines could make the text a program: what is wrong is that it ends here.
bool is_recoverable(std::string_view text, const syntax::Diagnostic& problem) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  switch (problem.code) {
    case syntax::DiagnosticCode::kUnterminatedTemplate:
    case syntax::DiagnosticCode::kUnterminatedComment: return true;
    case syntax::DiagnosticCode::kUnterminatedString: return text.ends_with('\\');
    default: break;
  }
  return problem.range.start >= text.size() || problem.engine_message == "Unexpected end of input" ||
         (problem.engine_message == "missing ) after argument list" && problem.engine_range.start >= text.size());
}

// (text, with await) -> undefined, or what is wrong: { message, recoverable, line, column, length }
Completion<Value> problem_of(Isolate& isolate, Frame& frame) {
  syntax::SourceText source(text_argument(isolate, frame.argument(0)), "REPL", true);
  syntax::ParseOptions options;
  options.allow_top_level_await = frame.argument(1).is_true();
  options.validate_regexp = regexp::validate_literal;
  options.max_diagnostics = 1;
  std::unique_ptr<syntax::ParseResult> parse = syntax::parse(source, options);
  if (parse->ok()) return Value::undefined();
  const syntax::Diagnostic& first = parse->diagnostics.front();
  const syntax::SourceRange range = first.engine_range;
  const auto rule = syntax::LineRule::kGrammar;
  const syntax::LineColumn place = source.utf16_position(range.start, rule);
  const syntax::SourceRange line = source.line_range(place.line, rule);
  const uint32_t end = std::min(range.end, line.end);
  const uint32_t length = end > range.start             ? source.utf16_length({range.start, end})
                          : range.start < source.size() ? 1
                                                        : 0;
  Object* result = new_plain_object(isolate);
  auto text = [&](std::string_view utf8) { return Value(new_string_utf8(isolate, utf8)); };
  put_direct(isolate, result, isolate.names().message, text(first.engine_message));
  put_direct(isolate, result, key_from_latin1(isolate, "recoverable"),
             Value::boolean(is_recoverable(source.text(), first)));
  put_direct(isolate, result, key_from_latin1(isolate, "line"), text(source.text(line)));
  put_direct(isolate, result, key_from_latin1(isolate, "column"), Value::number(place.column));
  put_direct(isolate, result, key_from_latin1(isolate, "length"), Value::number(length));
  return Value(result);
}

// (global or undefined) -> the names that let, const and class have declared in scripts
Completion<Value> lexical_names(Isolate& isolate, Frame& frame) {
  Realm* realm = realm_of(isolate, frame.argument(0));
  return Value(TRY(ordinary_own_property_keys(isolate, realm->lexical_scope, KeyFilter::kStrings)));
}

using P = BuiltinProperty;
constexpr P kNatives[] = {
    P::function("createRealm", create_realm, 0),
    P::function("setGlobal", set_global, 2),
    P::function("compile", compile_native, 6),
    P::function("run", run_native, 2),
    P::function("compileFunction", compile_function, 7),
    P::function("compileRepl", compile_repl, 4),
    P::function("problemOf", problem_of, 2),
    P::function("lexicalNames", lexical_names, 1),
    P::function("runWatched", run_watched, 4),
};

}  // namespace

extern constexpr NativeBinding kVmBinding = {"vm", kNatives};

}  // namespace scrim
