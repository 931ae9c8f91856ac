// The tree. Nodes live in an arena, are trivially destructible, have no virtual functions and come from ast.def. Test
// the kind with node->is<CallExpression>() or a switch over node->kind, cast with as<CallExpression>(node) (checked
// with assertions) or as_if<CallExpression>(node) (null otherwise). A node's address is its identity.
#pragma once

#include <cstdint>

#include "engine/base/arena.h"
#include "engine/base/assert.h"
#include "engine/syntax/names.h"
#include "engine/syntax/source.h"

namespace scrim::syntax {

struct Scope;
struct Binding;
struct ModuleInfo;

enum class NodeKind : uint8_t {
#define NODE(Name, group) k##Name,
#define VALUE(type, name)
#define CHILD(type, name)
#define OPTIONAL(type, name)
#define LIST(type, name)
#define SCOPE(name)
#define END_NODE(Name)
#include "engine/syntax/ast.def"
#undef NODE
#undef VALUE
#undef CHILD
#undef OPTIONAL
#undef LIST
#undef SCOPE
#undef END_NODE
  kCount
};

enum class NodeGroup : uint8_t { kTop, kStatement, kExpression, kPattern, kPart };

enum class ProgramKind : uint8_t {
  kScript,
  kModule,
  kDirectEval,
  kIndirectEval,
  // The source is a function's: the body holds one ExpressionStatement, a FunctionExpression (`new Function`, a
  // CommonJS module's wrapper). The completion value is the function.
  kFunction,
};

enum class DeclarationKind : uint8_t { kVar, kLet, kConst, kUsing, kAwaitUsing };
enum class ImportPhase : uint8_t { kEvaluation, kSource, kDefer };
enum class ImportForm : uint8_t { kDefault, kNamespace, kNamed };
enum class PropertyKind : uint8_t {
  kInit,
  kMethod,  // value is a FunctionExpression whose function is a method
  kGet,
  kSet,
  kProto,  // __proto__: value, which sets the prototype
};
enum class MemberKind : uint8_t { kConstructor, kMethod, kGet, kSet, kField, kStaticBlock };
enum class UnaryOperator : uint8_t { kMinus, kPlus, kNot, kBitNot, kTypeof, kVoid, kDelete };
enum class BinaryOperator : uint8_t {
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kRemainder,
  kExponent,
  kShiftLeft,
  kShiftRight,
  kShiftRightUnsigned,
  kBitAnd,
  kBitOr,
  kBitXor,
  kEqual,
  kNotEqual,
  kStrictEqual,
  kStrictNotEqual,
  kLess,
  kGreater,
  kLessEqual,
  kGreaterEqual,
  kIn,
  kInstanceof,
};
enum class LogicalOperator : uint8_t { kAnd, kOr, kCoalesce };
// Up to kExponent as BinaryOperator with the same position after kAssign.
enum class AssignmentOperator : uint8_t {
  kAssign,
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kRemainder,
  kExponent,
  kShiftLeft,
  kShiftRight,
  kShiftRightUnsigned,
  kBitAnd,
  kBitOr,
  kBitXor,
  kLogicalAnd,
  kLogicalOr,
  kCoalesce,
};
// The arithmetic of a compound assignment; only for kAdd to kBitXor.
inline BinaryOperator binary_operator_of(AssignmentOperator op) {
  return static_cast<BinaryOperator>(static_cast<uint8_t>(op) - 1);
}
// As written in source text ("+", ">>>=", "typeof", "await using").
const char* to_string(UnaryOperator op);
const char* to_string(BinaryOperator op);
const char* to_string(LogicalOperator op);
const char* to_string(AssignmentOperator op);
const char* to_string(DeclarationKind kind);

enum class FunctionKind : uint8_t {
  kNormal,  // function declarations and expressions
  kArrow,
  kMethod,  // of a class or an object literal
  kGetter,
  kSetter,
  kConstructor,
  kDerivedConstructor,
  kInstanceInitializer,  // ClassNode::instance_initializer
  kStaticInitializer,    // ClassNode::static_initializer
};

// Facts about one function's own code. "Uses" counts what its arrow functions use through it (they have no this,
// arguments, super and new.target of their own), not what other inner functions do.
struct FunctionFlags {
  bool is_async : 1 = false;
  bool is_generator : 1 = false;
  bool strict : 1 = false;
  bool has_simple_parameters : 1 = false;      // IsSimpleParameterList
  bool has_parameter_expressions : 1 = false;  // ContainsExpression
  bool has_duplicate_parameters : 1 = false;
  bool has_rest : 1 = false;
  bool is_expression_body : 1 = false;  // an arrow without braces: body is the expression
  bool is_class_member : 1 = false;
  bool is_static_member : 1 = false;
  bool uses_this : 1 = false;
  bool uses_arguments : 1 = false;       // Scope::arguments_binding is set
  bool uses_super_property : 1 = false;  // so that the function needs its home object
  bool uses_super_call : 1 = false;
  bool uses_new_target : 1 = false;
  bool has_direct_eval : 1 = false;  // in its own code or that of its arrows
  bool has_use_strict : 1 = false;   // a directive of its own
  bool has_await : 1 = false;        // async only: some await, for await, await using
  bool has_yield : 1 = false;
  bool mapped_arguments : 1 = false;  // uses_arguments, sloppy, simple parameters
  bool inside_with : 1 = false;
  bool has_closures : 1 = false;  // contains another function
  bool has_using : 1 = false;
  bool is_declaration : 1 = false;  // of a FunctionDeclaration: hoisted to the beginning of its scope
  bool in_for_head : 1 = false;     // an arrow's expression that ends before `in`
  bool called_at_once : 1 = false;  // set by the compiler: the callee of a call, or in parentheses
};

// How scope analysis resolved an Identifier (or BindingIdentifier).
enum class Resolution : uint8_t {
  kUnresolved,  // scope analysis has not run
  kBinding,     // `binding`, whose place says where
  kGlobal,   // a property of the global object or a script's lexical binding: looked up by name at run time; `binding`
             // is set when the same program declares it at its top level
  kDynamic,  // by name, from the innermost scope outwards, because a `with` or a sloppy direct eval may have put a
             // binding between; `binding` is what it is otherwise (null: global)
};

struct Node {
  NodeKind kind;
  uint8_t node_flags = 0;
  uint16_t bits = 0;
  uint32_t start = 0;
  uint32_t end = 0;

