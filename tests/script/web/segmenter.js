// Intl.Segmenter: graphemes, words and sentences.
const show = (work) => { try { console.log(work()); } catch (error) { console.log(String(error)); } };
const graphemes = new Intl.Segmenter();
for (const text of ['', 'plain', 'e\u0301a\u0308', '👨‍👩‍👧‍👦🇩🇪🇫🇷', 'line\r\nbreak\n\r', 'हिन्दी', '각각', '\ud800x\udc00', 'x\u200dy', '👍🏽!', 'กำ']) {
  show(() => [...graphemes.segment(text)].map(({ segment, index }) => `${index}:${JSON.stringify(segment)}`).join(' '));
}
const words = new Intl.Segmenter('en', { granularity: 'word' });
show(() => [...words.segment("Hi, you 3! Don't 1.5 stop—go")]);
show(() => [...new Intl.Segmenter('ja', { granularity: 'word' }).segment('これは日本語のテキストです')].filter((part) => part.isWordLike).map((part) => part.segment));
show(() => [...new Intl.Segmenter('en', { granularity: 'sentence' }).segment('Hello there. Mr. Smith? Yes! 3.5 of them.\nNew')].map((part) => part.segment));
const segments = words.segment('one two');
for (const index of [0, 2, 3, 4, 6, 7, -1, 1.9, NaN, '5', undefined]) show(() => segments.containing(index));
show(() => graphemes);
show(() => segments);
show(() => segments[Symbol.iterator]());
show(() => segments[Symbol.iterator]()[Symbol.iterator]() instanceof Iterator);
show(() => segments[Symbol.iterator]().map((part) => part.segment).toArray());
show(() => new Intl.Segmenter('de-DE-u-co-phonebk').resolvedOptions());
show(() => new Intl.Segmenter(['xx', 'fr-CA'], { granularity: 'word' }).resolvedOptions());
show(() => Intl.getCanonicalLocales(['EN-us', 'zh-hant', 'en-US']));
show(() => Intl.Segmenter.supportedLocalesOf(['en', 'xx', 'de-at']));
show(() => Object.prototype.toString.call(Intl) + Intl.Segmenter.length + Intl.Segmenter.supportedLocalesOf.length);
show(() => Object.getOwnPropertyDescriptors(Intl.Segmenter.prototype));
show(() => Object.getOwnPropertyDescriptors(Object.getPrototypeOf(segments)));
for (const wrong of [() => Intl.Segmenter(), () => new Intl.Segmenter('xx-'), () => new Intl.Segmenter('en', { granularity: 'x' }), () => new Intl.Segmenter([1]),
  () => new Intl.Segmenter(1), () => new Intl.Segmenter(null), () => new Intl.Segmenter('en', null), () => Intl.Segmenter.prototype.segment.call({}, 'x'),
  () => Intl.Segmenter.prototype.resolvedOptions.call(1), () => new Intl.Segmenter('en', { localeMatcher: 'x' })]) show(wrong);
