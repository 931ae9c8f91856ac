#include "engine/profile/snapshot_writer.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <deque>
#include <string_view>

#include "engine/heap/visitor.h"
#include "engine/objects/collections.h"
#include "engine/profile/cell_index.h"
#include "engine/profile/cell_names.h"
#include "engine/profile/stack_variables.h"

namespace scrim::profile {
namespace {

// Node numbers: the root, "(GC roots)", its groups, the cells, and a last one without edges that is a root too:
// @vscode/v8-heap-parser 0.1 loops without end when the file's last node has children that nothing else holds.
constexpr uint32_t kFirstGroup = 2;
// Ids are odd, as V8's. Cells' serials come above those of the synthetic nodes.
constexpr uint64_t kFirstCellId = 1001;
constexpr uint64_t kLastNodeId = kFirstCellId - 2;
constexpr uint32_t kNodeFields = 6;
constexpr const char kVariables[] = "(Local variables)";

constexpr const char kMeta[] =
    R"({"snapshot":{"meta":{"node_fields":["type","name","id","self_size","edge_count","detachedness"],)"
    R"("node_types":[["hidden","array","string","object","code","closure","regexp","number","native","synthetic",)"
    R"("concatenated string","sliced string","symbol","bigint","object shape"],"string","number","number","number",)"
    R"("number"],"edge_fields":["type","name_or_index","to_node"],"edge_types":[["context","element","property",)"
    R"("internal","hidden","shortcut","weak"],"string_or_number","node"],"trace_function_info_fields":["function_id",)"
    R"("name","script_name","script_id","line","column"],"trace_node_fields":["id","function_info_index","count","size",)"
    R"("children"],"sample_fields":["timestamp_us","last_assigned_id"],"location_fields":["object_index","script_id",)"
    R"("line","column"]},)";

// The sink behind a buffer that numbers are formatted into.
class Output {
 public:
  explicit Output(SnapshotSink& sink) : sink_(sink) {}

  void text(std::string_view text) {
    if (text.size() > sizeof buffer_ - used_) flush();
    if (text.size() > sizeof buffer_) {
      if (!failed_) failed_ = !sink_.write(text.data(), text.size());
      bytes_ += text.size();
      return;
    }
    memcpy(buffer_ + used_, text.data(), text.size());
    used_ += text.size();
  }
  void number(uint64_t value) {
    if (sizeof buffer_ - used_ < 24) flush();
    used_ = static_cast<size_t>(std::to_chars(buffer_ + used_, buffer_ + sizeof buffer_, value).ptr - buffer_);
  }
  // A row of numbers; rows are separated by a comma on a line of its own, as V8 does.
  void row(std::initializer_list<uint64_t> values) {
    if (!first_row_) text("\n,");
    first_row_ = false;
    bool first = true;
    for (uint64_t value : values) {
      if (!first) text(",");
      first = false;
      number(value);
    }
  }
  void begin_rows(std::string_view opening) {
    text(opening);
    first_row_ = true;
  }
  bool finish() {
    flush();
    return !failed_;
  }
  uint64_t bytes() const { return bytes_ + used_; }

 private:
  SnapshotSink& sink_;
  char buffer_[1 << 16];
  size_t used_ = 0;
  uint64_t bytes_ = 0;
  bool failed_ = false;
  bool first_row_ = true;

  void flush() {
    if (!failed_ && used_ != 0) failed_ = !sink_.write(buffer_, used_);
    bytes_ += used_;
    used_ = 0;
  }
};

struct RootEdge {
  const char* name;
  uint32_t target;  // cell number
};
struct RootGroup {
  const char* name;
  std::vector<RootEdge> edges;
};

// What a WeakMap's key holds by being one.
struct Ephemeron {
  uint32_t key;  // cell numbers
  uint32_t value;
  uint32_t table;
  uint32_t name;  // string
};

class Writer {
 public:
  Writer(Isolate& isolate, SnapshotSink& sink)
      : isolate_(isolate), heap_(isolate.heap()), out_(sink), cells_(heap_), names_(isolate, strings_) {}

  bool write(WrittenSnapshot* written);

