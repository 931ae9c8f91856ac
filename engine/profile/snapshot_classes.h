// Groups of nodes as DevTools' summary shows them: by constructor; plain objects by the properties they have
// ("{next, value}"); strings, arrays, code and the engine's own by kind ("(string)", "(system)").
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/profile/snapshot_analysis.h"

namespace scrim::profile {

using ClassIndex = uint32_t;

struct ClassGroup {
  std::string name;
  // Of the constructor; script_id 0 if the snapshot does not say. Classes of one name in two places are two groups.
  uint32_t script_id = 0, line = 0, column = 0;
  uint32_t count = 0;  // nodes with a size
  uint64_t shallow = 0;
  uint64_t retained = 0;  // instances held by another instance of the group are not counted twice
  uint32_t distance = kNone;
};

// The property names of a group of plain objects.
using Interface = std::vector<std::string>;

struct Classes {
  std::vector<ClassGroup> groups;
  std::vector<ClassIndex> of_node;
  std::vector<Interface> interfaces;
};

struct ClassOptions {
  // If false, plain objects are one group, "Object", and locations do not separate groups (as in older viewers).
  bool interfaces = true;
  // The interfaces of another snapshot, to be used instead of this one's, so that two can be compared.
  const std::vector<Interface>* known_interfaces = nullptr;
};
Classes classify(const SnapshotGraph& graph, const Analysis& analysis, const ClassOptions& options = {});

// Groups that have a size, biggest first by what they retain.
std::vector<ClassIndex> by_retained_size(const Classes& classes);

// Names a node as a person would look for it: the text of a string (quoted, cut), "Foo", "function bar", "{a, b}".
std::string display_name(const SnapshotGraph& graph, NodeIndex node, size_t max_length = 60);

// Where scripts come from, found through the closures of the snapshot: the script's name, or "".
class ScriptNames {
 public:
  explicit ScriptNames(const SnapshotGraph& graph);
  std::string name(uint32_t script_id) const;
  // "src/cache.js:12" (line from 1), or "" if the script is not known; a URL loses its scheme.
  std::string place(uint32_t script_id, uint32_t line) const;
  std::string place(const SourceLocation* location) const;

 private:
  std::vector<std::pair<uint32_t, std::string>> names_;
};

}  // namespace scrim::profile
