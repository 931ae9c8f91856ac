#include "engine/builtins/intl/time_zone.h"

#include <algorithm>
#include <cstdlib>

#include "engine/builtins/icu_api.h"
#include "engine/builtins/intl/support.h"

namespace scrim::intl {

namespace {

// "+01:00" for an offset of the forms +HH, +HHMM and +HH:MM.
std::optional<std::string> offset_identifier(std::string_view name) {
  if (name.empty() || (name[0] != '+' && name[0] != '-')) return std::nullopt;
  std::string digits(name.substr(1));
  if (digits.size() == 5 && digits[2] == ':') digits.erase(2, 1);
  if (digits.size() == 2) digits += "00";
  const bool numeric = std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (digits.size() != 4 || !numeric || digits.substr(0, 2) > "23" || digits.substr(2) > "59") return std::nullopt;
  const char sign = digits == "0000" ? '+' : name[0];
  return sign + digits.substr(0, 2) + ":" + digits.substr(2);
}

struct ZoneNames {
  std::vector<std::pair<std::string, std::string>> by_lower;  // lower case -> identifier, sorted
  ZoneNames() {
    UErrorCode status = U_ZERO_ERROR;
    for (const std::string& name : values_of(icu().ucal_openTimeZones(&status))) {
      if (name != "Etc/Unknown" && !name.starts_with("SystemV/")) by_lower.emplace_back(lower(name), name);
    }
    std::sort(by_lower.begin(), by_lower.end());
  }
};

// ICU's short names from the days of JDK 1.1, which are not in the IANA database.
bool is_java_name(std::string_view name) {
  constexpr const char* kNames[] = {"ACT", "AET", "AGT", "ART", "AST", "BET", "BST", "CAT", "CNT",
                                    "CST", "CTT", "EAT", "ECT", "IET", "IST", "JST", "MIT", "NET",
                                    "NST", "PLT", "PNT", "PRT", "PST", "SST", "VST"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

// As [[DefaultTimeZone]] names it.
std::string with_plain_utc(const std::string& identifier) {
  return identifier == "Etc/UTC" || identifier == "Etc/GMT" ? "UTC" : identifier;
}

std::string host_time_zone() {
  std::u16string host;
  icu_fill(&host, 64, [](char16_t* buffer, int32_t capacity, UErrorCode* status) {
    return icu().ucal_getHostTimeZone(buffer, capacity, status);
  });
  const auto identifier = time_zone_identifier(std::string(host.begin(), host.end()));
  return identifier ? with_plain_utc(*identifier) : "UTC";
}

}  // namespace

std::optional<std::string> time_zone_identifier(std::string_view name) {
  if (auto offset = offset_identifier(name)) return offset;
  static const ZoneNames names;  // made once and never changed
  const std::string wanted = lower(name);
  const auto found =
      std::lower_bound(names.by_lower.begin(), names.by_lower.end(), std::make_pair(wanted, std::string()));
  if (found == names.by_lower.end() || found->first != wanted || is_java_name(found->second)) return std::nullopt;
  return found->second;
}

std::string default_time_zone() {
  if (const char* name = std::getenv("TZ"); name && *name) {
    const auto identifier = time_zone_identifier(*name == ':' ? name + 1 : name);
    if (identifier) return with_plain_utc(*identifier);
  }
  static const std::string host = host_time_zone();  // ICU looks through the files of all zones to find it
  return host;
}

std::vector<std::string> primary_time_zones() {
  UErrorCode status = U_ZERO_ERROR;
  std::vector<std::string> zones =
      values_of(icu().ucal_openTimeZoneIDEnumeration(UCAL_ZONE_TYPE_CANONICAL_LOCATION, nullptr, nullptr, &status));
  zones.emplace_back("UTC");
  return zones;
}

std::u16string icu_time_zone(const std::string& identifier) {
  const std::u16string name(identifier.begin(), identifier.end());
  return name[0] == u'+' || name[0] == u'-' ? u"GMT" + name : name;
}

}  // namespace scrim::intl
