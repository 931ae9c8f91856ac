// Loops, tested at the bottom.
#include "engine/bytecode/function_compiler.h"

namespace scrim::bytecode {

void FunctionCompiler::while_statement(WhileStatement* node) {
  reset_completion();
  Label body = b_.new_label();
  ControlEntry target;
  target.node = node;
  target.break_label = b_.new_label();
  target.continue_label = b_.new_label();
  push_control(target, ControlEntry::kTarget);
  b_.emit(Opcode::kJump, {target.continue_label.id});
  b_.bind(body);
  statement(node->body);
  b_.bind(target.continue_label);
  at(node->test->start, PositionKind::kStatement);
  loop_condition(node->test, body);
  pop_control(target);
  b_.bind(target.break_label);
}

void FunctionCompiler::do_while_statement(DoWhileStatement* node) {
  reset_completion();
  Label body = b_.new_label();
  ControlEntry target;
  target.node = node;
  target.break_label = b_.new_label();
  target.continue_label = b_.new_label();
  push_control(target, ControlEntry::kTarget);
  b_.bind(body);
  statement(node->body);
  b_.bind(target.continue_label);
  at(node->test->start, PositionKind::kStatement);
  loop_condition(node->test, body);
  pop_control(target);
  b_.bind(target.break_label);
}

void FunctionCompiler::for_statement(ForStatement* node) {
  reset_completion();
  ControlEntry environment;
  if (node->scope) enter_scope(node->scope, &environment);
  if (node->init) {
    if (node->init->kind == NodeKind::kVariableDeclaration) {
      statement(node->init);
    } else {
      at_statement(node->init);
      effect(node->init);
    }
  }
  bool copies = node->scope && node->scope->needs_environment && node->scope->per_iteration;
  if (copies) b_.emit(Opcode::kCopyEnvironment);
  Label body = b_.new_label(), test = b_.new_label();
  ControlEntry target;
  target.node = node;
  target.break_label = b_.new_label();
  target.continue_label = b_.new_label();
  push_control(target, ControlEntry::kTarget);
  if (node->test) b_.emit(Opcode::kJump, {test.id});
  b_.bind(body);
  const uint32_t statements = b_.statement_count();
  statement(node->body);
  b_.bind(target.continue_label);
  if (copies) b_.emit(Opcode::kCopyEnvironment);
  if (node->update) {
    at_statement(node->update);
    effect(node->update);
  }
  b_.bind(test);
  if (node->test) {
    at_statement(node->test);
    loop_condition(node->test, body);
  } else {
    // for (;;); has to be paused somewhere.
    if (b_.statement_count() == statements) at_statement(node);
    b_.emit(Opcode::kLoop, {body.id});
  }
  pop_control(target);
  b_.bind(target.break_label);
  if (node->scope) leave_scope(node->scope, &environment);
}

// The iterated expression, with the head's names uninitialised around it.
void FunctionCompiler::head_expression(Node* right, Scope* head_scope, Register destination) {
  ControlEntry entry;
  if (head_scope) enter_scope(head_scope, &entry);
  into(right, destination);
  if (head_scope) leave_scope(head_scope, &entry);
}

// Binds or assigns what the head of a for-in or for-of names.
void FunctionCompiler::for_head_target(Node* left, Register operand) {
  if (auto* declaration = as_if<VariableDeclaration>(left)) {
    at(declaration->declarators[0]->start, PositionKind::kStatement);
    add_disposable(declaration->declaration_kind, operand);
    assign_pattern(declaration->declarators[0]->target, operand, true);
  } else {
    at_statement(left);
    assign_pattern(left, operand, false);
  }
}

void FunctionCompiler::for_in_statement(ForInStatement* node) {
  Temporaries scope(*this);
  reset_completion();
  if (auto* declaration = as_if<VariableDeclaration>(node->left)) {
    // Annex B.3.5: for (var a = 1 in b)
    VariableDeclarator* declarator = declaration->declarators[0];
    if (declarator->init) declare_variable(declarator->target, declarator->init, DeclarationKind::kVar);
  }
  Register iterator = temporary();
  at_statement(node->right);
  head_expression(node->right, node->head_scope, iterator);
  at(node->right->start);
  b_.emit(Opcode::kForInPrepare, {iterator, iterator});
  Register key = temporary();
  Label body = b_.new_label();
  ControlEntry target;
  target.node = node;
  target.break_label = b_.new_label();
  target.continue_label = b_.new_label();
  push_control(target, ControlEntry::kTarget);
  b_.emit(Opcode::kJump, {target.continue_label.id});
  b_.bind(body);
  ControlEntry environment;
  if (node->scope) enter_scope(node->scope, &environment);
  for_head_target(node->left, key);
  statement(node->body);
  if (node->scope) leave_scope(node->scope, &environment);
  b_.bind(target.continue_label);
  at(node->left->start, PositionKind::kStatement);
  b_.emit(Opcode::kLoopForInNext, {key, iterator, body.id});
  pop_control(target);
  b_.bind(target.break_label);
}

void FunctionCompiler::for_of_statement(ForOfStatement* node) {
  Temporaries scope(*this);
  reset_completion();
  Register environment_register = save_environment({node->start, node->end});
  Register record = window(3);
  at_statement(node->right);
  {
    Temporaries inner(*this);
    Register iterable;
    if (node->head_scope) {
      iterable = temporary();
      head_expression(node->right, node->head_scope, iterable);
    } else {
      iterable = value(node->right);
    }
    at(node->right->start);
    b_.emit(node->is_await ? Opcode::kGetAsyncIterator : Opcode::kGetIterator, {record, iterable});
  }
  Register item = temporary();
  Label body = b_.new_label();
  ControlEntry target;
  target.node = node;
  target.break_label = b_.new_label();
  Label next = b_.new_label();
  push_control(target, ControlEntry::kTarget);
  b_.emit(Opcode::kJump, {next.id});
  b_.bind(body);
  ControlEntry iterator;
  iterator.record = record;
  iterator.is_async = node->is_await;
  push_control(iterator, ControlEntry::kIterator);
  // break and continue of the body stop below the iterator first
  ControlEntry environment;
  ControlEntry inner_target;
  inner_target.node = node;
  inner_target.continue_label = b_.new_label();
  inner_target.break_label = b_.new_label();
  push_control(inner_target, ControlEntry::kTarget);
  if (node->scope) enter_scope(node->scope, &environment);
  for_head_target(node->left, item);
  statement(node->body);
  if (node->scope) leave_scope(node->scope, &environment);
  pop_control(inner_target);
  bool breaks = b_.is_referenced(inner_target.break_label);
  if (breaks && !b_.unreachable()) b_.emit(Opcode::kJump, {inner_target.continue_label.id});
  b_.bind(inner_target.break_label);
  if (breaks) jump_out(node, false, 0);  // closes the iterator
  b_.bind(inner_target.continue_label);
  pop_control(iterator);
  b_.bind(next);
  at(node->left->start, PositionKind::kStatement);
  if (node->is_await) {
    Temporaries inner(*this);
    Register result = temporary();
    Label exhausted = b_.new_label();
    b_.emit(Opcode::kIteratorCallNext, {result, record});
    await_value(result, result);
    b_.emit(Opcode::kIteratorUnwrap, {item, record, result, exhausted.id});
    b_.emit(Opcode::kLoop, {body.id});
    b_.bind(exhausted);
  } else {
    b_.emit(Opcode::kLoopIteratorNext, {item, record, body.id});
  }
  pop_control(target);
  iterator_handler(iterator, environment_register);
  b_.bind(target.break_label);
}

}  // namespace scrim::bytecode
