#include "engine/profile/snapshot_graph.h"

#include <algorithm>
#include <cstring>

namespace scrim::profile {

static constexpr const char* kNodeTypeNames[kNodeTypeCount] = {
    "hidden",
    "array",
    "string",
    "object",
    "code",
    "closure",
    "regexp",
    "number",
    "native",
    "synthetic",
    "concatenated string",
    "sliced string",
    "symbol",
    "bigint",
    "object shape",
    "wasm object",
    "unknown",
};

static constexpr const char* kEdgeTypeNames[kEdgeTypeCount] = {
    "context", "element", "property", "internal", "hidden", "shortcut", "weak", "unknown",
};

const char* node_type_name(NodeType type) {
  return kNodeTypeNames[static_cast<size_t>(type)];
}
const char* edge_type_name(EdgeType type) {
  return kEdgeTypeNames[static_cast<size_t>(type)];
}

NodeType node_type_from_name(std::string_view name) {
  for (size_t i = 0; i < kNodeTypeCount; i++) {
    if (name == kNodeTypeNames[i]) return static_cast<NodeType>(i);
  }
  return NodeType::kUnknown;
}

EdgeType edge_type_from_name(std::string_view name) {
  for (size_t i = 0; i < kEdgeTypeCount; i++) {
    if (name == kEdgeTypeNames[i]) return static_cast<EdgeType>(i);
  }
  return EdgeType::kUnknown;
}

std::string_view SnapshotGraph::raw_string(StringIndex index) const {
  if (index >= string_at_.size()) return {};
  const char* from = text_.data() + string_at_[index];
  const char* end = text_.data() + text_.size();
  for (const char* at = from;;) {
    const char* quote = static_cast<const char*>(memchr(at, '"', static_cast<size_t>(end - at)));
    if (quote == nullptr) return {};
    const char* slash = quote;
    while (slash != from && slash[-1] == '\\') slash--;
    if ((quote - slash) % 2 == 0) return {from, static_cast<size_t>(quote - from)};
    at = quote + 1;
  }
}

void append_utf8(std::string& out, uint32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (c >> 18));
    out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

// Four hexadecimal digits; 0xFFFD for anything else.
static uint32_t hex4(std::string_view raw, size_t at) {
  if (at + 4 > raw.size()) return 0xFFFD;
  uint32_t value = 0;
  for (size_t i = at; i < at + 4; i++) {
    char c = raw[i];
    uint32_t digit;
    if (c >= '0' && c <= '9') {
      digit = static_cast<uint32_t>(c - '0');
    } else if (c >= 'a' && c <= 'f') {
      digit = static_cast<uint32_t>(c - 'a' + 10);
    } else if (c >= 'A' && c <= 'F') {
      digit = static_cast<uint32_t>(c - 'A' + 10);
    } else {
      return 0xFFFD;
    }
    value = value * 16 + digit;
  }
  return value;
}

static std::string decode(std::string_view raw) {
  std::string out;
  out.reserve(raw.size());
  for (size_t i = 0; i < raw.size(); i++) {
    if (raw[i] != '\\' || i + 1 == raw.size()) {
      out += raw[i];
      continue;
    }
    switch (char c = raw[++i]) {
      case 'n': out += '\n'; break;
      case 't': out += '\t'; break;
      case 'r': out += '\r'; break;
      case 'b': out += '\b'; break;
      case 'f': out += '\f'; break;
      case 'u': {
        uint32_t unit = hex4(raw, i + 1);
        i = std::min(i + 4, raw.size() - 1);
        if (unit >= 0xD800 && unit < 0xDC00 && raw.substr(i + 1, 2) == "\\u") {
          uint32_t low = hex4(raw, i + 3);
          if (low >= 0xDC00 && low < 0xE000) {
            unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
            i += 6;
          }
        }
        append_utf8(out, unit >= 0xD800 && unit < 0xE000 ? 0xFFFD : unit);
        break;
      }
      default: out += c;
    }
  }
  return out;
}

std::string SnapshotGraph::string(StringIndex index) const {
  std::string_view raw = raw_string(index);
  if (raw.find('\\') == std::string_view::npos) return std::string(raw);
  return decode(raw);
}

bool SnapshotGraph::string_equals(StringIndex index, std::string_view text) const {
  std::string_view raw = raw_string(index);
  if (raw == text) return raw.find('\\') == std::string_view::npos;
  return raw.find('\\') != std::string_view::npos && decode(raw) == text;
}

bool SnapshotGraph::string_starts_with(StringIndex index, std::string_view prefix) const {
  return raw_string(index).starts_with(prefix);
}

std::string SnapshotGraph::edge_text(EdgeIndex edge) const {
  return edge_has_string_name(edge) ? string(edge_name[edge]) : std::to_string(edge_name[edge]);
}

NodeIndex SnapshotGraph::edge_source(EdgeIndex edge) const {
  auto after = std::upper_bound(first_edge.begin(), first_edge.end(), edge);
  return static_cast<NodeIndex>(after - first_edge.begin()) - 1;
}

NodeIndex SnapshotGraph::follow(NodeIndex node, std::string_view name) const {
  for (EdgeIndex e = first_edge[node]; e < first_edge[node + 1]; e++) {
    if (edge_has_string_name(e) && string_equals(edge_name[e], name)) return edge_target[e];
  }
  return kNone;
}

const SourceLocation* SnapshotGraph::location(NodeIndex node) const {
  auto found = std::lower_bound(locations.begin(), locations.end(), node,
                                [](const SourceLocation& a, NodeIndex b) { return a.node < b; });
  return found != locations.end() && found->node == node ? &*found : nullptr;
}

NodeIndex SnapshotGraph::find_id(uint64_t id) const {
  for (NodeIndex n = 0; n < node_count(); n++) {
    if (node_id[n] == id) return n;
  }
  return kNone;
}

Retainers build_retainers(const SnapshotGraph& graph) {
  Retainers retainers;
  const uint32_t nodes = graph.node_count(), edges = graph.edge_count();
  retainers.first.assign(nodes + 1, 0);
  for (EdgeIndex e = 0; e < edges; e++) retainers.first[graph.edge_target[e] + 1]++;
  for (NodeIndex n = 0; n < nodes; n++) retainers.first[n + 1] += retainers.first[n];
  retainers.edges.resize(edges);
  std::vector<uint32_t> next(retainers.first.begin(), retainers.first.end() - 1);
  for (EdgeIndex e = 0; e < edges; e++) retainers.edges[next[graph.edge_target[e]]++] = e;
  return retainers;
}

}  // namespace scrim::profile
