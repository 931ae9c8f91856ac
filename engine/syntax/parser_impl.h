// The parser's class, split by grammar area: parser.cpp (driver, tokens, recovery), expressions.cpp, primary.cpp,
// patterns.cpp, statements.cpp, functions.cpp, classes.cpp, modules.cpp, typescript_types.cpp,
// typescript_declarations.cpp, typescript_messages.cpp, jsx.cpp.
//
// Conventions: a parse_* function begins at the first token of its production and ends behind the last; it always
// returns a node (ErrorNode where nothing could be read) and consumes nothing it does not understand.
#pragma once

#include <vector>

#include "engine/syntax/lexer.h"
#include "engine/syntax/parser.h"

namespace scrim::syntax {

// Facts of the function (or program, field initialiser, static block) whose code is being read.
struct FunctionContext {
  FunctionContext* outer = nullptr;
  FunctionKind kind = FunctionKind::kNormal;
  bool is_program = false;
  bool is_static_block = false;
  bool is_async = false;
  bool is_generator = false;
  bool in_parameters = false;
  bool has_await = false;
  bool has_yield = false;
  size_t first_label = 0;
  size_t first_target = 0;
  // Where the latest yield, await and `await` used as a name were: parameters of arrow functions, known as such only
  // later, must not contain them.
  uint32_t last_yield = kNowhere;
  uint32_t last_await = kNowhere;
  uint32_t last_await_name = kNowhere;
  static constexpr uint32_t kNowhere = UINT32_MAX;

  bool is_arrow() const { return kind == FunctionKind::kArrow; }
};

enum class StatementPosition : uint8_t { kList, kIf, kLabel, kOther };
// What TypeScript has beyond types, in the order of typescript_declarations.cpp's table.
enum class TypeScriptConstruct : uint8_t {
  kEnum,
  kNamespace,
  kModuleKeyword,
  kParameterProperty,
  kImportEquals,
  kExportAssignment,
  kTypeAssertion,
};
enum class BindingUse : uint8_t { kVar, kLexical, kParameter, kCatch, kUsing };

// Gives the parser's faults of a TypeScript text that is to be run Node's words (typescript_messages.cpp).
void speak_as_node(ParseResult& result, const ParseOptions& options);
inline constexpr const char* kContinueAsNode =
    "A 'continue' statement can only jump to a label of an enclosing iteration statement";

class Parser {
 public:
  // A '{' that is never closed, found by a first run: the second places the missing '}' by indentation, for brackets
  // from `first` on, at most `count` times.
  struct Unclosed {
    uint32_t first = UINT32_MAX;
    uint32_t count = 0;
  };
  Parser(ParseResult& result, const ParseOptions& options, Unclosed unclosed, bool mend_strays = false);
  // For read_again(): only `window` is looked at.
  Parser(ParseResult& result, const ParseOptions& options, SourceRange window);
  void run();
  // Reads the body of `function` again (and its parameters, if they contain expressions), whose kind, flags of the
  // parse and, without expressions, parameters are set; `around` is the context it is in. False when the body does not
  // end with the window, or could not have been read on its own.
  bool read_again(FunctionNode* function, FunctionContext* around, bool strict, SourceRange window);
  bool guessed() const { return guessed_ || found_unclosed_.count > 0 || found_stray_ || lexer_.lost_template(); }
  bool misread() const { return structural_errors_ > 0; }
  SourceRange source_mapping_url() const { return lexer_.source_mapping_url(); }
  Unclosed unclosed() const { return found_unclosed_; }
  // A first run found a '}' that closes nothing: the '{' it belongs to is missing somewhere before. The second takes a
  // '}' that stands deeper than the line of the '{' it would close for such a one.
  bool stray() const { return found_stray_; }

 private:
  friend class ScratchList;
  void run_function(const FunctionPlace& place);

