"""gdb's view of scrim's heap: pretty-printers for values, strings, objects, shapes and frames.

    gdb -x engine/scrim_gdb.py --args scrim program.js

    print value                 a scrim::Value, PropertyKey, Cell, Object, String, Shape, Code or Frame in JavaScript's words
    scrim-stack [FP]            the JavaScript frames, innermost first: function, place, this and arguments; without FP the
                                isolate is looked for on the native stack
    $scrim_frame(N)             the N-th of them; $scrim_arg(N, I): its argument, $scrim_local(N, I): its register
    $scrim_value(BITS)          a word as a Value
    $scrim_cell(VALUE)          the cell it points to, as its own type
    $scrim_shape(VALUE)         the shape of an object

Nothing is called in the program: core files do as well. Layouts come from interpreter/gdb_types.cpp, which has debugging
information in every build.
"""
import functools
import struct

import gdb

REGION = 32 << 30  # heap/cell.h: kRegionSize


def type_of(name):
    return gdb.lookup_type('scrim::' + name)


def memory(address, size):
    return bytes(gdb.selected_inferior().read_memory(address, size))


def word(address):
    return struct.unpack('<Q', memory(address, 8))[0]


def evaluate(text):
    """In C++, whatever the selected frame is written in."""
    language = gdb.parameter('language')
    gdb.execute('set language c++', to_string=True)
    try:
        return int(gdb.parse_and_eval(text))
    finally:
        gdb.execute('set language ' + language, to_string=True)


@functools.cache
def constant(name):
    return evaluate('scrim::' + name)


@functools.cache
def enumerator(enumeration, name):
    for field in type_of(enumeration).fields():
        if field.name.endswith('::' + name):
            return int(field.enumval)
    raise gdb.GdbError('%s has no %s' % (enumeration, name))


def address_of(value):
    """Of a struct (its own address) or a pointer."""
    return int(value) if value.type.strip_typedefs().code == gdb.TYPE_CODE_PTR else int(value.address)


def at(address, name):
    return gdb.Value(address).cast(type_of(name).pointer()).dereference()


def cell_type_name(cell):
    """'kString' and so on."""
    return str(cell['type']).rsplit('::', 1)[-1]


# The C++ struct of a cell type: heap/cell_types.def, as far as the printers look inside.
STRUCTS = {
    'kString': 'String', 'kSymbol': 'Symbol', 'kBigInt': 'BigInt', 'kShape': 'Shape', 'kPropertyTable': 'PropertyTable',
    'kSlots': 'Slots', 'kElements': 'Elements', 'kEnvironment': 'Environment', 'kCode': 'Code',
    'kFeedbackVector': 'FeedbackVector', 'kScript': 'Script', 'kArray': 'Array', 'kFunction': 'Function',
    'kNativeFunction': 'NativeFunction', 'kBoundFunction': 'BoundFunction',
}
FIRST_OBJECT = 'kObject'


def is_object(cell):
    return int(cell['type']) >= constant('CellType::kObject')


def most_derived(address):
    cell = at(address, 'Cell')
    return at(address, STRUCTS.get(cell_type_name(cell), 'Object' if is_object(cell) else 'Cell'))


def region_of(address):
    return address & ~(REGION - 1)


def std_string(value):
    length = int(value['_M_string_length'])
    return memory(int(value['_M_dataplus']['_M_p']), length) if length else b''


def std_vector_bytes(value):
    begin = int(value['_M_impl']['_M_start'])
    end = int(value['_M_impl']['_M_finish'])
    return memory(begin, end - begin) if end > begin else b''


# --- strings and keys

def string_text(address, most=200):
    """The characters of a String cell, ropes not flattened."""
    string = at(address, 'String')
    flags = int(string['flags'])
    length = int(string['length'])
    if flags & constant('CellFlags::kRope'):
        rope = at(address, 'RopeString')
        left = string_text(int(rope['left']), most)
        return left if len(left) >= most else left + string_text(int(rope['right']), most - len(left))
    width = 2 if flags & constant('CellFlags::kTwoByte') else 1
    data = address + type_of('FlatString').sizeof
    if flags & constant('CellFlags::kSlice'):
        piece = at(address, 'SliceString')
        data = int(piece['parent']) + type_of('FlatString').sizeof + int(piece['offset']) * width
    raw = memory(data, min(length, most) * width)
    return raw.decode('utf-16-le', 'replace') if width == 2 else raw.decode('latin-1')


