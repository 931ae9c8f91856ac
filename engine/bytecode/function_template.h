// What the compiler makes: plain data, free of the heap. A CompiledUnit is everything from one source text (a script, a
// module, an eval); it owns a FunctionTemplate for each function in it. Installing a template in an isolate makes atoms
// of its strings and cells of its constants. A unit does not refer to the tree it was compiled from.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/bytecode/opcodes.h"
#include "engine/bytecode/positions.h"
#include "engine/bytecode/stable_list.h"
#include "engine/syntax/ast.h"
#include "engine/syntax/parser.h"
#include "engine/syntax/scope.h"

namespace scrim::bytecode {

using syntax::BindingKind;
using syntax::BindingPlace;
using syntax::FunctionKind;
using syntax::ScopeKind;
using syntax::SourceRange;

// Index into CompiledUnit::strings.
using StringIndex = uint32_t;
constexpr StringIndex kNoString = UINT32_MAX;

// A string constant: Latin-1 when every character fits, else UTF-16.
struct StringData {
  bool two_byte = false;
  std::string latin1;
  std::u16string utf16;
  size_t length() const { return two_byte ? utf16.size() : latin1.size(); }
};

enum class ConstantKind : uint8_t {
  kNumber,          // a double (int32 values included)
  kString,          // index: into the unit's strings; as a property key it is never an array index
  kBigInt,          // index: into the unit's strings: digits, with 0x, 0o or 0b where written
  kFunction,        // index: into the unit's functions
  kTemplateObject,  // index: into the function's template_objects
  kScopeInfo,       // index: into the unit's scope_infos
  kDeclarations,    // index: into the unit's declarations
  kEvalSite,        // index: into the unit's eval_sites
  kOddball,         // an array literal's element: index 0 false, 1 true, 2 null
  kArrayLiteral,    // index: how many elements; they are the constants that follow
};

struct Constant {
  ConstantKind kind;
  union {
    double number;
    uint32_t index;
  };
  static Constant of_number(double number) { return {ConstantKind::kNumber, {.number = number}}; }
  static Constant of(ConstantKind kind, uint32_t index) { return {kind, {.index = index}}; }
};

struct TemplateObject {
  struct Element {
    StringIndex cooked;  // kNoString: undefined
    StringIndex raw;
  };
  std::vector<Element> elements;
};

enum class FeedbackKind : uint8_t {
#define FEEDBACK_KIND(Name, text) k##Name,
#define FEEDBACK_OF(Opcode, Name)
#include "engine/bytecode/feedback_kinds.def"
#undef FEEDBACK_KIND
#undef FEEDBACK_OF
};
const char* to_string(FeedbackKind kind);

// Code in [start, end) that throws goes on at `handler` with the exception in `exception_register` and, unless
// `environment_register` is kNoRegister, the environment saved there. The first entry that contains a pc is the
// innermost. Offsets are 16-bit units from the start of the bytecode. Register fields are operands, not indices.
struct Handler {
  uint32_t start;
  uint32_t end;
  uint32_t handler;
  int16_t exception_register;
  int16_t environment_register;
  // A catch clause that takes the exception from the user's point of view: false for finally, for-of closing, async
  // functions. "Break on uncaught exceptions" looks for one.
  bool is_catch;
};

// JumpTable: value v in [first, first + targets.size()) jumps by targets[v - first] units from the start of the
// instruction; 0 means fall through.
struct SwitchTable {
  int32_t first;
  std::vector<int32_t> targets;
};

struct CompiledUnit;

// The names of an environment: for lookup by name (with, direct eval), the debugger and heap snapshots.
struct ScopeInfo {
  struct Slot {
    StringIndex name;
    uint32_t slot;
    BindingKind kind;
    bool needs_tdz_check;
    uint32_t initialized_at;  // as Binding's; of parameters only where the list has expressions
    syntax::PrivateKind private_kind = syntax::PrivateKind::kField;  // kPrivateName
    bool is_static = false;                                          // private names
  };
  CompiledUnit* unit = nullptr;  // owns the strings
  int32_t parent = -1;           // the environment around it, into the unit's scope_infos; -1: none of this unit
  uint32_t owner = 0;            // the function whose code makes the environment
  ScopeKind kind;
  bool is_var_scope : 1 = false;
  bool has_sloppy_eval : 1 = false;  // the environment's last slot holds undefined or the object with eval's variables
  bool strict : 1 = false;
  bool has_separate_body : 1 = false;  // parameters with expressions: the body's variables are in a scope of their own
  bool is_function : 1 = false;        // belongs to a function that is not an arrow: knows this, new.target, callee
  uint32_t slot_count = 0;             // all slots of the environment
  StringIndex function_name = kNoString;  // of the function it belongs to
  SourceRange range;
  std::vector<Slot> slots;