 private:
  Isolate& isolate_;
  Heap& heap_;
  Output out_;
  SnapshotStrings strings_;
  CellIndex cells_;
  CellNames names_;
  std::vector<RootGroup> groups_;
  std::deque<std::string> variable_names_;
  std::vector<uintptr_t> weak_maps_;   // addresses; nothing is collected meanwhile
  std::vector<uint32_t> weak_tables_;  // cell numbers, sorted
  std::vector<Ephemeron> ephemerons_;  // sorted by key
  std::vector<Ephemeron> by_table_;    // the same, sorted by table
  uint64_t edge_count_ = 0;
  uint64_t self_size_ = 0;

  struct Edge {
    EdgeType type;
    uint32_t name;
    uint32_t node;
  };
  class Collector;
  std::vector<Edge> edges_;  // of the cell at hand
  uint64_t elements_ = 0;    // its further ones by number: written at once, an array may have millions
  bool with_names_ = false;

  uint32_t first_cell_node() const { return kFirstGroup + static_cast<uint32_t>(groups_.size()); }
  uint64_t id_of(const Cell* cell) { return kFirstCellId + 2 * uint64_t{heap_.serial(cell)}; }

  template <typename F>
  void each_cell(F f) {
    heap_.for_each_cell([](void* context, Cell* cell, size_t bytes) { (*static_cast<F*>(context))(cell, bytes); }, &f);
  }
  void collect_roots();
  void collect_ephemerons();
  // Fills edges_; the names only if with_names_, and then elements are written. The number of all edges.
  uint64_t collect_edges(Cell* cell, uint32_t number);
  void write_edge(const Edge& e) { out_.row({static_cast<uint64_t>(e.type), e.name, uint64_t{e.node} * kNodeFields}); }
  void write_nodes();
  void write_edges();
  void write_locations();
  void write_strings();
  std::vector<Edge> root_edges();
};

class Writer::Collector final : public EdgeVisitor {
 public:
  explicit Collector(Writer& writer) : writer_(writer) {}
  bool is_hash_table = false;

  void edge(EdgeKind kind, uint64_t name, Cell* target) override {
    const uint32_t number = writer_.cells_.find(target);
    if (number == CellIndex::kAbsent) return;
    uint32_t text = 0;
    EdgeType type = EdgeType::kInternal;
    switch (kind) {
      case EdgeKind::kContext:
        type = EdgeType::kContext;
        if (writer_.with_names_) text = writer_.names_.context_name(name);
        break;
      case EdgeKind::kElement:
        type = EdgeType::kElement;
        text = static_cast<uint32_t>(name);
        break;
      case EdgeKind::kProperty:
        type = EdgeType::kProperty;
        if (writer_.with_names_) text = writer_.names_.property_name(name);
        break;
      case EdgeKind::kHidden:
        type = EdgeType::kHidden;
        // As V8 lays tables out, so that readers can tell keys from values: key, value, chain.
        text = static_cast<uint32_t>(is_hash_table ? name / 2 * 3 + name % 2 : name);
        break;
      case EdgeKind::kInternal:
      case EdgeKind::kWeak:
        type = kind == EdgeKind::kWeak ? EdgeType::kWeak : EdgeType::kInternal;
        if (writer_.with_names_) text = writer_.strings_.of_constant(reinterpret_cast<const char*>(name));
        break;
    }
    const Edge found = {type, text, writer_.first_cell_node() + number};
    if (type != EdgeType::kElement && type != EdgeType::kHidden) return writer_.edges_.push_back(found);
    ++writer_.elements_;
    if (writer_.with_names_) writer_.write_edge(found);
  }

