#include "engine/profile/snapshot_classes.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

namespace scrim::profile {
namespace {

// The limits of DevTools' inference: shorter names would merge shapes that it shows apart.
constexpr size_t kMaxInterfaceName = 120;
constexpr uint32_t kMinObjectsPerInterface = 2;
constexpr uint32_t kMinObjectProportion = 1000;

uint32_t utf16_length(std::string_view text) {
  uint32_t units = 0;
  for (unsigned char c : text) {
    if ((c & 0xC0) != 0x80) units += c >= 0xF0 ? 2 : 1;
  }
  return units;
}

// A property as it stands in "{a, b}": names with commas, quotes or braces are quoted as JSON.
std::string property_in_braces(const std::string& name) {
  if (name.find_first_of(",'\"{}") == std::string::npos) return name;
  std::string quoted = "\"";
  for (char c : name) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

using Properties = std::u32string;  // StringIndex values: a string for its hash

// What is asked of each property name, once.
class PropertyNames {
 public:
  explicit PropertyNames(const SnapshotGraph& graph) : graph_(graph), length_(graph.string_count(), kNotSeen) {}
  static constexpr uint32_t kProto = 0xFFFFFFFE;
  // The length in UTF-16 units within braces, or kProto for "__proto__".
  uint32_t length(StringIndex name) {
    if (name >= length_.size()) return 0;
    if (length_[name] == kNotSeen) {
      std::string text = graph_.string(name);
      length_[name] = text == "__proto__" ? kProto : utf16_length(property_in_braces(text));
    }
    return length_[name];
  }

 private:
  static constexpr uint32_t kNotSeen = 0xFFFFFFFF;
  const SnapshotGraph& graph_;
  std::vector<uint32_t> length_;
};

struct Candidate {
  Properties properties;
  uint32_t count = 0;
};

std::vector<Properties> infer_interfaces(const SnapshotGraph& graph, const std::vector<NodeIndex>& plain_objects) {
  PropertyNames names(graph);
  std::unordered_map<Properties, uint32_t> found;
  std::vector<Candidate> candidates;
  Properties properties;
  for (NodeIndex n : plain_objects) {
    properties.clear();
    size_t length = 1;
    for (EdgeIndex e = graph.first_edge[n]; e < graph.first_edge[n + 1]; e++) {
      if (graph.edge_type[e] != EdgeType::kProperty) continue;
      const uint32_t own = names.length(graph.edge_name[e]);
      if (own == PropertyNames::kProto) continue;
      if (length > 1 && length + own > kMaxInterfaceName) break;
      if (length != 1) length += 2;
      length += own;
      properties += static_cast<char32_t>(graph.edge_name[e]);
    }
    if (properties.empty()) continue;
    auto [at, added] = found.try_emplace(properties, static_cast<uint32_t>(candidates.size()));
    if (added) candidates.push_back({properties, 0});
    candidates[at->second].count++;
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.count > b.count; });
  // count >= max(2, objects / 1000), without rounding.
  size_t keep = 0;
  while (keep < candidates.size() && candidates[keep].count >= kMinObjectsPerInterface &&
         uint64_t{candidates[keep].count} * kMinObjectProportion >= plain_objects.size()) {
    keep++;
  }
  std::vector<Properties> interfaces;
  for (size_t i = 0; i < keep; i++) interfaces.push_back(candidates[i].properties);
  return interfaces;
}

// Finds for a set of properties the interface with most properties that are all in it; among equals the more frequent.
class InterfaceMatcher {
 public:
  explicit InterfaceMatcher(const std::vector<Properties>& interfaces) {
    steps_.emplace_back();
    for (uint32_t i = 0; i < interfaces.size(); i++) {
      Properties sorted = interfaces[i];
      std::sort(sorted.begin(), sorted.end());
      uint32_t at = 0;
      for (char32_t property : sorted) {
        auto [next, added] = steps_[at].next.try_emplace(property, static_cast<uint32_t>(steps_.size()));
        const uint32_t to = next->second;
        if (added) steps_.emplace_back();
        at = to;
      }
      if (steps_[at].match == kNone) {
        steps_[at].match = i;
        steps_[at].size = static_cast<uint32_t>(sorted.size());
      }
    }
  }

  // The interface's number or kNone. The properties in the order of the object.
  uint32_t match(const Properties& properties) {
    if (properties.size() > kMaxRemembered) return search(properties);
    auto [at, added] = remembered_.try_emplace(properties, kNone);
    if (added) at->second = search(properties);
    return at->second;
  }

 private:
  static constexpr size_t kMaxRemembered = 64;
  struct Step {
    std::map<char32_t, uint32_t> next;
    uint32_t match = kNone;
    uint32_t size = 0;
  };
  std::vector<Step> steps_;
  std::unordered_map<Properties, uint32_t> remembered_;

