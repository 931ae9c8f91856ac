// Property access. Hits are inline for one shape; everything else is in cache.cpp.
CASE(GetNamed) : {
  Value object = R(2);
  CacheSlot* slot = &cache[pc[4]];
  if (object.is_cell()) [[likely]] {
    Cell* cell = object.as_cell();
    if (cell->shape_id == slot->shape_id) [[likely]] {
      auto kind = static_cast<CacheKind>(slot->kind);
      if (kind == CacheKind::kOwn) [[likely]] {
        R(1) = load_at(cell, slot->offset);
        NEXT(5);
      }
      if (kind == CacheKind::kPrototype) {
        if (slot->validity->valid) [[likely]] {
          R(1) = load_at(slot->holder, slot->offset);
          NEXT(5);
        }
      } else if (kind == CacheKind::kGetter) {
        if (slot->validity->valid) [[likely]] {
          call_callee = cached_pair(*slot, cell)->getter;
          call_result = object;
          if (call_callee.is_object()) goto get_by_getter;
          R(1) = Value::undefined();
          NEXT(5);
        }
      } else {
        Value value;
        if (cache_load(*slot, cell, &value)) {
          R(1) = value;
          NEXT(5);
        }
      }
    }
  }
  Value accessor;
  Value value = SLOW(get_named_slow(isolate, object, KEY(3), slot, &accessor));
  if (value.is_empty()) {
    call_callee = accessor;
    call_result = object;
    goto get_by_getter;
  }
  R(1) = value;
  NEXT(5);
}
// call_callee is the getter of GetNamed or GetKeyed, call_result the receiver.
get_by_getter : {
  call_flags = FrameFlags::of_length(5);
}
// The same of an instruction whose length call_flags say.
call_getter : {
  call_window = BELOW(1);
  call_window[0] = call_result;
  call_count = 0;
  goto call_any;
}
// call_callee is the setter of SetNamed, call_result the receiver.
set_by_setter : {
  call_window = BELOW(2);
  call_window[0] = call_result;
  call_window[1] = R(3);
  call_count = 1;
  call_flags = FrameFlags::kDiscard | FrameFlags::of_length(5);
  goto call_any;
}
CASE(GetLength) : {
  Value object = R(2);
  if (object.is_cell()) [[likely]] {
    Cell* cell = object.as_cell();
    if (cell->type == CellType::kArray) [[likely]] {
      R(1) = Value::number(static_cast<Array*>(cell)->length);
      NEXT(4);
    }
    if (cell->type == CellType::kString) {
      R(1) = Value::int32(static_cast<int32_t>(static_cast<String*>(cell)->length));
      NEXT(4);
    }
  }
  R(1) = SLOW(get_length_slow(isolate, object, &cache[pc[3]]));
  NEXT(4);
}
CASE(SetNamed) : {
  Value object = R(1);
  CacheSlot* slot = &cache[pc[4]];
  if (object.is_cell()) [[likely]] {
    Cell* cell = object.as_cell();
    if (cell->shape_id == slot->shape_id) [[likely]] {
      auto kind = static_cast<CacheKind>(slot->kind);
      if (kind == CacheKind::kOwn) [[likely]] {
        store_at(cell, slot->offset, R(3));
        isolate.heap().write_barrier(cell);
        NEXT(5);
      }
      if (kind == CacheKind::kTransition && slot->validity->valid) {
        cell->shape_id = slot->new_shape_id;
        store_at(cell, slot->offset, R(3));
        isolate.heap().write_barrier(cell);
        NEXT(5);
      }
      if (kind == CacheKind::kSetter && slot->validity->valid) {
        call_callee = cached_pair(*slot, cell)->setter;
        call_result = object;
        if (call_callee.is_object()) goto set_by_setter;
      }
    }
  }
  Value accessor;
  Value done = SLOW(set_named_slow(isolate, object, KEY(2), R(3), slot, STRICT(), &accessor));
  if (done.is_empty()) {
    call_callee = accessor;
    call_result = object;
    goto set_by_setter;
  }
  NEXT(5);
}
CASE(DefineNamed) : {
  Cell* cell = R(1).as_cell();
  CacheSlot* slot = &cache[pc[4]];
  if (cell->shape_id == slot->shape_id && static_cast<CacheKind>(slot->kind) == CacheKind::kTransition) [[likely]] {
    cell->shape_id = slot->new_shape_id;
    store_at(cell, slot->offset, R(3));
    isolate.heap().write_barrier(cell);
    NEXT(5);
  }
  SLOW(define_named_slow(isolate, R(1), KEY(2), R(3), slot));
  NEXT(5);
}
CASE(GetKeyed) : {
  Value object = R(2);
  Value key = R(3);
  if (object.is_cell() && key.is_int32()) [[likely]] {
    Cell* cell = object.as_cell();
    auto index = static_cast<uint32_t>(key.as_int32());
    if (cell->elements_kind >= ElementsKind::kShared && cell->elements_kind <= ElementsKind::kHoley) [[likely]] {
      Elements* elements = static_cast<Object*>(cell)->vector();
      if (index < elements->length) [[likely]] {
        Value value = elements->values[index];
        if (!value.is_empty()) [[likely]] {
          R(1) = value;
          NEXT(5);
        }
      }
    } else if (cell->type == CellType::kString && index < static_cast<String*>(cell)->length &&
               !static_cast<String*>(cell)->is_rope()) {
      char16_t unit = flat_characters(static_cast<String*>(cell))[index];
      if (unit < 256 && isolate.single_characters[unit]) [[likely]] {
        R(1) = isolate.single_characters[unit];
        NEXT(5);
      }
    }
  }
  Value accessor;
  Value value = SLOW(get_keyed_slow(isolate, object, key, &cache[pc[4]], &accessor));
  if (value.is_empty()) {
    call_callee = accessor;
    call_result = object;
    goto get_by_getter;
  }
  R(1) = value;
  NEXT(5);
}
CASE(SetKeyed) : {
  Value object = R(1);
  Value key = R(2);
  Value value = R(3);
  if (object.is_cell() && key.is_int32()) [[likely]] {
    Cell* cell = object.as_cell();
    auto index = static_cast<uint32_t>(key.as_int32());
    ElementsKind kind = cell->elements_kind;  // below kInt32: none, or not its own
    if (kind >= ElementsKind::kInt32 && kind <= ElementsKind::kHoley &&
        (kind >= ElementsKind::kPacked || value.is_int32() || (kind == ElementsKind::kDouble && value.is_number()))) {
      Elements* elements = static_cast<Object*>(cell)->vector();
      if (index < elements->length && !elements->values[index].is_empty()) [[likely]] {
        elements->values[index] = value;
        if (value.is_cell()) isolate.heap().write_barrier_at(elements, &elements->values[index]);
        NEXT(5);
      }
      if (index == elements->length && index < elements->capacity && cell->type == CellType::kArray &&
          static_cast<Array*>(cell)->length == index && !isolate.prototypes_have_elements) {
        elements->values[index] = value;
        elements->length = index + 1;
        static_cast<Array*>(cell)->length = index + 1;
        if (value.is_cell()) isolate.heap().write_barrier_at(elements, &elements->values[index]);
        NEXT(5);
      }
    }
  }
  SLOW(set_keyed_slow(isolate, object, key, value, &cache[pc[4]], STRICT()));
  NEXT(5);
}
CASE(DefineKeyed) : {
  SLOW(define_keyed(isolate, R(1), R(2), R(3), pc[4] & 1));
  NEXT(5);
}
CASE(DefineAccessor) : {
  SLOW(define_accessor(isolate, R(1), R(2), R(3), pc[4]));
  NEXT(5);
}
CASE(SetLiteralPrototype) : {
  Value prototype = R(2);
  if (prototype.is_object() || prototype.is_null()) {
    isolate.pc = pc;
    ordinary_set_prototype_of(isolate, as_object(R(1)), prototype.is_null() ? nullptr : as_object(prototype));
  }
  NEXT(3);
}
CASE(DeleteNamed) : {
  R(1) = SLOW(delete_slow(isolate, R(2), KEY(3), STRICT()));
  NEXT(4);
}
CASE(DeleteKeyed) : {
  R(1) = SLOW(delete_keyed_slow(isolate, R(2), R(3), STRICT()));
  NEXT(4);
}
CASE(In) : {
  Value key = R(2);
  Value object = R(3);
  CacheSlot* slot = &cache[pc[4]];
  // Only an In record has a key in holder.
  if (object.is_cell() && key.is_cell() && object.as_cell()->shape_id == slot->shape_id &&
      key.as_cell() == slot->holder && slot->validity->valid) [[likely]] {
    R(1) = Value::boolean(slot->offset);
    NEXT(5);
  }
  R(1) = SLOW(in_slow(isolate, key, object, slot));
  NEXT(5);
}
CASE(InstanceOf) : {
  Value value = R(2);
  Value target = R(3);
  CacheSlot* slot = &cache[pc[4]];
  if (target.is_cell() && value.is_cell() && target.as_cell()->shape_id == slot->shape_id &&
      static_cast<CacheKind>(slot->kind) == CacheKind::kInstanceOf && slot->validity->valid) [[likely]] {
    Value prototype = load_at(target.as_cell(), slot->offset);
    if (prototype.is_cell()) {
      // Primitives are instances of nothing; a proxy may say anything.
      Cell* cell = value.as_cell();
      while (cell->is_object() && !cell->has_flag(CellFlags::kExotic)) {
        cell = static_cast<Object*>(cell)->prototype();
        if (!cell || cell == prototype.as_cell()) {
          R(1) = Value::boolean(cell != nullptr);
          NEXT(5);
        }
      }
      if (!cell->is_object()) {
        R(1) = Value::boolean(false);
        NEXT(5);
      }
    }
  }
  R(1) = SLOW(instance_of_slow(isolate, value, target, slot));
  NEXT(5);
}
