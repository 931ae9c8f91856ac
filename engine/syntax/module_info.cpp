// The module record (ECMA-262 sec-source-text-module-records): requests, imports, exports.
#include <algorithm>

#include "engine/syntax/scope_builder.h"

namespace scrim::syntax {

namespace {
NameId key_of(const ImportAttribute* attribute) {
  if (auto* string = as_if<StringLiteral>(attribute->key)) return string->value;
  return as<PropertyName>(attribute->key)->name;
}
bool same_attributes(ArenaList<ImportAttribute*> a, ArenaList<ImportAttribute*> b) {
  if (a.size() != b.size()) return false;
  for (ImportAttribute* left : a) {
    bool found = false;
    for (ImportAttribute* right : b)
      found |= key_of(left) == key_of(right) && left->value->value == right->value->value;
    if (!found) return false;
  }
  return true;
}
}  // namespace

uint32_t ScopeBuilder::request_of(StringLiteral* source, ImportPhase phase, ArenaList<ImportAttribute*> attributes) {
  for (uint32_t i = 0; i < requests_.size(); i++) {
    const ModuleRequest& request = requests_[i];
    if (request.specifier == source->value && request.phase == phase &&
        same_attributes(request.attributes, attributes)) {
      return i;
    }
  }
  requests_.push_back({source->value, phase, source->range(), attributes});
  return static_cast<uint32_t>(requests_.size() - 1);
}

void ScopeBuilder::declare_import(ImportDeclaration* declaration) {
  if (!declaration->source) return;
  declaration->request = request_of(declaration->source, declaration->phase, declaration->attributes);
  for (ImportSpecifier* specifier : declaration->specifiers) {
    BindingIdentifier* local = specifier->local;
    Binding* binding = declare_lexical(local->name, BindingKind::kImport, local->range());
    binding->place = BindingPlace::kImport;
    binding->index = static_cast<uint32_t>(imports_.size());
    binding->declaring_node = specifier;
    local->binding = binding;
    local->bits = static_cast<uint16_t>(Resolution::kBinding);
    NameId name = kNoName;
    if (specifier->form == ImportForm::kDefault) name = names::default_;
    if (specifier->form == ImportForm::kNamed && specifier->imported) name = specifier->imported->name;
    imports_.push_back({declaration->request, specifier->form, name, binding, specifier->range()});
  }
}

// Runs with the module's scope still open, after its whole body was walked.
void ScopeBuilder::make_module_info() {
  std::vector<LocalExport> local_exports;
  std::vector<IndirectExport> indirect_exports;
  std::vector<uint32_t> star_exports;
  struct Exported {
    NameId name;
    SourceRange range;
  };
  std::vector<Exported> exported;
  auto add_local = [&](NameId name, Binding* binding, SourceRange range) {
    exported.push_back({name, range});
    if (!binding) return;
    if (binding->kind == BindingKind::kImport && imports_[binding->index].form != ImportForm::kNamespace) {
      const ImportEntry& entry = imports_[binding->index];
      indirect_exports.push_back({name, entry.request, entry.import_name, range});
      return;
    }
    binding->exported = true;
    local_exports.push_back({name, binding, range});
  };
  auto find_local = [&](NameId name) -> Binding* {
    Entry* entry = find_entry(top_, name);
    return entry ? entry->binding : nullptr;
  };
  auto export_pattern = [&](auto&& self, Node* pattern) -> void {
    if (!pattern) return;
    switch (pattern->kind) {
      case NodeKind::kBindingIdentifier: {
        auto* name = static_cast<BindingIdentifier*>(pattern);
        add_local(name->name, find_local(name->name), name->range());
        return;
      }
      case NodeKind::kDefaultPattern: self(self, static_cast<DefaultPattern*>(pattern)->target); return;
      case NodeKind::kRestElement: self(self, static_cast<RestElement*>(pattern)->argument); return;
      case NodeKind::kProperty: self(self, static_cast<Property*>(pattern)->value); return;
      case NodeKind::kArrayPattern:
        for (Node* element : static_cast<ArrayPattern*>(pattern)->elements) self(self, element);
        return;
      case NodeKind::kObjectPattern:
        for (Node* property : static_cast<ObjectPattern*>(pattern)->properties) self(self, property);
        return;
      default: return;
    }
  };

  for (Statement* statement : result_.program->body) {
    switch (statement->kind) {
      case NodeKind::kExportDeclaration: {
        Node* declaration = static_cast<ExportDeclaration*>(statement)->declaration;
        if (!declaration) break;
        if (auto* variables = as_if<VariableDeclaration>(declaration)) {
          for (VariableDeclarator* declarator : variables->declarators)
            export_pattern(export_pattern, declarator->target);
        } else if (auto* function = as_if<FunctionDeclaration>(declaration); function && function->function->id) {
          export_pattern(export_pattern, function->function->id);
        } else if (auto* class_declaration = as_if<ClassDeclaration>(declaration);
                   class_declaration && class_declaration->class_node->id) {
          export_pattern(export_pattern, class_declaration->class_node->id);
        }
        break;
      }
      case NodeKind::kExportDefaultDeclaration: {
        auto* declaration = static_cast<ExportDefaultDeclaration*>(statement);
        add_local(names::default_, declaration->binding, {statement->start, statement->start + 14});
        break;
      }
      case NodeKind::kExportNamedDeclaration: {
        auto* declaration = static_cast<ExportNamedDeclaration*>(statement);
        if (declaration->source) {
          for (ExportSpecifier* specifier : declaration->specifiers) {
            auto* local = as<ModuleExportName>(specifier->local);
            NameId name = specifier->exported ? specifier->exported->name : local->name;
            exported.push_back({name, (specifier->exported ? specifier->exported : local)->range()});
            indirect_exports.push_back({name, declaration->request, local->name, specifier->range()});
          }
          break;
        }
        for (ExportSpecifier* specifier : declaration->specifiers) {
          auto* local = as_if<Identifier>(specifier->local);
          if (!local) continue;
          Binding* binding = find_local(local->name);
          local->binding = binding;
          if (binding) {
            local->bits |= static_cast<uint16_t>(Resolution::kBinding);
            binding->used = true;
          } else if (options_.language == Language::kTypeScript || options_.language == Language::kTsx) {
            // A type's name, maybe.
            local->bits |= static_cast<uint16_t>(Resolution::kGlobal);
            if (options_.erasable_only) {
              reporter_.report(DiagnosticCode::kUndefinedExport, local->range(), result_.names.text(local->name));
            }
            continue;
          } else if (was_broken_) {
            result_.guessed = true;  // the declaration was not understood, perhaps
          } else {
            reporter_.report(DiagnosticCode::kUndefinedExport, local->range(), result_.names.text(local->name));
          }
          NameId name = specifier->exported ? specifier->exported->name : local->name;
          add_local(name, binding, specifier->exported ? specifier->exported->range() : local->range());
        }
        break;
      }
      case NodeKind::kExportAllDeclaration: {
        auto* declaration = static_cast<ExportAllDeclaration*>(statement);
        if (!declaration->source) break;
        if (declaration->exported) {
          exported.push_back({declaration->exported->name, declaration->exported->range()});
          indirect_exports.push_back({declaration->exported->name, declaration->request, kNoName, statement->range()});
        } else {
          star_exports.push_back(declaration->request);
        }
        break;
      }
      default: break;
    }
  }

  std::vector<Exported> sorted = exported;
  std::stable_sort(sorted.begin(), sorted.end(), [](const Exported& a, const Exported& b) { return a.name < b.name; });
  for (size_t i = 1; i < sorted.size(); i++) {
    if (sorted[i].name != sorted[i - 1].name || was_broken_) continue;
    if (Diagnostic* diagnostic =
            reporter_.report(DiagnosticCode::kDuplicateExport, sorted[i].range, result_.names.text(sorted[i].name))) {
      diagnostic->related.push_back({sorted[i - 1].range, "first exported here"});
    }
  }

  auto* info = arena_.make<ModuleInfo>();
  info->requests = ArenaList<ModuleRequest>::copy(arena_, requests_);
  info->imports = ArenaList<ImportEntry>::copy(arena_, imports_);
  info->local_exports = ArenaList<LocalExport>::copy(arena_, local_exports);
  info->indirect_exports = ArenaList<IndirectExport>::copy(arena_, indirect_exports);
  info->star_exports = ArenaList<uint32_t>::copy(arena_, star_exports);
  result_.program->module = info;
}

}  // namespace scrim::syntax
