const a = <div>
  <span>hello</div>
;
const b = <a> > </a>;
const c = <a/> <b/>;
const d = <a b={} />;
const e = <a>;
