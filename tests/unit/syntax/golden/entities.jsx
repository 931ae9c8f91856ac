let a = <a title="&quot;&#65;&#x1F;&hearts; &nope; &amp;amp; a & b; &;" b='&apos;&lt;'>&nbsp;x&mdash;&thetasym;&#169; &copy &toolongname; &#x2603;
 &gt;&#0;</a>;
