// A family's answers in words: what people.py does, on WORDS and LABELS.

function say(key, language, fields = {}) {
  return WORDS[key][language].replace(/\{(\w+)\}/g, (_, name) => fields[name]);
}

function sayError(error, language) {
  return error instanceof Refused ? say(`error.${error.key}`, language, error.fields) : String(error);
}

const KEYS = {
  "<": "below", "<=": "at_most", ">": "above", ">=": "at_least", "==": "is", "!=": "is_not", in: "among",
  "not in": "not_among",
};
const OPPOSITE = {
  "<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "==", in: "not in", "not in": "in",
};
const MIRRORED = { "<": ">", "<=": ">=", ">": "<", ">=": "<=" };

function label(name, language) {
  return LABELS[name]?.[language] ?? name;
}

// `p.x` is a parameter of the rule's own instrument.
function fullName(name, rule) {
  return name.startsWith("p.") ? `${LAW.definitions[rule].instrument}.${name.slice(2)}` : name;
}

function called(name, language, rule) {
  return label(fullName(name, rule), language);
}

function valueText(name, value, language) {
  if (typeof value === "boolean") return say(value ? "word.yes" : "word.no", language);
  if (typeof value === "number" || /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value ?? "")) {
    const amount = Number(value);
    return number(amount, language, Number.isInteger(amount) ? 0 : amount === Number(amount.toFixed(2)) ? 2 : 4);
  }
  const key = `${name.replace(/^second_/, "")}.${value}`;
  return key in WORDS ? say(key, language) : String(value ?? "None");
}

function partsOf(text) {
  for (const operator of [" not in ", " in ", " <= ", " >= ", " == ", " != ", " < ", " > "]) {
    const place = text.indexOf(operator);
    if (place >= 0) return [text.slice(0, place), operator.trim(), text.slice(place + operator.length)];
  }
  return [text, "", ""];
}

function constantsOf(text) {
  const parts = text.replace(/^[()]+|[()]+$/g, "").split(",").filter((part) => part.trim());
  return parts.map((part) => part.replace(/^[ '"]+|[ '"]+$/g, ""));
}

const NAME = /(?:p\.)?[A-Za-z_]\w*/g;

// A condition as it turned out: `Edad: 58, menor que 60 (edad mínima)`.
function conditionText({ text, values, holds }, language, rule) {
  let [subject, operator, target] = partsOf(text);
  if (!operator) return `${label(text, language)}: ${valueText(text, holds, language)}`;
  if (!holds) operator = OPPOSITE[operator];
  if (subject.startsWith("p.") && target in values && operator in MIRRORED) {
    [subject, operator, target] = [target, MIRRORED[operator], subject];
  }
  const valueOf = (name) => valueText(name, values[name], language);
  const withValues = (part) =>
    part.replace(NAME, (name) => (name in values ? `${called(name, language, rule)} (${valueOf(name)})` : name));
  const left = subject in values ? `${called(subject, language, rule)}: ${valueOf(subject)}` : withValues(subject);
  if (operator === "==" && subject in values && !(target in values)) return left;
  let right = constantsOf(target).map((each) => valueText(subject, each, language)).join(", ");
  if (target in values) right = `${valueOf(target)} (${called(target, language, rule)})`;
  else if (target.match(NAME)?.some((name) => name in values)) right = withValues(target);
  return say("why.compared", language, { left, operator: say(`operator.${KEYS[operator]}`, language), right });
}

// Why what a rule computes is nothing: what is lacking, as far down as it has a reason; else all its numbers.
function calculation({ rule, read, restsOn, lacking }, language) {
  for (const each of read.filter((one) => lacking.includes(one.rule))) {
    if (!each.inForce) return `${label(each.rule, language)}: ${say("why.not_in_force", language)}`;
    if (each.read.length || Object.keys(each.restsOn).length) return reason(each, language);
  }
  const names = Object.keys(restsOn);
  const all = names.filter((name) => ["number", "boolean"].includes(typeof restsOn[name]));
  const shown = lacking.length ? lacking : all;
  const isParameter = (name) => Number(name.startsWith("p."));
  const numbers = [...shown]
    .sort((one, other) => isParameter(one) - isParameter(other))
    .map((name) => `${called(name, language, rule)}: ${readText(fullName(name, rule), restsOn[name], language)}`)
    .join("; ");
  return names.length === 1 ? numbers : say("why.computed", language, { numbers });
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
  const settled = [...named(trace.ways.filter((each) => each !== condition)), condition];
  return [...new Set(settled.map((each) => conditionReason(trace, each, language)))].join("; ");
}

// What the rule itself gave a name has none for people; the comparison that it stands for is there too.
function named(conditions) {
  return conditions.filter(({ text }) => text.includes(" ") || text in LABELS);
}

function conditionReason(trace, condition, language) {
  const text = conditionText(condition, language, trace.rule);
  const below = trace.read.find((each) => each.rule in condition.values && each.conditions.length);
  if (!below || LAW.definitions[below.rule].instrument) return text;
  return `${text} (${named(below.conditions).map((each) => conditionText(each, language, below.rule)).join("; ")})`;
}

function whyNot(answer, language) {
  if (!answer.refused) return reason(answer.trace, language);
  return say("why.no_value", language, { parameter: label(answer.refused.fields.parameter, language) });
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
    article: answer.law,
    bring: answer.bring[language] ?? "",
    doubts: answer.marks.map((mark) => doubtText(mark, language)),
  }));
  const budget = lines.reduce((sum, { inBudget }) => sum + inBudget, 0);
  const marks = new Set(lines.flatMap((answer) => answer.marks));
  const remarks = [
    ...(lines.length ? [] : [say("family.nothing", language)]),
    say("family.budget", language, { amount: money(budget, language, 2, { sign: true }) }),
    say("family.only_the_agency", language),
    assumedText(persons, language),
    ...[...marks].map((mark) => doubtText(mark, language)),
  ];
  return { cards, remarks };
}

function amountText({ unit, inBudget, amount }, language) {
  if (unit === "flag") return say("word.yes", language);
  return (inBudget < 0 ? MINUS : "") + money(amount, language, 2);
}

function assumedText(persons, language) {
  const said = new Set(persons.flatMap(([, answers]) => Object.keys(answers)));
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
