// Which fields, in which order, objects have when a constructor is done: its body is run over sets of possible shapes.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "lsp/lint/linter.h"

namespace scrim::lint {

class ConstructorShapes {
 public:
  using Shape = std::vector<syntax::NameId>;  // fields in the order they are added
  static constexpr size_t kMaximum = 64;

  explicit ConstructorShapes(const RuleContext& context) : context_(context) {}

  // False when something adds fields that cannot be seen (Object.assign(this, ...), an unknown base class): then
  // nothing can be said.
  bool run_class(const syntax::ClassNode* node);
  // A function used with `new`.
  bool run_function(const syntax::FunctionNode* function);

  // Distinct shapes at the end; when there are kMaximum there may be more.
  const std::vector<Shape>& shapes() const { return exits_; }
  struct Assignment {
    syntax::NameId name;
    const syntax::Node* place;             // the `this.name` that adds it first
    const syntax::FunctionNode* function;  // in which that is
  };
  // The first assignment of each field, in the order of the text.
  const std::vector<Assignment>& assignments() const { return assignments_; }

 private:
  using States = std::vector<Shape>;
  void fields_of(const syntax::ClassNode* node, States& states);
  void run_base(const syntax::ClassNode* node, States& states);
  void call(const syntax::FunctionNode* function, States& states);
  const syntax::FunctionNode* method(syntax::NameId name) const;
  void add(syntax::NameId name, const syntax::Node* place, States& states);
  static void join(States& into, const States& other);
  void statement(const syntax::Node* node, States& states);
  void statements(const ArenaList<syntax::Statement*>& list, States& states);
  void loop(const syntax::Node* node, const syntax::Node* body, States& states, bool at_least_once);
  void expression(const syntax::Node* node, States& states);
  void call_expression(const syntax::CallExpression* node, States& states);

  const RuleContext& context_;
  const syntax::ClassNode* class_ = nullptr;
  const syntax::Binding* constructor_binding_ = nullptr;  // of a function used with `new`
  const syntax::FunctionNode* function_ = nullptr;        // being run
  int depth_ = 0;
  bool hidden_ = false;
  States exits_;
  States* returns_ = &exits_;
  std::unordered_map<const syntax::Node*, States> jumps_;  // by the statement that break and continue go to
  std::vector<Assignment> assignments_;
};

}  // namespace scrim::lint