def quoted(address):
    text = string_text(address)
    more = '...' if int(at(address, 'String')['length']) > len(text) else ''
    return '"' + text.replace('\\', '\\\\').replace('"', '\\"').replace('\n', '\\n') + '"' + more


def symbol_text(address):
    description = int(at(address, 'Symbol')['description'])
    text = string_text(description) if description else ''
    return text if text.startswith('#') else 'Symbol(%s)' % text


def key_text(bits):
    if bits == 0:
        return '(none)'
    if bits >= constant('Value::kNumberTag'):
        return str(bits & 0xffffffff)
    return symbol_text(bits) if cell_type_name(at(bits, 'Cell')) == 'kSymbol' else string_text(bits)


# --- shapes and objects

def properties_of(shape):
    """[(key's bits, slot, attributes)], in the order they were added."""
    count = int(shape['property_count'])
    table = int(shape['table'])
    found = []
    if table:
        entries = at(table, 'PropertyTable')['entries']
        for i in range(count):
            entry = entries[i]
            if int(entry['key']['bits_']):
                found.append((int(entry['key']['bits_']), int(entry['slot']), int(entry['attributes'])))
        return found
    step = shape
    while int(step['parent']):
        if int(step['property_count']) > int(step['parent']['property_count']):
            found.append((int(step['key']['bits_']), int(step['slot']), int(step['attributes'])))
        step = step['parent'].dereference()
    found.reverse()
    return found


def shape_of(address):
    return at(region_of(address) + int(at(address, 'Cell')['shape_id']), 'Shape')


def slot_bits(address, slot):
    shape = shape_of(address)
    inline = int(shape['inline_capacity'])
    if slot < inline:
        start = constant('kInlineSlotOffsets.bytes[%d]' % int(at(address, 'Cell')['type']))
        return word(address + start + 8 * slot)
    return word(int(at(address, 'Object')['slots']) + type_of('Slots').sizeof + 8 * (slot - inline))


def own_value(address, name):
    for key, slot, attributes in properties_of(shape_of(address)):
        if key_text(key) == name and not attributes & constant('Attributes::kAccessor'):
            return slot_bits(address, slot)
    return constant('Value::kEmpty')


def class_of_prototype(prototype):
    while prototype:
        constructor = own_value(prototype, 'constructor')
        if is_cell(constructor):
            return function_name(constructor) or '?'
        if constructor == constant('Value::kEmpty') and builtin_lazy(prototype):
            return ''
        prototype = int(shape_of(prototype)['prototype'])
    return 'null'


def builtin_lazy(prototype):
    """A builtin's prototype whose `constructor` nobody has asked for."""
    return any(key_text(key) == 'constructor' for key, _, _ in properties_of(shape_of(prototype)))


def function_name(address):
    kind = cell_type_name(at(address, 'Cell'))
    name = own_value(address, 'name') if is_object(at(address, 'Cell')) else constant('Value::kEmpty')
    if is_cell(name) and cell_type_name(at(name, 'Cell')) == 'kString':
        return string_text(name)
    if kind == 'kFunction':
        return string_text(int(at(address, 'Function')['code']['name']))
    return ''


def shape_text(shape):
    name = class_of_prototype(int(shape['prototype']))
    keys = ', '.join(key_text(key) for key, _, _ in properties_of(shape))
    kind = ' dictionary' if int(shape['shape_flags']) & enumerator('Shape::Flags', 'kDictionary') else \
        ' of its own' if int(shape['shape_flags']) & enumerator('Shape::Flags', 'kUnique') else ''
    number = (address_of(shape) & (REGION - 1)) // 16
    return ('%s {%s}%s, shape %d' % (name, ' ' + keys + ' ' if keys else '', kind, number)).strip()


def elements_texts(address, depth, most=20):
    cell = at(address, 'Object')
    kind = str(cell['elements_kind']).rsplit('::', 1)[-1]
    if kind not in ('kInt32', 'kDouble', 'kPacked', 'kHoley'):
        return []
    elements = int(cell['elements'])
    length = int(at(elements, 'Elements')['length'])
    start = elements + type_of('Elements').sizeof
    texts = []
    for i in range(min(length, most)):
        bits = word(start + 8 * i)
        texts.append('<hole>' if bits == constant('Value::kEmpty') else value_text(bits, depth - 1))
    if length > most:
        texts.append('... %d more' % (length - most))
    return texts


