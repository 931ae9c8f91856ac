// Generators and async functions. A frame that has suspended before is an entry frame: leaving it leaves interpret().
CASE(CreateGenerator) : {
  Value generator = SLOW(create_generator(isolate, FRAME(), pc, pc[2]));
  call_new_target = generator;  // the result
  goto leave_frame;
}
CASE(Yield) : {
  Value value = R(2);
  suspend(isolate, cast<GeneratorObject>(R(3)), FRAME(), pc, pc[4], Opcode::kYield);
  call_new_target = value;
  goto leave_frame;
}
CASE(YieldDelegate) : {
  Value value = R(3);
  auto* generator = cast<GeneratorObject>(R(4));
  suspend(isolate, generator, FRAME(), pc, pc[5], Opcode::kYieldDelegate);
  isolate.delegated_result = static_cast<GeneratorKind>(generator->kind) == GeneratorKind::kGenerator;
  call_new_target = value;
  goto leave_frame;
}
CASE(Await) : {
  Value value = R(2);
  bool first = !R(3).is_object();
  if (first) {
    GeneratorObject* state = OUT(create_async_state(isolate, FRAME()));
    R(3) = Value(state);
  }
  auto* generator = cast<GeneratorObject>(R(3));
  isolate.pc = pc;
  Completion<void> waits = await_promise(isolate, generator, value);
  labels = isolate.dispatch;
  if (waits.failed()) {
    // Reading the promise's constructor threw: thrown here, and nothing was suspended.
    goto throw_pending;
  }
  suspend(isolate, generator, FRAME(), pc, pc[4], Opcode::kAwait);
  call_new_target = first ? generator->promise : Value::undefined();
  goto leave_frame;
}
CASE(DelegateCall) : {
  auto mode = static_cast<ResumeMode>(R(3).as_int32());
  R(1) = SLOW(delegate_call(isolate, fp + IMM(2), mode, R(4)));
  NEXT(5);
}
CASE(GeneratorReturn) : {
  cast<GeneratorObject>(R(2))->state = GeneratorObject::kCompleted;
  call_new_target = R(1);
  goto leave_frame;
}
CASE(AsyncReturn) : {
  call_new_target = SLOW(async_return(isolate, R(2), R(1), false));
  goto leave_frame;
}
CASE(AsyncThrow) : {
  call_new_target = SLOW(async_return(isolate, R(2), R(1), true));
  goto leave_frame;
}
leave_frame : {
  Frame* frame = FRAME();
  if (frame->flags & FrameFlags::kEntry) {
    isolate.fp = frame->caller_fp;
    return call_new_target;
  }
  call_flags = frame->flags;
  call_result = call_new_target;
  pc = frame->caller_pc;
  fp = frame->caller_fp;
  goto return_to_caller;
}
