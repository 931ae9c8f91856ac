// Intl.DateTimeFormat and Date.prototype.toLocale*String over common locales. Kept out, because the texts changed between
// the versions of CLDR: es-ES with day periods (its space), weekdays with hours alone, Korean with 24 hours, the space around the dash of ranges of times.
const date = new Date(Date.UTC(2024, 0, 5, 15, 4, 9, 78));
const locales = ['en-US', 'en-GB', 'de-DE', 'fr-FR', 'es-ES', 'ja-JP', 'zh-CN', 'ar-EG', 'hi-IN', 'pt-BR', 'sv-SE', 'tr-TR'];
const utc = { timeZone: 'UTC' };
for (const locale of locales) {
  console.log(locale, [date.toLocaleString(locale, utc), date.toLocaleDateString(locale, utc), date.toLocaleTimeString(locale, utc)].join(' | '));
  for (const options of [{ dateStyle: 'full' }, { dateStyle: 'long' }, { dateStyle: 'medium' }, { dateStyle: 'short' }, { timeStyle: 'short' }, { timeStyle: 'medium' }, { dateStyle: 'short', timeStyle: 'short' },
    { year: 'numeric', month: 'long', day: 'numeric' }, { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' }, { year: 'numeric', month: '2-digit', day: '2-digit' }, { month: 'short' }, { month: 'long', year: 'numeric' },
    { weekday: 'short' }, { hour: '2-digit', minute: '2-digit' }, { hour: 'numeric', minute: '2-digit', hour12: false }, { month: 'short', day: 'numeric' }, { minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 }]) {
    console.log(' ', date.toLocaleString(locale, { ...utc, ...options }));
  }
  console.log(' ', new Intl.DateTimeFormat(locale, { ...utc, dateStyle: 'long' }).formatToParts(date).map(({ type, value }) => `${type}:${value}`).join(' '));
}

const en = (options) => console.log(JSON.stringify(options), new Intl.DateTimeFormat('en-US', { ...utc, ...options }).format(date));
for (const hourCycle of ['h11', 'h12', 'h23', 'h24']) en({ hour: 'numeric', minute: 'numeric', hourCycle });
for (const hour12 of [true, false]) en({ hour: 'numeric', minute: 'numeric', second: 'numeric', hour12 });
for (const timeZoneName of ['short', 'long', 'shortOffset', 'longOffset', 'shortGeneric', 'longGeneric']) en({ timeZone: 'America/New_York', hour: 'numeric', timeZoneName });
for (const timeZone of ['Europe/Berlin', 'Asia/Kolkata', 'Asia/Tokyo', 'America/Los_Angeles', '+05:30', '-0800', '+01', 'utc']) en({ timeZone, dateStyle: 'short', timeStyle: 'long' });
en({ era: 'short' });
en({ dayPeriod: 'long', hour: 'numeric' });
en({ calendar: 'buddhist' });
en({ fractionalSecondDigits: 2 });
console.log(new Intl.DateTimeFormat('ja-JP-u-ca-japanese', { ...utc, era: 'long', year: 'numeric', month: 'long', day: 'numeric' }).format(date), new Intl.DateTimeFormat('ar-u-nu-latn', utc).format(date), new Intl.DateTimeFormat('en', { ...utc, numberingSystem: 'thai' }).format(date));
console.log(new Date(Date.UTC(-1, 5, 1)).toLocaleDateString('en-US', utc), new Date(-62198755200000).toLocaleDateString('en-US', { ...utc, era: 'short' }), new Date(Date.UTC(1500, 0, 1)).toLocaleDateString('en-US', utc));
const summer = new Date(Date.UTC(2024, 6, 1, 12));
console.log([date, summer].map((when) => when.toLocaleTimeString('de-DE', { timeZone: 'Europe/Berlin', timeZoneName: 'short' })), [date, summer].map((when) => when.toLocaleString('en-US', { timeZone: 'America/New_York' })));
const range = new Intl.DateTimeFormat('en-US', { ...utc, year: 'numeric', month: 'short', day: 'numeric' });
const later = new Date(Date.UTC(2024, 2, 7));
console.log(range.formatRange(date, later), range.formatRange(date, date), range.formatRange(date, new Date(Date.UTC(2025, 0, 1))));
console.log(new Intl.DateTimeFormat('ja-JP', utc).formatRange(date, later), new Intl.DateTimeFormat('sv-SE', { ...utc, timeStyle: 'short' }).formatRange(date, +date + 7200e3));
console.log(range.formatRangeToParts(date, later).map(({ type, value, source }) => `${type}:${value}:${source}`).join(' '));
for (const [locale, options] of [['en-US', {}], ['de-DE', { dateStyle: 'full', timeStyle: 'short' }], ['en-US', { hour: 'numeric', minute: 'numeric', fractionalSecondDigits: 1, weekday: 'long', era: 'short', dayPeriod: 'short' }],
  ['en-u-hc-h23-nu-arab', { hour: '2-digit' }], ['ja-JP', { hour: 'numeric', hour12: true }], ['th-TH', { month: 'narrow', timeZoneName: 'short' }], ['fr', { timeZone: '+0130' }]]) {
  console.log(new Intl.DateTimeFormat(locale, { ...utc, ...options }).resolvedOptions());
}
const { format } = new Intl.DateTimeFormat('sv-SE', utc);
console.log([date, 0, 1e12].map(format), format.length, typeof format(), new Date(NaN).toLocaleString('de'), new Date(NaN).toLocaleDateString());
for (const wrong of [() => new Intl.DateTimeFormat('en', { timeZone: 'Mars/Olympus' }), () => new Intl.DateTimeFormat('en', { timeZone: '+25:00' }), () => new Intl.DateTimeFormat('en', { calendar: 'x' }), () => new Intl.DateTimeFormat('en', { dateStyle: 'short', year: 'numeric' }),
  () => new Intl.DateTimeFormat('en', { fractionalSecondDigits: 4 }), () => new Intl.DateTimeFormat('en', { month: 'x' }), () => new Intl.DateTimeFormat('en', { hourCycle: 'h10' }), () => new Intl.DateTimeFormat().format(NaN), () => new Intl.DateTimeFormat().formatRange(1),
  () => new Intl.DateTimeFormat().formatRange(1, NaN), () => date.toLocaleDateString('en', { timeStyle: 'short' }), () => date.toLocaleTimeString('en', { dateStyle: 'short' }), () => date.toLocaleString('e'), () => new Intl.DateTimeFormat('en', null),
  () => Intl.DateTimeFormat.prototype.format, () => Intl.DateTimeFormat.prototype.formatToParts.call({}), () => Intl.DateTimeFormat.supportedLocalesOf('de', { localeMatcher: 'x' })]) {
  try { console.log(wrong()); } catch (error) { console.log(String(error)); }
}
console.log(new Intl.DateTimeFormat(), Object.prototype.toString.call(Intl.DateTimeFormat()), Intl.DateTimeFormat.length);