  uint32_t search(Properties sorted) const {
    std::sort(sorted.begin(), sorted.end());
    std::vector<uint32_t> states = {0};
    uint32_t best = kNone, best_size = 0;
    for (char32_t property : sorted) {
      const size_t known = states.size();
      for (size_t i = 0; i < known; i++) {
        const Step& step = steps_[states[i]];
        auto next = step.next.find(property);
        if (next == step.next.end()) continue;
        states.push_back(next->second);
        const Step& to = steps_[next->second];
        if (to.match == kNone) continue;
        if (best == kNone || to.size > best_size || (to.size == best_size && to.match < best)) {
          best = to.match;
          best_size = to.size;
        }
      }
      // A state whose greatest property is behind us leads nowhere.
      std::erase_if(states,
                    [&](uint32_t s) { return steps_[s].next.empty() || steps_[s].next.rbegin()->first <= property; });
      if (states.empty()) break;
    }
    return best;
  }
};

class Classifier {
 public:
  Classifier(const SnapshotGraph& graph, const Analysis& analysis, const ClassOptions& options)
      : graph_(graph), analysis_(analysis), options_(options), class_of_name_(graph.string_count(), kNone) {}

  Classes run() {
    name_nodes();
    if (options_.interfaces) apply_interfaces();
    add_up();
    add_retained();
    return std::move(classes_);
  }

 private:
  const SnapshotGraph& graph_;
  const Analysis& analysis_;
  const ClassOptions& options_;
  Classes classes_;
  std::vector<ClassIndex> class_of_name_;
  std::unordered_map<std::string, ClassIndex> by_name_;
  std::vector<NodeIndex> plain_objects_;

  ClassIndex class_named(const std::string& name) {
    auto [at, added] = by_name_.try_emplace(name, static_cast<ClassIndex>(classes_.groups.size()));
    if (added) {
      classes_.groups.emplace_back();
      classes_.groups.back().name = name;
    }
    return at->second;
  }

  ClassIndex class_of_raw_name(StringIndex name) {
    if (name >= class_of_name_.size()) return class_named("");
    ClassIndex& known = class_of_name_[name];
    if (known != kNone) return known;
    std::string text = graph_.string(name);
    // DOM nodes: '<div id="a">' belongs to '<div>'.
    const bool detached = text.starts_with("Detached <");
    if (detached || text.starts_with("<")) {
      size_t space = text.find(' ', detached ? 10 : 0);
      if (space != std::string::npos) text = text.substr(0, space) + ">";
    }
    return known = class_named(text);
  }

  void name_nodes() {
    const ClassIndex hidden = class_named("(system)"), code = class_named("(compiled code)"),
                     function = class_named("Function"), regexp = class_named("RegExp");
    ClassIndex of_type[kNodeTypeCount];
    for (size_t t = 0; t < kNodeTypeCount; t++) of_type[t] = kNone;
    std::unordered_map<std::string, ClassIndex> located;
    std::string key;
    auto location = graph_.locations.begin();
    const uint32_t nodes = graph_.node_count();
    classes_.of_node.resize(nodes);
    for (NodeIndex n = 0; n < nodes; n++) {
      while (location != graph_.locations.end() && location->node < n) ++location;
      const NodeType type = graph_.node_type[n];
      ClassIndex c;
      switch (type) {
        case NodeType::kHidden: c = hidden; break;
        case NodeType::kCode: c = code; break;
        case NodeType::kClosure: c = function; break;
        case NodeType::kRegExp: c = regexp; break;
        case NodeType::kObject:
        case NodeType::kNative:
          c = class_of_raw_name(graph_.node_name[n]);
          if (!analysis_.detached.empty() && analysis_.detached[n]) {
            c = class_named("Detached " + classes_.groups[c].name);
          } else if (type == NodeType::kObject && options_.interfaces) {
            if (classes_.groups[c].name == "Object" && graph_.string_equals(graph_.node_name[n], "Object")) {
              plain_objects_.push_back(n);
            } else if (location != graph_.locations.end() && location->node == n) {
              c = class_at(c, *location, located, key);
            }
          }
          break;
        default: {
          ClassIndex& known = of_type[static_cast<size_t>(type)];
          if (known == kNone) known = class_named(std::string("(") + node_type_name(type) + ")");
          c = known;
        }
      }
      classes_.of_node[n] = c;
    }
  }

