#include "engine/interpreter/task_origin.h"

#include "engine/interpreter/frame.h"
#include "engine/objects/inline_slots.h"
#include "engine/objects/script_data.h"

namespace scrim {

namespace {

TaskOrigin* make_origin(Isolate& isolate, Code* code, uint32_t offset, TaskOrigin* parent) {
  const uint64_t mixed =
      ((reinterpret_cast<uintptr_t>(code) ^ reinterpret_cast<uintptr_t>(parent) * 3) >> 4) + uint64_t{offset} * 5;
  const auto slot = static_cast<uint32_t>((mixed ^ mixed >> 6) % Isolate::kTaskOriginCache);
  TaskOrigin* made = isolate.task_origins[slot];
  if (made && made->code == code && made->offset == offset && made->parent == parent) return made;
  made = static_cast<TaskOrigin*>(isolate.heap().allocate(sizeof(TaskOrigin)));
  made->set_header(Cell::header_word(CellType::kTaskOrigin));
  made->code = code;
  made->parent = parent;
  made->offset = offset;
  made->depth = parent ? parent->depth + 1 : 0;
  isolate.task_origins[slot] = made;
  return made;
}

// The newer half of a chain that has become too long.
TaskOrigin* cut(Isolate& isolate, TaskOrigin* chain) {
  TaskOrigin* kept[kMaxOriginDepth / 2];
  for (TaskOrigin*& origin : kept) {
    origin = chain;
    chain = chain->parent;
  }
  TaskOrigin* result = nullptr;
  for (size_t i = kMaxOriginDepth / 2; i-- > 0;) {
    result = make_origin(isolate, kept[i]->code, kept[i]->offset, result);
  }
  return result;
}

TaskOrigin* origin_at(Isolate& isolate, Code* code, uint32_t offset, TaskOrigin* parent) {
  if (parent) {
    if (parent->code == code && parent->offset == offset) return parent;
    if (parent->depth + 2 >= kMaxOriginDepth) parent = cut(isolate, parent);
  }
  return make_origin(isolate, code, offset, parent);
}

bool is_program_code(const Code* code) {
  return code->script && code->script->data && !code->script->data->internal;
}

}  // namespace

TaskOrigin* origin_of_task(Isolate& isolate, Value task) {
  if (!task.is_cell()) return nullptr;
  Cell* cell = task.as_cell();
  if (cell->type == CellType::kTaskOrigin) return static_cast<TaskOrigin*>(cell);
  auto* reaction = static_cast<PromiseReaction*>(cell);
  if (reaction->origin) return reaction->origin;
  // A function that goes on after an await: where it waited, as long as it runs.
  if (!reaction->promise.is_object()) return nullptr;
  Object* target = as_object(reaction->promise);
  if (target->type != CellType::kGenerator && target->type != CellType::kAsyncGenerator) return nullptr;
  auto* generator = static_cast<GeneratorObject*>(target);
  SuspendedFrame* frame = generator->frame;
  if (!frame || !is_program_code(frame->code)) return generator->origin;
  return origin_at(isolate, frame->code, frame->pc_offset, generator->origin);
}

TaskOrigin* task_origin(Isolate& isolate) {
  TaskOrigin* parent = origin_of_task(isolate, isolate.current_task);
  const uint16_t* pc = isolate.pc;
  int steps = 0;
  for (Value* fp = isolate.fp; fp && ++steps < 100;) {
    Frame* frame = Frame::from(fp);
    if (frame->code && is_program_code(frame->code)) {
      return origin_at(isolate, frame->code, static_cast<uint32_t>(pc - frame->code->bytecode), parent);
    }
    pc = frame->caller_pc ? frame->caller_pc - ((frame->flags & FrameFlags::kEntry) || !frame->code ? 0 : 1) : nullptr;
    fp = frame->caller_fp;
  }
  return parent;
}

}  // namespace scrim