 private:
  Writer& writer_;
};

uint64_t Writer::collect_edges(Cell* cell, uint32_t number) {
  edges_.clear();
  elements_ = 0;
  Collector collector(*this);
  if (cell->type == CellType::kHashTable && std::binary_search(weak_tables_.begin(), weak_tables_.end(), number)) {
    // Keys are held weakly; values by key and table together.
    auto* table = static_cast<HashTable*>(cell);
    for (uint32_t i = 0; i < table->used; i++) {
      const Value key = table->entries()[i].key;
      if (key.is_cell()) collector.weak("key", key.as_cell());
    }
    auto entry = std::lower_bound(by_table_.begin(), by_table_.end(), number,
                                  [](const Ephemeron& e, uint32_t table) { return e.table < table; });
    for (; entry != by_table_.end() && entry->table == number; ++entry) {
      edges_.push_back({EdgeType::kInternal, entry->name, first_cell_node() + entry->value});
    }
  } else {
    collector.is_hash_table = cell->type == CellType::kHashTable;
    heap_.visit_children(cell, collector);
    if (cell->is_object()) {
      auto* object = static_cast<Object*>(cell);
      if (object->shape()->table == nullptr) {
        // Named along the chain of shapes, newest first; readers show objects as {first, second}.
        auto is_property = [](const Edge& e) { return e.type == EdgeType::kProperty; };
        auto first = std::find_if(edges_.begin(), edges_.end(), is_property);
        std::reverse(first, std::find_if_not(first, edges_.end(), is_property));
      }
      // The shape holds it, but it is the object's.
      if (object->prototype() != nullptr) {
        collector.edge(EdgeKind::kProperty, isolate_.names().proto.bits(), object->prototype());
      }
      if (cell->type == CellType::kWeakMap || cell->type == CellType::kWeakSet) {
        collector.internal("table", static_cast<Cell*>(static_cast<WeakMapObject*>(cell)->table));
      }
    }
  }
  auto held = std::lower_bound(ephemerons_.begin(), ephemerons_.end(), number,
                               [](const Ephemeron& e, uint32_t key) { return e.key < key; });
  for (; held != ephemerons_.end() && held->key == number; ++held) {
    edges_.push_back({EdgeType::kInternal, held->name, first_cell_node() + held->value});
  }
  return edges_.size() + elements_;
}

void Writer::collect_roots() {
  class Roots final : public RootVisitor {
   public:
    explicit Roots(Writer& writer) : writer_(writer) {}
    void root(const char* group, const char* name, Cell* cell) override {
      const uint32_t number = writer_.cells_.find(cell);
      if (number == CellIndex::kAbsent) return;
      for (RootGroup& known : writer_.groups_) {
        if (strcmp(known.name, group) == 0) return known.edges.push_back({name, number});
      }
      writer_.groups_.push_back({group, {{name, number}}});
    }
    using RootVisitor::root;

   private:
    Writer& writer_;
  };
  Roots roots(*this);
  heap_.visit_roots(roots);
  struct Variables {
    Writer* writer;
    Roots* roots;
  } variables{this, &roots};
  each_stack_variable(
      isolate_,
      [](void* context, std::string name, Cell* cell) {
        auto& to = *static_cast<Variables*>(context);
        to.roots->root(kVariables, to.writer->variable_names_.emplace_back(std::move(name)).c_str(), cell);
      },
      &variables);
  for (RootGroup& group : groups_) {
    std::stable_sort(group.edges.begin(), group.edges.end(),
                     [](const RootEdge& a, const RootEdge& b) { return a.target < b.target; });
    auto last = std::unique(group.edges.begin(), group.edges.end(),
                            [](const RootEdge& a, const RootEdge& b) { return a.target == b.target; });
    group.edges.erase(last, group.edges.end());
  }
}

void Writer::collect_ephemerons() {
  for (uintptr_t address : weak_maps_) {
    auto* map = reinterpret_cast<WeakMapObject*>(address);
    const uint32_t table = cells_.find(settled(map->table));
    if (table != CellIndex::kAbsent) weak_tables_.push_back(table);
    for (uint32_t i = 0; table != CellIndex::kAbsent && i < map->table->used; i++) {
      const HashTable::Entry& entry = map->table->entries()[i];
      if (!entry.key.is_cell() || !entry.value.is_cell()) continue;
      const uint32_t key = cells_.find(entry.key.as_cell()), value = cells_.find(entry.value.as_cell());
      if (key == CellIndex::kAbsent || value == CellIndex::kAbsent) continue;
      auto described = [&](Cell* cell) {
        std::string text;
        strings_.append_text(names_.name_of(cell), text);
        return text + " @" + std::to_string(id_of(cell));
      };
      const std::string name = std::to_string(i + 1) + " / part of key (" + described(entry.key.as_cell()) +
                               ") -> value (" + described(entry.value.as_cell()) + ") pair in WeakMap (table @" +
                               std::to_string(id_of(map->table)) + ")";
      ephemerons_.push_back({key, value, table, strings_.of_text(name)});
    }
  }
  std::sort(weak_tables_.begin(), weak_tables_.end());
  by_table_ = ephemerons_;
  std::stable_sort(by_table_.begin(), by_table_.end(),
                   [](const Ephemeron& a, const Ephemeron& b) { return a.table < b.table; });
  std::stable_sort(ephemerons_.begin(), ephemerons_.end(),
                   [](const Ephemeron& a, const Ephemeron& b) { return a.key < b.key; });
}

// A handle with a name of its own is the program's: a timer, the module cache. Others are the engine's, for a moment,
// or, in parentheses, an observer's: what the debugger shows is not held by the program.
static bool is_program_handle(const RootGroup& group, const RootEdge& edge) {
  if (strcmp(group.name, kVariables) == 0) return true;
  return strcmp(group.name, "(Handles)") == 0 && edge.name != nullptr && edge.name[0] != '(' &&
         strcmp(edge.name, "handle") != 0 && strcmp(edge.name, "vector") != 0;
}

// To "(GC roots)", and by shortcuts to what readers show as the program: global objects and their realms, and what the
// event loop, the module loader and variables of running functions hold. Distances count from them.
std::vector<Writer::Edge> Writer::root_edges() {
  std::vector<Edge> edges = {{EdgeType::kElement, 1, 1}};
  auto user_root = [&](uint32_t cell) {
    if (cell == CellIndex::kAbsent) return;
    const uint32_t name = strings_.of_text(std::to_string(edges.size() + 1));
    edges.push_back({EdgeType::kShortcut, name, first_cell_node() + cell});
  };
  auto find = [&](const Cell* cell) { return cell == nullptr ? CellIndex::kAbsent : cells_.find(cell); };
  for (size_t r = 0; r < names_.realm_count(); r++) user_root(find(names_.realm(r)->global_object));
  for (size_t r = 0; r < names_.realm_count(); r++) user_root(find(names_.realm(r)));
  for (const RootGroup& group : groups_) {
    for (const RootEdge& edge : group.edges) {
      if (is_program_handle(group, edge)) user_root(edge.target);
    }
  }
  return edges;
}

void Writer::write_nodes() {
  out_.begin_rows("\"nodes\":[");
  auto node = [&](NodeType type, uint32_t name, uint64_t id, size_t size, size_t edges) {
    out_.row({static_cast<uint64_t>(type), name, id, size, edges, 0});
  };
  node(NodeType::kSynthetic, strings_.of_constant(""), 1, 0, root_edges().size());
  node(NodeType::kSynthetic, strings_.of_constant("(GC roots)"), 3, 0, groups_.size() + 1);
  for (size_t i = 0; i < groups_.size(); i++) {
    node(NodeType::kSynthetic, strings_.of_constant(groups_[i].name), 5 + 2 * i, 0, groups_[i].edges.size());
  }
  uint32_t number = 0;
  each_cell([&](Cell* cell, size_t bytes) {
    const uint64_t edges = collect_edges(cell, number++);
    node(CellNames::type_of(cell), names_.name_of(cell), id_of(cell), bytes, edges);
  });
  node(NodeType::kSynthetic, strings_.of_constant("(end)"), kLastNodeId, 0, 0);
  out_.text("],\n");
}

void Writer::write_edges() {
  out_.begin_rows("\"edges\":[");
  for (const Edge& e : root_edges()) write_edge(e);
  for (uint32_t i = 0; i < groups_.size(); i++) write_edge({EdgeType::kElement, i + 1, kFirstGroup + i});
  write_edge({EdgeType::kElement, static_cast<uint32_t>(groups_.size()) + 1, first_cell_node() + cells_.count()});
  for (const RootGroup& group : groups_) {
    for (const RootEdge& e : group.edges) {
      write_edge({EdgeType::kInternal, strings_.of_constant(e.name), first_cell_node() + e.target});
    }
  }
  uint32_t number = 0;
  with_names_ = true;
  each_cell([&](Cell* cell, size_t) {
    collect_edges(cell, number++);
    for (const Edge& e : edges_) write_edge(e);
  });
  out_.text("],\n");
}

void Writer::write_locations() {
  out_.begin_rows("\"locations\":[");
  uint32_t number = 0;
  each_cell([&](Cell* cell, size_t) {
    const uint64_t node = first_cell_node() + number++;
    const ScriptPlace place = names_.place_of(cell);
    if (place.script_id != 0) out_.row({node * kNodeFields, place.script_id, place.line, place.column});
  });
  out_.text("],\n");
}

void Writer::write_strings() {
  out_.text("\"strings\":[");
  std::string text;
  for (uint32_t i = 0; i < strings_.count(); i++) {
    text = i == 0 ? "\"" : ",\n\"";
    strings_.append_json(i, text);
    text += '"';
    out_.text(text);
  }
  out_.text("]}");
}

bool Writer::write(WrittenSnapshot* written) {
  heap_.collect(CollectionKind::kFull);
  each_cell([&](Cell* cell, size_t bytes) {
    cells_.add(cell);
    self_size_ += bytes;
    if (cell->type == CellType::kRealm) names_.add_realm(static_cast<Realm*>(cell));
    if (cell->type == CellType::kScript) names_.add_script(static_cast<Script*>(cell));
    if (cell->type == CellType::kWeakMap || cell->type == CellType::kWeakSet) {
      weak_maps_.push_back(reinterpret_cast<uintptr_t>(cell));
    }
  });
  collect_roots();
  collect_ephemerons();
  edge_count_ = root_edges().size() + groups_.size() + 1;
  for (const RootGroup& group : groups_) edge_count_ += group.edges.size();
  uint32_t number = 0;
  each_cell([&](Cell* cell, size_t) { edge_count_ += collect_edges(cell, number++); });
  const uint64_t node_count = uint64_t{first_cell_node()} + cells_.count() + 1;
  out_.text(kMeta);
  out_.text("\"node_count\":" + std::to_string(node_count) + ",\"edge_count\":" + std::to_string(edge_count_) +
            ",\"trace_function_count\":0,\"extra_native_bytes\":" + std::to_string(heap_.statistics().external_bytes) +
            "},\n");
  write_nodes();
  write_edges();
  out_.text("\"trace_function_infos\":[],\n\"trace_tree\":[],\n\"samples\":[],\n");
  write_locations();
  write_strings();
  const bool ok = out_.finish();
  if (written != nullptr) *written = {node_count, edge_count_, out_.bytes(), self_size_};
  return ok;
}

class FileSink final : public SnapshotSink {
 public:
  explicit FileSink(int fd) : fd_(fd) {}
  bool write(const char* data, size_t size) override {
    while (size != 0) {
      const ssize_t put = ::write(fd_, data, size);
      if (put < 0 && errno == EINTR) continue;
      if (put < 0) return false;
      data += put;
      size -= static_cast<size_t>(put);
    }
    return true;
  }

 private:
  int fd_;
};

}  // namespace

bool write_snapshot(Isolate& isolate, SnapshotSink& sink, WrittenSnapshot* written) {
  return std::make_unique<Writer>(isolate, sink)->write(written);
}

bool write_snapshot_file(Isolate& isolate, const std::string& path, std::string& error, WrittenSnapshot* written) {
  const std::string partial = path + ".partial";
  const int fd = open(partial.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) {
    error = strerror(errno);
    return false;
  }
  FileSink sink(fd);
  bool ok = write_snapshot(isolate, sink, written);
  if (!ok) error = strerror(errno);
  if (close(fd) != 0 && ok) {
    error = strerror(errno);
    ok = false;
  }
  if (ok && rename(partial.c_str(), path.c_str()) != 0) {
    error = strerror(errno);
    ok = false;
  }
  if (!ok) unlink(partial.c_str());
  return ok;
}

}  // namespace scrim::profile
