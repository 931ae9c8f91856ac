// scrim dump shapes: runs the script, then lists the shapes of its objects: properties in order, where the first
// object of each was made, how many objects have each.
#include <algorithm>
#include <cstdio>
#include <map>

#include "engine/cli/commands.h"
#include "engine/heap/root.h"
#include "engine/interpreter/feedback.h"
#include "engine/runtime/event_loop.h"
#include "engine/runtime/modules.h"

namespace scrim::cli {

namespace {

struct Row {
  uint32_t shape = 0;
  uint64_t objects = 0;
  std::string text;
};

void dump(void* raw, Runtime& runtime) {
  Isolate& isolate = runtime.isolate();
  Completion<Value> result = runtime.modules().run_main(*static_cast<const std::string*>(raw));
  if (result.failed()) {
    runtime.report_uncaught(isolate.take_exception(), false);
    return;
  }
  runtime.drain_microtasks();
  // Scripts that have ended are kept: shapes were born in them.
  RootedVector<Value> scripts(isolate.heap(), "(dump)");
  for (uintptr_t script : isolate.scripts) {
    if (script) scripts.push_back(Value(reinterpret_cast<Script*>(script)));
  }
  isolate.heap().collect(CollectionKind::kFull);
  std::map<uint32_t, uint64_t> counts;
  isolate.heap().for_each_cell(
      [](void* context, Cell* cell, size_t) {
        if (cell->type == CellType::kObject) ++(*static_cast<std::map<uint32_t, uint64_t>*>(context))[cell->shape_id];
      },
      &counts);
  std::vector<Row> rows;
  for (auto [id, count] : counts) {
    auto* shape = reinterpret_cast<Shape*>(isolate.heap().base() + id);
    if (shape->is_unique()) continue;  // prototypes and globals: one object each
    Row row{id, count, {}};
    ShapeDescription description = describe_shape(isolate, shape, UINT32_MAX);
    row.text = description.text;
    if (description.born.line) row.text += "  born at " + to_text(description.born);
    rows.push_back(row);
  }
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    return a.objects != b.objects ? a.objects > b.objects : a.shape < b.shape;
  });
  std::printf("%8s %10s  %s\n", "objects", "shape", "properties in order");
  for (const Row& row : rows) {
    std::printf("%8llu %10u  %s\n", static_cast<unsigned long long>(row.objects), row.shape / 16, row.text.c_str());
  }
}

}  // namespace

int dump_shapes(const Invocation& invocation, const std::string& file) {
  RuntimeOptions options;
  options.executable = invocation.self;
  Runtime runtime(options);
  std::string path = file;
  runtime.enter(dump, &path);
  return runtime.exit_code;
}

}  // namespace scrim::cli
