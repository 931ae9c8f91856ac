// The one source that is compiled with debugging information in every build (CMakeLists.txt), so that
// engine/scrim_gdb.py knows the layout of values, cells and frames in a release binary too.
#include "engine/bytecode/function_template.h"
#include "engine/interpreter/feedback.h"
#include "engine/interpreter/interpreter.h"
#include "engine/objects/inline_slots.h"
#include "engine/objects/script_data.h"

namespace scrim {

// Names the types; what is not named here is not described.
[[gnu::used]] static const void* named_types(const Isolate* isolate, const Frame*, const Code*, const Function*,
                                             const NativeFunction*, const BoundFunction*, const Array*, const Shape*,
                                             const PropertyTable*, const FlatString*, const RopeString*,
                                             const SliceString*, const Symbol*, const BigInt*, const Elements*,
                                             const Slots*, const Environment*, const FeedbackVector*, const Attributes*,
                                             const CellFlags*, Shape::Flags, const RegionHeader*, const ScriptData*) {
  return isolate ? static_cast<const void*>(isolate) : &kInlineSlotOffsets;
}

void keep_types_for_gdb() {}

}  // namespace scrim
