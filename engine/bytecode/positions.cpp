#include "engine/bytecode/positions.h"

#include "engine/base/assert.h"

namespace scrim::bytecode {

namespace {

void write_varint(std::vector<uint8_t>& bytes, uint64_t value) {
  while (value >= 0x80) {
    bytes.push_back(static_cast<uint8_t>(value | 0x80));
    value >>= 7;
  }
  bytes.push_back(static_cast<uint8_t>(value));
}

}  // namespace

// An entry is two varints: the pc delta with the kind in the low 3 bits, the offset delta in zigzag form.
void PositionTable::add(uint32_t pc, uint32_t offset, PositionKind kind) {
  ASSERT(pc >= last_pc_);
  write_varint(bytes_, uint64_t{pc - last_pc_} << 3 | static_cast<uint8_t>(kind));
  int64_t delta = int64_t{offset} - int64_t{last_offset_};
  write_varint(bytes_, static_cast<uint64_t>(delta) << 1 ^ static_cast<uint64_t>(delta >> 63));
  last_pc_ = pc;
  last_offset_ = offset;
}

PositionTable::Iterator::Iterator(const PositionTable& table)
    : cursor_(table.bytes_.data()), end_(table.bytes_.data() + table.bytes_.size()) {
  next();
}

uint64_t PositionTable::Iterator::read() {
  uint64_t value = 0;
  int shift = 0;
  while (true) {
    uint8_t byte = *cursor_++;
    value |= uint64_t{byte & 0x7fu} << shift;
    if (byte < 0x80) return value;
    shift += 7;
  }
}

void PositionTable::Iterator::next() {
  if (cursor_ == end_) {
    done_ = true;
    return;
  }
  uint64_t first = read();
  uint64_t zigzag = read();
  current_.pc += static_cast<uint32_t>(first >> 3);
  current_.kind = static_cast<PositionKind>(first & 7);
  current_.offset =
      static_cast<uint32_t>(current_.offset + (static_cast<int64_t>(zigzag >> 1) ^ -static_cast<int64_t>(zigzag & 1)));
}

uint32_t PositionTable::offset_at(uint32_t pc) const {
  uint32_t offset = 0;
  for (Iterator it(*this); !it.done() && it->pc <= pc; it.next()) offset = it->offset;
  return offset;
}

uint32_t PositionTable::statement_offset_at(uint32_t pc) const {
  uint32_t offset = 0;
  for (Iterator it(*this); !it.done() && it->pc <= pc; it.next()) {
    if (it->kind != PositionKind::kExpression && it->kind != PositionKind::kCall) offset = it->offset;
  }
  return offset;
}

}  // namespace scrim::bytecode
