// The compiler's working state for one function, shared by the compile_*.cpp files (one family of nodes each).
//
// Code generation is destination-driven: value() leaves a result where it is (a local in place) or in a new temporary,
// into() computes it into a given register, effect() drops it, condition() turns it into jumps. Temporaries are a
// stack; a Temporaries object gives back what was taken since it was made.
#pragma once

#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/bytecode/builder.h"
#include "engine/bytecode/compiler.h"

namespace scrim::bytecode {

using namespace syntax;  // the tree's vocabulary

// A register operand (opcodes.h).
using Register = int32_t;

class UnitCompiler;

// What lies between a jump and its target: loops and switches (targets), environments to pop, iterators to close,
// finally blocks to run, handlers whose protection ends.
struct ControlEntry;

// A scope with `using` declarations: disposes of them however the scope is left.
struct UsingGuard;

struct ControlEntry {
  enum Kind : uint8_t { kTarget, kEnvironment, kIterator, kFinally, kHandler } kind;
  ControlEntry* outer;
  const Node* node = nullptr;  // kTarget: what BreakStatement::target and ContinueStatement::target point to
  Label break_label;
  Label continue_label;   // kTarget of loops
  Register record = 0;    // kIterator
  bool is_async = false;  // kIterator
  // kIterator, kFinally, kHandler: the ranges of code that the handler protects
  std::vector<std::pair<Label, Label>> ranges;
  Label range_start;
  // kFinally: why the block runs (0: normally, 1: a throw, then one of `exits`) and the exception or return value
  Register reason = 0;
  Register value = 0;
  Label finally_label;
  struct Exit {
    const Node* target;  // null: return
    bool is_continue;
  };
  std::vector<Exit> exits;
  Scope* saved_scope = nullptr;  // of enter_scope
  std::unique_ptr<UsingGuard> using_guard;
  ControlEntry();
  ~ControlEntry();
};

struct UsingGuard {
  ControlEntry entry;
  Register stack = 0;
  Register outer_stack = 0;
  Register environment = 0;
  bool is_async = false;
};
inline ControlEntry::ControlEntry() = default;
inline ControlEntry::~ControlEntry() = default;

// Where an assignment goes, evaluated once.
struct Reference {
  enum Kind : uint8_t { kBinding, kNamed, kKeyed, kPrivate, kSuper, kDynamic, kPattern, kInvalid } kind = kInvalid;
  Node* node = nullptr;
  Binding* binding = nullptr;
  Resolution resolution = Resolution::kBinding;
  NameId name = kNoName;
  Register object = 0;
  Register key = 0;
  Register receiver = 0;
  uint32_t offset = 0;  // where an error of the store is reported
};

class FunctionCompiler {
 public:
  FunctionCompiler(UnitCompiler& unit, FunctionTemplate& function, FunctionNode* node, Scope* scope);

  // One of these compiles the whole of it.
  void compile_program(Program* program);
  void compile_function();
  void compile_default_constructor(ClassNode* node, bool derived);
  void compile_brand_initializer(ClassNode* node);

 private:
  friend class UnitCompiler;
  struct Temporaries {
    explicit Temporaries(FunctionCompiler& compiler) : compiler(compiler), saved(compiler.next_register_) {}
    ~Temporaries() { compiler.next_register_ = saved; }
    FunctionCompiler& compiler;
    int saved;
  };

  // ---- registers and constants
  Register temporary();
  Register window(int count);  // the lowest-addressed of `count` new registers
  bool is_temporary(Register r) const { return r < 0 && register_index(r) >= static_cast<int>(function_.local_count); }
  void move(Register to, Register from) {
    if (to != from) b_.emit(Opcode::kMove, {to, from});
  }
  int32_t name_constant(NameId name);
  int32_t text_constant(std::string_view text) { return b_.string(text); }
  uint32_t live_registers() const { return static_cast<uint32_t>(next_register_); }
  void unsupported(const Node* node, std::string_view what);
  void fail_at(const Node* node, std::string message);

  // ---- positions
  void at(uint32_t offset, PositionKind kind = PositionKind::kExpression) { b_.position(offset, kind); }
  void at_statement(const Node* node) { at(node->start, PositionKind::kStatement); }
  uint32_t operator_offset(const Node* left, const Node* right) const;
  uint32_t call_offset(const Node* callee) const;

