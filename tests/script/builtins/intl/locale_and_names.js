// Intl.Locale, getCanonicalLocales, DisplayNames, DurationFormat, supportedValuesOf. Kept out, because the data changed
// between the versions of CLDR: lists of currencies, time zones and numbering systems as a whole, names of some currencies,
// German narrow hours. V8 differs from the specification in a region's code without a name (as given, not upper case).
const show = (...values) => console.log(...values);
for (const tag of ['en', 'EN-us', 'zh-hans-cn', 'sr-latn-rs', 'de-DE-1996-u-co-phonebk-ca-gregory-kn', 'und', 'iw', 'mo', 'sh', 'no-bok', 'en-GB-oed', 'art-lojban', 'i-klingon', 'en-a-bbb-x-a-ccc', 'ja-u-ca-islamicc', 'hy-arevela', 'de-DD', 'en-u-kn-true', 'th-th-u-nu-thai',
  'en-t-fr-t0-und', 'en-US-u-rg-gbzzzz', 'SU', 'ru-SU', 'az-cyrl', 'en--US', 'a', '', 'en-u', 'x-private', 'root', 'en-1996-1996', 'en-u-ca-', 'sl-nedis-rozaj', 'cmn-Hans', 'zh-cmn', 'sgn-DE']) {
  try { show(tag, Intl.getCanonicalLocales(tag)); } catch (error) { show(String(error)); }
}
show(Intl.getCanonicalLocales(['de', 'DE', 'en-us']), Intl.getCanonicalLocales(new Intl.Locale('fr-ca')), Intl.getCanonicalLocales());
for (const [tag, options] of [['en-Latn-US-u-ca-buddhist-hc-h12-kn-nu-thai-co-emoji-kf-upper', {}], ['de', { language: 'fr', script: 'latn', region: 'ca', calendar: 'gregory', numeric: true, hourCycle: 'h23', caseFirst: 'lower', numberingSystem: 'latn', collation: 'phonebk', firstDayOfWeek: 1 }], ['zh-TW', {}], ['ar-EG', {}]]) {
  const locale = new Intl.Locale(tag, options);
  show(String(locale), locale.baseName, locale.language, locale.script, locale.region, locale.calendar, locale.collation, locale.hourCycle, locale.caseFirst, locale.numeric, locale.numberingSystem, locale.firstDayOfWeek);
  show(String(locale.maximize()), String(locale.minimize()), locale.getTextInfo(), locale.getWeekInfo(), locale.getHourCycles(), locale.getCalendars(), locale.getNumberingSystems(), locale.getTimeZones()?.[0]);
}
show(new Intl.Locale('en'), [new Intl.Locale('de-AT')].map(String), new Intl.NumberFormat(new Intl.Locale('de-AT')).format(1234.5));
for (const wrong of [() => new Intl.Locale(), () => new Intl.Locale(1), () => new Intl.Locale('e'), () => new Intl.Locale('en', { language: 'x' }), () => new Intl.Locale('en', { hourCycle: 'x' }), () => Intl.Locale('en'), () => Intl.Locale.prototype.maximize.call(1),
  () => new Intl.DisplayNames('en'), () => new Intl.DisplayNames('en', {}), () => new Intl.DisplayNames('en', { type: 'region' }).of('x'), () => Intl.supportedValuesOf('x'), () => Intl.supportedValuesOf()]) {
  try { show(wrong()); } catch (error) { show(String(error)); }
}
for (const locale of ['en-US', 'de-DE', 'fr-FR', 'es-ES', 'ja-JP', 'zh-CN', 'pt-BR', 'sv-SE', 'tr-TR']) {
  const of = (type, codes, options) => codes.map((code) => new Intl.DisplayNames(locale, { type, ...options }).of(code)).join(' | ');
  show(locale, of('region', ['US', 'DE', 'JP', 'BR']), '/', of('language', ['en', 'fr', 'de', 'ja', 'tr']), '/', of('script', ['Latn', 'Cyrl']), '/', of('currency', ['EUR']), '/', of('dateTimeField', ['year', 'month', 'day', 'hour', 'minute']));
}
show(new Intl.DisplayNames('en', { type: 'language' }).of('en-GB'), new Intl.DisplayNames('en', { type: 'language', languageDisplay: 'standard' }).of('en-GB'), new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of('ZZ') === undefined,
  new Intl.DisplayNames('en', { type: 'currency', style: 'short' }).of('usd'), new Intl.DisplayNames('en', { type: 'currency', style: 'narrow' }).of('CAD'), new Intl.DisplayNames('en', { type: 'calendar' }).of('buddhist'), new Intl.DisplayNames('en', { type: 'language' }).resolvedOptions());
const duration = { years: 1, months: 2, weeks: 3, days: 4, hours: 5, minutes: 6, seconds: 7, milliseconds: 8, microseconds: 9, nanoseconds: 10 };
for (const locale of ['en', 'de', 'fr', 'ja']) for (const style of ['long', 'short', 'narrow', 'digital']) if (locale !== 'de' || style !== 'narrow') show(locale, style, new Intl.DurationFormat(locale, { style }).format({ years: 1, days: 4, hours: 5, minutes: 6, seconds: 7 }));
show(new Intl.DurationFormat('en').format(duration), new Intl.DurationFormat('en', { style: 'digital' }).format(duration), new Intl.DurationFormat('en', { style: 'digital', fractionalDigits: 2 }).format({ hours: -1, seconds: -2, milliseconds: -345 }));
show(new Intl.DurationFormat('en', { hours: 'numeric', seconds: 'numeric', minutesDisplay: 'always' }).format({ days: 2, hours: 3 }), new Intl.DurationFormat('da', { style: 'digital' }).format({ hours: 1, minutes: 2 }), new Intl.DurationFormat('en', { milliseconds: 'numeric', seconds: 'long' }).format({ seconds: 1, milliseconds: 50 }));
show(new Intl.DurationFormat('en', { style: 'long' }).formatToParts({ hours: 1, minutes: -0 }), new Intl.DurationFormat('en', { style: 'digital' }).formatToParts({ minutes: 1, seconds: 5 }), new Intl.DurationFormat('en').format('P1Y2DT3H4.5M'), new Intl.DurationFormat('de', { hours: '2-digit', fractionalDigits: 3 }).resolvedOptions());
for (const wrong of [() => Intl.DurationFormat(), () => new Intl.DurationFormat('en', { hours: 'numeric', minutes: 'long' }), () => new Intl.DurationFormat('en', { fractionalDigits: 10 }), () => new Intl.DurationFormat().format(1), () => new Intl.DurationFormat().format('x'), () => new Intl.DurationFormat().format({}),
  () => new Intl.DurationFormat().format({ hours: 1.5 }), () => new Intl.DurationFormat().format({ hours: 1, minutes: -1 }), () => new Intl.DurationFormat().format({ years: 2 ** 32 })]) {
  try { show(wrong()); } catch (error) { show(String(error)); }
}
show(Intl.supportedValuesOf('unit').length, Intl.supportedValuesOf('calendar'), Intl.supportedValuesOf('timeZone').includes('Europe/Berlin'), Intl.supportedValuesOf('currency').includes('EUR'), Intl.supportedValuesOf('numberingSystem').includes('arab'), Intl.supportedValuesOf('collation').includes('phonebk'));
show(Intl, Object.getOwnPropertyNames(Intl), Object.getOwnPropertyDescriptor(globalThis, 'Intl').writable, Intl[Symbol.toStringTag], Intl.Locale.length, Intl.DisplayNames.length);
