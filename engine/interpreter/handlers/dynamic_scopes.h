// with and direct eval.
CASE(PushWith) : {
  const bytecode::ScopeInfo* scope = &FRAME()->code->function_template->unit->scope_infos[constants[pc[2]].as_int32()];
  SLOW(push_with(isolate, FRAME(), R(1), scope));
  NEXT(3);
}
CASE(GetDynamic) : {
  R(1) = SLOW(get_dynamic(isolate, KEY(2), false));
  NEXT(3);
}
CASE(TypeofDynamic) : {
  Value value = SLOW(get_dynamic(isolate, KEY(2), true));
  R(1) = typeof_string(isolate, value);
  NEXT(3);
}
CASE(GetDynamicCallee) : {
  Value receiver;
  Value callee = SLOW(get_dynamic_callee(isolate, KEY(3), &receiver));
  R(2) = receiver;
  R(1) = callee;
  NEXT(4);
}
CASE(DeleteDynamic) : {
  R(1) = SLOW(delete_dynamic(isolate, KEY(2)));
  NEXT(3);
}
CASE(ResolveDynamic) : {
  R(1) = SLOW(resolve_dynamic(isolate, KEY(2)));
  NEXT(3);
}
CASE(GetResolved) : {
  R(1) = SLOW(get_resolved(isolate, R(2), KEY(3)));
  NEXT(4);
}
CASE(SetResolved) : {
  SLOW(set_resolved(isolate, R(1), KEY(2), R(3), pc[4] & 1));
  NEXT(5);
}
CASE(SetEvalVariable) : {
  SLOW(set_eval_variable(isolate, KEY(1), R(2)));
  NEXT(3);
}
CASE(DeclareEval) : {
  SLOW(declare_eval(isolate, FRAME()->code, static_cast<uint32_t>(constants[pc[1]].as_int32())));
  NEXT(2);
}
CASE(CallEvalSpread) : {
  R(1) = SLOW(call_eval_spread(isolate, R(2), R(3), R(4), static_cast<uint32_t>(constants[pc[5]].as_int32())));
  NEXT(6);
}
CASE(CallEval) : {
  // Only %eval% itself makes it a direct eval; the shared call sequence finds the result in the same operand.
  Value callee = R(2);
  if (callee.is_cell() && isolate.current_realm->has_intrinsic(Intrinsic::kEval) &&
      callee == Value(isolate.current_realm->intrinsic(Intrinsic::kEval))) {
    Value source = pc[4] ? fp[IMM(3) + 1] : Value::undefined();
    R(1) = SLOW(direct_eval(isolate, source, static_cast<uint32_t>(constants[pc[5]].as_int32())));
    NEXT(6);
  }
  goto op_CallUndefinedThis;
}
