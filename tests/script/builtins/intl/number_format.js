// Intl.NumberFormat and Number.prototype.toLocaleString over common locales. Kept out, because the texts changed between
// the versions of CLDR: compact forms of hi-IN and ar-EG, unit names of a few languages, Arabic's "not a number".
const locales = ['en-US', 'en-GB', 'de-DE', 'fr-FR', 'es-ES', 'ja-JP', 'zh-CN', 'ar-EG', 'hi-IN', 'pt-BR', 'sv-SE', 'tr-TR'];
const numbers = [0, -0, 1, -1.5, 1234.5678, 1234567.891, 1e21, 0.000123, NaN, -Infinity, 123456789012345678901234567890n];
for (const locale of locales) {
  console.log(locale, numbers.filter((number) => locale !== 'ar-EG' || number === number).map((number) => number.toLocaleString(locale)).join(' | '));
  console.log(' percent', [0.256, 1.5, -0.01].map((n) => n.toLocaleString(locale, { style: 'percent', maximumFractionDigits: 1 })).join(' | '));
  for (const currency of ['USD', 'EUR', 'JPY']) {
    const money = (options) => new Intl.NumberFormat(locale, { style: 'currency', currency, ...options });
    console.log(` ${currency}`, [money({}), money({ currencyDisplay: 'code' }), money({ maximumFractionDigits: 0 }), money({ currencySign: 'accounting' })]
      .map((format) => `${format.format(1234.5)} ${format.format(-9.99)}`).join(' | '));
  }
  console.log(' parts', new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' }).formatToParts(-1234567.5).map(({ type, value }) => `${type}:${value}`).join(' '));
  console.log(' digits', new Intl.NumberFormat(locale, { minimumFractionDigits: 2 }).format(5), new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 }).format(123456),
    new Intl.NumberFormat(locale, { minimumIntegerDigits: 4, useGrouping: false }).format(7), new Intl.NumberFormat(locale, { signDisplay: 'exceptZero' }).format(7));
}

