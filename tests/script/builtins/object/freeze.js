// Freezing what cannot be frozen.
const bytes = new Uint8Array([1]);
try {
  Object.freeze(bytes);
} catch (error) {
  console.log(error.message, Object.isExtensible(bytes));
}
