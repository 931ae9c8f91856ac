// Errors, table jumps, destructuring, templates, modules.
CASE(ThrowError) : {
  SLOW(throw_error_of_kind(isolate, pc[1], constants[pc[2]]));
  NEXT(3);
}
CASE(JumpTable) : {
  Value value = R(1);
  int32_t target = switch_target(FRAME()->code, pc[2], value);
  pc += target ? target : 3;
  DISPATCH();
}
CASE(JumpIfEqualNull) : {
  Value value = R(1);
  if (value.is_undefined_or_null() ||
      (value.is_cell() && value.is_object() && value.as_cell()->has_flag(CellFlags::kUndetectable))) {
    JUMP(2);
  }
  NEXT(4);
}
CASE(JumpIfNotEqualNull) : {
  Value value = R(1);
  if (!(value.is_undefined_or_null() ||
        (value.is_cell() && value.is_object() && value.as_cell()->has_flag(CellFlags::kUndetectable)))) {
    JUMP(2);
  }
  NEXT(4);
}
CASE(RequireObjectCoercible) : {
  Value value = R(1);
  if (value.is_undefined_or_null()) [[unlikely]]
    SLOW(require_object_coercible_for_pattern(isolate, value));
  NEXT(2);
}
CASE(ToPropertyKeyOf) : {
  Value key = R(3);
  if ((key.is_int32() || (key.is_cell() && !key.is_object())) && R(2).is_cell()) [[likely]] {
    R(1) = key;
    NEXT(4);
  }
  R(1) = SLOW(to_property_key_of(isolate, R(2), key));
  NEXT(4);
}
CASE(CopyDataProperties) : {
  SLOW(copy_data_properties(isolate, R(1), R(2), fp + IMM(3), pc[4]));
  NEXT(5);
}
CASE(ConcatStrings) : {
  R(1) = SLOW(concat_strings(isolate, fp + IMM(2), pc[3]));
  NEXT(4);
}
CASE(LoadGlobalThis) : {
  R(1) = Value(isolate.current_realm->global_this);
  NEXT(2);
}
CASE(GetImport) : {
  Environment* environment = FRAME()->environment;
  for (uint32_t hops = pc[2]; hops > 0; --hops) environment = environment->parent;
  const Value* binding = environment->slots + pc[3];
  Value value = binding[0].is_cell() ? cast<Environment>(binding[0])->slots[binding[1].as_int32()] : Value::empty();
  if (value.is_empty()) [[unlikely]]
    SLOW(throw_not_initialized(isolate, constants[pc[4]]));
  R(1) = value;
  NEXT(5);
}
CASE(ImportMeta) : {
  R(1) = SLOW(import_meta(isolate, FRAME()->code));
  NEXT(2);
}
CASE(ImportCall) : {
  R(1) = SLOW(import_dynamically(isolate, FRAME()->code, R(2), R(3), pc[4]));
  NEXT(5);
}
CASE(CreateDisposeStack) : {
  R(1) = OUT(new_dispose_stack(isolate));
  NEXT(2);
}
CASE(AddDisposable) : {
  SLOW(add_disposable(isolate, R(1), R(2), pc[3] != 0));
  NEXT(4);
}
CASE(DisposeStep) : {
  Value awaited = SLOW(dispose_step(isolate, R(2)));
  if (awaited.is_empty()) JUMP(3);
  R(1) = awaited;
  NEXT(5);
}
CASE(DisposeError) : {
  isolate.pc = pc;
  dispose_error(isolate, R(1), R(2));
  NEXT(3);
}
CASE(DisposeEnd) : {
  SLOW(dispose_end(isolate, R(1)));
  NEXT(2);
}
