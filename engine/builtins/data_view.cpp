// DataView. ECMA-262 sec-dataview-objects
#include <algorithm>

#include "engine/builtins/typed_array.h"

namespace scrim {

namespace {

Completion<Value> data_view_constructor(Isolate& isolate, Frame& frame) {
  if (frame.new_target.is_undefined()) return throw_type_error(isolate, "Constructor DataView requires 'new'");
  Value first = frame.argument(0);
  if (!is_type(first, CellType::kArrayBuffer) && !is_type(first, CellType::kSharedArrayBuffer))
    return throw_type_error(isolate, "First argument to DataView constructor must be an ArrayBuffer");
  auto* buffer = cast<ArrayBufferObject>(first);
  uint64_t offset = TRY(to_index(isolate, frame.argument(1)));
  if (is_detached(buffer)) return throw_type_error(isolate, "Cannot perform DataView on a detached ArrayBuffer");
  auto outside = [&] {
    return throw_range_error(isolate, "Start offset %llu is outside the bounds of the buffer",
                             static_cast<unsigned long long>(offset));
  };
  const uint64_t byte_length = buffer->byte_length;  // before the conversion of the length, which may run code
  if (offset > byte_length) return outside();
  bool has_length = !frame.argument(2).is_undefined();
  uint64_t length = kTracksBuffer;
  if (has_length) {
    length = TRY(to_index(isolate, frame.argument(2)));
    if (offset + length > byte_length)
      return throw_range_error(isolate, "Invalid DataView length %llu", static_cast<unsigned long long>(length));
  } else if (!is_resizable(buffer)) {
    length = buffer->byte_length - offset;
  }
  Shape* shape =
      TRY(shape_from_constructor(isolate, frame.new_target, Intrinsic::kDataViewPrototype, CellType::kDataView));
  if (is_detached(buffer)) return throw_type_error(isolate, "Cannot perform DataView on a detached ArrayBuffer");
  if (offset > buffer->byte_length || (has_length && offset + length > buffer->byte_length)) return outside();
  auto* view = allocate_object<TypedArrayObject>(isolate, shape);
  view->buffer = buffer;
  view->byte_offset = offset;
  view->length = length;
  view->element_type = ElementType::kUint8;
  view->padding = 0;
  return Value(view);
}

Completion<TypedArrayObject*> this_view(Isolate& isolate, Frame& frame, const char* method) {
  if (!is_type(frame.this_value, CellType::kDataView))
    return throw_incompatible_receiver(isolate, method, frame.this_value);
  return cast<TypedArrayObject>(frame.this_value);
}

Completion<Value> get_buffer(Isolate& isolate, Frame& frame) {
  return Value(TRY(this_view(isolate, frame, "DataView.prototype.buffer"))->buffer);
}

// magic 1: byteOffset
Completion<Value> get_bounds(Isolate& isolate, Frame& frame) {
  TypedArrayObject* view = TRY(this_view(isolate, frame, "DataView.prototype.byteLength"));
  bool outside;
  uint64_t length = typed_array_length(view, &outside);
  if (outside)
    return throw_type_error(isolate, "Cannot perform DataView.prototype.%s on a detached ArrayBuffer",
                            callee_of(frame)->magic ? "byteOffset" : "byteLength");
  return Value::number(callee_of(frame)->magic ? view->byte_offset : length);
}

// The bytes of an access, or a throw. ECMA-262 sec-getviewvalue
Completion<Value> access(Isolate& isolate, Frame& frame, ElementType type, bool store) {
  TypedArrayObject* view = TRY(this_view(isolate, frame, store ? "DataView.prototype.set" : "DataView.prototype.get"));
  if (store && view->buffer->is_immutable()) return throw_immutable(isolate, "DataView.prototype.set");
  Completion<uint64_t> index = to_index(isolate, frame.argument(0));
  if (index.failed()) {
    if (frame.argument(0).is_number()) {
      isolate.take_exception();
      return throw_range_error(isolate, "Offset is outside the bounds of the DataView");
    }
    return Throw{};
  }
  Value value;
  if (store) value = TRY(to_element_value(isolate, type, frame.argument(1)));
  bool little = to_boolean(frame.argument(store ? 2 : 1));
  bool outside;
  uint64_t length = typed_array_length(view, &outside);
  if (outside) return throw_type_error(isolate, "Cannot perform DataView access on a detached ArrayBuffer");
  uint32_t size = element_size(type);
  if (index.value() > length || length - index.value() < size)
    return throw_range_error(isolate, "Offset is outside the bounds of the DataView");
  uint8_t* address = view->buffer->data + view->byte_offset + index.value();
  uint8_t bytes[8];
  if (store) {
    store_element(type, bytes, value);
    if (!little) std::reverse(bytes, bytes + size);
    std::memcpy(address, bytes, size);
    return Value::undefined();
  }
  std::memcpy(bytes, address, size);
  if (!little) std::reverse(bytes, bytes + size);
  return load_element(isolate, type, bytes);
}

template <ElementType type>
Completion<Value> get_value_method(Isolate& isolate, Frame& frame) {
  return access(isolate, frame, type, false);
}
template <ElementType type>
Completion<Value> set_value_method(Isolate& isolate, Frame& frame) {
  return access(isolate, frame, type, true);
}

using P = BuiltinProperty;
#define ACCESS(Name)                                                   \
  P::function("get" #Name, get_value_method<ElementType::k##Name>, 1), \
      P::function("set" #Name, set_value_method<ElementType::k##Name>, 2),
constexpr P kDataViewPrototypeTable[] = {
    P::accessor("buffer", get_buffer),
    P::accessor("byteLength", get_bounds, nullptr, 0),
    P::accessor("byteOffset", get_bounds, nullptr, 1),
    ACCESS(Int8) ACCESS(Uint8) ACCESS(Int16) ACCESS(Uint16) ACCESS(Int32) ACCESS(Uint32) ACCESS(Float16) ACCESS(Float32)
        ACCESS(Float64) ACCESS(BigInt64) ACCESS(BigUint64) P::string("@@toStringTag", "DataView"),
};
#undef ACCESS

}  // namespace

extern constexpr ClassSpec kDataViewClass = {
    Intrinsic::kDataView,   Intrinsic::kDataViewPrototype, "DataView", data_view_constructor, 1, {},
    kDataViewPrototypeTable};

}  // namespace scrim
