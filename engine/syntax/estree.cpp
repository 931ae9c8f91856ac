// The tree as ESTree JSON, as acorn gives it: https://github.com/estree/estree. Offsets are UTF-16 units. What is not
// in it: the values of BigInt and RegExp literals (acorn's are objects), types.
#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/syntax/dump.h"
#include "engine/syntax/jsx_entities.h"

namespace scrim::syntax {

namespace {

class EstreeWriter {
 public:
  explicit EstreeWriter(const ParseResult& result) : result_(result), source_(*result.source) {}

  std::string run() {
    push(result_.program);
    // What is to be written stands on a stack, for trees that are deep.
    while (!stack_.empty()) {
      Item item = std::move(stack_.back());
      stack_.pop_back();
      if (item.is_text) {
        out_ += item.text;
        continue;
      }
      size_t first = stack_.size();
      write(item.node, item.role);
      std::reverse(stack_.begin() + static_cast<ptrdiff_t>(first), stack_.end());
    }
    out_ += '\n';
    return std::move(out_);
  }

 private:
  enum class Role : uint8_t { kPlain, kMethodValue, kClassBody, kJsxName, kJsxAttribute };
  struct Item {
    bool is_text;
    Role role;
    Node* node;
    std::string text;
  };

  // ---- parts, in order
  void push(Node* node, Role role = Role::kPlain) { stack_.push_back({false, role, node, {}}); }
  void text(std::string text) { stack_.push_back({true, Role::kPlain, nullptr, std::move(text)}); }

  std::string place(uint32_t start, uint32_t end) {
    return ",\"start\":" + std::to_string(source_.utf16_length({0, start})) +
           ",\"end\":" + std::to_string(source_.utf16_length({0, end}));
  }
  std::string head(const char* type, uint32_t start, uint32_t end) {
    return "{\"type\":\"" + std::string(type) + "\"" + place(start, end);
  }
  void begin(const char* type, const Node* node) { text(head(type, node->start, node->end)); }
  void end() { text("}"); }
  void child(const char* name, Node* node, Role role = Role::kPlain) {
    text(std::string(",\"") + name + "\":");
    if (node) {
      push(node, role);
    } else {
      text("null");
    }
  }
  template <typename T>
  void list(const char* name, ArenaList<T*> nodes, Role role = Role::kPlain) {
    text(std::string(",\"") + name + "\":[");
    bool first = true;
    for (T* node : nodes) {
      if (!first) text(",");
      first = false;
      if (node) {
        push(node, role);
      } else {
        text("null");
      }
    }
    text("]");
  }
  void flag(const char* name, bool value) { text(std::string(",\"") + name + (value ? "\":true" : "\":false")); }
  void string(const char* name, std::string_view value) { text(std::string(",\"") + name + "\":" + json(value)); }
  std::string_view name_of(NameId name) const { return result_.names.text(name); }
  std::string identifier(std::string_view name, uint32_t start, uint32_t end) {
    return head("Identifier", start, end) + ",\"name\":" + json(name) + "}";
  }

  // WTF-8 to a JSON string; lone surrogates as escapes.
  static std::string json(std::string_view value) {
    static constexpr char kHex[] = "0123456789abcdef";
    std::string out = "\"";
    for (size_t i = 0; i < value.size(); i++) {
      auto byte = static_cast<unsigned char>(value[i]);
      if (byte == '"' || byte == '\\') {
        out += '\\';
        out += value[i];
      } else if (byte < 0x20) {
        out += "\\u00";
        out += kHex[byte >> 4];
        out += kHex[byte & 15];
      } else if (byte == 0xED && i + 2 < value.size() && static_cast<unsigned char>(value[i + 1]) >= 0xA0) {
        uint32_t unit = 0xD000u | (static_cast<unsigned char>(value[i + 1]) & 0x3Fu) << 6 |
                        (static_cast<unsigned char>(value[i + 2]) & 0x3Fu);
        out += "\\u";
        for (int shift = 12; shift >= 0; shift -= 4) out += kHex[unit >> shift & 15];
        i += 2;
      } else {
        out += value[i];
      }
    }
    return out + "\"";
  }

  // ---- nodes

