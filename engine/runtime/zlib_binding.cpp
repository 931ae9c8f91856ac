// What node:zlib stands on: a codec takes input and gives output step by step, at once or on the thread pool.
#include <brotli/decode.h>
#include <brotli/encode.h>
#include <zlib.h>

#include <cstring>
#include <memory>

#include "engine/runtime/bytes.h"
#include "engine/runtime/event_loop.h"
#include "engine/runtime/native_handles.h"
#include "engine/runtime/natives.h"

namespace scrim {

namespace {

// Node's numbers of its modes.
enum Mode { kNone, kDeflate, kInflate, kGzip, kGunzip, kDeflateRaw, kInflateRaw, kUnzip, kBrotliDecode, kBrotliEncode };

// One step of a codec: what went in and out, and what zlib said of it.
struct Step {
  const uint8_t* input = nullptr;
  size_t input_size = 0;
  uint8_t* output = nullptr;
  size_t output_size = 0;
  int flush = 0;
  int error = Z_OK;
  std::string message;
  std::string code;
};

struct Codec {
  Mode mode = kNone;
  z_stream stream{};
  bool ready = false;
  bool single_member = false;  // gzip: what follows the first member is refused
  int window_bits = 15, level = Z_DEFAULT_COMPRESSION, memory = 8, strategy = 0;
  std::string dictionary;
  BrotliEncoderState* encoder = nullptr;
  BrotliDecoderState* decoder = nullptr;
  BrotliDecoderErrorCode brotli_error = BROTLI_DECODER_NO_ERROR;

  ~Codec() { end(); }
  void end() {
    if (ready && is_zlib()) compresses() ? deflateEnd(&stream) : inflateEnd(&stream);
    ready = false;
    if (encoder) BrotliEncoderDestroyInstance(encoder);
    if (decoder) BrotliDecoderDestroyInstance(decoder);
    encoder = nullptr;
    decoder = nullptr;
  }
  bool is_zlib() const { return mode < kBrotliDecode; }
  bool compresses() const { return mode == kDeflate || mode == kGzip || mode == kDeflateRaw || mode == kBrotliEncode; }
  int window_of(Mode kind) const {
    switch (kind) {
      case kGzip:
      case kGunzip: return window_bits + 16;
      case kUnzip: return window_bits + 32;
      case kDeflateRaw:
      case kInflateRaw: return -window_bits;
      default: return window_bits;
    }
  }
  // About what zlib.h says it takes; of brotli, what it takes before the first byte.
  size_t bytes() const {
    if (!is_zlib()) return size_t{64} << 10;
    return compresses() ? (size_t{1} << (window_bits + 2)) + (size_t{1} << (memory + 9)) : size_t{48} << 10;
  }
  int start() {
    int result = compresses() ? deflateInit2(&stream, level, Z_DEFLATED, window_of(mode), memory, strategy)
                              : inflateInit2(&stream, window_of(mode));
    ready = result == Z_OK;
    if (ready && !dictionary.empty() && (mode == kDeflate || mode == kDeflateRaw)) {
      result = deflateSetDictionary(&stream, reinterpret_cast<const Bytef*>(dictionary.data()),
                                    static_cast<uInt>(dictionary.size()));
    } else if (ready && !dictionary.empty() && mode == kInflateRaw) {
      result = inflateSetDictionary(&stream, reinterpret_cast<const Bytef*>(dictionary.data()),
                                    static_cast<uInt>(dictionary.size()));
    }
    return result;
  }
  void run(Step& step);

