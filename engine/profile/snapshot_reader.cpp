#include "engine/profile/snapshot_reader.h"

#include <algorithm>

#include "engine/profile/json_scanner.h"

namespace scrim::profile {
namespace {

constexpr uint32_t kMaxFields = 64;
constexpr uint32_t kMaxCount = 0xFFFFFFF0;  // nodes, edges: numbers below kNone

// The file's own description of its columns.
struct Meta {
  std::vector<std::string> node_fields;
  std::vector<std::vector<std::string>> node_types;  // per field; empty where the meta has a word, not a list
  std::vector<std::string> edge_fields;
  std::vector<std::vector<std::string>> edge_types;
  std::vector<std::string> location_fields;
};

int field(const std::vector<std::string>& fields, std::string_view name) {
  auto found = std::find(fields.begin(), fields.end(), name);
  return found == fields.end() ? -1 : static_cast<int>(found - fields.begin());
}

class Reader {
 public:
  Reader(std::string_view text, SnapshotGraph& graph) : text_(text), graph_(graph), scan_(text) {}

  bool read();
  const std::string& error() const { return scan_.error(); }

 private:
  std::string_view text_;
  SnapshotGraph& graph_;
  JsonScanner scan_;
  Meta meta_;
  bool have_snapshot_ = false, have_nodes_ = false, have_edges_ = false, have_strings_ = false;
  uint64_t stated_nodes_ = 0, stated_edges_ = 0, root_offset_ = 0;
  uint64_t owned_edges_ = 0;
  // Arrays that stand before what is needed to read them.
  size_t nodes_at_ = 0, edges_at_ = 0, locations_at_ = 0;

