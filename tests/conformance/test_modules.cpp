#include "tests/conformance/test_modules.h"

#include <filesystem>
#include <fstream>

#include "engine/interpreter/promise.h"
#include "engine/objects/errors.h"
#include "engine/objects/script_data.h"

namespace scrim {

namespace {

// The host's context stays the runtime's; the modules hang off this.
TestModules* current = nullptr;

std::string text_of(Isolate& isolate, Value value) {
  return to_utf8(isolate, as_string(value));
}

}  // namespace

TestModules::TestModules(Isolate& isolate)
    : isolate_(isolate), modules_(isolate.heap(), "test modules"), saved_context_(nullptr) {
  current = this;
  isolate.host.load_module = [](void*, Isolate&, Value referrer, String* specifier, std::span<const Value> attributes) {
    return current->load(referrer, specifier, attributes);
  };
  isolate.host.import_meta = nullptr;
}

TestModules::~TestModules() {
  isolate_.host.load_module = nullptr;
  current = nullptr;
}

Completion<ModuleRecord*> TestModules::load(Value referrer, String* specifier, std::span<const Value> attributes) {
  std::string type;
  for (size_t i = 0; i + 1 < attributes.size(); i += 2) {
    if (text_of(isolate_, attributes[i]) != "type") {
      return throw_error(isolate_, ErrorType::kSyntaxError, "unknown import attribute");
    }
    type = text_of(isolate_, attributes[i + 1]);
  }
  std::string from;
  if (referrer.is_cell()) {
    const Script* script =
        referrer.as_cell()->type == CellType::kScript ? cast<Script>(referrer) : cast<ModuleRecord>(referrer)->script;
    from = script->data->source.name();
  }
  std::string name = to_utf8(isolate_, specifier);
  std::filesystem::path path = (std::filesystem::path(from).parent_path() / name).lexically_normal();
  std::string key = type + ":" + path.string();
  if (auto found = by_key_.find(key); found != by_key_.end()) return cast<ModuleRecord>(modules_[found->second]);
  std::ifstream stream(path, std::ios::binary);
  std::error_code ignored;
  if (!stream || !std::filesystem::is_regular_file(path, ignored))
    return throw_error(isolate_, ErrorType::kError, "Cannot find module '%s'", name.c_str());
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  ModuleRecord* module = nullptr;
  if (type == "json") {
    module = TRY(new_json_module(isolate_, isolate_.realm(), new_string_utf8(isolate_, text), Value::undefined()));
  } else if (type == "text") {
    module = new_default_export_module(isolate_, isolate_.realm(), Value(new_string_utf8(isolate_, text)),
                                       Value::undefined());
  } else if (!type.empty()) {
    return throw_type_error(isolate_, "unknown module type");
  } else {
    CompileRequest request;
    request.text = std::move(text);
    request.name = path.string();
    module = TRY(compile_module(isolate_, isolate_.realm(), std::move(request), Value::undefined()));
  }
  by_key_[key] = modules_.size();
  modules_.push_back(Value(module));
  return module;
}

Completion<Value> TestModules::run(CompileRequest request, bool* parsed, void (*drain)(Runtime& runtime)) {
  std::string key = ":" + std::filesystem::path(request.name).lexically_normal().string();
  ModuleRecord* module = TRY(compile_module(isolate_, isolate_.realm(), std::move(request), Value::undefined()));
  by_key_[key] = modules_.size();
  modules_.push_back(Value(module));
  // An early error of an imported module is one of the resolution phase.
  *parsed = true;
  Root<PromiseObject*> promise(isolate_.heap(), TRY(run_module(isolate_, module)));
  promise->handled = 1;
  drain(runtime_of(isolate_));
  if (promise->state == PromiseObject::kRejected) return throw_value(isolate_, promise->result);
  return Value::undefined();
}

}  // namespace scrim