 private:
  void run_brotli(Step& step);
};

void fail(Step& step, int error, const char* message) {
  step.error = error;
  step.message = message;
  switch (error) {
    case Z_NEED_DICT: step.code = "Z_NEED_DICT"; break;
    case Z_STREAM_ERROR: step.code = "Z_STREAM_ERROR"; break;
    case Z_DATA_ERROR: step.code = "Z_DATA_ERROR"; break;
    case Z_MEM_ERROR: step.code = "Z_MEM_ERROR"; break;
    case Z_BUF_ERROR: step.code = "Z_BUF_ERROR"; break;
    default: step.code = "Z_ERRNO"; break;
  }
}

void Codec::run(Step& step) {
  if (!is_zlib()) return run_brotli(step);
  if (!ready && start() != Z_OK) return fail(step, Z_STREAM_ERROR, "Init error");
  stream.next_in = const_cast<Bytef*>(step.input);
  stream.avail_in = static_cast<uInt>(step.input_size);
  stream.next_out = step.output;
  stream.avail_out = static_cast<uInt>(step.output_size);
  int result;
  if (compresses()) {
    result = deflate(&stream, step.flush);
  } else {
    result = inflate(&stream, step.flush);
    if (result == Z_NEED_DICT && !dictionary.empty()) {
      result = inflateSetDictionary(&stream, reinterpret_cast<const Bytef*>(dictionary.data()),
                                    static_cast<uInt>(dictionary.size()));
      if (result == Z_OK) {
        result = inflate(&stream, step.flush);
      } else if (result == Z_DATA_ERROR) {
        result = Z_NEED_DICT;
      }
    }
    // Another member of a gzip file follows.
    while (!single_member && stream.avail_in > 0 && (mode == kGunzip || mode == kUnzip) && result == Z_STREAM_END &&
           stream.next_in[0] != 0x00) {
      inflateReset(&stream);
      result = inflate(&stream, step.flush);
    }
  }
  step.input_size = stream.avail_in;
  step.output_size = stream.avail_out;
  switch (result) {
    case Z_OK: break;
    case Z_BUF_ERROR:
      if (stream.avail_out != 0 && step.flush == Z_FINISH) fail(step, Z_BUF_ERROR, "unexpected end of file");
      break;
    case Z_STREAM_END: break;
    case Z_NEED_DICT: fail(step, Z_NEED_DICT, dictionary.empty() ? "Missing dictionary" : "Bad dictionary"); break;
    default: fail(step, result, stream.msg ? stream.msg : "Zlib error");
  }
}

void Codec::run_brotli(Step& step) {
  size_t in = step.input_size, out = step.output_size;
  const uint8_t* next_in = step.input;
  uint8_t* next_out = step.output;
  if (mode == kBrotliEncode) {
    BROTLI_BOOL ok = BrotliEncoderCompressStream(encoder, static_cast<BrotliEncoderOperation>(step.flush), &in,
                                                 &next_in, &out, &next_out, nullptr);
    if (!ok) {
      step.error = -1;
      step.message = "Compression failed";
      step.code = "ERR_BROTLI_COMPRESSION_FAILED";
    }
  } else {
    BrotliDecoderResult result = BrotliDecoderDecompressStream(decoder, &in, &next_in, &out, &next_out, nullptr);
    if (result == BROTLI_DECODER_RESULT_ERROR) {
      brotli_error = BrotliDecoderGetErrorCode(decoder);
      step.error = brotli_error;
      step.message = "Decompression failed";
      std::string name = BrotliDecoderErrorString(brotli_error);
      // Older releases leave out the part of the name that says what kind it is.
      if (!name.starts_with("_")) {
        name = (brotli_error >= -16                          ? "_ERROR_FORMAT_"
                : brotli_error <= -21 && brotli_error >= -30 ? "_ERROR_ALLOC_"
                                                             : "_ERROR_") +
               name;
      }
      step.code = "ERR_" + name;
    } else if (step.flush == BROTLI_OPERATION_FINISH && result == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT) {
      step.error = Z_BUF_ERROR;
      step.message = "unexpected end of file";
      step.code = "Z_BUF_ERROR";
    }
  }
  step.input_size = in;
  step.output_size = out;
}

std::shared_ptr<Codec> codec_of(Isolate& isolate, Value handle) {
  return std::static_pointer_cast<Codec>(runtime_of(isolate).handles->find(HandleKind::kCodec, handle));
}

int integer(Frame& frame, uint32_t index, int fallback) {
  Value value = frame.argument(index);
  return value.is_number() ? static_cast<int>(value.as_number()) : fallback;
}

// (mode, window bits, level, memory level, strategy, dictionary) -> handle, -1: refused
Completion<Value> open_native(Isolate& isolate, Frame& frame) {
  auto codec = std::make_shared<Codec>();
  codec->mode = static_cast<Mode>(integer(frame, 0, 0));
  codec->window_bits = integer(frame, 1, 15);
  codec->level = integer(frame, 2, Z_DEFAULT_COMPRESSION);
  codec->memory = integer(frame, 3, 8);
  codec->strategy = integer(frame, 4, 0);
  codec->single_member = frame.argument(6).is_true();
  Bytes dictionary;
  if (bytes_of(frame.argument(5), &dictionary)) codec->dictionary = dictionary.text();
  if (codec->mode == kBrotliEncode) codec->encoder = BrotliEncoderCreateInstance(nullptr, nullptr, nullptr);
  if (codec->mode == kBrotliDecode) codec->decoder = BrotliDecoderCreateInstance(nullptr, nullptr, nullptr);
  if (codec->is_zlib() && codec->start() != Z_OK) return Value::int32(-1);
  const size_t bytes = codec->bytes();
  return runtime_of(isolate).handles->add(isolate, HandleKind::kCodec, std::move(codec), bytes);
}

// (handle, parameter, value) -> whether brotli knows it
Completion<Value> set_native(Isolate& isolate, Frame& frame) {
  std::shared_ptr<Codec> codec = codec_of(isolate, frame.argument(0));
  if (!codec) return Value::boolean(false);
  auto value = static_cast<uint32_t>(integer(frame, 2, 0));
  if (codec->encoder) {
    return Value::boolean(
        BrotliEncoderSetParameter(codec->encoder, static_cast<BrotliEncoderParameter>(integer(frame, 1, 0)), value));
  }
  if (codec->decoder) {
    return Value::boolean(
        BrotliDecoderSetParameter(codec->decoder, static_cast<BrotliDecoderParameter>(integer(frame, 1, 0)), value));
  }
  return Value::boolean(false);
}

Completion<Value> close_native(Isolate& isolate, Frame& frame) {
  runtime_of(isolate).handles->release(isolate, HandleKind::kCodec, frame.argument(0));
  return Value::undefined();
}

Completion<Value> reset_native(Isolate& isolate, Frame& frame) {
  std::shared_ptr<Codec> codec = codec_of(isolate, frame.argument(0));
  if (!codec || !codec->is_zlib()) return Value::undefined();
  codec->end();
  codec->stream = {};
  codec->start();
  return Value::undefined();
}

// (handle, level, strategy) -> 0 or a zlib error
Completion<Value> params_native(Isolate& isolate, Frame& frame) {
  std::shared_ptr<Codec> codec = codec_of(isolate, frame.argument(0));
  if (!codec || !codec->compresses() || !codec->is_zlib()) return Value::int32(0);
  codec->stream.avail_in = 0;
  codec->stream.avail_out = 0;
  int result = deflateParams(&codec->stream, integer(frame, 1, -1), integer(frame, 2, 0));
  return Value::int32(result == Z_BUF_ERROR ? 0 : result);
}

// [input left, output left, error, message, code]
Value result_of(Isolate& isolate, const Step& step) {
  Value fields[] = {Value::number(static_cast<uint64_t>(step.input_size)),
                    Value::number(static_cast<uint64_t>(step.output_size)), Value::int32(step.error),
                    Value(new_string_utf8(isolate, step.message)), Value(new_string_utf8(isolate, step.code))};
  return Value(new_array_from(isolate, fields));
}

class ZlibWork final : public Work {
 public:
  ZlibWork(std::shared_ptr<Codec> codec, Step step, uint32_t kept) : codec_(codec), step_(step), kept_(kept) {}
  std::string name() const override { return "zlib"; }
  void run() override { codec_->run(step_); }
  uint32_t kept() const override { return kept_; }
  void finish(Runtime& runtime) override {
    auto* kept = cast<Array>(runtime.loop().release(kept_));
    Value argument = result_of(runtime.isolate(), step_);
    runtime.loop().run_callback(fast_element(kept, 0), Value::undefined(), std::span<const Value>(&argument, 1));
  }

