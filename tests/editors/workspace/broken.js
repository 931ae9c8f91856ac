// A file that does not parse.
let total = ;
