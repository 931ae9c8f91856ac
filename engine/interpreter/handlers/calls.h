// Calls. An interpreted callee gets a frame just under the window and runs on here; natives run through a frame in the
// same place; everything else goes out of line.
CASE(CallUndefinedThis) : {
  fp[IMM(3)] = Value::undefined();
}
CASE(Call) : {
  Value callee = R(2);
  Value* window = fp + IMM(3);
  uint32_t count = pc[4];
  if (callee.is_cell()) [[likely]] {
    Cell* cell = callee.as_cell();
    if (cell->type == CellType::kFunction) [[likely]] {
      PUSH_FRAME(static_cast<Function*>(cell), window, count, 0, Value::undefined(), kCallLength);
    }
    if (cell->type == CellType::kNativeFunction && static_cast<NativeFunction*>(cell)->native != forward_call)
        [[likely]] {
      Value result = SLOW(call_native(isolate, static_cast<NativeFunction*>(cell), window, count, Value::undefined()));
      R(1) = result;
      NEXT(kCallLength);
    }
  }
  call_callee = callee;
  call_window = window;
  call_count = count;
  call_flags = 0;
  goto call_any;
}
CASE(Construct) : {
  Value callee = R(2);
  Value* window = fp + IMM(3);
  uint32_t count = pc[4];
  if (callee.is_cell() && callee.as_cell()->type == CellType::kFunction) [[likely]] {
    auto* function = cast<Function>(callee);
    if (Shape* shape = function->construct_shape) [[likely]] {
      if (!(function->code->code_flags & kCodeDerived)) {
        window[0] = new_object_inline(isolate, shape);
        PUSH_FRAME(function, window, count, FrameFlags::kConstruct, callee, kCallLength);
      }
    }
    if (function->has_flag(CellFlags::kConstructor)) {
      call_callee = call_new_target = callee;
      call_window = window;
      call_count = count;
      call_flags = FrameFlags::kConstruct;
      goto construct_function;
    }
  }
  if (callee.is_cell() && callee.as_cell()->type == CellType::kBoundFunction && is_constructor(callee)) {
    call_callee = call_new_target = callee;
    call_window = window;
    call_count = count;
    call_flags = FrameFlags::kConstruct;
    goto construct_any;
  }
  Value result = SLOW(construct_slow(isolate, pc, callee, window, count));
  R(1) = result;
  NEXT(kCallLength);
}
// Calls whatever call_callee is, with the arguments in the window; flags say where the result goes.
call_any : {
  if (call_callee.is_cell()) {
    Cell* cell = call_callee.as_cell();
    if (cell->type == CellType::kFunction) [[likely]] {
      call_function = static_cast<Function*>(cell);
      call_new_target = Value::undefined();
      goto enter_function;
    }
    if (cell->type == CellType::kNativeFunction) {
      auto* native = static_cast<NativeFunction*>(cell);
      if (native->native == forward_call) goto call_forward;
      call_result = SLOW(call_native(isolate, native, call_window, call_count, Value::undefined()));
      goto call_done;
    }
    if (cell->type == CellType::kBoundFunction) {
      Value* window = call_window;
      uint32_t count = call_count;
      call_callee = SLOW(unfold_bound(isolate, static_cast<BoundFunction*>(cell), &window, &count));
      call_window = window;
      call_count = count;
      goto call_any;
    }
  }
  call_result = SLOW(call_other(isolate, pc, call_callee, call_window, call_count));
  goto call_done;
}
// Function.prototype.call and its like leave no frame: the window becomes the target's.
call_forward : {
  auto* forward = cast<NativeFunction>(call_callee);
  Value* window = call_window;
  uint32_t count = call_count;
  call_callee = SLOW(unfold_forward(isolate, forward, &window, &count));
  call_window = window;
  call_count = count;
  if (static_cast<Forward>(forward->magic) == Forward::kReflectConstruct) {
    call_new_target = window[0];
    call_flags |= FrameFlags::kConstruct;
    goto construct_any;
  }
  goto call_any;
}
// The instruction at pc has call_result.
call_done : {
  if (!(call_flags & FrameFlags::kDiscard)) R(1) = call_result;
  pc += call_length(call_flags);
  DISPATCH();
}
// Spread: the array in call_result becomes a window under the registers; call_new_target is `this`.
call_spread : {
  auto* array = cast<Array>(call_result);
  call_count = array->length;
  call_window = BELOW(call_count + 1);
  if (call_window - kThisOffset < isolate.stack_limit) [[unlikely]]
    goto call_overflow;
  call_window[0] = call_new_target;
  for (uint32_t i = 0; i < call_count; ++i) call_window[1 + i] = array->vector()->values[i];
  goto call_any;
}
// new or super(), of a function compiled from source: call_callee, with call_new_target.
construct_function : {
  call_function = cast<Function>(call_callee);
  auto* target = static_cast<Object*>(call_new_target.as_cell());
  Shape* shape = target->type == CellType::kFunction ? static_cast<Function*>(target)->construct_shape : nullptr;
  if (call_function->code->code_flags & kCodeDerived) {
    call_window[0] = Value::empty();
  } else if (shape) [[likely]] {
    call_window[0] = new_object_inline(isolate, shape);
  } else if (call_window < BELOW(0)) {
    // Nothing holds a window under the registers while other code runs.
    call_result = SLOW(construct_window(isolate, call_function, target, call_window, call_count));
    goto call_done;
  } else {
    call_window[0] = SLOW(create_receiver(isolate, call_function, target));
  }
}
enter_function : {
  PUSH_FRAME(call_function, call_window, call_count, call_flags, call_new_target, call_length(call_flags));
}
call_overflow : {
  isolate.pc = pc;
  throw_stack_overflow(isolate);
  goto throw_pending;
}
CASE(EnterLazy) : {
  // The frame was pushed without registers: the code did not know them.
  Code* code = FRAME()->code;
  (void)SLOW(compile_lazy_code(isolate, code));
  if (fp - code->register_count < isolate.stack_limit) [[unlikely]]
    goto call_overflow;
  for (uint32_t i = 1; i <= code->local_count; ++i) fp[-static_cast<int>(i)] = Value::undefined();
  constants = code->constants;
  pc = code->entry;
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
  call_flags = frame->flags;
  Value* caller = frame->caller_fp;
  const uint16_t* caller_pc = frame->caller_pc;
  frame->flags |= FrameFlags::kEntry;
  isolate.pc = pc;
  Completion<Value> completed = isolate.enter_compiled(isolate, fp, pc);
  labels = isolate.dispatch;
  if (call_flags & FrameFlags::kEntry) return completed;
  fp = caller;
  if (completed.failed()) [[unlikely]] {
    isolate.pc = caller_pc - 1;
    goto throw_pending;
  }
  pc = caller_pc;
  call_result = completed.value();
  goto return_to_caller;
}
CASE(Return) : {
  Value result = R(1);
  Frame* frame = FRAME();
  if (frame->flags != 0) [[unlikely]] {
    uint32_t flags = frame->flags;
    if ((flags & FrameFlags::kConstruct) && !result.is_object()) result = frame->this_value;
    if (flags & FrameFlags::kEntry) {
      isolate.fp = frame->caller_fp;
      return result;
    }
    if (flags != FrameFlags::kConstruct) {
      call_flags = flags;
      call_result = result;
      pc = frame->caller_pc;
      fp = frame->caller_fp;
      goto return_to_caller;
    }
  }
  pc = frame->caller_pc;
  fp = frame->caller_fp;
  fp[static_cast<int16_t>(pc[1 - kCallLength])] = result;
  ENTER_FRAME();
  DISPATCH();
}
// fp and pc are the caller's, behind its call; call_flags are those of the frame that was left.
return_to_caller : {
  if (!(call_flags & FrameFlags::kDiscard)) fp[static_cast<int16_t>(pc[1 - call_length(call_flags)])] = call_result;
  ENTER_FRAME();
  DISPATCH();
}
CASE(Throw) : {
  isolate.thrown.error = Value::empty();
}
CASE(Rethrow) : {
  isolate.pc = pc;
  throw_value(isolate, R(1));
  goto throw_pending;
}
CASE(CallSpread) : {
  call_callee = R(2);
  call_result = R(4);
  call_new_target = R(3);  // this
  call_flags = FrameFlags::of_length(5);
  goto call_spread;
}
CASE(ConstructSpread) : {
  call_callee = call_new_target = R(2);
  call_result = R(3);
  call_flags = FrameFlags::kConstruct | FrameFlags::of_length(4);
  if (!is_constructor(call_callee)) [[unlikely]]
    SLOW(throw_not_callable(isolate, pc, call_callee, true));
  goto construct_spread;
}
CASE(SuperCall) : {
  Frame* frame = FRAME();
  call_callee = SLOW(super_constructor(isolate, frame->callee));
  call_new_target = frame->new_target;
  call_window = fp + IMM(2);
  call_count = pc[3];
  call_flags = FrameFlags::kConstruct | FrameFlags::of_length(4);
  goto construct_any;
}
CASE(SuperCallOf) : {
  call_callee = SLOW(super_constructor(isolate, R(2)));
  call_new_target = R(3);
  call_window = fp + IMM(4);
  call_count = pc[5];
  call_flags = FrameFlags::kConstruct;
  goto construct_any;
}
CASE(SuperCallSpread) : {
  Frame* frame = FRAME();
  call_callee = SLOW(super_constructor(isolate, frame->callee));
  call_new_target = frame->new_target;
  call_result = R(2);
  call_flags = FrameFlags::kConstruct | FrameFlags::of_length(3);
  goto construct_spread;
}
CASE(SuperCallSpreadOf) : {
  call_callee = SLOW(super_constructor(isolate, R(2)));
  call_new_target = R(3);
  call_result = R(4);
  call_flags = FrameFlags::kConstruct | FrameFlags::of_length(5);
  goto construct_spread;
}
CASE(SuperCallForward) : {
  Frame* frame = FRAME();
  call_callee = SLOW(super_constructor(isolate, frame->callee));
  call_new_target = frame->new_target;
  call_count = frame->argument_count;
  call_window = BELOW(call_count + 1);
  if (call_window - kThisOffset < isolate.stack_limit) [[unlikely]]
    goto call_overflow;
  for (uint32_t i = 0; i < call_count; ++i) call_window[1 + i] = frame->arguments[i];
  call_flags = FrameFlags::kConstruct | FrameFlags::of_length(2);
  goto construct_any;
}
construct_spread : {
  auto* array = cast<Array>(call_result);
  call_count = array->length;
  call_window = BELOW(call_count + 1);
  if (call_window - kThisOffset < isolate.stack_limit) [[unlikely]]
    goto call_overflow;
  for (uint32_t i = 0; i < call_count; ++i) call_window[1 + i] = array->vector()->values[i];
}
// new or super(), of any constructor.
construct_any : {
  if (call_callee.as_cell()->type == CellType::kFunction) goto construct_function;
  if (call_callee.as_cell()->type == CellType::kBoundFunction) {
    Value* window = call_window;
    uint32_t count = call_count;
    Value target = SLOW(unfold_bound(isolate, cast<BoundFunction>(call_callee), &window, &count));
    if (call_new_target == call_callee) call_new_target = target;
    call_callee = target;
    call_window = window;
    call_count = count;
    goto construct_any;
  }
  call_result =
      SLOW(construct_window(isolate, as_object(call_callee), as_object(call_new_target), call_window, call_count));
  goto call_done;
}
