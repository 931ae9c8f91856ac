// Frames and scopes of a program that stands still.
#include <algorithm>

#include "engine/debug/engine_debugger.h"
#include "engine/interpreter/script.h"
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
  return {code->script->id, {place.line, place.column}};
}

void EngineDebugger::collect_frames() {
  frames_.clear();
  const uint16_t* pc = isolate_.pc;
  for (Value* fp = isolate_.fp; fp;) {
    Frame* frame = Frame::from(fp);
    if (frame->code && !skipped(frame->code)) frames_.push_back({next_reference_++, fp, pc});
    pc = frame->caller_pc ? frame->caller_pc - ((frame->flags & FrameFlags::kEntry) || !frame->code ? 0 : 1) : nullptr;
    fp = frame->caller_fp;
  }
}

const EngineDebugger::PausedFrame* EngineDebugger::frame(FrameId id) {
  for (const PausedFrame& frame : frames_) {
    if (frame.id == id) return &frame;
  }
  return nullptr;
}

FramePage EngineDebugger::frames(uint32_t start, uint32_t count) {
  FramePage page;
  page.total = static_cast<uint32_t>(frames_.size());
  for (size_t i = start; i < frames_.size() && (count == 0 || i < size_t{start} + count); ++i) {
    const PausedFrame& paused = frames_[i];
    Frame* frame = Frame::from(paused.fp);
    FrameInfo info;
    info.id = paused.id;
    info.location = location_of(frame->code, paused.pc);
    Value name = get_own_data(isolate_, as_object(frame->callee), isolate_.names().name);
    info.name = name.is_string() ? to_utf8(isolate_, as_string(name)) : "";
    const bytecode::FunctionTemplate& function = *frame->code->function_template;
    if (info.name.empty()) {
      // The function around a CommonJS module is the module's own code.
      info.name = function.flags.is_program || function.parent == 0 ? "<anonymous>" : "(anonymous)";
      if (function.flags.is_program) info.name = "global code";
    } else if (frame->this_value.is_object() && function.flags.is_method && !function.flags.is_class_constructor) {
      Value constructor = get_own_data(isolate_, as_object(frame->this_value), isolate_.names().constructor);
      for (Object* at = as_object(frame->this_value); at && constructor.is_empty(); at = at->prototype()) {
        constructor = get_own_data(isolate_, at, isolate_.names().constructor);
      }
      if (constructor.is_object()) {
        Value class_name = get_own_data(isolate_, as_object(constructor), isolate_.names().name);
        if (class_name.is_string() && as_string(class_name)->length) {
          info.name = to_utf8(isolate_, as_string(class_name)) + "." + info.name;
        }
      }
    } else if (!frame->new_target.is_undefined() && function.flags.is_class_constructor) {
      info.name = "new " + info.name;
    }
    page.frames.push_back(std::move(info));
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
    for (const bytecode::ScopeInfo::Slot& slot : at->info->slots) {
      ScopeVariable entry;
      entry.name = info.unit->text(slot.name);
      if (entry.name.empty() || entry.name[0] == '*' || entry.name[0] == '#') continue;
      if (entry.name == "this" || entry.name == "new.target") continue;
      entry.constant = slot.kind == bytecode::BindingKind::kConst;
      entry.place = {Place::kEnvironment, nullptr, static_cast<int32_t>(slot.slot), at};
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
    case Place::kBox: return static_cast<Box*>(place.cell)->value;
  }
  return Value::undefined();
}

void EngineDebugger::write_place(const Place& place, Value value) {
  switch (place.kind) {
    case Place::kRegister: place.fp[place.index] = value; return;
    case Place::kEnvironment: static_cast<Environment*>(place.cell)->slots[place.index] = value; break;
    case Place::kBox: static_cast<Box*>(place.cell)->value = value; break;
  }
  isolate_.heap().write_barrier(place.cell);
}

Result<std::vector<ScopeInfo>> EngineDebugger::scopes(FrameId id) {
  const PausedFrame* paused = frame(id);
  if (!paused) return std::unexpected(Failure{"this frame is gone: the program has run on"});
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

Result<std::vector<StepInTarget>> EngineDebugger::step_in_targets(FrameId id) {
  if (!frame(id)) return std::unexpected(Failure{"this frame is gone: the program has run on"});
  return std::vector<StepInTarget>{};
}

}  // namespace scrim::debug
