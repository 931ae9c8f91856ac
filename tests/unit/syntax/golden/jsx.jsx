// JSX in a script.
const a = <div className="x &amp; y" data-foo='1"2
3' {...props} onClick={() => f(<b/>)} xlink:href={1} disabled>
  text {value} {/* comment */} {...list}
  <Foo.Bar.baz key="1" />
  <></>
  {cond ? <A>1</A> : <B x=<c/> />}
  <this.component/>
</div>;
const b = x < y, c = (<p>{a}</p>).props;
function f() { return <ul>{items.map((i) => <li key={i}>{i}</li>)}</ul> }
<a-b></a-b>
