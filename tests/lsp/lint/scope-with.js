// Warned about.
function area(shape) {
  with (shape) {
    return width * height;
  }
}
function nothing(shape) {
  with (shape) {
  }
}

// Not warned about.
function plain(shape) {
  const { width, height } = shape;
  return width * height;
}
const word = { with: 1 };
word.with = 2;
