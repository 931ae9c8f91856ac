// Graphs: adjacency in Maps, breadth and depth first, topological order with cycles reported, Dijkstra, components.
class Graph {
  constructor({ directed = true } = {}) {
    this.directed = directed;
    this.edges = new Map();
  }
  static from(text, options) {
    const graph = new Graph(options);
    for (const [, from, to, weight = '1'] of text.matchAll(/(\w+)->(\w+)(?::(\d+(?:\.\d+)?))?/g)) graph.connect(from, to, +weight);
    return graph;
  }
  node(name) {
    let out = this.edges.get(name);
    if (!out) this.edges.set(name, (out = new Map()));
    return out;
  }
  connect(from, to, weight = 1) {
    this.node(from).set(to, weight);
    const back = this.node(to);
    if (!this.directed) back.set(from, weight);
    return this;
  }
  *breadthFirst(start, seen = new Set([start])) {
    const queue = [[start, 0]];
    for (const [node, depth] of queue) {
      yield { node, depth };
      for (const next of this.edges.get(node).keys()) {
        if (seen.has(next)) continue;
        seen.add(next);
        queue.push([next, depth + 1]);
      }
    }
  }
  *depthFirst(node, seen = new Set()) {
    if (seen.has(node)) return;
    seen.add(node);
    yield node;
    for (const next of this.edges.get(node).keys()) yield* this.depthFirst(next, seen);
  }
  topological() {
    const state = new Map(), order = [], path = [];
    const visit = (node) => {
      if (state.get(node) === 'done') return;
      if (state.get(node) === 'open') {
        throw Object.assign(new Error('cycle'), { cycle: [...path.slice(path.indexOf(node)), node] });
      }
      state.set(node, 'open');
      path.push(node);
      for (const next of this.edges.get(node).keys()) visit(next);
      path.pop();
      state.set(node, 'done');
      order.unshift(node);
    };
    [...this.edges.keys()].sort().forEach((node) => visit(node));
    return order;
  }
  dijkstra(start) {
    const distance = new Map([[start, 0]]), previous = new Map(), open = new Set([start]);
    while (open.size) {
      let nearest;
      for (const node of open) if (nearest === undefined || distance.get(node) < distance.get(nearest)) nearest = node;
      open.delete(nearest);
      for (const [next, weight] of this.edges.get(nearest)) {
        const through = distance.get(nearest) + weight;
        if (through >= (distance.get(next) ?? Infinity)) continue;
        distance.set(next, through);
        previous.set(next, nearest);
        open.add(next);
      }
    }
    return {
      distance,
      pathTo(node) {
        const path = [];
        for (let at = node; at !== undefined; at = previous.get(at)) path.unshift(at);
        return path[0] === start ? path : null;
      },
    };
  }
  components() {
    const seen = new Set(), groups = [];
    outer: for (const node of this.edges.keys()) {
      for (const group of groups) if (group.includes(node)) continue outer;
      groups.push(Array.from(this.depthFirst(node, seen)));
    }
    return groups;
  }
}

const build = Graph.from('shirt->tie tie->jacket trousers->shoes trousers->belt belt->jacket socks->shoes');
console.log(build.topological().join(' < '));
console.log(build);
build.connect('jacket', 'shirt');
try {
  build.topological();
} catch ({ message, cycle }) {
  console.log(message, cycle.join(' -> '));
}
const roads = Graph.from('a->b:4 a->c:1.5 c->b:2 b->d:5 c->d:8 d->e:3 x->y:1', { directed: false });
const { distance, pathTo } = roads.dijkstra('a');
console.log(distance, pathTo('e'), pathTo('y'));
console.log([...roads.breadthFirst('a')].map(({ node, depth }) => node + depth).join(' '));
console.log(roads.components());
console.log(Object.groupBy([...roads.edges].map(([node, out]) => ({ node, degree: out.size })), ({ degree }) => degree));
const matrix = [...roads.edges.keys()].map((from, _, all) => all.map((to) => roads.edges.get(from).get(to) ?? 0));
console.table(matrix);
console.log(matrix.map((row) => row.map((w) => String(w).padStart(4)).join('')).join('\n'));
