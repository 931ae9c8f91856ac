// Calls. An interpreted callee gets a frame just under the window and runs on here; natives run through a frame in the
// same place; everything else goes out of line.
CASE(CallUndefinedThis) : {
  fp[IMM(3)] = Value::undefined();
}
CASE(Call) : {
  Value callee = R(2);
  call_window = fp + IMM(3);
  call_count = pc[4];
  if (callee.is_cell()) [[likely]] {
    Cell* cell = callee.as_cell();
    if (cell->type == CellType::kFunction) [[likely]] {
      call_function = static_cast<Function*>(cell);
      call_flags = 0;
      call_new_target = Value::undefined();
      goto enter_function;
    }
    if (cell->type == CellType::kNativeFunction) [[likely]] {
      Value result = SLOW(call_native(isolate, static_cast<NativeFunction*>(cell), call_window, call_count,
                                      Value::undefined()));
      R(1) = result;
      NEXT(kCallLength);
    }
  }
  {
    Value result = SLOW(call_other(isolate, pc, callee, call_window, call_count));
    R(1) = result;
    NEXT(kCallLength);
  }
}
CASE(Construct) : {
  Value callee = R(2);
  call_window = fp + IMM(3);
  call_count = pc[4];
  if (callee.is_cell() && callee.as_cell()->type == CellType::kFunction &&
      callee.as_cell()->has_flag(CellFlags::kConstructor)) [[likely]] {
    call_function = cast<Function>(callee);
    Shape* shape = call_function->construct_shape;
    if (shape) [[likely]] {
      call_window[0] = new_object_inline(isolate, shape);
    } else {
      call_window[0] = SLOW(create_receiver(isolate, call_function, call_function));
    }
    call_flags = FrameFlags::kConstruct;
    call_new_target = callee;
    goto enter_function;
  }
  Value result = SLOW(construct_slow(isolate, pc, callee, call_window, call_count));
  R(1) = result;
  NEXT(kCallLength);
}
enter_function : {
  Code* code = call_function->code;
  Value* frame_pointer = call_window - kThisOffset;
  if (call_count < code->parameter_count) [[unlikely]] {
    // Missing arguments: the span moves down and undefined fills the gap.
    uint32_t missing = code->parameter_count - call_count;
    frame_pointer -= missing;
    for (uint32_t i = 0; i <= call_count; ++i) frame_pointer[kThisOffset + i] = call_window[i];
    for (uint32_t i = call_count; i < code->parameter_count; ++i) {
      frame_pointer[kFirstArgumentOffset + i] = Value::undefined();
    }
  }
  if (frame_pointer - code->register_count < isolate.stack_limit) [[unlikely]] {
    isolate.pc = pc;
    throw_stack_overflow(isolate);
    goto throw_pending;
  }
  Frame* frame = Frame::from(frame_pointer);
  frame->caller_fp = fp;
  frame->caller_pc = pc + kCallLength;
  frame->code = code;
  frame->callee = Value(call_function);
  frame->argument_count = call_count;
  frame->flags = call_flags;
  frame->new_target = call_new_target;
  frame->environment = call_function->environment;
  for (uint32_t i = 1; i <= code->local_count; ++i) frame_pointer[-static_cast<int>(i)] = Value::undefined();
  fp = frame_pointer;
  pc = code->entry;
  constants = code->constants;
  cache = code->feedback;
  isolate.fp = fp;
  if (code->realm != isolate.current_realm) [[unlikely]] isolate.current_realm = code->realm;
  if (--isolate.countdown < 0) [[unlikely]] goto loop_safepoint;
  DISPATCH();
}
CASE(EnterClassConstructor) : {
  if (FRAME()->new_target.is_undefined()) {
    isolate.pc = pc;
    throw_class_called(isolate);
    goto throw_pending;
  }
}
CASE(EnterCold) : {
  Code* code = FRAME()->code;
  if (!code->feedback_vector && (++code->call_count >= 2 || (code->code_flags & kCodeHasLoop))) {
    OUT((make_feedback(isolate, code), 0));
    cache = code->feedback;
  }
  if (code->feedback_vector && !(code->code_flags & kCodeClassConstructor)) code->entry = code->bytecode;
  pc = code->bytecode;
  DISPATCH();
}
CASE(EnterCompiled) : run_compiled : {
  // Compiled code's frames end where interpret() would: Return and unwinding stop there.
  Frame* frame = FRAME();
  bool entry = frame->flags & FrameFlags::kEntry;
  Value* caller = frame->caller_fp;
  const uint16_t* caller_pc = frame->caller_pc;
  frame->flags |= FrameFlags::kEntry;
  isolate.pc = pc;
  Completion<Value> completed = isolate.enter_compiled(isolate, fp, pc);
  labels = isolate.dispatch;
  if (entry) return completed;
  fp = caller;
  if (completed.failed()) [[unlikely]] {
    isolate.pc = caller_pc - kCallLength;
    goto throw_pending;
  }
  pc = caller_pc;
  fp[static_cast<int16_t>(pc[1 - kCallLength])] = completed.value();
  ENTER_FRAME();
  DISPATCH();
}
CASE(Return) : {
  Value result = R(1);
  Frame* frame = FRAME();
  if (frame->flags != 0) [[unlikely]] {
    if ((frame->flags & FrameFlags::kConstruct) && !result.is_object()) result = frame->this_value;
    if (frame->flags & FrameFlags::kEntry) {
      isolate.fp = frame->caller_fp;
      return result;
    }
  }
  pc = frame->caller_pc;
  fp = frame->caller_fp;
  fp[static_cast<int16_t>(pc[1 - kCallLength])] = result;
  ENTER_FRAME();
  DISPATCH();
}
CASE(Throw) : {
  isolate.pc = pc;
  throw_value(isolate, R(1));
  goto throw_pending;
}
CASE(CallSpread) : {
  Value result = SLOW(call_spread(isolate, pc, R(2), R(3), R(4)));
  R(1) = result;
  NEXT(5);
}
CASE(ConstructSpread) : {
  Value result = SLOW(construct_spread(isolate, pc, R(2), R(3)));
  R(1) = result;
  NEXT(4);
}
