// What the law gives and asks of a family on a day: what family.py does, on BOOK.

// `persons` are pairs of a name and its answers; what nobody said is neutral, and a link names another person. Of a
// `month` those who are born by its end.
function personsOf(persons, day, byMonth = false) {
  const relations = new Map(relationsOf(persons).map((relation, place) => [persons[place][0], relation]));
  const there = personsOn(persons, day, byMonth);
  const position = new Map(there.map(([name], index) => [name, index]));
  return there.map(([name, answers]) => {
    const person = { ...BOOK.neutral, ...answers, relation: relations.get(name) };
    for (const link of BOOK.links) person[link] = position.get(person[link]) ?? null;
    return person;
  });
}

// A household has one head: who says so, else the first who says nothing; who else says nothing is another relative.
function relationsOf(persons) {
  const given = persons.map(([, answers]) => answers.relation);
  const head = given.includes("head") ? given.indexOf("head") : given.indexOf(undefined);
  return given.map((relation, place) => relation ?? (place === head ? "head" : "other_relative"));
}

const laws = new Map();
function lawOn(day) {
  if (!laws.has(day)) laws.set(day, new LawOnDay(day));
  return laws.get(day);
}

// Everything that the law gives and asks, rule by rule and person by person, with the trace of each answer.
function answersOf({ day, persons }) {
  const law = lawOn(day);
  const household = new Household(law, personsOf(persons, day));
  const said = saidOf(persons, day);
  const found = [];
  for (const instrument of BOOK.instruments) {
    const { id, paidIn, bring, called, notIf: all, claiming } = instrument;
    for (const rule of rulesAsked(instrument, said)) {
      const { entity, unit } = LAW.definitions[rule];
      for (const [position, [person]] of (entity === "person" ? persons : persons.slice(0, 1)).entries()) {
        const answer = answerOf(household, rule, position);
        const amount = Number(answer.trace.value);
        const inBudget = ((BOOK.gives[rule] ?? 0) * amount) / BOOK.months[unit] || 0;
        const rests = citations(answer.trace, law);
        const notIf = all.filter(([from, to]) => from <= day && day <= to).map(([, , text]) => [called, text]);
        const rest = { inBudget, unit, rests, paidIn, bring, notIf, claiming, called };
        found.push({ instrument: id, rule, person, amount, ...rest, ...answer });
      }
    }
  }
  return found;
}

// An instrument's rules; where it asks more, those on what was said.
function rulesAsked({ asksMore, onlyIfSaid, rules }, said) {
  const told = (each) => said.has(each) && (!onlyIfSaid || BOOK.askedApart.includes(each));
  return asksMore ? rules.filter((rule) => beyondOf(rule).some(told)) : rules;
}

// The answers that were given, and those that follow from dates.
function saidOf(persons, day) {
  const said = new Set([...persons, ...personsOn(persons, day)].flatMap(([, answers]) => Object.keys(answers)));
  if (BOOK.ofEvents.some((each) => said.has(each))) for (const each of BOOK.ofEvents) said.add(each);
  return said;
}

// The answers beyond the ordinary ones on which a rule rests.
const beyond = new Map();
function beyondOf(rule) {
  if (!beyond.has(rule)) {
    const reads = new Set(order(rule).flatMap((each) => LAW.definitions[each].inputs));
    beyond.set(rule, BOOK.beyond.filter((each) => reads.has(each)));
  }
  return beyond.get(rule);
}

// How far the law book knows what answers on a day after it; else nothing.
function knownUntil(day) {
  const looked = BOOK.instruments.filter(({ rules }) => rules.length).map(({ rules: [rule] }) => {
    const home = LAW.instruments[LAW.definitions[rule].instrument];
    return new LawOnDay(day).holds(rule) ? home.knownUntil : null;
  });
  const [first] = looked.filter((each) => each !== null).sort();
  return first && first < day ? first : "";
}

function answerOf(household, rule, position) {
  try {
    const trace = household.trace(rule, position);
    return { trace, marks: trace.value ? doubtful(trace) : [], refused: null };
  } catch (error) {
    if (error.key !== "no_value_on_date") throw error;
    return { trace: traceOf(rule, 0), marks: [], refused: error };
  }
}
