class A { accessor x = 1; static accessor #y: number = 2; accessor; accessor = 3; private accessor [z]; accessor accessor
 b }
