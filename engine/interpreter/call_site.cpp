#include "engine/interpreter/call_site.h"

#include "engine/bytecode/compiler.h"
#include "engine/interpreter/script.h"
#include "engine/objects/conversions.h"
#include "engine/objects/errors.h"
#include "engine/objects/script_data.h"
#include "engine/syntax/ast_visit.h"

namespace scrim {

namespace {

using namespace syntax;

constexpr std::string_view kUnprintable = "(intermediate value)";
constexpr int kMaxDepth = 400;

// A second parse of a script, without scope analysis; faults do not matter, there are none that would.
std::unique_ptr<ParseResult> parse_again(const ScriptData& data) {
  ParseOptions options;
  options.goal = data.goal;
  options.strict = data.strict;
  options.dynamic_parameters = data.dynamic_parameters;
  options.dynamic_body = data.dynamic_body;
  options.in_function = options.in_method = options.in_derived_constructor = true;
  options.allow_top_level_await = data.goal != ParseGoal::kFunctionBody;
  options.analyze = false;
  options.max_diagnostics = 1;
  options.native_stack_bytes = size_t{1} << 20;
  return parse(data.source, options);
}

// Prints expressions. A part that says nothing (a function, the result of ?:) is "(intermediate value)".
class Printer {
 public:
  // iterated: the expression was iterated over; the calls in it are not shown as such.
  Printer(const ParseResult& parse, bool iterated) : names_(parse.names), iterated_(iterated) {}

  std::string text;

  void print_or_stand_in(const Node* node) {
    size_t before = text.size();
    print(node);
    if (text.size() == before) text += kUnprintable;
  }

 private:
  std::string_view name(NameId id) const { return names_.text(id); }

  void print(const Node* node) {
    if (!node || ++depth_ > kMaxDepth) {
      if (node) --depth_;
      return;
    }
    print_node(node);
    --depth_;
  }

  void number(double value) {
    char buffer[32];
    text += number_to_latin1(value, buffer);
  }
  void quoted(NameId id) {
    text += '"';
    text += name(id);
    text += '"';
  }
  void optional_mark(bool optional, const char* mark) {
    if (optional) text += mark;
  }

  // Two literals that V8's parser adds up.
  static const NumericLiteral* as_number(const Node* node) { return as_if<NumericLiteral>(node); }

  bool print_folded(const BinaryExpression* node) {
    const auto* left = as_number(node->left);
    const auto* right = as_number(node->right);
    if (left && right) {
      switch (node->op) {
        case syntax::BinaryOperator::kAdd: number(left->value + right->value); return true;
        case syntax::BinaryOperator::kSubtract: number(left->value - right->value); return true;
        case syntax::BinaryOperator::kMultiply: number(left->value * right->value); return true;
        case syntax::BinaryOperator::kDivide: number(left->value / right->value); return true;
        default: return false;
      }
    }
    const auto* first = as_if<StringLiteral>(node->left);
    const auto* second = as_if<StringLiteral>(node->right);
    if (!first || !second || node->op != syntax::BinaryOperator::kAdd) return false;
    text += '"';
    text += name(first->value);
    text += name(second->value);
    text += '"';
    return true;
  }

  // a + b + c is one group.
  template <typename T>
  void operands(const T* node) {
    const auto* left = as_if<T>(static_cast<const Node*>(node->left));
    if (left && left->op == node->op && !left->parenthesized()) {
      ++depth_;
      if (depth_ < kMaxDepth) operands(left);
      --depth_;
    } else {
      print_or_stand_in(node->left);
    }
    text += ' ';
    text += to_string(node->op);
    text += ' ';
    print_or_stand_in(node->right);
  }
  template <typename T>
  void group(const T* node) {
    text += '(';
    operands(node);
    text += ')';
  }

  void print_unary(const UnaryExpression* node) {
    if (const auto* literal = as_number(node->argument)) {
      if (node->op == UnaryOperator::kMinus) return number(-literal->value);
      if (node->op == UnaryOperator::kPlus) return number(literal->value);
      if (node->op == UnaryOperator::kNot) {
        text += literal->value == 0 ? "true" : "false";
        return;
      }
    }
    text += '(';
    text += to_string(node->op);
    if (node->op >= UnaryOperator::kTypeof) text += ' ';
    print_or_stand_in(node->argument);
    text += ')';
  }

