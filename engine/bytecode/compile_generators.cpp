// yield, yield*.
#include "engine/bytecode/function_compiler.h"

namespace scrim::bytecode {

// The generator was resumed by return(value): run what a return statement would run. In an async generator the value is
// awaited first (sec-asyncgeneratoryield).
void FunctionCompiler::resumed_with_return(Register operand) {
  if (is_async_) await_value(operand, operand);
  jump_out(nullptr, false, operand);
}

void FunctionCompiler::yield(YieldExpression* node, Register destination) {
  if (node->delegate) return yield_delegate(node, destination);
  Temporaries scope(*this);
  Register operand;
  if (node->argument) {
    operand = value(node->argument);
  } else {
    operand = temporary();
    b_.emit(Opcode::kLoadUndefined, {operand});
  }
  Register received = temporary();
  at(node->start);
  if (is_async_) {
    await_value(received, operand);
    operand = received;
  }
  Label next = b_.new_label();
  at(node->start);
  b_.emit(Opcode::kYield, {received, operand, generator_, static_cast<int32_t>(live_registers()), next.id});
  resumed_with_return(received);
  b_.bind(next);
  move(destination, received);
}

// sec-generator-function-definitions-runtime-semantics-evaluation, yield*
void FunctionCompiler::yield_delegate(YieldExpression* node, Register destination) {
  Temporaries scope(*this);
  Register record = window(3);
  {
    Temporaries inner(*this);
    Register iterable = value(node->argument);
    at(node->argument->start);
    b_.emit(is_async_ ? Opcode::kGetAsyncIterator : Opcode::kGetIterator, {record, iterable});
  }
  Register received = temporary(), mode = temporary(), result = temporary(), done = temporary();
  b_.emit(Opcode::kLoadUndefined, {received});
  b_.emit(Opcode::kLoadInt, {mode, 0});
  Label loop = b_.new_label(), finished = b_.new_label(), no_return = b_.new_label(), after = b_.new_label();
  b_.bind(loop);
  at(node->start);
  b_.emit(Opcode::kDelegateCall, {result, record, mode, received});
  b_.emit(Opcode::kJumpIfEmpty, {result, no_return.id});
  if (is_async_) await_value(result, result);
  b_.emit(Opcode::kCheckIteratorResult, {result});
  b_.emit(Opcode::kGetNamed, {done, result, text_constant("done"), b_.feedback(FeedbackKind::kGetNamed)});
  b_.emit(Opcode::kJumpIfTrue, {done, finished.id});
  if (is_async_) {
    b_.emit(Opcode::kGetNamed, {result, result, text_constant("value"), b_.feedback(FeedbackKind::kGetNamed)});
  }
  at(node->start);
  b_.emit(Opcode::kYieldDelegate, {received, mode, result, generator_, static_cast<int32_t>(live_registers())});
  if (is_async_) {
    // sec-asyncgeneratorunwrapyieldresumption: the value of return() is awaited; if that fails, it is a throw.
    Label passed_on = b_.new_label();
    b_.emit(Opcode::kJumpIfNotStrictEqualInt, {mode, 2, passed_on.id});
    await_or_catch(received, loop);
    b_.emit(Opcode::kLoadInt, {mode, 1});
    b_.bind(passed_on);
  }
  b_.emit(Opcode::kLoop, {loop.id});
  b_.bind(no_return);
  if (is_async_) await_value(received, received);
  jump_out(nullptr, false, received);
  b_.bind(finished);
  b_.emit(Opcode::kGetNamed, {result, result, text_constant("value"), b_.feedback(FeedbackKind::kGetNamed)});
  b_.emit(Opcode::kJumpIfNotStrictEqualInt, {mode, 2, after.id});
  jump_out(nullptr, false, result);
  b_.bind(after);
  move(destination, result);
}

}  // namespace scrim::bytecode