  // ---- expressions (compile_expressions.cpp)
  Register value(Node* node);
  // As value(), but safe against assignments that evaluating `later` may make.
  Register stable_value(Node* node, Node* later);
  Register stable_value(Node* node, std::span<Expression*> later);
  // `early`: the register may be written before the expression is complete (true anyway for temporaries).
  void into(Node* node, Register destination, bool early = false);
  // The same for what receives a name when it is an anonymous function or class.
  void into_named(Node* node, Register destination, NameId name, bool early = false);
  void effect(Node* node);
  bool may_assign(Node* node, Register r) const;
  bool may_assign(Node* node, Register r, int& budget) const;
  // The register an identifier can be read from in place, or 0.
  Register register_of(const Node* node) const;
  Register place_register(const Binding* binding) const;

  void load_number(double value, Register destination);
  void load_string(NameId name, Register destination);
  void literal_array(ArrayExpression* node, Register destination);
  bool constant_element(Expression* element, Constant* constant);
  void array_elements(std::span<Expression*> elements, Register array, size_t from);
  void literal_object(ObjectExpression* node, Register destination);
  void template_literal(TemplateLiteral* node, Register destination);
  void unary(UnaryExpression* node, Register destination);
  void binary(BinaryExpression* node, Register destination);
  void logical(LogicalExpression* node, Register destination);
  void logical_right(LogicalExpression* node, Register destination);
  // Chains (compile_spines.cpp).
  static bool is_deep_chain(Node* node);
  void deep_chain(Node* node, Register destination);
  void member_of(Node* node, Register object, Register destination);
  // A feedback slot; in a chain so long that their number would run out, one for each name.
  int32_t chain_feedback(FeedbackKind kind, NameId name);
  void conditional(ConditionalExpression* node, Register destination, bool early);
  void delete_expression(Node* argument, Register destination);
  void member_get(Node* node, Register destination);
  void get_property(Register destination, Register object, NameId name, uint32_t offset);
  void optional_chain(OptionalChain* node, Register destination);
  void private_in(BinaryExpression* node, Register destination);
  void private_get(Register destination, Register object, PrivateName* name);
  void private_set(Register object, PrivateName* name, Register value);
  int32_t brand_text(const Binding* binding);
  Binding* brand_of(const Scope* scope, bool is_static) const;
  void load_this(Register destination, Binding* binding);
  Register this_value(Binding* binding);
  Register load_home_object(Binding* callee);
  // A property key: an int32-like number, or kNoName; then the key must be computed.
  bool index_key(Node* key, double* index) const;
  // Evaluates a key of a property definition into a register as a property key.
  void property_key_into(Node* key, bool computed, Register destination);
  NameId literal_name(Node* key) const;  // of a key that is not computed; kNoName: an index

  // ---- conditions (compile_conditions.cpp)
  // Jumps to one label and falls through to the other: `fall_through` says which value falls through.
  void condition(Node* node, Label if_true, Label if_false, bool fall_through);
  // Jumps back to `target` when the condition holds, else falls through.
  void loop_condition(Node* node, Label target);
  bool compare_jump(BinaryExpression* node, Label target, bool jump_when, bool loop);
  void jump_if(Register r, bool when, Label target, bool loop);

  // ---- calls (compile_calls.cpp)
  void call(CallExpression* node, Register destination);
  void tag_with(TaggedTemplate* node, Register destination, Register function, Register receiver, bool has_this);
  static int call_window(std::span<Expression*> arguments);
  int32_t eval_site(const CallExpression* node);
  void call_with(CallExpression* node, Register destination, Register function, Register receiver, bool has_this);
  void construct(NewExpression* node, Register destination);
  void super_call(SuperCall* node, Register destination);
  void tagged_template(TaggedTemplate* node, Register destination);
  // The callee into a register and its `this` into `receiver`; false: `this` is undefined and not written.
  bool callee_and_this(Node* callee, Register* function, Register receiver, std::span<Expression*> arguments);
  Register arguments_array(std::span<Expression*> arguments);
  void import_call(ImportCall* node, Register destination);