  void print_index(const IndexExpression* node) {
    print_or_stand_in(node->object);
    NameId key = kNoName;
    if (const auto* literal = as_if<StringLiteral>(static_cast<const Node*>(node->index))) key = literal->value;
    if (auto* literal = as_if<TemplateLiteral>(node->index); literal && literal->expressions.span().empty()) {
      key = literal->quasis.span()[0]->cooked;
    }
    if (key != kNoName) {
      optional_mark(node->optional, "?");
      text += '.';
      text += name(key);
      return;
    }
    optional_mark(node->optional, "?.");
    text += '[';
    print_or_stand_in(node->index);
    text += ']';
  }

  template <typename List>
  void print_elements(const List& elements) {
    text += '[';
    bool first = true;
    for (const Node* element : elements) {
      if (!first) text += ',';
      first = false;
      if (element) print_or_stand_in(element);
    }
    text += ']';
  }
  template <typename List>
  void print_properties(const List& properties) {
    text += '{';
    for (size_t i = 0; i < properties.span().size(); ++i) text += kUnprintable;
    text += '}';
  }

  void print_node(const Node* node) {
    switch (node->kind) {
      case NodeKind::kIdentifier: text += name(static_cast<const Identifier*>(node)->name); return;
      case NodeKind::kBindingIdentifier: text += name(static_cast<const BindingIdentifier*>(node)->name); return;
      case NodeKind::kThisExpression: text += "this"; return;
      case NodeKind::kNullLiteral: text += "null"; return;
      case NodeKind::kBooleanLiteral:
        text += static_cast<const BooleanLiteral*>(node)->value ? "true" : "false";
        return;
      case NodeKind::kNumericLiteral: return number(static_cast<const NumericLiteral*>(node)->value);
      case NodeKind::kStringLiteral: return quoted(static_cast<const StringLiteral*>(node)->value);
      case NodeKind::kRegExpLiteral: {
        const auto* literal = static_cast<const RegExpLiteral*>(node);
        text += '/';
        text += name(literal->pattern);
        text += '/';
        text += name(literal->flags);
        return;
      }
      case NodeKind::kTemplateLiteral: {
        const auto* literal = static_cast<const TemplateLiteral*>(node);
        if (literal->expressions.span().empty()) return quoted(literal->quasis.span()[0]->cooked);
        for (const Node* part : literal->expressions) print_or_stand_in(part);
        return;
      }
      case NodeKind::kArrayExpression: return print_elements(static_cast<const ArrayExpression*>(node)->elements);
      case NodeKind::kArrayPattern: return print_elements(static_cast<const ArrayPattern*>(node)->elements);
      case NodeKind::kObjectExpression: return print_properties(static_cast<const ObjectExpression*>(node)->properties);
      case NodeKind::kObjectPattern: return print_properties(static_cast<const ObjectPattern*>(node)->properties);
      case NodeKind::kSpreadElement:
        text += "(...";
        print_or_stand_in(static_cast<const SpreadElement*>(node)->argument);
        text += ')';
        return;
      case NodeKind::kClassExpression: {
        const ClassNode* class_node = static_cast<const ClassExpression*>(node)->class_node;
        if (class_node->heritage) text += kUnprintable;
        for (size_t i = 0; i < class_node->members.span().size(); ++i) text += kUnprintable;
        return;
      }
      case NodeKind::kUnaryExpression: return print_unary(static_cast<const UnaryExpression*>(node));
      case NodeKind::kUpdateExpression: {
        const auto* update = static_cast<const UpdateExpression*>(node);
        const char* op = update->is_increment ? "++" : "--";
        text += '(';
        if (update->is_prefix) text += op;
        print_or_stand_in(update->argument);
        if (!update->is_prefix) text += op;
        text += ')';
        return;
      }
      case NodeKind::kBinaryExpression:
        if (print_folded(static_cast<const BinaryExpression*>(node))) return;
        return group(static_cast<const BinaryExpression*>(node));
      case NodeKind::kLogicalExpression: return group(static_cast<const LogicalExpression*>(node));
      case NodeKind::kSequenceExpression: {
        const char* before = "(";
        for (const Node* part : static_cast<const SequenceExpression*>(node)->expressions) {
          text += before;
          before = " , ";
          print_or_stand_in(part);
        }
        text += ')';
        return;
      }
      case NodeKind::kAssignmentExpression: return print(static_cast<const AssignmentExpression*>(node)->target);
      case NodeKind::kConditionalExpression:
        for (int i = 0; i < 3; ++i) text += kUnprintable;
        return;
      case NodeKind::kMemberExpression: {
        const auto* member = static_cast<const MemberExpression*>(node);
        print_or_stand_in(member->object);
        optional_mark(member->optional, "?");
        text += '.';
        text += name(member->property->name);
        return;
      }
      case NodeKind::kPrivateMemberExpression: {
        const auto* member = static_cast<const PrivateMemberExpression*>(node);
        print_or_stand_in(member->object);
        optional_mark(member->optional, "?.");
        text += '[';
        text += name(member->property->name);
        text += ']';
        return;
      }
      case NodeKind::kSuperMember:
        text += kUnprintable;
        text += '.';
        text += name(static_cast<const SuperMember*>(node)->property->name);
        return;
      case NodeKind::kSuperIndex: {
        const auto* member = static_cast<const SuperIndex*>(node);
        text += kUnprintable;
        if (const auto* literal = as_if<StringLiteral>(static_cast<const Node*>(member->index))) {
          text += '.';
          text += name(literal->value);
          return;
        }
        text += '[';
        print_or_stand_in(member->index);
        text += ']';
        return;
      }
      case NodeKind::kIndexExpression: return print_index(static_cast<const IndexExpression*>(node));
      case NodeKind::kCallExpression:
        print_or_stand_in(static_cast<const CallExpression*>(node)->callee);
        if (!iterated_) text += "(...)";
        return;
      case NodeKind::kTaggedTemplate:
        print_or_stand_in(static_cast<const TaggedTemplate*>(node)->tag);
        if (!iterated_) text += "(...)";
        return;
      case NodeKind::kNewExpression:
        if (iterated_) print_or_stand_in(static_cast<const NewExpression*>(node)->callee);
        return;
      case NodeKind::kImportCall:
        text += "import(";
        print_or_stand_in(static_cast<const ImportCall*>(node)->specifier);
        text += ')';
        return;
      case NodeKind::kNewTarget: text += ".new.target"; return;
      default: return;  // functions, await, yield, optional chains
    }
  }

