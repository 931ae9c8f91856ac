// Completion values of try statements whose finally block jumps.
const texts = [
  '99; do { -99; try { 39 } catch (e) { -1 } finally { 42; break; -2 } } while (false);',
  '99; do { -99; try { 39 } catch (e) { -1 } finally { break; -2 } } while (false);',
  '99; do { -99; try { [].x.x } catch (e) { -1 } finally { break; -3 } } while (false);',
  '99; do { -99; try { 39 } finally { 42; continue; -3 } -77 } while (false);',
  '1; while (true) { try { 2; break; } finally { 3; } }',
  '1; while (true) { try { break; } finally { 3; } }',
  'try { 1 } finally { 2 }',
  'try { } finally { 2 }',
  '5; outer: { try { 6; throw 0 } catch { 7; break outer } finally { 8 } }',
  '5; do { try { 6 } finally { if (true) break; } } while (0)',
];
for (const text of texts) console.log(eval(text));