  // The first slot of that name, null without one. O(1): from 9 slots on an index is kept from the first search on.
  const Slot* find(StringIndex name) const;
  mutable std::vector<uint32_t> index_;
};

// What a script or an eval declares at its top level (sec-globaldeclarationinstantiation,
// sec-evaldeclarationinstantiation).
struct Declarations {
  struct Lexical {
    StringIndex name;
    bool is_constant;
  };
  struct Function {
    StringIndex name;
    uint32_t function;  // into the unit's functions
  };
  std::vector<Lexical> lexicals;
  std::vector<Function> functions;        // each name once, in order of the last declaration
  std::vector<StringIndex> vars;          // each name once, without those of functions
  std::vector<StringIndex> annex_b_vars;  // B.3.2: declared only where that causes no error
  bool strict = false;
};

// The place of a direct eval call: what its code may contain.
struct EvalSite {
  bool strict = false;
  bool in_function = false;
  bool in_method = false;
  bool in_derived_constructor = false;
  bool in_class_field_initializer = false;
};

// For the debugger: a scope of the function and where its variables are while pc is in [start, end).
struct DebugVariable {
  StringIndex name;
  BindingKind kind;
  BindingPlace place;
  int32_t index;  // kRegister, kArgument, kFrame: a register operand; kEnvironment: slot of this scope's environment
  uint32_t initialized_at;  // lexical: not initialised before this pc; 0: from the start
};
struct DebugScope {
  ScopeKind kind;
  uint32_t start = 0;
  uint32_t end = 0;
  int32_t parent = -1;           // index of the enclosing DebugScope of the same function
  bool has_environment = false;  // pushes an environment while active
  SourceRange range;
  std::vector<DebugVariable> variables;
};

// What ThrowError makes.
enum class ErrorKind : uint8_t { kTypeError, kReferenceError, kSyntaxError, kRangeError };
// SetFunctionName.
enum class FunctionNamePrefix : uint8_t { kNone, kGet, kSet };

struct TemplateFlags {
  bool strict : 1 = false;
  bool is_arrow : 1 = false;
  bool is_async : 1 = false;
  bool is_generator : 1 = false;
  bool is_constructor : 1 = false;        // has [[Construct]] and `prototype`
  bool is_class_constructor : 1 = false;  // [[Call]] throws
  bool is_derived : 1 = false;            // `this` starts empty
  bool is_method : 1 = false;             // method, accessor, class constructor, field initialiser
  bool is_static : 1 = false;
  bool needs_home_object : 1 = false;
  bool uses_this : 1 = false;
  bool uses_arguments : 1 = false;
  bool coerces_this : 1 = false;  // begins with CoerceThis
  bool has_direct_eval : 1 = false;
  bool has_simple_parameters : 1 = false;
  bool has_own_prototype : 1 = false;  // gets a `prototype` property: constructors and generators
  bool is_field_initializer : 1 = false;
  bool has_class_fields : 1 = false;  // class constructor with an instance initialiser
  bool is_program : 1 = false;        // a script's, module's or eval's own code
  bool is_default_constructor : 1 = false;
};

// How a function is parsed again when it is first called.
struct LazyFunction {
  uint32_t start = 0;        // FunctionPlace's
  int32_t environment = -1;  // the scopes around it, into the unit's scope_infos; -1: the global one
  syntax::FunctionPlace::Form form{};
  bool strict_outside = false;
};

struct FunctionTemplate {
  CompiledUnit* unit = nullptr;
  uint32_t index = 0;            // in unit->functions
  int32_t parent = -1;           // the function it stands in, -1 for the program
  StringIndex name = kNoString;  // the value of `name`; kNoString: the empty string
  FunctionKind kind = FunctionKind::kNormal;
  TemplateFlags flags;
  uint32_t length = 0;           // the value of `length`
  uint32_t parameter_count = 0;  // positions that arguments are padded to, without rest
  // Registers 0 to local_count - 1 are named variables and start as undefined; up to register_count - 1 temporaries
  // follow, which start with anything. At a call, the window is the lowest part of the frame in use.
  uint32_t register_count = 0;
  uint32_t local_count = 0;
  bool has_loop = false;  // some instruction jumps back
  // Not compiled yet: everything from register_count on is empty, and what it contains has no templates.
  bool is_lazy = false;
  bool is_declaration = false;  // hoisted: may run before the code in front of it
  LazyFunction lazy;
  uint32_t class_start = UINT32_MAX;  // class members: where their class begins in the text
  uint32_t in_object_properties = 0;  // constructors: estimate of an instance's properties (decision 4)
  SourceRange source;                 // what toString() shows
  SourceRange name_range;             // of the name, empty without

