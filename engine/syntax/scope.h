// What scope analysis finds: the tree of scopes, their bindings and where each binding lives. Read by the bytecode
// compiler, the debugger (names in a paused frame) and the language server. Filled by analyze_scopes(); everything
// lives in the parse's arena.
//
// Where a binding lives. Only a closure that uses a variable, a direct eval that could, `with` around a use, and mapped
// `arguments` move it to an environment; every other variable is a register (or an argument slot) of its function.
//
//   Identifier --resolution()--> kBinding: binding->place
//                                kGlobal:  by name in the global environment
//                                kDynamic: by name through the environments (scopes that materialise one know names)
//
// Environments at run time: exactly the scopes with `needs_environment` make an environment object, whose parent is
// that of the nearest such ancestor. hops(from, to) counts the environments to climb from code in scope `from`.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "engine/syntax/ast.h"

namespace scrim::syntax {

enum class BindingKind : uint8_t {
  kVar,
  kLet,
  kConst,
  kUsing,
  kAwaitUsing,
  kClass,     // a class declaration's name in the scope around it; behaves as let
  kFunction,  // a function declaration's name (in a block: block-scoped; duplicates allowed in sloppy mode)
  kParameter,
  kCatch,         // a catch parameter
  kFunctionName,  // a function expression's own name: assigning throws in strict code, does nothing in sloppy code
  kClassName,     // a class's name inside itself: const
  kImport,        // const, lives in another module (or is a namespace object)
  kArguments,     // the arguments object
  kThis,          // of the function; derived constructors: uninitialised until super() returns
  kNewTarget,
  kCallee,         // the active function: home object and super constructor are read from it
  kPrivateName,    // #x: the private symbol; in class scopes
  kPrivateMethod,  // hidden: the function of a private method or getter
  kPrivateSetter,  // hidden: the function of a private setter
  kComputedKey,    // hidden: value of a computed field key
  kDefaultExport,  // *default*
};
const char* to_string(BindingKind kind);

enum class BindingPlace : uint8_t {
  kRegister,     // `index` is a local of the function (or program) that owns the scope: 0 .. register_count - 1
  kArgument,     // `index` is the position in the argument span a0, a1, ...
  kFrame,        // a word of the frame header: this, new.target, callee (kThis, kNewTarget, kCallee, kFunctionName)
  kEnvironment,  // `index` is a slot of the environment of `scope`
  kImport,       // `index` is the first of two slots of the module's environment: the exporter's environment, the slot
                 // in it (while the scope is open: an index into ModuleInfo::imports)
  kGlobal,       // by name: var and function go to the global object, let, const and class to the script's record
  kDynamic,      // by name: var and function of a sloppy direct eval go to the variable scope of its caller
};
const char* to_string(BindingPlace place);

enum class PrivateKind : uint8_t { kField, kMethod, kGetter, kSetter, kAccessor /* both */ };

struct Binding {
  NameId name;
  BindingKind kind;
  BindingPlace place = BindingPlace::kRegister;
  uint32_t index = 0;
  SourceRange declaration;  // the first declaring identifier; empty for implicit bindings
  Scope* scope = nullptr;
  // Function declarations: the last of that name in this scope (it wins); classes: the ClassDeclaration.
  // Parameters: null. Private names: the first ClassMember.
  Node* declaring_node = nullptr;
  bool captured : 1 = false;         // used by an inner function, or possibly by a direct eval
  bool needs_tdz_check : 1 = false;  // some use may come before the initialisation: the slot starts as "uninitialised"
  bool assigned : 1 = false;         // written other than by its initialisation
  bool used : 1 = false;             // some reference resolves here
  bool mapped : 1 = false;           // a parameter that the mapped arguments object aliases
  bool annex_b : 1 = false;    // kVar that only Annex B.3.2 hoisting declares, or a block function that is hoisted so
  bool is_static : 1 = false;  // private names
  bool exported : 1 = false;
  bool has_var_initializer_from_parameter : 1 =
      false;  // in body_scope: starts with the value of the parameter so named
  PrivateKind private_kind = PrivateKind::kField;
  // Lexical bindings and parameters: from this offset on, code of the same function finds it initialised (switch
  // aside).
  uint32_t initialized_at = 0;
  uint32_t parameter_index = 0;  // kParameter: position of the (last) parameter that declares it
  // kPrivateName of methods and accessors: the hidden bindings of their functions (null for fields)
  Binding* method = nullptr;
  Binding* setter = nullptr;

