// Rules go on while a statement is half typed.
function half(o) {
  const x = o.
}
function whole(text) {
  eval(text);
}