  // ---- bindings and assignments (compile_assignments.cpp)
  void load_identifier(Identifier* node, Register destination);
  void load_binding(Binding* binding, Register destination);
  // How a value gets there: an assignment, or the initialisation of a declaration.
  void store_binding(Binding* binding, Resolution resolution, NameId name, Register value, bool initialize,
                     uint32_t offset);
  void assignment(AssignmentExpression* node, Register destination, bool wanted);
  void compound_assignment(AssignmentExpression* node, Register destination, bool wanted);
  void logical_assignment(AssignmentExpression* node, Register destination, bool wanted);
  void update(UpdateExpression* node, Register destination, bool wanted);
  Reference reference(Node* target, Node* later, bool initialize);
  void load_reference(const Reference& reference, Register destination);
  void store_reference(const Reference& reference, Register value, bool initialize);
  void arithmetic(BinaryOperator op, Register destination, Register left, Register right);
  bool arithmetic_with_literal(BinaryOperator op, Register destination, Register left, const Node* right);
  // Initialises or assigns a pattern (or a plain target) from a register.
  void assign_pattern(Node* pattern, Register value, bool initialize);
  void array_pattern(ArrayPattern* node, Register value, bool initialize);
  void object_pattern(ObjectPattern* node, Register value, bool initialize);
  void default_value(DefaultPattern* node, Register value);
  NameId target_name(const Node* target) const;

  // ---- statements (compile_statements.cpp)
  void statement(Statement* node);
  void statements(std::span<Statement*> list);
  void variable_declaration(VariableDeclaration* node);
  void declare_variable(Node* target, Node* init, DeclarationKind kind);
  // `using`: the value goes onto the scope's dispose stack before it is bound.
  void add_disposable(DeclarationKind kind, Register operand);
  void if_statement(IfStatement* node);
  void switch_statement(SwitchStatement* node);
  bool switch_table(SwitchStatement* node, Register discriminant, std::span<Label> labels, Label default_label);
  void try_statement(TryStatement* node);
  void try_catch(TryStatement* node);
  void try_finally(TryStatement* node);
  void with_statement(WithStatement* node);
  void labeled_statement(LabeledStatement* node);
  void return_statement(ReturnStatement* node);
  void return_conditional(ConditionalExpression* node, uint32_t end);
  void block(std::span<Statement*> body, Scope* scope);
  void reset_completion() {
    if (completion_) b_.emit(Opcode::kLoadUndefined, {completion_});
  }

  // ---- loops (compile_loops.cpp)
  void for_statement(ForStatement* node);
  void while_statement(WhileStatement* node);
  void do_while_statement(DoWhileStatement* node);
  void for_in_statement(ForInStatement* node);
  void for_of_statement(ForOfStatement* node);
  void for_head_target(Node* left, Register value);
  void head_expression(Node* right, Scope* head_scope, Register destination);

  // ---- jumps out of statements (compile_control.cpp)
  void push_control(ControlEntry& entry, ControlEntry::Kind kind);
  void pop_control(ControlEntry& entry);
  void open_range(ControlEntry& entry);
  void close_range(ControlEntry& entry);
  void add_handlers(ControlEntry& entry, Label handler, Register exception, Register environment, bool is_catch);
  // Break, continue (target) or return (null, value): runs what lies between.
  void jump_out(const Node* target, bool is_continue, Register value);
  void finish_return(Register value);
  void close_iterator(ControlEntry& entry);
  void finally_dispatch(ControlEntry& entry);
  // The environment saved for handlers when code in `range` pushes any; kNoRegister otherwise.
  Register save_environment(SourceRange range);
  bool pushes_environment(const Scope* scope, SourceRange range) const;
  // The handler of an iterator: closes it silently and throws on.
  void iterator_handler(ControlEntry& entry, Register environment);
  void await_value(Register destination, Register value);
  // Awaits what is in the register and goes back to `settled`; what follows runs where it is rejected, with the reason.
  void await_or_catch(Register value, Label settled);

  // ---- scopes (compile_scopes.cpp)
  void enter_scope(Scope* scope, ControlEntry* entry);
  void leave_scope(Scope* scope, ControlEntry* entry);
  std::unique_ptr<UsingGuard> begin_using(Scope* scope);
  void end_using(std::unique_ptr<UsingGuard> guard);
  void begin_debug_scope(Scope* scope);
  void end_debug_scope();
  void mark_initialized(Binding* binding);
  uint32_t scope_info(Scope* scope);
  void declare_lexicals(Scope* scope);
  void instantiate_functions(Scope* scope);
  uint32_t slot_count(const Scope* scope) const;

  // ---- functions (compile_functions.cpp)
  void closure(FunctionNode* node, Register destination, NameId name);
  // Of a function expression or arrow function.
  static FunctionNode* function_of(Node* node);
  // A call is compiled: a function that is its callee runs at once.
  static void note_called(Node* callee, std::span<Expression*> arguments);
  void set_flags();
  void hidden_bindings(Scope* scope);
  void parameters();
  void variables(Scope* scope);
  void finish(uint32_t end_offset);
  void reserve_locals(uint32_t count, bool with_generator);
  bool program_declarations(Program* program, uint32_t* index);
  void async_handler(ControlEntry& guard);