  const NameTable& names_;
  const bool iterated_;
  int depth_ = 0;
};

std::string print(const ParseResult& parse, const Node* node, bool iterated = false) {
  Printer printer(parse, iterated);
  printer.print_or_stand_in(node);
  return std::move(printer.text);
}

// The path from the program to the first node that matches, among those whose ranges hold the offset; empty: none.
template <typename Matches>
std::vector<Node*> find_path(const ParseResult& parse, uint32_t offset, Matches&& matches) {
  std::vector<Node*> path;
  std::vector<std::pair<Node*, size_t>> waiting{{parse.program, 0}};
  std::vector<Node*> children;
  while (!waiting.empty()) {
    auto [node, depth] = waiting.back();
    waiting.pop_back();
    path.resize(depth);
    path.push_back(node);
    if (matches(node)) return path;
    children.clear();
    for_each_child(node, [&](Node* child) {
      if (child->start == child->end || (offset >= child->start && offset <= child->end)) children.push_back(child);
    });
    for (size_t i = children.size(); i-- > 0;) waiting.push_back({children[i], depth + 1});
  }
  return {};
}

// The script and the offset of an instruction.
bool locate(const Code* code, const uint16_t* pc, const ScriptData** data, uint32_t* offset) {
  if (!code || !code->script || !code->script->data) return false;
  *data = code->script->data;
  *offset = place_of(code, pc).offset;
  return true;
}

bool is_nullish(Value value) {
  return value.is_undefined_or_null();
}
const char* nullish_word(Value value) {
  return value.is_null() ? "null" : "undefined";
}

Throw throw_no_iterator(Isolate& isolate, Value iterable) {
  return throw_type_error(isolate, "%s is not iterable (cannot read property Symbol(Symbol.iterator))",
                          describe_call_site(isolate, iterable).c_str());
}

// for-of, and spread in an array: the expression is named in any case.
Throw throw_subject_not_iterable(Isolate& isolate, const ParseResult& parse, const Node* subject, bool async) {
  std::string text = print(parse, subject, true);
  if (async) return throw_type_error(isolate, "%s is not async iterable", text.c_str());
  bool call = subject->kind == NodeKind::kCallExpression || subject->kind == NodeKind::kNewExpression;
  return throw_type_error(
      isolate, call ? "%s is not a function or its return value is not iterable" : "%s is not iterable", text.c_str());
}

// What an array pattern is given: V8 names it where its position is that of the whole, as for names and f().
Throw throw_pattern_not_iterable(Isolate& isolate, const ParseResult& parse, const Node* value, Value iterable) {
  if (!value || value->parenthesized()) return throw_no_iterator(isolate, iterable);
  switch (value->kind) {
    case NodeKind::kIdentifier:
    case NodeKind::kThisExpression:
    case NodeKind::kNullLiteral:
    case NodeKind::kBooleanLiteral:
    case NodeKind::kNumericLiteral:
    case NodeKind::kObjectExpression:
    case NodeKind::kFunctionExpression:
    case NodeKind::kNewExpression: return throw_subject_not_iterable(isolate, parse, value, false);
    case NodeKind::kCallExpression:
      if (static_cast<const CallExpression*>(value)->callee->kind == NodeKind::kIdentifier && !is_nullish(iterable)) {
        return throw_subject_not_iterable(isolate, parse, value, false);
      }
      [[fallthrough]];
    default: return throw_no_iterator(isolate, iterable);
  }
}

// Where the value of a destructuring pattern comes from. `path` ends with the pattern.
struct PatternSource {
  enum Kind { kUnknown, kExpression, kParameter, kDefaultedParameter, kLoop, kAssignedInLoop, kCatch, kNested } kind;
  const Node* expression = nullptr;
  bool assignment = false;
  const Node* outer = nullptr;  // kNested: the pattern around it
};

PatternSource source_of_pattern(const std::vector<Node*>& path) {
  const Node* pattern = path.back();
  if (path.size() < 2) return {PatternSource::kUnknown};
  const Node* parent = path[path.size() - 2];
  const Node* above = path.size() > 2 ? path[path.size() - 3] : nullptr;
  switch (parent->kind) {
    case NodeKind::kVariableDeclarator: {
      const auto* declarator = static_cast<const VariableDeclarator*>(parent);
      if (declarator->init) return {PatternSource::kExpression, declarator->init};
      return {PatternSource::kLoop};
    }
    case NodeKind::kAssignmentExpression:
      return {PatternSource::kExpression, static_cast<const AssignmentExpression*>(parent)->value, true};
    case NodeKind::kForOfStatement:
    case NodeKind::kForInStatement: return {PatternSource::kAssignedInLoop};
    case NodeKind::kCatchClause: return {PatternSource::kCatch};
    case NodeKind::kFunctionNode: return {PatternSource::kParameter};
    case NodeKind::kDefaultPattern:
      if (above && above->kind == NodeKind::kFunctionNode) return {PatternSource::kDefaultedParameter};
      return {PatternSource::kNested};
    case NodeKind::kProperty: return {PatternSource::kNested, nullptr, false, above};
    default: (void)pattern; return {PatternSource::kNested};
  }
}

// The first property of an object pattern: its name, and whether a plain name or a pattern receives it.
struct FirstProperty {
  bool named = false;
  std::string name;
  bool simple = false;
};

FirstProperty first_property(const ParseResult& parse, const ObjectPattern* pattern) {
  auto properties = pattern->properties.span();
  if (properties.empty() || properties[0]->kind != NodeKind::kProperty) return {};
  const auto* property = static_cast<const Property*>(properties[0]);
  if (property->computed) return {};
  FirstProperty first;
  switch (property->key->kind) {
    case NodeKind::kPropertyName:
      first.name = parse.names.text(static_cast<const PropertyName*>(property->key)->name);
      break;
    case NodeKind::kStringLiteral:
      first.name = parse.names.text(static_cast<const StringLiteral*>(property->key)->value);
      break;
    case NodeKind::kNumericLiteral: {
      char buffer[32];
      first.name = number_to_latin1(static_cast<const NumericLiteral*>(property->key)->value, buffer);
      break;
    }
    default: return {};
  }
  first.named = true;
  NodeKind target = property->value->kind;
  first.simple = target == NodeKind::kIdentifier || target == NodeKind::kBindingIdentifier ||
                 target == NodeKind::kArrayPattern || target == NodeKind::kObjectPattern;
  return first;
}

}  // namespace

std::string callee_text(const Code* code, const uint16_t* pc) {
  const ScriptData* data;
  uint32_t offset;
  if (!locate(code, pc, &data, &offset)) return {};
  for (const auto& [place, text] : data->callee_texts) {
    if (place == offset) return text;
  }
  std::unique_ptr<ParseResult> parse = parse_again(*data);
  std::string_view source = data->source.text();
  const Node* callee = nullptr;
  find_path(*parse, offset, [&](const Node* node) {
    const Node* candidate = nullptr;
    if (node->kind == NodeKind::kCallExpression) candidate = static_cast<const CallExpression*>(node)->callee;
    if (node->kind == NodeKind::kTaggedTemplate) {
      const auto* tagged = static_cast<const TaggedTemplate*>(node);
      if (tagged->quasi->start == offset) callee = tagged->tag;
    }
    if (node->kind == NodeKind::kNewExpression) {
      if (node->start == offset) callee = static_cast<const NewExpression*>(node)->callee;
    } else if (candidate && bytecode::call_offset(parse->names, source, candidate) == offset) {
      callee = candidate;
    }
    return callee != nullptr;
  });
  std::string text = callee ? print(*parse, callee) : std::string();
  constexpr size_t kKept = 32;
  if (data->callee_texts.size() < kKept) data->callee_texts.emplace_back(offset, text);
  return text;
}

Throw throw_not_iterable(Isolate& isolate, Value iterable, bool async) {
  const ScriptData* data;
  uint32_t offset;
  if (!locate(Frame::from(isolate.fp)->code, isolate.pc, &data, &offset)) return throw_no_iterator(isolate, iterable);
  std::unique_ptr<ParseResult> parse = parse_again(*data);
  std::vector<Node*> path = find_path(*parse, offset, [&](const Node* node) {
    switch (node->kind) {
      case NodeKind::kForOfStatement: return static_cast<const ForOfStatement*>(node)->right->start == offset;
      case NodeKind::kSpreadElement: return static_cast<const SpreadElement*>(node)->argument->start == offset;
      case NodeKind::kYieldExpression: {
        const auto* yield = static_cast<const YieldExpression*>(node);
        return yield->delegate && yield->argument->start == offset;
      }
      case NodeKind::kArrayPattern: return node->start == offset;
      default: return false;
    }
  });
  if (path.empty()) return throw_no_iterator(isolate, iterable);
  const Node* node = path.back();
  switch (node->kind) {
    case NodeKind::kForOfStatement:
      return throw_subject_not_iterable(isolate, *parse, static_cast<const ForOfStatement*>(node)->right, async);
    case NodeKind::kYieldExpression: {
      NodeKind argument = static_cast<const YieldExpression*>(node)->argument->kind;
      if (!async && (argument == NodeKind::kMemberExpression || argument == NodeKind::kCallExpression)) {
        return throw_type_error(isolate, "yield* (intermediate value) is not iterable");
      }
      return throw_no_iterator(isolate, iterable);
    }
    case NodeKind::kArrayPattern: {
      PatternSource source = source_of_pattern(path);
      if (source.kind == PatternSource::kLoop) return throw_type_error(isolate, ".for is not iterable");
      const Node* value = source.kind == PatternSource::kExpression && !source.assignment ? source.expression : nullptr;
      return throw_pattern_not_iterable(isolate, *parse, value, iterable);
    }
    default: break;
  }
  const Node* subject = static_cast<const SpreadElement*>(node)->argument;
  const Node* parent = path[path.size() - 2];
  std::span<Expression*> arguments;
  if (parent->kind == NodeKind::kCallExpression)
    arguments = static_cast<const CallExpression*>(parent)->arguments.span();
  if (parent->kind == NodeKind::kNewExpression) arguments = static_cast<const NewExpression*>(parent)->arguments.span();
  if (parent->kind == NodeKind::kSuperCall) arguments = static_cast<const SuperCall*>(parent)->arguments.span();
  if (arguments.empty()) return throw_subject_not_iterable(isolate, *parse, subject, async);
  size_t spreads = 0;
  for (const Node* argument : arguments) spreads += argument->kind == NodeKind::kSpreadElement;
  if (spreads != 1 || arguments.back() != node) return throw_no_iterator(isolate, iterable);
  if (is_nullish(iterable)) {
    return throw_type_error(isolate, "%s is not iterable (cannot read property %s)", print(*parse, subject).c_str(),
                            nullish_word(iterable));
  }
  return throw_type_error(isolate, "Spread syntax requires ...iterable[Symbol.iterator] to be a function");
}

Throw throw_not_destructurable(Isolate& isolate, Value value) {
  const char* word = nullish_word(value);
  auto destructure = [&](const std::string& text, const FirstProperty& first) -> Throw {
    if (!first.named) return throw_type_error(isolate, "Cannot destructure '%s' as it is %s.", text.c_str(), word);
    return throw_type_error(isolate, "Cannot destructure property '%s' of '%s' as it is %s.", first.name.c_str(),
                            text.c_str(), word);
  };
  const ScriptData* data;
  uint32_t offset;
  std::vector<Node*> path;
  std::unique_ptr<ParseResult> parse;
  if (locate(Frame::from(isolate.fp)->code, isolate.pc, &data, &offset)) {
    parse = parse_again(*data);
    path = find_path(*parse, offset,
                     [&](const Node* node) { return node->kind == NodeKind::kObjectPattern && node->start == offset; });
  }
  if (path.empty()) return destructure(describe_call_site(isolate, value), {});
  FirstProperty first = first_property(*parse, static_cast<const ObjectPattern*>(path.back()));
  PatternSource source = source_of_pattern(path);
  auto text_of = [&](const PatternSource& from) -> std::string {
    switch (from.kind) {
      case PatternSource::kExpression: return print(*parse, from.expression);
      case PatternSource::kDefaultedParameter: return "(intermediate value)(intermediate value)(intermediate value)";
      case PatternSource::kLoop: return ".for";
      case PatternSource::kCatch: return ".catch";
      default: return describe_call_site(isolate, value);
    }
  };
  auto reading = [&]() -> Throw {
    if (!first.named) return throw_type_error(isolate, "Cannot read properties of %s", word);
    return throw_type_error(isolate, "Cannot read properties of %s (reading '%s')", word, first.name.c_str());
  };
  if (source.kind == PatternSource::kNested) {
    // Without a property of its own to name, that of the pattern around it is.
    auto properties = static_cast<const ObjectPattern*>(path.back())->properties.span();
    bool rest = !properties.empty() && properties[0]->kind == NodeKind::kRestElement;
    if (first.named || rest || !source.outer || source.outer->kind != NodeKind::kObjectPattern) return reading();
    std::vector<Node*> outer(path.begin(), path.end() - 2);
    PatternSource outer_source = source_of_pattern(outer);
    FirstProperty outer_first = first_property(*parse, static_cast<const ObjectPattern*>(source.outer));
    if (outer_source.kind == PatternSource::kNested || !outer_first.named) return reading();
    return destructure(text_of(outer_source), outer_first);
  }
  if (source.kind == PatternSource::kAssignedInLoop) return reading();
  if (first.named && !first.simple) return reading();
  return destructure(text_of(source), first);
}

}  // namespace scrim