  // ---- tokens (parser.cpp)
  TokenKind kind() const { return token_.kind; }
  bool at(TokenKind kind) const { return token_.kind == kind; }
  bool at_word(TokenKind kind) const { return token_.kind == kind && !token_.escaped; }
  void advance();
  bool eat(TokenKind kind) {
    if (token_.kind != kind) return false;
    advance();
    return true;
  }
  SourceRange token_range() const { return {token_.start, token_.end}; }
  // Consumes `kind` or reports that it is missing; what: for people, e.g. "')' after the condition".
  bool expect(TokenKind kind, std::string_view what);
  // As expect, for a bracket opened at `opened`.
  bool expect_closer(TokenKind kind, SourceRange opened);
  struct Ahead {
    TokenKind kind;
    bool newline_before;
    bool escaped;
    uint32_t start;
  };
  Ahead peek();
  // The token after the next.
  Ahead peek2();
  Ahead peek_at(int distance);

  // ---- diagnostics and recovery (parser.cpp)
  Diagnostic* report(DiagnosticCode code, SourceRange range, std::string_view first = {},
                     std::string_view second = {}) {
    return reporter_.report(code, range, first, second);
  }
  Diagnostic* report_node(DiagnosticCode code, const Node* node, std::string_view first = {}) {
    return reporter_.report(code, node->range(), first);
  }
  // The current token cannot stand here. At most one such report between two points of synchronisation.
  Diagnostic* unexpected(std::string_view expected);
  Diagnostic* unexpected_token(std::string_view expected);
  std::string typescript_message(std::string_view expected) const;
  std::string typescript_token() const;
  bool behind_let() const;
  Diagnostic* syntax_error(DiagnosticCode code, SourceRange range, std::string_view first = {},
                           std::string_view second = {});
  std::string token_text() const;
  // The word that begins at an offset.
  std::string_view word_at(uint32_t offset) const;
  ErrorNode* error_node(uint32_t start);
  // At the beginning of a statement or member; returns what to put back behind it.
  uint32_t begin_item();
  bool count_fault(uint32_t place);
  void synchronize_statement();
  bool begins_object_rest();
  Node* parse_orphan_clause();
  bool skip_stray_closer(uint32_t opened);
  bool begins_lost_member();
  Node* parse_lost_member();
  // Reports what usually is only the consequence of an earlier structural error, unless there was one.
  void report_unless_consequence(DiagnosticCode code, SourceRange range, std::string_view first = {});
  // After an element of a list inside brackets went wrong: skips to ',' or the closer; false when neither is near.
  bool synchronize_list(TokenKind closer);
  bool begins_statement_keyword() const;
  // By-indentation mode: the token stands so far left that the bracket opened at `opened` must have ended before.
  bool ends_by_indentation(uint32_t opened);
  uint32_t indentation_of(uint32_t offset) const;
  void report_unclosed(SourceRange opened);
  void consume_semicolon(std::string_view after);
  bool enter();
  void leave() { depth_--; }
  SourceRange previous_range() const { return {previous_start_, previous_end_}; }

  // ---- nodes
  template <typename T>
  T* make(uint32_t start) {
    T* node = new (result_.arena.allocate(sizeof(T))) T();
    node->kind = T::kKind;
    node->start = start;
    return node;
  }
  template <typename T>
  T* finish(T* node) {
    node->end = previous_end_ > node->start ? previous_end_ : node->start;
    return node;
  }
  std::string_view text_of(NameId name) const { return result_.names.text(name); }

  // ---- names and context (parser.cpp)
  bool await_is_keyword() const;
  bool await_is_reserved() const;
  bool yield_is_keyword() const { return context_->is_generator; }
  // Reports when the current word cannot be an identifier here. False: it is not even a word.
  bool check_identifier(bool binding);
  BindingIdentifier* parse_binding_identifier(std::string_view expected);
  void check_binding_name(NameId name, SourceRange range);
  const FunctionContext* this_context() const;
  bool arguments_forbidden() const;

