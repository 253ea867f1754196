// A family's answers in words: what reasons.py and wording.py do, on WORDS, LABELS and SHAPES.

function say(key, language, fields = {}) {
  return WORDS[key][language].replace(/\{(\w+)\}/g, (_, name) => fields[name]);
}

function sayError(error, language) {
  return error instanceof Refused ? say(`error.${error.key}`, language, error.fields) : String(error);
}

function label(name, language) {
  return LABELS[name]?.[language] ?? name;
}

// `p.x` is a parameter of the rule's own instrument.
function fullName(name, rule) {
  return name.startsWith("p.") ? `${LAW.definitions[rule].instrument}.${name.slice(2)}` : name;
}

function valueText(name, value, language) {
  if (typeof value === "boolean") return say(value ? "word.yes" : "word.no", language);
  if (typeof value === "number" || /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value ?? "")) {
    const amount = Number(value);
    const plain = Number(amount.toPrecision(10));
    return number(amount, language, Number.isInteger(plain) ? 0 : plain === Number(plain.toFixed(2)) ? 2 : 4);
  }
  const one = `one.${name}_${value}`;
  if (one in WORDS) return say(one, language);
  const key = `${name.replace(/^second_/, "")}.${value}`;
  return key in WORDS ? say(key, language) : String(value ?? "None");
}

// A condition as it turned out: `Edad: 58, menor que 60 (edad mínima)`. Its shape is made in Python, from the rule's tree.
function conditionText({ place, values, holds }, language, rule) {
  const [kind, left, operators, right] = SHAPES[rule][place];
  if (kind === "truth") return fact(left, valueText(left, holds, language), language);
  const first = operand(left, values, language);
  const operator = operators[Number(holds)];
  if (!operator || (operator === "at_most" && isNothing(left, right, values))) return first;
  const [, of, one] = right;
  const denied = `denied.${of}_${one}`;
  const second = operator === "is_not" && denied in WORDS ? say(denied, language) : operand(right, values, language);
  const fields = { left: first, operator: say(`operator.${operator}`, language), right: second };
  return say("why.compared", language, fields);
}

// Whether what should be above zero is zero, which says it all.
function isNothing([, what], [phrase, , constants], values) {
  const value = values[typeof what === "string" && what.includes(".") ? `p.${what.split(".")[1]}` : what];
  return phrase === "constants" && String(constants) === "0" && value === 0;
}

// An operand: constants, a phrase with its operands, or what is called by a name with its value.
function operand([phrase, what, constants], values, language) {
  if (phrase === "constants") return constants.map((each) => valueText(what, each, language)).join(", ");
  if (typeof what === "string") {
    const value = valueText(what, values[what.includes(".") ? `p.${what.split(".")[1]}` : what], language);
    return say(`why.${phrase}`, language, { name: label(what, language), value });
  }
  const text = (operands) => operands.map((each) => operand(each, values, language)).join("; ");
  return say(phrase, language, Object.fromEntries(Object.entries(what).map(([field, each]) => [field, text(each)])));
}

// Why what a rule computes is nothing: what is lacking, as far down as it has a reason; else all its numbers.
function calculation({ rule, read, restsOn, lacking }, language) {
  for (const each of read.filter((one) => lacking.includes(one.rule))) {
    if (!each.inForce) return fact(each.rule, say("why.not_in_force", language), language);
    if (each.read.length || Object.keys(each.restsOn).length) return reason(each, language);
  }
  const names = Object.keys(restsOn);
  const all = names.filter((name) => ["number", "boolean"].includes(typeof restsOn[name]));
  const shown = lacking.length ? lacking : all;
  const isParameter = (name) => Number(name.startsWith("p."));
  const numbers = [...shown]
    .sort((one, other) => isParameter(one) - isParameter(other))
    .map((name) => [fullName(name, rule), restsOn[name]])
    .map(([name, value]) => fact(name, readText(name, value, language), language))
    .join("; ");
  return names.length === 1 ? numbers : say("why.computed", language, { numbers });
}

function fact(name, value, language) {
  return say("why.fact", language, { name: label(name, language), value });
}

// A number that a calculation read; an amount with its Bs.
function readText(name, value, language) {
  return BOOK.inBs.includes(name) ? money(value, language, 2) : valueText(name, value, language);
}

// Why a rule gave nothing: what settled it, down to the fact that it rests on. That is a calculation that gives zero, or
// the last condition tried, with those before it that would have done.
function reason(trace, language) {
  if (!trace.inForce) return say("why.not_in_force", language);
  if (Object.keys(trace.restsOn).length) return calculation(trace, language);
  const condition = trace.conditions[trace.conditions.length - 1];
  if (!condition) {
    const zero = trace.read.find((each) => each.rule in LAW.definitions && !each.value);
    return zero ? reason(zero, language) : say("why.nothing", language);
  }
  const settled = [...trace.ways.filter((each) => each !== condition), condition];
  return [...new Set(settled.map((each) => conditionReason(trace, each, language)))].join("; ");
}

// A condition, with those of the fact that it rests on; of a fact without a name those alone.
function conditionReason(trace, condition, language) {
  const text = conditionText(condition, language, trace.rule);
  const below = trace.read.find((each) => each.rule in condition.values && each.conditions.length);
  if (!below) return text;
  const said = below.conditions.filter((each) => !isUnsaidSecond(each));
  const reasons = (said.length ? said : below.conditions).map((each) => conditionText(each, language, below.rule)).join("; ");
  if (!(below.rule in LABELS)) return reasons;
  return LAW.definitions[below.rule].instrument ? text : say("why.reasons", language, { reason: text, reasons });
}

