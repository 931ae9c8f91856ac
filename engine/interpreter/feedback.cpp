#include "engine/interpreter/feedback.h"

#include <algorithm>
#include <cstdio>

#include "engine/bytecode/function_template.h"
#include "engine/interpreter/interpreter.h"
#include "engine/interpreter/script.h"
#include "engine/objects/errors.h"
#include "engine/objects/inline_slots.h"
#include "engine/objects/script_data.h"

namespace scrim {

using bytecode::FunctionTemplate;
using bytecode::Opcode;
using bytecode::OpcodeFlags;

namespace {

Shape* shape_of_id(Isolate& isolate, uint32_t id) {
  return reinterpret_cast<Shape*>(isolate.heap().base() + id);
}

// Empty for functions without one. Accessors and methods with computed keys get theirs when the class is made: they are
// called what stands before their parameters.
std::string name_of(const Script* script, const FunctionTemplate& function) {
  if (function.flags.is_program) return {};
  std::string name = function.unit->text(function.name);
  using Kind = bytecode::FunctionKind;
  if (!name.empty() ||
      (function.kind != Kind::kGetter && function.kind != Kind::kSetter && function.kind != Kind::kMethod)) {
    return name;
  }
  std::string_view text = script->data->source.text(function.source);
  text = text.substr(0, text.find('('));
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text.size() <= 60 ? std::string(text) : std::string();
}

Place place_at(const Script* script, const FunctionTemplate& function, uint32_t pc) {
  Place place;
  place.function = name_of(script, function);
  SourcePlace at = place_of_offset(script, function.positions.offset_at(pc));
  place.file = script->data->source.name();
  place.line = at.line;
  place.column = at.column;
  return place;
}

Place place_of_function(const Code* code) {
  Place place;
  if (!code->script || !code->script->data) return place;
  const FunctionTemplate& function = *code->function_template;
  SourcePlace at = place_of_offset(code->script, function.source.start);
  place.file = code->script->data->source.name();
  place.line = at.line;
  place.column = at.column;
  return place;
}

std::string function_text(Isolate& isolate, Cell* target) {
  auto of_code = [&](const Code* code) {
    Place place = place_of_function(code);
    std::string name = place.line ? name_of(code->script, *code->function_template) : std::string();
    if (name.empty()) name = "(anonymous)";
    return place.line ? name + " at " + to_text(place) : name;
  };
  switch (target->type) {
    case CellType::kCode: return "closures of " + of_code(static_cast<const Code*>(target));
    case CellType::kFunction: return of_code(static_cast<const Function*>(target)->code);
    default: break;
  }
  if (!target->is_object()) return "?";
  Value name = get_own_data(isolate, static_cast<Object*>(target), isolate.names().name);
  std::string text = name.is_string() ? to_utf8(isolate, as_string(name)) : std::string();
  return (text.empty() ? "(anonymous)" : text) + (target->type == CellType::kNativeFunction  ? " (native)"
                                                  : target->type == CellType::kBoundFunction ? " (bound)"
                                                                                             : "");
}

std::string class_of_prototype(Isolate& isolate, Object* prototype) {
  for (Object* at = prototype; at; at = at->prototype()) {
    if (at->is_exotic()) break;
    Value constructor = get_own_data(isolate, at, isolate.names().constructor);
    if (!constructor.is_object()) continue;
    Value name = get_own_data(isolate, as_object(constructor), isolate.names().name);
    if (name.is_string()) return to_utf8(isolate, as_string(name));
  }
  return prototype ? "?" : "null";
}

RecordDescription describe_record(Isolate& isolate, const CacheSlot& record) {
  RecordDescription description{};
  description.kind = static_cast<CacheKind>(record.kind);
  description.is_valid = !record.validity || record.validity->valid;
  auto shape = [&](uint32_t id, bool* has) {
    ShapeDescription result;
    *has = id != 0;
    if (id == 0) return result;
    if (id > kLastPrimitiveShapeId) return describe_shape(isolate, shape_of_id(isolate, id));
    result.text = id == String::kShapeId ? "a string" : id == Symbol::kShapeId ? "a symbol" : "a BigInt";
    return result;
  };
  description.shape = shape(record.shape_id, &description.has_shape);
  description.new_shape = shape(record.new_shape_id, &description.has_new_shape);
  if (description.kind == CacheKind::kIn) description.target = record.offset ? "present" : "absent";
  if (description.kind == CacheKind::kCallTarget && record.holder) {
    description.target = function_text(isolate, record.holder);
  }
  return description;
}

SiteState state_of(const CacheSlot& slot) {
  switch (static_cast<CacheKind>(slot.kind)) {
    case CacheKind::kNone: return SiteState::kNothing;
    case CacheKind::kPolymorphic: return SiteState::kPolymorphic;
    case CacheKind::kMegamorphic: return SiteState::kMegamorphic;
    default: return SiteState::kMonomorphic;
  }
}

void collect_records(Isolate& isolate, const CacheSlot& slot, std::vector<RecordDescription>* records) {
  switch (state_of(slot)) {
    case SiteState::kMonomorphic: records->push_back(describe_record(isolate, slot)); break;
    case SiteState::kPolymorphic: {
      auto* vector = static_cast<FeedbackVector*>(slot.holder);
      for (uint32_t i = 0; i < vector->count; ++i) {
        if (vector->slots[i].kind) records->push_back(describe_record(isolate, vector->slots[i]));
      }
      break;
    }
    default: break;
  }
}

std::string shape_text(const ShapeDescription& shape) {
  if (!shape.number) return shape.text;
  std::string text = shape.text + ", shape " + std::to_string(shape.number);
  if (shape.born.line) text += ", born at " + to_text(shape.born);
  return text;
}

std::string record_text(const RecordDescription& record) {
  std::string text = to_string(record.kind);
  if (record.kind == CacheKind::kCallTarget) {
    text = record.target;
    if (record.has_new_shape) text += ", makes " + shape_text(record.new_shape);
    return text;
  }
  if (record.kind == CacheKind::kIn) text += " (" + record.target + ")";
  if (record.has_shape) text += " of " + shape_text(record.shape);
  if (record.has_new_shape) text += " -> shape " + std::to_string(record.new_shape.number);
  if (!record.is_valid) text += " (no longer valid)";
  return text;
}

std::string list(const std::vector<std::string>& words, const char* between = " | ") {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

std::string seen_text(const SiteFeedback& site) {
  const bytecode::OpcodeInfo& table = bytecode::info(site.opcode);
  const Observation& seen = site.seen;
  std::string text = std::to_string(seen.count) + "x";
  if (table.jump_operand >= 0) text += ", taken " + std::to_string(seen.taken) + "x";
  if (seen.left) text += "  " + seen_types_text(seen.left);
  if (seen.right) text += (seen.left ? ", " : "  key ") + seen_types_text(seen.right);
  if (seen.result) text += " -> " + seen_types_text(seen.result);
  if (seen.receivers) text += "  " + seen_receivers_text(seen.receivers);
  return text;
}

}  // namespace

uint16_t SeenTypes::of(Value value) {
  if (value.is_int32()) return kInt32;
  if (value.is_number()) return kDouble;
  if (value.is_empty()) return kEmpty;
  if (value.is_string()) return kString;
  if (value.is_bigint()) return kBigInt;
  if (value.is_boolean()) return kBoolean;
  if (value.is_undefined()) return kUndefined;
  if (value.is_null()) return kNull;
  if (value.is_symbol()) return kSymbol;
  return kObject;
}

uint16_t SeenReceivers::of(Value value) {
  if (value.is_string()) return kString;
  if (!value.is_object()) return kPrimitive;
  Cell* cell = value.as_cell();
  if (cell->type == CellType::kTypedArray) return kTypedArray;
  if (cell->type == CellType::kArguments || cell->type == CellType::kMappedArguments) return kArguments;
  if (cell->has_flag(CellFlags::kExotic)) return kOtherObject;
  return static_cast<uint16_t>(1 << static_cast<int>(cell->elements_kind));
}

std::string seen_types_text(uint16_t types) {
  static constexpr const char* kNames[] = {"int32",     "double", "string", "bigint", "boolean",
                                           "undefined", "null",   "symbol", "object", "empty"};
  std::vector<std::string> words;
  for (size_t i = 0; i < std::size(kNames); ++i) {
    if (types >> i & 1) words.push_back(kNames[i]);
  }
  return list(words, "|");
}

std::string seen_receivers_text(uint16_t receivers) {
  static constexpr const char* kNames[] = {
      "no elements",    "shared elements",     "int32 elements", "number elements", "packed elements",
      "holey elements", "dictionary elements", nullptr,          "string",          "typed array",
      "arguments",      "exotic object",       "other primitive"};
  std::vector<std::string> words;
  for (size_t i = 0; i < std::size(kNames); ++i) {
    if (receivers >> i & 1) words.push_back(kNames[i]);
  }
  return list(words);
}

const char* to_string(SiteState state) {
  static constexpr const char* kNames[] = {"no record", "monomorphic", "polymorphic", "megamorphic"};
  return kNames[static_cast<int>(state)];
}

const char* to_string(CacheKind kind) {
  static constexpr const char* kNames[] = {
#define CACHE_KIND(name, guard, access) #name,
#include "engine/interpreter/cache_kinds.def"
#undef CACHE_KIND
  };
  return kNames[static_cast<int>(kind)];
}

std::string to_text(const Place& place) {
  if (!place.line) return "(unknown place)";
  std::string text = place.file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
  if (!place.function.empty()) text += " in " + place.function;
  return text;
}

ShapeDescription describe_shape(Isolate& isolate, Shape* shape, uint32_t most) {
  DeferCollection while_described(isolate.heap());
  ShapeDescription description;
  description.number = shape->id() / 16;
  std::string& text = description.text;
  text = class_of_prototype(isolate, shape->prototype) + " {";
  PropertyTable* table = property_table(isolate, shape);
  uint32_t named = 0;
  for (uint32_t i = 0; i < shape->property_count; ++i) {
    const PropertyEntry& entry = table->entries[i];
    if (entry.key.is_null()) continue;
    if (named == most) {
      text += " and " + std::to_string(shape->property_count - i) + " more";
      break;
    }
    text += (named++ ? ", " : " ") + describe_key(isolate, entry.key);
  }
  text += named ? " }" : "}";
  if (shape->is_dictionary()) text += " dictionary";
  if (shape->is_unique()) text += " of its own";
  if (!shape->is_extensible()) text += " not extensible";
  if (shape->born_script && shape->born_script <= isolate.scripts.size()) {
    auto* script = reinterpret_cast<Script*>(isolate.scripts[shape->born_script - 1]);
    if (script && script->data) {
      description.born = place_at(script, *script->data->unit->functions[shape->born_function], shape->born_pc);
    }
  }
  return description;
}

std::vector<FunctionFeedback> collect_feedback(Isolate& isolate) {
  DeferCollection while_collected(isolate.heap());
  std::vector<uintptr_t> codes;
  isolate.heap().for_each_cell(
      [](void* context, Cell* cell, size_t) {
        if (cell->type != CellType::kCode) return;
        auto* code = static_cast<Code*>(cell);
        if (!code->feedback_vector || !code->script || !code->script->data || code->script->data->internal) return;
        static_cast<std::vector<uintptr_t>*>(context)->push_back(reinterpret_cast<uintptr_t>(code));
      },
      &codes);
  auto order = [](uintptr_t at) {
    auto* code = reinterpret_cast<Code*>(at);
    return std::pair(code->script->id, code->function_template->index);
  };
  std::sort(codes.begin(), codes.end(), [&](uintptr_t a, uintptr_t b) { return order(a) < order(b); });
  std::vector<FunctionFeedback> functions;
  for (uintptr_t at : codes) {
    auto* code = reinterpret_cast<Code*>(at);
    const FunctionTemplate& function = *code->function_template;
    FunctionFeedback result;
    result.name = function.flags.is_program ? "(top level)" : name_of(code->script, function);
    bool is_whole_text = function.source.end - function.source.start >= code->script->data->source.size();
    if (result.name.empty()) result.name = is_whole_text ? "(module)" : "(anonymous)";
    result.place = place_of_function(code);
    const Observations* observations = code->observations;
    if (observations) result.calls = observations->calls;
    uint32_t next_observation = 0;
    uint32_t length = 0;
    for (uint32_t pc = 0; pc < function.code.size(); pc += length) {
      auto opcode = static_cast<Opcode>(function.code[pc]);
      if (opcode == Opcode::kBreakpoint && isolate.covered_opcode) {
        opcode = static_cast<Opcode>(isolate.covered_opcode(isolate, &function.code[pc]));
      }
      const bytecode::OpcodeInfo& table = bytecode::info(opcode);
      length = table.length;
      SiteFeedback site{};
      site.pc = pc;
      site.opcode = opcode;
      if (observations && next_observation < observations->count && observations->entries[next_observation].pc == pc) {
        site.seen = observations->entries[next_observation++];
        site.is_observed = true;
      }
      if (table.feedback_operand >= 0) {
        site.has_cache = true;
        const CacheSlot& slot = code->feedback_vector->slots[function.code[pc + table.offsets[table.feedback_operand]]];
        site.state = state_of(slot);
        collect_records(isolate, slot, &site.records);
      }
      if (site.is_observed ? site.seen.count == 0 : site.state == SiteState::kNothing) continue;
      for (int i = 0; site.has_cache && i < table.operand_count; ++i) {
        if (table.operands[i] != 'k') continue;
        Value key = code->constants[function.code[pc + table.offsets[i]]];
        if (key.is_string()) site.key = to_utf8(isolate, as_string(key));
      }
      site.place = place_at(code->script, function, pc);
      result.sites.push_back(std::move(site));
    }
    if (result.calls || !result.sites.empty()) functions.push_back(std::move(result));
  }
  return functions;
}

std::string to_text(const std::vector<FunctionFeedback>& functions) {
  std::string text;
  for (const FunctionFeedback& function : functions) {
    if (function.sites.empty()) continue;
    text += function.name + " at " + to_text(function.place);
    if (function.calls) text += ", called " + std::to_string(function.calls) + "x";
    text += "\n";
    for (const SiteFeedback& site : function.sites) {
      char place[32];
      std::snprintf(place, sizeof place, "%6u:%-4u ", site.place.line, site.place.column);
      std::string name = bytecode::info(site.opcode).name;
      if (!site.key.empty()) name += " " + site.key;
      if (name.size() < 26) name.resize(26, ' ');
      text += place + name;
      if (site.is_observed) text += " " + seen_text(site);
      if (site.has_cache && site.state != SiteState::kNothing) text += std::string("  ") + to_string(site.state);
      text += "\n";
      for (const RecordDescription& record : site.records) text += std::string(14, ' ') + record_text(record) + "\n";
    }
  }
  return text;
}

// --- traces

void trace_site(Isolate& isolate, PropertyKey key, const CacheSlot& slot, const CacheSlot& record) {
  DeferCollection while_described(isolate.heap());
  const Code* code = isolate.fp ? Frame::from(isolate.fp)->code : nullptr;
  if (!code || !code->script || !code->script->data || code->script->data->internal) return;
  auto offset = static_cast<uint32_t>(isolate.pc - code->bytecode);
  const FunctionTemplate& function = *code->function_template;
  if (offset >= function.code.size()) return;
  auto opcode = static_cast<Opcode>(function.code[offset]);
  if (opcode == Opcode::kBreakpoint && isolate.covered_opcode) {
    opcode = static_cast<Opcode>(isolate.covered_opcode(isolate, isolate.pc));
  }
  std::string name = bytecode::info(opcode).name;
  if (!key.is_null()) name += " " + describe_key(isolate, key);
  SiteState state = state_of(slot);
  std::string line = "[ic] " + to_text(place_at(code->script, function, offset)) + ": " + name + " " +
                     to_string(state) + ": " + record_text(describe_record(isolate, record)) + "\n";
  std::fputs(line.c_str(), stderr);
}

static void note_birth(Isolate& isolate, Shape* shape) {
  const uint16_t* pc = isolate.pc;
  for (Value* fp = isolate.fp; fp;) {
    const Frame* frame = Frame::from(fp);
    const Code* code = frame->code;
    if (code && code->script && code->script->data && !code->script->data->internal) {
      auto offset = static_cast<uint64_t>(pc - code->bytecode);
      shape->born_script = code->script->id;
      shape->born_function = code->function_template->index;
      shape->born_pc = offset < code->function_template->code.size() ? static_cast<uint32_t>(offset) : 0;
      return;
    }
    pc = frame->caller_pc ? frame->caller_pc - 1 : nullptr;  // inside the call
    if (!pc) return;
    fp = frame->caller_fp;
  }
}

// Only of shapes that scripts make: start-up makes hundreds.
static void trace_shape(Isolate& isolate, Shape* from, Shape* shape) {
  if (!shape->born_script) return;
  isolate.trace_shape = nullptr;  // a name that is made now may make shapes
  std::string line = "[shape] " + shape_text(describe_shape(isolate, shape, UINT32_MAX));
  if (from) line += ", from shape " + std::to_string(from->id() / 16);
  line += "\n";
  std::fputs(line.c_str(), stderr);
  isolate.trace_shape = trace_shape;
}

void initialize_shape_tracing(Isolate& isolate) {
  isolate.note_birth = note_birth;
  if (isolate.options().trace_shapes) isolate.trace_shape = trace_shape;
}

}  // namespace scrim
