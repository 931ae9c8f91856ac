#include "engine/syntax/parser.h"

#include <algorithm>
#include <cctype>

#include "engine/syntax/parser_impl.h"

namespace scrim::syntax {

namespace {
// Nested expressions, statements and patterns.
constexpr uint32_t kMaxDepth = 6500;
// One cause makes no more diagnostics than this.
constexpr uint32_t kMostFaults = 3;
}  // namespace

namespace {
// What is passed over has faults of its own that nobody is told of.
class Muted {
 public:
  explicit Muted(Reporter& reporter) : reporter_(reporter), before_(reporter.muted()) { reporter_.set_muted(true); }
  ~Muted() { reporter_.set_muted(before_); }

 private:
  Reporter& reporter_;
  bool before_;
};
}  // namespace

ParseResult::ParseResult() = default;
ParseResult::~ParseResult() = default;

Language language_of_file(std::string_view path) {
  if (path.ends_with(".ts") || path.ends_with(".mts") || path.ends_with(".cts")) return Language::kTypeScript;
  if (path.ends_with(".tsx")) return Language::kTsx;
  if (path.ends_with(".jsx")) return Language::kJsx;
  return Language::kJavaScript;
}

std::unique_ptr<ParseResult> parse(const SourceText& source, const ParseOptions& options) {
  auto result = std::make_unique<ParseResult>();
  result->source = &source;
  result->language = options.language;
  Parser::Unclosed unclosed;
  bool stray;
  {
    Parser parser(*result, options, Parser::Unclosed{});
    parser.run();
    unclosed = parser.unclosed();
    stray = parser.stray();
    result->guessed = parser.guessed();
    result->misread = parser.misread();
  }
  if (unclosed.count > 0 && options.max_diagnostics > 1) {
    // Only broken texts pay for this second run.
    result = std::make_unique<ParseResult>();
    result->source = &source;
    result->language = options.language;
    Parser parser(*result, options, unclosed);
    parser.run();
    result->guessed = result->misread = true;
  } else if (stray && options.max_diagnostics > 1) {
    auto second = std::make_unique<ParseResult>();
    second->source = &source;
    second->language = options.language;
    Parser parser(*second, options, Parser::Unclosed{}, true);
    parser.run();
    auto faults = [](const ParseResult& parsed) { return parsed.diagnostics.size() + parsed.dropped_diagnostics; };
    if (faults(*second) <= faults(*result)) result = std::move(second);
    result->guessed = result->misread = true;
  }
  speak_as_node(*result, options);
  if (options.analyze) analyze_scopes(*result, options);
  Reporter(result->diagnostics, result->dropped_diagnostics, options.max_diagnostics).finish();
  result->parsed_bytes = result->arena.used_bytes();
  return result;
}

Parser::Parser(ParseResult& result, const ParseOptions& options, Unclosed unclosed, bool mend_strays)
    : Parser(result, options,
             options.function ? SourceRange{options.function->start, options.function->start}
                              : SourceRange{0, result.source->size()}) {
  unclosed_ = unclosed;
  mend_strays_ = mend_strays;
}

Parser::Parser(ParseResult& result, const ParseOptions& options, SourceRange window)
    : result_(result),
      options_(options),
      source_(*result.source),
      reporter_(result.diagnostics, result.dropped_diagnostics, options.max_diagnostics),
      lexer_(source_, result.names, reporter_, options.goal != ParseGoal::kModule && options.allow_html_comments,
             options.collect_comments ? &result.comments : nullptr, window),
      token_(lexer_.token()),
      typescript_(options.language == Language::kTypeScript || options.language == Language::kTsx),
      jsx_(options.language == Language::kJsx || options.language == Language::kTsx),
      depth_limit_(kMaxDepth) {
  std::string_view name = source_.name();
  ambient_ = typescript_ && (name.ends_with(".d.ts") || name.ends_with(".d.mts") || name.ends_with(".d.cts"));
  auto here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  stack_limit_ = here > options.native_stack_bytes ? here - options.native_stack_bytes : 0;
}

// One function of a text, see FunctionPlace.
void Parser::run_function(const FunctionPlace& place) {
  FunctionContext context;
  context.is_program = true;
  context_ = &context;
  strict_ = place.strict;
  in_allowed_ = true;
  lexer_.seek(place.start);
  lexer_.next();
  auto* program = make<Program>(place.start);
  result_.program = program;
  program->kind_of_program = ProgramKind::kFunction;
  program->strict = strict_;
  Node* expression = nullptr;
  switch (place.form) {
    case FunctionPlace::kDeclaration: {
      Node* declaration = parse_function_declaration(true, StatementPosition::kList);
      if (auto* found = as_if<FunctionDeclaration>(declaration)) expression = result_.function = found->function;
      break;
    }
    case FunctionPlace::kExpression:
      expression = parse_function_expression();
      result_.function = as<FunctionExpression>(expression)->function;
      break;
    case FunctionPlace::kArrow:
      expression = parse_assignment();
      if (auto* found = as_if<ArrowFunction>(expression)) result_.function = found->function;
      break;
    case FunctionPlace::kMethod:
      expression = result_.function = parse_method(place.node_start, place.kind, place.is_async, place.is_generator);
      break;
  }
  program->end = previous_end_;
  if (!result_.function) return;
  auto* statement = make<ExpressionStatement>(place.start);
  statement->expression = expression;
  ScratchList statements(*this);
  statements.push(finish(statement));
  program->body = statements.take<Statement>();
}

void Parser::run() {
  if (options_.function) return run_function(*options_.function);
  FunctionContext context;
  context.is_program = true;
  context.is_async = options_.goal == ParseGoal::kModule || options_.allow_top_level_await;
  context_ = &context;
  strict_ = options_.strict || options_.goal == ParseGoal::kModule;
  in_allowed_ = true;
  lexer_.next();

  auto* program = make<Program>(0);
  result_.program = program;
  if (options_.goal == ParseGoal::kFunctionBody) {
    program->kind_of_program = ProgramKind::kFunction;
    auto* function = make<FunctionNode>(0);
    ScratchList parameters(*this);
    for (std::string_view name : options_.wrapper_parameters) {
      auto* parameter = make<BindingIdentifier>(0);
      parameter->name = result_.names.intern(name);
      parameters.push(parameter);
    }
    function->parameters = parameters.take<Pattern>();
    function->length = function->parameters.size();
    function->flags.has_simple_parameters = true;
    FunctionContext inner;
    inner.outer = context_;
    context_ = &inner;
    auto* body = make<FunctionBody>(0);
    ScratchList statements(*this);
    bool use_strict = false;
    parse_directives(true, &use_strict);
    parse_statement_list(TokenKind::kEndOfFile, 0);
    function->flags.has_use_strict = use_strict;
    function->flags.strict = strict_;
    body->body = statements.take<Statement>();
    body->end = source_.size();
    function->body = body;
    function->end = source_.size();
    finish_function(function, inner);
    context_ = &context;
    auto* expression = make<FunctionExpression>(0);
    expression->function = function;
    expression->end = source_.size();
    auto* statement = make<ExpressionStatement>(0);
    statement->expression = expression;
    statement->end = source_.size();
    ScratchList outer(*this);
    outer.push(statement);
    program->body = outer.take<Statement>();
  } else {
    switch (options_.goal) {
      case ParseGoal::kModule: program->kind_of_program = ProgramKind::kModule; break;
      case ParseGoal::kDirectEval: program->kind_of_program = ProgramKind::kDirectEval; break;
      case ParseGoal::kIndirectEval: program->kind_of_program = ProgramKind::kIndirectEval; break;
      case ParseGoal::kDynamicFunction: program->kind_of_program = ProgramKind::kFunction; break;
      default: program->kind_of_program = ProgramKind::kScript;
    }
    ScratchList statements(*this);
    bool use_strict = false;
    if (options_.goal == ParseGoal::kDynamicFunction) {
      uint32_t start = token_.start;
      Node* expression = parse_assignment();
      auto* statement = make<ExpressionStatement>(start);
      statement->expression = expression;
      statements.push(finish(statement));
      if (!at(TokenKind::kEndOfFile)) unexpected("the end of the function");
      // Each part stood alone: the brackets of the parameter list and the body are where they were put.
      if (auto* wrapped = as_if<FunctionExpression>(expression)) {
        FunctionNode* function = wrapped->function;
        if (function->parameters_range.end != options_.dynamic_parameters.end + 2) {
          report(DiagnosticCode::kMalformedArrow, options_.dynamic_parameters);
        } else if (function->body && function->body->end != source_.size()) {
          report(DiagnosticCode::kStrayCloser, {function->body->end - 1, function->body->end}, "}");
        }
      } else {
        report(DiagnosticCode::kMalformedArrow, options_.dynamic_parameters);
      }
    } else {
      parse_directives(true, &use_strict);
      parse_statement_list(TokenKind::kEndOfFile, 0);
    }
    program->body = statements.take<Statement>();
    program->strict = strict_;
    program->has_top_level_await = context.has_await;
  }
  program->end = source_.size();
  result_.source_mapping_url = lexer_.source_mapping_url();
}

// ---- tokens

void Parser::advance() {
  previous_start_ = token_.start;
  previous_end_ = token_.end;
  if (options_.collect_tokens) result_.tokens.push_back({token_.kind, token_.newline_before, token_range()});
  lexer_.next();
}

Parser::Ahead Parser::peek_at(int distance) {
  auto position = lexer_.save();
  bool muted = reporter_.muted();
  reporter_.set_muted(true);
  for (int i = 0; i < distance; i++) lexer_.next();
  Ahead ahead{token_.kind, token_.newline_before, token_.escaped, token_.start};
  reporter_.set_muted(muted);
  lexer_.restore(position);
  return ahead;
}

Parser::Ahead Parser::peek() {
  return peek_at(1);
}
Parser::Ahead Parser::peek2() {
  return peek_at(2);
}

bool Parser::enter() {
  auto here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  if (++depth_ < depth_limit_ && here > stack_limit_) return true;
  if (!stopped_) {
    report(DiagnosticCode::kTooDeep, token_range());
    stopped_ = true;
    panic_ = true;
    reporter_.set_muted(true);
    lexer_.stop();
  }
  return false;
}

// ---- diagnostics

std::string Parser::token_text() const {
  std::string_view text = source_.text(token_range());
  if (text.size() > 40) text = text.substr(0, 40);
  return std::string(text);
}

std::string_view Parser::word_at(uint32_t offset) const {
  std::string_view text = source_.text().substr(offset);
  size_t end = 0;
  while (end < text.size() && (isalnum(static_cast<unsigned char>(text[end])) || text[end] == '_' || text[end] == '$'))
    end++;
  return text.substr(0, end);
}

Diagnostic* Parser::syntax_error(DiagnosticCode code, SourceRange range, std::string_view first,
                                 std::string_view second) {
  if (panic_) return nullptr;
  panic_ = true;
  structural_errors_++;
  if (!count_fault(range.start)) return nullptr;
  return reporter_.report(code, range, first, second);
}

// False: of this fault nobody is to be told.
bool Parser::count_fault(uint32_t place) {
  if (reporter_.muted()) return true;  // in an attempt, say
  if (place >= faults_.line_end) {
    size_t end = source_.text().find('\n', place);
    faults_.line_end = end == std::string_view::npos ? source_.size() + 1 : static_cast<uint32_t>(end + 1);
    faults_.count_in_line = 0;
  }
  if (faults_.count == 0) faults_.indentation = indentation_of(item_start_);
  faults_.count++;
  faults_.count_in_line++;
  if (faults_.count <= kMostFaults && faults_.count_in_line <= kMostFaults) return true;
  guessed_ = true;
  return false;
}

uint32_t Parser::begin_item() {
  if (faults_.count > 0 && token_.newline_before && indentation_of(token_.start) <= faults_.indentation) {
    faults_.count = 0;
  }
  return std::exchange(item_start_, token_.start);
}

Diagnostic* Parser::unexpected(std::string_view expected) {
  Diagnostic* diagnostic = unexpected_token(expected);
  if (diagnostic && typescript_ && options_.erasable_only) {
    diagnostic->typescript_syntax = true;
    if (std::string message = typescript_message(expected); !message.empty()) diagnostic->engine_message = message;
    // `let` at the end of a statement is read as a name, and V8 refuses it.
    if (expected == "a name" && behind_let() && (at(TokenKind::kSemicolon) || at(TokenKind::kEndOfFile))) {
      diagnostic->typescript_syntax = false;
      diagnostic->engine_message = "Unexpected strict mode reserved word";
    }
  }
  return diagnostic;
}

bool Parser::behind_let() const {
  return source_.text().substr(0, previous_end_).ends_with("let");
}

// What Node's parser of TypeScript calls the token.
std::string Parser::typescript_token() const {
  constexpr std::string_view kOwnWords[] = {
      "abstract",  "accessor",  "any",     "as",      "asserts",  "assert",    "async",      "await",
      "bigint",    "boolean",   "declare", "from",    "get",      "global",    "implements", "infer",
      "interface", "intrinsic", "is",      "keyof",   "let",      "meta",      "namespace",  "never",
      "number",    "object",    "of",      "out",     "override", "package",   "private",    "protected",
      "public",    "readonly",  "require", "set",     "static",   "string",    "symbol",     "target",
      "type",      "undefined", "unique",  "unknown", "using",    "satisfies", "yield"};
  switch (kind()) {
    case TokenKind::kEndOfFile: return "<eof>";
    case TokenKind::kNumber: return "numeric literal";
    case TokenKind::kBigInt: return "bigint literal";
    case TokenKind::kString: return "string literal";
    case TokenKind::kTemplate: return "no substitution template literal";
    case TokenKind::kPrivateName: return "#";
    default: break;
  }
  std::string text = token_text();
  if (!is_identifier_like(kind())) return text;
  return std::find(std::begin(kOwnWords), std::end(kOwnWords), text) == std::end(kOwnWords) ? "ident" : text;
}

// What Node's parser of TypeScript says where `expected` was expected; empty where its words are not known.
std::string Parser::typescript_message(std::string_view expected) const {
  auto is_any_of = [&](std::initializer_list<std::string_view> some) {
    return std::find(some.begin(), some.end(), expected) != some.end();
  };
  bool at_end = at(TokenKind::kEndOfFile);
  std::string token = typescript_token();
  std::string unexpected = "Unexpected token `" + token + "`. Expected ";
  if (at(TokenKind::kEscapedKeyword))
    return "Unexpected escape sequence in reserved word: " + std::string(text_of(token_.name));
  if (at(TokenKind::kEnum)) return "`enum` cannot be used as an identifier in strict mode";
  if (expected.starts_with("an expression")) return "Expression expected";
  if (expected == "';' or a new line after the declaration") return "Expected a semicolon";
  if (expected.starts_with("';' or a new line")) return "Expected ';', '}' or <eof>";
  if (expected == "a type") {
    if (at_end) return "Unexpected eof";
    return unexpected +
           "an identifier, void, yield, null, await, break, a string literal, a numeric literal, true, "
           "false, `, -, import, this, typeof, {, [, (";
  }
  if (is_any_of({"a name after the dot", "a property name after the dot", "the name of the function",
                 "the name of the class or '{'"})) {
    return "Expected ident";
  }
  if (is_any_of({"an if statement before it", "a switch around it", "the value to throw"}))
    return "Expression expected";
  if (expected == "a try block before it") return "Expected a semicolon";
  if (is_any_of({"a name", "a parameter", "a name after ':'"}) && is_reserved_word(kind())) return "Expected ident";
  if (expected == "a name" && behind_let()) return "Expected ';', '}' or <eof>";
  if (is_any_of({"a name", "a parameter"})) return unexpected + "yield, an identifier, [ or {";
  if (expected == "a property name" && !at(TokenKind::kPrivateName))
    return unexpected + "identifier, string literal, numeric literal or [ for the computed key";
  if (expected == "a name or a string") return unexpected + "identifier or string";
  if (expected == "the name of the import") {
    if (is_reserved_word(kind())) return "Unexpected reserved word";
    char before = source_.text()[previous_end_ - 1];
    return before == '{' || before == ',' ? unexpected + "identifier or string" : "Expected ident";
  }
  if (expected == "the module's name in quotes") return unexpected + "a string literal";
  if (expected == "a name, '{' or '*'") return "Expected 'from', got '" + token + "'";
  if (expected == "'as' and a name") return "Expected 'as', got '" + token + "'";
  if (expected == "'from' and the module's name") {
    // Behind `import a` alone a comma could stand.
    std::string_view head = source_.text().substr(item_start_, previous_end_ - item_start_);
    bool alone = head.starts_with("import") && head.find_first_of("{,*") == head.npos;
    return std::string(alone ? "Expected ','" : "Expected 'from'") + ", got '" + token + "'";
  }
  if (expected == "a declaration, '{', '*' or 'default'")
    return at_end ? "Unexpected eof" : "Expected '{', got '" + token + "'";
  if (expected.starts_with("'while' and a condition after the body")) return "Expected 'while', got '" + token + "'";
  if (expected == "'case', 'default' or '}'") return "Expected '}', got '" + token + "'";
  if (expected == "'target'") return unexpected + "target";
  if (expected == "'}' after the expression in the template") return unexpected + "`}`";
  // "',' or ')'", "'(' and the parameters": the first is what it misses.
  size_t quote = expected.starts_with('\'') ? expected.find('\'', 1) : std::string_view::npos;
  if (quote == std::string_view::npos || quote > 4) return {};
  return "Expected " + std::string(expected.substr(0, quote + 1)) + ", got '" + token + "'";
}

Diagnostic* Parser::unexpected_token(std::string_view expected) {
  SourceRange range = token_range();
  std::string text = token_text();
  switch (kind()) {
    case TokenKind::kEndOfFile: {
      Diagnostic* diagnostic =
          syntax_error(DiagnosticCode::kUnexpectedEndOfInput, {previous_end_, previous_end_}, {}, expected);
      set_engine_range(diagnostic, range);
      return diagnostic;
    }
    case TokenKind::kNumber:
    case TokenKind::kBigInt: return syntax_error(DiagnosticCode::kUnexpectedNumber, range, text, expected);
    case TokenKind::kString: return syntax_error(DiagnosticCode::kUnexpectedString, range, text, expected);
    case TokenKind::kTemplate:
    case TokenKind::kTemplateHead: return syntax_error(DiagnosticCode::kUnexpectedTemplate, range, text, expected);
    case TokenKind::kAt: return syntax_error(DiagnosticCode::kInvalidToken, range);
    case TokenKind::kEscapedKeyword: return syntax_error(DiagnosticCode::kEscapedKeyword, range);
    case TokenKind::kEnum: return syntax_error(DiagnosticCode::kUnexpectedReservedWord, range, text);
    case TokenKind::kPrivateName:
    case TokenKind::kIdentifier:
    case TokenKind::kAsync:
    case TokenKind::kAs:
    case TokenKind::kFrom:
    case TokenKind::kGet:
    case TokenKind::kOf:
    case TokenKind::kSet:
    case TokenKind::kUsing:
    case TokenKind::kEval:
    case TokenKind::kArguments: return syntax_error(DiagnosticCode::kUnexpectedIdentifier, range, text, expected);
    case TokenKind::kAwait:
      return syntax_error(
          await_is_reserved() ? DiagnosticCode::kUnexpectedReservedWord : DiagnosticCode::kUnexpectedIdentifier, range,
          text, expected);
    default:
      if (is_strict_reserved(kind())) {
        return syntax_error(strict_ ? DiagnosticCode::kUnexpectedStrictReserved : DiagnosticCode::kUnexpectedIdentifier,
                            range, text, expected);
      }
      return syntax_error(DiagnosticCode::kUnexpectedToken, range, text, expected);
  }
}

ErrorNode* Parser::error_node(uint32_t start) {
  auto* node = make<ErrorNode>(start);
  node->node_flags |= Node::kRecovered;
  return finish(node);
}

bool Parser::expect(TokenKind kind, std::string_view what) {
  if (eat(kind)) return true;
  unexpected(what);
  return false;
}

bool Parser::expect_closer(TokenKind kind, SourceRange opened) {
  if (eat(kind)) return true;
  std::string what = std::string("'") + to_string(kind) + "'";
  if (kind == TokenKind::kRightBrace && at(TokenKind::kEndOfFile)) {
    report_unclosed(opened);
    return false;
  }
  if (Diagnostic* diagnostic = unexpected(what)) {
    diagnostic->related.push_back({opened, "'" + std::string(source_.text(opened)) + "' opened here"});
  }
  return false;
}

void Parser::report_unclosed(SourceRange opened) {
  if (stopped_) return;
  bool at_end = at(TokenKind::kEndOfFile);
  if (at_end) {
    found_unclosed_.first = std::min(found_unclosed_.first, opened.start);
    found_unclosed_.count++;
  } else if (unclosed_.count > 0) {
    unclosed_.count--;
  }
  structural_errors_++;
  // One missing brace at the end of the text would otherwise be reported for every level around it.
  if (panic_) return;
  Diagnostic* diagnostic;
  if (at_end) {
    diagnostic = syntax_error(DiagnosticCode::kUnclosed, opened, "{", "}");
  } else {
    if (!count_fault(opened.start)) return;
    diagnostic = report(DiagnosticCode::kUnclosed, opened, "{", "}");
  }
  if (diagnostic) {
    diagnostic->engine_message = "Unexpected end of input";
    diagnostic->engine_range = {source_.size(), source_.size()};
    SourceRange place = at_end ? SourceRange{previous_end_, previous_end_} : token_range();
    diagnostic->related.push_back({place, at_end ? "the text ends here" : "by its indentation it ends before this"});
  }
}

bool Parser::begins_statement_keyword() const {
  switch (kind()) {
    case TokenKind::kBreak:
    case TokenKind::kClass:
    case TokenKind::kConst:
    case TokenKind::kContinue:
    case TokenKind::kDebugger:
    case TokenKind::kDo:
    case TokenKind::kExport:
    case TokenKind::kFor:
    case TokenKind::kFunction:
    case TokenKind::kIf:
    case TokenKind::kImport:
    case TokenKind::kReturn:
    case TokenKind::kSwitch:
    case TokenKind::kThrow:
    case TokenKind::kTry:
    case TokenKind::kVar:
    case TokenKind::kWhile:
    case TokenKind::kWith:
    case TokenKind::kLet: return true;
    default: return false;
  }
}

// Skips to where a statement may begin: behind ';', at '}', or at the first token of a line at no deeper bracket.
void Parser::synchronize_statement() {
  Muted muted(reporter_);
  int brackets = 0;
  bool first = true;
  while (!at(TokenKind::kEndOfFile)) {
    if (token_.newline_before && !first && (begins_statement_keyword() || brackets == 0)) {
      // A line that goes on with an operator or a closer belongs to what went before.
      bool continues = kind() >= TokenKind::kRightParen && kind() < TokenKind::kBreak && !at(TokenKind::kLeftBrace) &&
                       !at(TokenKind::kLeftBracket) && !at(TokenKind::kPlusPlus) && !at(TokenKind::kMinusMinus) &&
                       !at(TokenKind::kNot) && !at(TokenKind::kRightBrace);
      if (!continues) return;
    }
    switch (kind()) {
      case TokenKind::kSemicolon:
        if (brackets == 0) {
          advance();
          return;
        }
        break;
      case TokenKind::kLeftParen:
      case TokenKind::kLeftBracket: brackets++; break;
      case TokenKind::kLeftBrace:
        // A block whose head was not understood is read as a block; what looks like an object is skipped.
        if (brackets == 0 && !begins_object_rest()) return;
        brackets++;
        break;
      case TokenKind::kRightParen:
      case TokenKind::kRightBracket:
        if (brackets > 0) brackets--;
        break;
      case TokenKind::kRightBrace:
        if (brackets == 0) return;
        brackets--;
        break;
      case TokenKind::kTemplateHead:
        // Its text would be read as code: give up on it as a whole.
        brackets++;
        break;
      default: break;
    }
    first = false;
    advance();
  }
}

// At '{': name and colon, or an end, follow.
bool Parser::begins_object_rest() {
  TokenKind first = peek().kind;
  if (first == TokenKind::kRightBrace || first == TokenKind::kEllipsis) return true;
  if (!is_word(first) && first != TokenKind::kString) return false;
  TokenKind second = peek2().kind;
  return second == TokenKind::kColon || second == TokenKind::kComma;
}

void Parser::report_unless_consequence(DiagnosticCode code, SourceRange range, std::string_view first) {
  if (structural_errors_ > 0) {
    guessed_ = true;
    return;
  }
  report(code, range, first);
}

bool Parser::synchronize_list(TokenKind closer) {
  Muted muted(reporter_);
  int brackets = 0;
  while (!at(TokenKind::kEndOfFile)) {
    if (brackets == 0) {
      if (at(closer) || at(TokenKind::kComma)) return true;
      if (at(TokenKind::kSemicolon) || at(TokenKind::kRightParen) || at(TokenKind::kRightBracket) ||
          at(TokenKind::kRightBrace)) {
        return false;
      }
    }
    if (token_.newline_before && (begins_statement_keyword() || (closer == TokenKind::kRightParen && brackets == 0))) {
      return false;
    }
    if (at(TokenKind::kLeftParen) || at(TokenKind::kLeftBracket) || at(TokenKind::kLeftBrace)) brackets++;
    if (at(TokenKind::kRightParen) || at(TokenKind::kRightBracket) || at(TokenKind::kRightBrace)) brackets--;
    advance();
  }
  return false;
}

uint32_t Parser::indentation_of(uint32_t offset) const {
  uint32_t line = source_.line_start(source_.line_of(offset, LineRule::kGrammar), LineRule::kGrammar);
  std::string_view text = source_.text();
  uint32_t column = 0;
  for (uint32_t i = line; i < text.size(); i++) {
    if (text[i] == ' ') {
      column++;
    } else if (text[i] == '\t') {
      column += 8 - column % 8;
    } else {
      break;
    }
  }
  return column;
}

bool Parser::ends_by_indentation(uint32_t opened) {
  if (unclosed_.count == 0 || opened < unclosed_.first || !token_.newline_before || at(TokenKind::kEndOfFile)) {
    return false;
  }
  // Cases may stand under their switch.
  if ((at(TokenKind::kCase) || at(TokenKind::kDefault)) && in_switch_case_) return false;
  uint32_t here = indentation_of(token_.start);
  uint32_t there = indentation_of(opened);
  if (at(TokenKind::kRightBrace)) return here < there;
  return here <= there &&
         source_.line_of(opened, LineRule::kGrammar) != source_.line_of(token_.start, LineRule::kGrammar);
}

void Parser::consume_semicolon(std::string_view after) {
  if (eat(TokenKind::kSemicolon)) return;
  if (at(TokenKind::kRightBrace) || at(TokenKind::kEndOfFile) || token_.newline_before) return;
  if (!panic_) {
    std::string expected = "';' or a new line after " + std::string(after);
    unexpected(expected);
  }
}

// ---- names

bool Parser::await_is_keyword() const {
  if (context_->in_parameters) return false;
  return context_->is_async;
}

bool Parser::await_is_reserved() const {
  if (options_.goal == ParseGoal::kModule || context_->is_async || context_->is_static_block) return true;
  return false;
}

bool Parser::check_identifier(bool binding) {
  TokenKind word = kind();
  if (word == TokenKind::kIdentifier || (ambient_ && is_identifier_like(word))) return true;
  if (!is_identifier_like(word)) return false;
  switch (word) {
    case TokenKind::kAwait:
      if (await_is_reserved()) {
        report(context_->is_async && context_->in_parameters && !context_->is_program
                   ? DiagnosticCode::kAwaitInParameters
               : context_->is_static_block ? DiagnosticCode::kAwaitInStaticBlock
                                           : DiagnosticCode::kUnexpectedReservedWord,
               token_range(), "await");
      } else {
        context_->last_await_name = token_.start;
      }
      return true;
    case TokenKind::kYield:
      if (strict_) {
        report(DiagnosticCode::kUnexpectedStrictReserved, token_range(), "yield");
      } else if (context_->is_generator) {
        report(DiagnosticCode::kUnexpectedIdentifier, token_range(), "yield", "another name");
      }
      return true;
    case TokenKind::kEval:
    case TokenKind::kArguments:
      if (binding) {
        if (strict_) report(DiagnosticCode::kStrictEvalArguments, token_range(), token_text());
      } else if (word == TokenKind::kArguments && arguments_forbidden()) {
        report(DiagnosticCode::kArgumentsInInitializer, token_range());
      }
      return true;
    default:
      if (strict_ && is_strict_reserved(word)) {
        report(DiagnosticCode::kUnexpectedStrictReserved, token_range(), token_text());
      }
      return true;
  }
}

// A name that was read before its function turned out to be strict.
void Parser::check_binding_name(NameId name, SourceRange range) {
  if (ambient_) return;
  auto word = static_cast<TokenKind>(result_.names.token(name));
  if (word == TokenKind::kEval || word == TokenKind::kArguments) {
    report(DiagnosticCode::kStrictEvalArguments, range, text_of(name));
  } else if (is_strict_reserved(word)) {
    report(DiagnosticCode::kUnexpectedStrictReserved, range, text_of(name));
  }
}

BindingIdentifier* Parser::parse_binding_identifier(std::string_view expected) {
  auto* node = make<BindingIdentifier>(token_.start);
  if (!check_identifier(true)) {
    unexpected(expected);
    node->name = names::empty;
    node->node_flags |= Node::kRecovered;
    node->end = node->start;
    // A reserved word in the place of a name is the name that was meant.
    if (is_reserved_word(kind()) && !token_.newline_before && !begins_statement_keyword()) {
      node->name = token_.name;
      advance();
      finish(node);
    }
    return node;
  }
  node->name = token_.name;
  advance();
  return finish(node);
}

// The context whose this, super and new.target an arrow function uses.
const FunctionContext* Parser::this_context() const {
  const FunctionContext* context = context_;
  while (context->is_arrow()) context = context->outer;
  return context;
}

bool Parser::arguments_forbidden() const {
  const FunctionContext* context = this_context();
  if (context->is_program) return options_.in_class_field_initializer;
  return context->kind == FunctionKind::kInstanceInitializer || context->kind == FunctionKind::kStaticInitializer;
}

}  // namespace scrim::syntax