// Whether a condition rests on a second cover or job alone, which nobody said the person has.
function isUnsaidSecond({ values }) {
  const read = Object.entries(values);
  return read.length > 0 && read.every(([name, value]) => name.startsWith("second_") && BOOK.neutral[name] === value);
}

function whyNot(answer, language) {
  if (!answer.refused) return reason(answer.trace, language);
  const { parameter: name, until } = answer.refused.fields;
  const parameter = label(name, language);
  if (until) return say("why.no_value_since", language, { parameter, until: day(until, language) });
  return say("why.no_value", language, { parameter });
}

// What does not apply: a rule and its reason, with the persons to whom it holds.
function whyNotLines(found, persons, language) {
  const grouped = new Map();
  for (const answer of found.filter((each) => !each.amount)) {
    const why = whyNot(answer, language);
    const key = JSON.stringify([answer.rule, why]);
    if (!grouped.has(key)) grouped.set(key, { rule: answer.rule, why, persons: [] });
    grouped.get(key).persons.push(answer.person);
  }
  return [...grouped.values()].map(({ rule, why, persons: named }) => {
    const everybody = named.length === persons.length && persons.length > 1;
    const who = everybody ? say("family.everybody", language) : named.join(", ");
    return { what: label(rule, language), who: persons.length > 1 ? who : "", why };
  });
}

// What applies, with the remarks on all of it: a card holds the texts of one line.
function applies(found, persons, language) {
  const lines = found.filter(({ amount }) => amount);
  const cards = lines.map((answer) => ({
    what: label(answer.rule, language),
    who: persons.length > 1 ? answer.person : "",
    amount: amountText(answer, language),
    per: say(`unit.${answer.unit}`, language),
    paid: answer.paidIn[language] ?? "",
    article: answer.rests.map(({ text }) => text).join("; "),
    rests: answer.rests,
    bring: answer.bring[language] ?? "",
    doubts: answer.marks.map((mark) => doubtText(mark, language)),
    rule: answer.rule,
    person: answer.person,
    withheld: answer.inBudget < 0,
  }));
  const budget = lines.reduce((sum, { inBudget }) => sum + inBudget, 0);
  const marks = new Set(lines.flatMap((answer) => answer.marks));
  const remarks = [
    ...(lines.length ? [] : [say("family.nothing", language)]),
    say("family.budget", language, { amount: money(budget, language, 2, { sign: true }) }),
    say("family.only_the_agency", language),
    assumedText(persons, language),
    ...new Set(lines.flatMap(({ notIf }) => notIf.map(([name, text]) =>
      say("family.not_if", language, { name: name[language], text: text[language] })))),
    ...[...marks].map((mark) => doubtText(mark, language)),
  ];
  return { cards, remarks };
}

// How what applies is collected: each payment's head, and a line for each facet; the same of several persons once.
function claimingLines(found, persons, date, language) {
  const kept = new Map();
  for (const { instrument, rule, person, amount, unit, claiming, called } of found) {
    if (!amount || !claiming || !BOOK.paid.includes(unit)) continue;
    const told = claiming.map((rows) =>
      rows.find(({ rules, from, to }) => (!rules.length || rules.includes(rule)) && from <= date && date <= to) ?? null);
    const own = told.some((each) => each?.by) ? dayOfBirth(persons, person) : null;
    const key = JSON.stringify([instrument, own, told.map((each) => each && each.text.en)]);
    if (!kept.has(key)) kept.set(key, { instrument, rule, called, told, own, persons: new Set() });
    kept.get(key).persons.add(person);
  }
  const known = [...kept.values()];
  const severalPeople = new Set(known.flatMap((each) => [...each.persons])).size > 1;
  return known.flatMap((each) => {
    const several = known.filter(({ instrument }) => instrument === each.instrument).length > 1;
    const name = several ? label(each.rule, language) : each.called[language];
    const head = severalPeople ? `${name} · ${[...each.persons].join(", ")}` : name;
    return [[head], ...each.told.map((told, place) =>
      [say(`claiming.${BOOK.facets[place]}`, language), toldText(told, each.own, language)])];
  });
}

function dayOfBirth(persons, name) {
  const born = String(persons.find(([each]) => each === name)[1].born ?? "");
  return born.length === 10 ? Number(born.slice(8)) : null;
}

function toldText(told, own, language) {
  if (!told) return say("claiming.no_text", language);
  let text = told.text[language];
  if (told.by && own !== null) text = say("claiming.own_day", language, { day: own, text });
  if (["recalled", "conflicting", "assumed"].includes(told.confidence)) {
    return say("claiming.unread", language, { text, standing: say(`standing.${told.confidence}`, language) });
  }
  return told.article ? `${text} (${told.article})` : text;
}

function amountText({ unit, inBudget, amount }, language) {
  if (unit === "flag") return say("word.yes", language);
  return (inBudget < 0 ? MINUS : "") + money(amount, language, 2);
}

function assumedText(persons, language) {
  const said = new Set(persons.flatMap(([, answers]) => [...Object.keys(answers), ...(answers.born ? ["age"] : [])]));
  const texts = BOOK.assumed
    .filter((key) => !said.has(key))
    .map((key) => `${label(key, language).toLowerCase()}: ${valueText(key, BOOK.neutral[key], language)}`);
  if (!texts.length) return say("family.assumed_rest", language);
  return say("family.assumed", language, { answers: texts.join(", ") });
}

function doubtText(mark, language) {
  const [confidence, parameter] = mark.split(":");
  return say("family.doubt", language, {
    parameter: label(parameter, language),
    confidence: say(`standing.${confidence}`, language),
  });
}
