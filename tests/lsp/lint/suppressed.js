function f(o, text) {
  // scrim-disable-next-line scope-direct-eval -- the user typed it
  eval(text);
  eval(text); // scrim-disable-line
  // scrim-disable-next-line scope-with
  eval(text);
  /* scrim-disable scope-with */
  with (o) {
    a;
  }
  /* scrim-enable scope-with */
  with (o) {
    b;
  }
}