  // ---- expressions (expressions.cpp)
  Node* parse_expression();
  Node* parse_expression_in(bool in_allowed, bool cover);
  Node* parse_assignment(bool cover = false);
  Node* parse_assignment_in() {
    bool saved = in_allowed_;
    in_allowed_ = true;
    Node* node = parse_assignment();
    in_allowed_ = saved;
    return node;
  }
  Node* parse_conditional();
  Node* parse_binary(int minimum);
  Node* parse_unary();
  Node* parse_left_hand_side();
  Node* parse_chain(Node* base, uint32_t start, bool calls);
  Node* parse_new();
  Node* parse_import_expression();
  Node* parse_super();
  Node* parse_yield();
  Node* parse_await();
  // `typed`: some argument can only be a parameter of an async arrow function.
  ArenaList<Expression*> parse_arguments(bool cover, bool* trailing_comma, bool* typed);
  void check_simple_target(Node* target, DiagnosticCode code);
  void mark_written(Node* target, bool read_too);
  void report_cover();
  int binary_precedence(TokenKind kind) const;

  // ---- primary expressions (primary.cpp)
  Node* parse_primary();
  Node* parse_parenthesized();
  Node* parse_array();
  Node* parse_object();
  Node* parse_property();
  Node* parse_identifier_reference();
  Node* parse_template(bool tagged);
  Node* parse_string();
  Node* parse_number();
  Node* parse_regexp();
  struct Key {
    Node* node = nullptr;
    bool computed = false;
    bool is_word = false;  // could be a shorthand
    LexedToken token;
  };
  Key parse_property_key(bool class_member);
  NameId key_name(const Key& key) const;

  // ---- patterns (patterns.cpp)
  Node* parse_binding_target(BindingUse use);
  Node* parse_binding_pattern(BindingUse use);
  Node* parse_binding_element(BindingUse use);
  void to_assignment_pattern(Node* node);
  void to_assignment_target(Node* node);
  Node* to_binding(Node* node);
  void collect_bound_names(Node* pattern, std::vector<BindingIdentifier*>& out);

  // ---- functions (functions.cpp)
  // `signature`: in TypeScript it may end without a body, which is then null.
  FunctionNode* parse_function_rest(FunctionNode* function, FunctionContext& context, bool signature = false);
  void parse_parameters(FunctionNode* function);
  void parse_function_body(FunctionNode* function);
  void note_parameters(FunctionNode* function);
  void parse_body_statements(FunctionNode* function, FunctionBody* body, SourceRange opened);
  void finish_function(FunctionNode* function, const FunctionContext& context);
  void check_parameters(FunctionNode* function, bool strict_before);
  void parse_directives(bool simple_parameters, bool* found_use_strict);
  Node* parse_function_expression();
  Node* parse_function_declaration(bool is_default_export, StatementPosition position);
  FunctionNode* parse_method(uint32_t start, FunctionKind kind, bool is_async, bool is_generator,
                             bool signature = false);
  Node* parse_arrow(uint32_t start, std::span<Node* const> parameters, SourceRange parameters_range, bool is_async,
                    uint32_t limit);
  void parse_statement_list(TokenKind closer, uint32_t opened);

  // ---- classes (classes.cpp)
  ClassNode* parse_class(bool name_required);
  // Null: it only declares types.
  bool begins_declaration_line();
  ClassMember* parse_class_member(ClassNode* class_node);
  void parse_static_block(ClassMember* member);

  // ---- statements (statements.cpp)
  Node* parse_statement(StatementPosition position);
  Node* parse_statement_inner(StatementPosition position);
  BlockStatement* parse_block();
  Node* parse_variable_statement(DeclarationKind kind);
  VariableDeclaration* parse_variable_declaration(DeclarationKind kind, bool in_for);
  Node* parse_if();
  Node* parse_missing_body(uint32_t header);
  Node* parse_if_branch();
  Node* parse_for();
  Node* parse_while();
  Node* parse_do_while();
  Node* parse_loop_body(Node* loop);
  Node* parse_break_continue(bool is_break);
  Node* parse_return();
  Node* parse_with();
  Node* parse_switch();
  Node* parse_throw();
  Node* parse_try();
  Node* parse_expression_statement(StatementPosition position);
  Node* parse_label_rest(Identifier* name, StatementPosition position);
  size_t take_labels();
  bool let_is_declaration(StatementPosition position);
  bool using_is_declaration();
  bool await_using_is_declaration();
  Node* parse_parenthesized_condition(std::string_view what);