 private:
  std::shared_ptr<Codec> codec_;
  Step step_;
  uint32_t kept_;
};

// (handle, flush, input, offset, length, output, offset, length, callback or undefined)
Completion<Value> step_native(Isolate& isolate, Frame& frame) {
  std::shared_ptr<Codec> codec = codec_of(isolate, frame.argument(0));
  if (!codec) return throw_type_error(isolate, "zlib binding closed");
  Step step;
  step.flush = integer(frame, 1, 0);
  Bytes input, output;
  if (bytes_of(frame.argument(2), &input)) {
    size_t offset = std::min(input.size, static_cast<size_t>(integer(frame, 3, 0)));
    step.input = input.data + offset;
    step.input_size = std::min(input.size - offset, static_cast<size_t>(integer(frame, 4, 0)));
  }
  TRY(writable_bytes_of(isolate, frame.argument(5), &output));
  size_t offset = std::min(output.size, static_cast<size_t>(integer(frame, 6, 0)));
  step.output = output.data + offset;
  step.output_size = std::min(output.size - offset, static_cast<size_t>(integer(frame, 7, 0)));
  Value callback = frame.argument(8);
  if (!is_callable(callback)) {
    codec->run(step);
    return result_of(isolate, step);
  }
  EventLoop& loop = runtime_of(isolate).loop();
  Value kept[] = {callback, frame.argument(2), frame.argument(5)};
  uint32_t index = loop.keep(Value(new_array_from(isolate, kept)));
  loop.post(std::make_unique<ZlibWork>(codec, step, index));
  return Value::undefined();
}

// (bytes, value before) -> CRC-32
Completion<Value> crc32_native(Isolate& isolate, Frame& frame) {
  Bytes bytes;
  if (!bytes_of(frame.argument(0), &bytes)) return throw_type_error(isolate, "argument must be a buffer");
  double before = frame.argument(1).is_number() ? frame.argument(1).as_number() : 0;
  return Value::number(static_cast<uint32_t>(crc32_z(static_cast<uLong>(before), bytes.data, bytes.size)));
}

using P = BuiltinProperty;
constexpr P kTable[] = {
    P::function("open", open_native, 6),     P::function("set", set_native, 3),
    P::function("close", close_native, 1),   P::function("reset", reset_native, 1),
    P::function("params", params_native, 3), P::function("step", step_native, 9),
    P::function("crc32", crc32_native, 2),
};

}  // namespace

extern constexpr NativeBinding kZlibBinding = {"zlib", kTable};

}  // namespace scrim