def object_text(address, depth):
    cell = at(address, 'Cell')
    kind = cell_type_name(cell)
    if kind in ('kFunction', 'kNativeFunction', 'kBoundFunction'):
        return 'function %s' % (function_name(address) or '(anonymous)')
    name = class_of_prototype(int(shape_of(address)['prototype']))
    if kind not in ('kObject', 'kArray'):
        name = name or kind[1:]
    if depth <= 0:
        return '[...]' if kind == 'kArray' else '{...}' if name in ('', 'Object') else name + ' {...}'
    parts = elements_texts(address, depth)
    for key, slot, attributes in properties_of(shape_of(address)):
        if attributes & constant('Attributes::kAccessor'):
            shown = '<accessor>'
        else:
            bits = slot_bits(address, slot)
            shown = '<lazy>' if bits == constant('Value::kEmpty') else value_text(bits, depth - 1)
        parts.append('%s: %s' % (key_text(key), shown))
    if kind == 'kArray':
        return '[%s]' % ', '.join(parts)
    prefix = name + ' ' if name and name != 'Object' else ''
    return '%s{%s}' % (prefix, ', '.join(parts))


# --- values

def is_cell(bits):
    return bits != 0 and bits & constant('Value::kNotCellMask') == 0


def value_text(bits, depth=2):
    if is_cell(bits):
        try:
            return cell_text(bits, depth)
        except gdb.MemoryError:
            return '<unreadable %#x>' % bits
    if bits >= constant('Value::kNumberTag'):
        return str(struct.unpack('<i', struct.pack('<I', bits & 0xffffffff))[0])
    if bits & constant('Value::kNumberTag'):
        number = struct.unpack('<d', struct.pack('<Q', bits - constant('Value::kDoubleOffset')))[0]
        return repr(number)
    for name in ('Undefined', 'Null', 'False', 'True', 'Empty', 'Exception'):
        if bits == constant('Value::k' + name):
            return name.lower() if name not in ('Empty', 'Exception') else '<%s>' % name.lower()
    return '<no value: %#x>' % bits


def bigint_text(address):
    number = at(address, 'BigInt')
    total = 0
    for i in reversed(range(int(number['limb_count']))):
        total = total << 64 | int(number['limbs'][i])
    return '%s%dn' % ('-' if int(number['negative']) else '', total)


def cell_text(address, depth=2):
    cell = at(address, 'Cell')
    kind = cell_type_name(cell)
    if kind == 'kString':
        return quoted(address)
    if kind == 'kSymbol':
        return symbol_text(address)
    if kind == 'kBigInt':
        return bigint_text(address)
    if kind == 'kShape':
        return shape_text(at(address, 'Shape'))
    if kind == 'kCode':
        return 'code of %s' % (string_text(int(at(address, 'Code')['name'])) or '(anonymous)')
    if is_object(cell):
        return object_text(address, depth)
    return '<%s at %#x>' % (kind, address)


# --- frames

def place_of(code, pc):
    """'file:line' of an instruction; '' for scrim's own stubs."""
    script = code['script']
    if not int(script) or not int(script['data']):
        return ''
    template = code['function_template'].dereference()
    data = script['data'].dereference()
    offset = (pc - int(code['bytecode'])) // 2 if pc else 0
    table = std_vector_bytes(template['positions']['bytes_'])
    cursor = 0

    def varint():
        nonlocal cursor
        value = shift = 0
        while True:
            byte = table[cursor]
            cursor += 1
            value |= (byte & 0x7f) << shift
            if byte < 0x80:
                return value
            shift += 7

    at_pc = place = found = 0
    while cursor < len(table):
        first, zigzag = varint(), varint()
        at_pc += first >> 3
        if at_pc > offset:
            break
        place += zigzag >> 1 ^ -(zigzag & 1)
        found = place
    text = std_string(data['source']['text_'])
    return '%s:%d' % (std_string(data['source']['name_']).decode('utf-8', 'replace'), text.count(b'\n', 0, found) + 1)