  // ---- modules (modules.cpp)
  Node* parse_import_declaration();
  Node* parse_export_declaration();
  Node* parse_export_clause(uint32_t start);
  ModuleExportName* parse_module_export_name();
  StringLiteral* parse_module_source();
  ArenaList<ImportAttribute*> parse_import_attributes();

  // ---- JSX (jsx.cpp)
  void advance_jsx_child();
  void advance_jsx_value();
  bool begins_jsx() const;
  Node* parse_jsx();
  Node* parse_jsx_element(bool child);
  Node* parse_jsx_name(bool reference);
  Node* parse_jsx_braces(bool child, bool spread_only);
  Node* parse_jsx_attribute();
  std::string jsx_name_text(const Node* name) const;
  bool begins_generic_arrow();

  // ---- TypeScript (typescript_types.cpp)
  struct Snapshot;
  Snapshot save();
  void restore(const Snapshot& snapshot);
  template <typename Read>
  bool attempt(Read read, bool stay);
  bool at_contextual(std::string_view word) const;
  bool ahead_is(const Ahead& ahead, std::string_view word) const;
  bool expect_type_closer();
  bool at_type_opener();
  void parse_type();
  bool begins_function_type();
  void parse_function_type();
  void parse_signature_parameters();
  void parse_return_type();
  void parse_union_type();
  void parse_type_operator();
  void parse_postfix_type();
  void parse_primary_type();
  void parse_entity_name();
  void parse_import_type();
  void parse_tuple_type();
  void parse_object_type();
  void parse_type_member();
  bool synchronize_member();
  bool parse_index_signature();
  void parse_type_parameters();
  void parse_type_arguments(bool exact);
  bool try_type_arguments();
  bool at_type_operator_word() const;
  bool begins_expression() const;
  void parse_annotation();
  bool try_arrow_return_type(bool certain);
  bool annotate_arrow_parameter(Node*& element);
  Node* parse_angle();
  bool try_async_type_parameters();

  // ---- TypeScript (typescript_declarations.cpp)
  struct Modifiers {
    bool any = false;
    bool accessibility = false;
    bool is_static = false;
    bool is_abstract = false;
    bool is_declare = false;
    bool is_accessor = false;
    bool is_readonly = false;  // or override: in a constructor's parameters either makes a property
  };
  void report_unsupported(TypeScriptConstruct construct, SourceRange range);
  Node* erased(uint32_t start);
  Node* parse_typescript_statement(StatementPosition position);
  Node* parse_interface();
  void parse_heritage_types();
  Node* parse_type_alias();
  Node* parse_ambient();
  Node* parse_enum(uint32_t start);
  Node* parse_namespace(uint32_t start);
  std::vector<Node*> parse_decorators();
  Modifiers parse_modifiers();
  bool import_is_type_only();
  bool specifier_is_type_only();
  Node* parse_import_equals(uint32_t start, BindingIdentifier* local, bool type_only);
  Node* parse_typescript_export(uint32_t start);

  struct Label {
    NameId name;
    LabeledStatement* statement;
    Node* loop;
    bool pending;  // no statement has begun since
  };
  struct Target {
    Node* node;
    bool is_loop;
  };
  struct CoverError {
    bool set = false;
    DiagnosticCode code{};
    SourceRange range;
  };
  // What stands before "=>": parameters in parentheses. Valid right after parse_parenthesized() returned `node`.
  struct ArrowHead {
    Node* node = nullptr;
    SourceRange parens;
  };

  // A statement or member with a fault, and what stands deeper than it: of the faults there, most follow from the
  // first. At most three are told of, and three in a line.
  struct FaultRow {
    uint32_t count = 0;
    uint32_t indentation = 0;
    uint32_t count_in_line = 0;
    uint32_t line_end = 0;  // behind the line of the last one
  };

  struct Snapshot {
    FaultRow faults;
    Lexer::Position lexer;
    uint32_t previous_start;
    uint32_t previous_end;
    bool strict;
    bool in_allowed;
    bool in_consequent;
    bool panic;
    bool lexical_in_block;
    bool lenient;
    uint32_t structural_errors;
    Unclosed found_unclosed;
    CoverError cover;
    ArrowHead arrow_head;
    FunctionContext context;
    size_t scratch;
    size_t labels;
    size_t targets;
    size_t tokens;
  };