const en = (options, ...values) => console.log(JSON.stringify(options), values.map((value) => new Intl.NumberFormat('en-US', options).format(value)).join(' | '));
for (const notation of ['standard', 'scientific', 'engineering', 'compact']) en({ notation }, 0, 12, 1234, 15300, 1e6, 123456789, -0.00012, 1e15);
en({ notation: 'compact', compactDisplay: 'long' }, 1234, 1e6, 2.5e9);
en({ notation: 'compact', style: 'currency', currency: 'USD' }, 1234, 1e6);
en({ notation: 'compact', maximumFractionDigits: 2 }, 1234, 98765);
for (const unit of ['kilometer-per-hour', 'liter', 'gigabyte', 'celsius', 'percent', 'day', 'second']) {
  for (const unitDisplay of ['short', 'narrow', 'long']) en({ style: 'unit', unit, unitDisplay }, 1, 16.5);
}
for (const roundingMode of ['ceil', 'floor', 'expand', 'trunc', 'halfCeil', 'halfFloor', 'halfExpand', 'halfTrunc', 'halfEven']) en({ roundingMode, maximumFractionDigits: 0 }, 1.5, -1.5, 2.5, 1.2, -1.2);
en({ roundingIncrement: 5, minimumFractionDigits: 2, maximumFractionDigits: 2 }, 1.234, 9.98);
en({ roundingPriority: 'morePrecision', maximumSignificantDigits: 2, maximumFractionDigits: 1 }, 1234.567, 0.012345);
en({ roundingPriority: 'lessPrecision', maximumSignificantDigits: 2, maximumFractionDigits: 1 }, 1234.567, 0.012345);
en({ trailingZeroDisplay: 'stripIfInteger', minimumFractionDigits: 2 }, 5, 5.5);
for (const signDisplay of ['auto', 'never', 'always', 'exceptZero', 'negative']) en({ signDisplay }, 1, -1, 0, -0);
en({ currencySign: 'accounting', style: 'currency', currency: 'USD' }, -5, 5);
en({ style: 'currency', currency: 'usd', currencyDisplay: 'name' }, 1, 2.5);
en({ style: 'currency', currency: 'CAD', currencyDisplay: 'narrowSymbol' }, 1);
for (const useGrouping of ['always', 'auto', 'min2', false, true]) en({ useGrouping }, 1234, 12345);
en({}, '123456789.123456789123456789', '1e3', '0x1f', '', 'abc', null, true, [5], 9007199254740993n);
console.log((1e21).toLocaleString(), (1234.5).toLocaleString(), (0.1 + 0.2).toLocaleString(undefined, { maximumFractionDigits: 20 }), 12345678901234567890n.toLocaleString('de-DE'), 5n.toLocaleString('ar-EG'));
console.log([1234.5, 'a', 5n, null, undefined, [2e6]].toLocaleString('de-DE'), [0.5].toLocaleString('en-US', { style: 'percent' }), new Float64Array([1.5, 2500]).toLocaleString('de'));
const range = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 });
console.log(range.formatRange(3, 5), range.formatRange(2.9, 3.1), range.formatRange(-5, 5n));
console.log(range.formatRangeToParts(3, 1500).map(({ type, value, source }) => `${type}:${value}:${source}`).join(' '));
const { format } = new Intl.NumberFormat('de');
console.log([1, 2.5, 1e6].map(format), format.name === '', format.length);
for (const options of [{}, { style: 'currency', currency: 'jpy' }, { style: 'unit', unit: 'liter', unitDisplay: 'long' }, { notation: 'compact' }, { maximumSignificantDigits: 4, useGrouping: false }]) console.log(new Intl.NumberFormat('de-AT', options).resolvedOptions());
console.log(new Intl.NumberFormat('ar-u-nu-latn').resolvedOptions().locale, new Intl.NumberFormat('de', { numberingSystem: 'thai' }).format(123), new Intl.NumberFormat(['xx', 'fr-CA', 'de']).resolvedOptions().locale);
for (const wrong of [() => new Intl.NumberFormat('x_y'), () => new Intl.NumberFormat([1]), () => new Intl.NumberFormat(null), () => new Intl.NumberFormat('en', null), () => new Intl.NumberFormat('en', { style: 'x' }),
  () => new Intl.NumberFormat('en', { style: 'currency' }), () => new Intl.NumberFormat('en', { style: 'currency', currency: 'no' }), () => new Intl.NumberFormat('en', { style: 'unit' }), () => new Intl.NumberFormat('en', { style: 'unit', unit: 'parsec' }),
  () => new Intl.NumberFormat('en', { maximumFractionDigits: 101 }), () => new Intl.NumberFormat('en', { minimumFractionDigits: 5, maximumFractionDigits: 2 }), () => new Intl.NumberFormat('en', { roundingIncrement: 3 }),
  () => new Intl.NumberFormat('en', { numberingSystem: 'x' }), () => new Intl.NumberFormat().formatRange(1), () => new Intl.NumberFormat().formatRange(NaN, 1), () => Intl.NumberFormat.prototype.formatToParts.call(1),
  () => new Intl.NumberFormat().format(Symbol()), () => (1).toLocaleString('en-'), () => Number.prototype.toLocaleString.call('x')]) {
  try { console.log(wrong()); } catch (error) { console.log(String(error)); }
}
const legacy = Object.create(Intl.NumberFormat.prototype);
console.log(Intl.NumberFormat.call(legacy) === legacy, legacy.format(1234), Object.getOwnPropertySymbols(legacy));
console.log(new Intl.NumberFormat(), Intl.NumberFormat(), Object.prototype.toString.call(new Intl.NumberFormat()), Intl.NumberFormat.supportedLocalesOf(['de', 'xx', 'zh-Hant-TW', 'de-u-co-phonebk']));
