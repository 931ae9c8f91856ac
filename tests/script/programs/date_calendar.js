// A calendar: months as text, weeks by ISO 8601, intervals, recurring dates; all in UTC.
const day = 864e5;
const utc = (y, m, d, ...rest) => new Date(Date.UTC(y, m - 1, d, ...rest));
const names = { days: 'Mo Tu We Th Fr Sa Su'.split(' '), months: 'January February March April May June July August September October November December'.split(' ') };
function month(year, number) {
  const first = utc(year, number, 1), shift = (first.getUTCDay() + 6) % 7;
  const length = new Date(Date.UTC(year, number, 0)).getUTCDate();
  const cells = [...Array(shift).fill('  '), ...Array.from({ length }, (_, i) => String(i + 1).padStart(2))];
  const title = `${names.months[number - 1]} ${year}`;
  const rows = [title.padStart(Math.floor((20 + title.length) / 2)), names.days.join(' ')];
  while (cells.length) rows.push(cells.splice(0, 7).join(' '));
  return rows.join('\n');
}
function isoWeek(date) {
  const thursday = new Date(date);
  thursday.setUTCDate(date.getUTCDate() + 4 - (date.getUTCDay() || 7));
  const start = utc(thursday.getUTCFullYear(), 1, 1);
  return `${thursday.getUTCFullYear()}-W${String(Math.ceil(((thursday - start) / day + 1) / 7)).padStart(2, '0')}-${date.getUTCDay() || 7}`;
}
function* every({ from, unit, step = 1, until }) {
  for (let i = 0, at = new Date(from); at <= until; at = new Date(from)) {
    yield new Date(at);
    i += step;
    switch (unit) {
      case 'day': from = new Date(+from + step * day); break;
      case 'month': {
        const next = new Date(from);
        next.setUTCMonth(next.getUTCMonth() + step);
        if (next.getUTCDate() !== from.getUTCDate()) next.setUTCDate(0);
        from = next;
        break;
      }
      default: throw new RangeError(`every what? ${unit}`);
    }
  }
}
const easter = (year) => {
  const a = year % 19, b = Math.trunc(year / 100), c = year % 100, d = (19 * a + b - Math.trunc(b / 4) - Math.trunc((b - Math.trunc((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.trunc(c / 4) - d - (c % 4)) % 7, f = d + e - 7 * Math.trunc((a + 11 * d + 22 * e) / 451) + 114;
  return utc(year, Math.trunc(f / 31), (f % 31) + 1);
};
const duration = (ms) => {
  const parts = [];
  for (const [name, size] of [['d', day], ['h', 36e5], ['m', 6e4], ['s', 1e3], ['ms', 1]]) {
    const count = Math.floor(ms / size);
    if (count) parts.push(count + name);
    ms -= count * size;
  }
  return parts.join(' ') || '0ms';
};
console.log(month(2024, 2));
console.log(month(2023, 10));
console.log([[2024, 12, 30], [2021, 1, 3], [2020, 12, 31], [2026, 1, 1], [2018, 12, 31]].map((d) => isoWeek(utc(...d))));
console.log([...every({ from: utc(2024, 1, 31), unit: 'month', until: utc(2024, 6, 30) })].map((d) => d.toISOString().slice(0, 10)));
console.log([...every({ from: utc(2024, 2, 27), unit: 'day', until: utc(2024, 3, 2) })].map((d) => d.toJSON()));
try { [...every({ from: utc(2024, 1, 1), unit: 'week', until: utc(2024, 2, 1) })]; } catch (e) { console.log(e.message); }
console.log([1999, 2000, 2024, 2038].map((y) => easter(y).toUTCString()));
console.log(duration(0), duration(day + 61e3 + 5), duration(utc(2024, 3, 1) - utc(2024, 2, 1)));
const d = utc(2024, 2, 29, 13, 5, 9, 7);
console.log(d, [d], { d }, String(d), d.toString(), d.toDateString(), d.toTimeString(), d.getTimezoneOffset());
console.log(+d, d.valueOf() === Number(d), JSON.stringify({ d }), d.getDay(), d.getUTCMilliseconds(), `${d > utc(2024, 1, 1)}`);
console.log(new Date('2024-02-30'), new Date(NaN).getTime(), new Date(2024, 0), new Date('2024-01-01T00:00:00+02:00'), Date.parse('2024-01-01'), new Date(8.64e15 + 1));
console.log([new Date(0), new Date('1969-12-31T23:59:59.999Z'), new Date(-1e15), new Date(253402300800000)].map((x) => x.toISOString()));
try { new Date(NaN).toISOString(); } catch (e) { console.log(e.name, e.message); }
const moved = new Date(d);
moved.setUTCFullYear(2023); console.log(moved.toISOString(), moved.setUTCHours(25), moved.toISOString(), new Date(2020, 5, 31).getMonth(), typeof Date.now(), Date.length, new Date(d) - d);
console.log(d.toLocaleDateString('en-US'), d.toLocaleTimeString('en-US'), new Date(2024, 0, 1) < new Date(2024, 0, 2), Object.prototype.toString.call(d));