  bool is_lexical() const {
    return kind == BindingKind::kLet || kind == BindingKind::kConst || kind == BindingKind::kClass ||
           kind == BindingKind::kUsing || kind == BindingKind::kAwaitUsing;
  }
  // Assignment throws a TypeError.
  bool is_constant() const {
    return kind == BindingKind::kConst || kind == BindingKind::kUsing || kind == BindingKind::kAwaitUsing ||
           kind == BindingKind::kClassName || kind == BindingKind::kImport;
  }
  bool is_hidden() const { return kind >= BindingKind::kPrivateMethod || kind == BindingKind::kCallee; }
};

// May a use of a binding run before its initialisation? `use`: its place in the text; of one in an inner function, the
// place of the function in the binding's own code that contains it, which, created behind the initialisation, can only
// run behind it. `hoisted`: that function is a declaration, and may run earlier.
inline bool use_may_come_early(BindingKind kind, uint32_t initialized_at, bool in_switch, uint32_t use, bool hoisted,
                               bool inside_named_class) {
  switch (kind) {
    case BindingKind::kImport: return true;
    case BindingKind::kLet:
    case BindingKind::kConst:
    case BindingKind::kUsing:
    case BindingKind::kAwaitUsing:
    case BindingKind::kClass:
    case BindingKind::kDefaultExport:
    case BindingKind::kCatch: return hoisted || use < initialized_at || in_switch;
    case BindingKind::kParameter: return use < initialized_at;
    // Methods and initialisers of the class itself run only once the name is bound.
    case BindingKind::kClassName: return !inside_named_class;
    default: return false;
  }
}

enum class ScopeKind : uint8_t {
  kScript,
  kModule,
  kEval,          // strict eval's var scope, and the lexical scope of a sloppy one
  kFunction,      // parameters and, when body_scope == scope, the body
  kFunctionBody,  // the body of a function whose parameters contain expressions
  kFunctionName,  // the own name of a function expression
  kBlock,
  kCatch,
  kFor,      // let and const of a for head
  kForHead,  // for-in/of: the names while the right side is evaluated, all uninitialised
  kSwitch,
  kWith,  // no bindings of its own: the object
  kClass,
  kStaticBlock,
  kOuter,  // given by OuterScope: around a direct eval or an expression evaluated in a paused frame
};
const char* to_string(ScopeKind kind);

struct Scope {
  ScopeKind kind;
  bool needs_environment : 1 = false;  // materialises an environment object with environment_size slots (kWith: always)
  bool is_var_scope : 1 = false;       // var declarations stop here
  bool strict : 1 = false;
  bool has_direct_eval : 1 =
      false;  // a direct eval in this scope's own code or in any scope inside it, functions included
  bool has_sloppy_eval : 1 = false;  // var scopes: a sloppy direct eval may add variables here
  bool inside_with : 1 = false;      // a `with` in the same or an outer function is around
  bool per_iteration : 1 = false;    // kFor of a for(;;): the environment is copied for each iteration
  bool has_using : 1 = false;
  bool complete_names : 1 = false;  // every binding is in the environment, by name (direct eval or `with` inside)
  SourceRange range;                // text in which the names are visible
  Scope* parent = nullptr;
  Scope* first_child = nullptr;  // in source order
  Scope* next_sibling = nullptr;
  Node* node = nullptr;              // what opens it; null for kOuter
  FunctionNode* function = nullptr;  // whose frame it is in; null for the program's own code
  Program* program = nullptr;
  ArenaList<Binding*> bindings;               // in order of declaration
  ArenaList<FunctionDeclaration*> functions;  // to instantiate on entry, in order; a later one of the same name wins
  uint32_t environment_size = 0;
  uint32_t register_count = 0;  // kScript, kModule, kEval, kFunction: registers of the whole frame for named variables
  uint32_t first_register = 0;  // registers of this scope's own bindings: first_register ..< + own_registers
  uint32_t own_registers = 0;
  Binding* this_binding = nullptr;       // kFunction of non-arrows: set when used
  Binding* arguments_binding = nullptr;  // set when used (or a direct eval may)
  Binding* new_target_binding = nullptr;
  Binding* callee_binding = nullptr;
  Binding* class_binding = nullptr;  // kClass: the inner name, when there is one

