'use strict';
module.exports = function (n) {
  const text = '{"id": 12, "name": "scrim", "tags": ["a", "b\\n", "c"], "point": {"x": 1.5, "y": -2e3}, "ok": true}';
  let total = 0;
  for (let i = 0; i < n; i += 2) total += JSON.parse(text).id;
  return total;
};
