// The page of the service looks again while somebody looks at it, and not while their hand is on something in it.

const EVERY = 15000;

setInterval(() => {
  if (!document.hidden && !document.querySelector("main :focus")) location.reload();
}, EVERY);
