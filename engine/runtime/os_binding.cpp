// What node:os stands on.
#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netpacket/packet.h>
#include <pwd.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "engine/runtime/natives.h"

namespace scrim {

namespace {

Value text(Isolate& isolate, std::string_view value) {
  return Value(new_string_utf8(isolate, value));
}

// () -> [sysname, nodename, release, version, machine]
Completion<Value> names_native(Isolate& isolate, Frame&) {
  utsname name;
  if (uname(&name) != 0) return throw_error(isolate, ErrorType::kError, "uname failed");
  Value fields[] = {text(isolate, name.sysname), text(isolate, name.nodename), text(isolate, name.release),
                    text(isolate, name.version), text(isolate, name.machine)};
  return Value(new_array_from(isolate, fields));
}

// () -> [total, free and reclaimable memory in bytes, uptime in seconds, three load averages]
Completion<Value> state_native(Isolate& isolate, Frame&) {
  struct sysinfo info;
  sysinfo(&info);
  double total = static_cast<double>(info.totalram) * info.mem_unit;
  double available = static_cast<double>(info.freeram) * info.mem_unit;
  double uptime = static_cast<double>(info.uptime);
  if (FILE* file = std::fopen("/proc/meminfo", "r")) {
    char line[128];
    while (std::fgets(line, sizeof line, file)) {
      unsigned long kilobytes;
      if (std::sscanf(line, "MemAvailable: %lu kB", &kilobytes) == 1) available = static_cast<double>(kilobytes) * 1024;
    }
    std::fclose(file);
  }
  if (FILE* file = std::fopen("/proc/uptime", "r")) {
    double seconds;
    if (std::fscanf(file, "%lf", &seconds) == 1) uptime = seconds;
    std::fclose(file);
  }
  double loads[3] = {};
  if (getloadavg(loads, 3) < 0) loads[0] = loads[1] = loads[2] = 0;
  Value fields[] = {Value::number(total),    Value::number(available), Value::number(uptime),
                    Value::number(loads[0]), Value::number(loads[1]),  Value::number(loads[2])};
  return Value(new_array_from(isolate, fields));
}

// () -> how many processors this process may use
Completion<Value> parallelism_native(Isolate&, Frame&) {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return Value::int32(CPU_COUNT(&set));
  return Value::int32(static_cast<int32_t>(sysconf(_SC_NPROCESSORS_ONLN)));
}

// (uid or -1: this user's) -> [name, uid, gid, home, shell] or undefined
Completion<Value> user_native(Isolate& isolate, Frame&) {
  passwd* entry = getpwuid(geteuid());
  if (!entry) return Value::undefined();
  Value fields[] = {text(isolate, entry->pw_name), Value::number(static_cast<uint32_t>(entry->pw_uid)),
                    Value::number(static_cast<uint32_t>(entry->pw_gid)), text(isolate, entry->pw_dir),
                    text(isolate, entry->pw_shell)};
  return Value(new_array_from(isolate, fields));
}

// () -> [name, address, netmask, family, mac, internal, scope id, ...] of every interface
Completion<Value> interfaces_native(Isolate& isolate, Frame&) {
  Array* list = new_array(isolate);
  ifaddrs* first;
  if (getifaddrs(&first) != 0) return Value(list);
  for (ifaddrs* one = first; one; one = one->ifa_next) {
    if (!one->ifa_addr || !(one->ifa_flags & IFF_UP) || !(one->ifa_flags & IFF_RUNNING)) continue;
    int family = one->ifa_addr->sa_family;
    if (family != AF_INET && family != AF_INET6) continue;
    auto bytes = [&](sockaddr* address) -> const void* {
      return family == AF_INET ? static_cast<const void*>(&reinterpret_cast<sockaddr_in*>(address)->sin_addr)
                               : &reinterpret_cast<sockaddr_in6*>(address)->sin6_addr;
    };
    char address[INET6_ADDRSTRLEN] = "", mask[INET6_ADDRSTRLEN] = "", mac[18] = "00:00:00:00:00:00";
    inet_ntop(family, bytes(one->ifa_addr), address, sizeof address);
    if (one->ifa_netmask) inet_ntop(family, bytes(one->ifa_netmask), mask, sizeof mask);
    for (ifaddrs* link = first; link; link = link->ifa_next) {
      if (!link->ifa_addr || link->ifa_addr->sa_family != AF_PACKET ||
          std::strcmp(link->ifa_name, one->ifa_name) != 0) {
        continue;
      }
      const unsigned char* m = reinterpret_cast<sockaddr_ll*>(link->ifa_addr)->sll_addr;
      std::snprintf(mac, sizeof mac, "%02x:%02x:%02x:%02x:%02x:%02x", m[0], m[1], m[2], m[3], m[4], m[5]);
    }
    uint32_t scope = family == AF_INET6 ? reinterpret_cast<sockaddr_in6*>(one->ifa_addr)->sin6_scope_id : 0;
    for (Value value : {text(isolate, one->ifa_name), text(isolate, address), text(isolate, mask),
                        text(isolate, family == AF_INET ? "IPv4" : "IPv6"), text(isolate, mac),
                        Value::boolean(one->ifa_flags & IFF_LOOPBACK), Value::number(scope)}) {
      array_push(isolate, list, value);
    }
  }
  freeifaddrs(first);
  return Value(list);
}

// (pid) -> priority; (pid, priority) -> 0; or -errno beyond -100
Completion<Value> priority_native(Isolate& isolate, Frame& frame) {
  auto pid = static_cast<id_t>(TRY(to_int32(isolate, frame.argument(0))));
  errno = 0;
  if (frame.argument(1).is_undefined()) {
    int priority = getpriority(PRIO_PROCESS, pid);
    return Value::int32(priority == -1 && errno ? -1000 - errno : priority);
  }
  int32_t priority = TRY(to_int32(isolate, frame.argument(1)));
  return Value::int32(setpriority(PRIO_PROCESS, pid, priority) == 0 ? 0 : -1000 - errno);
}

using P = BuiltinProperty;
constexpr P kTable[] = {
    P::function("names", names_native, 0),
    P::function("state", state_native, 0),
    P::function("parallelism", parallelism_native, 0),
    P::function("user", user_native, 0),
    P::function("interfaces", interfaces_native, 0),
    P::function("priority", priority_native, 2),
};

}  // namespace

extern constexpr NativeBinding kOsBinding = {"os", kTable};

}  // namespace scrim
