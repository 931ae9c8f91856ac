// Loads and moves.
CASE(LoadConstant) : {
  R(1) = constants[pc[2]];
  NEXT(3);
}
CASE(LoadConstantWide) : {
  R(1) = constants[pc[2] | static_cast<uint32_t>(pc[3]) << 16];
  NEXT(4);
}
CASE(LoadInt) : {
  R(1) = Value::int32(IMM(2));
  NEXT(3);
}
CASE(LoadUndefined) : {
  R(1) = Value::undefined();
  NEXT(2);
}
CASE(LoadNull) : {
  R(1) = Value::null();
  NEXT(2);
}
CASE(LoadTrue) : {
  R(1) = Value::boolean(true);
  NEXT(2);
}
CASE(LoadFalse) : {
  R(1) = Value::boolean(false);
  NEXT(2);
}
CASE(LoadEmpty) : {
  R(1) = Value::empty();
  NEXT(2);
}
CASE(Move) : {
  R(1) = R(2);
  NEXT(3);
}
CASE(LoadCallee) : {
  R(1) = FRAME()->callee;
  NEXT(2);
}
CASE(LoadNewTarget) : {
  R(1) = FRAME()->new_target;
  NEXT(2);
}
CASE(LoadHomeObject) : {
  Object* home = cast<Function>(FRAME()->callee)->home_object;
  R(1) = home ? Value(home) : Value::undefined();
  NEXT(2);
}
CASE(CoerceThis) : {
  Frame* frame = FRAME();
  if (!frame->this_value.is_object()) frame->this_value = SLOW(coerce_this(isolate, frame->this_value));
  NEXT(1);
}