  enum : uint8_t {
    kParenthesized = 1,  // expressions: in parentheses in the source
    kRecovered = 2,      // some part was missing or repaired
  };
  bool parenthesized() const { return node_flags & kParenthesized; }
  bool recovered() const { return node_flags & kRecovered; }
  SourceRange range() const { return {start, end}; }

  template <typename T>
  bool is() const {
    return kind == T::kKind;
  }

  // Identifier and BindingIdentifier only.
  Resolution resolution() const { return static_cast<Resolution>(bits & 3); }
  // The binding may be read before its declaration ran: emit a check (ReferenceError). Also for PrivateName never set.
  bool needs_tdz_check() const { return bits & kTdzCheck; }
  // What is done with the reference: bits set by the parser.
  bool is_read() const { return !(bits & kWritten) || (bits & kReadAndWritten); }
  bool is_written() const { return bits & kWritten; }
  enum : uint16_t {
    kResolutionMask = 3,
    kTdzCheck = 4,
    kWritten = 8,          // target of an assignment, ++, destructuring, for-in/of
    kReadAndWritten = 16,  // compound assignment, ++, --
    kTypeofOperand = 32,   // typeof x: no ReferenceError for a global
    kDeleteOperand = 64,
    kCallee = 128,
    kCaptures = 512,  // set by scope analysis: of a binding of another function, or found by name at run time
    // BlockStatement, SwitchStatement: holds let, const, using, class or function declarations, so it has a scope.
    kHasDeclarations = 256,
  };
};
static_assert(sizeof(Node) == 12);

using Expression = Node;
using Statement = Node;
using Pattern = Node;

template <typename T>
T* as(Node* node) {
  ASSERT(node && node->kind == T::kKind);
  return static_cast<T*>(node);
}
template <typename T>
const T* as(const Node* node) {
  ASSERT(node && node->kind == T::kKind);
  return static_cast<const T*>(node);
}
template <typename T>
T* as_if(Node* node) {
  return node && node->kind == T::kKind ? static_cast<T*>(node) : nullptr;
}
template <typename T>
const T* as_if(const Node* node) {
  return node && node->kind == T::kKind ? static_cast<const T*>(node) : nullptr;
}

#define NODE(Name, group) struct Name;
#define VALUE(type, name)
#define CHILD(type, name)
#define OPTIONAL(type, name)
#define LIST(type, name)
#define SCOPE(name)
#define END_NODE(Name)
#include "engine/syntax/ast.def"
#undef NODE
#undef VALUE
#undef CHILD
#undef OPTIONAL
#undef LIST
#undef SCOPE
#undef END_NODE

#define NODE(Name, group)                                \
  struct Name : Node {                                   \
    static constexpr NodeKind kKind = NodeKind::k##Name; \
    static constexpr NodeGroup kGroup = NodeGroup::k##group;
#define VALUE(type, name) type name{};
#define CHILD(type, name) type* name = nullptr;
#define OPTIONAL(type, name) type* name = nullptr;
#define LIST(type, name) ArenaList<type*> name;
#define SCOPE(name) Scope* name = nullptr;
#define END_NODE(Name) \
  }                    \
  ;                    \
  static_assert(std::is_trivially_destructible_v<Name> && alignof(Name) <= 8);
#include "engine/syntax/ast.def"
#undef NODE
#undef VALUE
#undef CHILD
#undef OPTIONAL
#undef LIST
#undef SCOPE
#undef END_NODE

// Pairs that re-interpretation turns into each other in place.
static_assert(sizeof(ArrayExpression) == sizeof(ArrayPattern) && sizeof(ObjectExpression) == sizeof(ObjectPattern));
static_assert(sizeof(Identifier) == 24 && sizeof(BindingIdentifier) == 24 &&
              offsetof(Identifier, binding) == offsetof(BindingIdentifier, binding));
static_assert(sizeof(AssignmentExpression) == sizeof(DefaultPattern) &&
              offsetof(AssignmentExpression, target) == offsetof(DefaultPattern, target) &&
              offsetof(AssignmentExpression, value) == offsetof(DefaultPattern, value));
static_assert(sizeof(SpreadElement) == sizeof(RestElement) &&
              offsetof(SpreadElement, argument) == offsetof(RestElement, argument));

const char* to_string(NodeKind kind);
NodeGroup group_of(NodeKind kind);

// Anonymous function, arrow or class (parenthesised or not): what sec-isanonymousfunctiondefinition asks, so that the
// name of the target is given to it.
bool is_anonymous_function_definition(const Node* expression);

}  // namespace scrim::syntax
