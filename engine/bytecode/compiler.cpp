#include "engine/bytecode/compiler.h"

#include "engine/bytecode/function_compiler.h"
#include "engine/bytecode/liveness.h"
#include "engine/bytecode/verifier.h"
#include "engine/syntax/token.h"

namespace scrim::bytecode {

std::unique_ptr<CompiledUnit> compile(const ParseResult& parse, const CompileOptions& options, CompileError* error) {
  auto unit = std::make_unique<CompiledUnit>();
  UnitCompiler compiler(parse, options, *unit);
  if (compiler.run()) return unit;
  if (error) *error = compiler.error();
  return nullptr;
}

bool UnitCompiler::run() {
  Program* program = parse_.program;
  is_module_ = program->kind_of_program == ProgramKind::kModule;
  FunctionTemplate* function = builder_.add_function();
  {
    FunctionCompiler compiler(*this, *function, nullptr, program->scope);
    compiler.compile_program(program);
  }
  compile_pending();
  if (program->module) module_template();
#if SCRIM_ASSERTIONS
  if (!failed()) {
    std::string fault = verify(unit());
    if (fault.empty()) fault = verify_liveness(unit());
    if (!fault.empty()) fail({}, "internal: " + fault);
  }
#endif
  return !failed();
}

void UnitCompiler::compile_pending() {
  while (!pending_.empty() && !failed()) {
    Pending next = pending_.back();
    pending_.pop_back();
    FunctionTemplate& inner = *unit().functions[next.index];
    FunctionCompiler compiler(*this, inner, next.node, next.scope);
    switch (next.special) {
      case Special::kNone: compiler.compile_function(); break;
      case Special::kBaseConstructor: compiler.compile_default_constructor(next.class_node, false); break;
      case Special::kDerivedConstructor: compiler.compile_default_constructor(next.class_node, true); break;
      case Special::kBrandInitializer: compiler.compile_brand_initializer(next.class_node); break;
    }
  }
}

void UnitCompiler::module_template() {
  const syntax::ModuleInfo& from = *parse_.program->module;
  auto module = std::make_unique<ModuleTemplate>();
  auto optional = [&](NameId name) { return name == kNoName ? kNoString : string(name); };
  for (const syntax::ModuleRequest& request : from.requests) {
    ModuleTemplate::Request to{string(request.specifier), request.phase, request.range, {}};
    for (ImportAttribute* attribute : request.attributes) {
      auto* text = as_if<StringLiteral>(attribute->key);
      NameId key = text ? text->value : as<PropertyName>(attribute->key)->name;
      to.attributes.push_back({string(key), string(attribute->value->value)});
    }
    module->requests.push_back(std::move(to));
  }
  for (const syntax::ImportEntry& entry : from.imports) {
    module->imports.push_back({entry.request, optional(entry.import_name), entry.local->index, entry.range});
  }
  for (const syntax::LocalExport& entry : from.local_exports) {
    uint32_t request = syntax::kNoRequest;
    if (entry.local->kind == BindingKind::kImport) {
      for (const syntax::ImportEntry& import : from.imports) {
        if (import.local == entry.local) request = import.request;
      }
    }
    module->local_exports.push_back({string(entry.export_name), entry.local->index, request});
  }
  for (const syntax::IndirectExport& entry : from.indirect_exports) {
    module->indirect_exports.push_back(
        {string(entry.export_name), entry.request, optional(entry.import_name), entry.range});
  }
  module->star_exports.assign(from.star_exports.begin(), from.star_exports.end());
  module->has_top_level_await = parse_.program->has_top_level_await;
  unit().module = std::move(module);
}

StringIndex UnitCompiler::string(NameId name) {
  if (string_cache_.size() <= name) string_cache_.resize(name + 1, kNoString);
  StringIndex& index = string_cache_[name];
  if (index == kNoString) index = builder_.string(names().text(name));
  return index;
}

uint32_t UnitCompiler::add_function(FunctionNode* node, NameId name, const FunctionCompiler& parent, Special special,
                                    ClassNode* class_node, Scope* scope) {
  FunctionTemplate* function = builder_.add_function();
  function->parent = static_cast<int32_t>(parent.function_.index);
  function->name = name == kNoName || name == names::empty ? kNoString : string(name);
  if (node) {
    if (template_of_.size() <= node->index) template_of_.resize(parse_.functions.size());
    template_of_[node->index] = function->index;
    function->is_declaration = node->flags.is_declaration;
    if (node->home_class) function->class_start = node->home_class->start;
    if (make_lazy(*function, node)) return function->index;
  }
  pending_.push_back({function->index, node, special, class_node, node ? node->scope : scope});
  return function->index;
}

int32_t UnitCompiler::environment_info(const Scope* scope) {
  bool outside = false;  // of the text: scopes around a lazy function are known, those around an eval are others'
  for (; scope; scope = scope->parent) {
    if (scope->needs_environment) {
      auto found = scope_infos_.find(scope);
      if (found != scope_infos_.end()) return static_cast<int32_t>(found->second);
      return outside ? -1 : static_cast<int32_t>(scope_info(scope));
    }
    outside = outside || scope == parse_.program->scope;
  }
  return -1;
}

uint32_t UnitCompiler::scope_info(const Scope* scope) {
  if (auto found = scope_infos_.find(scope); found != scope_infos_.end()) return found->second;
  ScopeInfo info;
  info.unit = &unit();
  info.parent = scope == parse_.program->scope ? -1 : environment_info(scope->parent);
  if (scope->function) info.owner = template_of_[scope->function->index];
  info.kind = scope->kind;
  info.is_var_scope = scope->is_var_scope;
  info.has_sloppy_eval = scope->is_var_scope && scope->has_sloppy_eval;
  info.strict = scope->strict;
  info.is_function =
      scope->function && scope == scope->function->scope && scope->function->function_kind != FunctionKind::kArrow;
  info.has_separate_body = scope->function && scope == scope->function->scope && scope->function->body_scope &&
                           scope->function->body_scope != scope;
  info.slot_count = scope->environment_size + (info.has_sloppy_eval ? 1 : 0);
  if (scope->function && scope == scope->function->scope && scope->function->id) {
    info.function_name = string(scope->function->id->name);
  }
  info.range = scope->range;
  for (Binding* binding : scope->bindings) {
    if (binding->place != BindingPlace::kEnvironment && binding->place != BindingPlace::kImport) continue;
    uint32_t initialized_at = binding->initialized_at;
    if (binding->kind == BindingKind::kParameter && !scope->function->flags.has_parameter_expressions) {
      initialized_at = 0;
    }
    info.slots.push_back({string(binding->name), binding->index, binding->kind, binding->needs_tdz_check,
                          initialized_at, binding->private_kind, binding->is_static});
  }
  auto index = static_cast<uint32_t>(unit().scope_infos.size());
  scope_infos_.emplace(scope, index);
  unit().scope_infos.push_back(std::move(info));
  return index;
}

FunctionCompiler::FunctionCompiler(UnitCompiler& unit, FunctionTemplate& function, FunctionNode* node, Scope* scope)
    : unit_(unit), function_(function), node_(node), b_(unit.builder(), function), scope_(scope) {}

Register FunctionCompiler::temporary() {
  Register r = register_operand(next_register_++);
  if (next_register_ > max_register_) max_register_ = next_register_;
  if (next_register_ > kMaxRegisters) {
    b_.fail("the function has too many registers");
    next_register_--;
  }
  return r;
}

Register FunctionCompiler::window(int count) {
  next_register_ += count;
  if (next_register_ > max_register_) max_register_ = next_register_;
  return register_operand(next_register_ - 1);
}

int32_t FunctionCompiler::name_constant(NameId name) {
  return b_.string(unit_.string(name));
}

void FunctionCompiler::fail_at(const Node* node, std::string message) {
  unit_.fail(node ? SourceRange{node->start, node->end} : SourceRange{}, std::move(message));
}

void FunctionCompiler::unsupported(const Node* node, std::string_view what) {
  fail_at(node, "scrim does not support " + std::string(what) + " yet");
}

// Where the operator between two operands stands.
uint32_t FunctionCompiler::operator_offset(const Node* left, const Node* right) const {
  std::string_view text = unit_.source();
  for (uint32_t i = left->end; i < right->start && i < text.size(); i++) {
    char c = text[i];
    if (c == '/' && i + 1 < text.size() && text[i + 1] == '*') {
      size_t end = text.find("*/", i + 2);
      if (end == std::string_view::npos) break;
      i = static_cast<uint32_t>(end + 1);
    } else if (c == '/' && i + 1 < text.size() && text[i + 1] == '/') {
      size_t end = text.find('\n', i);
      if (end == std::string_view::npos) break;
      i = static_cast<uint32_t>(end);
    } else if (static_cast<unsigned char>(c) > ' ' && c != ')') {
      return i;
    }
  }
  return left->start;
}

uint32_t FunctionCompiler::call_offset(const Node* callee) const {
  return bytecode::call_offset(unit_.names(), unit_.source(), callee);
}

// Offset of the first `c` at or after `offset`, comments skipped; `offset` itself when there is none.
static uint32_t skip_to(std::string_view text, uint32_t offset, char c) {
  for (uint32_t i = offset; i < text.size(); i++) {
    if (text[i] == c) return i;
    if (text[i] == '/' && i + 1 < text.size() && text[i + 1] == '*') {
      size_t end = text.find("*/", i + 2);
      if (end == std::string_view::npos) break;
      i = static_cast<uint32_t>(end + 1);
    } else if (text[i] == '/' && i + 1 < text.size() && text[i + 1] == '/') {
      size_t end = text.find('\n', i);
      if (end == std::string_view::npos) break;
      i = static_cast<uint32_t>(end);
    }
  }
  return offset;
}

// `break` to `with`: words that are names after a dot only. V8 has `super` among those that can be called.
static bool is_reserved(const NameTable& names, NameId name) {
  auto token = static_cast<syntax::TokenKind>(names.token(name));
  return (token >= syntax::TokenKind::kBreak && token <= syntax::TokenKind::kWith &&
          token != syntax::TokenKind::kSuper) ||
         token == syntax::TokenKind::kIn || token == syntax::TokenKind::kInstanceof;
}

uint32_t call_offset(const NameTable& names, std::string_view source, const Node* callee) {
  if (callee->parenthesized()) return skip_to(source, skip_to(source, callee->end, ')') + 1, '(');
  switch (callee->kind) {
    case NodeKind::kIdentifier: return callee->start;
    case NodeKind::kMemberExpression:
    case NodeKind::kSuperMember: {
      const auto* property = callee->kind == NodeKind::kMemberExpression
                                 ? static_cast<const MemberExpression*>(callee)->property
                                 : static_cast<const SuperMember*>(callee)->property;
      return is_reserved(names, property->name) ? skip_to(source, property->end, '(') : property->start;
    }
    case NodeKind::kOptionalChain:
      return call_offset(names, source, static_cast<const OptionalChain*>(callee)->expression);
    default: return skip_to(source, callee->end, '(');
  }
}

}  // namespace scrim::bytecode
