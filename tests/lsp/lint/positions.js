// Columns count UTF-16 units; lines end at LF, CRLF and CR, not at U+2028.
const text = "😀é"; eval(text);
const a = " "; eval(a);
eval(a);eval(a);
