#include "engine/interpreter/observer.h"

#include <algorithm>
#include <cstdio>

#include "engine/bytecode/function_template.h"
#include "engine/heap/visitor.h"
#include "engine/interpreter/feedback.h"
#include "engine/interpreter/interpreter.h"

namespace scrim {

using bytecode::FeedbackKind;
using bytecode::Opcode;
using bytecode::OpcodeFlags;

namespace {

bool is_observed(const bytecode::OpcodeInfo& table) {
  return table.jump_operand >= 0 || table.feedback_operand >= 0 || table.flags & OpcodeFlags::kOperator;
}

uint16_t opcode_at(Isolate& isolate, const uint16_t* pc) {
  if (*pc == static_cast<uint16_t>(Opcode::kBreakpoint) && isolate.covered_opcode) {
    return isolate.covered_opcode(isolate, pc);
  }
  return *pc;
}

// One entry for each instruction that is observed.
Observations* make_observations(Isolate& isolate, Code* code) {
  std::vector<uint32_t> places;
  uint32_t size = static_cast<uint32_t>(code->function_template->code.size());
  for (uint32_t pc = 0; pc < size;) {
    const bytecode::OpcodeInfo& table = bytecode::info(static_cast<Opcode>(opcode_at(isolate, code->bytecode + pc)));
    if (is_observed(table)) places.push_back(pc);
    pc += table.length;
  }
  auto count = static_cast<uint32_t>(places.size());
  size_t bytes = Observations::size_for(count);
  auto* made = static_cast<Observations*>(isolate.heap().allocate(bytes));
  std::memset(static_cast<void*>(made), 0, bytes);
  made->set_header(Cell::header_word(CellType::kObservations));
  made->count = count;
  for (uint32_t i = 0; i < count; ++i) made->entries[i].pc = places[i];
  code->observations = made;
  isolate.heap().write_barrier(code);
  return made;
}

Value register_at(Value* fp, const uint16_t* pc, int unit) {
  return fp[static_cast<int16_t>(pc[unit])];
}

// Which register operand has the object that the feedback is about.
Value receiver_of(Opcode opcode, Value* fp, const uint16_t* pc) {
  const bytecode::OpcodeInfo& table = bytecode::info(opcode);
  int skip = opcode == Opcode::kIn || opcode == Opcode::kInstanceOf ? 1 : 0;
  for (int i = 0; i < table.operand_count; ++i) {
    if (table.operands[i] == 'r' && skip-- == 0) return register_at(fp, pc, table.offsets[i]);
  }
  return Value::undefined();
}

void add(uint32_t& counter) {
  if (counter != UINT32_MAX) ++counter;
}

}  // namespace

Observer::~Observer() {
  if (counts_file_.empty()) return;
  FILE* file = std::fopen(counts_file_.c_str(), "a");
  if (!file) {
    std::fprintf(stderr, "scrim: cannot write %s\n", counts_file_.c_str());
    return;
  }
  for (int i = 0; i < bytecode::kOpcodeCount; ++i) {
    std::fprintf(file, "opcode %s %llu\n", bytecode::kOpcodeInfo[i].name, static_cast<unsigned long long>(opcodes_[i]));
  }
  for (int i = 0; i < static_cast<int>(CacheKind::kCount); ++i) {
    std::fprintf(file, "cache %s %llu\n", to_string(static_cast<CacheKind>(i)),
                 static_cast<unsigned long long>(kinds_[i]));
  }
  std::fclose(file);
}

void Observer::visit_roots(RootVisitor& visitor) const {
  for (uint64_t code : codes_) visitor.root("(Observer)", "code", reinterpret_cast<Cell*>(code));
}

// What became of the frame's last operator or jump. True: it jumped here.
bool Observer::settle(Value* fp, Code* code, uint32_t pc) {
  while (!pending_.empty() && pending_.back().fp < fp) pending_.pop_back();  // its frame is gone
  if (pending_.empty() || pending_.back().fp != fp) return false;
  Pending last = pending_.back();
  pending_.pop_back();
  if (last.code != reinterpret_cast<uint64_t>(code)) return false;
  bool jumped = pc == last.target_pc;
  if (pc != last.next_pc && !jumped) return false;  // it threw
  Observation& seen = code->observations->entries[last.observation];
  if (jumped) add(seen.taken);
  if (last.result != bytecode::kNoRegister) seen.result |= SeenTypes::of(fp[last.result]);
  return jumped;
}

void Observer::observe(Isolate& isolate, Value* fp, const uint16_t* pc) {
  uint16_t opcode = opcode_at(isolate, pc);
  ++opcodes_[opcode];
  Code* code = Frame::from(fp)->code;
  auto distance = static_cast<uint64_t>(pc - code->bytecode);
  if (distance >= code->function_template->code.size()) return;  // an entry stub
  auto offset = static_cast<uint32_t>(distance);
  if (!code->feedback_vector) make_feedback(isolate, code);
  if (!code->observations) {
    make_observations(isolate, code);
    codes_.push_back(reinterpret_cast<uint64_t>(code));
  }
  bool jumped = settle(fp, code, offset);
  if (offset == 0 && !jumped) add(code->observations->calls);
  const bytecode::OpcodeInfo& table = bytecode::info(static_cast<Opcode>(opcode));
  if (!is_observed(table)) return;
  Observation* first = code->observations->entries;
  Observation* end = first + code->observations->count;
  Observation* seen =
      std::lower_bound(first, end, offset, [](const Observation& entry, uint32_t at) { return entry.pc < at; });
  if (seen == end || seen->pc != offset) return;
  add(seen->count);
  Pending next{fp,
               reinterpret_cast<uint64_t>(code),
               static_cast<uint32_t>(seen - first),
               offset + table.length,
               kNone,
               bytecode::kNoRegister};
  if (table.jump_operand >= 0) {
    next.target_pc = offset + static_cast<uint32_t>(bytecode::read_jump(pc + table.offsets[table.jump_operand]));
  }
  if (table.flags & OpcodeFlags::kOperator) {
    note_operands(*seen, fp, pc, opcode);
    if (table.operands[0] == 'w') next.result = static_cast<int16_t>(pc[table.offsets[0]]);
  }
  if (table.feedback_operand >= 0 && code->feedback_vector) note_site(isolate, code, *seen, fp, pc, opcode);
  if (next.target_pc != kNone || next.result != bytecode::kNoRegister) pending_.push_back(next);
}

void Observer::note_operands(Observation& seen, Value* fp, const uint16_t* pc, uint16_t opcode) {
  const bytecode::OpcodeInfo& table = bytecode::info(static_cast<Opcode>(opcode));
  bool is_second = false;
  for (int i = 0; i < table.operand_count; ++i) {
    uint16_t types = 0;
    if (table.operands[i] == 'r') types = SeenTypes::of(register_at(fp, pc, table.offsets[i]));
    if (table.operands[i] == 'i') types = SeenTypes::kInt32;
    if (!types) continue;
    (is_second ? seen.right : seen.left) |= types;
    is_second = true;
  }
}

void Observer::note_site(Isolate& isolate, Code* code, Observation& seen, Value* fp, const uint16_t* pc,
                         uint16_t raw_opcode) {
  auto opcode = static_cast<Opcode>(raw_opcode);
  const bytecode::OpcodeInfo& table = bytecode::info(opcode);
  uint32_t index = pc[table.offsets[table.feedback_operand]];
  CacheSlot& slot = code->feedback_vector->slots[index];
  PropertyKey key;
  for (int i = 0; i < table.operand_count; ++i) {
    if (table.operands[i] == 'k') key = PropertyKey::from_bits(code->constants[pc[table.offsets[i]]].bits());
  }
  switch (code->function_template->feedback[index]) {
    case FeedbackKind::kCall:
    case FeedbackKind::kConstruct:
      note_call(isolate, code, slot, register_at(fp, pc, 2), opcode == Opcode::kConstruct);
      return;
    case FeedbackKind::kGetGlobal:
    case FeedbackKind::kSetGlobal: count_use(isolate, slot, key, Value(code->realm->global_object)); return;
    case FeedbackKind::kGetLength: {
      Value receiver = receiver_of(opcode, fp, pc);
      seen.receivers |= SeenReceivers::of(receiver);
      if (receiver.is_string()) {
        ++kinds_[static_cast<int>(CacheKind::kStringLength)];
      } else if (receiver.is_cell() && receiver.as_cell()->type == CellType::kArray) {
        ++kinds_[static_cast<int>(CacheKind::kArrayLength)];
      } else {
        count_use(isolate, slot, isolate.names().length, receiver);
      }
      return;
    }
    case FeedbackKind::kGetKeyed:
    case FeedbackKind::kSetKeyed: {
      Value receiver = receiver_of(opcode, fp, pc);
      Value subscript =
          register_at(fp, pc, code->function_template->feedback[index] == FeedbackKind::kGetKeyed ? 3 : 2);
      seen.receivers |= SeenReceivers::of(receiver);
      seen.right |= SeenTypes::of(subscript);
      if (!receiver.is_cell()) return;
      if (subscript.is_int32()) {
        ElementsKind kind = receiver.as_cell()->elements_kind;
        if (receiver.is_string()) {
          ++kinds_[static_cast<int>(CacheKind::kStringIndex)];
        } else if (kind >= ElementsKind::kShared && kind <= ElementsKind::kHoley) {
          ++kinds_[static_cast<int>(CacheKind::kElements)];
        }
      }
      return;
    }
    default: count_use(isolate, slot, key, receiver_of(opcode, fp, pc)); return;
  }
}

// The kind of the record that the site will use for the receiver; None: it will miss.
void Observer::count_use(Isolate& isolate, CacheSlot& slot, PropertyKey key, Value receiver) {
  auto count = [this](uint8_t kind) { ++kinds_[kind]; };
  auto kind = static_cast<CacheKind>(slot.kind);
  if (!receiver.is_cell()) return count(static_cast<uint8_t>(CacheKind::kNone));
  uint32_t shape_id = receiver.as_cell()->shape_id;
  CacheSlot* used = nullptr;
  if (kind == CacheKind::kPolymorphic) {
    used = find_record(isolate, &slot, key, shape_id, kLoadRecord);
  } else if (kind == CacheKind::kMegamorphic && !key.is_null()) {
    GlobalCache::Entry& entry = isolate.global_cache->entry(shape_id, key);
    if (entry.key == key && entry.slot.shape_id == shape_id) used = &entry.slot;
  } else if (kind == CacheKind::kGlobalLexical || slot.shape_id == shape_id) {
    used = &slot;
  }
  if (!used || (used->validity && !used->validity->valid)) return count(static_cast<uint8_t>(CacheKind::kNone));
  if (used != &slot) count(slot.kind);
  count(used->kind);
}

void Observer::note_call(Isolate& isolate, Code* code, CacheSlot& slot, Value callee, bool construct) {
  if (!callee.is_object()) return;
  auto kind = static_cast<CacheKind>(slot.kind);
  if (kind == CacheKind::kMegamorphic) return ++kinds_[slot.kind], void();
  Cell* target = callee.as_cell();
  auto code_of = [](Cell* cell) -> Cell* {
    if (cell->type == CellType::kCode) return cell;
    return cell->type == CellType::kFunction ? static_cast<Function*>(cell)->code : nullptr;
  };
  CacheSlot before = slot;
  if (kind == CacheKind::kNone) {
    if (isolate.options().no_ic) return;
    slot.kind = static_cast<uint8_t>(CacheKind::kCallTarget);
    slot.holder = target;
  } else if (slot.holder != target) {
    Cell* common = code_of(slot.holder);
    if (common && common == code_of(target)) {
      slot.holder = common;
    } else {
      slot.clear(static_cast<uint8_t>(CacheKind::kMegamorphic));
    }
  }
  ++kinds_[slot.kind];
  if (construct && slot.holder == target && target->type == CellType::kFunction) {
    if (Shape* shape = static_cast<Function*>(target)->construct_shape) slot.new_shape_id = shape->id();
  } else if (construct && slot.holder != target) {
    slot.new_shape_id = 0;
  }
  if (slot.holder == before.holder && slot.kind == before.kind && slot.new_shape_id == before.new_shape_id) return;
  isolate.heap().write_barrier(code->feedback_vector);
  if (isolate.options().trace_ic && (slot.holder != before.holder || slot.kind != before.kind)) {
    trace_site(isolate, PropertyKey(), slot, slot);
  }
}

void initialize_observer(Isolate& isolate) {
  const IsolateOptions& options = isolate.options();
  if (!options.lock_step.empty()) isolate.lock_step = std::make_shared<LockStep>(options.lock_step);
  if (!options.observe && options.count_opcodes.empty()) return;
  isolate.observer = std::make_shared<Observer>(options.count_opcodes);
  isolate.add_root_source(
      {[](void* context, RootVisitor& visitor) { static_cast<Observer*>(context)->visit_roots(visitor); }, nullptr,
       isolate.observer.get()});
}

// --- lock step

LockStep::LockStep(const std::string& path) : file_(std::fopen(path.c_str(), "w")) {
  if (!file_) std::fprintf(stderr, "scrim: cannot write %s\n", path.c_str());
}

LockStep::~LockStep() {
  if (file_) std::fclose(static_cast<FILE*>(file_));
}

void LockStep::note(Isolate& isolate) {
  if (!file_ || !isolate.fp) return;
  const Frame* frame = Frame::from(isolate.fp);
  const Code* code = frame->code;
  if (!code || !code->script) return;
  auto fold = [this](uint64_t word) { hash_ = (hash_ ^ word) * 1099511628211u; };
  auto fold_value = [&](Value value) {
    if (!value.is_cell()) return fold(value.bits());
    const Cell* cell = value.as_cell();
    fold(static_cast<uint64_t>(cell->type));
    if (!cell->is_string()) return;
    const auto* string = static_cast<const String*>(cell);
    fold(string->length);
    if (string->is_rope()) return;
    Characters characters = flat_characters(string);
    for (uint32_t i = 0; i < string->length; ++i) fold(characters[i]);
  };
  for (uint32_t i = 0; i < code->local_count; ++i) fold_value(isolate.fp[register_offset(static_cast<int>(i))]);
  for (uint32_t i = 0; i < frame->argument_count; ++i) fold_value(frame->arguments[i]);
  fold_value(frame->this_value);
  auto offset = static_cast<uint64_t>(isolate.pc - code->bytecode);
  if (offset >= code->function_template->code.size()) offset = 0;  // the stub of a first call
  std::fprintf(static_cast<FILE*>(file_), "%llu %u:%u+%llu %016llx\n",
               static_cast<unsigned long long>(isolate.clock_base), code->script->id, code->function_template->index,
               static_cast<unsigned long long>(offset), static_cast<unsigned long long>(hash_));
}

}  // namespace scrim