def frame_text(frame, pc=None):
    address = address_of(frame)
    code = frame['code']
    count = int(frame['argument_count'])
    start = address + type_of('Frame').sizeof
    arguments = ', '.join(value_text(word(start + 8 * i), 1) for i in range(min(count, 10)))
    callee = int(frame['callee']['bits_'])
    if not int(code):
        name = (function_name(callee) if is_cell(callee) else '') + ' (native)'
        where = ''
    else:
        name = (function_name(callee) if is_cell(callee) else '') or '(anonymous)'
        where = place_of(code, pc)
    receiver = value_text(int(frame['this_value']['bits_']), 0)
    text = '%s(%s)' % (name, arguments)
    if where:
        text += ' at ' + where
    return text + ', this = ' + receiver


def find_isolate():
    """The isolate whose region a word on the native stack points into."""
    stack = int(gdb.parse_and_eval('$sp'))
    tried = set()
    for i in range(1 << 15):
        try:
            base = region_of(word(stack + 8 * i))
        except gdb.MemoryError:
            break
        if base in tried or base == 0 or base >= 1 << 47:
            continue
        tried.add(base)
        try:
            header = at(base, 'RegionHeader')
            isolate = int(header['isolate'])
            if isolate and int(header['heap']) - isolate < 1 << 16 and int(at(int(header['heap']), 'Heap')['base_']) == base:
                return at(isolate, 'Isolate')
        except gdb.MemoryError:
            pass
    raise gdb.GdbError('no isolate on this native stack; name a frame pointer')


def frames(fp=None):
    """[(Frame, pc or None)], innermost first."""
    pc = None
    if fp is None:
        isolate = find_isolate()
        fp, pc = int(isolate['fp']), int(isolate['pc'])
    found = []
    while fp:
        frame = at(fp, 'Frame')
        # A native's frame has no pc of its own: isolate.pc is its caller's call.
        native = not int(frame['code'])
        found.append((frame, None if native else pc))
        caller_pc = int(frame['caller_pc'])
        if not native or caller_pc:
            pc = caller_pc - 2 if caller_pc else pc
        fp = int(frame['caller_fp'])
    return found


class Stack(gdb.Command):
    """The JavaScript frames, innermost first: scrim-stack [FP]"""

    def __init__(self):
        super().__init__('scrim-stack', gdb.COMMAND_STACK)

    def invoke(self, argument, from_tty):
        fp = int(gdb.parse_and_eval(argument)) if argument.strip() else None
        for i, (frame, pc) in enumerate(frames(fp)):
            print('#%-3d %s' % (i, frame_text(frame, pc)))


def as_value(bits):
    # A Value needs a place: the innermost one is made in gdb's own memory.
    return gdb.Value(struct.pack('<Q', bits), type_of('Value'))


def bits_of(value):
    kind = value.type.strip_typedefs()
    if kind.code == gdb.TYPE_CODE_STRUCT:
        return int(value['bits_']) if 'bits_' in [f.name for f in kind.fields()] else int(value.address)
    return int(value) & (1 << 64) - 1


class Function(gdb.Function):
    def __init__(self, name, body):
        super().__init__('scrim_' + name)
        self.body = body

    def invoke(self, *arguments):
        return self.body(*arguments)


def argument_of(n, i):
    frame = frames()[int(n)][0]
    return as_value(word(address_of(frame) + type_of('Frame').sizeof + 8 * int(i)))


class Printer:
    def __init__(self, text):
        self.text = text

    def to_string(self):
        return self.text()


def lookup(value):
    name = value.type.strip_typedefs().unqualified().name
    if not name or not name.startswith('scrim::'):
        return None
    name = name[len('scrim::'):]
    if name == 'Value':
        return Printer(lambda: value_text(int(value['bits_'])))
    if name == 'PropertyKey':
        return Printer(lambda: key_text(int(value['bits_'])))
    if name == 'Frame' and value.address is not None:
        return Printer(lambda: frame_text(value))
    cells = ('Cell', 'String', 'FlatString', 'RopeString', 'SliceString', 'Symbol', 'BigInt', 'Shape', 'Code', 'Object', 'Array',
             'Function', 'NativeFunction', 'BoundFunction')
    if name in cells and value.address is not None:
        return Printer(lambda: cell_text(int(value.address)))
    return None


Stack()
Function('value', lambda bits: as_value(bits_of(bits)))
Function('cell', lambda value: most_derived(bits_of(value)))
Function('shape', lambda value: shape_of(bits_of(value)))
Function('frame', lambda n: frames()[int(n)][0])
Function('arg', argument_of)
Function('local', lambda n, i: as_value(word(address_of(frames()[int(n)][0]) - 8 * (int(i) + 1))))
gdb.pretty_printers.append(lookup)
