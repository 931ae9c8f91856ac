// The front end on files: how quick, how much memory, what broken text does to it.
//   syntax_bench throughput FILE...          CPU time, tokens a second, bytes a node (scopes included)
//   syntax_bench mutate COUNT SEED FILE...   COUNT random edits over the files: a tree whose ranges lie in the text
//   syntax_bench cut FILE...                 every file cut at every offset, from scratch and again from the whole
//   syntax_bench edits COUNT SEED FILE...    COUNT random edits, each parsed again and from scratch: no difference
//   syntax_bench typing FILE...              CPU time after a key is pressed in the middle of the file
//   syntax_bench recover COUNT SEED FILE...  one token deleted, COUNT times: how many diagnostics it makes
//   syntax_bench fuzzed FILE...              what the syntax fuzzer does with these inputs
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "engine/base/assert.h"
#include "engine/regexp/literal_validator.h"
#include "engine/syntax/ast_visit.h"
#include "engine/syntax/incremental.h"
#include "engine/syntax/parser.h"
#include "engine/syntax/token.h"
#include "tests/fuzz/syntax_input.h"
#include "tests/support/files.h"
#include "tests/support/random_edits.h"

using namespace scrim;
using namespace scrim::syntax;

namespace {

struct File {
  std::string name;
  std::string text;
  bool module = false;
};

double cpu_seconds() {
  timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

ParseOptions options_for(const File& file) {
  ParseOptions options;
  options.goal = file.module ? ParseGoal::kModule : ParseGoal::kScript;
  options.language = language_of_file(file.name);
  options.allow_return_outside_function = true;
  options.validate_regexp = regexp::validate_literal;
  return options;
}

std::unique_ptr<ParseResult> parse_file(const SourceText& source, const File& file, bool tokens = false) {
  ParseOptions options = options_for(file);
  options.collect_tokens = tokens;
  return parse(source, options);
}

std::vector<File> read_files(char** names, int count) {
  std::vector<File> files;
  for (int i = 0; i < count; i++) {
    File file{names[i], {}, false};
    file.text = read_file(file.name);
    if (file.text.starts_with("\xEF\xBB\xBF")) file.text.erase(0, 3);
    SourceText source(file.text, file.name);
    if (!parse_file(source, file)->ok()) file.module = true;
    files.push_back(std::move(file));
  }
  return files;
}

size_t count_nodes(Node* root) {
  size_t count = 0;
  std::vector<Node*> stack{root};
  while (!stack.empty()) {
    Node* node = stack.back();
    stack.pop_back();
    count++;
    for_each_child(node, [&](Node* child) { stack.push_back(child); });
  }
  return count;
}

void check_tree(const ParseResult& result, size_t size) {
  std::vector<Node*> stack{result.program};
  while (!stack.empty()) {
    Node* node = stack.back();
    stack.pop_back();
    VERIFY(node->start <= node->end && node->end <= size);
    if (result.ok() && node->is<Identifier>() && node->resolution() == Resolution::kUnresolved) {
      std::printf("unresolved: %.*s at %u of %s\n", static_cast<int>(node->end - node->start),
                  result.source->text().data() + node->start, node->start, result.source->name().c_str());
      std::printf("%s\n",
                  std::string(result.source->text().substr(node->start > 200 ? node->start - 200 : 0, 400)).c_str());
      std::abort();
    }
    for_each_child(node, [&](Node* child) { stack.push_back(child); });
  }
  for (const Diagnostic& diagnostic : result.diagnostics) {
    VERIFY(diagnostic.range.start <= diagnostic.range.end && diagnostic.range.end <= size);
  }
}

int throughput(std::vector<File> files) {
  std::printf("%-40s %9s %9s %9s %8s %9s %7s\n", "file", "bytes", "tokens", "nodes", "ms", "Mtok/s", "B/node");
  for (const File& file : files) {
    SourceText source(file.text, file.name);
    size_t tokens;
    size_t nodes;
    size_t bytes;
    {
      auto result = parse_file(source, file, true);
      if (!result->ok()) std::printf("%s: %s\n", file.name.c_str(), result->diagnostics[0].message.c_str());
      tokens = result->tokens.size();
      nodes = count_nodes(result->program);
      bytes = result->arena.used_bytes();
    }
    double best = 1e9;
    for (int round = 0; round < 5; round++) {
      double start = cpu_seconds();
      auto result = parse_file(source, file);
      best = std::min(best, cpu_seconds() - start);
    }
    std::string shown = file.name.substr(file.name.find_last_of('/') + 1);
    std::printf("%-40s %9zu %9zu %9zu %8.1f %9.2f %7.1f\n", shown.c_str(), file.text.size(), tokens, nodes, best * 1e3,
                static_cast<double>(tokens) / best * 1e-6, static_cast<double>(bytes) / static_cast<double>(nodes));
  }
  return 0;
}

int mutate(std::vector<File> files, size_t count, uint32_t seed) {
  std::mt19937 random(seed);
  double slowest = 0;
  std::string slowest_name;
  static const Language kLanguages[] = {Language::kJavaScript, Language::kTypeScript, Language::kJsx, Language::kTsx};
  for (size_t i = 0; i < count; i++) {
    const File& file = files[random() % files.size()];
    std::string text = mutated(file.text, random);
    SourceText source(text, file.name);
    ParseOptions options = options_for(file);
    if (random() % 3 == 0) options.language = kLanguages[random() % 4];
    double start = cpu_seconds();
    auto result = parse(source, options);
    double seconds = cpu_seconds() - start;
    if (seconds > slowest) {
      slowest = seconds;
      slowest_name = file.name;
    }
    check_tree(*result, text.size());
  }
  std::printf("%zu edits of %zu files; the slowest took %.1f ms (%s)\n", count, files.size(), slowest * 1e3,
              slowest_name.c_str());
  return 0;
}

struct Edits {
  size_t count = 0;
  size_t reused = 0;
  size_t reused_broken = 0;
};

// `*text` becomes `changed`, `*result` what was parsed again; dies where that differs from a parse from scratch.
void edit_and_compare(std::unique_ptr<SourceText>* text, std::unique_ptr<ParseResult>* result, std::string changed,
                      const ParseOptions& options, Edits* edits) {
  auto source = std::make_unique<SourceText>(std::move(changed), (*text)->name());
  bool reused = false;
  std::unique_ptr<ParseResult> again = reparse(std::move(*result), *source, options, &reused);
  edits->count++;
  edits->reused += reused;
  edits->reused_broken += reused && !again->ok();
  if (reused) {
    std::unique_ptr<ParseResult> scratch = parse(*source, options);
    std::string expected = dump_all(*scratch);
    std::string actual = dump_all(*again);
    if (expected != actual) {
      std::printf("%s: parsed again it differs after %zu edits\n", source->name().c_str(), edits->count);
      auto write = [](const char* name, std::string_view what) {
        std::ofstream(name, std::ios::binary).write(what.data(), static_cast<std::streamsize>(what.size()));
      };
      write("edit.before.txt", (*text)->text());
      write("edit.after.txt", source->text());
      write("edit.expected.txt", expected);
      write("edit.actual.txt", actual);
      std::exit(1);
    }
  }
  *text = std::move(source);
  *result = std::move(again);
}

int edits(std::vector<File> files, size_t count, uint32_t seed) {
  std::mt19937 random(seed);
  Edits edits;
  std::vector<EditedText> texts;
  for (const File& file : files) texts.emplace_back(file.text, file.name, options_for(file));
  while (edits.count < count) {
    const EditedText& edited = texts[random() % files.size()];
    if (edited.text.size() < 100 || edited.text.size() > 60000) continue;
    auto text = std::make_unique<SourceText>(edited.text, edited.name);
    std::unique_ptr<ParseResult> result = parse(*text, edited.options);
    for (size_t step = 0; step < 12 && edits.count < count; step++) {
      std::string before(text->text());
      std::string changed = edited.edit(before, random);
      if (changed == before) continue;
      edit_and_compare(&text, &result, changed, edited.options, &edits);
      // Back, by the same way, so that most edits begin with a sound text.
      if (random() % 4 != 0) edit_and_compare(&text, &result, before, edited.options, &edits);
    }
  }
  std::printf("%zu edits of %zu files: %zu kept the tree (%zu of them broken), no difference\n", edits.count,
              files.size(), edits.reused, edits.reused_broken);
  return 0;
}

// A letter is added to and taken from the name after a semicolon, near the middle and at the ends of the file.
int typing(std::vector<File> files) {
  std::printf("%-40s %9s %10s %10s %8s %6s\n", "file", "bytes", "scratch ms", "again ms", "quicker", "kept");
  for (const File& file : files) {
    ParseOptions options = options_for(file);
    options.collect_comments = true;
    double scratch = 1e9;
    std::vector<uint32_t> places;
    {
      SourceText source(file.text, file.name);
      for (int round = 0; round < 3; round++) {
        double start = cpu_seconds();
        auto result = parse(source, options);
        scratch = std::min(scratch, cpu_seconds() - start);
      }
      auto result = parse(source, options);
      for (const FunctionNode* function : result->functions) {
        auto* body = as_if<FunctionBody>(function->body);
        if (body && !body->body.empty() && body->body[0]->is<ExpressionStatement>())
          places.push_back(body->body[0]->start);
      }
      std::sort(places.begin(), places.end());
    }
    std::vector<double> times;
    size_t kept = 0;
    size_t count = 0;
    auto text = std::make_unique<SourceText>(file.text, file.name);
    std::unique_ptr<ParseResult> result = parse(*text, options);
    constexpr size_t kPlaces = 20;
    for (size_t i = 0; i < kPlaces && !places.empty(); i++) {
      uint32_t at = places[places.size() * (2 * i + 1) / (2 * kPlaces)];
      for (int step = 0; step < 4; step++) {
        std::string changed(text->text());
        if (step % 2 == 0) {
          changed.insert(at, step == 0 ? "x" : "x;");
        } else {
          changed.erase(at, step == 1 ? 1 : 2);
        }
        auto source = std::make_unique<SourceText>(std::move(changed), file.name);
        bool reused = false;
        double start = cpu_seconds();
        result = reparse(std::move(result), *source, options, &reused);
        times.push_back(cpu_seconds() - start);
        count++;
        kept += reused;
        text = std::move(source);
      }
    }
    if (times.empty()) continue;
    std::sort(times.begin(), times.end());
    double median = times[times.size() / 2];
    std::string shown = file.name.substr(file.name.find_last_of('/') + 1);
    std::printf("%-40s %9zu %10.2f %10.3f %7.1fx %3zu/%zu\n", shown.c_str(), file.text.size(), scratch * 1e3,
                median * 1e3, scratch / median, kept, count);
  }
  return 0;
}

// Every file cut at every offset; parsed again from the whole file, and without what lies between the offset and the
// next '}', so that most cuts are inside of one function.
int cut(std::vector<File> files) {
  size_t count = 0;
  size_t most = 0;
  Edits edits;
  for (const File& file : files) {
    ParseOptions options = options_for(file);
    options.collect_comments = true;
    auto whole = [&] { return std::make_unique<SourceText>(file.text, file.name); };
    for (size_t size = 0; size <= file.text.size(); size++) {
      SourceText source(file.text.substr(0, size), file.name);
      auto result = parse_file(source, file);
      check_tree(*result, size);
      most = std::max(most, result->diagnostics.size());
      count++;
      for (size_t end : {file.text.size(), file.text.find('}', size)}) {
        if (end == file.text.npos) continue;
        std::unique_ptr<SourceText> text = whole();
        std::unique_ptr<ParseResult> again = parse(*text, options);
        edit_and_compare(&text, &again, file.text.substr(0, size) + file.text.substr(end), options, &edits);
        if (size % 4 == 0) edit_and_compare(&text, &again, file.text, options, &edits);
      }
    }
  }
  std::printf("%zu cuts; at most %zu diagnostics; %zu parsed again, %zu of them kept the tree, no difference\n", count,
              most, edits.count, edits.reused);
  return 0;
}

int recover(std::vector<File> files, size_t count, uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<size_t> numbers;
  size_t harmless = 0;
  std::vector<std::vector<Token>> tokens;
  for (const File& file : files) {
    SourceText source(file.text, file.name);
    auto result = parse_file(source, file, true);
    tokens.push_back(result->tokens);
  }
  while (numbers.size() < count) {
    size_t index = random() % files.size();
    const File& file = files[index];
    if (tokens[index].empty()) continue;
    Token token = tokens[index][random() % tokens[index].size()];
    std::string text = file.text;
    text.erase(token.range.start, token.range.length());
    SourceText source(text, file.name);
    auto result = parse_file(source, file);
    if (result->ok()) {
      harmless++;
      continue;
    }
    size_t number = result->diagnostics.size() + result->dropped_diagnostics;
    numbers.push_back(number);
    if (std::getenv("SHOW") && number > 3) {
      LineColumn place = source.utf16_position(token.range.start, LineRule::kEditor);
      std::printf("%s:%u:%u without '%.*s': %zu\n", file.name.c_str(), place.line + 1, place.column + 1,
                  static_cast<int>(std::min<uint32_t>(token.range.length(), 20)), file.text.data() + token.range.start,
                  number);
      for (size_t i = 0; i < std::min<size_t>(number, 6) && i < result->diagnostics.size(); i++) {
        const Diagnostic& diagnostic = result->diagnostics[i];
        LineColumn at = source.utf16_position(diagnostic.range.start, LineRule::kEditor);
        std::printf("    %u:%u %s\n", at.line + 1, at.column + 1, diagnostic.message.c_str());
      }
    }
  }
  std::sort(numbers.begin(), numbers.end());
  std::printf("%zu deletions that break (%zu more do not): diagnostics median %zu, 95 %% at most %zu, most %zu\n",
              numbers.size(), harmless, numbers[numbers.size() / 2], numbers[numbers.size() * 95 / 100],
              numbers.back());
  return 0;
}

int fuzzed(char** names, int count) {
  for (int i = 0; i < count; i++) {
    std::fprintf(stderr, "%s\n", names[i]);
    std::string text = read_file(names[i]);
    check_fuzz_input(reinterpret_cast<const uint8_t*>(text.data()), text.size());
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::string mode = argc > 1 ? argv[1] : "";
  if (mode == "throughput" && argc > 2) return throughput(read_files(argv + 2, argc - 2));
  if (mode == "typing" && argc > 2) return typing(read_files(argv + 2, argc - 2));
  if (mode == "fuzzed" && argc > 2) return fuzzed(argv + 2, argc - 2);
  if (mode == "cut" && argc > 2) return cut(read_files(argv + 2, argc - 2));
  if ((mode == "mutate" || mode == "recover" || mode == "edits") && argc > 4) {
    size_t count = std::strtoul(argv[2], nullptr, 10);
    auto seed = static_cast<uint32_t>(std::strtoul(argv[3], nullptr, 10));
    std::vector<File> files = read_files(argv + 4, argc - 4);
    if (mode == "edits") return edits(std::move(files), count, seed);
    return mode == "mutate" ? mutate(std::move(files), count, seed) : recover(std::move(files), count, seed);
  }
  std::fprintf(stderr,
               "syntax_bench throughput|typing|mutate COUNT SEED|edits COUNT SEED|cut|recover COUNT SEED FILE...\n");
  return 2;
}
