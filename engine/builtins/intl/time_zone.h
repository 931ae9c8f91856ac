// Time zone identifiers. ECMA-402 sec-use-of-iana-time-zone-database, ECMA-262 sec-time-zone-identifiers
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace scrim::intl {

// The identifier in its proper case for a name (any case) or an offset ("+01:00", "+0100", "-03": "+01:00" and so on);
// nullopt: there is no such zone.
std::optional<std::string> time_zone_identifier(std::string_view name);
// The zone of the system, or what the environment's TZ names.
std::string default_time_zone();
// The primary identifiers, as Intl.supportedValuesOf lists them.
std::vector<std::string> primary_time_zones();
// What ICU calls an identifier: offsets are "GMT+01:00".
std::u16string icu_time_zone(const std::string& identifier);

}  // namespace scrim::intl
