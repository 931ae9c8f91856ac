// Bindings in environments and globals.
CASE(CheckInitialized) : {
  if (R(1).is_empty()) [[unlikely]] SLOW(throw_not_initialized(isolate, constants[pc[2]]));
  NEXT(3);
}
CASE(ThrowConstAssign) : {
  isolate.pc = pc;
  throw_type_error(isolate, "Assignment to constant variable.");
  goto throw_pending;
}
CASE(GetScoped) : {
  Environment* environment = FRAME()->environment;
  for (uint32_t hops = pc[2]; hops > 0; --hops) environment = environment->parent;
  R(1) = environment->slots[pc[3]];
  NEXT(4);
}
CASE(GetScopedChecked) : {
  Environment* environment = FRAME()->environment;
  for (uint32_t hops = pc[2]; hops > 0; --hops) environment = environment->parent;
  Value value = environment->slots[pc[3]];
  if (value.is_empty()) [[unlikely]] SLOW(throw_not_initialized(isolate, constants[pc[4]]));
  R(1) = value;
  NEXT(5);
}
CASE(SetScoped) : {
  Environment* environment = FRAME()->environment;
  for (uint32_t hops = pc[1]; hops > 0; --hops) environment = environment->parent;
  environment->slots[pc[2]] = R(3);
  isolate.heap().write_barrier(environment);
  NEXT(4);
}
CASE(SetScopedChecked) : {
  Environment* environment = FRAME()->environment;
  for (uint32_t hops = pc[1]; hops > 0; --hops) environment = environment->parent;
  if (environment->slots[pc[2]].is_empty()) [[unlikely]] SLOW(throw_not_initialized(isolate, constants[pc[4]]));
  environment->slots[pc[2]] = R(3);
  isolate.heap().write_barrier(environment);
  NEXT(5);
}
CASE(PushEnvironment) : {
  Frame* frame = FRAME();
  const bytecode::ScopeInfo* scope = &frame->code->function_template->unit->scope_infos[constants[pc[2]].as_int32()];
  frame->environment = OUT(new_environment(isolate, frame->environment, scope, pc[1]));
  NEXT(3);
}
CASE(CopyEnvironment) : {
  Frame* frame = FRAME();
  Environment* old = frame->environment;
  Environment* copy = OUT(new_environment(isolate, old->parent, old->info, old->count()));
  for (uint32_t i = 0; i < old->count(); ++i) copy->slots[i] = old->slots[i];
  frame->environment = copy;
  NEXT(1);
}
CASE(PopEnvironment) : {
  FRAME()->environment = FRAME()->environment->parent;
  NEXT(1);
}
CASE(SaveEnvironment) : {
  R(1) = FRAME()->environment ? Value(FRAME()->environment) : Value::undefined();
  NEXT(2);
}
CASE(GetGlobal) : {
  CacheSlot* slot = &cache[pc[3]];
  auto kind = static_cast<CacheKind>(slot->kind);
  if (kind == CacheKind::kGlobalLexical) {
    Value value = static_cast<Box*>(slot->holder)->value;
    if (!value.is_empty()) [[likely]] {
      R(1) = value;
      NEXT(4);
    }
  } else if (slot->shape_id == isolate.current_realm->global_object->shape_id) [[likely]] {
    auto* global = static_cast<Object*>(slot->holder);
    R(1) = load_at(kind == CacheKind::kOwn ? static_cast<void*>(global) : global->slots, slot->offset);
    NEXT(4);
  }
  R(1) = SLOW(get_global_slow(isolate, KEY(2), slot, false));
  NEXT(4);
}
CASE(TypeofGlobal) : {
  Value value = SLOW(get_global_slow(isolate, KEY(2), &cache[pc[3]], true));
  R(1) = typeof_string(isolate, value);
  NEXT(4);
}
CASE(SetGlobal) : {
  CacheSlot* slot = &cache[pc[3]];
  auto kind = static_cast<CacheKind>(slot->kind);
  if (kind == CacheKind::kGlobalLexical) {
    auto* box = static_cast<Box*>(slot->holder);
    box->value = R(2);
    isolate.heap().write_barrier(box);
    NEXT(4);
  }
  if (slot->shape_id == isolate.current_realm->global_object->shape_id) [[likely]] {
    auto* global = static_cast<Object*>(slot->holder);
    Cell* owner = kind == CacheKind::kOwn ? static_cast<Cell*>(global) : global->slots;
    store_at(owner, slot->offset, R(2));
    isolate.heap().write_barrier(owner);
    NEXT(4);
  }
  SLOW(set_global_slow(isolate, KEY(1), R(2), slot, STRICT()));
  NEXT(4);
}
CASE(InitGlobalLexical) : {
  SLOW(init_global_lexical(isolate, KEY(1), R(2)));
  NEXT(3);
}
CASE(DeclareGlobals) : {
  SLOW(declare_globals(isolate, FRAME()->code, static_cast<uint32_t>(constants[pc[1]].as_int32())));
  NEXT(2);
}
