// The class behind analyze_scopes(): one walk over the tree that opens and closes scopes, declares names, and resolves
// references when the scope that may hold them closes. scope_analysis.cpp walks, scope_resolution.cpp declares and
// resolves, module_info.cpp makes the module record,
// scope_again.cpp analyses one function in a program that stands.
#pragma once

#include <vector>

#include "engine/syntax/parser.h"

namespace scrim::syntax {

class ScopeBuilder {
 public:
  ScopeBuilder(ParseResult& result, const ParseOptions& options);
  void run();
  // For reparse(): analyses `function`, whose text was read again, in the scopes around it, which stand. `*layout` is
  // set when variables outside now live elsewhere (see lay_out_again). False when more than bindings outside would
  // change.
  bool run_again(FunctionNode* function, Scope* around, bool* layout);
  // Decides anew where all bindings of the program live.
  void lay_out_again();

 private:
  // One function's (or the program's) activation.
  struct Frame {
    FunctionNode* function = nullptr;
    Frame* outer = nullptr;
    Scope* scope = nullptr;
    bool is_arrow() const { return function && function->function_kind == FunctionKind::kArrow; }
  };
  struct Open;
  // A name in an open scope. Without a binding: a `var` passes through on its way to its variable scope.
  struct Entry {
    Entry* same_name;  // in scopes around (or beside: var)
    Entry* in_scope;   // the next of its scope
    Open* open;
    Binding* binding;
    NameId name;
    SourceRange range;
  };
  // A scope under construction, on the native stack of the walk.
  struct Open {
    Scope* scope;
    Open* parent;
    Frame* frame;
    Entry* first = nullptr;
    Entry* last = nullptr;
    uint32_t count = 0;
    size_t first_reference;
    size_t first_candidate;
    size_t first_function;
    Scope* last_child = nullptr;
    bool simple_catch = false;
    bool is_catch_body = false;
  };
  struct Reference {
    Node* node;  // Identifier or BindingIdentifier
    const Scope* scope;
    bool dynamic;
  };
  struct PrivateReference {
    PrivateName* node;
    FunctionNode* function;
  };
  // A function in a block that Annex B.3.2 may also declare as a var.
  struct Candidate {
    FunctionDeclaration* declaration;
    Open* block;
  };

  // ---- scopes
  void open(Open& open, ScopeKind kind, Node* node, SourceRange range);
  void close();
  Open* var_scope() const;
  void push_frame(Frame& frame, FunctionNode* function);
  void pop_frame() { frame_ = frame_->outer; }
  // The frame whose this, arguments, super and new.target code here uses.
  Frame* this_frame() const;
  Binding* implicit_binding(Frame* owner, BindingKind kind, NameId name, Binding* Scope::* place);
  Binding* use_this();
  Binding* use_callee();
  Binding* use_new_target();
  Binding* outer_binding(BindingKind kind);
  void note_direct_eval(CallExpression* call);

  // ---- names
  Entry* find_entry(Open* open, NameId name) const;
  Entry* add_entry(Open* open, NameId name, Binding* binding, SourceRange range);
  Binding* make_binding(Scope* scope, NameId name, BindingKind kind, SourceRange range);
  Binding* declare_lexical(NameId name, BindingKind kind, SourceRange range);
  Binding* declare_var(NameId name, SourceRange range);
  Binding* declare_function(FunctionDeclaration* declaration);
  void declare_parameter(BindingIdentifier* node, uint32_t index, uint32_t initialized_at);
  Diagnostic* report_redeclared(NameId name, SourceRange range, SourceRange first);
  bool is_var_like_function_scope(const Open* open) const;
  static bool conflicts_with_var(const Entry* entry);
  void resolve_references(Open& open);
  void bind(const Reference& reference, Binding* binding);
  bool needs_tdz_check(const Reference& reference, const Binding* binding) const;
  void hoist_block_functions(Open& open);
  void drop_candidates(Open& open);
  void declare_arguments(Open& open);
  void finish_scope(Open& open);
  void resolve_private_names(Open& open, size_t first);
  void resolve_outer();
  void report_undeclared_private(const PrivateName* name);
  bool resolve_around(Scope* around, bool* layout);
  void resolve_private_around(FunctionNode* function, Scope* around);
  // What a name means around the text; `check`: uses may come too early. Null: global.
  Binding* find_outer(NameId name, bool* check, bool* dynamic);
  Binding* outer_place_binding(const OuterPlace& place, NameId name);
  void allocate(Scope* root);
  void allocate_scope(Scope* scope);

  // ---- the walk
  void visit(Node* node);
  void visit_list(auto list) {
    for (auto* node : list) {
      if (node) visit(node);
    }
  }
  void visit_spine(Node* node);
  void visit_links(Node* node);
  void visit_statement_list(ArenaList<Statement*> list) { visit_list(list); }
  void visit_block(BlockStatement* block, bool catch_body);
  void visit_declaration(VariableDeclaration* declaration);
  void declare_pattern(Node* pattern, DeclarationKind kind, uint32_t initialized_at);
  void visit_parameters(FunctionNode* function);
  void declare_parameter_pattern(Node* pattern, uint32_t index, uint32_t initialized_at);
  void visit_function(FunctionNode* function, bool is_expression);
  void visit_class(ClassNode* node);
  void visit_for(ForStatement* node);
  template <typename Loop>
  void visit_for_in_of(Loop* node);
  void visit_reference(Node* node);
  void declare_merging(BindingIdentifier* id);

  // ---- modules
  void declare_import(ImportDeclaration* declaration);
  void make_module_info();
  uint32_t request_of(StringLiteral* source, ImportPhase phase, ArenaList<ImportAttribute*> attributes);

  ParseResult& result_;
  const ParseOptions& options_;
  Arena& arena_;
  Arena scratch_;
  Reporter reporter_;
  std::vector<Entry*> current_;  // by name: the entry declared last, in a scope that is still open
  std::vector<Reference> references_;
  std::vector<PrivateReference> private_references_;
  std::vector<Candidate> candidates_;
  std::vector<FunctionDeclaration*> functions_in_scope_;
  std::vector<Node*> spine_;
  Open* top_ = nullptr;
  SourceRange redeclaring_function_;  // while a function is declared: where it begins
  Frame* frame_ = nullptr;
  Scope* outer_scope_ = nullptr;  // innermost of ParseOptions::outer, made into scopes
  // With ParseOptions::outer_names: what was asked for, by name.
  struct Asked {
    Binding* binding = nullptr;
    bool done = false;
    bool check = false;
  };
  std::vector<Asked> asked_;
  bool was_broken_;  // the text has errors of structure: what follows from them is not told again
  std::vector<ModuleRequest> requests_;
  std::vector<ImportEntry> imports_;
};

}  // namespace scrim::syntax