  ClassIndex class_at(ClassIndex unplaced, const SourceLocation& at,
                      std::unordered_map<std::string, ClassIndex>& located, std::string& key) {
    const uint32_t parts[4] = {unplaced, at.script_id, at.line, at.column};
    key.assign(reinterpret_cast<const char*>(parts), sizeof parts);
    auto [found, added] = located.try_emplace(key, static_cast<ClassIndex>(classes_.groups.size()));
    if (added) {
      ClassGroup group;
      group.name = classes_.groups[unplaced].name;
      group.script_id = at.script_id;
      group.line = at.line;
      group.column = at.column;
      classes_.groups.push_back(std::move(group));
    }
    return found->second;
  }

  // Properties by their number in this snapshot; names it does not have get numbers that no edge has.
  std::vector<Properties> indices_of(const std::vector<Interface>& interfaces) {
    std::unordered_map<std::string, StringIndex> wanted;
    for (const Interface& interface : interfaces) {
      for (const std::string& property : interface) {
        wanted.try_emplace(property, graph_.string_count() + static_cast<StringIndex>(wanted.size()));
      }
    }
    for (StringIndex i = graph_.string_count(); i-- > 0;) {
      auto found = wanted.find(graph_.string(i));
      if (found != wanted.end()) found->second = i;
    }
    std::vector<Properties> result;
    for (const Interface& interface : interfaces) {
      result.emplace_back();
      for (const std::string& property : interface) result.back() += static_cast<char32_t>(wanted[property]);
    }
    return result;
  }

  void apply_interfaces() {
    std::vector<Properties> interfaces;
    if (options_.known_interfaces != nullptr) {
      classes_.interfaces = *options_.known_interfaces;
      interfaces = indices_of(classes_.interfaces);
    } else {
      interfaces = infer_interfaces(graph_, plain_objects_);
      for (const Properties& properties : interfaces) {
        classes_.interfaces.emplace_back();
        for (char32_t property : properties) classes_.interfaces.back().push_back(graph_.string(property));
      }
    }
    std::vector<ClassIndex> class_of;
    for (const Interface& interface : classes_.interfaces) {
      std::string name = "{";
      for (const std::string& property : interface) {
        if (name.size() > 1) name += ", ";
        name += property_in_braces(property);
      }
      class_of.push_back(class_named(name + "}"));
    }
    InterfaceMatcher matcher(interfaces);
    Properties properties;
    for (NodeIndex n : plain_objects_) {
      properties.clear();
      for (EdgeIndex e = graph_.first_edge[n]; e < graph_.first_edge[n + 1]; e++) {
        if (graph_.edge_type[e] == EdgeType::kProperty) properties += static_cast<char32_t>(graph_.edge_name[e]);
      }
      const uint32_t match = matcher.match(properties);
      if (match != kNone) classes_.of_node[n] = class_of[match];
    }
  }

  void add_up() {
    for (NodeIndex n = 0; n < graph_.node_count(); n++) {
      const uint64_t size = analysis_.shallow[n];
      if (size == 0) continue;
      ClassGroup& group = classes_.groups[classes_.of_node[n]];
      group.count++;
      group.shallow += size;
      group.distance = std::min(group.distance, analysis_.distance[n]);
    }
  }

  // Walks the dominator tree; below an instance of a class, further instances of it are already counted.
  void add_retained() {
    const uint32_t nodes = graph_.node_count();
    const Dominators& dominators = analysis_.dominators;
    std::vector<uint32_t> first(nodes + 2, 0);
    for (NodeIndex n : dominators.order) {
      if (n != graph_.root) first[dominators.immediate[n] + 2]++;
    }
    for (uint32_t i = 2; i < nodes + 2; i++) first[i] += first[i - 1];
    std::vector<NodeIndex> children(first[nodes + 1]);
    for (NodeIndex n : dominators.order) {
      if (n != graph_.root) children[first[dominators.immediate[n] + 1]++] = n;
    }
    // first[n] .. first[n + 1] now.
    struct Open {
      size_t height;
      ClassIndex group;
    };
    std::vector<NodeIndex> work = {graph_.root};
    std::vector<Open> open;
    std::vector<bool> inside(classes_.groups.size(), false);
    while (!work.empty()) {
      const NodeIndex n = work.back();
      work.pop_back();
      const ClassIndex c = classes_.of_node[n];
      const bool has_children = first[n] != first[n + 1];
      if (!inside[c] && analysis_.shallow[n] != 0) {
        classes_.groups[c].retained += analysis_.retained[n];
        if (has_children) {
          inside[c] = true;
          open.push_back({work.size(), c});
        }
      }
      work.insert(work.end(), children.begin() + first[n], children.begin() + first[n + 1]);
      while (!open.empty() && open.back().height == work.size()) {
        inside[open.back().group] = false;
        open.pop_back();
      }
    }
  }
};

void cut(std::string& text, size_t max_length) {
  if (text.size() <= max_length) return;
  size_t at = max_length;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) at--;
  text.resize(at);
  text += "…";
}

std::string rope_text(const SnapshotGraph& graph, NodeIndex rope, size_t max_length) {
  std::string text;
  std::vector<NodeIndex> work = {rope};
  // Ropes of damaged files may be rings.
  for (size_t steps = 0; !work.empty() && text.size() <= max_length && steps < 4096; steps++) {
    const NodeIndex n = work.back();
    work.pop_back();
    if (graph.node_type[n] != NodeType::kConcatenatedString) {
      text += graph.name(n);
      continue;
    }
    const NodeIndex first = graph.follow(n, "first"), second = graph.follow(n, "second");
    if (second != kNone) work.push_back(second);
    if (first != kNone) work.push_back(first);
  }
  return text;
}

std::string plain_object_name(const SnapshotGraph& graph, NodeIndex node, size_t max_length) {
  std::string text = "{";
  for (EdgeIndex e = graph.first_edge[node]; e < graph.first_edge[node + 1]; e++) {
    if (graph.edge_type[e] != EdgeType::kProperty) continue;
    std::string property = property_in_braces(graph.string(graph.edge_name[e]));
    if (property == "__proto__") continue;
    if (text.size() > 1) text += ", ";
    if (text.size() > 1 && text.size() + property.size() + 1 > max_length) return text + "…}";
    text += property;
  }
  return text + "}";
}

}  // namespace

