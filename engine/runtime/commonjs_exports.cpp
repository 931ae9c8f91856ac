#include "engine/runtime/commonjs_exports.h"

#include <algorithm>

#include "engine/syntax/ast_visit.h"

namespace scrim {

using namespace syntax;

namespace {

class Finder {
 public:
  explicit Finder(const ParseResult& parse) : parse_(parse) {}

  CommonJsExports run() {
    visit(parse_.program);
    if (!module_reexport_.empty()) add(result_.reexports, module_reexport_);
    return std::move(result_);
  }

 private:
  std::string_view text(NameId name) const { return parse_.names.text(name); }
  static void add(std::vector<std::string>& list, std::string name) {
    if (std::find(list.begin(), list.end(), name) == list.end()) list.push_back(std::move(name));
  }
  void add_name(std::string_view name) { add(result_.names, std::string(name)); }

  bool is_identifier(const Node* node, std::string_view name) const {
    auto* identifier = as_if<Identifier>(node);
    return identifier && text(identifier->name) == name;
  }
  bool is_module_exports(const Node* node) const {
    auto* member = as_if<MemberExpression>(node);
    return member && text(member->property->name) == "exports" && is_identifier(member->object, "module");
  }
  bool is_exports(const Node* node) const { return is_identifier(node, "exports") || is_module_exports(node); }

  // The text of require('text').
  bool is_require(const Node* node, std::string* specifier) const {
    auto* call = as_if<CallExpression>(node);
    if (!call || !is_identifier(call->callee, "require") || call->arguments.size() != 1) return false;
    auto* string = as_if<StringLiteral>(call->arguments[0]);
    if (!string) return false;
    *specifier = std::string(text(string->value));
    return true;
  }

  // `exports.a = exports.b = value`: each target; `module.exports = value`.
  void assignment(AssignmentExpression* node) {
    if (node->op != AssignmentOperator::kAssign) return;
    Node* target = node->target;
    if (is_module_exports(target)) {
      std::string specifier;
      // The last assignment of a whole module counts; names of an object are added to those found.
      if (is_require(node->value, &specifier)) {
        module_reexport_ = specifier;
      } else if (auto* object = as_if<ObjectExpression>(node->value)) {
        literal(object);
      }
      return;
    }
    if (auto* member = as_if<MemberExpression>(target); member && is_exports(member->object)) {
      add_name(text(member->property->name));
    } else if (auto* index = as_if<IndexExpression>(target); index && is_exports(index->object)) {
      if (auto* string = as_if<StringLiteral>(index->index)) add_name(text(string->value));
    }
  }

  // Whether the text of a node begins with a word, or is one.
  bool begins_with_name(const Node* node) const {
    if (!node || node->parenthesized()) return false;
    std::string_view source = parse_.source->text();
    return node->start < source.size() && is_word_character(source[node->start]) &&
           !(source[node->start] >= '0' && source[node->start] <= '9');
  }
  bool is_one_word(const Node* node) const {
    std::string_view source = parse_.source->text();
    for (uint32_t i = node->start; i < node->end; i++) {
      if (!is_word_character(source[i])) return false;
    }
    return true;
  }
  static bool is_word_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
           static_cast<unsigned char>(c) >= 0x80;
  }

  // { a, b: value, 'c': value, ...require('x') }: up to what the lexer does not understand.
  void literal(ObjectExpression* object) {
    for (Node* item : object->properties) {
      if (auto* spread = as_if<SpreadElement>(item)) {
        std::string specifier;
        if (is_require(spread->argument, &specifier)) {
          add(result_.reexports, specifier);
          continue;
        }
        if (!spread->argument->is<Identifier>()) return;
        continue;
      }
      auto* property = as_if<Property>(item);
      if (!property || property->computed) return;
      bool is_method = property->property_kind == PropertyKind::kMethod;
      if (!is_method && property->property_kind != PropertyKind::kInit) return;
      // The lexer reads a name as the value and goes on behind it.
      if (!property->shorthand && !is_method && !begins_with_name(property->value)) return;
      if (auto* name = as_if<PropertyName>(property->key)) {
        add_name(text(name->name));
      } else if (auto* string = as_if<StringLiteral>(property->key)) {
        add_name(text(string->value));
      } else {
        return;
      }
      if (!property->shorthand && (is_method || !is_one_word(property->value))) return;
    }
  }

  // Object.defineProperty(exports, 'name', { enumerable: true, get... } or { value: ... })
  void define_property(CallExpression* call) {
    auto* callee = as_if<MemberExpression>(call->callee);
    if (!callee || text(callee->property->name) != "defineProperty" || !is_identifier(callee->object, "Object")) return;
    if (call->arguments.size() != 3 || !is_exports(call->arguments[0])) return;
    auto* name = as_if<StringLiteral>(call->arguments[1]);
    auto* descriptor = as_if<ObjectExpression>(call->arguments[2]);
    if (!name || !descriptor || descriptor->properties.empty()) return;
    size_t at = 0;
    auto property_at = [&](size_t i) {
      return i < descriptor->properties.size() ? as_if<Property>(descriptor->properties[i]) : nullptr;
    };
    auto named = [&](Property* property, std::string_view wanted) {
      auto* key = property && !property->computed ? as_if<PropertyName>(property->key) : nullptr;
      return key && text(key->name) == wanted;
    };
    Property* property = property_at(at);
    if (named(property, "enumerable")) {
      auto* literal = as_if<BooleanLiteral>(property->value);
      if (!literal || !literal->value) return;
      property = property_at(++at);
    }
    if (named(property, "value")) {
      add_name(text(name->value));
      return;
    }
    if (!named(property, "get")) return;
    Node* value = property->value;
    FunctionNode* function = as_if<FunctionNode>(value);
    if (auto* expression = as_if<FunctionExpression>(value)) function = expression->function;
    if (!function || !function->parameters.empty()) return;
    auto* body = as_if<FunctionBody>(function->body);
    if (!body || body->body.size() != 1) return;
    auto* result = as_if<ReturnStatement>(body->body[0]);
    if (!result || !result->argument) return;
    Node* returned = result->argument;
    if (auto* member = as_if<MemberExpression>(returned)) {
      if (member->object->is<Identifier>()) add_name(text(name->value));
    } else if (auto* index = as_if<IndexExpression>(returned)) {
      if (index->object->is<Identifier>() && index->index->is<StringLiteral>()) add_name(text(name->value));
    } else if (returned->is<Identifier>()) {
      add_name(text(name->value));
    }
  }

