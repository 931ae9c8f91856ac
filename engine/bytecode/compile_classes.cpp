// Classes: sec-runtime-semantics-classdefinitionevaluation.
//
// What a constructor does for each new object (private methods first, then fields in order) is a function of its own,
// the initialiser, that InitializeFields calls: at the start of a base constructor, after super() in a derived one.
// Private methods live in hidden bindings of the class's scope; an object is marked with one brand for all of them.
#include "engine/bytecode/function_compiler.h"

namespace scrim::bytecode {

void FunctionCompiler::method_closure(FunctionNode* node, Register destination, NameId name, Register home) {
  closure(node, destination, name);
  if (node->flags.uses_super_property || node->flags.has_direct_eval) {
    b_.emit(Opcode::kSetHomeObject, {destination, home});
  }
}

void FunctionCompiler::class_definition(ClassNode* node, Register destination, NameId name, Register name_key) {
  Temporaries temporaries(*this);
  ControlEntry entry;
  bool outer_strict = strict_;
  if (node->scope) enter_scope(node->scope, &entry);
  uint32_t start = b_.pc();
  strict_ = true;
  Scope* scope = node->scope ? node->scope : scope_;
  if (node->scope) {
    for (Binding* binding : scope->bindings) {
      if (binding->kind != BindingKind::kPrivateName) continue;
      Temporaries inner(*this);
      Register symbol = temporary();
      b_.emit(Opcode::kCreatePrivateName, {symbol, name_constant(binding->name)});
      store_binding(binding, Resolution::kBinding, binding->name, symbol, true, node->start);
    }
  }
  Register constructor = temporary();
  Register prototype = temporary();
  Register heritage = temporary();
  if (node->heritage) {
    into(node->heritage, heritage);
    at(node->heritage->start);
  } else {
    b_.emit(Opcode::kLoadEmpty, {heritage});
    at(node->start);
  }
  NameId class_name = node->id ? node->id->name : name;
  uint32_t index;
  if (node->constructor) {
    index = unit_.add_function(node->constructor, class_name, *this);
  } else {
    index = unit_.add_function(
        nullptr, class_name, *this,
        node->heritage ? UnitCompiler::Special::kDerivedConstructor : UnitCompiler::Special::kBaseConstructor, node,
        scope);
  }
  b_.emit(Opcode::kCreateClass, {constructor, prototype, heritage, b_.constant(ConstantKind::kFunction, index)});
  if (name_key) b_.emit(Opcode::kSetFunctionName, {constructor, name_key, 0});

  for (ClassMember* member : node->members) {
    Temporaries inner(*this);
    switch (member->member_kind) {
      case MemberKind::kConstructor:
      case MemberKind::kStaticBlock: break;
      case MemberKind::kField:
        if (member->computed) {
          Register key = temporary();
          property_key_into(member->key, true, key);
          store_binding(member->computed_key, Resolution::kBinding, member->computed_key->name, key, true,
                        member->start);
        }
        break;
      default: class_member_method(member, constructor, prototype); break;
    }
  }
  if (node->scope && node->scope->class_binding) {
    Binding* binding = node->scope->class_binding;
    store_binding(binding, Resolution::kBinding, binding->name, constructor, true, node->start);
  }
  Register function = heritage;  // no longer needed
  if (node->instance_initializer) {
    method_closure(node->instance_initializer, function, kNoName, prototype);
    b_.emit(Opcode::kSetFieldInitializer, {constructor, function});
  } else if (brand_of(scope, false) && node->scope) {
    uint32_t initializer =
        unit_.add_function(nullptr, kNoName, *this, UnitCompiler::Special::kBrandInitializer, node, scope);
    b_.emit(Opcode::kCreateClosure, {function, b_.constant(ConstantKind::kFunction, initializer)});
    b_.emit(Opcode::kSetFieldInitializer, {constructor, function});
  }
  if (node->scope) {
    if (Binding* brand = brand_of(scope, true)) {
      Temporaries inner(*this);
      Register symbol = temporary(), nothing = temporary();
      load_binding(brand, symbol);
      b_.emit(Opcode::kLoadUndefined, {nothing});
      b_.emit(Opcode::kDefinePrivate, {constructor, symbol, nothing});
    }
  }
  if (node->static_initializer) {
    Temporaries inner(*this);
    method_closure(node->static_initializer, function, kNoName, constructor);
    Register receiver = window(1);
    move(receiver, constructor);
    at(node->start);
    b_.emit(Opcode::kCall, {function, function, receiver, 0, b_.feedback(FeedbackKind::kCall)});
  }
  if (!outer_strict) function_.strict_parts.emplace_back(start, b_.pc());
  if (node->scope) leave_scope(node->scope, &entry);
  strict_ = outer_strict;
  move(destination, constructor);
}

void FunctionCompiler::class_member_method(ClassMember* member, Register constructor, Register prototype) {
  auto* function = as<FunctionNode>(member->value);
  Register home = member->is_static ? constructor : prototype;
  Register r = temporary();
  bool accessor = member->member_kind != MemberKind::kMethod;
  bool setter = member->member_kind == MemberKind::kSet;
  auto prefix = !accessor ? FunctionNamePrefix::kNone : setter ? FunctionNamePrefix::kSet : FunctionNamePrefix::kGet;
  if (auto* name = as_if<PrivateName>(member->key)) {
    method_closure(function, r, accessor ? kNoName : name->name, home);
    if (accessor) {
      Register key = temporary();
      load_string(name->name, key);
      b_.emit(Opcode::kSetFunctionName, {r, key, static_cast<int32_t>(prefix)});
    }
    Binding* binding = setter ? name->binding->setter : name->binding->method;
    store_binding(binding, Resolution::kBinding, binding->name, r, true, member->start);
    return;
  }
  Register key = temporary();
  property_key_into(member->key, member->computed, key);
  NameId known = member->computed || accessor ? kNoName : literal_name(member->key);
  method_closure(function, r, known, home);
  if (known == kNoName) b_.emit(Opcode::kSetFunctionName, {r, key, static_cast<int32_t>(prefix)});
  at(member->start);
  if (accessor)
    b_.emit(Opcode::kDefineAccessor, {home, key, r, setter ? 2 : 0});
  else
    b_.emit(Opcode::kDefineKeyed, {home, key, r, 0});
}

// The body of an initialiser.
void FunctionCompiler::field_initializers(ClassNode* node, bool is_static) {
  if (!is_static) {
    if (Binding* brand = brand_of(node->scope, false)) {
      Temporaries temporaries(*this);
      Register symbol = temporary(), nothing = temporary();
      load_binding(brand, symbol);
      b_.emit(Opcode::kLoadUndefined, {nothing});
      b_.emit(Opcode::kDefinePrivate, {kThisOperand, symbol, nothing});
    }
  }
  for (ClassMember* member : node->members) {
    if (member->is_static != is_static) continue;
    Temporaries temporaries(*this);
    if (member->member_kind == MemberKind::kStaticBlock) {
      auto* static_block = as<StaticBlock>(member->value);
      ControlEntry entry;
      if (static_block->scope) {
        enter_scope(static_block->scope, &entry);
        variables(static_block->scope);
      }
      statements(static_block->body.span());
      if (static_block->scope) leave_scope(static_block->scope, &entry);
      continue;
    }
    if (member->member_kind != MemberKind::kField) continue;
    at_statement(member);
    Register operand = temporary();
    auto* private_name = as_if<PrivateName>(member->key);
    NameId name = private_name ? private_name->name : member->computed ? kNoName : literal_name(member->key);
    Register key = 0;
    if (private_name) {
      key = temporary();
      load_binding(private_name->binding, key);
    } else if (name == kNoName) {
      key = temporary();
      if (member->computed)
        load_binding(member->computed_key, key);
      else
        property_key_into(member->key, false, key);
    }
    auto* initializer = static_cast<Expression*>(member->value);
    if (!initializer) {
      b_.emit(Opcode::kLoadUndefined, {operand});
    } else if (name == kNoName && is_anonymous_function_definition(initializer)) {
      if (auto* expression = as_if<ClassExpression>(initializer)) {
        class_definition(expression->class_node, operand, kNoName, key);
      } else {
        into(initializer, operand);
        b_.emit(Opcode::kSetFunctionName, {operand, key, 0});
      }
    } else {
      into_named(initializer, operand, name);
    }
    at(member->start);
    if (private_name) {
      b_.emit(Opcode::kDefinePrivate, {kThisOperand, key, operand});
    } else if (name != kNoName) {
      b_.emit(Opcode::kDefineNamed,
              {kThisOperand, name_constant(name), operand, b_.feedback(FeedbackKind::kDefineNamed)});
    } else {
      b_.emit(Opcode::kDefineKeyed, {kThisOperand, key, operand, 1});
    }
  }
}

void FunctionCompiler::compile_default_constructor(ClassNode* node, bool derived) {
  TemplateFlags& flags = function_.flags;
  function_.kind = derived ? FunctionKind::kDerivedConstructor : FunctionKind::kConstructor;
  function_.source = node->range();
  if (node->id) function_.name_range = node->id->range();
  strict_ = flags.strict = true;
  flags.is_class_constructor = flags.is_constructor = flags.has_own_prototype = flags.is_method = true;
  flags.is_derived = derived;
  flags.is_default_constructor = true;
  flags.has_class_fields = node->instance_initializer || (node->scope && brand_of(node->scope, false));
  for (ClassMember* member : node->members) {
    function_.in_object_properties += member->member_kind == MemberKind::kField && !member->is_static;
  }
  reserve_locals(0, false);
  Register result = kThisOperand;
  at(node->start);
  if (derived) {
    result = temporary();
    b_.emit(Opcode::kSuperCallForward, {result});
  }
  if (flags.has_class_fields) {
    Register callee = temporary();
    b_.emit(Opcode::kLoadCallee, {callee});
    b_.emit(Opcode::kInitializeFields, {result, callee});
  }
  if (!derived) {
    result = temporary();
    b_.emit(Opcode::kLoadUndefined, {result});
  }
  b_.emit(Opcode::kReturn, {result});
  finish(node->end);
}

void FunctionCompiler::compile_brand_initializer(ClassNode* node) {
  function_.kind = FunctionKind::kInstanceInitializer;
  function_.source = node->range();
  function_.flags.strict = function_.flags.is_method = function_.flags.is_field_initializer = true;
  reserve_locals(0, false);
  at(node->start);
  field_initializers(node, false);
  Register nothing = temporary();
  b_.emit(Opcode::kLoadUndefined, {nothing});
  b_.emit(Opcode::kReturn, {nothing});
  finish(node->end);
}

}  // namespace scrim::bytecode