  template <typename Member>
  bool members(Member member);
  bool strings_list(std::vector<std::string>& out);
  bool type_lists(std::vector<std::vector<std::string>>& out);
  bool read_meta();
  bool read_header();
  bool read_nodes();
  bool read_edges();
  bool read_locations();
  bool read_strings();
  bool read_key(std::string_view key);
  bool check_opening();
  bool revisit(size_t at, bool (Reader::*reader)());
};

// Calls member(key) at each value of an object.
template <typename Member>
bool Reader::members(Member member) {
  if (!scan_.expect('{')) return false;
  if (scan_.take('}')) return true;
  for (;;) {
    std::string_view key;
    if (!scan_.string(key) || !scan_.expect(':') || !member(key)) return false;
    if (scan_.take('}')) return true;
    if (!scan_.take(',')) return scan_.fail_here("',' or '}'");
  }
}

bool Reader::strings_list(std::vector<std::string>& out) {
  out.clear();
  if (!scan_.expect('[')) return false;
  if (scan_.take(']')) return true;
  do {
    std::string_view raw;
    if (!scan_.string(raw)) return false;
    out.emplace_back(raw);
  } while (scan_.take(','));
  return scan_.expect(']');
}

bool Reader::type_lists(std::vector<std::vector<std::string>>& out) {
  out.clear();
  if (!scan_.expect('[')) return false;
  if (scan_.take(']')) return true;
  do {
    out.emplace_back();
    if (scan_.peek() == '[' ? !strings_list(out.back()) : !scan_.skip_value()) return false;
  } while (scan_.take(','));
  return scan_.expect(']');
}

bool Reader::read_meta() {
  return members([&](std::string_view key) {
    if (key == "node_fields") return strings_list(meta_.node_fields);
    if (key == "node_types") return type_lists(meta_.node_types);
    if (key == "edge_fields") return strings_list(meta_.edge_fields);
    if (key == "edge_types") return type_lists(meta_.edge_types);
    if (key == "location_fields") return strings_list(meta_.location_fields);
    return scan_.skip_value();
  });
}

bool Reader::read_header() {
  scan_.set_context("\"snapshot\"");
  bool have_meta = false;
  bool ok = members([&](std::string_view key) {
    if (key == "meta") return have_meta = true, read_meta();
    if (key == "node_count") return scan_.number(stated_nodes_);
    if (key == "edge_count") return scan_.number(stated_edges_);
    if (key == "root_index") return scan_.number(root_offset_);
    if (key == "extra_native_bytes") return scan_.number(graph_.extra_native_bytes);
    return scan_.skip_value();
  });
  if (!ok) return false;
  if (!have_meta) return scan_.fail("not a heap snapshot: its \"snapshot\" has no \"meta\"");
  for (const char* name : {"type", "name", "id", "self_size", "edge_count"}) {
    if (field(meta_.node_fields, name) < 0) {
      return scan_.fail(std::string("meta.node_fields lacks \"") + name + "\"");
    }
  }
  for (const char* name : {"type", "name_or_index", "to_node"}) {
    if (field(meta_.edge_fields, name) < 0) {
      return scan_.fail(std::string("meta.edge_fields lacks \"") + name + "\"");
    }
  }
  if (meta_.node_fields.size() > kMaxFields || meta_.edge_fields.size() > kMaxFields ||
      meta_.location_fields.size() > kMaxFields) {
    return scan_.fail("the meta lists more than 64 fields");
  }
  have_snapshot_ = true;
  return true;
}

template <typename Type>
std::vector<Type> type_table(const std::vector<std::vector<std::string>>& lists, int at,
                             Type (*from_name)(std::string_view)) {
  std::vector<Type> table;
  if (static_cast<size_t>(at) < lists.size()) {
    for (const std::string& name : lists[static_cast<size_t>(at)]) table.push_back(from_name(name));
  }
  return table;
}

bool Reader::read_nodes() {
  if (!have_snapshot_) {
    nodes_at_ = scan_.byte();
    return scan_.skip_value();
  }
  scan_.set_context("\"nodes\"");
  const uint32_t width = static_cast<uint32_t>(meta_.node_fields.size());
  const int type = field(meta_.node_fields, "type"), name = field(meta_.node_fields, "name"),
            id = field(meta_.node_fields, "id"), size = field(meta_.node_fields, "self_size"),
            count = field(meta_.node_fields, "edge_count"), detached = field(meta_.node_fields, "detachedness");
  const std::vector<NodeType> types = type_table(meta_.node_types, type, node_type_from_name);
  // The header may lie: what is set aside never exceeds what the file has room for.
  const size_t expected = std::min<uint64_t>(stated_nodes_, (text_.size() - scan_.byte()) / (2 * width));
  graph_.node_type.reserve(expected);
  graph_.node_name.reserve(expected);
  graph_.node_id.reserve(expected);
  graph_.self_size.reserve(expected);
  graph_.first_edge.reserve(expected + 1);
  if (detached >= 0) graph_.detachedness.reserve(expected);
  uint64_t row[kMaxFields];
  bool ok = scan_.rows(width, row, [&](const uint64_t* f) {
    if (graph_.node_type.size() == kMaxCount) return scan_.fail("more nodes than can be numbered");
    if (f[name] >= kNone) return scan_.fail("a node's name is no string of the table");
    graph_.node_type.push_back(f[type] < types.size() ? types[f[type]] : NodeType::kUnknown);
    graph_.node_name.push_back(static_cast<StringIndex>(f[name]));
    graph_.node_id.push_back(f[id]);
    graph_.self_size.push_back(f[size]);
    graph_.first_edge.push_back(static_cast<EdgeIndex>(owned_edges_));
    if (detached >= 0) graph_.detachedness.push_back(static_cast<uint8_t>(f[detached]));
    if (f[count] > kMaxCount - owned_edges_) return scan_.fail("more edges than can be numbered");
    owned_edges_ += f[count];
    if (graph_.file_.bytes().data() == text_.data()) graph_.file_.release_before(scan_.byte());
    return true;
  });
  if (!ok) return false;
  graph_.first_edge.push_back(static_cast<EdgeIndex>(owned_edges_));
  if (graph_.node_count() == 0) return scan_.fail("the snapshot has no nodes");
  if (root_offset_ % width != 0 || root_offset_ / width >= graph_.node_count()) {
    return scan_.fail("root_index " + std::to_string(root_offset_) + " is no node");
  }
  graph_.root = static_cast<NodeIndex>(root_offset_ / width);
  have_nodes_ = true;
  return true;
}

bool Reader::read_edges() {
  if (!have_nodes_) {
    edges_at_ = scan_.byte();
    return scan_.skip_value();
  }
  scan_.set_context("\"edges\"");
  const uint32_t width = static_cast<uint32_t>(meta_.edge_fields.size());
  const int type = field(meta_.edge_fields, "type"), name = field(meta_.edge_fields, "name_or_index"),
            to = field(meta_.edge_fields, "to_node");
  const std::vector<EdgeType> types = type_table(meta_.edge_types, type, edge_type_from_name);
  const uint64_t node_width = meta_.node_fields.size();
  const uint64_t limit = uint64_t{graph_.node_count()} * node_width;
  const bool narrow = limit <= UINT32_MAX;
  // ceil(2^64 / width): exact division of any u32 by a multiplication.
  const uint64_t reciprocal = UINT64_MAX / node_width + 1;
  const size_t expected = std::min<uint64_t>(owned_edges_, (text_.size() - scan_.byte()) / (2 * width));
  graph_.edge_type.reserve(expected);
  graph_.edge_name.reserve(expected);
  graph_.edge_target.reserve(expected);
  uint64_t row[kMaxFields];
  bool ok = scan_.rows(width, row, [&](const uint64_t* f) {
    if (f[to] >= limit) return scan_.fail("an edge leads to " + std::to_string(f[to]) + ", behind the last node");
    uint64_t target = narrow && node_width > 1
                          ? static_cast<uint64_t>((static_cast<unsigned __int128>(f[to]) * reciprocal) >> 64)
                          : f[to] / node_width;
    if (target * node_width != f[to]) {
      return scan_.fail("an edge leads to " + std::to_string(f[to]) + ", into the middle of a node");
    }
    if (f[name] > UINT32_MAX) return scan_.fail("an edge's name or index is too large");
    if (graph_.edge_type.size() == owned_edges_) {
      return scan_.fail("there are more edges than the " + std::to_string(owned_edges_) + " that the nodes count");
    }
    graph_.edge_type.push_back(f[type] < types.size() ? types[f[type]] : EdgeType::kUnknown);
    graph_.edge_name.push_back(static_cast<uint32_t>(f[name]));
    graph_.edge_target.push_back(static_cast<NodeIndex>(target));
    if (graph_.file_.bytes().data() == text_.data()) graph_.file_.release_before(scan_.byte());
    return true;
  });
  if (!ok) return false;
  if (graph_.edge_count() != owned_edges_) {
    return scan_.fail("there are " + std::to_string(graph_.edge_count()) + " edges, but the nodes count " +
                      std::to_string(owned_edges_));
  }
  have_edges_ = true;
  return true;
}

bool Reader::read_locations() {
  if (!have_nodes_) {
    locations_at_ = scan_.byte();
    return scan_.skip_value();
  }
  scan_.set_context("\"locations\"");
  const int object = field(meta_.location_fields, "object_index"), script = field(meta_.location_fields, "script_id"),
            line = field(meta_.location_fields, "line"), column = field(meta_.location_fields, "column");
  if (object < 0 || script < 0 || line < 0 || column < 0) return scan_.skip_value();
  const uint64_t node_width = meta_.node_fields.size();
  uint64_t row[kMaxFields];
  bool ok = scan_.rows(static_cast<uint32_t>(meta_.location_fields.size()), row, [&](const uint64_t* f) {
    uint64_t node = f[object] / node_width;
    if (node >= graph_.node_count()) return scan_.fail("a location belongs to no node");
    graph_.locations.push_back({static_cast<NodeIndex>(node), static_cast<uint32_t>(f[script]),
                                static_cast<uint32_t>(f[line]), static_cast<uint32_t>(f[column])});
    return true;
  });
  if (!ok) return false;
  std::stable_sort(graph_.locations.begin(), graph_.locations.end(),
                   [](const SourceLocation& a, const SourceLocation& b) { return a.node < b.node; });
  return true;
}

bool Reader::read_strings() {
  scan_.set_context("\"strings\"");
  if (!scan_.expect('[')) return false;
  have_strings_ = true;
  if (scan_.take(']')) return true;
  do {
    std::string_view raw;
    if (!scan_.string(raw)) return false;
    if (graph_.string_at_.size() == kMaxCount) return scan_.fail("more strings than can be numbered");
    graph_.string_at_.push_back(static_cast<uint64_t>(raw.data() - text_.data()));
  } while (scan_.take(','));
  return scan_.expect(']');
}

bool Reader::read_key(std::string_view key) {
  if (key == "snapshot") return read_header();
  if (key == "nodes") return read_nodes();
  if (key == "edges") return read_edges();
  if (key == "locations") return read_locations();
  if (key == "strings") return read_strings();
  scan_.set_context("\"" + std::string(key.substr(0, 40)) + "\"");
  return scan_.skip_value();
}

bool Reader::check_opening() {
  if (text_.empty()) return scan_.fail("not a heap snapshot: the file is empty");
  if (scan_.peek() == '{') return true;
  if (scan_.at_end()) return scan_.fail("not a heap snapshot: nothing but white space");
  return scan_.fail("not a heap snapshot: it does not begin with '{'");
}

bool Reader::revisit(size_t at, bool (Reader::*reader)()) {
  if (at == 0) return true;
  JsonScanner later(text_, at);
  std::swap(scan_, later);
  return (this->*reader)();
}

bool Reader::read() {
  if (!check_opening()) return false;
  std::string first_key;
  bool cpu_profile = false;
  bool ok = members([&](std::string_view key) {
    if (first_key.empty()) first_key = key.substr(0, 40);
    if (key == "timeDeltas") cpu_profile = true;
    bool read = read_key(key);
    scan_.set_context("");
    return read;
  });
  if (!ok) return false;
  if (scan_.peek() != '\0') return scan_.fail_here("the end of the file");
  if (!have_snapshot_) {
    if (cpu_profile) return scan_.fail("not a heap snapshot but a CPU profile");
    if (first_key == "head") return scan_.fail("not a heap snapshot but a sampling heap profile");
    return scan_.fail("not a heap snapshot: JSON without the key \"snapshot\"");
  }
  if (!revisit(nodes_at_, &Reader::read_nodes)) return false;
  if (!revisit(edges_at_, &Reader::read_edges)) return false;
  if (!revisit(locations_at_, &Reader::read_locations)) return false;
  if (!have_nodes_) return scan_.fail("not a whole heap snapshot: \"nodes\" is missing");
  if (!have_edges_) return scan_.fail("not a whole heap snapshot: \"edges\" is missing");
  if (!have_strings_) return scan_.fail("not a whole heap snapshot: \"strings\" is missing");
  return true;
}

}  // namespace

bool parse_snapshot(std::string_view bytes, SnapshotGraph& graph, ReadError& error) {
  graph.text_ = bytes;
  Reader reader(bytes, graph);
  if (reader.read()) return true;
  error.message = reader.error();
  return false;
}

bool read_snapshot(const std::string& path, SnapshotGraph& graph, ReadError& error) {
  if (!graph.file_.open(path, error.message)) return false;
  return parse_snapshot(graph.file_.bytes(), graph, error);
}

}  // namespace scrim::profile
