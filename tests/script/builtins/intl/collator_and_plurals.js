// Intl.Collator, localeCompare, Intl.PluralRules, ListFormat and RelativeTimeFormat over common locales.
const show = (...values) => console.log(...values);
const locales = ['en-US', 'en-GB', 'de-DE', 'fr-FR', 'es-ES', 'ja-JP', 'zh-CN', 'ar-EG', 'hi-IN', 'pt-BR', 'sv-SE', 'tr-TR'];
const words = ['zebra', 'Äpfel', 'apple', 'Zoo', 'éclair', 'öl', 'oz', 'ñu', 'nz', 'a', 'A', 'ı', 'i', 'I', 'İ', '10', '9', 'co-op', 'coop', 'ß', 'ss', ' x', 'z'];
for (const locale of locales) show(locale, words.toSorted(new Intl.Collator(locale).compare).join(' '), words.toSorted((a, b) => a.localeCompare(b, locale)).length);
show(words.toSorted((a, b) => a.localeCompare(b)).join(' '), ['a10', 'a9', 'a1'].toSorted(new Intl.Collator('en', { numeric: true }).compare));
for (const sensitivity of ['base', 'accent', 'case', 'variant']) show(sensitivity, [['a', 'á'], ['a', 'A'], ['a', 'b'], ['ss', 'ß']].map(([a, b]) => a.localeCompare(b, 'en', { sensitivity })));
for (const caseFirst of ['upper', 'lower', 'false']) show(caseFirst, ['b', 'B', 'a', 'A'].toSorted(new Intl.Collator('en', { caseFirst }).compare).join(''));
show(['Ad', 'Ä', 'Az'].toSorted(new Intl.Collator('de-u-co-phonebk').compare), new Intl.Collator('en', { ignorePunctuation: true }).compare('co-op', 'coop'), new Intl.Collator('de', { usage: 'search' }).compare('AE', 'Ä'));
show('e\u0301'.localeCompare('\u00e9'), 'a'.localeCompare('b'), 'b'.localeCompare('a'), 'a'.localeCompare(), ''.localeCompare('a'));
for (const [locale, options] of [['en', {}], ['de-u-co-phonebk-kn-true', {}], ['de-u-kn', { numeric: false }], ['da', {}], ['th', {}], ['en', { usage: 'search', sensitivity: 'base' }]]) show(new Intl.Collator(locale, options).resolvedOptions());

for (const locale of [...locales, 'ru', 'pl', 'cy', 'lt']) {
  for (const type of ['cardinal', 'ordinal']) {
    const rules = new Intl.PluralRules(locale, { type });
    show(locale, type, [0, 1, 2, 3, 5, 11, 21, 22, 101, 1.5, 1e6].map((n) => rules.select(n)).join(' '), rules.resolvedOptions().pluralCategories.length);
  }
}
show(new Intl.PluralRules('en', { minimumFractionDigits: 1 }).select(1), new Intl.PluralRules('en').selectRange(1, 2), new Intl.PluralRules('sl').selectRange(102, 201), new Intl.PluralRules('en').select('1'), new Intl.PluralRules('en').select(Infinity));
show(new Intl.PluralRules('en', { type: 'ordinal', maximumSignificantDigits: 3 }).resolvedOptions());

for (const locale of locales) {
  for (const type of ['conjunction', 'disjunction', 'unit']) {
    show(locale, type, ['long', 'short', 'narrow'].map((style) => new Intl.ListFormat(locale, { type, style }).format(['A', 'B', 'C'])).join(' | '), new Intl.ListFormat(locale, { type }).format(['A', 'B']));
  }
}
const list = new Intl.ListFormat('en');
show(list.format([]), list.format(['one']), list.format(new Set(['x', 'y'])), list.formatToParts(['a', '', 'c']), list.format(), new Intl.ListFormat('es').format(['Juan', 'Inés']));

for (const locale of locales.filter((name) => name !== 'fr-FR')) {
  for (const unit of ['day', 'hour', 'month']) show(locale, unit, [-2, -1, 0, 1, 5].map((n) => new Intl.RelativeTimeFormat(locale).format(n, unit)).join(' | '));
  show(locale, [-1, 0, 1].map((n) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(n, 'day')).join(' | '));
}
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
show(relative.format(-0, 'second'), relative.format(1, 'quarters'), relative.format(-1234.5, 'years'), relative.formatToParts(-1234.5, 'weeks'), relative.formatToParts(1, 'day'), relative.resolvedOptions());
for (const wrong of [() => Intl.PluralRules(), () => new Intl.PluralRules().selectRange(), () => new Intl.PluralRules().selectRange(1, NaN), () => relative.format(1, 'x'), () => relative.format(Infinity, 'day'), () => list.format([1]), () => list.format(1), () => new Intl.ListFormat('en', 1),
  () => Intl.Collator('en', { sensitivity: 'x' }), () => Intl.Collator('en', { collation: 'x' }), () => 'a'.localeCompare('b', 'x_'), () => 'a'.localeCompare.call(null), () => Intl.Collator.prototype.resolvedOptions.call({}), () => Intl.ListFormat.prototype.format.call(1)]) {
  try { show(wrong()); } catch (error) { show(String(error)); }
}
show(['I', 'i', 'ı', 'ß', 'Σ'].map((text) => [text.toLocaleUpperCase('tr'), text.toLocaleLowerCase('tr'), text.toLocaleUpperCase('en'), text.toLocaleLowerCase(['lt', 'en'])].join()), 'Ά'.toLocaleUpperCase('el'));
show(new Intl.Collator(), new Intl.PluralRules(), new Intl.ListFormat(), new Intl.RelativeTimeFormat());