  // __export(require('x')), __exportStar(require('x'), exports), tslib.__exportStar(...)
  void export_star(CallExpression* call) {
    std::string_view name;
    if (auto* identifier = as_if<Identifier>(call->callee)) name = text(identifier->name);
    if (auto* member = as_if<MemberExpression>(call->callee)) {
      if (member->object->is<Identifier>()) name = text(member->property->name);
    }
    if (name != "__export" && name != "__exportStar") return;
    std::string specifier;
    if (!call->arguments.empty() && is_require(call->arguments[0], &specifier)) add(result_.reexports, specifier);
  }

  // Babel: Object.keys(_x).forEach(function (key) { if (key === "default" ...) return; exports[key] = _x[key]; })
  void keys_for_each(CallExpression* call) {
    auto* callee = as_if<MemberExpression>(call->callee);
    if (!callee || text(callee->property->name) != "forEach" || call->arguments.size() != 1) return;
    auto* keys = as_if<CallExpression>(callee->object);
    auto* keys_callee = keys ? as_if<MemberExpression>(keys->callee) : nullptr;
    if (!keys_callee || text(keys_callee->property->name) != "keys" || !is_identifier(keys_callee->object, "Object")) {
      return;
    }
    auto* source = keys->arguments.size() == 1 ? as_if<Identifier>(keys->arguments[0]) : nullptr;
    auto* expression = as_if<FunctionExpression>(call->arguments[0]);
    if (!source || !expression || expression->function->parameters.size() != 1) return;
    auto* key = as_if<BindingIdentifier>(expression->function->parameters[0]);
    if (!key || !copies_key(expression->function->body, key->name, source->name)) return;
    for (const auto& [name, specifier] : required_) {
      if (name == source->name) add(result_.reexports, specifier);
    }
  }

  // Somewhere in it: exports[key] = source[key], or defineProperty(exports, key, { ... return source[key] }).
  bool copies_key(Node* node, NameId key, NameId source) {
    if (!node) return false;
    if (auto* assigned = as_if<AssignmentExpression>(node)) {
      auto* target = as_if<IndexExpression>(assigned->target);
      auto* value = as_if<IndexExpression>(assigned->value);
      if (target && value && is_exports(target->object) && is_identifier(target->index, text(key)) &&
          is_identifier(value->object, text(source)) && is_identifier(value->index, text(key))) {
        return true;
      }
    }
    if (auto* call = as_if<CallExpression>(node)) {
      auto* callee = as_if<MemberExpression>(call->callee);
      if (callee && text(callee->property->name) == "defineProperty" && call->arguments.size() == 3 &&
          is_exports(call->arguments[0]) && is_identifier(call->arguments[1], text(key))) {
        return true;
      }
    }
    bool found = false;
    for_each_child(node, [&](Node* child) { found = found || copies_key(child, key, source); });
    return found;
  }

  // var _x = require('x'), also through Babel's interop helper.
  void declarator(VariableDeclarator* node) {
    auto* name = as_if<BindingIdentifier>(node->target);
    if (!name || !node->init) return;
    std::string specifier;
    Node* init = node->init;
    if (auto* call = as_if<CallExpression>(init);
        call && call->arguments.size() == 1 && !is_require(call, &specifier)) {
      auto* helper = as_if<Identifier>(call->callee);
      if (helper && text(helper->name).starts_with("_interopRequireWildcard")) init = call->arguments[0];
    }
    if (is_require(init, &specifier)) required_.push_back({name->name, specifier});
  }

  void visit(Node* node) {
    if (!node) return;
    switch (node->kind) {
      case NodeKind::kAssignmentExpression: assignment(static_cast<AssignmentExpression*>(node)); break;
      case NodeKind::kVariableDeclarator: declarator(static_cast<VariableDeclarator*>(node)); break;
      case NodeKind::kCallExpression: {
        auto* call = static_cast<CallExpression*>(node);
        define_property(call);
        export_star(call);
        keys_for_each(call);
        break;
      }
      default: break;
    }
    for_each_child(node, [this](Node* child) { visit(child); });
  }

  const ParseResult& parse_;
  CommonJsExports result_;
  std::string module_reexport_;
  std::vector<std::pair<NameId, std::string>> required_;
};

}  // namespace

CommonJsExports find_commonjs_exports(const ParseResult& parse) {
  return Finder(parse).run();
}

}  // namespace scrim
