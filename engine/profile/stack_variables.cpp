#include "engine/profile/stack_variables.h"

#include "engine/bytecode/function_template.h"
#include "engine/interpreter/frame.h"
#include "engine/objects/function.h"
#include "engine/objects/script_data.h"

namespace scrim::profile {

static void frame_variables(Frame* frame, uint32_t offset, void (*found)(void*, std::string, Cell*), void* context) {
  const bytecode::FunctionTemplate& function = *frame->code->function_template;
  const String* own_name = frame->code->name;
  std::string where = " in ";
  if (function.flags.is_program || function.parent == 0) {
    where += frame->code->script->data->source.name();
    where.erase(4, where.rfind('/') == std::string::npos ? 0 : where.rfind('/') - 3);
  } else {
    where += own_name == nullptr || own_name->is_rope() || own_name->length == 0 ? "(anonymous)" : to_utf8(own_name);
  }
  int32_t innermost = -1;
  for (size_t i = 0; i < function.debug_scopes.size(); i++) {
    const bytecode::DebugScope& scope = function.debug_scopes[i];
    if (offset >= scope.start && offset < scope.end) innermost = static_cast<int32_t>(i);
  }
  for (int32_t i = innermost; i >= 0; i = function.debug_scopes[static_cast<size_t>(i)].parent) {
    for (const bytecode::DebugVariable& variable : function.debug_scopes[static_cast<size_t>(i)].variables) {
      if (variable.place == bytecode::BindingPlace::kEnvironment || variable.initialized_at > offset) continue;
      const Value value = frame->fp()[variable.index];
      const std::string name = function.unit->text(variable.name);
      if (value.is_cell() && !name.empty() && name[0] != '*') found(context, name + where, value.as_cell());
    }
  }
  if (frame->this_value.is_cell() && !function.flags.is_arrow) {
    found(context, "this" + where, frame->this_value.as_cell());
  }
  if (frame->environment != nullptr) found(context, "variables" + where, frame->environment);
}

void each_stack_variable(Isolate& isolate, void (*found)(void* context, std::string name, Cell* cell), void* context) {
  const uint16_t* pc = isolate.pc;
  for (Value* fp = isolate.fp; fp != nullptr;) {
    Frame* frame = Frame::from(fp);
    const Code* code = frame->code;
    if (code != nullptr && code->script != nullptr && code->script->data != nullptr && !code->script->data->internal) {
      auto offset = static_cast<size_t>(pc - code->bytecode);
      if (offset >= code->function_template->code.size()) offset = 0;
      frame_variables(frame, static_cast<uint32_t>(offset), found, context);
    }
    const bool exact = (frame->flags & FrameFlags::kEntry) || frame->code == nullptr;
    pc = frame->caller_pc == nullptr ? nullptr : frame->caller_pc - (exact ? 0 : 1);
    fp = frame->caller_fp;
  }
}

}  // namespace scrim::profile
