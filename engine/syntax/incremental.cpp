#include "engine/syntax/incremental.h"

#include <algorithm>
#include <cstring>
#include <deque>

#include "engine/syntax/ast_visit.h"
#include "engine/syntax/parser_impl.h"
#include "engine/syntax/scope_builder.h"

namespace scrim::syntax {

namespace {

// Deeper functions are left to a full parse: native_stack_bytes is counted from here.
constexpr size_t kMaxAncestors = 1000;

struct Difference {
  uint32_t start;
  uint32_t old_end;
  uint32_t new_end;
  uint32_t delta() const { return new_end - old_end; }  // wraps around
};

Difference difference_of(std::string_view before, std::string_view after) {
  size_t common = std::min(before.size(), after.size());
  size_t start = 0;
  constexpr size_t kStep = 4096;
  while (start + kStep <= common && std::memcmp(before.data() + start, after.data() + start, kStep) == 0) {
    start += kStep;
  }
  while (start < common && before[start] == after[start]) start++;
  size_t rest = common - start;
  size_t end = 0;
  const char* before_end = before.data() + before.size();
  const char* after_end = after.data() + after.size();
  while (end + kStep <= rest && std::memcmp(before_end - end - kStep, after_end - end - kStep, kStep) == 0)
    end += kStep;
  while (end < rest && before_end[-1 - static_cast<ptrdiff_t>(end)] == after_end[-1 - static_cast<ptrdiff_t>(end)]) {
    end++;
  }
  return {static_cast<uint32_t>(start), static_cast<uint32_t>(before.size() - end),
          static_cast<uint32_t>(after.size() - end)};
}

// ---- what a function does to bindings outside of it

struct Use {
  Binding* binding;
  uint8_t bits;
  enum : uint8_t { kRead = 1, kAssigned = 2, kCaptured = 4, kChecked = 8 };
};

// The use a node makes of its binding; null for those that make none.
Use use_of(const Node* node) {
  if (auto* name = as_if<PrivateName>(node)) return {name->binding, Use::kRead};
  if (!node->is<Identifier>() && !node->is<BindingIdentifier>()) return {nullptr, 0};
  bool declaration = node->is<BindingIdentifier>();
  uint8_t bits = declaration ? 0 : Use::kRead;
  if (node->is_written() && !declaration) bits |= Use::kAssigned;
  if (node->bits & Node::kCaptures) bits |= Use::kCaptured;
  if (node->needs_tdz_check()) bits |= Use::kChecked;
  return {static_cast<const Identifier*>(node)->binding, bits};
}

// Calls use(const Use&) for the names in `roots` and below that `wanted(node)` lets through.
template <typename Wanted, typename Visit>
void for_each_use(std::vector<Node*>& stack, Wanted wanted, Visit visit) {
  while (!stack.empty()) {
    Node* node = stack.back();
    stack.pop_back();
    if (!wanted(node)) continue;
    if (Use use = use_of(node); use.binding) visit(use);
    const Node* declared = nullptr;
    if (auto* member = as_if<ClassMember>(node); member && !member->computed) declared = member->key;
    for_each_child(node, [&](Node* child) {
      if (child != declared) stack.push_back(child);
    });
  }
}

// Of `function`'s parameters and body, to bindings of other scopes than its own; one for each binding.
std::vector<Use> outer_uses(const FunctionNode* function, const Program* program) {
  SourceRange own = function->range();
  std::vector<Node*> stack(function->parameters.begin(), function->parameters.end());
  stack.push_back(function->body);
  std::vector<Use> uses;
  for_each_use(
      stack, [](Node*) { return true; },
      [&](const Use& use) {
        const Scope* scope = use.binding->scope;
        bool inside = scope != program->scope && scope->range.start >= own.start && scope->range.end <= own.end;
        if (!inside) uses.push_back(use);
      });
  std::sort(uses.begin(), uses.end(), [](const Use& a, const Use& b) { return a.binding < b.binding; });
  size_t kept = 0;
  for (const Use& use : uses) {
    if (kept > 0 && uses[kept - 1].binding == use.binding) {
      uses[kept - 1].bits |= use.bits;
    } else {
      uses[kept++] = use;
    }
  }
  uses.resize(kept);
  return uses;
}

// What holds of a binding whatever its uses are.
uint8_t uses_by_nature(const Binding* binding) {
  const Scope* scope = binding->scope;
  uint8_t bits = 0;
  bool in_frame = binding->place != BindingPlace::kGlobal && binding->place != BindingPlace::kDynamic &&
                  binding->place != BindingPlace::kImport;
  if (scope->has_direct_eval && in_frame) {
    bits |= Use::kCaptured;
    if (binding->is_lexical() || binding->kind == BindingKind::kClassName) bits |= Use::kChecked;
  }
  if (binding->mapped || binding->kind == BindingKind::kPrivateName) bits |= Use::kCaptured;
  if (scope->kind == ScopeKind::kModule && in_frame && (binding->exported || binding->kind == BindingKind::kFunction)) {
    bits |= Use::kCaptured;
  }
  if (binding->kind == BindingKind::kParameter && scope->function->body_scope != scope) {
    // A var of the body starts with its value.
    const Binding* var = scope->function->body_scope->find(binding->name);
    if (var && !var->is_lexical()) bits |= Use::kRead;
  }
  return bits;
}

// ---- the old tree, kept

class Reparser {
 public:
  Reparser(ParseResult& result, const SourceText& source, const ParseOptions& options, Difference difference)
      : result_(result), source_(source), options_(options), difference_(difference) {}
  // False: nothing is left of the old result.
  bool run();