  // The binding of this very scope, or null. O(1) after finish (small scopes: linear).
  Binding* find(NameId name) const;

  // Hash index over `bindings`, for scopes of more than 8.
  ArenaList<uint32_t> index_;
};

// Environments to climb from code running in `from` to reach the environment of `to`, an ancestor (or `from` itself)
// that has needs_environment. 0: the current one.
uint32_t hops(const Scope* from, const Scope* to);

// ---- modules ----

constexpr uint32_t kNoRequest = UINT32_MAX;

struct ModuleRequest {
  NameId specifier;
  ImportPhase phase;
  SourceRange range;  // of the specifier's string literal
  ArenaList<ImportAttribute*> attributes;
};
struct ImportEntry {
  uint32_t request;
  ImportForm form;     // kNamespace has no import_name
  NameId import_name;  // kDefault: names::default_
  Binding* local;
  SourceRange range;
};
struct LocalExport {
  NameId export_name;
  Binding* local;  // an import's binding when it re-exports an imported namespace
  SourceRange range;
};
struct IndirectExport {
  NameId export_name;  // export {a as b} from, export * as ns from, and re-exported imports
  uint32_t request;
  NameId import_name;  // kNoName: the namespace object
  SourceRange range;
};
// sec-source-text-module-records, in order of appearance.
struct ModuleInfo {
  ArenaList<ModuleRequest> requests;
  ArenaList<ImportEntry> imports;
  ArenaList<LocalExport> local_exports;
  ArenaList<IndirectExport> indirect_exports;
  ArenaList<uint32_t> star_exports;  // requests
};

// ---- what surrounds an eval ----

// A name that code around a direct eval (or a paused frame, for the debugger) makes visible, heap-free. Text is WTF-8
// and need only live during the parse.
struct OuterBinding {
  std::string_view name;
  BindingKind kind;
  BindingPlace place;  // kRegister, kArgument and kFrame only make sense to a debugger, which can reach into the frame
  uint32_t index;
  bool needs_tdz_check = false;
  // kPrivateName. What holds the functions of one that is no field stands beside it under its name, as kPrivateMethod
  // and kPrivateSetter; the order of a class's names is that of their declarations.
  PrivateKind private_kind = PrivateKind::kField;
  bool is_static = false;
};
// Scopes from the innermost outwards; a chain ends at the global scope. Names that are found nowhere are global.
// `needs_environment` scopes count as hops.
struct OuterScope {
  ScopeKind kind;
  bool needs_environment = false;
  bool is_var_scope = false;
  bool has_sloppy_eval = false;  // names not found here may still appear: references past it are kDynamic
  bool strict = false;
  std::span<const OuterBinding> bindings;
  const OuterScope* parent = nullptr;
};

// What is found in the scopes around by asking, where telling it all would take long.
struct OuterPlace {
  uint32_t scope;  // how many scopes lie before it
  BindingKind kind;
  BindingPlace place;
  uint32_t index;
  bool needs_tdz_check;        // some use does
  bool reference_needs_check;  // uses in the text do
};
struct OuterNames {
  const void* context;
  bool (*find)(const void* context, std::string_view name, OuterPlace* place);
  bool (*find_kind)(const void* context, BindingKind kind, OuterPlace* place);  // the nearest of kThis, kCallee, …
};

}  // namespace scrim::syntax