Classes classify(const SnapshotGraph& graph, const Analysis& analysis, const ClassOptions& options) {
  return Classifier(graph, analysis, options).run();
}

std::vector<ClassIndex> by_retained_size(const Classes& classes) {
  std::vector<ClassIndex> order;
  for (ClassIndex c = 0; c < classes.groups.size(); c++) {
    if (classes.groups[c].count != 0) order.push_back(c);
  }
  std::stable_sort(order.begin(), order.end(), [&](ClassIndex a, ClassIndex b) {
    const ClassGroup &x = classes.groups[a], &y = classes.groups[b];
    if (x.retained != y.retained) return x.retained > y.retained;
    if (x.shallow != y.shallow) return x.shallow > y.shallow;
    return x.name < y.name;
  });
  return order;
}

std::string display_name(const SnapshotGraph& graph, NodeIndex node, size_t max_length) {
  std::string text;
  switch (graph.node_type[node]) {
    case NodeType::kString:
    case NodeType::kSlicedString: text = graph.name(node); break;
    case NodeType::kConcatenatedString: text = rope_text(graph, node, max_length); break;
    case NodeType::kClosure: {
      text = graph.name(node);
      text = text.empty() ? "function (anonymous)" : "function " + text;
      cut(text, max_length);
      return text;
    }
    case NodeType::kObject:
      if (graph.string_equals(graph.node_name[node], "Object")) return plain_object_name(graph, node, max_length);
      [[fallthrough]];
    default:
      text = graph.name(node);
      if (text.empty()) text = std::string("(") + node_type_name(graph.node_type[node]) + ")";
      cut(text, max_length);
      return text;
  }
  cut(text, max_length);
  return "\"" + text + "\"";
}

ScriptNames::ScriptNames(const SnapshotGraph& graph) {
  for (const SourceLocation& location : graph.locations) {
    if (graph.node_type[location.node] != NodeType::kClosure) continue;
    auto at = std::lower_bound(names_.begin(), names_.end(), location.script_id,
                               [](const auto& entry, uint32_t id) { return entry.first < id; });
    if (at != names_.end() && at->first == location.script_id) continue;
    NodeIndex node = graph.follow(location.node, "shared");         // V8's
    if (node == kNone) node = graph.follow(location.node, "code");  // scrim's
    if (node != kNone) {
      // V8 has called this field three names.
      NodeIndex script = kNone;
      for (const char* edge : {"script", "script_or_debug_info", "script_or_debug_name"}) {
        if (script == kNone) script = graph.follow(node, edge);
      }
      node = script;
    }
    if (node != kNone) node = graph.follow(node, "name");
    if (node == kNone || graph.node_type[node] != NodeType::kString) continue;
    names_.insert(at, {location.script_id, graph.name(node)});
  }
}

std::string ScriptNames::name(uint32_t script_id) const {
  auto at = std::lower_bound(names_.begin(), names_.end(), script_id,
                             [](const auto& entry, uint32_t id) { return entry.first < id; });
  return at != names_.end() && at->first == script_id ? at->second : std::string();
}

std::string ScriptNames::place(uint32_t script_id, uint32_t line) const {
  std::string text = name(script_id);
  if (text.empty()) return text;
  if (text.starts_with("file://")) text.erase(0, 7);
  return text + ":" + std::to_string(line + 1);
}

std::string ScriptNames::place(const SourceLocation* location) const {
  return location == nullptr ? std::string() : place(location->script_id, location->line);
}

}  // namespace scrim::profile