  void literal(const Node* node, const std::string& value) {
    begin("Literal", node);
    if (!value.empty()) text(",\"value\":" + value);
    string("raw", source_.text(node->range()));
    end();
  }

  void function(const char* type, FunctionNode* function, uint32_t start, uint32_t function_end) {
    text(head(type, start, function_end));
    child("id", function->id);
    flag("expression", function->flags.is_expression_body);
    flag("generator", function->flags.is_generator);
    flag("async", function->flags.is_async);
    list("params", function->parameters);
    child("body", function->body);
    end();
  }

  void class_like(const char* type, ClassNode* node, const Node* outer) {
    begin(type, outer);
    child("id", node->id);
    child("superClass", node->heritage);
    child("body", node, Role::kClassBody);
    if (!node->decorators.empty()) list("decorators", node->decorators);
    end();
  }

  void super(uint32_t start) { text(head("Super", start, start + 5) + "}"); }

  void call(const Node* node, ArenaList<Expression*> arguments, bool optional) {
    list("arguments", arguments);
    flag("optional", optional);
    (void)node;
    end();
  }

  // What the label, `from`, meta properties are: identifiers without a node.
  void label(NameId name, SourceRange range) {
    text(",\"label\":");
    text(name ? identifier(name_of(name), range.start, range.end) : "null");
  }

