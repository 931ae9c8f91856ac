// internal.binding("crypto"): digests, MACs, key derivation, ciphers and random bytes from OpenSSL, which is loaded
// when they are first asked for.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <dlfcn.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>

#include <algorithm>
#include <cstring>

#include "engine/builtins/typed_array.h"
#include "engine/heap/sanitizers.h"
#include "engine/runtime/event_loop.h"
#include "engine/runtime/host_call.h"
#include "engine/runtime/native_handles.h"
#include "engine/runtime/natives.h"

#if SCRIM_ASAN
// OpenSSL keeps an error state for each thread, which it frees when the thread ends; the pool's end with the process.
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libcrypto";
}
extern "C" const char* __lsan_default_options() {
  return "print_suppressions=0";
}
#endif

namespace scrim {

namespace {

#define SCRIM_OPENSSL_FUNCTIONS(F) \
  F(EVP_get_digestbyname)          \
  F(EVP_MD_CTX_new)                \
  F(EVP_MD_CTX_free)               \
  F(EVP_MD_CTX_copy_ex)            \
  F(EVP_DigestInit_ex)             \
  F(EVP_DigestUpdate)              \
  F(EVP_DigestFinal_ex)            \
  F(EVP_DigestFinalXOF)            \
  F(EVP_MD_get_size)               \
  F(EVP_MD_get_flags)              \
  F(EVP_MD_do_all_sorted)          \
  F(EVP_CIPHER_do_all_sorted)      \
  F(EVP_get_cipherbyname)          \
  F(EVP_CIPHER_get_block_size)     \
  F(EVP_CIPHER_get_iv_length)      \
  F(EVP_CIPHER_get_key_length)     \
  F(EVP_CIPHER_get_mode)           \
  F(EVP_CIPHER_get_nid)            \
  F(EVP_CIPHER_CTX_new)            \
  F(EVP_CIPHER_CTX_free)           \
  F(EVP_CIPHER_CTX_ctrl)           \
  F(EVP_CIPHER_CTX_set_padding)    \
  F(EVP_CipherInit_ex)             \
  F(EVP_CipherUpdate)              \
  F(EVP_CipherFinal_ex)            \
  F(HMAC_CTX_new)                  \
  F(HMAC_CTX_free)                 \
  F(HMAC_Init_ex)                  \
  F(HMAC_Update)                   \
  F(HMAC_Final)                    \
  F(PKCS5_PBKDF2_HMAC)             \
  F(EVP_PBE_scrypt)                \
  F(RAND_bytes)                    \
  F(CRYPTO_memcmp)                 \
  F(OpenSSL_version)

struct Library {
#define DECLARE(name) decltype(&::name) name##_ = nullptr;
  SCRIM_OPENSSL_FUNCTIONS(DECLARE)
#undef DECLARE
  bool loaded = false;
  Library() {
    void* library = dlopen("libcrypto.so.3", RTLD_LAZY | RTLD_LOCAL);
    if (!library) return;
    loaded = true;
#define LOAD(name)                                                      \
  name##_ = reinterpret_cast<decltype(&::name)>(dlsym(library, #name)); \
  loaded = loaded && name##_ != nullptr;
    SCRIM_OPENSSL_FUNCTIONS(LOAD)
#undef LOAD
  }
};

// Made once and never changed.
const Library& openssl() {
  static const Library instance;
  return instance;
}

// A hash, MAC or cipher under way; JavaScript holds a handle of it.
struct Context {
  EVP_MD_CTX* digest = nullptr;
  HMAC_CTX* hmac = nullptr;
  EVP_CIPHER_CTX* cipher = nullptr;
  const EVP_MD* md = nullptr;
  size_t block_size = 0;
  ~Context() {
    if (digest) openssl().EVP_MD_CTX_free_(digest);
    if (hmac) openssl().HMAC_CTX_free_(hmac);
    if (cipher) openssl().EVP_CIPHER_CTX_free_(cipher);
  }
};
constexpr size_t kContextBytes = 512;  // about what OpenSSL takes for one

Value add(Isolate& isolate, std::shared_ptr<Context> context) {
  return runtime_of(isolate).handles->add(isolate, HandleKind::kCrypto, std::move(context), kContextBytes);
}
Context* find(Isolate& isolate, Value handle) {
  return static_cast<Context*>(runtime_of(isolate).handles->find(HandleKind::kCrypto, handle).get());
}
void forget(Isolate& isolate, Value handle) {
  runtime_of(isolate).handles->release(isolate, HandleKind::kCrypto, handle);
}

Throw unavailable(Isolate& isolate) {
  return throw_error(isolate, ErrorType::kError, "scrim's crypto needs the library libcrypto.so.3 (Debian: libssl3)");
}
#define NEED_OPENSSL(isolate) \
  if (!openssl().loaded) return unavailable(isolate)

// Strings as UTF-8, views and buffers as their bytes.
std::string bytes_of(Isolate& isolate, Value value) {
  if (value.is_string()) return to_utf8(isolate, as_string(value));
  if (is_type(value, CellType::kArrayBuffer) || is_type(value, CellType::kSharedArrayBuffer)) {
    auto* buffer = cast<ArrayBufferObject>(value);
    return std::string(reinterpret_cast<const char*>(buffer->data), buffer->byte_length);
  }
  if (is_type(value, CellType::kTypedArray)) {
    auto* array = cast<TypedArrayObject>(value);
    uint64_t length = typed_array_length(array) * element_size(array->element_type);
    return length ? std::string(reinterpret_cast<const char*>(element_address(array, 0)), length) : std::string();
  }
  if (is_type(value, CellType::kDataView)) {
    auto* view = cast<TypedArrayObject>(value);
    uint64_t length = view->length == kTracksBuffer ? view->buffer->byte_length - view->byte_offset : view->length;
    return std::string(reinterpret_cast<const char*>(view->buffer->data + view->byte_offset), length);
  }
  return {};
}
Completion<Value> to_bytes(Isolate& isolate, std::string_view data) {
  TypedArrayObject* array = TRY(create_typed_array(isolate, ElementType::kUint8, data.size()));
  if (!data.empty()) std::memcpy(element_address(array, 0), data.data(), data.size());
  return Value(array);
}
const EVP_MD* digest_named(Isolate& isolate, Value name) {
  return name.is_string() ? openssl().EVP_get_digestbyname_(to_utf8(isolate, as_string(name)).c_str()) : nullptr;
}

// --- hashes and HMACs

// (name) -> handle, undefined: no such digest
Completion<Value> hash_new(Isolate& isolate, Frame& frame) {
  NEED_OPENSSL(isolate);
  const EVP_MD* md = digest_named(isolate, frame.argument(0));
  if (!md) return Value::undefined();
  auto context = std::make_shared<Context>();
  context->md = md;
  context->digest = openssl().EVP_MD_CTX_new_();
  if (openssl().EVP_DigestInit_ex_(context->digest, md, nullptr) != 1) return Value::undefined();
  return add(isolate, std::move(context));
}
// (name, key) -> handle
Completion<Value> hmac_new(Isolate& isolate, Frame& frame) {
  NEED_OPENSSL(isolate);
  const EVP_MD* md = digest_named(isolate, frame.argument(0));
  if (!md) return Value::undefined();
  std::string key = bytes_of(isolate, frame.argument(1));
  auto context = std::make_shared<Context>();
  context->md = md;
  context->hmac = openssl().HMAC_CTX_new_();
  if (openssl().HMAC_Init_ex_(context->hmac, key.data(), static_cast<int>(key.size()), md, nullptr) != 1) {
    return Value::undefined();
  }
  return add(isolate, std::move(context));
}
// (handle, data)
Completion<Value> update(Isolate& isolate, Frame& frame) {
  Context* context = find(isolate, frame.argument(0));
  if (!context) return Value::boolean(false);
  std::string data = bytes_of(isolate, frame.argument(1));
  int ok = context->hmac
               ? openssl().HMAC_Update_(context->hmac, reinterpret_cast<const uint8_t*>(data.data()), data.size())
               : openssl().EVP_DigestUpdate_(context->digest, data.data(), data.size());
  return Value::boolean(ok == 1);
}
// (handle, length of an extendable digest or undefined) -> bytes; the handle is released
Completion<Value> digest(Isolate& isolate, Frame& frame) {
  Context* context = find(isolate, frame.argument(0));
  if (!context) return Value::undefined();
  std::string out(EVP_MAX_MD_SIZE, '\0');
  unsigned int length = 0;
  auto* target = reinterpret_cast<uint8_t*>(out.data());
  bool ok;
  if (context->hmac) {
    ok = openssl().HMAC_Final_(context->hmac, target, &length) == 1;
  } else if (frame.argument(1).is_number()) {
    length = static_cast<unsigned int>(frame.argument(1).as_number());
    out.resize(length);
    bool extendable = openssl().EVP_MD_get_flags_(context->md) & EVP_MD_FLAG_XOF;
    if (!extendable && length != static_cast<unsigned int>(openssl().EVP_MD_get_size_(context->md))) {
      return Value::undefined();
    }
    target = reinterpret_cast<uint8_t*>(out.data());
    ok = extendable ? openssl().EVP_DigestFinalXOF_(context->digest, target, length) == 1
                    : openssl().EVP_DigestFinal_ex_(context->digest, target, nullptr) == 1;
  } else {
    ok = openssl().EVP_DigestFinal_ex_(context->digest, target, &length) == 1;
  }
  forget(isolate, frame.argument(0));
  if (!ok) return Value::undefined();
  return to_bytes(isolate, std::string_view(out).substr(0, length));
}
// (handle) -> handle of a copy
Completion<Value> hash_copy(Isolate& isolate, Frame& frame) {
  Context* context = find(isolate, frame.argument(0));
  if (!context || !context->digest) return Value::undefined();
  auto copy = std::make_shared<Context>();
  copy->md = context->md;
  copy->digest = openssl().EVP_MD_CTX_new_();
  if (openssl().EVP_MD_CTX_copy_ex_(copy->digest, context->digest) != 1) return Value::undefined();
  return add(isolate, std::move(copy));
}
// (handle): forgets it
Completion<Value> release(Isolate& isolate, Frame& frame) {
  forget(isolate, frame.argument(0));
  return Value::undefined();
}
// (name) -> bytes of its digests, undefined: there is none
Completion<Value> digest_size(Isolate& isolate, Frame& frame) {
  NEED_OPENSSL(isolate);
  const EVP_MD* md = digest_named(isolate, frame.argument(0));
  return md ? Value::number(openssl().EVP_MD_get_size_(md)) : Value::undefined();
}

struct Names {
  Isolate& isolate;
  Array* list;
};
Completion<Value> digest_names(Isolate& isolate, Frame&) {
  NEED_OPENSSL(isolate);
  Names names{isolate, new_array(isolate)};
  openssl().EVP_MD_do_all_sorted_(
      [](const EVP_MD*, const char* from, const char*, void* raw) {
        auto* target = static_cast<Names*>(raw);
        if (from) array_push(target->isolate, target->list, Value(new_string_latin1(target->isolate, from)));
      },
      &names);
  return Value(names.list);
}
Completion<Value> cipher_names(Isolate& isolate, Frame&) {
  NEED_OPENSSL(isolate);
  Names names{isolate, new_array(isolate)};
  openssl().EVP_CIPHER_do_all_sorted_(
      [](const EVP_CIPHER*, const char* from, const char*, void* raw) {
        auto* target = static_cast<Names*>(raw);
        if (from) array_push(target->isolate, target->list, Value(new_string_latin1(target->isolate, from)));
      },
      &names);
  return Value(names.list);
}

// --- random

// (view): fills it
Completion<Value> random_fill(Isolate& isolate, Frame& frame) {
  NEED_OPENSSL(isolate);
  if (!is_type(frame.argument(0), CellType::kTypedArray)) return throw_type_error(isolate, "not a typed array");
  auto* array = cast<TypedArrayObject>(frame.argument(0));
  if (array->buffer->is_immutable()) return throw_immutable(isolate, "a write");
  uint64_t length = typed_array_length(array) * element_size(array->element_type);
  std::string bytes(length, '\0');
  bool filled = true;
  auto ask = [&] {
    for (uint64_t done = 0; done < length && filled;) {
      int step = static_cast<int>(std::min<uint64_t>(length - done, 1 << 30));
      filled = openssl().RAND_bytes_(reinterpret_cast<uint8_t*>(bytes.data()) + done, step) == 1;
      done += static_cast<uint64_t>(step);
    }
  };
  ask_host(host_of(isolate), "random bytes", std::to_string(length), ask, filled, bytes);
  if (!filled) return throw_error(isolate, ErrorType::kError, "no random bytes to be had");
  if (length) std::memcpy(element_address(array, 0), bytes.data(), length);
  return frame.argument(0);
}
Completion<Value> timing_safe_equal(Isolate& isolate, Frame& frame) {
  NEED_OPENSSL(isolate);
  std::string a = bytes_of(isolate, frame.argument(0));
  std::string b = bytes_of(isolate, frame.argument(1));
  return Value::boolean(a.size() == b.size() && openssl().CRYPTO_memcmp_(a.data(), b.data(), a.size()) == 0);
}

// --- key derivation, on a thread of the pool where a callback is given

struct Derivation final : Work {
  std::string password, salt, out;
  const EVP_MD* md = nullptr;  // null: scrypt
  int iterations = 0;
  uint64_t n = 0, r = 0, p = 0, max_memory = 0;
  uint32_t callback = 0;
  bool ok = false;