  std::vector<uint16_t> code;
  std::vector<Constant> constants;
  std::vector<FeedbackKind> feedback;
  std::vector<Handler> handlers;
  std::vector<SwitchTable> switch_tables;
  std::vector<TemplateObject> template_objects;
  std::vector<DebugScope> debug_scopes;  // parents before children
  PositionTable positions;
  std::vector<std::pair<uint32_t, uint32_t>> strict_parts;  // sloppy functions: what stands in classes, [start, end)
  std::vector<int32_t> mapped_arguments;  // CreateMappedArguments: environment slot of parameter i, -1 for none
};

// What a module imports and exports (sec-source-text-module-records). `slot`s are of the module's environment. An
// import occupies two of them: the environment that holds the exported variable (another module's, or one of a single
// slot with a namespace object), and the slot in it as an int32; both are filled in when the module is linked.
struct ModuleTemplate {
  struct Attribute {
    StringIndex key;
    StringIndex value;
  };
  struct Request {
    StringIndex specifier;
    syntax::ImportPhase phase;
    SourceRange range;
    std::vector<Attribute> attributes;
  };
  struct Import {
    uint32_t request;
    StringIndex name;  // kNoString: the namespace object
    uint32_t slot;
    SourceRange range;
  };
  struct LocalExport {
    StringIndex name;
    uint32_t slot;
    uint32_t request;  // of an imported namespace that is exported; else syntax::kNoRequest
  };
  struct IndirectExport {
    StringIndex name;
    uint32_t request;
    StringIndex import_name;  // kNoString: the namespace object
    SourceRange range;
  };
  std::vector<Request> requests;
  std::vector<Import> imports;
  std::vector<LocalExport> local_exports;
  std::vector<IndirectExport> indirect_exports;
  std::vector<uint32_t> star_exports;  // requests
  bool has_top_level_await = false;
};

struct CompiledUnit {
  std::unique_ptr<ModuleTemplate> module;  // of a module
  void* owner = nullptr;                   // for whoever installs the unit; the interpreter's Script cell
  std::vector<StringData> strings;         // no two equal
  std::vector<std::unique_ptr<FunctionTemplate>> functions;  // [0]: the program; grows as lazy ones are compiled
  StableList<ScopeInfo> scope_infos;                         // environments point to them
  std::vector<Declarations> declarations;
  std::vector<EvalSite> eval_sites;

  FunctionTemplate* program() const { return functions[0].get(); }
  // UTF-8 (lone surrogates as in WTF-8), for dumps and messages.
  std::string text(StringIndex index) const;

  // The index of a text (WTF-8), added if it is new; kNoString if find_string does not know it.
  StringIndex string(std::string_view text);
  StringIndex find_string(std::string_view text) const;

 private:
  struct StringSlot {
    uint32_t hash;
    StringIndex index;  // kNoString: free
  };
  uint32_t string_slot(std::string_view text, uint32_t hash) const;
  std::vector<StringSlot> string_slots_;  // open addressing
};

// The handler for an exception at `pc` (the start of the instruction that threw), null without one.
const Handler* find_handler(const FunctionTemplate& function, uint32_t pc);

// The text as a string constant.
StringData string_data_from_wtf8(std::string_view text);
std::string wtf8_from_string_data(const StringData& data);

}  // namespace scrim::bytecode
