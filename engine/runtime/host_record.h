// Recording and replaying a program: a host interface that writes down what the system says, and one that says the same
// again. Everything a program sees of the world passes through the interface in the program's own order, so the record
// is one list; a replay that asks for something else than the record has next has diverged, and ends with a message.
//
// What is not in a record: when the collector runs, and so when WeakRefs and FinalizationRegistries notice; the time
// zone's rules.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/runtime/system_host.h"

namespace scrim {

// The head of a record says how the program was started. Numbers are as Unsigned LEB128 (signed ones zigzagged), texts
// have their length before them; the rest of the format is in host_record.cpp.
std::unique_ptr<HostArchive> write_record(const std::string& path, std::string* error);
std::unique_ptr<HostArchive> read_record(const std::string& path, std::string* error);

// For what is written: the text is not in the record, but a replay has to write the same.
std::string text_fingerprint(std::string_view text);

// Continue with what follows the head.
std::unique_ptr<HostInterface> recording_host(std::unique_ptr<HostArchive> record);
std::unique_ptr<HostInterface> replaying_host(std::unique_ptr<HostArchive> record);

}  // namespace scrim
