// Data breakpoints: stops where a property or a variable has changed. While there are any, the instructions that can
// change something, and each one that follows such an instruction, go through the second dispatch table, where the
// values are compared with what they were: whoever changes them (a store, a builtin, a setter) is noticed, and a
// program without data breakpoints pays nothing.
#include <algorithm>

#include "engine/bytecode/opcodes.h"
#include "engine/debug/evaluation.h"
#include "engine/interpreter/script.h"
#include "engine/objects/conversions.h"
#include "engine/objects/inline_slots.h"

namespace scrim::debug {

namespace {

using bytecode::Opcode;

// After these something may have changed. What others call (getters, valueOf) are functions with such instructions.
bool may_change(Opcode opcode) {
  switch (opcode) {
    case Opcode::kSetScoped:
    case Opcode::kSetScopedChecked:
    case Opcode::kSetGlobal:
    case Opcode::kInitGlobalLexical:
    case Opcode::kDeclareGlobals:
    case Opcode::kSetNamed:
    case Opcode::kSetKeyed:
    case Opcode::kDefineNamed:
    case Opcode::kDefineKeyed:
    case Opcode::kDefineAccessor:
    case Opcode::kSetLiteralPrototype:
    case Opcode::kDeleteNamed:
    case Opcode::kDeleteKeyed:
    case Opcode::kCall:
    case Opcode::kCallUndefinedThis:
    case Opcode::kConstruct:
    case Opcode::kCallSpread:
    case Opcode::kConstructSpread:
    case Opcode::kSuperCall:
    case Opcode::kSuperCallSpread:
    case Opcode::kSuperCallOf:
    case Opcode::kSuperCallSpreadOf:
    case Opcode::kSuperCallForward:
    case Opcode::kCallEval:
    case Opcode::kCallEvalSpread:
    case Opcode::kArrayPush:
    case Opcode::kArraySpread:
    case Opcode::kCopyDataProperties:
    case Opcode::kInitializeFields:
    case Opcode::kSetFunctionName:
    case Opcode::kSetSuper:
    case Opcode::kSetPrivate:
    case Opcode::kDefinePrivate:
    case Opcode::kDeleteDynamic:
    case Opcode::kSetResolved:
    case Opcode::kDeclareEval:
    case Opcode::kIteratorCallNext:
    case Opcode::kBreakpoint: return true;  // whatever it stands for
    default: return false;
  }
}

// The object that a suspended frame of this function belongs to; null where it has not been suspended yet, or never is.
Cell* generator_of(const Frame* frame, const Value* fp) {
  const bytecode::FunctionTemplate& function = *frame->code->function_template;
  for (uint32_t pc = 0; pc < function.code.size();) {
    const auto opcode = static_cast<Opcode>(function.code[pc]);
    if (opcode == Opcode::kBreakpoint) return nullptr;
    if (opcode == Opcode::kAsyncThrow || opcode == Opcode::kAsyncReturn || opcode == Opcode::kGeneratorReturn) {
      const Value object = fp[static_cast<int16_t>(function.code[pc + 2])];
      return object.is_object() ? object.as_cell() : nullptr;
    }
    pc += bytecode::length(opcode);
  }
  return nullptr;
}

}  // namespace

// Empty: there is no such property (any more), or nobody knows yet what it is.
Value EngineDebugger::watched_value(const Watch& watch) {
  if (watch.kind == Watch::kVariable) return read(watch.place);
  auto* object = as_object((*values_)[watch.owner]);
  Value value;
  uint8_t attributes;
  if (watch.key.is_index() && object->type != CellType::kTypedArray) {
    return find_element(object, watch.key.as_index(), &value, &attributes) ? value : Value::empty();
  }
  if (!watch.key.is_index()) {
    if (const PropertyEntry* entry = find_property(isolate_, object->shape(), watch.key)) {
      return entry->attributes & Attributes::kAccessor ? Value::empty() : object->get_slot(entry->slot);
    }
    if (!object->is_array()) return Value::empty();
  }
  PropertyDescriptor descriptor;
  const Completion<bool> has = get_own_property(isolate_, object, watch.key, &descriptor);
  if (has.failed()) isolate_.take_exception();
  return has.failed() || !has.value() || descriptor.is_accessor() ? Value::empty() : descriptor.value;
}

// What the client means by `name`: a variable of a scope, a member of an object, or, without either, an expression.
Result<DataBreakpointInfo> EngineDebugger::data_breakpoint_info(Reference container, std::string_view name,
                                                                std::optional<FrameId> id) {
  const auto refuse = [](std::string why) { return DataBreakpointInfo{0, std::move(why)}; };
  if (name.find_first_not_of(" \t") == std::string_view::npos) return refuse("there is nothing to watch");
  Watch watch;
  watch.description = name;
  const auto watch_place = [&](const Place& place, bool constant) -> std::string {
    if (constant && place.kind != Place::kImport) return std::string(name) + " is constant";
    watch.kind = Watch::kVariable;
    watch.place = place;
    if (place.kind != Place::kRegister) {
      watch.owner = root(Value(place.cell));
      return {};
    }
    const Frame* frame = Frame::from(place.fp);
    watch.generator = root(Value::undefined());
    if (frame->flags & FrameFlags::kGenerator) {
      Cell* generator = generator_of(frame, place.fp);
      if (generator) values_->set(watch.generator, Value(generator));
    }
    return {};
  };
  const auto watch_member = [&](Object* object, std::string_view member) -> std::string {
    if (object->type == CellType::kProxy) return "a proxy has no properties of its own";
    watch.kind = Watch::kProperty;
    watch.key = symbol_key(object, member);
    if (watch.key.is_null()) {
      if (member.starts_with("[[")) return std::string(member) + " is not a property";
      watch.key = key_from_string(isolate_, new_string_utf8(isolate_, member));
    }
    PropertyDescriptor descriptor;
    const Completion<bool> has = get_own_property(isolate_, object, watch.key, &descriptor);
    if (has.failed()) isolate_.take_exception();
    if (!has.failed() && has.value() && descriptor.is_accessor()) {
      return std::string(member) + " is an accessor: set a breakpoint in its setter";
    }
    watch.owner = root(Value(object));
    if (!watch.key.is_index()) watch.key_cell = root(Value(watch.key.as_cell()));
    return {};
  };
  const auto watch_scope_variable = [&](const ScopeContents& scope) -> std::optional<std::string> {
    // An inner variable hides an outer one of that name.
    for (const ScopeVariable& variable : scope.variables) {
      if (variable.name == name) return watch_place(variable.place, variable.constant);
    }
    return std::nullopt;
  };

  std::optional<std::string> fault;
  if (container != 0) {
    const auto found = handles_.find(container);
    if (found == handles_.end()) return std::unexpected(Failure{"this reference is gone: the program has run on"});
    const Handle handle = found->second;
    if (handle.kind == Handle::kScope && handle.scope.object == SIZE_MAX) {
      fault = watch_scope_variable(handle.scope);
    } else if (handle.kind == Handle::kObject || handle.kind == Handle::kScope) {
      VariableInfo member;
      member.name = name;
      if (name.starts_with('#')) member.flags = variable_flags::kPrivate;
      if (std::string path = member_path(handle.path, member); !path.empty()) watch.description = std::move(path);
      fault =
          watch_member(as_object((*values_)[handle.kind == Handle::kScope ? handle.scope.object : handle.value]), name);
    }
  } else {
    const PausedFrame* paused = nullptr;
    if (id) {
      const Result<const PausedFrame*> running = running_frame(*id);
      if (!running) return std::unexpected(running.error());
      paused = *running;
    }
    const bool member = name.ends_with(']') || name.find('.') != std::string_view::npos;
    if (!member && paused) {
      for (const ScopeContents& scope : scopes_of(*paused)) {
        if (!fault) fault = watch_scope_variable(scope);
      }
    }
    if (!member && !fault) {
      Object* global = isolate_.realm().global_object;
      const PropertyKey key = key_from_string(isolate_, new_string_utf8(isolate_, name));
      if (find_property(isolate_, global->shape(), key)) fault = watch_member(global, name);
    }
    if (member && name.ends_with('.')) return refuse("a name is missing after the dot");
    if (member) {
      // The object is what stands before the last dot or bracket, the key what follows.
      size_t at = name.size() - 1;
      if (name.ends_with(']')) {
        for (int depth = 0; at > 0; --at) {
          if (name[at] == ']') ++depth;
          if (name[at] == '[' && --depth == 0) break;
        }
      } else {
        at = name.rfind('.');
      }
      std::string object_text(name.substr(0, at));
      if (object_text.ends_with('?')) object_text.pop_back();
      const Completion<Value> object = run_in_frame(paused, "(" + object_text + "\n)", Effects::kRefused);
      if (object.failed()) return refuse(failure_from_exception().text);
      if (!object.value().is_object()) return refuse(object_text + " is not an object");
      Root<Value> kept(isolate_.heap(), object.value());
      std::string key(name.substr(at + 1));
      if (name.ends_with(']')) {
        key.pop_back();
        const Completion<Value> value = run_in_frame(paused, "(" + key + "\n)", Effects::kRefused);
        if (value.failed()) return refuse(failure_from_exception().text);
        key =
            value.value().is_string() ? to_utf8(isolate_, as_string(value.value())) : inspect(isolate_, value.value());
      }
      fault = watch_member(as_object(kept.get()), key);
    }
  }
  if (!fault) return refuse("only variables and properties can be watched");
  if (!fault->empty()) return refuse(std::move(*fault));
  watch.id = ++last_watch_;
  watches_[watch.id] = watch;
  return DataBreakpointInfo{watch.id, watch.description};
}

std::vector<BreakpointInfo> EngineDebugger::set_data_breakpoints(std::span<const DataBreakpointSpec> specs) {
  std::vector<std::unique_ptr<DataBreakpoint>> old = std::move(data_breakpoints_);
  data_breakpoints_.clear();
  std::vector<BreakpointInfo> result;
  for (const DataBreakpointSpec& spec : specs) {
    const auto known = std::find_if(old.begin(), old.end(), [&](const auto& before) {
      return before && before->breakpoint.spec.id == spec.id && before->watch == spec.watch &&
             before->breakpoint.spec.condition == spec.condition &&
             before->breakpoint.spec.hit_condition == spec.hit_condition;
    });
    if (known != old.end()) {
      result.push_back((*known)->breakpoint.info);
      data_breakpoints_.push_back(std::move(*known));
      continue;
    }
    auto made = std::make_unique<DataBreakpoint>();
    made->watch = spec.watch;
    Breakpoint& breakpoint = made->breakpoint;
    breakpoint.spec.id = breakpoint.info.id = spec.id;
    breakpoint.spec.condition = spec.condition;
    breakpoint.spec.hit_condition = spec.hit_condition;
    breakpoint.info.message = condition_fault(breakpoint.spec);
    const auto watch = watches_.find(spec.watch);
    if (watch == watches_.end()) breakpoint.info.message = "what it watched is gone";
    breakpoint.info.verified = breakpoint.info.message.empty();
    result.push_back(breakpoint.info);
    if (!breakpoint.info.verified) continue;
    made->last = root(watched_value(watch->second));
    data_breakpoints_.push_back(std::move(made));
  }
  for (auto& before : old) {
    if (before) drop(*before);
  }
  watch_everything_ = true;
  update_dispatch();
  return result;
}

void EngineDebugger::drop(DataBreakpoint& breakpoint) {
  release(breakpoint.last);
  breakpoint.last = SIZE_MAX;
  forget(breakpoint.breakpoint.compiled);
}

// A variable in a register of a call: follows a suspended function, and tells the client when the call is over. False:
// it cannot be looked at now.
bool EngineDebugger::register_is_there(DataBreakpoint& breakpoint, Watch& watch, const uint16_t* pc) {
  Value* const fp = isolate_.fp;
  const Value generator = (*values_)[watch.generator];
  if (generator.is_object()) {
    if (!(Frame::from(fp)->flags & FrameFlags::kGenerator) ||
        generator_of(Frame::from(fp), fp) != generator.as_cell()) {
      return false;
    }
    watch.place.fp = fp;
    return true;
  }
  const Opcode opcode = opcode_at(pc);
  const bool ends = opcode == Opcode::kReturn || opcode == Opcode::kAsyncReturn || opcode == Opcode::kAsyncThrow ||
                    opcode == Opcode::kGeneratorReturn || opcode == Opcode::kAwait || opcode == Opcode::kYield;
  if (fp < watch.place.fp || (fp == watch.place.fp && !ends)) return fp == watch.place.fp;
  BreakpointInfo& info = breakpoint.breakpoint.info;
  info.verified = false;
  info.message = "the call whose variable it watched is over";
  if (events_) events_->breakpoint_changed(info);
  return false;
}

const uint16_t* EngineDebugger::instruction_before(const uint16_t* pc) const {
  const Code* code = Frame::from(isolate_.fp)->code;
  const uint16_t* before = nullptr;
  for (const uint16_t* at = code->bytecode; at < pc; at += bytecode::length(opcode_at(at))) before = at;
  return before;
}

const void* const* EngineDebugger::watching_dispatch() {
  if (watch_everything_) return isolate_.dispatch_tables[1];
  if (watch_table_.empty()) {
    for (int i = 0; i < bytecode::kOpcodeCount; ++i) {
      watch_table_.push_back(isolate_.dispatch_tables[may_change(static_cast<Opcode>(i)) ? 1 : 0][i]);
    }
  }
  return watch_table_.data();
}

// Before each instruction that goes through the second table. `shown`: of code that can be stopped in.
Completion<void> EngineDebugger::look_for_changes(const uint16_t* pc, bool shown) {
  bool registers = false;
  bool unseen = false;
  std::vector<DataBreakpoint*> hit;
  std::string text;
  for (auto& breakpoint : data_breakpoints_) {
    Watch& watch = watches_.at(breakpoint->watch);
    if (watch.kind == Watch::kVariable && watch.place.kind == Place::kRegister) {
      if (!breakpoint->breakpoint.info.verified) continue;
      registers = true;
      if (!register_is_there(*breakpoint, watch, pc)) continue;
    }
    const Value now = watched_value(watch);
    const Value last = (*values_)[breakpoint->last];
    if (now.bits() == last.bits()) continue;
    if (!now.is_empty() && !last.is_empty() && same_value(isolate_, now, last)) {
      values_->set(breakpoint->last, now);
      continue;
    }
    if (!shown) {
      unseen = true;
      continue;
    }
    const auto show_short = [&](Value value) { return value.is_empty() ? std::string("nothing") : preview(value); };
    const std::string change = watch.description + ": " + show_short(last) + " → " + show_short(now);
    if (text.find(change) == std::string::npos) text += (text.empty() ? "" : "\n") + change;
    values_->set(breakpoint->last, now);
    hit.push_back(breakpoint.get());
  }
  // The place is where it was changed: in this call, or by what this call has called.
  const uint16_t* changed_at = nullptr;
  if (!hit.empty() && watched_fp_ == isolate_.fp) changed_at = watched_pc_;
  if (!hit.empty() && watched_fp_ && watched_fp_ < isolate_.fp) changed_at = instruction_before(pc);
  if (shown) {
    watched_pc_ = pc;
    watched_fp_ = isolate_.fp;
  }
  watch_everything_ = registers || unseen || may_change(opcode_at(pc));
  update_dispatch();
  if (hit.empty()) return {};
  StopInfo info;
  info.reason = StopReason::data_breakpoint;
  info.text = std::move(text);
  for (DataBreakpoint* breakpoint : hit) {
    if (should_stop(breakpoint->breakpoint)) info.breakpoint_ids.push_back(breakpoint->breakpoint.spec.id);
  }
  if (info.breakpoint_ids.empty()) return {};
  shown_pc_ = changed_at;
  TRY(stop(info));
  return {};
}

}  // namespace scrim::debug
