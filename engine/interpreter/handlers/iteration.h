// for-of, for-in, array patterns. A pristine array is walked without an iterator object.
CASE(GetIterator) : {
  SLOW(get_iterator_record(isolate, fp + IMM(1), R(2)));
  NEXT(3);
}
CASE(GetAsyncIterator) : {
  SLOW(get_async_iterator_record(isolate, fp + IMM(1), R(2)));
  NEXT(3);
}
// The next element of an array being walked, if it is there; what `next` would do was settled when the walk began.
#define NEXT_ELEMENT(record)                                                                    \
  ({                                                                                            \
    Value element_ = Value::empty();                                                            \
    if (record[1].is_empty() && record[2].is_int32()) {                                         \
      auto* walked_ = cast<Array>(record[0]);                                                   \
      auto index_ = static_cast<uint32_t>(record[2].as_int32());                                \
      if (index_ < walked_->length && walked_->has_vector_elements() &&                         \
          index_ < walked_->vector()->length) {                                                 \
        element_ = walked_->vector()->values[index_];                                           \
        if (!element_.is_empty()) record[2] = Value::int32(static_cast<int32_t>(index_ + 1));   \
      }                                                                                         \
    }                                                                                           \
    element_;                                                                                   \
  })
CASE(LoopIteratorNext) : {
  Value* record = fp + IMM(2);
  Value element = NEXT_ELEMENT(record);
  if (!element.is_empty()) [[likely]] {
    R(1) = element;
    LOOP(3);
  }
  Value value = SLOW(iterator_record_next(isolate, record));
  if (value.is_empty()) NEXT(5);
  R(1) = value;
  LOOP(3);
}
CASE(IteratorStep) : {
  Value* record = fp + IMM(2);
  Value element = NEXT_ELEMENT(record);
  if (!element.is_empty()) [[likely]] {
    R(1) = element;
    NEXT(3);
  }
  Value value = SLOW(iterator_record_next(isolate, record));
  R(1) = value.is_empty() ? Value::undefined() : value;
  NEXT(3);
}
CASE(IteratorRest) : {
  R(1) = SLOW(iterator_record_rest(isolate, fp + IMM(2)));
  NEXT(3);
}
CASE(IteratorClose) : {
  if (fp[IMM(1) + 1].is_empty() && !isolate.current_realm->has_intrinsic(Intrinsic::kArrayIteratorPrototype)) {
    fp[IMM(1) + 2] = Value::boolean(true);
    NEXT(2);
  }
  SLOW(iterator_record_close(isolate, fp + IMM(1)));
  NEXT(2);
}
CASE(IteratorCloseSilently) : {
  OUT((iterator_record_close_silently(isolate, fp + IMM(1)), 0));
  labels = isolate.dispatch;
  if (isolate.has_exception()) goto throw_pending;  // being terminated
  NEXT(2);
}
CASE(IteratorCallNext) : {
  R(1) = SLOW(iterator_record_call_next(isolate, fp + IMM(2)));
  NEXT(3);
}
CASE(IteratorUnwrap) : {
  Value value = SLOW(iterator_record_unwrap(isolate, fp + IMM(2), R(3)));
  if (value.is_empty()) JUMP(4);
  R(1) = value;
  NEXT(6);
}
CASE(IteratorCallReturn) : {
  Value value = SLOW(iterator_record_call_return(isolate, fp + IMM(2)));
  if (value.is_empty()) JUMP(3);
  R(1) = value;
  NEXT(5);
}
CASE(IteratorCallReturnSilently) : {
  isolate.pc = pc;
  Completion<Value> result = iterator_record_call_return(isolate, fp + IMM(2));
  labels = isolate.dispatch;
  if (result.failed()) {
    if (isolate.terminating) goto throw_pending;
    isolate.take_exception();
    JUMP(3);
  }
  if (result.value().is_empty()) JUMP(3);
  R(1) = result.value();
  NEXT(5);
}
CASE(CheckIteratorResult) : {
  SLOW(check_iterator_result(isolate, R(1)));
  NEXT(2);
}
CASE(ForInPrepare) : {
  R(1) = SLOW(for_in_prepare(isolate, R(2)));
  NEXT(3);
}
CASE(LoopForInNext) : {
  auto* names = cast<NameIterator>(R(2));
  Value value = SLOW(for_in_next(isolate, names));
  if (value.is_empty()) NEXT(5);
  R(1) = value;
  LOOP(3);
}
#undef NEXT_ELEMENT
