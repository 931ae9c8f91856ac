#include "engine/interpreter/script.h"

#include "engine/bytecode/compiler.h"
#include "engine/objects/errors.h"
#include "engine/objects/script_data.h"
#include "engine/regexp/literal_validator.h"

namespace scrim {

Throw throw_syntax_error_at(Isolate& isolate, const syntax::SourceText& source, syntax::SourceRange range,
                            const std::string& message, std::string_view code) {
  syntax::LineColumn place = source.utf16_position(range.start, syntax::LineRule::kGrammar);
  auto& noted = isolate.syntax_error_place;
  noted.name = source.name();
  noted.line = place.line + 1;
  noted.column = place.column;
  noted.line_text = std::string(source.text(source.line_range(place.line, syntax::LineRule::kGrammar)));
  uint32_t line_end = source.line_range(place.line, syntax::LineRule::kGrammar).end;
  uint32_t end = range.end < line_end ? range.end : line_end;
  // At the end of the text there is nothing to point at.
  noted.length = end > range.start ? source.utf16_length({range.start, end}) : range.start < source.size() ? 1 : 0;
  Throw thrown = throw_error(isolate, ErrorType::kSyntaxError, "%s", message.c_str());
  noted.error = isolate.exception().bits();
  if (!code.empty()) {
    // The header of the stack carries the code; `name` itself does not.
    Value exception = isolate.exception();
    isolate.take_exception();
    Object* error = as_object(exception);
    PropertyKey name = isolate.names().name;
    put_direct(isolate, error, name, Value(new_string_latin1(isolate, "SyntaxError [" + std::string(code) + "]")),
               Attributes::kHidden);
    if (get(isolate, error, isolate.names().stack).failed()) isolate.take_exception();
    if (delete_property(isolate, error, name).failed()) isolate.take_exception();
    put_direct(isolate, error, key_from_latin1(isolate, "code"), Value(new_string_latin1(isolate, code)));
    thrown = throw_value(isolate, exception);
  }
  return thrown;
}

// Sizes of text, in bytes, as measured on the starts of bundles: which scripts have lazy functions, and which of their
// functions are.
static constexpr uint32_t kLazyScriptBytes = 24 * 1024;
static constexpr uint32_t kLazyFrom = 80;
static constexpr uint32_t kLazyTo = 32 * 1024;

// lazy_from of the functions in a function that was lazy: it runs, so they are likely to run, too.
static constexpr uint32_t kLazyFromInside = 300;

static size_t size_of(const bytecode::FunctionTemplate& function) {
  return sizeof(function) + function.code.size() * 2 + function.positions.size_in_bytes();
}

Completion<Value> compile_lazy_function(Isolate& isolate, Script* script, bytecode::FunctionTemplate& function) {
  ScriptData& data = *script->data;
  syntax::ParseOptions options;
  options.goal = data.goal;
  options.language = data.language;
  options.erasable_only = true;
  bytecode::CompileOptions compile_options;
  bool all = data.lazy_from == 0;
  compile_options.lazy_from = all ? 0 : kLazyFromInside;
  if (!all) compile_options.lazy_to = kLazyTo;
  bytecode::CompileError error;
  size_t first = data.unit->functions.size();
  if (!bytecode::compile_function(*data.unit, function, data.source, options, compile_options, &error)) {
    return throw_syntax_error_at(isolate, data.source, error.range, error.message);
  }
  size_t bytes = size_of(function);
  for (size_t i = first; i < data.unit->functions.size(); i++) bytes += size_of(*data.unit->functions[i]);
  data.external_bytes += bytes;
  isolate.heap().add_external(static_cast<intptr_t>(bytes));
  return Value::undefined();
}

Completion<Code*> compile_script(Isolate& isolate, Realm& realm, CompileRequest request) {
  auto data = std::make_unique<ScriptData>();
  data->source = syntax::SourceText(std::move(request.text), std::move(request.name), request.wtf8);
  data->internal = request.internal;
  data->eval_origin = std::move(request.eval_origin);
  data->line_offset = request.line_offset;
  data->column_offset = request.column_offset;
  data->goal = request.goal;
  data->language = request.language;
  data->strict = request.strict || (request.eval_site && request.eval_site->strict);
  data->dynamic_parameters = request.dynamic_parameters;
  data->dynamic_body = request.dynamic_body;
  syntax::ParseOptions options;
  options.goal = request.goal;
  options.language = request.language;
  options.erasable_only = true;
  options.strict = request.strict;
  options.wrapper_parameters = request.wrapper_parameters;
  options.dynamic_parameters = request.dynamic_parameters;
  options.dynamic_body = request.dynamic_body;
  options.allow_top_level_await = request.allow_top_level_await;
  options.validate_regexp = regexp::validate_literal;
  options.max_diagnostics = 1;
  if (request.eval_site) {
    options.strict = request.eval_site->strict;
    options.in_function = request.eval_site->in_function;
    options.in_method = request.eval_site->in_method;
    options.in_derived_constructor = request.eval_site->in_derived_constructor;
    options.in_class_field_initializer = request.eval_site->in_class_field_initializer;
    options.outer = request.outer;
  }
  std::unique_ptr<syntax::ParseResult> parse = syntax::parse(data->source, options);
  if (!parse->ok()) {
    const syntax::Diagnostic& first = parse->diagnostics.front();
    const bool is_file = request.goal == syntax::ParseGoal::kFunctionBody || request.goal == syntax::ParseGoal::kModule;
    const std::string message = is_file ? syntax::file_error_message(first) : first.engine_message;
    // As where a call nests too deeply.
    Throw thrown = first.code == syntax::DiagnosticCode::kTooDeep
                       ? throw_error(isolate, ErrorType::kRangeError, "%s", first.engine_message.c_str())
                       : throw_syntax_error_at(isolate, data->source, first.engine_range, message,
                                               syntax::engine_error_code(first));
    isolate.syntax_error_place.line += static_cast<uint32_t>(request.line_offset);
    if (request.refused_text) *request.refused_text = std::move(data->source).take_text();
    return thrown;
  }
  data->source_mapping_url = parse->source_mapping_url;
  bytecode::CompileOptions compile_options;
  compile_options.completion_value = request.completion_value;
  compile_options.redeclarable = request.redeclarable;
  if (request.eval_site) compile_options.eval_site = *request.eval_site;
  // Names around a direct eval are the parser's to know.
  bool may_be_lazy = request.goal != syntax::ParseGoal::kDirectEval;
  if (may_be_lazy && isolate.options().lazy_functions == LazyFunctions::kAll) {
    data->lazy_from = 0;
  } else if (may_be_lazy && isolate.options().lazy_functions == LazyFunctions::kLarge &&
             data->source.size() >= kLazyScriptBytes) {
    data->lazy_from = kLazyFrom;
    compile_options.lazy_to = kLazyTo;
  }
  compile_options.lazy_from = data->lazy_from;
  bytecode::CompileError error;
  data->unit = bytecode::compile(*parse, compile_options, &error);
  if (!data->unit) return throw_syntax_error_at(isolate, data->source, error.range, error.message);

  String* name = new_string_utf8(isolate, data->source.name());
  auto* script = static_cast<Script*>(isolate.heap().allocate_with_finalizer(sizeof(Script)));
  script->set_header(Cell::header_word(CellType::kScript));
  script->id = isolate.next_script_id++;
  isolate.scripts.push_back(reinterpret_cast<uintptr_t>(script));
  script->padding = 0;
  script->name = name;
  script->host_defined = request.referrer.is_empty() ? Value::undefined() : request.referrer;
  script->data = data.release();
  script->data->unit->owner = script;
  size_t bytes = script->data->source.size() + sizeof(ScriptData);
  for (const auto& function : script->data->unit->functions) bytes += size_of(*function);
  script->data->external_bytes = bytes;
  isolate.heap().add_external(static_cast<intptr_t>(bytes));
  Code* code = install_function(isolate, realm, script, *script->data->unit->program());
  if (isolate.on_script) isolate.on_script(isolate, script);
  return code;
}

Completion<Value> run_program(Isolate& isolate, Code* code) {
  Function* function = create_closure(isolate, code, nullptr);
  return call_function(isolate, function, Value(code->realm->global_this), {}, Value::undefined());
}

Completion<Value> evaluate_script(Isolate& isolate, CompileRequest request) {
  Code* code = TRY(compile_script(isolate, isolate.realm(), std::move(request)));
  return run_program(isolate, code);
}

SourcePlace place_of_offset(const Script* script, uint32_t offset) {
  syntax::LineColumn position = script->data->source.utf16_position(offset, syntax::LineRule::kGrammar);
  return {script, offset, position.line + 1, position.column + 1};
}

SourcePlace shown_place(SourcePlace place) {
  if (!place.script) return place;
  const ScriptData& data = *place.script->data;
  if (place.line == 1) place.column += static_cast<uint32_t>(data.column_offset);
  place.line += static_cast<uint32_t>(data.line_offset);
  return place;
}

SourcePlace place_of(const Code* code, const uint16_t* pc) {
  if (!code->script || !code->script->data) return {};
  auto offset = static_cast<uint32_t>(pc - code->bytecode);
  if (code->function_template->is_lazy) return place_of_offset(code->script, code->function_template->source.start);
  if (offset >= code->function_template->code.size()) offset = 0;  // an entry stub
  return place_of_offset(code->script, code->function_template->positions.offset_at(offset));
}

}  // namespace scrim
