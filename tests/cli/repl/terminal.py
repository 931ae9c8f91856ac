#!/usr/bin/env python3
"""A terminal for the tests of the REPL: runs a program on a pseudo-terminal, types what it is told and shows the screen.

    terminal.py COLUMNS ROWS SESSION.json COMMAND...

SESSION.json is a list of steps, each a string to type, a number of seconds to wait, or { busy: a string to type after
which the program does not wait for input }. Written to standard output is a list
of what stood on the screen after each step: rows of text (what has scrolled away included, marks of colour as {33}) and
the cursor. A step is over when the program waits for input: it sleeps, has used no time and written nothing for a while.
"""
import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
import unicodedata

QUIET = 0.12


def width_of(char):
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in 'WF' else 1


class Screen:
    def __init__(self, columns, rows):
        self.columns, self.rows = columns, rows
        self.lines = [[]]
        self.top = 0  # the first line that is on the screen
        self.row = self.column = 0
        self.colour = ''
        self.pending = ''

    def put(self, char):
        width = width_of(char)
        if self.column + width > self.columns:
            self.column = 0
            self.down()
        line = self.lines[self.row]
        while len(line) < self.column + max(width, 1):
            line.append((' ', ''))
        if width == 0:
            if self.column:
                line[self.column - 1] = (line[self.column - 1][0] + char, line[self.column - 1][1])
            return
        line[self.column] = (char, self.colour)
        if width == 2:
            line[self.column + 1] = ('', self.colour)
        self.column += width

    def down(self):
        self.row += 1
        while len(self.lines) <= self.row:
            self.lines.append([])
        self.top = max(self.top, self.row - self.rows + 1)

    def feed(self, text):
        text = self.pending + text
        self.pending = ''
        i = 0
        while i < len(text):
            char = text[i]
            if char == '\x1b':
                match = re.compile(r'\x1b\[([?0-9;]*)([A-Za-z])').match(text, i)
                if not match:
                    if len(text) - i < 12:
                        self.pending = text[i:]
                        return
                    i += 1
                    continue
                self.command(match.group(1), match.group(2))
                i = match.end()
                continue
            if char == '\r':
                self.column = 0
            elif char == '\n':
                self.down()
            elif char == '\b':
                self.column = max(0, self.column - 1)
            elif char == '\t':
                self.column = min(self.columns - 1, (self.column // 8 + 1) * 8)
            elif char >= ' ':
                self.put(char)
            i += 1

    def command(self, argument, letter):
        numbers = [int(part) if part.isdigit() else 0 for part in argument.split(';')] if argument else []
        first = numbers[0] if numbers else 0
        if letter == 'm':
            codes = [number for number in numbers if number not in (0, 39, 22, 49)]
            self.colour = ';'.join(map(str, codes))
        elif letter == 'G':
            self.column = max(0, min(self.columns - 1, (first or 1) - 1))
        elif letter == 'A':
            self.row = max(self.top, self.row - (first or 1))
        elif letter == 'B':
            for _ in range(first or 1):
                if self.row - self.top < self.rows - 1:
                    self.down()
        elif letter == 'C':
            self.column = min(self.columns - 1, self.column + (first or 1))
        elif letter == 'D':
            self.column = max(0, self.column - (first or 1))
        elif letter in 'Hf':
            row = (numbers[0] if numbers else 1) or 1
            column = (numbers[1] if len(numbers) > 1 else 1) or 1
            self.row = self.top + row - 1
            while len(self.lines) <= self.row:
                self.lines.append([])
            self.column = column - 1
        elif letter == 'J':
            if first == 0:
                del self.lines[self.row][self.column:]
                del self.lines[self.row + 1:]
            elif first in (2, 3):
                for line in self.lines[self.top:]:
                    line.clear()
        elif letter == 'K':
            line = self.lines[self.row]
            if first == 0:
                del line[self.column:]
            elif first == 1:
                for i in range(min(self.column + 1, len(line))):
                    line[i] = (' ', '')
            else:
                line.clear()

    def show(self):
        rows = []
        for line in self.lines:
            text, colour = '', ''
            for char, its in line:
                if its != colour:
                    text += '{' + its + '}'
                    colour = its
                text += char
            rows.append(text.rstrip())
        while rows and not rows[-1] and len(rows) > self.row + 1:
            rows.pop()
        return rows


def main():
    columns, rows, session, *command = sys.argv[1:]
    columns, rows = int(columns), int(rows)
    with open(session, encoding='utf-8') as file:
        steps = json.load(file)
    pid, terminal = pty.fork()
    if pid == 0:
        time.sleep(0.05)
        os.execvp(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack('HHHH', rows, columns, 0, 0))
    screen = Screen(columns, rows)
    ended = False

    def work():
        """What the program has used of the processor, or None while it runs."""
        try:
            with open(f'/proc/{pid}/stat', encoding='ascii', errors='replace') as stat:
                fields = stat.read().rpartition(')')[2].split()
        except OSError:
            return ''
        return fields[11] + ' ' + fields[12] if fields[0] in 'SZ' else None

    def drain(quiet, at_most=60.0, until=None):
        nonlocal ended
        end = time.monotonic() + at_most
        seen = b''
        used = None
        while not ended and time.monotonic() < end:
            ready, _, _ = select.select([terminal], [], [], quiet)
            if not ready:
                before, used = used, work()
                if used is None or used != before:
                    continue
                if until is None or any(line.startswith(until) for line in screen.show()):
                    return
                continue
            try:
                data = os.read(terminal, 65536)
            except OSError:
                data = b''
            if not data:
                ended = True
                return
            seen += data
            try:
                screen.feed(seen.decode('utf-8'))
                seen = b''
            except UnicodeDecodeError:
                pass

    shown = []
    drain(QUIET, until='>')
    shown.append({'step': 'start', 'screen': screen.show(), 'cursor': [screen.row, screen.column]})
    for step in steps:
        if ended:
            break
        if isinstance(step, (int, float)):
            drain(step)
        elif isinstance(step, dict):
            os.write(terminal, step['busy'].encode('utf-8'))
            time.sleep(0.5)
        else:
            os.write(terminal, step.encode('utf-8'))
            drain(QUIET)
        shown.append({'step': step, 'screen': screen.show(), 'cursor': [screen.row, screen.column]})
    code = None
    if not ended:
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    if ended:
        code = os.waitstatus_to_exitcode(status)
    json.dump({'shown': shown, 'ended': ended, 'code': code}, sys.stdout, ensure_ascii=False)


main()
