// What an answer rests on: what citations.py does, on LAW. A citation is a norm with its articles and its address.

function citations(trace, law) {
  const { instrument } = LAW.definitions[trace.rule] ?? {};
  const home = LAW.instruments[instrument];
  if (!home) return [];
  const read = trace.inForce ? law.dayRead(trace.rule) : null;
  const day = read ?? law.day;
  const own = Object.entries(allRows(trace)).filter(([name]) => name.split(".")[0] === instrument);
  const ofRows = own.flatMap(([, [start, , , , pieces]]) => standing(pieces, start, day));
  const spans = read
    ? home.inForce.filter(([start, end]) => start <= day && (end === null || day <= end))
    : home.inForce.filter(([, end]) => end !== null && end < day).slice(-1);
  const ofSpans = spans.flatMap(([start, , pieces]) => standing(pieces, start, day));
  const acts = home.acts.filter(([norm]) => stands(norm, read ?? "0000", day));
  const found = [ofRows, ofSpans, acts, LAW.definitions[trace.rule].law].find((each) => each.length) ?? [];
  const byNorm = new Map();
  for (const [norm, articles] of found) {
    if (!byNorm.has(norm)) byNorm.set(norm, new Set());
    for (const each of articles.split(", ").filter(Boolean)) byNorm.get(norm).add(each);
  }
  const basis = Object.fromEntries(home.acts);
  return [...byNorm].map(([norm, articles]) => {
    const said = [...articles].sort(byPlace).join(", ") || basis[norm] || "";
    const text = `${norm} ${/^(\d|únic)/i.test(said) ? "art. " : ""}${said}`.trimEnd();
    return { text, address: LAW.norms[norm]?.[2] ?? "" };
  });
}

// By an article's number; what has none comes last.
function byPlace(one, other) {
  const [first, second] = [one, other].map((each) => Number(/^\d+/.exec(each) ?? 1e6));
  return first - second || (one < other ? -1 : 1);
}

function standing(pieces, start, day) {
  const left = pieces.filter(([norm]) => stands(norm, start, day));
  return left.length ? left : pieces;
}

// Whether a norm is neither to come nor gone on a day; one of the row's own year may be retroactive.
function stands(norm, start, day) {
  const [known, until] = LAW.norms[norm] ?? [null, null];
  const isToCome = known !== null && known > day && known.slice(0, 4) > start.slice(0, 4);
  return !isToCome && (until === null || day <= until);
}
