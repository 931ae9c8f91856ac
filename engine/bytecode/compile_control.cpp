// Jumps out of statements: break, continue and return run what lies between them and their target, in the order the
// control stack gives: environments are popped, iterators closed, finally blocks entered. Code that does so for an
// entry is not protected by that entry's own handler, so protected ranges are interrupted around it.
#include "engine/bytecode/function_compiler.h"

namespace scrim::bytecode {

void FunctionCompiler::push_control(ControlEntry& entry, ControlEntry::Kind kind) {
  entry.kind = kind;
  entry.outer = control_;
  control_ = &entry;
  if (kind != ControlEntry::kTarget && kind != ControlEntry::kEnvironment) open_range(entry);
}

void FunctionCompiler::pop_control(ControlEntry& entry) {
  if (entry.range_start.valid()) close_range(entry);
  control_ = entry.outer;
}

void FunctionCompiler::open_range(ControlEntry& entry) {
  entry.range_start = b_.new_label();
  b_.bind(entry.range_start);
}

void FunctionCompiler::close_range(ControlEntry& entry) {
  Label end = b_.new_label();
  b_.bind(end);
  entry.ranges.emplace_back(entry.range_start, end);
  entry.range_start = {};
}

void FunctionCompiler::add_handlers(ControlEntry& entry, Label handler, Register exception, Register environment,
                                    bool is_catch) {
  for (auto& [start, end] : entry.ranges) {
    b_.add_handler(start, end, handler, static_cast<int16_t>(exception), static_cast<int16_t>(environment), is_catch);
  }
}

void FunctionCompiler::close_iterator(ControlEntry& entry) {
  if (!entry.is_async) {
    b_.emit(Opcode::kIteratorClose, {entry.record});
    return;
  }
  // sec-asynciteratorclose for a normal completion
  Temporaries scope(*this);
  Label none = b_.new_label();
  Register result = temporary();
  b_.emit(Opcode::kIteratorCallReturn, {result, entry.record, none.id});
  await_value(result, result);
  b_.emit(Opcode::kCheckIteratorResult, {result});
  b_.bind(none);
}

void FunctionCompiler::jump_out(const Node* target, bool is_continue, Register operand) {
  ControlEntry* const from = control_;
  std::vector<ControlEntry*> interrupted;
  bool done = false;
  for (ControlEntry* entry = from; entry && !done; entry = entry->outer) {
    switch (entry->kind) {
      case ControlEntry::kTarget:
        if (!target || entry->node != target) break;
        b_.emit(Opcode::kJump, {(is_continue ? entry->continue_label : entry->break_label).id});
        done = true;
        break;
      case ControlEntry::kEnvironment:
        if (target) b_.emit(Opcode::kPopEnvironment);
        break;
      case ControlEntry::kHandler:
        close_range(*entry);
        interrupted.push_back(entry);
        break;
      case ControlEntry::kIterator:
        close_range(*entry);
        interrupted.push_back(entry);
        control_ = entry->outer;
        close_iterator(*entry);
        break;
      case ControlEntry::kFinally: {
        close_range(*entry);
        interrupted.push_back(entry);
        size_t index = 0;
        while (index < entry->exits.size() &&
               !(entry->exits[index].target == target && entry->exits[index].is_continue == is_continue)) {
          index++;
        }
        if (index == entry->exits.size()) entry->exits.push_back({target, is_continue});
        if (!target) move(entry->value, operand);
        b_.emit(Opcode::kLoadInt, {entry->reason, static_cast<int32_t>(index) + 2});
        b_.emit(Opcode::kJump, {entry->finally_label.id});
        done = true;
        break;
      }
    }
  }
  control_ = from;
  if (!done && !target) {
    control_ = nullptr;
    finish_return(operand);
    control_ = from;
  }
  for (ControlEntry* entry : interrupted) open_range(*entry);
}

// The instruction that leaves the function.
void FunctionCompiler::finish_return(Register operand) {
  if (is_generator_) {
    b_.emit(Opcode::kGeneratorReturn, {operand, generator_});
  } else if (is_async_) {
    b_.emit(Opcode::kAsyncReturn, {operand, generator_});
  } else if (node_ && node_->function_kind == FunctionKind::kDerivedConstructor) {
    Temporaries scope(*this);
    Register result = temporary();
    Binding* binding = node_->scope->this_binding;
    Register receiver = kThisOperand;
    if (binding && binding->place == BindingPlace::kEnvironment) {
      receiver = temporary();
      b_.emit(Opcode::kGetScoped,
              {receiver, static_cast<int32_t>(hops(scope_, binding->scope)), static_cast<int32_t>(binding->index)});
    }
    b_.emit(Opcode::kCheckDerivedReturn, {result, operand, receiver});
    b_.emit(Opcode::kReturn, {result});
  } else {
    b_.emit(Opcode::kReturn, {operand});
  }
}

// After a finally block: go on where the reason says.
void FunctionCompiler::finally_dispatch(ControlEntry& entry) {
  Label next = b_.new_label();
  b_.emit(Opcode::kJumpIfNotStrictEqualInt, {entry.reason, 1, next.id});
  b_.emit(Opcode::kRethrow, {entry.value});
  b_.bind(next);
  for (size_t i = 0; i < entry.exits.size(); i++) {
    Label skip = b_.new_label();
    b_.emit(Opcode::kJumpIfNotStrictEqualInt, {entry.reason, static_cast<int32_t>(i) + 2, skip.id});
    jump_out(entry.exits[i].target, entry.exits[i].is_continue, entry.value);
    b_.bind(skip);
  }
}

bool FunctionCompiler::pushes_environment(const Scope* scope, SourceRange range) const {
  for (const Scope* child = scope->first_child; child; child = child->next_sibling) {
    if (child->function != scope->function) {
      // A class's or function name's scope belongs to this frame, what is inside it to another.
      if (child->kind == ScopeKind::kFunction) continue;
    }
    if (child->range.end <= range.start || child->range.start >= range.end) continue;
    if (child->needs_environment || pushes_environment(child, range)) return true;
  }
  return false;
}

Register FunctionCompiler::save_environment(SourceRange range) {
  if (!pushes_environment(scope_, range)) return kNoRegister;
  Register r = temporary();
  b_.emit(Opcode::kSaveEnvironment, {r});
  return r;
}

void FunctionCompiler::iterator_handler(ControlEntry& entry, Register environment) {
  Temporaries scope(*this);
  Label handler = b_.new_label(), done = b_.new_label();
  Register exception = temporary();
  add_handlers(entry, handler, exception, environment, false);
  b_.emit(Opcode::kJump, {done.id});
  b_.bind(handler);
  if (entry.is_async) {
    // What the iterator's return() throws or rejects with is dropped: the exception at hand goes on.
    Label none = b_.new_label();
    Label swallow = b_.new_label();
    Register result = temporary();
    b_.emit(Opcode::kIteratorCallReturnSilently, {result, entry.record, none.id});
    ControlEntry guard;
    push_control(guard, ControlEntry::kHandler);
    await_value(result, result);
    pop_control(guard);
    add_handlers(guard, swallow, result, kNoRegister, false);
    b_.bind(none);
    b_.bind(swallow);
  } else {
    b_.emit(Opcode::kIteratorCloseSilently, {entry.record});
  }
  b_.emit(Opcode::kRethrow, {exception});
  b_.bind(done);
}

void FunctionCompiler::await_value(Register destination, Register operand) {
  b_.emit(Opcode::kAwait, {destination, operand, generator_, static_cast<int32_t>(live_registers())});
}

void FunctionCompiler::await_or_catch(Register value, Label settled) {
  ControlEntry guard;
  Label rejected = b_.new_label();
  push_control(guard, ControlEntry::kHandler);
  await_value(value, value);
  pop_control(guard);
  b_.emit(Opcode::kLoop, {settled.id});
  add_handlers(guard, rejected, value, kNoRegister, false);
  b_.bind(rejected);
}

}  // namespace scrim::bytecode
