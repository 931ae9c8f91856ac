// Warned about: eight shapes, more than an inline cache holds.
class Node8 {
  constructor(options) {
    this.type = options.type;
    if (options.loc) this.loc = options.loc;
    if (options.range) {
      this.range = options.range;
    }
    options.raw && (this.raw = options.raw);
  }
}

// A hint: two or three shapes.
class Task {
  constructor(name, due) {
    this.name = name;
    if (due !== undefined) this.due = due;
  }
}
class Either {
  constructor(flag) {
    if (flag) {
      this.left = 1;
    } else {
      this.right = 2;
    }
  }
}
class Early {
  constructor(value) {
    this.value = value;
    if (!value) return;
    this.parsed = JSON.parse(value);
  }
}
class Reader {
  constructor(kind) {
    switch (kind) {
      case "file":
        this.path = ".";
        break;
      case "text":
        this.text = "";
    }
  }
}
function Old(options) {
  this.options = options;
  for (const name of options.names) if (name === "x") this.x = name;
}
Old.prototype.run = function () {};
class Derived extends Task {
  constructor(name) {
    super(name);
    if (name) this.extra = 1;
  }
}

// Not warned about: every instance has the field.
class Always {
  late = null;
  #secret;
  constructor(flag) {
    this.due = undefined;
    if (flag) this.due = flag;
    if (flag) this.late = 1;
    if (flag) this.#secret = 1;
    if (flag) {
      this.both = 1;
    } else {
      this.both = 2;
    }
    this.choice = flag ? 1 : 2;
    try {
      this.parsed = JSON.parse(flag);
    } catch {
      this.parsed = null;
    }
    if (!flag) throw new TypeError("no flag");
    this.last = 1;
    this.init();
    if (flag) this.ready = true;
  }
  init() {
    this.ready = false;
  }
}
class Accessor {
  constructor(flag) {
    if (flag) this.value = flag;
  }
  set value(next) {}
}
// Not warned about: not seen who adds what.
class Unknown extends globalThis.Base {
  constructor(flag) {
    super();
    if (flag) this.maybe = 1;
  }
}
class Assigned {
  constructor(options) {
    Object.assign(this, options);
    if (options) this.maybe = 1;
  }
}
function notAConstructor(flag) {
  if (flag) this.x = 1;
}
notAConstructor.call({}, true);

// Nothing: what the engine has or has not is the same for all instances.
class Failure extends Error {
  constructor(message) {
    super(message);
    if (Error.captureStackTrace) Error.captureStackTrace(this, Failure);
    else this.trace = new Error().stack;
    if (typeof window !== "undefined" && window.document) this.page = window.location;
    this.when = Date.now();
  }
}
new Failure("x");
