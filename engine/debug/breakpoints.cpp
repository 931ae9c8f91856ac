// Scripts as they are loaded, and breakpoints patched into their bytecode.
#include <algorithm>
#include <cstdlib>
#include <utility>

#include "engine/bytecode/opcodes.h"
#include "engine/debug/engine_debugger.h"
#include "engine/debug/file_patterns.h"
#include "engine/interpreter/script.h"
#include "engine/objects/script_data.h"
#include "engine/runtime/event_loop.h"
#include "engine/runtime/file.h"
#include "engine/runtime/module_paths.h"

namespace scrim::debug {

// Among the breakpoints' paths: those of functions.
static constexpr const char* kFunctions = "(functions)";

EngineDebugger::EngineDebugger(Runtime& runtime) : runtime_(runtime), isolate_(runtime.isolate()) {
  values_ = std::make_unique<RootedVector<Value>>(isolate_.heap(), "(debugger)");
  exception_ = std::make_unique<Root<Value>>(isolate_.heap(), Value::undefined(), "(debugger)");
  waiting_ = std::make_unique<Root<Value>>(isolate_.heap(), Value::undefined(), "(debugger)");
  scheduled_ = std::make_unique<Root<Value>>(isolate_.heap(), Value::undefined(), "(debugger)");
  runtime_.debug_context = this;
}

EngineDebugger::~EngineDebugger() = default;

void EngineDebugger::attach() {
  isolate_.on_breakpoint = breakpoint_hook;
  isolate_.covered_opcode = [](Isolate& isolate, const uint16_t* pc) {
    auto found = of(isolate).patches_.find(pc);
    return found == of(isolate).patches_.end() ? *pc : found->second.original;
  };
  isolate_.on_step = step_hook;
  isolate_.on_debugger_statement = debugger_statement_hook;
  isolate_.on_script = script_hook;
  isolate_.on_safepoint = safepoint_hook;
  materialize_ = std::exchange(isolate_.materialize_builtin, materialize_hook);
  runtime_.sink = this;
}

void EngineDebugger::stop_at_entry() {
  if (!stop_on_entry_) return;
  step_.pausing = true;
  update_dispatch();
}

void EngineDebugger::set_skip_files(std::span<const std::string> patterns) {
  skip_files_.assign(patterns.begin(), patterns.end());
  for (auto& script : scripts_) script->info.skipped = is_skipped(script->info);
}

bool EngineDebugger::is_skipped(const ScriptInfo& info) const {
  if (info.kind == ScriptKind::internal) return names_internal_file(skip_files_, info.path);
  return info.kind == ScriptKind::file && names_file(skip_files_, info.path);
}

void EngineDebugger::set_events(DebugEvents* events) {
  events_ = events;
  if (events) return;
  for (auto& [path, list] : breakpoints_) {
    for (auto& breakpoint : list) unpatch(*breakpoint);
  }
  breakpoints_.clear();
  for (auto& breakpoint : data_breakpoints_) drop(*breakpoint);
  data_breakpoints_.clear();
  filters_ = {};
  isolate_.on_throw = nullptr;
  isolate_.on_reject = nullptr;
  step_ = Step{};
  update_dispatch();
}

// What a text that was made by a program says that it is called, in a comment at its end.
static std::string name_given_in(std::string_view text) {
  constexpr std::string_view kMark = "//# sourceURL=";
  const size_t mark = text.rfind(kMark);
  if (mark == std::string_view::npos) return {};
  const std::string_view rest = text.substr(mark + kMark.size());
  const std::string_view name = rest.substr(0, rest.find_first_of(" \t\r\n\"'"));
  return rest.substr(name.size()).find_first_not_of(" \t\r\n") == std::string_view::npos ? std::string(name) : "";
}

void EngineDebugger::script_hook(Isolate& isolate, Script* script) {
  EngineDebugger& self = of(isolate);
  if (self.evaluating_ && !self.in_console_) return;  // a hover, a condition: nobody will ask for its text
  auto entry = std::make_unique<LoadedScript>();
  entry->script = script;
  self.root(Value(script));
  // ES modules are named by their file: URLs.
  std::string name = path_of_script_name(script->data->source.name());
  if (!script->data->internal && !name.starts_with('/')) {
    const std::string given = name_given_in(script->data->source.text());
    if (!given.empty()) name = path_of_script_name(given);
  }
  entry->info.id = script->id;
  entry->info.path = name;
  size_t slash = name.rfind('/');
  entry->info.name = slash == std::string::npos ? name : name.substr(slash + 1);
  entry->info.kind = script->data->internal                       ? ScriptKind::internal
                     : name.starts_with("/") && file_exists(name) ? ScriptKind::file
                                                                  : ScriptKind::evaluated;
  if (entry->info.kind == ScriptKind::internal) entry->info.name = name;
  if (entry->info.kind == ScriptKind::evaluated && name.starts_with('<')) {
    entry->info.name = "VM" + std::to_string(script->id);  // as V8's debugger calls what has no name
  }
  entry->own = self.evaluating_;
  entry->info.skipped = self.is_skipped(entry->info);
  entry->places = StopPlaces(*script->data->unit, script->data->source, script->data->goal);
  LoadedScript& loaded = *entry;
  self.scripts_.push_back(std::move(entry));
  self.by_script_[script] = &loaded;
  if (self.evaluating_) return;
  self.learn_originals(loaded);
  auto bind_waiting = [&](const std::string& path, auto bind) {
    auto waiting = self.breakpoints_.find(path);
    if (waiting == self.breakpoints_.end()) return;
    for (auto& breakpoint : waiting->second) {
      bind(*breakpoint);
      if (self.events_) self.events_->breakpoint_changed(breakpoint->info);
    }
  };
  if (loaded.info.kind != ScriptKind::evaluated) {
    bind_waiting(name, [&](Breakpoint& breakpoint) { self.bind(breakpoint, loaded); });
  }
  for (uint32_t source = 0; source < loaded.sources.size(); ++source) {
    const ScriptInfo& info = self.original(loaded.sources[source])->info;
    bind_waiting(info.path, [&](Breakpoint& breakpoint) { self.bind_mapped(breakpoint, loaded, source); });
    if (self.events_) self.events_->script_loaded(info);
  }
  if (loaded.info.kind == ScriptKind::internal) {
    if (self.events_ && !loaded.info.skipped) self.events_->script_loaded(loaded.info);
    return;
  }
  if (auto functions = self.breakpoints_.find(kFunctions); functions != self.breakpoints_.end()) {
    for (auto& breakpoint : functions->second) {
      if (self.bind_function(*breakpoint, loaded) && self.events_) self.events_->breakpoint_changed(breakpoint->info);
    }
  }
  if (self.events_) self.events_->script_loaded(loaded.info);
}

EngineDebugger::LoadedScript* EngineDebugger::script_of_path(std::string_view path) {
  for (size_t i = scripts_.size(); i-- > 0;) {
    if (scripts_[i]->info.path == path) return scripts_[i].get();
  }
  return nullptr;
}

EngineDebugger::LoadedScript* EngineDebugger::loaded(const Script* script) {
  if (last_loaded_ && last_loaded_->script == script) return last_loaded_;
  const auto found = by_script_.find(script);
  return found == by_script_.end() ? nullptr : last_loaded_ = found->second;
}

std::vector<ScriptInfo> EngineDebugger::scripts() {
  std::vector<ScriptInfo> result;
  for (auto& entry : scripts_) {
    const bool shown = entry->info.kind != ScriptKind::internal || !entry->info.skipped;
    if (shown && !entry->own) result.push_back(entry->info);
  }
  for (const OriginalScript& entry : originals_) result.push_back(entry.info);
  return result;
}

Result<ScriptInfo> EngineDebugger::script(ScriptId id) {
  if (const OriginalScript* made_from = original(id)) return made_from->info;
  for (auto& entry : scripts_) {
    if (entry->info.id == id) return entry->info;
  }
  return std::unexpected(Failure{"there is no script " + std::to_string(id)});
}

Result<std::string> EngineDebugger::script_text(ScriptId id) {
  if (const OriginalScript* made_from = original(id)) return made_from->text;
  for (auto& entry : scripts_) {
    if (entry->info.id == id) return std::string(entry->script->data->source.text());
  }
  return std::unexpected(Failure{"there is no script " + std::to_string(id)});
}

// What is wrong with its conditions; empty if nothing is.
std::string EngineDebugger::condition_fault(const BreakpointSpec& spec) const {
  if (!spec.hit_condition.empty()) {
    const size_t first = spec.hit_condition.find_first_not_of(' ');
    const size_t digits = spec.hit_condition.find_first_of("0123456789");
    std::string op = digits == std::string::npos ? "?" : spec.hit_condition.substr(first, digits - first);
    std::erase(op, ' ');
    const size_t end = spec.hit_condition.find_first_not_of("0123456789", digits);
    static constexpr std::string_view kOperators[] = {"", "=", "==", "===", ">", ">=", "<", "<=", "%"};
    if (std::find(std::begin(kOperators), std::end(kOperators), op) == std::end(kOperators) ||
        (end != std::string::npos && spec.hit_condition.find_first_not_of(' ', end) != std::string::npos)) {
      return "Invalid hit condition \"" + spec.hit_condition + "\". Expected an expression like \"> 42\" or \"== 2\".";
    }
  }
  if (spec.condition.empty()) return {};
  syntax::SourceText text("(" + spec.condition + "\n)");
  syntax::ParseOptions options;
  options.analyze = false;
  options.in_function = options.in_method = true;
  auto parsed = syntax::parse(text, options);
  if (parsed->ok()) return {};
  // In the words for what was typed, if it is wrong by itself.
  const syntax::SourceText typed(spec.condition);
  if (auto alone = syntax::parse(typed, options); !alone->ok()) {
    return "the condition: SyntaxError: " + alone->diagnostics.front().engine_message;
  }
  return "the condition: SyntaxError: " + parsed->diagnostics.front().engine_message;
}

template <typename Wanted>
void EngineDebugger::compile_functions(LoadedScript& script, Wanted wanted) {
  const ScriptData& data = *script.script->data;
  bytecode::CompiledUnit& unit = *data.unit;
  for (size_t i = 0; i < unit.functions.size(); ++i) {  // it grows
    bytecode::FunctionTemplate& function = *unit.functions[i];
    if (!function.is_lazy || !wanted(function)) continue;
    // One that cannot be compiled says so when it is called.
    if (compile_lazy_function(isolate_, script.script, function).failed()) isolate_.take_exception();
  }
  script.places.update(unit, data.source);
}

std::span<const StopPlace> EngineDebugger::find_places(LoadedScript& script, uint32_t line,
                                                       std::optional<uint32_t> column) {
  const syntax::SourceText& source = script.script->data->source;
  auto offset_of = [&](uint32_t at_line, uint32_t at_column) {
    return source.offset_of_utf16({at_line, at_column}, syntax::LineRule::kEditor);
  };
  const uint32_t start = offset_of(line, column.value_or(0));
  compile_functions(script, [&](const bytecode::FunctionTemplate& function) {
    return function.source.start <= start && function.source.end > start;
  });
  for (;;) {
    const std::span<const StopPlace> places = script.places.find(line, column);
    const Position at = places.empty() ? Position{} : places.front().position;
    const uint32_t found = places.empty() ? source.size() : offset_of(at.line, at.column);
    // A function that begins before the place may have a nearer one.
    const syntax::SourceRange whole = source.line_range(line, syntax::LineRule::kEditor);
    const uint32_t reach = found >= start ? found : whole.end;
    bytecode::FunctionTemplate* next = nullptr;
    for (const auto& function : script.script->data->unit->functions) {
      if (!function->is_lazy || function->source.start < start || function->source.start >= reach) continue;
      if (!next || function->source.start < next->source.start) next = function.get();
    }
    if (next) {
      compile_functions(script, [&](const bytecode::FunctionTemplate& function) { return &function == next; });
      if (next->is_lazy) return places;
      continue;
    }
    if (found >= start) return places;
    // The last of the line.
    compile_functions(script, [&](const bytecode::FunctionTemplate& function) {
      return function.source.start < whole.end && function.source.end > whole.start;
    });
    return script.places.find(line, column);
  }
}

void EngineDebugger::bind(Breakpoint& breakpoint, LoadedScript& script) {
  unpatch(breakpoint);
  std::span<const StopPlace> places = find_places(script, breakpoint.spec.line, breakpoint.spec.column);
  breakpoint.info.id = breakpoint.spec.id;
  breakpoint.info.script = script.info.id;
  breakpoint.info.pending = false;
  breakpoint.info.verified = !places.empty();
  if (places.empty()) {
    breakpoint.info.message = "there is no code at this line or below it";
    return;
  }
  breakpoint.info.message.clear();
  std::string fault = condition_fault(breakpoint.spec);
  if (script.info.kind == ScriptKind::internal && script.info.skipped)
    fault = "scrim's own code is skipped by skipFiles";
  if (!fault.empty()) {
    breakpoint.info.verified = false;
    breakpoint.info.message = std::move(fault);
    return;
  }
  breakpoint.info.range = {places.front().position, places.front().position};
  patch_all(breakpoint, script, places);
}

void EngineDebugger::patch_all(Breakpoint& breakpoint, const LoadedScript& script, std::span<const StopPlace> places) {
  const auto is_call = [](const StopPlace& place) { return place.kind == bytecode::PositionKind::kCall; };
  for (const StopPlace& place : places) {
    const auto covers = [&](const StopPlace& other) { return other.function == place.function && !is_call(other); };
    if (is_call(place) && std::any_of(places.begin(), places.end(), covers)) continue;
    patch(breakpoint, script, place);
  }
}

void EngineDebugger::patch(Breakpoint& breakpoint, const LoadedScript& script, const StopPlace& place) {
  bytecode::FunctionTemplate& function = *script.script->data->unit->functions[place.function];
  uint16_t* pc = function.code.data() + place.pc;
  if (std::find(breakpoint.patched.begin(), breakpoint.patched.end(), pc) != breakpoint.patched.end()) return;
  Patch& patch = patches_[pc];
  if (patch.breakpoints.empty()) {
    patch.original = *pc;
    *pc = static_cast<uint16_t>(bytecode::Opcode::kBreakpoint);
  }
  patch.breakpoints.push_back(breakpoint.spec.id);
  breakpoint.patched.push_back(pc);
}

// Where each function of that name begins. Whose method it is, is seen when it is called. True if there are any.
bool EngineDebugger::bind_function(Breakpoint& breakpoint, LoadedScript& script) {
  if (!breakpoint.info.message.empty() && !breakpoint.info.pending) return false;  // its condition is wrong
  std::string_view name = breakpoint.function_name;
  if (const size_t dot = name.rfind('.'); dot != std::string_view::npos) name.remove_prefix(dot + 1);
  const bool constructor = name == "constructor" && name.size() < breakpoint.function_name.size();
  if (constructor) name = std::string_view(breakpoint.function_name).substr(0, breakpoint.function_name.rfind('.'));
  bytecode::CompiledUnit& unit = *script.script->data->unit;
  const syntax::SourceText& source = script.script->data->source;
  compile_functions(script, [&](const bytecode::FunctionTemplate& function) {
    if (function.name != bytecode::kNoString && unit.text(function.name) == name) return true;
    return source.text(function.source).find(name) != std::string_view::npos;
  });
  bool found = false;
  for (auto& function : unit.functions) {
    if (function->name == bytecode::kNoString || unit.text(function->name) != name) continue;
    for (const StopPlace& place : script.places.all()) {
      if (place.function != function->index) continue;
      patch(breakpoint, script, place);
      found = true;
      if (!breakpoint.info.verified) {
        breakpoint.info.verified = true;
        breakpoint.info.pending = false;
        breakpoint.info.message.clear();
        breakpoint.info.script = script.info.id;
        breakpoint.info.range = {place.position, place.position};
      }
      break;
    }
  }
  return found;
}

void EngineDebugger::unpatch(Breakpoint& breakpoint) {
  for (uint16_t* pc : breakpoint.patched) {
    auto found = patches_.find(pc);
    if (found == patches_.end()) continue;
    std::erase(found->second.breakpoints, breakpoint.spec.id);
    if (found->second.breakpoints.empty()) {
      *pc = found->second.original;
      patches_.erase(found);
    }
  }
  breakpoint.patched.clear();
  forget(breakpoint.compiled);
}

std::vector<BreakpointInfo> EngineDebugger::set_breakpoints(std::string_view path,
                                                            std::span<const BreakpointSpec> specs) {
  std::vector<std::unique_ptr<Breakpoint>>& list = breakpoints_[std::string(path)];
  std::vector<std::unique_ptr<Breakpoint>> old = std::move(list);
  list.clear();
  for (auto& breakpoint : old) unpatch(*breakpoint);
  LoadedScript* script = script_of_path(path);
  std::vector<BreakpointInfo> result;
  for (const BreakpointSpec& spec : specs) {
    auto breakpoint = std::make_unique<Breakpoint>();
    breakpoint->spec = spec;
    breakpoint->info.id = spec.id;
    breakpoint->info.pending = true;
    for (auto& before : old) {
      if (before->spec.id == spec.id && before->spec.line == spec.line && before->spec.column == spec.column &&
          before->spec.condition == spec.condition && before->spec.hit_condition == spec.hit_condition) {
        breakpoint->hits = before->hits;
      }
    }
    if (script) bind(*breakpoint, *script);
    for (auto [generated, source] : made_from(path)) bind_mapped(*breakpoint, *generated, source);
    result.push_back(breakpoint->info);
    list.push_back(std::move(breakpoint));
  }
  return result;
}

std::vector<BreakpointInfo> EngineDebugger::set_function_breakpoints(std::span<const FunctionBreakpointSpec> specs) {
  std::vector<std::unique_ptr<Breakpoint>>& list = breakpoints_[kFunctions];
  for (auto& breakpoint : list) unpatch(*breakpoint);
  list.clear();
  std::vector<BreakpointInfo> result;
  for (const FunctionBreakpointSpec& spec : specs) {
    auto breakpoint = std::make_unique<Breakpoint>();
    breakpoint->function_breakpoint = true;
    breakpoint->function_name = spec.name;
    breakpoint->spec.id = spec.id;
    breakpoint->spec.condition = spec.condition;
    breakpoint->spec.hit_condition = spec.hit_condition;
    breakpoint->info.id = spec.id;
    breakpoint->info.message = condition_fault(breakpoint->spec);
    if (breakpoint->info.message.empty()) {
      breakpoint->info.pending = true;
      breakpoint->info.message = "no loaded script has a function of this name yet";
      for (auto& script : scripts_) {
        if (script->info.kind != ScriptKind::internal) bind_function(*breakpoint, *script);
      }
    }
    result.push_back(breakpoint->info);
    list.push_back(std::move(breakpoint));
  }
  return result;
}

Result<std::vector<SourceRange>> EngineDebugger::breakpoint_locations(std::string_view path, SourceRange range) {
  LoadedScript* script = script_of_path(path);
  if (!script) return std::unexpected(Failure{"the script is not loaded"});
  const syntax::SourceText& source = script->script->data->source;
  auto offset_of = [&](const Position& position) {
    return source.offset_of_utf16({position.line, position.column}, syntax::LineRule::kEditor);
  };
  const uint32_t start = offset_of(range.start);
  const uint32_t end = offset_of(range.end);
  compile_functions(*script, [&](const bytecode::FunctionTemplate& function) {
    return function.source.start <= end && function.source.end > start;
  });
  std::vector<SourceRange> result;
  for (const Position& position : script->places.between(range)) result.push_back({position, position});
  return result;
}

// "5" and "= 5" and "== 5": the fifth; ">= 5", "> 5", "< 5", "<= 5"; "% 3": every third.
bool EngineDebugger::hit_condition_holds(const std::string& condition, uint32_t hits) {
  size_t digits = condition.find_first_of("0123456789");
  if (digits == std::string::npos) return true;
  unsigned long number = std::strtoul(condition.c_str() + digits, nullptr, 10);
  std::string op;
  for (size_t i = 0; i < digits; ++i) {
    if (condition[i] != ' ') op += condition[i];
  }
  if (op == ">=") return hits >= number;
  if (op == ">") return hits > number;
  if (op == "<=") return hits <= number;
  if (op == "<") return hits < number;
  if (op == "%") return number && hits % number == 0;
  return hits == number;
}

bool EngineDebugger::should_stop(Breakpoint& breakpoint) {
  const PausedFrame top{0, isolate_.fp, isolate_.pc};
  if (breakpoint.function_name.find('.') != std::string::npos) {
    const std::string& wanted = breakpoint.function_name;
    const std::string name = info_of(top).name;
    if (name != wanted && name + ".constructor" != "new " + wanted) return false;
  }
  if (!breakpoint.spec.condition.empty()) {
    Completion<Value> result = run_compiled(top, breakpoint.spec.condition, breakpoint.compiled);
    if (result.failed()) {
      // A condition that throws does not hold, and says so once an occurrence.
      Failure failure = failure_from_exception();
      if (events_) {
        OutputInfo output;
        output.stream = OutputStream::standard_error;
        output.text = "Breakpoint condition failed: " + failure.text + "\n";
        events_->output(output);
      }
      return false;
    }
    if (!to_boolean(result.value())) return false;
  }
  ++breakpoint.hits;
  if (!breakpoint.spec.hit_condition.empty() && !hit_condition_holds(breakpoint.spec.hit_condition, breakpoint.hits)) {
    return false;
  }
  if (breakpoint.spec.log_message.empty()) return true;
  // A log point: text with {expressions}.
  const std::string& message = breakpoint.spec.log_message;
  OutputInfo output;
  output.stream = OutputStream::console;
  for (size_t i = 0; i < message.size(); ++i) {
    if (message[i] == '\\' && i + 1 < message.size() && (message[i + 1] == '{' || message[i + 1] == '}')) {
      output.text += message[++i];
      continue;
    }
    if (message[i] != '{') {
      output.text += message[i];
      continue;
    }
    size_t depth = 1;
    size_t end = i + 1;
    for (; end < message.size() && depth; ++end) {
      if (message[end] == '{') ++depth;
      if (message[end] == '}') --depth;
    }
    std::string expression = message.substr(i + 1, end - i - 2);
    Completion<Value> value = run_compiled(top, expression, breakpoint.compiled);
    if (value.failed()) {
      output.text += "{" + failure_from_exception().text + "}";
    } else {
      output.text +=
          value.value().is_string() ? to_utf8(isolate_, as_string(value.value())) : inspect(isolate_, value.value());
    }
    i = end - 1;
  }
  output.text += "\n";
  output.location = location_of(Frame::from(top.fp)->code, top.pc);
  if (events_) events_->output(output);
  return false;
}

// --- output

void EngineDebugger::write(int fd, std::string_view text) {
  OutputSink* self = runtime_.sink;
  runtime_.sink = nullptr;
  runtime_.write(fd, text);
  runtime_.sink = self;
}

bool EngineDebugger::console(Isolate& isolate, int fd, std::string_view text, std::span<const Value> values,
                             int group) {
  (void)isolate;
  if (!events_ || evaluating_ == true) {
    if (!events_) return false;
  }
  OutputInfo output;
  output.stream = fd == 2 ? OutputStream::standard_error : OutputStream::standard_output;
  output.text = std::string(text);
  output.group = static_cast<OutputGroup>(group);
  bool any_object = false;
  for (Value value : values) any_object = any_object || value.is_object();
  if (any_object) {
    Array* list = new_array_from(isolate_, values);
    Handle handle;
    handle.kind = Handle::kList;
    handle.value = root(Value(list));
    handle.permanent = true;
    output.reference = next_reference_++;
    handles_[output.reference] = handle;
  }
  const uint16_t* pc = isolate_.pc;
  for (Value* fp = isolate_.fp; fp;) {
    Frame* frame = Frame::from(fp);
    if (frame->code && !internal(frame->code)) {
      output.location = location_of(frame->code, pc);
      break;
    }
    pc = frame->caller_pc;
    fp = frame->caller_fp;
  }
  return events_->output(output);
}

}  // namespace scrim::debug
