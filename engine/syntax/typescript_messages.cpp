// What Node says to faults of TypeScript that is to be run: its types are taken out by another parser than V8's, which
// finds most early errors first, in its own words. tests/unit/syntax/typescript_messages.mjs asks Node.
#include <optional>

#include "engine/syntax/characters.h"
#include "engine/syntax/parser_impl.h"

namespace scrim::syntax {

namespace {

struct Words {
  DiagnosticCode code;
  const char* words;  // %0: the text of the place
};

constexpr const char* kSeparator = "A numeric separator is only allowed between two digits";
constexpr const char* kTarget =
    "The left-hand side of an assignment expression must be a variable or a property access.";
constexpr const char* kDeclaration = "Declaration is not allowed";
constexpr const char* kBindingName = "'eval' and 'arguments' cannot be used as a binding identifier in strict mode";

// Codes that are not here are found by V8, once the types are out; so is an await at the top, by which the loader knows
// a module.
constexpr Words kWords[] = {
    {DiagnosticCode::kUnterminatedString, "Unterminated string constant"},
    {DiagnosticCode::kUnterminatedTemplate, "Unterminated template"},
    {DiagnosticCode::kUnterminatedComment, "Unterminated block comment"},
    {DiagnosticCode::kUnterminatedRegExp, "Unterminated regexp literal"},
    {DiagnosticCode::kInvalidRegExpFlags, "Unknown regular expression flags."},
    {DiagnosticCode::kUndefinedCodePoint,
     "Bad character escape sequence, expected 1-6 hex characters in the range 0 to 10FFFF."},
    {DiagnosticCode::kInvalidHexEscape, "Bad character escape sequence, expected 2 hex characters"},
    {DiagnosticCode::kSeparatorAtEnd, kSeparator},
    {DiagnosticCode::kSeparatorTwice, kSeparator},
    {DiagnosticCode::kSeparatorAfterZero, kSeparator},
    {DiagnosticCode::kTemplateOctal, "Legacy octal escape is not permitted in strict mode"},
    {DiagnosticCode::kStrictOctalEscape, "Legacy octal escape is not permitted in strict mode"},
    {DiagnosticCode::kStrictOctalNumber,
     "Legacy octal literals are not available when targeting ECMAScript 5 and higher"},
    {DiagnosticCode::kStrictDecimalLeadingZero, "Legacy decimal escape is not permitted in strict mode"},
    {DiagnosticCode::kUnclosed, "Expected '}', got '<eof>'"},
    {DiagnosticCode::kMissingInitializer, "'const' declarations must be initialized"},
    {DiagnosticCode::kLetAsLexicalName,
     "Unexpected token `let`. Expected let is reserved in const, let, class declaration"},
    {DiagnosticCode::kFunctionPositionStrict, kDeclaration},
    {DiagnosticCode::kFunctionPositionSloppy, kDeclaration},
    {DiagnosticCode::kClassPosition, kDeclaration},
    {DiagnosticCode::kFunctionNeedsName, "Expected ident"},
    {DiagnosticCode::kClassNeedsName, "Expected ident"},
    {DiagnosticCode::kMissingCatchOrFinally, "Expected a semicolon"},
    {DiagnosticCode::kIllegalReturn, "Return statement is not allowed here"},
    {DiagnosticCode::kIllegalBreak,
     "A 'break' statement can only be used within an enclosing iteration or switch statement"},
    {DiagnosticCode::kIllegalContinue, kContinueAsNode},
    {DiagnosticCode::kDuplicateLabel, "Label %0 is already declared"},
    {DiagnosticCode::kNewlineAfterThrow, "LineBreak cannot follow 'throw'"},
    {DiagnosticCode::kStrictWith,
     "The 'with' statement is not supported. All symbols in a 'with' block will have type 'any'."},
    {DiagnosticCode::kMultipleDefaults, "A switch block cannot have multiple defaults"},
    {DiagnosticCode::kForBindings, "Expected one variable binding"},
    {DiagnosticCode::kForAsync, "The left-hand side of a `for...of` statement may not be `async`"},
    {DiagnosticCode::kForAwaitOf, "for await syntax is valid only for for-of statement"},
    {DiagnosticCode::kUsingInForIn, "Using declaration is not allowed in for-in loop"},
    {DiagnosticCode::kInvalidPrefixTarget, kTarget},
    {DiagnosticCode::kInvalidPostfixTarget, kTarget},
    {DiagnosticCode::kInvalidForTarget, kTarget},
    {DiagnosticCode::kInvalidDestructuringTarget, "Cannot assign to this"},
    {DiagnosticCode::kRestTarget, "Cannot assign to this"},
    {DiagnosticCode::kRestNotLast, "Rest element must be final element"},
    {DiagnosticCode::kRestParameterNotLast, "A rest parameter must be last in a parameter list"},
    {DiagnosticCode::kRestInitializer, "A rest parameter cannot have an initializer"},
    {DiagnosticCode::kRestElementInitializer, "A rest parameter cannot have an initializer"},
    {DiagnosticCode::kShorthandInitializer, "assignment property is invalid syntax"},
    {DiagnosticCode::kUseStrictNonSimple, "Illegal 'use strict' directive in function with non-simple parameter list."},
    {DiagnosticCode::kGetterParameters, "A `get` accessor cannot have parameters"},
    {DiagnosticCode::kSetterParameters, "A `set` accessor must have exactly one parameter"},
    {DiagnosticCode::kSetterRest, "Rest pattern is not allowed in setter"},
    {DiagnosticCode::kMalformedArrow, "Not a pattern"},
    {DiagnosticCode::kInvalidBinding, "Not a pattern"},
    {DiagnosticCode::kYieldInParameters, "'yield' cannot be used as a parameter within generator"},
    {DiagnosticCode::kAwaitInParameters, "`await` expressions cannot be used in a parameter initializer."},
    {DiagnosticCode::kUnaryBeforeExponent, "'**' cannot be applied to unary/await expression."},
    {DiagnosticCode::kMixedCoalesce,
     "Nullish coalescing operator(?\?) requires parens when mixing with logical operators"},
    {DiagnosticCode::kNewTargetOutside,
     "'new.target' is only allowed in the body of a function declaration, function expression, or class."},
    {DiagnosticCode::kOptionalNew, "Constructor in/after an optional chaining is not allowed."},
    {DiagnosticCode::kOptionalTemplate, "Expected ident"},
    {DiagnosticCode::kArgumentsInInitializer, "'arguments' is only allowed in functions and class methods"},
    {DiagnosticCode::kImportSpecifier, "`import()` requires exactly one or two arguments"},
    {DiagnosticCode::kDuplicateConstructor, "A class can only have one constructor"},
    {DiagnosticCode::kConstructorField, "Classes may not have a non-static field named 'constructor'"},
    {DiagnosticCode::kPrivateConstructor, "Classes can't have a private field named '#constructor'."},
    {DiagnosticCode::kPrivateConstructorMethod, "Classes can't have a private field named '#constructor'."},
    {DiagnosticCode::kStrayCloser, "Expression expected"},
    {DiagnosticCode::kSuperPrivate, "Invalid `super()`"},
    {DiagnosticCode::kImportNotTopLevel, "'import', and 'export' cannot be used outside of module code"},
    {DiagnosticCode::kExportNotTopLevel, "'import', and 'export' cannot be used outside of module code"},
};

// Where the words depend on what is written there; nothing: see the table; empty: V8's words.
std::optional<std::string> words_at(const Diagnostic& diagnostic, const SourceText& source) {
  std::string_view text = source.text(diagnostic.range);
  std::string_view before = source.text().substr(0, diagnostic.range.start);
  std::string_view behind = source.text().substr(diagnostic.range.end);
  std::string_view trimmed = before.substr(0, before.find_last_not_of(" \n") + 1);
  std::string_view next = behind.substr(std::min(behind.size(), behind.find_first_not_of(' ')));
  // Modules are strict, but Node's parser of types takes only the directive for it here.
  bool directive = source.text().starts_with("'use strict'") || source.text().starts_with("\"use strict\"");
  switch (diagnostic.code) {
    case DiagnosticCode::kInvalidToken:
      if (text.empty() || text == "@") return "";
      return text == "#" ? "Expected ident" : "Unexpected character '" + std::string(text) + "'";
    case DiagnosticCode::kUnexpectedStrictReserved:
      if (text == "let") return "Unexpected token `let`. Expected let is reserved in const, let, class declaration";
      return directive ? "`" + std::string(text) + "` cannot be used as an identifier in strict mode" : "";
    case DiagnosticCode::kUnexpectedReservedWord: {
      bool operand = !next.empty() && is_identifier_part(static_cast<unsigned char>(next[0]));
      if (text != "await" || !operand || trimmed.ends_with("import")) return "";
      return "await isn't allowed in non-async function";
    }
    case DiagnosticCode::kStrictEvalArguments: {
      if (!directive) return "";
      bool declared = trimmed.ends_with("let") || trimmed.ends_with("const") || trimmed.ends_with("var");
      bool assigned = next.starts_with('=') || next.starts_with("++") || next.starts_with("--") ||
                      trimmed.ends_with("++") || trimmed.ends_with("--");
      return assigned && !declared && !next.starts_with("=>") ? kTarget : kBindingName;
    }
    case DiagnosticCode::kInvalidAssignmentTarget:
      // What stands in a function within it may be parsed again without this.
      return text.find('{') == text.npos && text.find("?.") != text.npos ? kTarget : "Invalid assignment target";
    case DiagnosticCode::kNewlineBeforeArrow:
      return trimmed.ends_with(')') ? "Unexpected line break between arrow head and arrow" : "Expression expected";
    case DiagnosticCode::kUnexpectedToken:
      if (text == "...") return "Parenthesized expression cannot contain spread operator";
      return text == ")" && trimmed.ends_with('(') ? "Parenthesized expression cannot be empty" : "";
    case DiagnosticCode::kMissingInitializer:
      if (diagnostic.engine_message.find("destructuring") != std::string::npos && !trimmed.ends_with("const")) {
        return "Destructuring bindings require initializers";
      }
      if (diagnostic.engine_message.find("using") != std::string::npos) return "Using declaration requires initializer";
      return std::nullopt;
    case DiagnosticCode::kFunctionPositionStrict:
      if (!trimmed.ends_with(':') || !next.starts_with('*')) return std::nullopt;
      return "Generator or async function cannot be labelled";
    case DiagnosticCode::kLexicalInStatementPosition:
      if (behind.starts_with("\n") || text.starts_with("let\n")) return "";
      return text.starts_with("let") ? "Expected ';', '}' or <eof>" : "Expression expected";
    case DiagnosticCode::kForInitializer:
      return diagnostic.engine_message.starts_with("for-of") ? "Unexpected initializer in for in/of loop"
                                                             : "Expected ';', got ')'";
    case DiagnosticCode::kUndefinedLabel:
      return before.ends_with("continue ") ? kContinueAsNode
                                           : "A 'break' statement can only jump to a label of an enclosing statement";
    case DiagnosticCode::kInvalidNumber: {
      const char* base = text.size() < 2           ? ""
                         : (text[1] | 0x20) == 'x' ? "hexadecimal"
                         : (text[1] | 0x20) == 'o' ? "octal"
                                                   : "";
      std::string_view rest = source.text().substr(diagnostic.range.start);
      size_t separator = rest.find('_');
      if (separator <= text.size() && separator + 1 < rest.size() && is_digit(rest[separator + 1])) return kSeparator;
      if (text[0] == '0' && *base) return std::string("Expected a") + (*base == 'o' ? "n " : " ") + base + " digit";
      if (before.ends_with('n') || (!text.empty() && is_digit(text[0]) && before.ends_with("0b1")))
        return "Expected a semicolon";
      if (!text.empty() && (text.back() | 0x20) == 'e') return "Expected a decimal digit";
      return "Identifier cannot follow number";
    }
    case DiagnosticCode::kInvalidUnicodeEscape: {
      bool braces = text.find("u{") != text.npos;
      return braces ? "Bad character escape sequence, expected 1-6 hex characters"
                    : "Bad character escape sequence, expected 4 hex characters";
    }
    case DiagnosticCode::kInvalidRegExpFlags:
      for (size_t i = 0; i < text.size(); i++) {
        if (text.find(text[i], i + 1) != text.npos) {
          return std::string("Duplicated regular expression flag '") + text[i] + "'.";
        }
      }
      return std::nullopt;
    case DiagnosticCode::kConstructorKind:
      if (diagnostic.message.ends_with("accessor")) return "Class constructor can't be an accessor.";
      if (diagnostic.message.ends_with("generator")) return "A constructor cannot be generator";
      return "Constructor can't be an async function";
    default: return std::nullopt;
  }
}

}  // namespace

void speak_as_node(ParseResult& result, const ParseOptions& options) {
  bool typescript = options.language == Language::kTypeScript || options.language == Language::kTsx;
  if (!typescript || !options.erasable_only) return;
  const SourceText& source = *result.source;
  for (Diagnostic& diagnostic : result.diagnostics) {
    if (diagnostic.typescript_syntax) continue;
    std::string words;
    if (std::optional<std::string> here = words_at(diagnostic, source)) {
      words = *here;
    } else {
      for (const Words& entry : kWords) {
        if (entry.code == diagnostic.code) words = entry.words;
      }
      if (size_t at = words.find("%0"); at != words.npos) words.replace(at, 2, source.text(diagnostic.range));
    }
    if (words.empty()) continue;
    diagnostic.typescript_syntax = true;
    diagnostic.engine_message = words;
  }
}

}  // namespace scrim::syntax
