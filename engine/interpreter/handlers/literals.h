// Functions, objects, arrays and other literals; the debugger's opcodes.
CASE(CreateClosure) : {
  R(1) = OUT(create_closure_of(isolate, FRAME()->code, pc[2], FRAME()->environment));
  NEXT(3);
}
CASE(CreateArguments) : {
  R(1) = OUT(create_unmapped_arguments(isolate, *FRAME()));
  NEXT(2);
}
CASE(CreateMappedArguments) : {
  R(1) = OUT(create_mapped_arguments(isolate, *FRAME()));
  NEXT(2);
}
CASE(CreateRest) : {
  R(1) = OUT(create_rest(isolate, *FRAME(), pc[2]));
  NEXT(3);
}
CASE(CreateObject) : {
  uint32_t capacity = pc[2] > Realm::kMaxCachedCapacity ? Realm::kMaxCachedCapacity : pc[2];
  Shape* shape = isolate.current_realm->plain_shapes[capacity];
  if (shape) [[likely]] {
    R(1) = OUT(new_object_inline(isolate, shape));
  } else {
    R(1) = OUT(new_plain_object(isolate, capacity));
  }
  NEXT(3);
}
CASE(CreateArray) : {
  R(1) = OUT(new_array_from(isolate, std::span<const Value>(fp + IMM(2), pc[3])));
  NEXT(4);
}
CASE(CreateArrayLiteral) : {
  Value shared = constants[pc[2]];
  Shape* shape = isolate.current_realm->array_shape;
  if (shared.is_cell() && shape) [[likely]] {
    R(1) = OUT(new_array_of_shared_inline(isolate, shape, shared.as_cell()));
  } else {
    R(1) = OUT(create_array_literal(isolate, FRAME()->code, pc[2]));
  }
  NEXT(3);
}
CASE(ArrayPush) : {
  OUT((array_push(isolate, cast<Array>(R(1)), R(2)), 0));
  NEXT(3);
}
CASE(ArraySpread) : {
  SLOW(array_spread(isolate, R(1), R(2)));
  NEXT(3);
}
CASE(SpreadList) : {
  R(1) = SLOW(spread_list(isolate, R(2)));
  NEXT(3);
}
CASE(CreateRegExp) : {
  R(1) = SLOW(create_regexp(isolate, constants[pc[2]], constants[pc[3]]));
  NEXT(4);
}
CASE(GetTemplateObject) : {
  R(1) = OUT(get_template_object(isolate, FRAME()->code, pc[2]));
  NEXT(3);
}
CASE(Debugger) : {
  if (isolate.on_debugger_statement) SLOW(isolate.on_debugger_statement(isolate, pc));
  NEXT(1);
}
CASE(Breakpoint) : {
  // The debugger decides whether to stop here, then the opcode that stood here runs.
  isolate.pc = pc;
  Completion<Value> decided = isolate.on_breakpoint(isolate, pc);
  labels = isolate.dispatch;
  if (decided.failed()) goto throw_pending;
  goto* isolate.dispatch_tables[0][decided.value().as_int32()];
}