 private:
  bool find_functions();
  bool read(FunctionNode* function);
  void move_nodes(const FunctionBody* body);
  void move_scopes();
  void move_module();
  bool contexts_around(const Scope* around, std::deque<FunctionContext>* contexts) const;
  bool settle_uses(const std::vector<Use>& before, const std::vector<Use>& after, bool* layout);
  void move(uint32_t& place) const {
    if (place > from_) place += difference_.delta();
  }
  void move(SourceRange& range) const {
    move(range.start);
    move(range.end);
  }

  ParseResult& result_;
  const SourceText& source_;
  const ParseOptions& options_;
  Difference difference_;
  uint32_t from_ = 0;                     // outside of the body, what lies behind this moves
  std::vector<FunctionNode*> functions_;  // whose bodies hold the difference, outermost first
  // Of the trial.
  FunctionNode* fresh_ = nullptr;
  std::vector<Diagnostic> diagnostics_;
  std::vector<Comment> comments_;
  SourceRange mapping_url_;
  bool guessed_ = false;
  bool misread_ = false;
  uint32_t read_from_ = 0;
};

bool Reparser::find_functions() {
  Node* node = result_.program;
  size_t ancestors = 0;
  while (node) {
    if (++ancestors > kMaxAncestors) return false;
    if (auto* function = as_if<FunctionNode>(node)) {
      auto* body = as_if<FunctionBody>(function->body);
      if (body && body->start < difference_.start && difference_.old_end < body->end) functions_.push_back(function);
    }
    Node* next = nullptr;
    for_each_child(node, [&](Node* child) {
      if (child->start <= difference_.start && difference_.old_end <= child->end) next = child;
    });
    node = next;
  }
  return !functions_.empty();
}

// A trial, which leaves the old tree as it is.
bool Reparser::read(FunctionNode* function) {
  SourceRange body = function->body->range();
  for (const Diagnostic& diagnostic : result_.diagnostics) {
    SourceRange place = diagnostic.range;  // an empty one at the end is of what follows
    if (place.start <= body.start || place.start >= body.end || place.end > body.end) return false;
  }
  if (result_.source_mapping_url.start > body.start && result_.source_mapping_url.start < body.end) return false;
  if (const ModuleInfo* module = result_.program->module) {
    // Imports in a function are a fault, but part of the record too.
    for (const ModuleRequest& request : module->requests) {
      if (request.range.start > body.start && request.range.end < body.end) return false;
    }
  }
  Scope* outermost = function->name_scope ? function->name_scope : function->scope;
  if (!outermost || !outermost->parent) return false;
  Scope* around = outermost->parent;

  fresh_ = new (result_.arena.allocate(sizeof(FunctionNode))) FunctionNode(*function);
  FunctionFlags& flags = fresh_->flags;
  bool with_parameters = flags.has_parameter_expressions;
  if (with_parameters) {
    if (function->function_kind == FunctionKind::kArrow) return false;  // read as an expression first
    flags.has_simple_parameters = flags.has_rest = flags.has_duplicate_parameters = false;
  }
  std::deque<FunctionContext> contexts;
  if (!contexts_around(around, &contexts)) return false;

  // The faults and comments of the body alone; the old ones are put back.
  std::vector<Diagnostic> old_diagnostics = std::exchange(result_.diagnostics, {});
  std::vector<Comment> old_comments = std::exchange(result_.comments, {});
  const SourceText* old_source = std::exchange(result_.source, &source_);
  SourceRange window{with_parameters ? function->parameters_range.start : body.start, body.end + difference_.delta()};
  read_from_ = window.start;
  bool good;
  {
    Parser parser(result_, options_, window);
    good = parser.read_again(fresh_, &contexts.front(), around->strict, window) && result_.dropped_diagnostics == 0 &&
           fresh_->flags.has_use_strict == function->flags.has_use_strict;
    mapping_url_ = parser.source_mapping_url();
    guessed_ = parser.guessed();
    misread_ = parser.misread();
  }
  diagnostics_ = std::exchange(result_.diagnostics, std::move(old_diagnostics));
  comments_ = std::exchange(result_.comments, std::move(old_comments));
  result_.source = old_source;
  result_.dropped_diagnostics = 0;
  return good;
}

// As the parser's own contexts were when it read what is in `around`. False in a namespace, which has another one.
bool Reparser::contexts_around(const Scope* around, std::deque<FunctionContext>* contexts) const {
  const FunctionNode* last = nullptr;
  for (const Scope* scope = around; scope; scope = scope->parent) {
    if (scope->node && scope->node->is<NamespaceDeclaration>()) return false;
    const FunctionNode* owner = scope->function;
    if (contexts->empty() || owner != last) {
      FunctionContext context;
      if (owner) {
        context.kind = owner->function_kind;
        context.is_async = owner->flags.is_async;
        context.is_generator = owner->flags.is_generator;
      } else {
        context.is_program = true;
        context.is_async = options_.goal == ParseGoal::kModule || options_.allow_top_level_await;
      }
      contexts->push_back(context);
      if (contexts->size() > 1) (*contexts)[contexts->size() - 2].outer = &contexts->back();
      last = owner;
    }
    if (scope->kind == ScopeKind::kStaticBlock) contexts->back().is_static_block = true;
  }
  return true;
}

// ---- places

void Reparser::move_nodes(const FunctionBody* body) {
  std::vector<Node*> stack{result_.program};
  while (!stack.empty()) {
    Node* node = stack.back();
    stack.pop_back();
    if (node->end <= from_) continue;
    move(node->start);
    move(node->end);
    switch (node->kind) {
      case NodeKind::kBreakStatement: move(static_cast<BreakStatement*>(node)->label_range); break;
      case NodeKind::kContinueStatement: move(static_cast<ContinueStatement*>(node)->label_range); break;
      case NodeKind::kLabeledStatement: move(static_cast<LabeledStatement*>(node)->label_range); break;
      case NodeKind::kFunctionNode: move(static_cast<FunctionNode*>(node)->parameters_range); break;
      case NodeKind::kClassNode: {
        auto* class_node = static_cast<ClassNode*>(node);
        move(class_node->body_range);
        for (FunctionNode* initializer : {class_node->instance_initializer, class_node->static_initializer}) {
          if (!initializer) continue;
          move(initializer->start);
          move(initializer->end);
        }
        break;
      }
      case NodeKind::kJsxElement: {
        auto* element = static_cast<JsxElement*>(node);
        move(element->opening_end);
        move(element->closing_start);
        break;
      }
      default: break;
    }
    for_each_child(node, [&](Node* child) {
      if (child != body) stack.push_back(child);
    });
  }
}

void Reparser::move_scopes() {
  Scope* root = result_.program->scope;
  for (Scope* scope = root; scope;) {
    bool before = scope->range.end <= from_;
    if (!before) {
      move(scope->range);
      for (Binding* binding : scope->bindings) {
        move(binding->declaration);
        if (binding->initialized_at != UINT32_MAX) move(binding->initialized_at);
      }
    }
    if (!before && scope->first_child) {
      scope = scope->first_child;
      continue;
    }
    while (scope && !scope->next_sibling) scope = scope == root ? nullptr : scope->parent;
    if (scope) scope = scope == root ? nullptr : scope->next_sibling;
  }
}

void Reparser::move_module() {
  ModuleInfo* module = result_.program->module;
  if (!module) return;
  for (ModuleRequest& request : module->requests) move(request.range);
  for (ImportEntry& entry : module->imports) move(entry.range);
  for (LocalExport& entry : module->local_exports) move(entry.range);
  for (IndirectExport& entry : module->indirect_exports) move(entry.range);
}

// ---- uses

// Takes back what only the old body did to the bindings around.
bool Reparser::settle_uses(const std::vector<Use>& before, const std::vector<Use>& after, bool* layout) {
  std::vector<Use> open;
  uint32_t from = UINT32_MAX;
  uint32_t to = 0;
  size_t i = 0;
  for (const Use& old : before) {
    while (i < after.size() && after[i].binding < old.binding) i++;
    uint8_t now = i < after.size() && after[i].binding == old.binding ? after[i].bits : 0;
    if ((old.bits & ~now) == 0) continue;
    if (old.binding->kind == BindingKind::kArguments) return false;  // the object itself may be no longer needed
    open.push_back({old.binding, uses_by_nature(old.binding)});
    from = std::min(from, old.binding->scope->range.start);
    to = std::max(to, old.binding->scope->range.end);
  }
  if (open.empty()) return true;
  std::vector<Node*> stack{result_.program};
  for_each_use(
      stack, [&](const Node* node) { return node->end > from && node->start < to; },
      [&](const Use& use) {
        auto place = std::lower_bound(open.begin(), open.end(), use,
                                      [](const Use& a, const Use& b) { return a.binding < b.binding; });
        if (place != open.end() && place->binding == use.binding) place->bits |= use.bits;
      });
  for (const Use& use : open) {
    bool captured = use.bits & Use::kCaptured;
    bool checked = use.bits & Use::kChecked;
    *layout |= captured != use.binding->captured || checked != use.binding->needs_tdz_check;
    use.binding->used = use.bits & Use::kRead;
    use.binding->assigned = use.bits & Use::kAssigned;
    use.binding->captured = captured;
    use.binding->needs_tdz_check = checked;
  }
  return true;
}

// ---- the whole

bool Reparser::run() {
  if (!find_functions()) return false;
  FunctionNode* function = nullptr;
  while (!functions_.empty() && !function) {
    if (read(functions_.back())) function = functions_.back();
    functions_.pop_back();
  }
  if (!function) return false;

  // From here on the old tree changes.
  std::vector<Use> before = outer_uses(function, result_.program);
  auto* old_body = as<FunctionBody>(function->body);
  SourceRange old_range = function->range();
  SourceRange old_body_range = old_body->range();
  size_t first = function->index;
  size_t last = first + 1;
  while (last < result_.functions.size() && result_.functions[last]->start >= old_range.start &&
         result_.functions[last]->end <= old_range.end) {
    last++;
  }

  from_ = old_body_range.start;
  result_.source = &source_;
  auto begins_before = [](const Comment& comment, uint32_t place) { return comment.range.start < place; };
  auto comment = std::lower_bound(result_.comments.begin(), result_.comments.end(), read_from_, begins_before);
  comment = result_.comments.erase(
      comment, std::lower_bound(comment, result_.comments.end(), old_body_range.end, begins_before));
  for (auto moved = comment; moved != result_.comments.end(); ++moved) move(moved->range);
  result_.comments.insert(comment, comments_.begin(), comments_.end());
  if (difference_.delta() != 0) {
    move_nodes(old_body);
    move_scopes();
    move_module();
    move(result_.source_mapping_url);
  }
  if (mapping_url_.length() > 0 && result_.source_mapping_url.start < from_) result_.source_mapping_url = mapping_url_;
  function->parameters = fresh_->parameters;
  function->parameters_range = fresh_->parameters_range;
  function->body = fresh_->body;
  function->length = fresh_->length;
  function->flags = fresh_->flags;
  result_.diagnostics = std::move(diagnostics_);
  result_.guessed = guessed_;
  result_.misread = misread_;
  speak_as_node(result_, options_);

  std::vector<FunctionNode*> functions = std::exchange(result_.functions, {});
  bool layout = false;
  ScopeBuilder builder(result_, options_);
  Scope* around = (function->name_scope ? function->name_scope : function->scope)->parent;
  if (!builder.run_again(function, around, &layout)) return false;
  std::vector<Use> after = outer_uses(function, result_.program);
  if (!settle_uses(before, after, &layout)) return false;
  if (layout) builder.lay_out_again();

  std::vector<FunctionNode*> fresh = std::exchange(result_.functions, std::move(functions));
  auto place = result_.functions.begin() + static_cast<ptrdiff_t>(first);
  place = result_.functions.erase(place, place + static_cast<ptrdiff_t>(last - first));
  result_.functions.insert(place, fresh.begin(), fresh.end());
  for (size_t i = first; i < result_.functions.size(); i++) result_.functions[i]->index = static_cast<uint32_t>(i);
  if (!result_.diagnostics.empty()) {
    Reporter(result_.diagnostics, result_.dropped_diagnostics, options_.max_diagnostics).finish();
  }
  return result_.dropped_diagnostics == 0;
}

bool same_kind(const ParseResult& previous, const ParseOptions& options) {
  ProgramKind kind = previous.program->kind_of_program;
  bool script = options.goal == ParseGoal::kScript && kind == ProgramKind::kScript;
  bool module = options.goal == ParseGoal::kModule && kind == ProgramKind::kModule;
  return (script || module) && previous.language == options.language && options.analyze && !options.collect_tokens &&
         !options.outer;
}

}  // namespace

std::unique_ptr<ParseResult> reparse(std::unique_ptr<ParseResult> previous, const SourceText& source,
                                     const ParseOptions& options, bool* reused) {
  if (reused) *reused = false;
  // What old bodies took in the arena must not grow without end.
  constexpr size_t kSlack = size_t{1} << 20;
  if (previous && same_kind(*previous, options) && !previous->guessed && previous->dropped_diagnostics == 0 &&
      previous->program->scope && previous->arena.used_bytes() < 2 * previous->parsed_bytes + kSlack) {
    Difference difference = difference_of(previous->source->text(), source.text());
    if (Reparser(*previous, source, options, difference).run()) {
      if (reused) *reused = true;
      return previous;
    }
  }
  previous.reset();
  return parse(source, options);
}

}  // namespace scrim::syntax
