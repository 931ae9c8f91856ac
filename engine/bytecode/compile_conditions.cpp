// Conditions as jumps: comparisons fused with the jump, short circuits without a value, loops tested at the bottom.
#include <cmath>

#include "engine/bytecode/function_compiler.h"

namespace scrim::bytecode {

void FunctionCompiler::jump_if(Register r, bool when, Label target, bool loop) {
  Opcode opcode =
      loop ? (when ? Opcode::kLoopIfTrue : Opcode::kLoopIfFalse) : (when ? Opcode::kJumpIfTrue : Opcode::kJumpIfFalse);
  b_.emit(opcode, {r, target.id});
}

// False when the comparison has no fused form; nothing is emitted then.
bool FunctionCompiler::compare_jump(BinaryExpression* node, Label target, bool jump_when, bool loop) {
  Opcode base;
  switch (node->op) {
    case BinaryOperator::kLess: base = Opcode::kJumpIfLess; break;
    case BinaryOperator::kLessEqual: base = Opcode::kJumpIfLessEqual; break;
    case BinaryOperator::kGreater: base = Opcode::kJumpIfGreater; break;
    case BinaryOperator::kGreaterEqual: base = Opcode::kJumpIfGreaterEqual; break;
    case BinaryOperator::kStrictEqual: base = Opcode::kJumpIfStrictEqual; break;
    case BinaryOperator::kStrictNotEqual:
      base = Opcode::kJumpIfStrictEqual;
      jump_when = !jump_when;
      break;
    case BinaryOperator::kEqual:
    case BinaryOperator::kNotEqual: {
      if (loop) return false;
      if (node->op == BinaryOperator::kNotEqual) jump_when = !jump_when;
      Temporaries scope(*this);
      bool null_left = node->left->kind == NodeKind::kNullLiteral;
      if (null_left || node->right->kind == NodeKind::kNullLiteral) {
        Register operand = value(null_left ? node->right : node->left);
        b_.emit(jump_when ? Opcode::kJumpIfEqualNull : Opcode::kJumpIfNotEqualNull, {operand, target.id});
        return true;
      }
      Register left = stable_value(node->left, node->right);
      Register right = value(node->right);
      at(operator_offset(node->left, node->right));
      b_.emit(jump_when ? Opcode::kJumpIfEqual : Opcode::kJumpIfNotEqual, {left, right, target.id});
      return true;
    }
    default: return false;
  }
  Temporaries scope(*this);
  Register left = stable_value(node->left, node->right);
  auto variant = [&](bool with_int) {
    return static_cast<Opcode>(static_cast<int>(base) + (jump_when ? 0 : 1) + (loop ? 2 : 0) + (with_int ? 4 : 0));
  };
  if (auto* literal = as_if<NumericLiteral>(node->right)) {
    double number = literal->value;
    if (number >= INT16_MIN && number <= INT16_MAX && number == std::floor(number)) {
      at(operator_offset(node->left, node->right));
      b_.emit(variant(true), {left, static_cast<int32_t>(number), target.id});
      return true;
    }
  }
  if (base == Opcode::kJumpIfStrictEqual && !loop) {
    auto* identifier = as_if<Identifier>(node->right);
    if (identifier && identifier->name == names::undefined && identifier->resolution() == Resolution::kGlobal) {
      b_.emit(jump_when ? Opcode::kJumpIfUndefined : Opcode::kJumpIfNotUndefined, {left, target.id});
      return true;
    }
  }
  Register right = value(node->right);
  at(operator_offset(node->left, node->right));
  b_.emit(variant(false), {left, right, target.id});
  return true;
}

void FunctionCompiler::condition(Node* node, Label if_true, Label if_false, bool fall_through) {
  if (unit_.failed()) return;
  Label target = fall_through ? if_false : if_true;
  bool jump_when = !fall_through;
  switch (node->kind) {
    case NodeKind::kBooleanLiteral:
      if (static_cast<BooleanLiteral*>(node)->value == jump_when) b_.emit(Opcode::kJump, {target.id});
      return;
    case NodeKind::kUnaryExpression: {
      auto* expression = static_cast<UnaryExpression*>(node);
      if (expression->op != UnaryOperator::kNot) break;
      return condition(expression->argument, if_false, if_true, !fall_through);
    }
    case NodeKind::kLogicalExpression: {
      auto* expression = static_cast<LogicalExpression*>(node);
      if (expression->op == LogicalOperator::kCoalesce || is_deep_chain(node)) break;
      Label right = b_.new_label();
      if (expression->op == LogicalOperator::kAnd)
        condition(expression->left, right, if_false, true);
      else
        condition(expression->left, if_true, right, false);
      b_.bind(right);
      return condition(expression->right, if_true, if_false, fall_through);
    }
    case NodeKind::kSequenceExpression: {
      auto expressions = static_cast<SequenceExpression*>(node)->expressions.span();
      for (size_t i = 0; i + 1 < expressions.size(); i++) effect(expressions[i]);
      return condition(expressions.back(), if_true, if_false, fall_through);
    }
    case NodeKind::kBinaryExpression:
      if (compare_jump(static_cast<BinaryExpression*>(node), target, jump_when, false)) return;
      break;
    default: break;
  }
  Temporaries scope(*this);
  jump_if(value(node), jump_when, target, false);
}

void FunctionCompiler::loop_condition(Node* node, Label target) {
  if (unit_.failed()) return;
  switch (node->kind) {
    case NodeKind::kBooleanLiteral:
      if (static_cast<BooleanLiteral*>(node)->value) b_.emit(Opcode::kLoop, {target.id});
      return;
    case NodeKind::kUnaryExpression: {
      auto* expression = static_cast<UnaryExpression*>(node);
      if (expression->op != UnaryOperator::kNot) break;
      auto* compared = as_if<BinaryExpression>(expression->argument);
      if (compared && compare_jump(compared, target, false, true)) return;
      Temporaries scope(*this);
      jump_if(value(expression->argument), false, target, true);
      return;
    }
    case NodeKind::kLogicalExpression: {
      auto* expression = static_cast<LogicalExpression*>(node);
      if (expression->op == LogicalOperator::kCoalesce || is_deep_chain(node)) break;
      Label done = b_.new_label();
      if (expression->op == LogicalOperator::kAnd) {
        Label right = b_.new_label();
        condition(expression->left, right, done, true);
        b_.bind(right);
      } else {
        loop_condition(expression->left, target);
      }
      loop_condition(expression->right, target);
      b_.bind(done);
      return;
    }
    case NodeKind::kBinaryExpression:
      if (compare_jump(static_cast<BinaryExpression*>(node), target, true, true)) return;
      break;
    default: break;
  }
  Temporaries scope(*this);
  jump_if(value(node), true, target, true);
}

}  // namespace scrim::bytecode