  void write(Node* node, Role role) {
    switch (node->kind) {
      case NodeKind::kProgram: {
        auto* self = static_cast<Program*>(node);
        begin("Program", node);
        list("body", self->body);
        string("sourceType", self->kind_of_program == ProgramKind::kModule ? "module" : "script");
        return end();
      }
      case NodeKind::kBlockStatement: {
        auto* self = static_cast<BlockStatement*>(node);
        // Put around the function of `if (x) function f() {}`.
        if (self->body.size() == 1 && self->body[0]->range() == self->range()) return push(self->body[0]);
        begin("BlockStatement", node);
        list("body", self->body);
        return end();
      }
      case NodeKind::kFunctionBody:
        begin("BlockStatement", node);
        list("body", static_cast<FunctionBody*>(node)->body);
        return end();
      case NodeKind::kEmptyStatement: begin("EmptyStatement", node); return end();
      case NodeKind::kDebuggerStatement: begin("DebuggerStatement", node); return end();
      case NodeKind::kExpressionStatement: {
        auto* self = static_cast<ExpressionStatement*>(node);
        begin("ExpressionStatement", node);
        child("expression", self->expression);
        if (self->is_directive) {
          SourceRange range = self->expression->range();
          string("directive", source_.text({range.start + 1, range.end - 1}));
        }
        return end();
      }
      case NodeKind::kIfStatement: {
        auto* self = static_cast<IfStatement*>(node);
        begin("IfStatement", node);
        child("test", self->test);
        child("consequent", self->consequent);
        child("alternate", self->alternate);
        return end();
      }
      case NodeKind::kForStatement: {
        auto* self = static_cast<ForStatement*>(node);
        begin("ForStatement", node);
        child("init", self->init);
        child("test", self->test);
        child("update", self->update);
        child("body", self->body);
        return end();
      }
      case NodeKind::kForInStatement: {
        auto* self = static_cast<ForInStatement*>(node);
        begin("ForInStatement", node);
        child("left", self->left);
        child("right", self->right);
        child("body", self->body);
        return end();
      }
      case NodeKind::kForOfStatement: {
        auto* self = static_cast<ForOfStatement*>(node);
        begin("ForOfStatement", node);
        flag("await", self->is_await);
        child("left", self->left);
        child("right", self->right);
        child("body", self->body);
        return end();
      }
      case NodeKind::kWhileStatement: {
        auto* self = static_cast<WhileStatement*>(node);
        begin("WhileStatement", node);
        child("test", self->test);
        child("body", self->body);
        return end();
      }
      case NodeKind::kDoWhileStatement: {
        auto* self = static_cast<DoWhileStatement*>(node);
        begin("DoWhileStatement", node);
        child("body", self->body);
        child("test", self->test);
        return end();
      }
      case NodeKind::kContinueStatement: {
        auto* self = static_cast<ContinueStatement*>(node);
        begin("ContinueStatement", node);
        label(self->label, self->label_range);
        return end();
      }
      case NodeKind::kBreakStatement: {
        auto* self = static_cast<BreakStatement*>(node);
        begin("BreakStatement", node);
        label(self->label, self->label_range);
        return end();
      }
      case NodeKind::kReturnStatement:
        begin("ReturnStatement", node);
        child("argument", static_cast<ReturnStatement*>(node)->argument);
        return end();
      case NodeKind::kWithStatement: {
        auto* self = static_cast<WithStatement*>(node);
        begin("WithStatement", node);
        child("object", self->object);
        child("body", self->body);
        return end();
      }
      case NodeKind::kSwitchStatement: {
        auto* self = static_cast<SwitchStatement*>(node);
        begin("SwitchStatement", node);
        child("discriminant", self->discriminant);
        list("cases", self->cases);
        return end();
      }
      case NodeKind::kSwitchCase: {
        auto* self = static_cast<SwitchCase*>(node);
        begin("SwitchCase", node);
        list("consequent", self->body);
        child("test", self->test);
        return end();
      }
      case NodeKind::kLabeledStatement: {
        auto* self = static_cast<LabeledStatement*>(node);
        begin("LabeledStatement", node);
        label(self->label, self->label_range);
        child("body", self->body);
        return end();
      }
      case NodeKind::kThrowStatement:
        begin("ThrowStatement", node);
        child("argument", static_cast<ThrowStatement*>(node)->argument);
        return end();
      case NodeKind::kTryStatement: {
        auto* self = static_cast<TryStatement*>(node);
        begin("TryStatement", node);
        child("block", self->block);
        child("handler", self->handler);
        child("finalizer", self->finalizer);
        return end();
      }
      case NodeKind::kCatchClause: {
        auto* self = static_cast<CatchClause*>(node);
        begin("CatchClause", node);
        child("param", self->parameter);
        child("body", self->body);
        return end();
      }
      case NodeKind::kVariableDeclaration: {
        auto* self = static_cast<VariableDeclaration*>(node);
        begin("VariableDeclaration", node);
        list("declarations", self->declarators);
        string("kind", to_string(self->declaration_kind));
        return end();
      }
      case NodeKind::kVariableDeclarator: {
        auto* self = static_cast<VariableDeclarator*>(node);
        begin("VariableDeclarator", node);
        child("id", self->target);
        child("init", self->init);
        return end();
      }
      case NodeKind::kFunctionDeclaration:
        return function("FunctionDeclaration", static_cast<FunctionDeclaration*>(node)->function, node->start,
                        node->end);
      case NodeKind::kFunctionExpression:
        return function("FunctionExpression", static_cast<FunctionExpression*>(node)->function,
                        role == Role::kMethodValue
                            ? static_cast<FunctionExpression*>(node)->function->parameters_range.start
                            : node->start,
                        node->end);
      case NodeKind::kArrowFunction:
        return function("ArrowFunctionExpression", static_cast<ArrowFunction*>(node)->function, node->start, node->end);
      case NodeKind::kFunctionNode: {
        // A method of a class.
        auto* self = static_cast<FunctionNode*>(node);
        return function("FunctionExpression", self, self->parameters_range.start, node->end);
      }
      case NodeKind::kClassDeclaration:
        return class_like("ClassDeclaration", static_cast<ClassDeclaration*>(node)->class_node, node);
      case NodeKind::kClassExpression:
        return class_like("ClassExpression", static_cast<ClassExpression*>(node)->class_node, node);
      case NodeKind::kClassNode: {
        auto* self = static_cast<ClassNode*>(node);
        text(head("ClassBody", self->body_range.start, self->body_range.end));
        list("body", self->members);
        return end();
      }
      case NodeKind::kClassMember: {
        auto* self = static_cast<ClassMember*>(node);
        if (self->member_kind == MemberKind::kStaticBlock) {
          begin("StaticBlock", node);
          list("body", as<StaticBlock>(self->value)->body);
          return end();
        }
        bool field = self->member_kind == MemberKind::kField;
        begin(self->is_accessor ? "AccessorProperty" : field ? "PropertyDefinition" : "MethodDefinition", node);
        flag("static", self->is_static);
        flag("computed", self->computed);
        child("key", self->key);
        if (!field) {
          static constexpr const char* kKinds[] = {"constructor", "method", "get", "set"};
          string("kind", kKinds[static_cast<int>(self->member_kind)]);
        }
        child("value", self->value);
        if (!self->decorators.empty()) list("decorators", self->decorators);
        return end();
      }
      case NodeKind::kStaticBlock: return;

      case NodeKind::kImportDeclaration: {
        auto* self = static_cast<ImportDeclaration*>(node);
        begin("ImportDeclaration", node);
        list("specifiers", self->specifiers);
        child("source", self->source);
        list("attributes", self->attributes);
        if (self->phase != ImportPhase::kEvaluation) {
          string("phase", self->phase == ImportPhase::kSource ? "source" : "defer");
        }
        return end();
      }
      case NodeKind::kImportSpecifier: {
        auto* self = static_cast<ImportSpecifier*>(node);
        static constexpr const char* kTypes[] = {"ImportDefaultSpecifier", "ImportNamespaceSpecifier",
                                                 "ImportSpecifier"};
        begin(kTypes[static_cast<int>(self->form)], node);
        if (self->form == ImportForm::kNamed) child("imported", self->imported);
        child("local", self->local);
        return end();
      }
      case NodeKind::kImportAttribute: {
        auto* self = static_cast<ImportAttribute*>(node);
        begin("ImportAttribute", node);
        child("key", self->key);
        child("value", self->value);
        return end();
      }
      case NodeKind::kModuleExportName: {
        auto* self = static_cast<ModuleExportName*>(node);
        if (self->is_string) return literal(node, json(name_of(self->name)));
        return text(identifier(name_of(self->name), node->start, node->end));
      }
      case NodeKind::kExportNamedDeclaration: {
        auto* self = static_cast<ExportNamedDeclaration*>(node);
        begin("ExportNamedDeclaration", node);
        child("declaration", nullptr);
        list("specifiers", self->specifiers);
        child("source", self->source);
        list("attributes", self->attributes);
        return end();
      }
      case NodeKind::kExportSpecifier: {
        auto* self = static_cast<ExportSpecifier*>(node);
        begin("ExportSpecifier", node);
        child("local", self->local);
        child("exported", self->exported ? self->exported : self->local);
        return end();
      }
      case NodeKind::kExportDeclaration:
        begin("ExportNamedDeclaration", node);
        child("declaration", static_cast<ExportDeclaration*>(node)->declaration);
        text(",\"specifiers\":[],\"source\":null,\"attributes\":[]");
        return end();
      case NodeKind::kExportDefaultDeclaration:
        begin("ExportDefaultDeclaration", node);
        child("declaration", static_cast<ExportDefaultDeclaration*>(node)->declaration);
        return end();
      case NodeKind::kExportAllDeclaration: {
        auto* self = static_cast<ExportAllDeclaration*>(node);
        begin("ExportAllDeclaration", node);
        child("exported", self->exported);
        child("source", self->source);
        list("attributes", self->attributes);
        return end();
      }

      case NodeKind::kIdentifier:
        if (role == Role::kJsxName) return jsx_identifier(static_cast<Identifier*>(node)->name, node);
        return text(identifier(name_of(static_cast<Identifier*>(node)->name), node->start, node->end));
      case NodeKind::kBindingIdentifier:
        return text(identifier(name_of(static_cast<BindingIdentifier*>(node)->name), node->start, node->end));
      case NodeKind::kPropertyName:
        if (role == Role::kJsxName) return jsx_identifier(static_cast<PropertyName*>(node)->name, node);
        return text(identifier(name_of(static_cast<PropertyName*>(node)->name), node->start, node->end));
      case NodeKind::kPrivateName:
        begin("PrivateIdentifier", node);
        string("name", name_of(static_cast<PrivateName*>(node)->name).substr(1));
        return end();

      case NodeKind::kNullLiteral: return literal(node, "null");
      case NodeKind::kBooleanLiteral:
        return literal(node, static_cast<BooleanLiteral*>(node)->value ? "true" : "false");
      case NodeKind::kNumericLiteral: {
        double value = static_cast<NumericLiteral*>(node)->value;
        return literal(node, std::isfinite(value) ? number_text(value) : "null");
      }
      case NodeKind::kStringLiteral: {
        std::string_view value = name_of(static_cast<StringLiteral*>(node)->value);
        return literal(node, json(role == Role::kJsxAttribute ? decode_jsx_entities(value) : value));
      }
      case NodeKind::kBigIntLiteral:
        begin("Literal", node);
        string("raw", source_.text(node->range()));
        string("bigint", name_of(static_cast<BigIntLiteral*>(node)->digits));
        return end();
      case NodeKind::kRegExpLiteral: {
        auto* self = static_cast<RegExpLiteral*>(node);
        begin("Literal", node);
        string("raw", source_.text(node->range()));
        text(",\"regex\":{\"pattern\":" + json(name_of(self->pattern)) + ",\"flags\":" + json(name_of(self->flags)) +
             "}");
        return end();
      }
      case NodeKind::kTemplateLiteral: {
        auto* self = static_cast<TemplateLiteral*>(node);
        begin("TemplateLiteral", node);
        list("expressions", self->expressions);
        text(",\"quasis\":[");
        for (uint32_t i = 0; i < self->quasis.size(); i++) {
          TemplateElement* element = self->quasis[i];
          if (i > 0) text(",");
          begin("TemplateElement", element);
          text(",\"value\":{\"raw\":" + json(name_of(element->raw)) +
               ",\"cooked\":" + (element->cooked == kNoName ? "null" : json(name_of(element->cooked))) + "}");
          flag("tail", i + 1 == self->quasis.size());
          end();
        }
        text("]");
        return end();
      }
      case NodeKind::kTemplateElement: return;
      case NodeKind::kTaggedTemplate: {
        auto* self = static_cast<TaggedTemplate*>(node);
        begin("TaggedTemplateExpression", node);
        child("tag", self->tag);
        child("quasi", self->quasi);
        return end();
      }

      case NodeKind::kThisExpression:
        begin(role == Role::kJsxName ? "JSXIdentifier" : "ThisExpression", node);
        if (role == Role::kJsxName) string("name", "this");
        return end();
      case NodeKind::kArrayExpression:
        begin("ArrayExpression", node);
        list("elements", static_cast<ArrayExpression*>(node)->elements);
        return end();
      case NodeKind::kObjectExpression:
        begin("ObjectExpression", node);
        list("properties", static_cast<ObjectExpression*>(node)->properties);
        return end();
      case NodeKind::kProperty: {
        auto* self = static_cast<Property*>(node);
        begin("Property", node);
        bool method = self->property_kind == PropertyKind::kMethod;
        bool accessor = self->property_kind == PropertyKind::kGet || self->property_kind == PropertyKind::kSet;
        flag("method", method);
        flag("shorthand", self->shorthand);
        flag("computed", self->computed);
        child("key", self->key);
        child("value", self->value, method || accessor ? Role::kMethodValue : Role::kPlain);
        string("kind", self->property_kind == PropertyKind::kGet   ? "get"
                       : self->property_kind == PropertyKind::kSet ? "set"
                                                                   : "init");
        return end();
      }
      case NodeKind::kSpreadElement:
        begin(role == Role::kJsxAttribute ? "JSXSpreadAttribute"
              : role == Role::kJsxName    ? "JSXSpreadChild"
                                          : "SpreadElement",
              node);
        child(role == Role::kJsxName ? "expression" : "argument", static_cast<SpreadElement*>(node)->argument);
        return end();

      case NodeKind::kUnaryExpression: {
        auto* self = static_cast<UnaryExpression*>(node);
        begin("UnaryExpression", node);
        string("operator", to_string(self->op));
        flag("prefix", true);
        child("argument", self->argument);
        return end();
      }
      case NodeKind::kUpdateExpression: {
        auto* self = static_cast<UpdateExpression*>(node);
        begin("UpdateExpression", node);
        string("operator", self->is_increment ? "++" : "--");
        flag("prefix", self->is_prefix);
        child("argument", self->argument);
        return end();
      }
      case NodeKind::kBinaryExpression: {
        auto* self = static_cast<BinaryExpression*>(node);
        begin("BinaryExpression", node);
        child("left", self->left);
        string("operator", to_string(self->op));
        child("right", self->right);
        return end();
      }
      case NodeKind::kLogicalExpression: {
        auto* self = static_cast<LogicalExpression*>(node);
        begin("LogicalExpression", node);
        child("left", self->left);
        string("operator", to_string(self->op));
        child("right", self->right);
        return end();
      }
      case NodeKind::kAssignmentExpression: {
        auto* self = static_cast<AssignmentExpression*>(node);
        begin("AssignmentExpression", node);
        string("operator", to_string(self->op));
        child("left", self->target);
        child("right", self->value);
        return end();
      }
      case NodeKind::kConditionalExpression: {
        auto* self = static_cast<ConditionalExpression*>(node);
        begin("ConditionalExpression", node);
        child("test", self->test);
        child("consequent", self->consequent);
        child("alternate", self->alternate);
        return end();
      }
      case NodeKind::kSequenceExpression:
        begin("SequenceExpression", node);
        list("expressions", static_cast<SequenceExpression*>(node)->expressions);
        return end();
      case NodeKind::kYieldExpression: {
        auto* self = static_cast<YieldExpression*>(node);
        begin("YieldExpression", node);
        flag("delegate", self->delegate);
        child("argument", self->argument);
        return end();
      }
      case NodeKind::kAwaitExpression:
        begin("AwaitExpression", node);
        child("argument", static_cast<AwaitExpression*>(node)->argument);
        return end();

      case NodeKind::kMemberExpression: {
        auto* self = static_cast<MemberExpression*>(node);
        if (role == Role::kJsxName) {
          begin("JSXMemberExpression", node);
          child("object", self->object, Role::kJsxName);
          child("property", self->property, Role::kJsxName);
          return end();
        }
        return member(node, self->object, self->property, false, self->optional);
      }
      case NodeKind::kIndexExpression: {
        auto* self = static_cast<IndexExpression*>(node);
        return member(node, self->object, self->index, true, self->optional);
      }
      case NodeKind::kPrivateMemberExpression: {
        auto* self = static_cast<PrivateMemberExpression*>(node);
        return member(node, self->object, self->property, false, self->optional);
      }
      case NodeKind::kSuperMember:
        return member(node, nullptr, static_cast<SuperMember*>(node)->property, false, false);
      case NodeKind::kSuperIndex: return member(node, nullptr, static_cast<SuperIndex*>(node)->index, true, false);
      case NodeKind::kOptionalChain:
        begin("ChainExpression", node);
        child("expression", static_cast<OptionalChain*>(node)->expression);
        return end();
      case NodeKind::kCallExpression: {
        auto* self = static_cast<CallExpression*>(node);
        begin("CallExpression", node);
        child("callee", self->callee);
        return call(node, self->arguments, self->optional);
      }
      case NodeKind::kSuperCall:
        begin("CallExpression", node);
        text(",\"callee\":");
        super(node->start);
        return call(node, static_cast<SuperCall*>(node)->arguments, false);
      case NodeKind::kNewExpression: {
        auto* self = static_cast<NewExpression*>(node);
        begin("NewExpression", node);
        child("callee", self->callee);
        list("arguments", self->arguments);
        return end();
      }
      case NodeKind::kImportCall: {
        auto* self = static_cast<ImportCall*>(node);
        begin("ImportExpression", node);
        child("source", self->specifier);
        child("options", self->options);
        if (self->phase != ImportPhase::kEvaluation) {
          string("phase", self->phase == ImportPhase::kSource ? "source" : "defer");
        }
        return end();
      }
      case NodeKind::kImportMeta: return meta(node, "import", "meta");
      case NodeKind::kNewTarget: return meta(node, "new", "target");

      case NodeKind::kArrayPattern:
        begin("ArrayPattern", node);
        list("elements", static_cast<ArrayPattern*>(node)->elements);
        return end();
      case NodeKind::kObjectPattern:
        begin("ObjectPattern", node);
        list("properties", static_cast<ObjectPattern*>(node)->properties);
        return end();
      case NodeKind::kDefaultPattern: {
        auto* self = static_cast<DefaultPattern*>(node);
        begin("AssignmentPattern", node);
        child("left", self->target);
        child("right", self->value);
        return end();
      }
      case NodeKind::kRestElement:
        begin("RestElement", node);
        child("argument", static_cast<RestElement*>(node)->argument);
        return end();

      case NodeKind::kJsxElement: return jsx_element(static_cast<JsxElement*>(node));
      case NodeKind::kJsxName: return jsx_identifier(static_cast<JsxName*>(node)->name, node);
      case NodeKind::kJsxNamespacedName: {
        auto* self = static_cast<JsxNamespacedName*>(node);
        begin("JSXNamespacedName", node);
        child("namespace", self->space);
        child("name", self->name);
        return end();
      }
      case NodeKind::kJsxAttribute: {
        auto* self = static_cast<JsxAttribute*>(node);
        begin("JSXAttribute", node);
        child("name", self->name);
        child("value", self->value, Role::kJsxAttribute);
        return end();
      }
      case NodeKind::kJsxExpression: {
        auto* self = static_cast<JsxExpression*>(node);
        begin("JSXExpressionContainer", node);
        if (self->expression) {
          child("expression", self->expression);
        } else {
          text(",\"expression\":" + head("JSXEmptyExpression", node->start + 1, node->end - 1) + "}");
        }
        return end();
      }
      case NodeKind::kJsxText:
        begin("JSXText", node);
        string("value", decode_jsx_entities(source_.text(node->range())));
        string("raw", source_.text(node->range()));
        return end();

      case NodeKind::kEnumDeclaration: {
        auto* self = static_cast<EnumDeclaration*>(node);
        begin("TSEnumDeclaration", node);
        child("id", self->id);
        list("members", self->members);
        return end();
      }
      case NodeKind::kEnumMember: {
        auto* self = static_cast<EnumMember*>(node);
        begin("TSEnumMember", node);
        child("id", self->key);
        child("initializer", self->value);
        return end();
      }
      case NodeKind::kNamespaceDeclaration: {
        auto* self = static_cast<NamespaceDeclaration*>(node);
        begin("TSModuleDeclaration", node);
        child("id", self->id);
        list("body", self->body);
        return end();
      }
      case NodeKind::kErrorNode:
        begin("ErrorNode", node);
        list("parts", static_cast<ErrorNode*>(node)->parts);
        return end();
      case NodeKind::kCount: return;
    }
  }

