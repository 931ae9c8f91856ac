// Frames and scopes of a program that stands still.
#include <algorithm>
#include <cctype>

#include "engine/debug/engine_debugger.h"
#include "engine/interpreter/call_site.h"
#include "engine/interpreter/script.h"
#include "engine/interpreter/stack_trace.h"
#include "engine/interpreter/task_origin.h"
#include "engine/objects/inline_slots.h"
#include "engine/objects/script_data.h"

namespace scrim::debug {

SourceLocation EngineDebugger::location_of(const Code* code, const uint16_t* pc) {
  if (!code || !code->script || !code->script->data) return {};
  auto offset = static_cast<uint32_t>(pc - code->bytecode);
  if (offset >= code->function_template->code.size()) offset = 0;
  const syntax::SourceText& source = code->script->data->source;
  syntax::LineColumn place =
      source.utf16_position(code->function_template->positions.statement_offset_at(offset), syntax::LineRule::kEditor);
  if (code->script->data->originals && source_maps_) {
    const LoadedScript* script = loaded(code->script);
    if (script && !script->sources.empty()) return mapped_location(*script, place);
  }
  return {code->script->id, {place.line, place.column}};
}

void EngineDebugger::collect_frames() {
  frames_.clear();
  const uint16_t* pc = isolate_.pc;
  for (Value* fp = isolate_.fp; fp;) {
    Frame* frame = Frame::from(fp);
    if (frame->code && !hidden(frame->code)) frames_.push_back({next_reference_++, fp, pc});
    pc = frame->caller_pc ? frame->caller_pc - ((frame->flags & FrameFlags::kEntry) || !frame->code ? 0 : 1) : nullptr;
    fp = frame->caller_fp;
  }
  collect_waiting_frames();
  collect_scheduling_places();
}

const EngineDebugger::PausedFrame* EngineDebugger::frame(FrameId id) {
  for (const PausedFrame& frame : frames_) {
    if (frame.id == id) return &frame;
  }
  return nullptr;
}

Result<const EngineDebugger::PausedFrame*> EngineDebugger::running_frame(FrameId id) {
  const PausedFrame* found = frame(id);
  if (!found) return std::unexpected(Failure{"this frame is gone: the program has run on"});
  if (!found->fp)
    return std::unexpected(Failure{found->scheduled
                                       ? "this call is over: its variables are gone"
                                       : "this function waits for what runs: its variables are not on the stack"});
  return found;
}

// The async functions that wait for what runs, as the stack of an error has them, under a line that says so.
void EngineDebugger::collect_waiting_frames() {
  constexpr uint32_t kMostWaiting = 200;
  waiting_->set(waiting_functions(isolate_, kMostWaiting));
  bool separated = false;
  for (uint32_t i = 0; i < recorded_frame_count(waiting_->get()); ++i) {
    const RecordedFrame waiting = recorded_frame(waiting_->get(), i);
    if (waiting.code == nullptr || hidden(waiting.code)) continue;
    if (!separated) frames_.push_back({next_reference_++, nullptr, nullptr});
    separated = true;
    frames_.push_back({next_reference_++, nullptr, waiting.code->bytecode + waiting.offset, i});
  }
}

static bool is_await(const TaskOrigin& origin) {
  return callee_text(origin.code, origin.code->bytecode + origin.offset).empty();
}

// Where the running task was scheduled, each under a line with the call that did it.
void EngineDebugger::collect_scheduling_places() {
  TaskOrigin* origin = origin_of_task(isolate_, isolate_.current_task);
  // A function that goes on after an await is on the stack itself.
  if (origin && isolate_.current_task.as_cell()->type == CellType::kPromiseReaction &&
      !static_cast<PromiseReaction*>(isolate_.current_task.as_cell())->origin) {
    origin = origin->parent;
  }
  scheduled_->set(task_of(origin));
  // Where a function waited before, that is shown waiting where it does now, is no place of what runs.
  const auto is_shown_waiting = [&](const Code* code) {
    for (uint32_t i = 0; i < recorded_frame_count(waiting_->get()); ++i) {
      const RecordedFrame waiting = recorded_frame(waiting_->get(), i);
      if (waiting.is_async() && waiting.code == code) return true;
    }
    return false;
  };
  for (uint32_t index = 1; origin; origin = origin->parent, ++index) {
    if (is_shown_waiting(origin->code) && is_await(*origin)) continue;
    frames_.push_back({next_reference_++, nullptr, nullptr, kSeparator, index});
    frames_.push_back({next_reference_++, nullptr, origin->code->bytecode + origin->offset, kSeparator, index});
  }
}

const TaskOrigin* EngineDebugger::scheduling_place(const PausedFrame& paused) const {
  const auto* origin = static_cast<const TaskOrigin*>(scheduled_->get().as_cell());
  for (uint32_t i = 1; i < paused.scheduled; ++i) origin = origin->parent;
  return origin;
}

FrameInfo EngineDebugger::info_of(const PausedFrame& paused) {
  FrameInfo info;
  info.id = paused.id;
  if (paused.scheduled) {
    const TaskOrigin* origin = scheduling_place(paused);
    CodePlace place = place_of_origin(origin);
    if (paused.pc) {
      info.name = std::move(place.function);
      info.location = place.location;
    } else {
      info.kind = FrameKind::async_separator;
      info.name = callee_text(origin->code, origin->code->bytecode + origin->offset);
      if (info.name.empty()) info.name = "await";
      // However the promise was come by: as V8 calls them.
      for (const char* method : {"then", "catch", "finally"}) {
        if (info.name.ends_with(std::string(".") + method)) info.name = std::string("Promise.") + method;
      }
    }
    return info;
  }
  if (!paused.fp && paused.waiting == kSeparator) {
    info.kind = FrameKind::async_separator;
    info.name = "await";
    return info;
  }
  const Code* code;
  Value callee;
  Value receiver;
  bool constructing = false;
  if (paused.fp) {
    Frame* frame = Frame::from(paused.fp);
    code = frame->code;
    callee = frame->callee;
    receiver = frame->this_value;
    constructing = !frame->new_target.is_undefined();
  } else {
    const RecordedFrame waiting = recorded_frame(waiting_->get(), paused.waiting);
    callee = waiting.callee;
    receiver = waiting.receiver;
    code = waiting.code;
  }
  info.location = location_of(code, paused.shown ? paused.shown : paused.pc);
  info.can_restart = can_restart(paused);
  const Value name = get_own_data(isolate_, as_object(callee), isolate_.names().name);
  info.name = name.is_string() ? to_utf8(isolate_, as_string(name)) : "";
  const bytecode::FunctionTemplate& function = *code->function_template;
  if (info.name.empty()) {
    info.name = "<anonymous>";  // as V8 names all of them, the code of a CommonJS file included
    if (function.flags.is_field_initializer) {
      info.name = receiver.is_object() && as_object(receiver)->is_callable() ? "<static_initializer>"
                                                                             : "<instance_members_initializer>";
    }
    if (function.flags.is_program) info.name = function.unit->module ? "module code" : "global code";
  } else if (receiver.is_object() && function.flags.is_method && !function.flags.is_class_constructor) {
    Value constructor = Value::empty();
    for (Object* at = as_object(receiver); at && constructor.is_empty(); at = at->prototype()) {
      constructor = get_own_data(isolate_, at, isolate_.names().constructor);
    }
    if (constructor.is_object()) {
      const Value class_name = get_own_data(isolate_, as_object(constructor), isolate_.names().name);
      if (class_name.is_string() && as_string(class_name)->length) {
        info.name = to_utf8(isolate_, as_string(class_name)) + "." + info.name;
      }
    }
  } else if (constructing && function.flags.is_class_constructor) {
    info.name = "new " + info.name;
  }
  return info;
}

// A call that is over when its result is there, and under which only such calls lie, none of them through C++.
bool EngineDebugger::can_restart(const PausedFrame& paused) const {
  const auto runs_once = [](const Frame* frame) {
    if (!frame->code || (frame->flags & FrameFlags::kGenerator)) return false;
    const bytecode::TemplateFlags& flags = frame->code->function_template->flags;
    return !flags.is_async && !flags.is_generator;
  };
  if (!paused.fp || !runs_once(Frame::from(paused.fp))) return false;
  const bytecode::TemplateFlags& flags = Frame::from(paused.fp)->code->function_template->flags;
  // The fields of an instance are made once.
  if (flags.is_program || flags.is_class_constructor || flags.is_field_initializer) return false;
  Value* fp = isolate_.fp;
  while (fp != paused.fp && !Frame::from(fp)->code && fp == isolate_.fp) fp = Frame::from(fp)->caller_fp;
  for (; fp != paused.fp; fp = Frame::from(fp)->caller_fp) {
    if (!fp || !runs_once(Frame::from(fp)) || (Frame::from(fp)->flags & FrameFlags::kEntry)) return false;
  }
  return true;
}

FramePage EngineDebugger::frames(uint32_t start, uint32_t count) {
  FramePage page;
  page.total = static_cast<uint32_t>(frames_.size());
  for (size_t i = start; i < frames_.size() && (count == 0 || i < size_t{start} + count); ++i) {
    page.frames.push_back(info_of(frames_[i]));
  }
  return page;
}

static ScopeKind kind_of(syntax::ScopeKind kind) {
  switch (kind) {
    case syntax::ScopeKind::kCatch: return ScopeKind::catch_block;
    case syntax::ScopeKind::kClass: return ScopeKind::block;  // as V8 has it
    case syntax::ScopeKind::kWith: return ScopeKind::with_object;
    case syntax::ScopeKind::kModule: return ScopeKind::module;
    case syntax::ScopeKind::kScript: return ScopeKind::script;
    case syntax::ScopeKind::kFunction: return ScopeKind::local;
    default: return ScopeKind::block;
  }
}

// The innermost first: the function's own scopes, then the environments it closes over, then the globals.
std::vector<EngineDebugger::ScopeContents> EngineDebugger::scopes_of(const PausedFrame& paused) {
  std::vector<ScopeContents> result;
  Frame* frame = Frame::from(paused.fp);
  const bytecode::FunctionTemplate& function = *frame->code->function_template;
  const bytecode::CompiledUnit& unit = *function.unit;
  auto offset = static_cast<uint32_t>(paused.pc - frame->code->bytecode);
  if (offset >= function.code.size()) offset = 0;
  Environment* environment = frame->environment;
  // A frame that is not of the list (a breakpoint's condition) shows nothing that needs its place there.
  const size_t frame_index = this->frame(paused.id) ? static_cast<size_t>(&paused - frames_.data()) : SIZE_MAX;

  int32_t innermost = -1;
  for (size_t i = 0; i < function.debug_scopes.size(); ++i) {
    const bytecode::DebugScope& scope = function.debug_scopes[i];
    if (offset >= scope.start && offset < scope.end) innermost = static_cast<int32_t>(i);
  }
  ScopeContents local;
  local.info.kind = ScopeKind::local;
  local.info.name = "Local";
  local.frame = frame_index;
  local.own = true;
  local.has_this = !function.flags.is_arrow;
  if (function.flags.is_program && unit.module) {
    local.info.kind = ScopeKind::module;
    local.info.name = "Module";
    local.has_this = false;
  }
  local.sloppy_this = !function.flags.strict;
  for (int32_t i = innermost; i >= 0; i = function.debug_scopes[static_cast<size_t>(i)].parent) {
    const bytecode::DebugScope& scope = function.debug_scopes[static_cast<size_t>(i)];
    ScopeContents contents;
    contents.frame = frame_index;
    contents.info.kind = kind_of(scope.kind);
    contents.own = true;
    contents.info.name = contents.info.kind == ScopeKind::catch_block ? "Catch" : "Block";
    for (const bytecode::DebugVariable& variable : scope.variables) {
      ScopeVariable entry;
      entry.name = unit.text(variable.name);
      entry.constant = variable.kind == bytecode::BindingKind::kConst;
      if (variable.place == bytecode::BindingPlace::kEnvironment) {
        if (!environment) continue;
        entry.place = {Place::kEnvironment, nullptr, variable.index, environment};
      } else if (variable.place == bytecode::BindingPlace::kImport) {
        if (!environment) continue;
        entry.place = {Place::kImport, nullptr, variable.index, environment};
        entry.constant = true;
      } else {
        entry.place = {Place::kRegister, paused.fp, variable.index, nullptr};
      }
      if (entry.name.empty() || entry.name[0] == '*' || entry.name[0] == '#') continue;
      if (entry.name == "this" || entry.name == "new.target") continue;
      entry.uninitialized = variable.initialized_at > offset;
      contents.variables.push_back(entry);
    }
    bool is_function_level = scope.parent < 0 || contents.info.kind == ScopeKind::local;
    if (scope.has_environment && environment) environment = environment->parent;
    if (is_function_level) {
      local.variables.insert(local.variables.end(), contents.variables.begin(), contents.variables.end());
    } else if (!contents.variables.empty()) {
      result.push_back(std::move(contents));
    }
  }
  result.push_back(std::move(local));

  // What the function closes over.
  auto* callee = static_cast<Function*>(as_object(frame->callee));
  for (Environment* at = callee->type == CellType::kFunction ? callee->environment : nullptr; at; at = at->parent) {
    if (at->has_flag(Environment::kObjectEnvironment) || !at->info) continue;
    ScopeContents closure;
    closure.frame = frame_index;
    const bytecode::ScopeInfo& info = *at->info;
    // A function's variables are a closure; blocks, catches and classes in it keep their kind.
    closure.info.kind = kind_of(info.kind);
    if (closure.info.kind != ScopeKind::block && closure.info.kind != ScopeKind::catch_block) {
      closure.info.kind = ScopeKind::closure;
    }
    const std::string owner = info.function_name == bytecode::kNoString ? "" : info.unit->text(info.function_name);
    const char* kind = closure.info.kind == ScopeKind::closure ? "Closure"
                       : closure.info.kind == ScopeKind::block ? "Block"
                                                               : "Catch";
    closure.info.name = owner.empty() ? kind : std::string(kind) + " (" + owner + ")";
    if (info.kind == syntax::ScopeKind::kModule) {
      closure.info.kind = ScopeKind::module;
      closure.info.name = "Module";
    }
    for (const bytecode::ScopeInfo::Slot& slot : at->info->slots) {
      ScopeVariable entry;
      entry.name = info.unit->text(slot.name);
      if (entry.name.empty() || entry.name[0] == '*' || entry.name[0] == '#') continue;
      if (entry.name == "this" || entry.name == "new.target") continue;
      entry.constant = slot.kind == bytecode::BindingKind::kConst;
      bool is_import = slot.kind == bytecode::BindingKind::kImport;
      entry.constant = entry.constant || is_import;
      entry.place = {is_import ? Place::kImport : Place::kEnvironment, nullptr, static_cast<int32_t>(slot.slot), at};
      closure.variables.push_back(entry);
    }
    if (!closure.variables.empty()) result.push_back(std::move(closure));
  }

  Realm& realm = *frame->code->realm;
  ScopeContents script;
  script.frame = frame_index;
  script.info.kind = ScopeKind::script;
  script.info.name = "Script";
  PropertyTable* table = property_table(isolate_, realm.lexical_scope->shape());
  for (uint32_t i = 0; table && i < realm.lexical_scope->shape()->property_count; ++i) {
    const PropertyEntry& entry = table->entries[i];
    if (entry.key.is_null()) continue;
    ScopeVariable variable;
    variable.name = describe_key(isolate_, entry.key);
    variable.constant = !(entry.attributes & Attributes::kWritable);
    variable.place = {Place::kBox, nullptr, 0, realm.lexical_scope->get_slot(entry.slot).as_cell()};
    script.variables.push_back(variable);
  }
  if (!script.variables.empty()) result.push_back(std::move(script));

  ScopeContents global;
  global.frame = frame_index;
  global.info.kind = ScopeKind::global;
  global.info.name = "Global";
  global.info.expensive = true;
  result.push_back(std::move(global));
  return result;
}

Value EngineDebugger::read(const Place& place) const {
  switch (place.kind) {
    case Place::kRegister: return place.fp[place.index];
    case Place::kEnvironment: return static_cast<Environment*>(place.cell)->slots[place.index];
    case Place::kImport: {
      const Value* slots = static_cast<Environment*>(place.cell)->slots + place.index;
      return slots[0].is_cell() ? cast<Environment>(slots[0])->slots[slots[1].as_int32()] : Value::empty();
    }
    case Place::kBox: return static_cast<Box*>(place.cell)->value;
  }
  return Value::undefined();
}

void EngineDebugger::write_place(const Place& place, Value value) {
  switch (place.kind) {
    case Place::kRegister: place.fp[place.index] = value; return;
    case Place::kEnvironment: static_cast<Environment*>(place.cell)->slots[place.index] = value; break;
    case Place::kImport: return;  // only the exporting module writes it
    case Place::kBox: static_cast<Box*>(place.cell)->value = value; break;
  }
  isolate_.heap().write_barrier(place.cell);
}

Result<std::vector<ScopeInfo>> EngineDebugger::scopes(FrameId id) {
  const PausedFrame* paused = frame(id);
  if (!paused) return std::unexpected(Failure{"this frame is gone: the program has run on"});
  if (!paused->fp) return std::vector<ScopeInfo>{};
  std::vector<ScopeInfo> result;
  for (ScopeContents& contents : scopes_of(*paused)) {
    Handle handle;
    handle.kind = Handle::kScope;
    if (contents.info.kind == ScopeKind::global) {
      contents.object = root(Value(Frame::from(paused->fp)->code->realm->global_object));
    }
    contents.info.reference = next_reference_++;
    contents.info.named = static_cast<uint32_t>(contents.variables.size() + (contents.has_this ? 1 : 0));
    result.push_back(contents.info);
    handle.scope = std::move(contents);
    handles_[result.back().reference] = std::move(handle);
  }
  return result;
}

// The calls from where the innermost frame stands to where its next statement begins.
Result<std::vector<StepInTarget>> EngineDebugger::step_in_targets(FrameId id) {
  const PausedFrame* paused = frame(id);
  if (!paused) return std::unexpected(Failure{"this frame is gone: the program has run on"});
  std::vector<StepInTarget> result;
  if (paused != frames_.data() || !paused->fp) return result;
  const Code* code = Frame::from(paused->fp)->code;
  const syntax::SourceText& source = code->script->data->source;
  const auto offset = static_cast<uint32_t>(paused->pc - code->bytecode);
  for (bytecode::PositionTable::Iterator i(code->function_template->positions); !i.done(); i.next()) {
    if (i->pc < offset) continue;
    if (i->pc > offset && i->kind == bytecode::PositionKind::kStatement) break;
    if (i->kind != bytecode::PositionKind::kCall) continue;
    StepInTarget target;
    target.id = i->pc + 1;
    // The callee's last name stands at the call's position.
    const std::string_view text = source.text().substr(i->offset);
    size_t length = 0;
    while (length < text.size() && (std::isalnum(static_cast<unsigned char>(text[length])) || text[length] == '_' ||
                                    text[length] == '$' || text[length] == '#' || (text[length] & 0x80))) {
      ++length;
    }
    target.label = std::string(text.substr(0, length)) + "(...)";
    const syntax::LineColumn start = source.utf16_position(i->offset, syntax::LineRule::kEditor);
    const syntax::LineColumn end =
        source.utf16_position(i->offset + static_cast<uint32_t>(length), syntax::LineRule::kEditor);
    target.range = {{start.line, start.column}, {end.line, end.column}};
    result.push_back(std::move(target));
  }
  return result;
}

}  // namespace scrim::debug