  std::string name() const override { return md ? "crypto.pbkdf2" : "crypto.scrypt"; }
  uint32_t kept() const override { return callback; }
  void run() override {
    auto* target = reinterpret_cast<uint8_t*>(out.data());
    auto* salt_bytes = reinterpret_cast<const uint8_t*>(salt.data());
    if (md) {
      ok = openssl().PKCS5_PBKDF2_HMAC_(password.data(), static_cast<int>(password.size()), salt_bytes,
                                        static_cast<int>(salt.size()), iterations, md, static_cast<int>(out.size()),
                                        target) == 1;
    } else {
      ok = openssl().EVP_PBE_scrypt_(password.data(), password.size(), salt_bytes, salt.size(), n, r, p, max_memory,
                                     target, out.size()) == 1;
    }
  }
  void finish(Runtime& runtime) override {
    Isolate& isolate = runtime.isolate();
    Value function = runtime.loop().release(callback);
    Value result = Value::undefined();
    if (ok) {
      Completion<Value> bytes = to_bytes(isolate, out);
      if (!bytes.failed()) result = bytes.value();
    }
    runtime.loop().run_callback(function, Value::undefined(), std::span<const Value>(&result, 1));
  }
};

Completion<Value> start(Isolate& isolate, std::unique_ptr<Derivation> work, Value callback) {
  if (is_callable(callback)) {
    work->callback = runtime_of(isolate).loop().keep(callback);
    runtime_of(isolate).loop().post(std::move(work));
    return Value::undefined();
  }
  work->run();
  if (!work->ok) return Value::undefined();
  return to_bytes(isolate, work->out);
}
// (password, salt, iterations, key length, digest, callback or undefined) -> bytes
Completion<Value> pbkdf2(Isolate& isolate, Frame& frame) {
  NEED_OPENSSL(isolate);
  auto work = std::make_unique<Derivation>();
  work->password = bytes_of(isolate, frame.argument(0));
  work->salt = bytes_of(isolate, frame.argument(1));
  work->iterations = TRY(to_int32(isolate, frame.argument(2)));
  work->out.resize(static_cast<size_t>(TRY(to_int32(isolate, frame.argument(3)))));
  work->md = digest_named(isolate, frame.argument(4));
  if (!work->md) return Value::undefined();
  return start(isolate, std::move(work), frame.argument(5));
}
// (password, salt, key length, N, r, p, most memory, callback or undefined) -> bytes, undefined: parameters refused
Completion<Value> scrypt(Isolate& isolate, Frame& frame) {
  NEED_OPENSSL(isolate);
  auto work = std::make_unique<Derivation>();
  work->password = bytes_of(isolate, frame.argument(0));
  work->salt = bytes_of(isolate, frame.argument(1));
  work->out.resize(static_cast<size_t>(TRY(to_int32(isolate, frame.argument(2)))));
  work->n = static_cast<uint64_t>(TRY(to_number(isolate, frame.argument(3))));
  work->r = static_cast<uint64_t>(TRY(to_number(isolate, frame.argument(4))));
  work->p = static_cast<uint64_t>(TRY(to_number(isolate, frame.argument(5))));
  work->max_memory = static_cast<uint64_t>(TRY(to_number(isolate, frame.argument(6))));
  if (openssl().EVP_PBE_scrypt_(nullptr, 0, nullptr, 0, work->n, work->r, work->p, work->max_memory, nullptr, 0) != 1) {
    return Value::boolean(false);
  }
  return start(isolate, std::move(work), frame.argument(7));
}

// --- ciphers

// (name) -> [nid, block size, iv length, key length, mode], undefined: there is none
Completion<Value> cipher_info(Isolate& isolate, Frame& frame) {
  NEED_OPENSSL(isolate);
  String* name = TRY(to_string(isolate, frame.argument(0)));
  const EVP_CIPHER* cipher = openssl().EVP_get_cipherbyname_(to_utf8(isolate, name).c_str());
  if (!cipher) return Value::undefined();
  Value fields[] = {Value::number(openssl().EVP_CIPHER_get_nid_(cipher)),
                    Value::number(openssl().EVP_CIPHER_get_block_size_(cipher)),
                    Value::number(openssl().EVP_CIPHER_get_iv_length_(cipher)),
                    Value::number(openssl().EVP_CIPHER_get_key_length_(cipher)),
                    Value::number(openssl().EVP_CIPHER_get_mode_(cipher))};
  return Value(new_array_from(isolate, fields));
}
// (name, key, iv, encrypt) -> handle
Completion<Value> cipher_new(Isolate& isolate, Frame& frame) {
  NEED_OPENSSL(isolate);
  String* name = TRY(to_string(isolate, frame.argument(0)));
  const EVP_CIPHER* cipher = openssl().EVP_get_cipherbyname_(to_utf8(isolate, name).c_str());
  if (!cipher) return Value::undefined();
  std::string key = bytes_of(isolate, frame.argument(1));
  std::string iv = bytes_of(isolate, frame.argument(2));
  int encrypt = to_boolean(frame.argument(3));
  auto context = std::make_shared<Context>();
  context->cipher = openssl().EVP_CIPHER_CTX_new_();
  context->block_size = static_cast<size_t>(openssl().EVP_CIPHER_get_block_size_(cipher));
  if (openssl().EVP_CipherInit_ex_(context->cipher, cipher, nullptr, nullptr, nullptr, encrypt) != 1) {
    return Value::undefined();
  }
  if (openssl().EVP_CIPHER_get_mode_(cipher) == EVP_CIPH_GCM_MODE) {
    openssl().EVP_CIPHER_CTX_ctrl_(context->cipher, EVP_CTRL_AEAD_SET_IVLEN, static_cast<int>(iv.size()), nullptr);
  }
  if (openssl().EVP_CipherInit_ex_(context->cipher, nullptr, nullptr, reinterpret_cast<const uint8_t*>(key.data()),
                                   iv.empty() ? nullptr : reinterpret_cast<const uint8_t*>(iv.data()), encrypt) != 1) {
    return Value::undefined();
  }
  return add(isolate, std::move(context));
}
// (handle, data, whether it is only authenticated) -> bytes
Completion<Value> cipher_update(Isolate& isolate, Frame& frame) {
  Context* context = find(isolate, frame.argument(0));
  if (!context || !context->cipher) return Value::undefined();
  std::string data = bytes_of(isolate, frame.argument(1));
  std::string out(data.size() + context->block_size + 32, '\0');
  int length = 0;
  auto* target = to_boolean(frame.argument(2)) ? nullptr : reinterpret_cast<uint8_t*>(out.data());
  if (openssl().EVP_CipherUpdate_(context->cipher, target, &length, reinterpret_cast<const uint8_t*>(data.data()),
                                  static_cast<int>(data.size())) != 1) {
    return Value::undefined();
  }
  return to_bytes(isolate, std::string_view(out).substr(0, target ? static_cast<size_t>(length) : 0));
}
// (handle) -> the last bytes, undefined: wrong key, padding or tag
Completion<Value> cipher_final(Isolate& isolate, Frame& frame) {
  Context* context = find(isolate, frame.argument(0));
  if (!context || !context->cipher) return Value::undefined();
  std::string out(context->block_size + 32, '\0');
  int length = 0;
  if (openssl().EVP_CipherFinal_ex_(context->cipher, reinterpret_cast<uint8_t*>(out.data()), &length) != 1) {
    return Value::undefined();
  }
  return to_bytes(isolate, std::string_view(out).substr(0, static_cast<size_t>(length)));
}
Completion<Value> cipher_padding(Isolate& isolate, Frame& frame) {
  Context* context = find(isolate, frame.argument(0));
  if (context && context->cipher) {
    openssl().EVP_CIPHER_CTX_set_padding_(context->cipher, to_boolean(frame.argument(1)));
  }
  return Value::undefined();
}
// (handle, length) -> the tag after the last bytes
Completion<Value> cipher_tag(Isolate& isolate, Frame& frame) {
  Context* context = find(isolate, frame.argument(0));
  if (!context || !context->cipher) return Value::undefined();
  int length = TRY(to_int32(isolate, frame.argument(1)));
  std::string out(static_cast<size_t>(length), '\0');
  if (openssl().EVP_CIPHER_CTX_ctrl_(context->cipher, EVP_CTRL_AEAD_GET_TAG, length, out.data()) != 1) {
    return Value::undefined();
  }
  return to_bytes(isolate, out);
}
Completion<Value> cipher_set_tag(Isolate& isolate, Frame& frame) {
  Context* context = find(isolate, frame.argument(0));
  if (!context || !context->cipher) return Value::boolean(false);
  std::string tag = bytes_of(isolate, frame.argument(1));
  return Value::boolean(openssl().EVP_CIPHER_CTX_ctrl_(context->cipher, EVP_CTRL_AEAD_SET_TAG,
                                                       static_cast<int>(tag.size()), tag.data()) == 1);
}

using P = BuiltinProperty;
constexpr P kNatives[] = {
    P::function("hashNew", hash_new, 1),
    P::function("hmacNew", hmac_new, 2),
    P::function("update", update, 2),
    P::function("digest", digest, 2),
    P::function("hashCopy", hash_copy, 1),
    P::function("release", release, 1),
    P::function("digestSize", digest_size, 1),
    P::function("digestNames", digest_names, 0),
    P::function("cipherNames", cipher_names, 0),
    P::function("randomFill", random_fill, 1),
    P::function("timingSafeEqual", timing_safe_equal, 2),
    P::function("pbkdf2", pbkdf2, 6),
    P::function("scrypt", scrypt, 8),
    P::function("cipherInfo", cipher_info, 1),
    P::function("cipherNew", cipher_new, 4),
    P::function("cipherUpdate", cipher_update, 3),
    P::function("cipherFinal", cipher_final, 1),
    P::function("cipherPadding", cipher_padding, 2),
    P::function("cipherTag", cipher_tag, 2),
    P::function("cipherSetTag", cipher_set_tag, 2),
};

}  // namespace

extern constexpr NativeBinding kCryptoBinding = {"crypto", kNatives};

}  // namespace scrim