  // ---- classes (compile_classes.cpp)
  // `name_key`: a register with the property key that names an anonymous class, 0: `name` does.
  void class_definition(ClassNode* node, Register destination, NameId name, Register name_key);
  void class_member_method(ClassMember* member, Register constructor, Register prototype);
  void field_initializers(ClassNode* node, bool is_static);
  void method_closure(FunctionNode* node, Register destination, NameId name, Register home);

  // ---- generators (compile_generators.cpp)
  void yield(YieldExpression* node, Register destination);
  void yield_delegate(YieldExpression* node, Register destination);
  void resumed_with_return(Register value);

  UnitCompiler& unit_;
  FunctionTemplate& function_;
  FunctionNode* node_;
  FunctionBuilder b_;
  Scope* scope_;
  ControlEntry* control_ = nullptr;
  int next_register_ = 0;
  int max_register_ = 0;
  Register completion_ = 0;     // the completion value of an eval; 0: not wanted
  Register dispose_stack_ = 0;  // of the innermost scope with `using` declarations
  Register generator_ = 0;      // generators, async functions: the register that holds the generator object
  struct SharedSlot {
    FeedbackKind kind;
    NameId name;
    int32_t slot;
  };
  std::vector<SharedSlot>* shared_slots_ = nullptr;  // in a very long chain
  Label chain_exit_;                                 // where a short circuit of the current optional chain goes
  bool strict_ = false;
  bool is_async_ = false;
  bool is_generator_ = false;
  bool this_initialized_ = false;  // derived constructors: super() has certainly returned
  int32_t debug_scope_ = -1;
  std::unordered_map<const Binding*, std::pair<uint32_t, uint32_t>> debug_variables_;
  std::vector<NameId> this_properties_;  // distinct names of `this.x = ...`
};

class UnitCompiler {
 public:
  UnitCompiler(const ParseResult& parse, const CompileOptions& options, CompiledUnit& unit)
      : parse_(parse), options_(options), builder_(unit) {}

  bool run();
  // A lazy function, which the parse read alone. `environments`: of the scopes around it, innermost first.
  bool run_lazy(FunctionTemplate& function, std::span<const uint32_t> environments);
  const CompileError& error() const { return error_; }
  void fail(SourceRange range, std::string message) {
    if (error_.message.empty()) error_ = {range, std::move(message)};
  }
  bool failed() const { return !error_.message.empty(); }

  const ParseResult& parse() const { return parse_; }
  const NameTable& names() const { return parse_.names; }
  std::string_view source() const { return parse_.source->text(); }
  const CompileOptions& options() const { return options_; }
  UnitBuilder& builder() { return builder_; }
  CompiledUnit& unit() { return builder_.unit(); }
  StringIndex string(NameId name);

  // Makes a template now and compiles it later. `scope`: where a function without a node (a default constructor, an
  // initialiser that only adds private methods) stands.
  enum class Special : uint8_t { kNone, kBaseConstructor, kDerivedConstructor, kBrandInitializer };
  uint32_t add_function(FunctionNode* node, NameId name, const FunctionCompiler& parent,
                        Special special = Special::kNone, ClassNode* class_node = nullptr, Scope* scope = nullptr);
  uint32_t scope_info(const Scope* scope);
  // The environment that code in `scope` runs in; -1: none of this unit.
  int32_t environment_info(const Scope* scope);
  bool is_module() const { return is_module_; }

 private:
  void module_template();
  void compile_pending();
  bool stays_lazy(FunctionNode* node) const;
  bool make_lazy(FunctionTemplate& function, FunctionNode* node);
  struct Pending {
    uint32_t index;
    FunctionNode* node;
    Special special;
    ClassNode* class_node;
    Scope* scope;
  };
  const ParseResult& parse_;
  const CompileOptions& options_;
  UnitBuilder builder_;
  CompileError error_;
  std::vector<Pending> pending_;
  std::vector<StringIndex> string_cache_;  // by NameId
  std::vector<uint32_t> template_of_;      // by FunctionNode::index
  bool is_module_ = false;
  std::unordered_map<const Scope*, uint32_t> scope_infos_;
};

}  // namespace scrim::bytecode