  ParseResult& result_;
  const ParseOptions& options_;
  const SourceText& source_;
  Reporter reporter_;
  Lexer lexer_;
  const LexedToken& token_;
  uint32_t previous_start_ = 0;
  uint32_t previous_end_ = 0;
  bool strict_ = false;
  bool in_allowed_ = true;
  const bool typescript_;
  const bool jsx_;
  bool jsx_reported_ = false;
  bool in_consequent_ = false;        // between '?' and ':': "(a): b =>" may be the end of it
  bool no_conditional_type_ = false;  // in the constraint of a conditional type
  bool ambient_ = false;              // in what `declare` declares
  bool in_namespace_ = false;
  std::vector<Node*> parameter_decorators_;    // of the member that is being read
  ArenaList<Expression*> pending_decorators_;  // read before `export`, of the class that follows
  bool panic_ = false;
  bool lexical_in_block_ = false;
  bool top_level_ = true;        // statement list of a module: import and export may stand here
  bool in_switch_case_ = false;  // directly: no using there
  Unclosed unclosed_;            // what to mend
  Unclosed found_unclosed_;      // what this run found
  bool mend_strays_ = false;
  bool found_stray_ = false;
  FaultRow faults_;
  uint32_t item_start_ = 0;  // of the statement or member that is being read
  bool guessed_ = false;     // a fault was not told because it may follow from another
  bool lenient_ = false;     // in a block whose head was lost: return and await are not looked at
  uint32_t structural_errors_ = 0;
  bool stopped_ = false;
  uint32_t depth_ = 0;
  uint32_t depth_limit_;
  uintptr_t stack_limit_ = 0;
  FunctionContext* context_ = nullptr;
  CoverError cover_;
  ArrowHead arrow_head_;
  std::vector<Node*> scratch_;
  std::vector<Label> labels_;
  std::vector<Target> targets_;
  std::vector<BindingIdentifier*> names_scratch_;
};

// Children collected before their number is known: a segment of the parser's scratch stack.
class ScratchList {
 public:
  explicit ScratchList(Parser& parser) : parser_(parser), start_(parser.scratch_.size()) {}
  ~ScratchList() {
    if (!taken_) parser_.scratch_.resize(start_);
  }
  void push(Node* node) { parser_.scratch_.push_back(node); }
  size_t size() const { return parser_.scratch_.size() - start_; }
  Node*& operator[](size_t i) { return parser_.scratch_[start_ + i]; }
  template <typename T>
  ArenaList<T*> take() {
    static_assert(sizeof(T*) == sizeof(Node*));
    auto list = ArenaList<Node*>::copy(parser_.result_.arena, {parser_.scratch_.data() + start_, size()});
    parser_.scratch_.resize(start_);
    taken_ = true;
    return __builtin_bit_cast(ArenaList<T*>, list);
  }

 private:
  Parser& parser_;
  size_t start_;
  bool taken_ = false;
};

// Sets a variable for the time of a scope.
template <typename T>
class Restore {
 public:
  Restore(T& place, T value) : place_(place), saved_(place) { place = value; }
  ~Restore() { place_ = saved_; }
  T saved() const { return saved_; }
  Restore(const Restore&) = delete;
  Restore& operator=(const Restore&) = delete;

 private:
  T& place_;
  T saved_;
};

// Reads with `read`, without diagnostics; stays where that ended if it went well and returned true, else goes back.
template <typename Read>
bool Parser::attempt(Read read, bool stay) {
  Snapshot snapshot = save();
  bool muted = reporter_.muted();
  reporter_.set_muted(true);
  panic_ = false;
  bool good = read() && !panic_ && !stopped_;
  if (!stopped_) reporter_.set_muted(muted);
  if (good && stay) {
    panic_ = snapshot.panic;
  } else if (!stopped_) {
    restore(snapshot);
  }
  return good;
}

}  // namespace scrim::syntax
