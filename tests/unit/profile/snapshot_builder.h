// Small snapshots as JSON text, for tests.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace scrim::profile {

class SnapshotBuilder {
 public:
  struct Edge {
    std::string type, name;
    size_t to;
  };
  struct Node {
    std::string type, name;
    uint64_t id, size;
    std::vector<Edge> edges;
    int detachedness = 0;
  };

  size_t node(const std::string& type, const std::string& name, uint64_t size, uint64_t id = 0) {
    nodes_.push_back({type, name, id == 0 ? 2 * nodes_.size() + 1 : id, size, {}, 0});
    return nodes_.size() - 1;
  }
  void edge(size_t from, const std::string& type, const std::string& name, size_t to) {
    nodes_[from].edges.push_back({type, name, to});
  }
  void locate(size_t node, uint32_t script, uint32_t line) { locations_.push_back({node, script, line}); }
  Node& at(size_t node) { return nodes_[node]; }

  std::string json() {
    static const std::vector<std::string> kNodeTypes = {"hidden",
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
                                                        "object shape"};
    static const std::vector<std::string> kEdgeTypes = {"context", "element",  "property", "internal",
                                                        "hidden",  "shortcut", "weak"};
    auto index = [](const std::vector<std::string>& list, const std::string& name) {
      for (size_t i = 0; i < list.size(); i++) {
        if (list[i] == name) return i;
      }
      return list.size();
    };
    auto quoted = [](const std::vector<std::string>& list) {
      std::string text;
      for (const std::string& name : list) text += (text.empty() ? "\"" : ",\"") + name + "\"";
      return "[" + text + "]";
    };
    std::string nodes, edges, locations;
    size_t edge_count = 0;
    for (const Node& n : nodes_) {
      nodes += (nodes.empty() ? "" : "\n,") + std::to_string(index(kNodeTypes, n.type)) + "," +
               std::to_string(string(n.name)) + "," + std::to_string(n.id) + "," + std::to_string(n.size) + "," +
               std::to_string(n.edges.size()) + "," + std::to_string(n.detachedness);
      for (const Edge& e : n.edges) {
        const bool numbered = e.type == "element" || e.type == "hidden";
        edges += (edges.empty() ? "" : "\n,") + std::to_string(index(kEdgeTypes, e.type)) + "," +
                 (numbered ? e.name : std::to_string(string(e.name))) + "," + std::to_string(e.to * 6);
        edge_count++;
      }
    }
    for (const auto& [node, script, line] : locations_) {
      locations += (locations.empty() ? "" : "\n,") + std::to_string(node * 6) + "," + std::to_string(script) + "," +
                   std::to_string(line) + ",0";
    }
    std::string strings;
    for (const std::string& s : strings_) strings += (strings.empty() ? "\"" : ",\n\"") + s + "\"";
    return "{\"snapshot\":{\"meta\":{\"node_fields\":[\"type\",\"name\",\"id\",\"self_size\",\"edge_count\","
           "\"detachedness\"],"
           "\"node_types\":[" +
           quoted(kNodeTypes) +
           ",\"string\",\"number\",\"number\",\"number\",\"number\"],"
           "\"edge_fields\":[\"type\",\"name_or_index\",\"to_node\"],\"edge_types\":[" +
           quoted(kEdgeTypes) +
           ",\"string_or_number\",\"node\"],\"location_fields\":[\"object_index\",\"script_id\",\"line\",\"column\"]},"
           "\"node_count\":" +
           std::to_string(nodes_.size()) + ",\"edge_count\":" + std::to_string(edge_count) +
           ",\"trace_function_count\":0},\n\"nodes\":[" + nodes + "],\n\"edges\":[" + edges +
           "],\n\"trace_function_infos\":[],\n\"trace_tree\":[],\n\"samples\":[],\n\"locations\":[" + locations +
           "],\n\"strings\":[" + strings + "]}";
  }

 private:
  struct Location {
    size_t node;
    uint32_t script, line;
  };
  std::vector<Node> nodes_;
  std::vector<Location> locations_;
  std::vector<std::string> strings_ = {"<dummy>"};
  std::map<std::string, size_t> string_index_;

  // The text is put into the file as it is: escapes are the caller's.
  size_t string(const std::string& text) {
    auto [at, added] = string_index_.try_emplace(text, strings_.size());
    if (added) strings_.push_back(text);
    return at->second;
  }
};

}  // namespace scrim::profile
