// Classes, super, private names.
CASE(CreateClass) : {
  Value prototype;
  Value constructor = SLOW(create_class(isolate, FRAME()->code, pc[4], FRAME()->environment, R(3), &prototype));
  R(2) = prototype;
  R(1) = constructor;
  NEXT(5);
}
CASE(SetHomeObject) : {
  auto* function = cast<Function>(R(1));
  function->home_object = as_object(R(2));
  isolate.heap().write_barrier(function);
  NEXT(3);
}
CASE(GetHomeObject) : {
  Object* home = cast<Function>(R(2))->home_object;
  R(1) = home ? Value(home) : Value::undefined();
  NEXT(3);
}
CASE(SetFunctionName) : {
  SLOW(set_function_name_from_key(isolate, R(1), R(2), pc[3]));
  NEXT(4);
}
CASE(SetFieldInitializer) : {
  OUT((set_field_initializer(isolate, R(1), R(2)), 0));
  NEXT(3);
}
CASE(InitializeFields) : {
  Value initializer = field_initializer(isolate, R(2));
  if (initializer.is_undefined()) NEXT(3);
  call_callee = initializer;
  call_window = BELOW(1);
  call_window[0] = R(1);
  call_count = 0;
  call_flags = FrameFlags::kDiscard | FrameFlags::of_length(3);
  goto call_any;
}
CASE(CheckThis) : {
  if (R(1).is_empty()) [[unlikely]]
    SLOW(throw_this_unset(isolate));
  NEXT(2);
}
CASE(CheckThisUnset) : {
  if (!R(1).is_empty()) [[unlikely]]
    SLOW(throw_super_called_twice(isolate));
  NEXT(2);
}
CASE(CheckDerivedReturn) : {
  R(1) = SLOW(check_derived_return(isolate, R(2), R(3)));
  NEXT(4);
}
CASE(GetSuper) : {
  Value accessor;
  Value value = SLOW(get_super(isolate, R(2), R(3), R(4), &accessor));
  if (value.is_empty()) {
    call_callee = accessor;
    call_result = R(4);
    call_flags = FrameFlags::of_length(5);
    goto call_getter;
  }
  R(1) = value;
  NEXT(5);
}
CASE(GetSuperNamed) : {
  Value accessor;
  Value value = SLOW(get_super_named(isolate, R(2), R(3), KEY(4), &accessor));
  if (value.is_empty()) {
    call_callee = accessor;
    call_result = R(3);
    call_flags = FrameFlags::of_length(6);
    goto call_getter;
  }
  R(1) = value;
  NEXT(6);
}
CASE(SetSuper) : {
  SLOW(set_super(isolate, R(1), R(2), R(3), R(4), pc[5] & 1));
  NEXT(6);
}
CASE(CreatePrivateName) : {
  R(1) = OUT(create_private_name(isolate, constants[pc[2]]));
  NEXT(3);
}
CASE(GetPrivate) : {
  Value object = R(2);
  CacheSlot* slot = &cache[pc[4]];
  if (object.is_cell()) [[likely]] {
    Cell* cell = object.as_cell();
    if (cell->shape_id == slot->shape_id && slot->holder == R(3).as_cell()) [[likely]] {
      R(1) = load_at(cell, slot->offset);
      NEXT(5);
    }
  }
  R(1) = SLOW(get_private(isolate, object, R(3), slot));
  NEXT(5);
}
CASE(SetPrivate) : {
  Value object = R(1);
  CacheSlot* slot = &cache[pc[4]];
  if (object.is_cell()) [[likely]] {
    Cell* cell = object.as_cell();
    if (cell->shape_id == slot->shape_id && slot->holder == R(2).as_cell()) [[likely]] {
      store_at(cell, slot->offset, R(3));
      isolate.heap().write_barrier(cell);
      NEXT(5);
    }
  }
  SLOW(set_private(isolate, object, R(2), R(3), slot));
  NEXT(5);
}
CASE(DefinePrivate) : {
  SLOW(define_private(isolate, R(1), R(2), R(3)));
  NEXT(4);
}
CASE(HasPrivate) : {
  R(1) = SLOW(has_private(isolate, R(2), R(3)));
  NEXT(4);
}
CASE(CheckPrivateBrand) : {
  SLOW(check_private_brand(isolate, R(1), R(2), constants[pc[3]]));
  NEXT(4);
}
