// Source maps of scripts: found by the comment "//# sourceMappingURL=", read once.
#pragma once

#include "engine/objects/script_data.h"

namespace scrim {

class HostInterface;
class Isolate;
class Runtime;

// ScriptData::originals, read if the script names a map that can be read; a map that is broken counts as none.
// Files are asked of `host`, as all that reaches the program; the debugger, which looks from outside, has none.
const OriginalSources* find_originals(ScriptData& script, HostInterface* host = nullptr);
// The text of a source: what the map carries, else the file. nullopt where there is neither.
std::optional<std::string> original_text(const OriginalSources& originals, uint32_t source,
                                         HostInterface* host = nullptr);

// --enable-source-maps: stack traces of scripts compiled from now on show original places. Takes Isolate::on_script.
void enable_source_maps(Isolate& isolate);
// No longer, if it was that which enabled them: scripts that are compiled from now on.
void disable_source_maps(Isolate& isolate);

}  // namespace scrim