  void member(Node* node, Node* object, Node* property, bool computed, bool optional) {
    begin("MemberExpression", node);
    if (object) {
      child("object", object);
    } else {
      text(",\"object\":");
      super(node->start);
    }
    child("property", property);
    flag("computed", computed);
    flag("optional", optional);
    end();
  }

  void meta(const Node* node, std::string_view meta, std::string_view property) {
    begin("MetaProperty", node);
    auto length = static_cast<uint32_t>(property.size());
    text(",\"meta\":" + identifier(meta, node->start, node->start + static_cast<uint32_t>(meta.size())));
    text(",\"property\":" + identifier(property, node->end - length, node->end));
    end();
  }

  void jsx_identifier(NameId name, const Node* node) {
    begin("JSXIdentifier", node);
    string("name", name_of(name));
    end();
  }

  void jsx_element(JsxElement* self) {
    bool fragment = self->name == nullptr;
    begin(fragment ? "JSXFragment" : "JSXElement", self);
    if (fragment) {
      text(",\"openingFragment\":" + head("JSXOpeningFragment", self->start, self->opening_end) + "}");
      text(",\"closingFragment\":" + head("JSXClosingFragment", self->closing_start, self->end) + "}");
    } else {
      text(",\"openingElement\":" + head("JSXOpeningElement", self->start, self->opening_end));
      list("attributes", self->attributes, Role::kJsxAttribute);
      child("name", self->name, Role::kJsxName);
      flag("selfClosing", self->self_closing);
      end();
      text(",\"closingElement\":");
      if (self->closing_name) {
        text(head("JSXClosingElement", self->closing_start, self->end));
        child("name", self->closing_name, Role::kJsxName);
        end();
      } else {
        text("null");
      }
    }
    // Of the children only a spread depends on where it stands.
    list("children", self->children, Role::kJsxName);
    end();
  }

  const ParseResult& result_;
  const SourceText& source_;
  std::vector<Item> stack_;
  std::string out_;
};

}  // namespace

std::string dump_estree(const ParseResult& result) {
  return EstreeWriter(result).run();
}

}  // namespace scrim::syntax
