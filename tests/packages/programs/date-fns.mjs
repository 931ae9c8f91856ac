import * as fns from 'date-fns';
import { de, fr, ja } from 'date-fns/locale';

const day = new Date(2014, 1, 11, 13, 5, 9, 87);
for (const pattern of ["eeee, MMMM do yyyy 'at' h:mm:ss.SSS a", 'PPPPpppp', 'yyyy-MM-dd\'T\'HH:mm:ssxxx', 'QQQ II RRRR DDD', "BBBB 'o''clock'"]) console.log(fns.format(day, pattern));
for (const locale of [de, fr, ja]) console.log(fns.format(day, 'PPPP', { locale }), fns.formatDistance(day, fns.addDays(day, 40), { locale, addSuffix: true }));
console.log(['2014-02-11', '11.02.2014', 'Feb 30'].map((text, i) => String(fns.parse(text, ['yyyy-MM-dd', 'dd.MM.yyyy', 'MMM dd'][i], day))));
console.log(fns.differenceInCalendarDays(new Date(2020, 2, 1), new Date(2020, 1, 1)), fns.differenceInBusinessDays(new Date(2014, 6, 20), new Date(2014, 0, 10)));
console.log(fns.addMonths(new Date(2020, 0, 31), 1), fns.eachWeekOfInterval({ start: day, end: fns.addWeeks(day, 2) }), fns.startOfISOWeek(day));
console.log(fns.intervalToDuration({ start: new Date(1929, 0, 15, 12), end: new Date(1968, 3, 4, 19, 5) }), fns.formatDuration({ months: 9, days: 2 }), fns.formatDistanceStrict(day, fns.addSeconds(day, 4000)));
console.log([3, 1, 2].map((d) => fns.addDays(day, d)).sort(fns.compareAsc).map((d) => fns.lightFormat(d, 'dd')), fns.closestTo(day, [fns.subYears(day, 1), fns.addHours(day, 3)]));
console.log(fns.isValid(new Date(NaN)), fns.isWithinInterval(day, { start: 0, end: Date.now() }), fns.getISOWeek(new Date(2021, 0, 1)), fns.parseISO('2019-09-18T19:00:52Z').toISOString(), fns.formatISO(day), fns.formatRFC7231(day));
try { fns.format(new Date(NaN), 'P'); } catch (error) { console.log(String(error)); }
try { fns.format(day, 'YYYY'); } catch (error) { console.log(String(error)); }
